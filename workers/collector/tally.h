/* tally.h - refusals that consumed no number, summed per key and code, to be recorded once a minute: a
 * flood of bad messages costs the journal one record a minute. Owner: the collector; its thread only. */
#ifndef DUBAN_COLLECTOR_TALLY_H
#define DUBAN_COLLECTOR_TALLY_H

#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "lib/model/event.h"
#include "proto/codes.h"

/* Different (key, code) pairs a minute; what comes after that is counted under key 0, nobody's. */
enum { TALLY_MAX = 1024 };

struct tally {
        struct refused_sum at[TALLY_MAX];
        size_t n;
};

/* Codes that ask to try again are not counted. */
void tally_add(struct tally *, uint64_t key_id, enum code code, struct instant now);

#endif
