/* words.h - one line of a story, cut into words, and what a word may mean. */
#ifndef DUBAN_TESTS_SCENARIO_WORDS_H
#define DUBAN_TESTS_SCENARIO_WORDS_H

#include "lib/model/words.h"
#include "tests/scenario/story.h"

enum { WORDS_MAX = 24 };

struct words {
        struct bytes at[WORDS_MAX];
        size_t n;
        struct place place;
};

struct part_place { /* TASK.PART; TASK alone is part 0 */
        uint32_t task;
        uint32_t part;
};

void words_split(const char *line, struct place, struct words *ret_words);
/* The word after `name`, or an empty view. */
struct bytes words_after(const struct words *, const char *name);
bool words_has(const struct words *, const char *name);

/* All die of a word that means nothing; an empty one is no day, no number. */
struct day words_day(const struct words *, struct bytes);
struct number words_number(const struct words *, struct bytes);
uint32_t words_count(struct bytes);
struct part_place words_part(struct bytes);
int words_find(const struct words *, const struct word_list *, struct bytes);

#endif
