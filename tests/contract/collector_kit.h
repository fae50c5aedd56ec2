/* collector_kit.h - a collector with a journal of its own, spoken to without a network: batches in, replies out.
 *
 * Roster: an operator, a supervisor and its deputy, an observer and agents of departments 甲 and 乙. Plan "p": task 1
 * is 甲's, task 2 is 乙's, task 3 both's; each has part 1 (a count to 100, due with the plan at the end of 2023) and
 * part 2 (a milestone due on 2023-09-30). The clock is the test's. */
#ifndef DUBAN_TESTS_COLLECTOR_KIT_H
#define DUBAN_TESTS_COLLECTOR_KIT_H

#include "lib/store/applier.h"
#include "proto/codec.h"
#include "tests/contract/store_kit.h"
#include "workers/collector/collector.h"

enum teller { OPERATOR, SUPERVISOR, OBSERVER, AGENT_A, AGENT_B, DEPUTY, TELLERS };

struct collector_kit {
        struct kit *disk;
        uint64_t map_size; /* of the journal */
        struct journal *journal;
        struct state *state;
        struct marks *marks;
        struct applier *applier;
        struct collector *collector;
        struct link_service service;
        struct link_sink sink;
        struct arena *arena; /* events and replies of the test, until the end */
        struct instant now;
        struct mono mono;
        char path[KIT_PATH_SIZE + 32];
        char alive[KIT_PATH_SIZE + 32];
        struct reply replies[64]; /* of the last turn, in order */
        size_t n_replies;
        struct bell bells[16]; /* since the last ck_turn */
        size_t n_bells;
        size_t key_rows; /* in the last key table */
};

/* cmocka's setup and teardown: *state is a struct collector_kit with the roster and the plan in force, on a
 * virtual clock at 2023-06-30. */
int ck_setup(void **state);
int ck_setup_small(void **state); /* the same, and the disk is full after a megabyte */
int ck_setup_empty(void **state); /* genesis only, today 2023-01-01 */
int ck_setup_real(void **state); /* genesis only, two days ago, on the real clock; not started; 08:00 */
int ck_teardown(void **state);

void ck_start(struct collector_kit *);
void ck_stop(struct collector_kit *); /* as after kill -9 */
void ck_restart(struct collector_kit *, bool applied); /* with the state up to date, or left behind */
void ck_apply(struct collector_kit *);

uint64_t ck_key(enum teller);
struct bytes ck_name(enum teller);
struct bytes ck_public_key(enum teller);
struct bytes ck_bytes(struct collector_kit *, const struct event *);
/* One batch of a teller's stream (0, 1, …); answered at the next ck_turn. */
void ck_send(struct collector_kit *, enum teller, uint8_t stream, uint64_t first, const struct bytes *records,
             size_t n);
/* A batch without records that keeps the teller's link, and its answer. */
void ck_link(struct collector_kit *, enum teller);
void ck_turn(struct collector_kit *);
/* One event in one batch and its reply. */
const struct reply *ck_say(struct collector_kit *, enum teller, uint8_t stream, uint64_t number, const struct event *);
/* The same with the next number of stream 9; the code of its refusal, or 0. */
enum code ck_try(struct collector_kit *, enum teller, const struct event *);
/* The same, and it must be accepted; the journal's head afterwards. */
uint64_t ck_must(struct collector_kit *, enum teller, struct event);
/* The field of the last turn's first refusal, in the kit's arena; "" = none. */
const char *ck_field(const struct collector_kit *);
/* A run of derived events; the collector's answer. */
uint8_t ck_derive(struct collector_kit *, const struct event *, size_t n);
uint64_t ck_head(const struct collector_kit *);
/* The record, verified; its payload in the kit's arena. */
struct record ck_record(struct collector_kit *, uint64_t seq);

struct event ck_report(struct collector_kit *, uint32_t task, int64_t value);
struct event ck_roster(struct collector_kit *);
/* Task `no` of the plan above, with room for one more part. */
struct task ck_task(struct collector_kit *, uint32_t no);
/* Chunk and plan_in_force of an import; the chunk is sent by the operator. The second: of tasks 1..n. */
struct event ck_import_tasks(struct collector_kit *, const char *plan, const char *import_id, const struct task *,
                             uint32_t tasks);
struct event ck_import(struct collector_kit *, const char *plan, const char *import_id, uint32_t tasks);
/* About plan p, with reasons where they are needed. */
struct event ck_proposal(uint32_t task, uint32_t part, struct number target, struct day due);
struct event ck_extension(uint32_t task, uint32_t part, struct day new_due);
struct event ck_approval(uint32_t task, uint64_t proposal_seq, bool approved);
struct event ck_remark(uint32_t task);
struct event ck_alert(uint64_t cause, uint32_t ordinal, uint32_t task);

#endif
