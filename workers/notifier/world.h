/* world.h - what the notifier knows: plan, policy, and how each task stands. Folded from the journal.
 *
 * Only what judging needs is kept of a task (no titles, no texts); of its reports only where the current one stands
 * and the fixed-size history, so a million tasks fit. The fold takes inputs in journal order, and each one's derived
 * events before the next input: live and at start the world is the same. Owner: the notifier; its thread only.
 * Pointers hold until the next world_fold. */
#ifndef DUBAN_NOTIFIER_WORLD_H
#define DUBAN_NOTIFIER_WORLD_H

#include "lib/base/arena.h"
#include "lib/base/map.h"
#include "lib/model/event.h"
#include "lib/model/history.h"
#include "lib/model/ladder.h"
#include "lib/store/journal.h"

struct world_alert { /* open now */
        uint64_t cause;
        uint32_t part;
        enum alert_kind kind;
        enum severity severity;
        bool answered; /* and nobody said yet that the answer lapsed */
        struct number target; /* of its part, when it was raised */
        struct day due;
        struct ladder ladder;
};

struct world_task {
        uint64_t id;
        uint64_t lead; /* fingerprint of the first lead's name: who owes the report */
        struct bytes plan; /* id of the plan that named it last; in the world's `names` */
        const struct task *imported; /* parts with their targets, in the plan's arena; NULL when retired */
        const struct task *task; /* the same as amended */
        struct amendment *amendment; /* the newest, and its list behind it; NULL = none; owned */
        uint64_t report; /* newest by (data date, sequence); 0 = none */
        uint64_t origin; /* the report that it is, or that it corrects in the end */
        struct day report_day;
        struct day recheck; /* first day on which the verdict or an alert may change by itself; no day = never */
        enum verdict_word verdict;
        enum verdict_word raw_verdict;
        enum why why;
        uint32_t governing;
        uint64_t told_report; /* that the verdict is about */
        struct day suspended_until;
        bool suspended;
        bool closed;
        bool returned; /* `report` counts as not made */
        bool retired; /* no longer in the plan */
        uint16_t n_alerts;
        struct world_alert *alerts;
        struct history history; /* its parts are owned */
};

struct world_unfounded { /* cleared by a correction: a supervisor may withdraw it */
        struct alert_ref alert; /* without its task's name */
        uint64_t task;
        enum severity severity;
};

struct world_link { /* of a member that keeps one, or kept one */
        uint64_t member;
        uint64_t department; /* fingerprint */
        enum link_state state;
        struct day since;
        uint64_t record; /* the newest about it */
};

struct world_department { /* of which a member keeps a link, or kept one */
        uint64_t id; /* fingerprint of the name */
        struct bytes name; /* in the world's `names` */
        uint64_t alert; /* cause of its open `link_down`; 0 = none */
};

enum { WORLD_NO_TWIN = UINT32_MAX };

struct world_twin { /* of a part: another that is the same fact */
        uint32_t task_no;
        uint32_t part;
        uint32_t next; /* of the same part; or WORLD_NO_TWIN */
};

struct world {
        struct plan plan; /* of the plan in force; empty id = none */
        uint64_t plan_seq;
        const struct policy *policy;
        struct day today;
        uint64_t derived_cause; /* of the newest derived event; 0 = none */
        uint32_t derived_ordinal;
        struct day next_day; /* the first on which a history changes by itself; no day = never */
        LIST(struct world_task) tasks; /* in plan order, that of the first plan first */
        struct outages outages; /* owned */
        LIST(struct world_unfounded) unfounded; /* owned */
        LIST(struct world_twin) twins; /* owned */
        LIST(struct world_link) links; /* owned */
        LIST(struct world_department) departments; /* owned; their order is that in which they are told */
        struct map *link_index; /* by member */
        struct map *department_index; /* by id */
        struct map *twin_index; /* a part's first */
        struct map *index;
        struct map *chunks;
        struct arena *names; /* ids of the plans that were in force, names of departments */
        struct bytes plan_name; /* of the newest, in `names` */
        struct arena *plan_memory; /* of the plan in force */
        struct arena *policy_memory;
};

int world_new(struct world **ret_world) CHECKED;
struct world *world_free(struct world *);

/* Fold one record: an input, or a derived event at its cause. The newest input may be folded again if it is a tick, a
 * plan or a policy: it finds nothing left to do. `event` may be NULL for kinds that world_needs_event() denies. `reader` has a snapshot that holds the record. */
int world_fold(struct world *, const struct record *, const struct event *, struct journal_reader *reader) CHECKED;
bool world_needs_event(enum event_kind);
/* Of the next event that is derived from the cause: its place among those. */
uint32_t world_next_ordinal(const struct world *, uint64_t cause);
struct world_task *world_task(const struct world *, uint64_t task_id);
bool world_is_suspended(const struct world *, const struct world_task *);
/* What decides when the task owes a report. It is in the plan. */
struct duty world_duty(const struct world *, const struct world_task *);

#endif
