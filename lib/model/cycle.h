/* cycle.h - reporting cycles: which one a day belongs to, and until when a report on it is in time (rule 12).
 *
 * A cycle is known by its number (the how-many-th week, month, … of the calendar) or by its last day. The
 * plan's last day ends the plan's last cycle. On call every day is a cycle of its own, and none is owed.
 * Pure; any thread. */
#ifndef DUBAN_MODEL_CYCLE_H
#define DUBAN_MODEL_CYCLE_H

#include "lib/model/plan.h"
#include "lib/model/policy.h"

struct outage { /* ours, not theirs: a `resumed` event; both days belong to it */
        struct day from;
        struct day to;
};

struct outages { /* oldest first */
        LIST(struct outage) outage;
};

/* Is a time of ours without service, in UTC ms, long enough to move a due day? */
bool cycle_is_outage(uint64_t from, uint64_t to);

struct duty { /* what decides when a task owes a report */
        enum cadence cadence;
        struct day start; /* of the plan */
        struct day end;
        bool statistics; /* its report waits for a figure of the statistics office */
        bool none; /* nothing is owed: on call, or imported history */
        const struct policy *policy;
        const struct outages *outages; /* NULL = none */
};

struct duty cycle_duty(const struct task *, const struct plan *, const struct policy *, const struct outages *);

/* Number of the cycle that contains the day: b - a cycles lie between two of them. */
int32_t cycle_number(enum cadence, struct day);
/* Last day of the cycle that contains the day. */
struct day cycle_end(const struct duty *, struct day);
/* The last day before the cycle that contains the day. */
struct day cycle_eve(enum cadence, struct day);
/* The first cycle that ends after that day and is owed, by its last day; no day = none. */
struct day cycle_first_after(const struct duty *, struct day);
/* A day by which something is due: in an outage of ours, it is the second working day after it. */
struct day cycle_moved(struct day due, const struct outages *, const struct policy *);
/* The last day on which a report on the cycle with that end is in time: moved as above, and not before that of the cycle
 * before. `ret_moved` (or NULL): it was. */
struct day cycle_deadline(const struct duty *, struct day end, bool *ret_moved);

#endif
