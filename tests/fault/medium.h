/* medium.h - what stands on a disk when the power goes, as far as POSIX promises anything.
 *
 * A tape is played onto it entry by entry. What was synced is there. Of what was written since, each sector may be
 * there or not, in any combination; so may each name, until its directory was synced. Failed calls may have
 * written or not. A sector of 512 bytes is written as a whole. For tests; failures are cmocka's. */
#ifndef DUBAN_TESTS_MEDIUM_H
#define DUBAN_TESTS_MEDIUM_H

#include <stdbool.h>

#include "tests/fault/tape.h"

enum medium_lie { /* disks that do not do what they were told: the tests have to notice them */
                  MEDIUM_HONEST,
                  MEDIUM_NO_SYNC, /* fsync and fdatasync come to nothing */
                  MEDIUM_NO_DSYNC, /* a write through O_DSYNC waits for the next sync */
                  MEDIUM_NO_NAMES, /* fsync of a directory comes to nothing */
                  MEDIUM_TORN_SECTORS, /* a sector is not written as a whole */
};

/* Which of the writes and names that nobody synced are there. */
enum medium_rest {
        MEDIUM_NONE,
        MEDIUM_ALL,
        MEDIUM_FIRST, /* only that */
        MEDIUM_LAST, /* only that */
        MEDIUM_PAGES, /* from here on by chance: pieces of 4096 bytes */
        MEDIUM_SECTORS, /* pieces of 512 bytes */
        MEDIUM_BYTES, /* pieces of 8: worse than any disk */
};

struct medium;

struct medium *medium_new(enum medium_lie);
struct medium *medium_free(struct medium *);
void medium_play(struct medium *, const struct tape_entry *);
/* Is there anything that was not synced? If not, all images are the same. */
bool medium_waits(const struct medium *);
/* Writes an image below `directory`, which is empty. */
void medium_image(const struct medium *, enum medium_rest, uint64_t seed, const char *directory);

#endif
