/* metamorphic_city.h - what the metamorphic tests judge: the real plan of a city, and tasks that dice made.
 *
 * A story is one task, what its department said about it, and the day on which it is judged. Copies may be
 * changed part by part and line by line. Everything lives in the arena; a failure ends the test. */
#ifndef DUBAN_TESTS_METAMORPHIC_CITY_H
#define DUBAN_TESTS_METAMORPHIC_CITY_H

#include "client/cli/session.h"
#include "lib/model/judge.h"

struct story {
        const struct plan *plan;
        const struct policy *policy;
        struct task task;
        struct report report;
        struct day today;
};

enum { STORIES_REAL = 110, STORIES_MADE = 1500, STORY_DATES = 8 };

struct story story_copy(const struct story *, struct arena *);
/* The same figures, said of that day and judged on it. */
struct story story_at(const struct story *, struct day, struct arena *);
struct verdict story_judge(const struct story *, struct arena *);
/* The line about the part, which may be changed; NULL when there is none. */
struct line *story_line(struct story *, uint32_t part);
/* Ends the test: what differs, or is wrong, about that part (0 = the task). */
void story_fails(const struct story *, uint32_t part, const char *what);

/* Asks the judge about one story in two ways. Returns how much there was to compare. */
typedef size_t examination(const struct story *, struct arena *);
/* Over the real plan and over made tasks, with the same figures at eight data dates from January to December. So
 * much at least must have been compared, or the test has lost its matter. */
void city_examine(struct session *, examination *, size_t least_real, size_t least_made);
/* The same, each story once, at its own data date. */
void city_examine_once(struct session *, examination *, size_t least_real, size_t least_made);

#endif
