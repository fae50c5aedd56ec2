/* recorded.h - the words of the journalled verdict over today's arithmetic.
 *
 * Who answers a question has the current report and the newest verdict event, but not the history that the
 * notifier judged by. What follows from the report alone is judged anew; the words that need a history are taken
 * from the event. Once the notifier has judged all there is, the outcome has every word that judge() gives with
 * the history. Pure; any thread. */
#ifndef DUBAN_MODEL_RECORDED_H
#define DUBAN_MODEL_RECORDED_H

#include "lib/model/judge.h"

/* Is it said of the task as a whole that nobody reports on it (rule 12)? */
bool recorded_is_silent(const struct verdict *recorded);

/* `recorded`: the task's newest verdict event; NULL = none yet, and `fresh` stands. `fresh`: of judge() with these
 * facts, which have no history. A part that is about another state of affairs stays fresh. The late and missing
 * cycles are those recorded. 0, or negative when the arena is spent. */
int recorded_overlay(const struct verdict *recorded, const struct facts *facts, struct arena *arena,
                     struct verdict *fresh) CHECKED;

#endif
