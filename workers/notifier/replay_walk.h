/* replay_walk.h - a journal from its first record to the head it has now: each input in turn, and beside it a
 * cursor over the derived records, which are applied at their cause, wherever they stand.
 *
 * Reads in short snapshots, beside a running service; writes nothing. One thread. Inside workers/notifier. */
#ifndef DUBAN_NOTIFIER_REPLAY_WALK_H
#define DUBAN_NOTIFIER_REPLAY_WALK_H

#include "lib/base/arena.h"
#include "lib/model/event.h"
#include "lib/store/journal.h"

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
        const struct replay_options *options;
        struct journal_reader *reader;
        struct arena *input; /* the event of the input */
        struct arena *recorded; /* the event of a derived record */
        struct arena *scratch; /* for notifier_step */
        uint64_t head;
        uint64_t next; /* the derived record under the cursor stands here or later */
};

int replay_walk_open(const struct replay_options *, struct replay_walk *ret_walk) CHECKED;
void replay_walk_close(struct replay_walk *);

/* Calls `input` for every record that nobody derived; `event` is empty for kinds that judging needs nothing of.
 * Ends early with whatever else than 0 it returns. → REPLAY_STOPPED. */
int replay_walk_run(struct replay_walk *, int (*input)(void *context, const struct record *, const struct event *),
                    void *context) CHECKED;

/* The derived record under the cursor; holds until the input's function returns. Only during the walk, and after
 * one that ran to its end. → REPLAY_NO_MORE. */
int replay_walk_derived(struct replay_walk *, struct record *ret_record) CHECKED;
/* The same with its event, which holds until the next call. → REPLAY_NO_MORE. */
int replay_walk_derived_event(struct replay_walk *, struct record *ret_record, struct event *ret_event) CHECKED;
void replay_walk_advance(struct replay_walk *);

#endif
