/* past.h - a task's row of the state as it was after an earlier record, or without the figures of later days.
 *
 * Exact, whatever the order in which reports came. The first takes at most three times 256 records of the
 * journal, however long the history of the task is. The second leaves out whole stretches of it that speak
 * of later days only, or of days before the report it has found; where the dates go up with the sequence, as
 * they nearly always do, it reads as little.
 *
 * One thread. Both snapshots are open, the state's begun first. 0, PAST_DAMAGED, negative. */
#ifndef DUBAN_STORE_PAST_H
#define DUBAN_STORE_PAST_H

#include "lib/base/arena.h"
#include "lib/store/journal.h"
#include "lib/store/state.h"

enum { PAST_DAMAGED = 1 };

struct past { /* all borrowed but the last */
        struct state_reader *state;
        struct journal_reader *journal;
        struct arena *scratch; /* for one event at a time; reset by every call */
        uint64_t damaged; /* after PAST_DAMAGED: the record that is not what it should be */
};

/* The row as it was after record `seq`; all zero when nothing had been said about the task by then. */
int past_task(struct past *, uint64_t task, uint64_t seq, struct task_state *ret_row) CHECKED;

/* The row with every record of the journal in it, whether the applier has come so far or not: `head` is the task's
 * newest record. Reads what the applier has not. */
int past_newest(struct past *, uint64_t task, uint64_t head, struct task_state *ret_row) CHECKED;

/* What corrects that report or correction about the task, whether the applier has come so far or not; 0 = nothing does.
 * The collector takes one correction of each. `head` as above. */
int past_correction(struct past *, uint64_t task, uint64_t head, uint64_t replaced, uint64_t *ret_seq) CHECKED;

/* Leave out of `row` the reports and corrections that speak of days after `until`: `report`, `report_day` and
 * `reports` change, nothing else does. When nothing is left out, the row stays as it is. Otherwise the report is
 * the newest by (data date, sequence) of those that no correction takes back, nor a return that another report
 * followed; a correction to a later day takes back as well. */
int past_until(struct past *, uint64_t task, struct day until, struct task_state *row) CHECKED;

#endif
