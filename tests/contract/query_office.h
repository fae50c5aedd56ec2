/* query_office.h - a small office for the tests of the query role: a journal and a state in a directory of
 * their own, members of every role, and the service behind a sink that keeps the last answer. */
#ifndef DUBAN_TESTS_QUERY_OFFICE_H
#define DUBAN_TESTS_QUERY_OFFICE_H

#include "lib/base/arena.h"
#include "lib/base/map.h"
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
        char dir[64]; /* of state and marks */
        char journal_dir[64];
        struct journal *journal;
        struct state *state;
        struct applier *applier;
        struct marks *marks;
        struct query_worker *worker;
        struct link_service service;
        struct arena *arena; /* of the test's own events */
        struct arena *answers;
        struct map *head_of_task; /* by task id */
        uint64_t numbers[PERSON_COUNT]; /* newest number of each one's stream */
        uint64_t head;
        size_t sent; /* answers so far */
        struct answer answer; /* the last one */
};

extern const char *const PLAN_ID;

/* Opens the office: genesis, roster, first day 2023-06-29. No plan yet. */
struct office *office_open(void);
/* Another service over the same journal, on a state made anew; closed with office_rebuilt_close. */
struct office *office_rebuilt(struct office *);
void office_rebuilt_close(struct office *);
void office_close(struct office *);

/* One more record; durable and applied after office_settle. Returns its sequence. */
uint64_t office_say(struct office *, const struct event *, enum person author);
/* By the service itself: ticks and derived events. */
uint64_t office_derive(struct office *, const struct event *);
void office_settle(struct office *);
/* A day is opened, and everything so far settled. */
void office_tick(struct office *, struct day);
/* One more record of the service whose number the caller has set. */
uint64_t office_append(struct office *, const struct event *, struct record *);
/* A plan of `count` tasks in force; the tasks live as long as the arena. */
void office_plan(struct office *, const struct task *tasks, size_t count);
/* The same with another header than the usual one: monthly, the year 2023. */
struct plan office_header(void);
void office_import(struct office *, struct plan header, const struct task *tasks, size_t count);

uint64_t office_key(enum person);
const char *office_name(enum person);
/* Ask and have office->answer; false when there is none yet. */
bool office_ask(struct office *, enum person, const struct query *);
bool office_ask_bytes(struct office *, enum person, struct bytes question);
/* A turn of the service: how many answers it sent. */
size_t office_turn(struct office *);

/* -- what most tests find in the journal (query_data.c) -- */

struct sequences { /* what was said where */
        uint64_t report; /* of task 1 */
        uint64_t promise; /* report of task 2 */
        uint64_t remark;
        uint64_t raised; /* alert of task 2, cleared */
        uint64_t cleared;
        uint64_t missing; /* alert of task 3, open */
};

/* Three tasks: 1 of 甲局, 2 of 乙局, 3 of 丙局 with 乙局; two reports, a remark, two alerts. */
struct sequences office_fill(struct office *);
/* One cumulative part of 100; `responsible` may be NULL. */
struct task office_task(struct office *, uint32_t no, const char *lead, const char *responsible);
uint64_t office_report(struct office *, enum person, uint32_t no, int64_t value, int64_t forecast, const char *words);
/* The same with one line about the part, as it stands. */
uint64_t office_line(struct office *, enum person, uint32_t no, const struct line *, const char *words);
uint64_t office_alert(struct office *, uint64_t cause, uint32_t no, enum alert_kind, enum alert_change);
uint64_t office_remark(struct office *, uint32_t no, enum remark_word);
/* Ask, and be answered at once. */
const struct answer *office_hear(struct office *, enum person, struct query);
/* The row of one task, with texts. */
const struct task_view *office_status(struct office *, enum person, uint32_t no);
enum code office_refusal(const struct answer *); /* CODE_NONE = none */

/* For cmocka's tables: a test with an office of its own. */
int office_setup(void **state);
int office_teardown(void **state);
#define IN_OFFICE(test) cmocka_unit_test_setup_teardown(test, office_setup, office_teardown)

#endif
