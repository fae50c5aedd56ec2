/* book_fold.h - the pieces of a fold that the load at start uses too. The collector's book alone. */
#ifndef DUBAN_COLLECTOR_BOOK_FOLD_H
#define DUBAN_COLLECTOR_BOOK_FOLD_H

#include "workers/collector/book.h"

int book_put_member(struct book *, const struct member *) CHECKED;
int book_put_key(struct book *, const struct key *) CHECKED;
void book_put_policy(struct book *, const struct policy *);
/* The header of the plan in force; its tasks follow. */
int book_put_plan(struct book *, const struct plan *) CHECKED;
/* Adds the task, or replaces it and keeps its history. */
int book_put_task(struct book *, uint64_t id, const struct task *) CHECKED;
/* Read the task's newest amendment, if there is one; and those of all tasks of the plan. */
int book_read_amendment(struct book *, struct book_task *, struct journal_reader *) CHECKED;
int book_read_amendments(struct book *, struct journal_reader *) CHECKED;
int book_fold_amendment(struct book *, const struct record *, const struct amendment *) CHECKED;
/* The newest word about a member's link; heard on that day, as far as it is known. */
int book_fold_link(struct book *, const struct link *) CHECKED;
int book_fold_genesis(struct book *, const struct genesis *) CHECKED;

#endif
