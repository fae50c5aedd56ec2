/* apply.h - what one record does to the state. Inside lib/store only; the applier's thread.
 *
 * Reports and corrections are applied from the record's header alone: they are nearly all there is, and
 * decoding them would be most of the work. 0, APPLY_* as listed, negative. */
#ifndef DUBAN_STORE_APPLY_H
#define DUBAN_STORE_APPLY_H

#include "lib/base/arena.h"
#include "lib/store/change.h"
#include "lib/store/dirty.h"
#include "lib/store/journal.h"

enum { APPLY_FULL = ENV_FULL, APPLY_DAMAGED = CHANGE_MISSING + 1 };

struct apply {
        struct change change;
        struct dirty *dirty;
        struct journal_reader *reader; /* on a snapshot that holds the record */
        struct state_meta meta; /* as of the last record applied */
        struct arena *arena; /* of the event being applied */
        struct arena *scratch; /* of one part of it */
};

/* → APPLY_FULL, APPLY_DAMAGED: a record it refers to fails its hash */
int apply_record(struct apply *, const struct record *) CHECKED;

/* Every how many numbers of a stream a signpost stands. */
enum { APPLY_SIGNPOST_EVERY = 256 };

/* The plan (apply_plan.c). */
int apply_plan_chunk(struct apply *, const struct record *, const struct event *) CHECKED;
int apply_plan_in_force(struct apply *, const struct record *, const struct event *) CHECKED;
/* Notes that this tick, policy or plan holds from here on, and a word about it. */
int apply_timeline(struct apply *, const struct record *, uint32_t value) CHECKED;
/* An event, or part of one, that the codec does not take (any more): said, and left out. */
void apply_unreadable(uint64_t seq, const char *what);

#endif
