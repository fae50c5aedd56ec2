/* explain_inputs.h - what the judge was given, so that another program can judge again: plan, parts, curves, what was
 * reported, thresholds. For machines only: the facts `inputs` and `policy` of `duban explain --format json`.
 *
 * Targets and dates are those in force. A figure is a decimal, a day "2023-06-30", a word an id of lib/model/words.c. */
#ifndef DUBAN_CLI_EXPLAIN_INPUTS_H
#define DUBAN_CLI_EXPLAIN_INPUTS_H

#include "client/cli/ask.h"

/* Without a plan entry, or with NULL for plan or policy, that fact is null. */
void explain_inputs(struct page *, const struct task_view *, const struct plan *, const struct policy *);

#endif
