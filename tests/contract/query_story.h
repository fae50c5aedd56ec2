/* query_story.h - a story told by chance: some hundred mixed events of an office, judged by the real notifier.
 *
 * The same seed tells the same story. Reports come in and out of date order and are corrected; tasks are
 * suspended, closed, remarked, amended, their reports returned; plans are imported again and change, policies too;
 * and the service is down now and then. */
#ifndef DUBAN_TESTS_QUERY_STORY_H
#define DUBAN_TESTS_QUERY_STORY_H

#include "tests/contract/query_office.h"

enum { STORY_TASKS = 5, STORY_FIGURES = 4096 };

struct figure { /* a report or a correction */
        uint64_t seq;
        uint64_t replaces; /* 0 = a report */
        uint64_t replaced; /* by which correction first; 0 = by none */
        uint64_t returned; /* by which record; 0 = not */
        const char *plan;
        uint32_t no;
        struct day day;
};

struct story {
        struct office *office;
        uint64_t seed;
        struct day today;
        struct day last_day; /* ticks behind it are told as of it; no day = as they are */
        bool judged; /* the notifier listens */
        bool (*leave_out)(const struct story *, const struct figure *); /* NULL = all is told */
        void (*each)(struct story *); /* after each record; NULL = nothing */
        void *context; /* for the two functions */
        struct figure figures[STORY_FIGURES]; /* also those left out */
        size_t n_figures;
        const struct story *as; /* tell its returns and no others; NULL = any of a current report */
        struct alert_ref alerts[STORY_FIGURES];
        size_t n_alerts;
        uint32_t imports;
        const char *plan;
        uint32_t tasks; /* of the plan in force */
        struct world *world;
        struct journal_reader *reader;
        struct arena *scratch;
};

/* Tells `events` events in an office of its own, and settles them. What is left out is replaced by a record that
 * says nothing, so the sequences stay. Set the fields down to `context`; close it with story_end. */
void story_tell(struct story *, unsigned events);
void story_end(struct story *);

#endif
