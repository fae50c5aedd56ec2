/* judging.h - one task at one cause: its verdict and alerts now, against what stands. For notifier.c.
 *
 * All memory is the step's arena. Every function: 0, negative, or → NOTIFIER_STOPPED from the sink. */
#ifndef DUBAN_NOTIFIER_JUDGING_H
#define DUBAN_NOTIFIER_JUDGING_H

#include "lib/model/correction.h"
#include "workers/notifier/notifier.h"

struct judging {
        const struct notifier_step *step;
        struct world_task *task;
        uint64_t cause;
        const struct report *said; /* by the cause itself; NULL = it is no report */
        const struct report *report; /* that it is judged by; NULL = none */
        const struct task *terms; /* that it is judged by; NULL = those in force */
        struct verdict verdict;
        struct day recheck;
        struct correction_effects corrected; /* by this cause */
        uint64_t corrected_from; /* the report whose figures were wrong from the first */
};

struct judging judging_open(const struct notifier_step *, struct world_task *, uint64_t cause);
/* Judge by the current report, the history and `terms`; into `verdict` and `recheck`. Nothing is said. */
int judging_judge(struct judging *) CHECKED;
/* Judge, say what changed in verdict and alerts, and remember when to look again. */
int judging_task(struct judging *) CHECKED;
/* Before the report is folded: what looks wrong in it, and what the figures that it corrects led to. */
int judging_look(struct judging *, const struct event *, struct intake_findings *ret_findings) CHECKED;
/* The report is folded: the same as judging_task(), and what looked wrong. */
int judging_report(struct judging *, const struct intake_findings *) CHECKED;
/* A supervisor withdraws an alert that was cleared as unfounded. */
int judging_withdraw(struct judging *, const struct withdrawal *) CHECKED;
/* Which alerts follow from `verdict`. */
int judging_alerts(struct judging *) CHECKED;

/* At the latest on that day, if it is one. */
void judging_look_again_on(struct judging *, struct day);
/* Out it goes with the next ordinal, and into our own world, as if read back from the journal. */
int judging_emit(struct judging *, struct event *) CHECKED;
/* The task's name, as its newest plan has it. */
struct task_ref judging_ref(const struct judging *);

#endif
