/* query_cycle.h - reporting cycles: who owes a report (催报). Pure.
 *
 * A cycle ends with its week (Sunday), month, quarter or half-year; the plan's last day ends the last one.
 * A task owes a report when the newest cycle that has ended by `today` ended inside the plan's time and
 * nothing with a data date in it, or later, was reported. There is no grace here: who asks wants to remind
 * before the grace is over. Tasks on call never owe. */
#ifndef DUBAN_QUERY_CYCLE_H
#define DUBAN_QUERY_CYCLE_H

#include "lib/model/plan.h"

/* First day of the cycle that owes its report on `today`; no day when none does. */
struct day query_cycle_owed(enum cadence, const struct plan *, struct day today);
/* Does a task whose newest report speaks of `reported` (or of no day) owe one? */
bool query_cycle_owes(const struct task *, const struct plan *, struct day reported, struct day today);

#endif
