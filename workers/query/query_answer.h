/* query_answer.h - one question in, one answer out. */
#ifndef DUBAN_QUERY_ANSWER_H
#define DUBAN_QUERY_ANSWER_H

#include "workers/query/query_inquiry.h"

/* Answer the question of that key. When it wants to see farther (`at_least`) than this snapshot does:
 * → QUERY_WAIT if `if_early` is CODE_NONE, else the answer refuses with that code. `ret_body` lives in the
 * inquiry until the next question; inquiry.archive.damaged names a record that could not be shown. */
int query_answer(struct inquiry *, uint64_t key_id, struct bytes question, enum code if_early,
                 struct bytes *ret_body) CHECKED;

#endif
