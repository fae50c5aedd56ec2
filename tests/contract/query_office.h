/* query_office.h - a small office for the tests of the query role: a journal and a state in a directory of
 * their own, members of every role, and the service behind a sink that keeps the last answer. */
#ifndef DUBAN_TESTS_QUERY_OFFICE_H
#define DUBAN_TESTS_QUERY_OFFICE_H

#include "lib/base/arena.h"
#include "lib/store/applier.h"
#include "proto/ask.h"
#include "workers/query/query.h"

enum person { /* each with one key; the last ones are not let in */
              AGENT, /* of 甲局 */
              STRANGER, /* agent of 乙局 */
              SUPERVISOR,
              OPERATOR,
              SECURITY,
              AUDITOR,
              OBSERVER,
              RETIRED,
              REVOKED,
              EXPIRED,
              NOBODY, /* in no roster */
              PERSON_COUNT,
};

struct office {
        char dir[64];
        struct journal *journal;
        struct state *state;
        struct applier *applier;
        struct marks *marks;
        struct query_worker *worker;
        struct link_service service;
        struct arena *arena; /* of the test's own events */
        struct arena *answers;
        uint64_t head_of_task[1024]; /* by task number */
        uint64_t numbers[PERSON_COUNT]; /* newest number of each one's stream */
        uint64_t head;
        size_t sent; /* answers so far */
        struct answer answer; /* the last one */
};

extern const char *const PLAN_ID;

/* Opens the office: genesis, roster, first day 2023-06-30. No plan yet. */
struct office *office_open(void);
void office_close(struct office *);

/* One more record; durable and applied after office_settle. Returns its sequence. */
uint64_t office_say(struct office *, const struct event *, enum person author);
/* By the service itself: ticks and derived events. */
uint64_t office_derive(struct office *, const struct event *);
void office_settle(struct office *);
/* A plan of `count` tasks in force; the tasks live as long as the arena. */
void office_plan(struct office *, const struct task *tasks, size_t count);

uint64_t office_key(enum person);
const char *office_name(enum person);
/* Ask and have office->answer; false when there is none yet. */
bool office_ask(struct office *, enum person, const struct query *);
bool office_ask_bytes(struct office *, enum person, struct bytes question);
/* A turn of the service: how many answers it sent. */
size_t office_turn(struct office *);

#endif
