/* world.h - what the notifier knows: plan, policy, and how each task stands. Folded from the journal.
 *
 * Only what judging needs is kept of a task (no titles, no texts); of its report only where it stands, so a
 * million tasks fit. Owner: the notifier; its thread only. Pointers hold until the next world_fold. */
#ifndef DUBAN_NOTIFIER_WORLD_H
#define DUBAN_NOTIFIER_WORLD_H

#include "lib/base/arena.h"
#include "lib/base/map.h"
#include "lib/model/event.h"
#include "lib/store/journal.h"

struct world_alert { /* open now */
        uint64_t cause;
        uint32_t part;
        enum alert_kind kind;
        enum severity severity;
};

struct world_task {
        uint64_t id;
        struct bytes plan; /* id of the plan that named it last; in the world's `names` */
        const struct task *task; /* parts with their targets, in the plan's arena; NULL when retired */
        uint64_t report; /* newest by (data date, sequence); 0 = none */
        struct day report_day;
        struct day recheck; /* first day on which the verdict may change by itself; no day = never */
        enum verdict_word verdict;
        enum verdict_word raw_verdict;
        enum why why;
        uint32_t governing;
        struct day suspended_until;
        bool suspended;
        bool retired; /* no longer in the plan */
        struct world_alert *alerts;
        uint16_t n_alerts;
};

struct world {
        struct plan plan; /* of the plan in force; empty id = none */
        uint64_t plan_seq;
        const struct policy *policy;
        struct day today;
        uint64_t derived_cause; /* of the last derived record folded */
        LIST(struct world_task) tasks; /* in plan order: the index gives the ordinal of what is derived */
        struct map *index;
        struct map *chunks;
        struct arena *names; /* ids of the plans that were in force */
        struct bytes plan_name; /* of the newest, in `names` */
        struct arena *plan_memory; /* of the plan in force */
        struct arena *policy_memory;
};

int world_new(struct world **ret_world) CHECKED;
struct world *world_free(struct world *);

/* Fold one record: an input, or a derived event at its cause. `event` may be NULL for kinds that
 * world_needs_event() denies. `reader` has a snapshot that holds the record. */
int world_fold(struct world *, const struct record *, const struct event *, struct journal_reader *reader) CHECKED;
bool world_needs_event(enum event_kind);
struct world_task *world_task(const struct world *, uint64_t task_id);
/* The open alert of that part and kind, or NULL. */
struct world_alert *world_alert(const struct world_task *, uint32_t part, enum alert_kind kind);

#endif
