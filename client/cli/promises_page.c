/* promises_page.c - the ledger, and what each department kept and broke. */
#include "client/cli/promises.h"
#include "client/cli/task_rows.h"

static const struct word STATES[] = {
        [PROMISE_UNSPECIFIED] = {"", "", ""},
        [PROMISE_OPEN] = {"open", "未到期", "open"},
        [PROMISE_KEPT] = {"kept", "已兑现", "kept"},
        [PROMISE_BROKEN] = {"broken", "未兑现", "broken"},
        [PROMISE_UNKNOWN] = {"unknown", "无法判定", "unknown"},
};
static const struct word_list WORDS_PROMISE = {STATES, COUNT_OF(STATES)};

static const struct word SOURCES[] = {
        [PROMISED_NOWHERE] = {"", "", ""},
        [PROMISED_IN_REPORT] = {"report", "填报", "report"},
        [PROMISED_IN_MENTION] = {"mention", "填报(未登记事项)", "mention"},
        [PROMISED_IN_ANSWER] = {"answer", "整改反馈", "answer"},
};
static const struct word_list WORDS_SOURCE = {SOURCES, COUNT_OF(SOURCES)};

static bool is_of(const struct promises_entry *entry, const struct promises_filter *filter)
{
        return !entry->gone && (filter->department.len == 0 || bytes_equal(filter->department, entry->department));
}

static bool is_shown(const struct promises *promises, const struct promises_entry *entry,
                     const struct promises_filter *filter)
{
        if (!is_of(entry, filter))
                return false;
        return !filter->due_within ||
               (entry->state == PROMISE_OPEN && entry->date.n - promises->today.n <= (int64_t)filter->days);
}

/* -- the promises -- */

static const struct column COLUMNS[] = {
        {"seq", "日志序号", "Sequence", COLUMN_RIGHT},
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_DATA},
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "指标或节点", "Indicator", COLUMN_WRAP},
        {"department", "承诺单位", "Department", 0},
        {"what", "承诺内容", "What", COLUMN_WRAP},
        {"date", "承诺日期", "By", 0},
        {"source", "出处", "Made in", 0},
        {"state", "状态", "State", 0},
        {"evidence_seq", "依据序号", "Evidence", COLUMN_RIGHT},
};

static struct cell sequence(struct page *page, uint64_t seq)
{
        return seq ? cell_count(page, seq) : cell_none();
}

static void add_entry(struct page *page, const struct promises *promises, const struct promises_entry *entry)
{
        const struct task *task = ask_find_task(promises->plan, entry->task);
        const struct cell cells[] = {
                cell_count(page, entry->seq),
                cell_count(page, entry->task),
                task_rows_title(page, task->title, task->title_en),
                sequence(page, entry->part),
                entry->name.len ? cell_bytes(page, entry->name) : task_rows_part_name(page, task, entry->part),
                cell_bytes(page, entry->department),
                cell_bytes(page, entry->what),
                cell_day(page, entry->date),
                cell_word(page, &WORDS_SOURCE, (int)entry->source),
                cell_word(page, &WORDS_PROMISE, (int)entry->state),
                sequence(page, entry->evidence),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(COLUMNS), "a cell for each column");
        page_row(page, cells);
}

/* -- per department -- */

static const struct column TOTALS[] = {
        {"department", "承诺单位", "Department", 0},      {"open", "未到期", "Open", COLUMN_RIGHT},
        {"kept", "已兑现", "Kept", COLUMN_RIGHT},         {"broken", "未兑现", "Broken", COLUMN_RIGHT},
        {"unknown", "无法判定", "Unknown", COLUMN_RIGHT},
};

static bool is_first_of(const struct promises *promises, size_t at)
{
        for (size_t i = 0; i < at; i++) {
                if (!promises->entry.at[i]->gone &&
                    bytes_equal(promises->entry.at[i]->department, promises->entry.at[at]->department))
                        return false;
        }
        return true;
}

static void add_total(struct page *page, const struct promises *promises, struct bytes department)
{
        struct cell cells[COUNT_OF(TOTALS)] = {cell_bytes(page, department)};
        size_t count[PROMISE_COUNT] = {0};

        _Static_assert(COUNT_OF(TOTALS) == PROMISE_COUNT, "the department and every state");
        for (size_t i = 0; i < promises->entry.n; i++) {
                const struct promises_entry *entry = promises->entry.at[i];

                count[entry->state] += !entry->gone && bytes_equal(entry->department, department);
        }
        for (size_t i = PROMISE_OPEN; i < PROMISE_COUNT; i++)
                cells[i] = cell_count(page, count[i]);
        page_row(page, cells);
}

size_t promises_page(struct page *page, const struct promises *promises, const struct promises_filter *filter)
{
        size_t broken = 0;

        page_table(page, "promises", COLUMNS, COUNT_OF(COLUMNS));
        for (size_t i = 0; i < promises->entry.n; i++) {
                if (!is_shown(promises, promises->entry.at[i], filter))
                        continue;
                broken += promises->entry.at[i]->state == PROMISE_BROKEN;
                add_entry(page, promises, promises->entry.at[i]);
        }
        page_table(page, "departments", TOTALS, COUNT_OF(TOTALS));
        for (size_t i = 0; i < promises->entry.n; i++) {
                if (is_of(promises->entry.at[i], filter) && is_first_of(promises, i))
                        add_total(page, promises, promises->entry.at[i]->department);
        }
        page_fact(page, "today", "截至", "As of", cell_day(page, promises->today));
        return broken;
}
