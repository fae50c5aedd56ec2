/* history.h - what the rules must remember of a task beyond its newest report, folded from the journal.
 *
 * Fixed size: one struct a task and one a part, so that a million tasks fit. Zeroed is "nothing yet". Rules 8,
 * 12, 13, 14 and 16 read it; the notifier owns it and folds every record into it in journal order: inputs, and
 * the verdict events of its own (live or read back, it is the same fold, so a replay ends with the same
 * history). A verdict event that repeats what the history holds may be left out, no other: history_holds().
 * The parts are the caller's memory. Pure; one thread at a time. */
#ifndef DUBAN_MODEL_HISTORY_H
#define DUBAN_MODEL_HISTORY_H

#include "lib/model/cycle.h"
#include "lib/model/report.h"
#include "lib/model/verdict.h"

enum { HISTORY_CYCLES = 32 }; /* how many cycles back a late report is still recognised */

/* Rule 5: what is known of a node by the words of the reports, one after the other. */
enum history_done { HISTORY_NOT_DONE, HISTORY_DONE_UNMEASURED, HISTORY_DONE };

/* So many cycles in a row, the newest included; the newest may still be said otherwise. */
struct history_run {
        uint8_t before;
        bool now;
};

struct history_part {
        uint32_t no;
        struct number figure; /* newest comparable one */
        struct number figure_before; /* of the report before */
        uint16_t figures; /* reports with a comparable one, by data date */
        bool fresh : 1; /* `figure` is of the newest report */
        bool started : 1; /* a figure, a pipeline or a node under way: by an earlier report */
        bool starts : 1; /* by the newest */
        uint8_t done_earlier; /* enum history_done: by the earlier reports */
        uint8_t done; /* by the newest too */

        uint8_t word; /* as last judged; enum verdict_word and so on */
        uint8_t raw_word;
        uint8_t why;
        uint8_t excuse;
        uint8_t rule;
        bool paced : 1;
        bool done_before : 1;
        struct day told_until; /* the acceptance that was told */

        struct history_run behind; /* cycles judged behind or worse, for other reasons than silence */
        struct history_run silent; /* cycles without a comparable figure */
        uint8_t changes; /* bit i: the report i before the newest turned good to bad or back */
        bool was_bad; /* at the report before */
        bool has_before; /* there was one */

        uint8_t broken; /* promises: excuses that ended while the part was still behind */
        bool claimed; /* an excuse was put forward, and no report before the newest was well since */
        int32_t claimed_cycle; /* in which cycle first */
        uint8_t claimed_kind; /* enum excuse_kind, the newest */
        struct day accepted_until;
};

struct history {
        struct day report_day; /* data date of the newest report */
        int32_t cycle; /* the newest reported on or missing: bit 0 of the two masks */
        uint32_t reported;
        uint32_t missing; /* not reported on by its deadline, nor since */
        uint32_t late; /* reported on after its deadline */
        uint16_t cycles; /* reported on or missing, so far */
        uint16_t late_total; /* 迟报 */
        uint16_t missing_total; /* 漏报; one that comes late after all is counted as late */
        uint16_t late_told; /* as last judged */
        uint16_t missing_told;
        enum cadence cadence;
        struct day begun; /* last day of the first cycle owed */
        struct day open; /* last day of the first cycle whose deadline is still to come; no day = none */
        struct day deadline; /* its deadline */
        bool returned; /* the newest report counts as not made */
        struct day excused_from; /* cycles not owed, the newest in a row: last days of the first and the last */
        struct day excused_to;
        uint32_t n_parts;
        struct history_part *part;
};

/* The task is in a plan that came into force on that day: duty begins with the first cycle that ends later. A duty
 * that has begun goes on, except that another cadence counts its cycles anew. */
void history_begin(struct history *, const struct duty *, struct day in_force);
/* Take over `parts` (as many as the task has), keeping what is known of parts with the same number. The old
 * ones may be freed afterwards. */
void history_adopt(struct history *, const struct task *, struct history_part *parts);
/* Calendar, outages or cadence changed: look at the open deadline again. */
void history_refresh(struct history *, const struct duty *);

/* A report came. `excused`: as below. `replaces`: it corrects the newest one; to a day of another cycle, it takes it out
 * of its own. One on the newest data date replaces it just so, and so does any after a return; an older one only fills
 * a cycle. */
void history_note_report(struct history *, const struct duty *, const struct task *, const struct report *,
                         bool replaces, bool excused);
/* The newest report was returned and counts as not made: its figures are taken back, its cycle is owed again, unless
 * the task is `excused`, as below. */
void history_note_return(struct history *, const struct duty *, bool excused);
/* A day opened. `excused`: the task is suspended or closed and owes nothing. Nothing to do before
 * history_next_day(). */
void history_note_tick(struct history *, const struct duty *, bool excused, struct day today);
/* The machine's word changed, at the newest report. */
void history_note_verdict(struct history *, const struct duty *, const struct verdict *);
/* Part 0 = every part. Of a part that is not behind there is nothing to accept. */
void history_note_accept(struct history *, uint32_t part, struct day until);

/* The day on whose tick the history changes by itself; no day = never. */
struct day history_next_day(const struct history *);
/* Does the history hold what the verdict says of every part, and of late and missing cycles? */
bool history_holds(const struct history *, const struct verdict *);
/* NULL when it is not known. */
const struct history_part *history_part(const struct history *, uint32_t no);
/* Promises broken so far, when that is what is said of the part next. */
uint8_t history_broken_by(const struct history_part *, const struct part_verdict *);
unsigned history_run_length(struct history_run);
/* Cycles in a row, up to the newest, that nobody reported on in time or since. */
unsigned history_missing_run(const struct history *);
/* Good to bad and back, three times in six reports (rule 14). */
bool history_is_unstable(const struct history_part *);

#endif
