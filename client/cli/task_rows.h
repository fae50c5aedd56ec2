/* task_rows.h - task views as rows: what status, task, due, review and bulletin share. */
#ifndef DUBAN_CLI_TASK_ROWS_H
#define DUBAN_CLI_TASK_ROWS_H

#include "client/cli/ask.h"

/* The status table as `duban status --format json` promises it; `plan` names the parts. */
void task_rows_status(struct page *, const struct task_view *views, size_t n, const struct plan_view *plan);
/* The task that a page is about: number, title, lead. */
void task_rows_head(struct page *, const struct task_view *);
/* through_seq and judged_through. */
void task_rows_through(struct page *, const struct answer *);

/* The verdict's arithmetic for one part, or NULL. */
const struct part_verdict *task_rows_part(const struct verdict *, uint32_t part);
const struct part_verdict *task_rows_governing(const struct task_view *);

/* "达序时(有说明,待认可)": the verdict with what hangs on it. JSON: the verdict's id. */
struct cell task_rows_verdict(struct page *, const struct task_view *);
struct cell task_rows_excuse(struct page *, const struct excuse_view *);
/* An excuse is claimed, and nobody has accepted it. */
bool task_rows_claims(const struct task_view *);
/* For people one decimal of a percentage, for machines the fraction itself beside it. */
struct cell task_rows_exact(struct page *, struct ratio);
/* A heading with the number of rows, and the table; an empty array for machines and nothing for people when there are
 * none. Returns whether a table was begun. */
bool task_rows_list(struct page *, const char *id, const char *name, size_t n, const struct column *, size_t n_columns);
/* The name of a part in the page's language. */
struct cell task_rows_part_name(struct page *, const struct task *, uint32_t part);
struct cell task_rows_title(struct page *, struct bytes zh, struct bytes en);

#endif
