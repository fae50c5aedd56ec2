/* query_cycle.h - reporting cycles: who owes a report (催报). Pure.
 *
 * Only the newest cycle that has ended counts, and only when the task's duty had begun by then (rule 12). Until
 * the deadline of that cycle a report on it is still in time; who asks wants to remind before that. */
#ifndef DUBAN_QUERY_CYCLE_H
#define DUBAN_QUERY_CYCLE_H

#include "lib/model/cycle.h"

/* The newest cycle of the plan that has ended by `today` and may be owed, by its last day; no day = none. */
struct day query_cycle_ended(const struct duty *, struct day today);
/* Is that cycle, or a later one, reported on by a report that speaks of `reported` (no day = of none)? */
bool query_cycle_reported(const struct duty *, struct day end, struct day reported);

#endif
