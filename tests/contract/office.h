/* office.h - a small office for the tests of state and applier: its journal holds every kind of event, with
 * headers as the collector writes them. */
#ifndef DUBAN_TESTS_OFFICE_H
#define DUBAN_TESTS_OFFICE_H

#include "lib/base/arena.h"
#include "tests/contract/store_kit.h"

enum { OFFICE_AGENTS = 3, OFFICE_TASKS = 16 };

struct office {
        struct journal *journal;
        struct arena *arena;
        uint64_t seed;
        uint64_t number[OFFICE_AGENTS]; /* mark of each agent's one stream */
        uint64_t head_of_task[OFFICE_TASKS]; /* by number */
};

struct office office_open(const struct kit *);
void office_close(struct office *);

uint64_t office_agent(unsigned i); /* its member id */
void office_stream(unsigned i, uint8_t ret_stream[STREAM_SIZE]);
struct task_ref office_ref(uint32_t no); /* in the plan "2023" */
uint64_t office_task(uint32_t no);
extern const uint8_t OFFICE_IMPORT_A[16]; /* tasks 1 to 6, in two chunks */
extern const uint8_t OFFICE_IMPORT_B[16]; /* tasks 1 to 3 and 7, in one */

/* Append the event as said by an agent, or by the service itself (`agent` < 0). Committed; its sequence. */
uint64_t office_say(struct office *, int agent, const struct event *);

/* The events of the tests, each appended and committed. */
uint64_t office_genesis(struct office *);
void office_import(struct office *, const uint8_t id[16]); /* chunks and the event that brings them into force */
uint64_t office_report(struct office *, int agent, uint32_t no, struct day);
uint64_t office_correct(struct office *, int agent, uint32_t no, struct day, uint64_t replaces);
uint64_t office_alert(struct office *, uint64_t cause, uint32_t no, enum alert_change, enum severity);

/* All of that and `reports` more events by chance. */
void office_fill(struct office *, unsigned reports);

#endif
