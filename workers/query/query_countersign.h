/* query_countersign.h - 会签: which leads have said what to the report that counts, and which have not yet.
 *
 * As of the answer, but for who may send and of which department who sent is, which is a matter of now. There is no row of the state for it: the
 * task's records are walked back to the report and no farther, and only where there is another lead. */
#ifndef DUBAN_QUERY_COUNTERSIGN_H
#define DUBAN_QUERY_COUNTERSIGN_H

#include "workers/query/query_standing.h"

/* Whose report it is: of its agent's department, or of the one that a supervisor made it for. */
struct bytes query_countersign_reporter(const struct roster_member *author, const struct report *);
/* Fills view->countersign: the leads that did not make the report, in plan order; texts where `reads`. None while no
 * report counts, and of imported history only those that have spoken. Uses the scratch arena. → QUERY_DAMAGED */
int query_countersign(struct inquiry *, const struct standing *, struct bytes reporter, bool reads,
                      struct task_view *view) CHECKED;
/* Does the report wait for this department, or, without one, for any? Nothing does while the task is suspended or
 * closed. → QUERY_DAMAGED */
int query_countersign_waits(struct inquiry *, const struct standing *, struct bytes department,
                            bool *ret_waits) CHECKED;

#endif
