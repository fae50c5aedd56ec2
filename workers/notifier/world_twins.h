/* world_twins.h - which parts of other tasks are the same fact as a part (`same_as`, either way round).
 * The plan in force only; cleared with it. For the fold of plans, and for rule 16. */
#ifndef DUBAN_NOTIFIER_WORLD_TWINS_H
#define DUBAN_NOTIFIER_WORLD_TWINS_H

#include "workers/notifier/world.h"

void world_twins_clear(struct world *);
/* 0 or negative. */
int world_twins_add(struct world *, const struct task *) CHECKED;
/* The newest figures of all twins of the task's parts, as far as there are any; in the arena. 0 or negative. */
int world_twins_figures(const struct world *, const struct world_task *, struct arena *,
                        struct intake_facts *ret_facts) CHECKED;

#endif
