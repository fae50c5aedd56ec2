/* env_tail.h - the end of a data file. Inside env.c only.
 *
 * LMDB does not write a page that a transaction took and gave back. At the end of the file such pages leave it shorter
 * than it says; so does damage, and then reading kills the process. A file whose missing pages are all free is
 * filled up with a hole; any other is refused. 0, ENV_FOREIGN, negative = the disk failed. */
#ifndef DUBAN_STORE_ENV_TAIL_H
#define DUBAN_STORE_ENV_TAIL_H

#include "lib/store/env.h"

/* How long the file has to be. */
int env_tail_bytes(const struct env *, uint64_t *ret_bytes) CHECKED;
/* At opening, before anything is read. A reader fills up nothing. → ENV_FOREIGN: cut short. */
int env_tail_check(const struct env *, bool write) CHECKED;
/* After each commit, so that a reader that opens now does not take the file for damaged. */
int env_tail_fill(const struct env *) CHECKED;

#endif
