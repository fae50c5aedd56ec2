/* countersign_rows.h - 会签 as rows: who has countersigned a report and who has not, and objections, for `task`, `due`,
 * `review`, `digest`, the internal bulletin and `countersign`. */
#ifndef DUBAN_CLI_COUNTERSIGN_ROWS_H
#define DUBAN_CLI_COUNTERSIGN_ROWS_H

#include "client/cli/ask.h"

/* The row of a department, or NULL. */
const struct countersign_view *countersign_rows_find(const struct task_view *, struct bytes department);
/* How many leads object to the task's report. */
size_t countersign_rows_objections(const struct task_view *);

/* The leads that did not make the report, and what each has said: a headed list. */
void countersign_rows_task(struct page *, const struct task_view *);
/* What waits for somebody's 会签: a headed list `countersign`; with a department, of those alone. */
void countersign_rows_waiting(struct page *, const struct answer *, struct bytes department);

/* Objections to many reports: the columns of a table, and its rows for one task. */
enum { COUNTERSIGN_ROWS_COLUMNS = 7 };
extern const struct column countersign_rows_columns[COUNTERSIGN_ROWS_COLUMNS];
void countersign_rows_add(struct page *, const struct task_view *);

#endif
