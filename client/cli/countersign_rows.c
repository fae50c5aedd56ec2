/* countersign_rows.c - one row a lead, in the words of the office. */
#include "client/cli/countersign_rows.h"

#include "client/cli/task_rows.h"

static bool waits(const struct countersign_view *row)
{
        return row->seq == 0 && !row->keyless;
}

const struct countersign_view *countersign_rows_find(const struct task_view *view, struct bytes department)
{
        for (size_t i = 0; i < view->countersign.n; i++)
                if (bytes_equal(view->countersign.at[i].department, department))
                        return &view->countersign.at[i];
        return NULL;
}

size_t countersign_rows_objections(const struct task_view *view)
{
        size_t n = 0;

        for (size_t i = 0; i < view->countersign.n; i++)
                n += view->countersign.at[i].objection;
        return n;
}

/* -- of one task -- */

static const struct column TASK[] = {
        {"department", "会签单位", "Countersigned by", 0},
        {"word", "意见", "Word", 0},
        {"text", "内容", "Text", COLUMN_WRAP},
        {"at", "时间", "When", 0},
        {"by", "经手人", "Author", 0},
        {"seq", "日志序号", "Sequence", COLUMN_RIGHT},
};

static struct cell word(struct page *page, const struct countersign_view *row)
{
        if (waits(row))
                return cell_pair(page_say(page, "待会签", "not yet"), json_string("waiting"));
        if (row->seq == 0)
                return cell_pair(page_say(page, "无密钥,不会签", "has no key"), json_string("keyless"));
        return row->objection ? cell_pair(page_say(page, "异议", "objects"), json_string("objection"))
                              : cell_pair(page_say(page, "同意", "consents"), json_string("consent"));
}

void countersign_rows_task(struct page *page, const struct task_view *view)
{
        if (!task_rows_list(page, "countersign", page_say(page, "会签", "Countersigning"), view->countersign.n, TASK,
                            COUNT_OF(TASK)))
                return;
        for (size_t i = 0; i < view->countersign.n; i++) {
                const struct countersign_view *row = &view->countersign.at[i];
                const struct cell cells[] = {
                        cell_bytes(page, row->department), word(page, row),           cell_bytes(page, row->text),
                        cell_instant(page, row->at),       cell_bytes(page, row->by), cell_nonzero(page, row->seq),
                };

                _Static_assert(COUNT_OF(cells) == COUNT_OF(TASK), "a cell for each column");
                page_row(page, cells);
        }
}

/* -- what waits -- */

static const struct column WAITING[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"waits_for", "待会签单位", "Waits for", 0},
        {"data_date", "数据日期", "Data date", 0},
        {"reported_by", "填报人", "Reported by", 0},
        {"reported_at", "填报时间", "Reported at", 0},
        {"report_seq", "填报序号", "Report", COLUMN_RIGHT},
};

static struct cell waits_for(struct page *page, const struct task_view *view, struct bytes department)
{
        struct bytes *names = arena_array(page->arena, view->countersign.n, sizeof *names);
        size_t n = 0;

        for (size_t i = 0; names && i < view->countersign.n; i++) {
                const struct countersign_view *row = &view->countersign.at[i];

                if (waits(row) && (department.len == 0 || bytes_equal(row->department, department)))
                        names[n++] = row->department;
        }
        page->failed = page->failed || !names;
        return cell_names(page, names, n);
}

void countersign_rows_waiting(struct page *page, const struct answer *answer, struct bytes department)
{
        if (!task_rows_list(page, "countersign", page_say(page, "待会签", "To countersign"), answer->task.n, WAITING,
                            COUNT_OF(WAITING)))
                return;
        for (size_t i = 0; i < answer->task.n; i++) {
                const struct task_view *view = &answer->task.at[i];
                const struct cell cells[] = {
                        cell_count(page, view->task.no),     task_rows_title(page, view->title, view->title_en),
                        waits_for(page, view, department),   cell_day(page, view->data_date),
                        cell_bytes(page, view->reported_by), cell_instant(page, view->reported_at),
                        cell_count(page, view->report_seq),
                };

                _Static_assert(COUNT_OF(cells) == COUNT_OF(WAITING), "a cell for each column");
                page_row(page, cells);
        }
}

/* -- objections -- */

const struct column countersign_rows_columns[COUNTERSIGN_ROWS_COLUMNS] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"department", "会签单位", "Objected by", 0},
        {"text", "异议", "Objection", COLUMN_WRAP},
        {"seq", "日志序号", "Sequence", COLUMN_RIGHT},
        {"report_seq", "填报序号", "Report", COLUMN_RIGHT},
};

void countersign_rows_add(struct page *page, const struct task_view *view)
{
        for (size_t i = 0; i < view->countersign.n; i++) {
                const struct countersign_view *row = &view->countersign.at[i];

                if (row->objection)
                        page_row(page, (const struct cell[COUNTERSIGN_ROWS_COLUMNS]){
                                               cell_count(page, view->task.no),
                                               task_rows_title(page, view->title, view->title_en),
                                               cell_names(page, view->lead.at, view->lead.n),
                                               cell_bytes(page, row->department),
                                               cell_bytes(page, row->text),
                                               cell_count(page, row->seq),
                                               cell_count(page, view->report_seq),
                                       });
        }
}
