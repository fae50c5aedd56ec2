/* query_standing.h - how a task stands by what people decided: suspended, closed, its report returned; and whether
 * it owes a report. As of the answer. */
#ifndef DUBAN_QUERY_STANDING_H
#define DUBAN_QUERY_STANDING_H

#include "lib/model/cycle.h"
#include "workers/query/query_inquiry.h"

struct standing {
        const struct plan *plan;
        const struct task *task; /* as imported */
        const struct policy *policy;
        struct outages outages; /* ours */
        struct task_state pointers;
        bool suspended;
        struct day suspended_until; /* no day = without an end */
        bool closed; /* 销号 */
        bool returned; /* 退回: the current report does not count */
};

/* Clears the scratch arena. → QUERY_DAMAGED */
int query_standing(struct inquiry *, const struct plan *, const struct task *, struct standing *ret_standing) CHECKED;
/* The last day on which the report it owes is in time; no day = it owes none, and `ret_moved` is left alone. Else that
 * says (or NULL) whether an outage of ours moved the day. → QUERY_DAMAGED */
int query_standing_due(struct inquiry *, const struct standing *, struct day *ret_due, bool *ret_moved) CHECKED;

#endif
