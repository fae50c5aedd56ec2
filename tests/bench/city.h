/* city.h - the data of the benchmarks: 64 departments with one agent each, a plan of any size, reports.
 *
 * Every task has one part, a cumulative count with the target 10,000, and is led by one department; the plan runs
 * through 2023 and the reports speak of 30 June. A report that says more than 5,000 is on pace, and one of 64
 * falls behind, so that the next one on its task clears the alert again. All of it is a function of the numbers
 * alone: the same report has the same bytes for ever. Reports are of one length, so they are patched, not encoded:
 * the load generator shares the machine with what it measures. */
#ifndef DUBAN_BENCH_CITY_H
#define DUBAN_BENCH_CITY_H

#include "lib/base/arena.h"
#include "lib/bus/bus.h"
#include "lib/model/event.h"

enum {
        CITY_AGENTS = 64,
        CITY_FIRST_TASK = 1 << 21, /* from here on, all task numbers take four bytes on the wire */
        CITY_ON_PACE = 5500,
        CITY_BEHIND = 3500,
        CITY_REPORT_MAX = 512,
};

#define CITY_PLAN "bench"
#define CITY_TODAY 20230630

void city_keys(int agent, struct bus_keypair *ret_keys);
const char *city_name(struct arena *, int agent); /* of the agent and its department */
/* The number of the agent's k-th task, going round. */
uint32_t city_task_of(uint32_t tasks, int agent, uint64_t k);
/* The encoded plan entry with this index, 0 to tasks - 1. */
int city_put_task(uint32_t index, struct arena *, struct bytes *ret_task) CHECKED;

struct city_report { /* the mould of all reports */
        uint8_t at[CITY_REPORT_MAX]; /* an encoded Event */
        size_t len;
        size_t task_at;
        size_t value_at;
};
int city_report_new(struct city_report *ret_report) CHECKED;
void city_report_set(struct city_report *, uint32_t task, uint32_t value);
/* What the k-th report of an agent says. */
uint32_t city_value(int agent, uint64_t k);

#endif
