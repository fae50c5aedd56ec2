/* query_archive.h - what the answers are made from: one snapshot of state and journal, verified reading, and
 * the few things kept between answers (roster, plan, policy), each by the sequence it came from.
 *
 * A snapshot may be looked at as of an earlier sequence and up to a data date (query_archive_look_back): then
 * meta, head, plan, policy, tasks and pointers are those of then. Who may ask is always a matter of now.
 *
 * Owner: the worker; one thread. Views handed out hold until query_archive_end, those of roster, plan and
 * policy until the next _begin. State is opened before the journal, so every pointer leads somewhere. */
#ifndef DUBAN_QUERY_ARCHIVE_H
#define DUBAN_QUERY_ARCHIVE_H

#include "lib/base/arena.h"
#include "lib/store/past.h"
#include "lib/store/state_walk.h"
#include "workers/query/query.h"
#include "workers/query/query_roster.h"

/* Outcomes inside the query role, apart from those of the store. */
enum {
        QUERY_REFUSED = 101, /* the refusal is written down */
        QUERY_WAIT, /* `at_least` is not reached yet */
        QUERY_PAGE_FULL, /* the rest is for the next page */
        QUERY_MISSING,
        QUERY_DAMAGED, /* query_archive.damaged says which record */
};

/* Pass an outcome up: a failure leaves its trace, the others go as they are. */
#define query_pass(code) ((code) < 0 ? err_trace(code) : (code))

struct query_entries;
struct query_outages;

struct query_archive {
        struct query_options options;
        struct journal_reader *records;
        struct state_reader *pointers;
        struct state_meta now; /* of the snapshot */
        struct state_meta meta; /* as of the answer; of the snapshot unless it looks back */
        uint64_t head; /* the newest record that counts */
        struct day for_date; /* figures of later days do not count; no day = all do */
        struct day today; /* the day to judge on: meta.today, but not after for_date */
        struct arena *past_arena;
        struct query_entries *entries; /* of the plan that the answer speaks of */
        struct query_entries *eve; /* of an earlier import that began a duty */
        struct query_outages *outages;
        uint64_t damaged;
        struct query_roster *roster;
        struct arena *plan_arena;
        struct plan plan;
        uint64_t plan_seq; /* 0 = none kept */
        struct arena *policy_arena;
        struct policy policy;
        uint64_t policy_seq;
        bool genesis_known;
        bool virtual_clock;
};

int query_archive_new(const struct query_options *, struct query_archive **ret_archive) CHECKED;
struct query_archive *query_archive_free(struct query_archive *);

int query_archive_begin(struct query_archive *) CHECKED;
void query_archive_end(struct query_archive *);
/* From here on as of that sequence (0 = as it is; else at most what is applied), and with figures up to that day
 * (no day = all). → QUERY_DAMAGED */
int query_archive_look_back(struct query_archive *, uint64_t as_of, struct day for_date) CHECKED;
bool query_archive_looks_back(const struct query_archive *); /* to an earlier sequence */
/* How far the verdicts have come, within this snapshot. */
uint64_t query_archive_judged(const struct query_archive *);

/* One verified record; `payload` points into the journal. → QUERY_DAMAGED: also for a sequence that must be
 * there and is not. */
int query_archive_record(struct query_archive *, uint64_t seq, struct record *ret_record) CHECKED;
/* The same, decoded into the arena. → QUERY_DAMAGED */
int query_archive_event(struct query_archive *, uint64_t seq, struct arena *, struct record *ret_record,
                        struct event *ret_event) CHECKED;
/* The same, where a pointer of the state promises the kind. → QUERY_DAMAGED */
int query_archive_told(struct query_archive *, uint64_t seq, enum event_kind, struct arena *,
                       struct event *ret_event) CHECKED;

int query_archive_plan(struct query_archive *, const struct plan **ret_plan) CHECKED; /* → QUERY_MISSING, _DAMAGED */
int query_archive_policy(struct query_archive *, const struct policy **ret_policy) CHECKED; /* → QUERY_DAMAGED */
/* The pointers of a task; all zero when nothing was ever said about it. → QUERY_DAMAGED */
int query_archive_pointers(struct query_archive *, uint64_t task, struct task_state *ret_pointers) CHECKED;
/* Leave out of the pointers what speaks of later days than that. → QUERY_DAMAGED */
int query_archive_until(struct query_archive *, uint64_t task, struct day until, struct task_state *pointers) CHECKED;
/* Alerts as of the answer; the range's own `as_of` says nothing. As for the walks of state.h. */
int query_archive_alerts(struct query_archive *, struct alert_range, state_each_alert *, void *context) CHECKED;
int query_archive_virtual_clock(struct query_archive *, bool *ret_virtual) CHECKED; /* → QUERY_DAMAGED */

#endif
