/* query_cycle.h - reporting cycles: who owes a report (催报). Pure.
 *
 * A task owes a report when a cycle has ended by `today`, inside the plan's time, and nothing was reported
 * with a data date in that cycle or later. Only the newest ended cycle counts; the plan's last day ends the
 * last one. There is no grace here: who asks wants to remind before the grace is over. Tasks on call never
 * owe. */
#ifndef DUBAN_QUERY_CYCLE_H
#define DUBAN_QUERY_CYCLE_H

#include "lib/model/plan.h"

/* Does a task whose newest report speaks of `reported` (or of no day) owe one? */
bool query_cycle_owes(const struct task *, const struct plan *, struct day reported, struct day today);

#endif
