/* task_facts.h - what hangs on a task besides its verdict: forecast, amendments, findings at intake, missed cycles,
 * broken promises, a report sent back, a text adopted, the closing. For `task`, `explain`, `status` and `review`.
 *
 * The lists are headed tables; people see no empty list, machines do. */
#ifndef DUBAN_CLI_TASK_FACTS_H
#define DUBAN_CLI_TASK_FACTS_H

#include "client/cli/ask.h"

/* "已退回;存疑2处;已销号": all that a row has to warn of, "" when there is nothing. */
const char *task_facts_marks(struct page *, const struct task_view *);
/* Promises of all parts that were not kept. */
uint32_t task_facts_broken(const struct task_view *);

/* Late and missing cycles, suspension, return, closing: as facts. */
void task_facts_standing(struct page *, const struct task_view *);
/* The adopted text, beside the progress as reported. */
void task_facts_adopted(struct page *, const struct task_view *);
/* Per part: expected finish and figure, catch-up factor, whether the target will be missed (rule 13). */
void task_facts_forecast(struct page *, const struct task_view *);
/* Per part: target and date as imported, and as they are. */
void task_facts_amendment(struct page *, const struct task_view *);
/* What looks wrong in the report (rule 16). */
void task_facts_findings(struct page *, const struct task_view *);

/* The row of one finding: for tables that begin with the columns of other things. */
enum { TASK_FACTS_FINDING_COLUMNS = 6 };
#define TASK_FACTS_FINDING                                                                                             \
        {"flag", "核对发现", "Finding", 0}, {"part", "分项", "Part", COLUMN_RIGHT},                                    \
                {"part_name", "指标或节点", "Indicator", COLUMN_WRAP}, {"reported", "所报", "Reported", COLUMN_RIGHT}, \
                {"other", "对照", "Against", COLUMN_RIGHT},                                                            \
        {                                                                                                              \
                "twin", "另见", "See also", 0                                                                          \
        }
void task_facts_finding(struct page *, const struct intake_finding *, const struct task *entry, struct cell *ret_cells);

#endif
