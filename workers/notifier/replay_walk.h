/* replay_walk.h - a journal from its first record on: each input in turn, and beside it a cursor over the derived
 * records, which are applied at their cause, wherever they stand: a history does not read the same in another order.
 *
 * Reads in short snapshots, beside a running service; writes nothing. Every record is verified where it is taken: an
 * input when it is handed out, a derived one when the cursor leaves it. One thread. Inside workers/notifier. */
#ifndef DUBAN_NOTIFIER_REPLAY_WALK_H
#define DUBAN_NOTIFIER_REPLAY_WALK_H

#include "workers/notifier/world.h"

/* Outcomes. */
enum { REPLAY_DIFFERS = 1, REPLAY_STOPPED, REPLAY_NO_MORE };

/* What all readings of a whole journal take from their caller. */
struct replay_options {
        struct journal *journal;
        void *context;
        /* Called now and then with how far it is; false = stop. */
        bool (*go_on)(void *context, uint64_t seq, uint64_t head);
};

struct replay_walk {
        const struct replay_options *options; /* NULL = nobody is told and nobody stops it */
        struct journal_reader *reader;
        struct arena *input; /* the event of the input */
        struct arena *recorded; /* the event of a derived record; the same one if no input is looked at after those */
        struct arena *scratch; /* for notifier_step */
        uint64_t head;
        uint64_t next; /* the derived record under the cursor stands here or later; from 1 */
};

/* With reader and arenas of its own. */
int replay_walk_open(const struct replay_options *, struct replay_walk *ret_walk) CHECKED;
void replay_walk_close(struct replay_walk *);

/* Calls `input` for every record up to `through` that nobody derived; `event` is empty for kinds that judging needs
 * nothing of. Ends early with whatever else than 0 it returns, the last snapshot open. → REPLAY_STOPPED. */
int replay_walk_run(struct replay_walk *, uint64_t through,
                    int (*input)(void *context, const struct record *, const struct event *), void *context) CHECKED;

/* The derived record under the cursor, not verified; holds until the input's function returns. Only during the walk,
 * and after one that ran to its end. → REPLAY_NO_MORE. */
int replay_walk_derived(struct replay_walk *, struct record *ret_record) CHECKED;
/* Verifies it and goes on to the next one. */
int replay_walk_advance(struct replay_walk *) CHECKED;
/* Folds all that was derived from inputs up to `cause`. → REPLAY_NO_MORE: nothing derived stands behind that. */
int replay_walk_fold(struct replay_walk *, uint64_t cause, struct world *) CHECKED;

/* One record of the open snapshot, verified, and its event if the world needs it. */
int replay_walk_read(struct journal_reader *, uint64_t seq, struct arena *, struct record *ret_record,
                     struct event *ret_event) CHECKED;
/* The event of a record, if the world needs it. Resets the arena. */
int replay_walk_event(const struct record *, struct arena *, struct event *ret_event) CHECKED;

#endif
