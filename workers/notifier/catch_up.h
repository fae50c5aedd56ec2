/* catch_up.h - a world at start: how it stood when the last derived event was said.
 *
 * Inputs up to the last cause are folded, and what was derived from each directly behind it, wherever it stands in
 * the journal: as it happened, for a history does not read the same in another order. The last cause may be half
 * written if it touches many tasks; then it is to be judged again. The notifier's thread. 0 or negative. */
#ifndef DUBAN_NOTIFIER_CATCH_UP_H
#define DUBAN_NOTIFIER_CATCH_UP_H

#include "workers/notifier/world.h"

struct catch_up {
        struct world *world; /* fresh */
        struct journal_reader *reader;
        struct arena *arena; /* for the event read last */
        bool is_live; /* right behind the writer: journal_follow() will do */
};

/* `ret_judged`: all inputs up to there are judged, with all that follows from them. */
int catch_up(const struct catch_up *, uint64_t *ret_judged) CHECKED;
/* One record of the open snapshot, and its event if the world needs it. */
int catch_up_read(const struct catch_up *, uint64_t seq, struct record *ret_record, struct event *ret_event) CHECKED;

#endif
