/* task_fold.h - what one record does to the row of its task. Inside lib/store only.
 *
 * The applier folds every record as it comes; past.c folds the same records again to find what the row was
 * earlier. So both are the same function, and a row depends on its task's records and on nothing else. */
#ifndef DUBAN_STORE_TASK_FOLD_H
#define DUBAN_STORE_TASK_FOLD_H

#include "lib/base/arena.h"
#include "lib/store/journal.h"
#include "lib/store/state.h"

enum { TASK_FOLD_UNREADABLE = 1 };

/* Every how many records of a task its row is kept as it then was. */
enum { TASK_FOLD_EVERY = 256 };

/* The arena is reset and used only for a correction to an older date.
 * → TASK_FOLD_UNREADABLE: such a correction, and its payload is none; it left what its header says. */
int task_fold(struct task_state *row, const struct record *, struct arena *) CHECKED;
/* What the correction or the return takes back. → TASK_FOLD_UNREADABLE */
int task_fold_replaces(const struct record *, struct arena *, uint64_t *ret_seq) CHECKED;

#endif
