/* keep.h - copies of decoded structs that outlive their message, with only what judging needs.
 * The copies live in the given arena. 0 or negative (out of memory). */
#ifndef DUBAN_NOTIFIER_KEEP_H
#define DUBAN_NOTIFIER_KEEP_H

#include "lib/base/arena.h"
#include "lib/model/plan.h"
#include "lib/model/policy.h"

int keep_task(const struct task *, struct arena *, const struct task **ret_task) CHECKED;
int keep_plan(const struct plan *, struct arena *, struct plan *ret_plan) CHECKED;
int keep_policy(const struct policy *, struct arena *, const struct policy **ret_policy) CHECKED;

#endif
