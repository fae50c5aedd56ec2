/* roll_call.h - who has reported on which cycle, counted by hand: one cell a cycle of each task, and a calendar of its own
 * (rule 12). Written apart from lib/model/cycle.c, history.c and day_plus_working(). Folded with a docket that stands
 * at the same record. Owner: the clerk. */
#ifndef DUBAN_SIM_ROLL_CALL_H
#define DUBAN_SIM_ROLL_CALL_H

#include "tests/sim/docket.h"

enum { ROLL_CYCLES = 54, ROLL_OUTAGES = 256 };

enum roll { ROLL_OPEN, ROLL_REPORTED, ROLL_LATE, ROLL_MISSING, ROLL_EXCUSED };

struct roll_task {
        enum roll cell[ROLL_CYCLES]; /* weeks, months, …: by the task's own cadence */
        bool excused[ROLL_CYCLES]; /* nothing was owed when the deadline passed */
        int begun; /* last day of the first cycle that is owed; 0 = none is */
        int next; /* the first cycle whose deadline has not passed */
        int newest; /* cycle: the newest reported on or missing, ever; -1 = none */
};

struct roll_outage {
        int from;
        int to;
};

struct roll_call {
        struct roll_task task[CITY_NUMBERS + 1];
        struct roll_outage outage[ROLL_OUTAGES];
        size_t outages;
        uint32_t grace;
        uint32_t grace_statistics;
};

void roll_call_begin(struct roll_call *);
/* The docket has folded the event before. */
void roll_call_fold(struct roll_call *, const struct docket *, const struct event *);
unsigned roll_call_count(const struct roll_call *, uint32_t task, enum roll);
/* Missing cycles in a row up to the newest that is known. */
unsigned roll_call_missing_run(const struct roll_call *, uint32_t task);
/* The year as a line, for a message: "." open, "r" reported, "l" late, "M" missing, "e" excused. */
const char *roll_call_line(const struct roll_call *, uint32_t task, char line[ROLL_CYCLES + 1]);
/* The cycle that the day belongs to, by the task's cadence. */
int roll_call_cycle(const struct docket *, uint32_t task, struct day);
/* Is it too late for a report on the cycle that the day belongs to, whether or not one is owed? */
bool roll_call_is_over(const struct roll_call *, const struct docket *, uint32_t task, struct day);

/* Working days in (from, to], by the State Council's notice for 2023 as it was typed in here. */
int roll_call_working_days(struct day from, struct day to);

#endif
