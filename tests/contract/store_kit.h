/* store_kit.h - what the tests of the store share: a directory of their own, journals, cheap chance. */
#ifndef DUBAN_TESTS_STORE_KIT_H
#define DUBAN_TESTS_STORE_KIT_H

#include "lib/store/journal.h"

enum { KIT_PATH_SIZE = 256, KIT_MAP_SIZE = 64 << 20 };

struct kit {
        char dir[KIT_PATH_SIZE]; /* private, empty, removed at the end */
        char journal_dir[KIT_PATH_SIZE + 16];
        char state_dir[KIT_PATH_SIZE + 16];
        char data[KIT_PATH_SIZE + 32]; /* the journal's data file */
};

/* cmocka's setup and teardown: *state is a struct kit. */
int kit_setup(void **state);
int kit_teardown(void **state);

/* The journal in kit->journal_dir, made when absent. */
struct journal *kit_open(const struct kit *, enum journal_mode);
/* Adds `count` records of about `size` random bytes in one batch and commits. */
void kit_append(struct journal *, unsigned count, size_t size);
uint64_t kit_head(struct journal *);

/* The same numbers in every run. */
uint64_t kit_random(uint64_t *seed);
static inline uint64_t kit_below(uint64_t *seed, uint64_t limit)
{
        return kit_random(seed) % limit;
}

#endif
