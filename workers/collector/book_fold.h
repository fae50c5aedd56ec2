/* book_fold.h - the pieces of a fold that the load at start uses too. The collector's book alone. */
#ifndef DUBAN_COLLECTOR_BOOK_FOLD_H
#define DUBAN_COLLECTOR_BOOK_FOLD_H

#include "workers/collector/book.h"

int book_put_member(struct book *, const struct member *) CHECKED;
int book_put_key(struct book *, const struct key *) CHECKED;
/* Adds the task, or replaces it and keeps its history's head. */
int book_put_task(struct book *, uint64_t id, const struct task *) CHECKED;
int book_fold_genesis(struct book *, const struct genesis *) CHECKED;

#endif
