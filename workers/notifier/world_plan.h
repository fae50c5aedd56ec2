/* world_plan.h - the part of the fold that is about plans: chunks, what comes into force, what is amended.
 * For world.c. 0 or negative. */
#ifndef DUBAN_NOTIFIER_WORLD_PLAN_H
#define DUBAN_NOTIFIER_WORLD_PLAN_H

#include "workers/notifier/world.h"

enum { WORLD_PLAN_CHUNK_KEY = 16 + 4 }; /* import id and index */

int world_plan_chunk(struct world *, const struct plan_chunk *, uint64_t seq) CHECKED;
int world_plan_in_force(struct world *, const struct plan *, uint64_t seq, struct journal_reader *) CHECKED;
int world_plan_amend(struct world *, struct world_task *, const struct amendment *) CHECKED;

#endif
