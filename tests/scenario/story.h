/* story.h - an office that is told one event at a time: a journal, a notifier, and what it derived last. */
#ifndef DUBAN_TESTS_SCENARIO_STORY_H
#define DUBAN_TESTS_SCENARIO_STORY_H

#include "workers/notifier/notifier.h"

enum { LINE_MAX_BYTES = 512, DERIVED_MAX = 256, DIR_SIZE = 64, TASKS_MAX = 32, PARTS_MAX = 8, ALERTS_MAX = 256 };

struct story {
        char dir[DIR_SIZE];
        struct journal *journal;
        struct journal_reader *reader;
        struct world *world;
        struct arena *arena; /* of the story's own events */
        struct arena *scratch; /* of the notifier */
        uint64_t seq;
        uint64_t last_report; /* its sequence */
        uint32_t policies;
        uint8_t imports; /* an import's id is its number */
        struct plan plan;
        struct task tasks[TASKS_MAX];
        struct part parts[TASKS_MAX][PARTS_MAX];
        size_t n_tasks;
        struct amendment amendments[TASKS_MAX]; /* of the task at the same place */
        struct part_change changes[TASKS_MAX][PARTS_MAX];
        struct alert_ref alerts[ALERTS_MAX]; /* raised so far */
        size_t n_alerts;
        char derived[DERIVED_MAX][LINE_MAX_BYTES]; /* since the story began to look */
        size_t n_derived;
};

struct place { /* in a story file, for complaints */
        const char *file;
        int line;
};

/* Ends the program: the story makes no sense. */
void story_die(struct place, const char *what) __attribute__((noreturn));
#define MUST(call)                                                                                                     \
        do {                                                                                                           \
                if (call)                                                                                              \
                        story_die((struct place){__FILE__, __LINE__}, #call);                                          \
        } while (0)

void story_open(struct story *);
void story_close(struct story *);
/* Into the journal, then to the notifier. */
void story_tell(struct story *, const struct event *);
/* The newest alert of that part and kind. */
struct alert_ref story_alert(const struct story *, uint32_t task, uint32_t part, enum alert_kind, struct place);

#endif
