/* catch_up.h - a world at start: how it stood when the last derived event was said.
 *
 * Inputs up to the last cause are folded, and what was derived from each directly behind it, as it happened. The last
 * cause may be half written if it touches many tasks; then it is to be judged again. The notifier's thread. 0 or
 * negative. */
#ifndef DUBAN_NOTIFIER_CATCH_UP_H
#define DUBAN_NOTIFIER_CATCH_UP_H

#include "workers/notifier/world.h"

struct catch_up {
        struct world *world; /* fresh */
        struct journal_reader *reader;
        struct arena *arena; /* for an event at a time */
};

/* `ret_judged`: all inputs up to there are judged, with all that follows from them. */
int catch_up(const struct catch_up *, uint64_t *ret_judged) CHECKED;

#endif
