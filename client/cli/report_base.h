/* report_base.h - the report in the journal from which another one starts: the one corrected, the one whose other parts
 * are kept.
 *
 * A report speaks for the whole task, so who says one figure must not lose the others. Reports live in the session's
 * arena. Each function returns 0, an outcome of session.h after a complaint, or negative. */
#ifndef DUBAN_CLI_REPORT_BASE_H
#define DUBAN_CLI_REPORT_BASE_H

#include "client/cli/ask.h"

/* The report, or correction, of that sequence. CLI_REFUSED when it is none on the task of the view. */
int report_base_read(struct session *, uint64_t seq, const struct task_view *,
                     const struct report **ret_report) CHECKED;
/* `duban push --keep`: --line and --progress laid over the current report, and in text format a line for each part that
 * is kept. CLI_USAGE when there is no current report, or it is of a later day or another cycle than --date: its figures
 * are not those of that day. */
int report_base_keep(struct session *, const struct args *, struct report *ret_report) CHECKED;
/* After `report` was taken as record `seq`: says on standard error which parts had figures before it and have none now. */
int report_base_tell_dropped(struct session *, uint64_t seq, const struct report *) CHECKED;

#endif
