/* exceptions.c - one row a lead department. */
#include "client/cli/exceptions.h"

#include "client/cli/task_facts.h"

/* What a docket's entry counts as, or EXCEPTION_COUNT. */
static enum exception exception_of(const struct docket_entry *entry)
{
        if (entry->state != DOCKET_HOLDS)
                return EXCEPTION_COUNT;
        switch (entry->kind) {
        case EVENT_EXTENSION:
                return EXCEPTION_EXTENDED;
        case EVENT_PROPOSAL:
                return EXCEPTION_AMENDED;
        case EVENT_SUSPENSION:
                return EXCEPTION_SUSPENDED;
        case EVENT_ACCEPT:
                return EXCEPTION_ACCEPTED;
        case EVENT_WITHDRAWAL:
                return EXCEPTION_WITHDRAWN;
        case EVENT_CORRECTION:
                return EXCEPTION_CORRECTED;
        case EVENT_RETURN:
                return EXCEPTION_RETURNED;
        default:
                return EXCEPTION_COUNT;
        }
}

/* Room for every task's lead, each once, in plan order. */
static int list_departments(const struct plan_view *plan, struct arena *arena, struct exceptions *exceptions)
{
        exceptions->row.at = arena_array(arena, plan->task.n + 1, sizeof *exceptions->row.at);
        if (!exceptions->row.at)
                return err_fail("out of memory");
        for (size_t i = 0; i < plan->task.n; i++) {
                const struct task *task = &plan->task.at[i];
                const struct bytes lead = task->lead.n ? task->lead.at[0] : (struct bytes){NULL, 0};
                size_t row = 0;

                while (row < exceptions->row.n && !bytes_equal(exceptions->row.at[row].department, lead))
                        row++;
                if (row == exceptions->row.n)
                        exceptions->row.at[exceptions->row.n++].department = lead;
        }
        return 0;
}

static void count(struct exceptions *exceptions, const struct plan_view *plan, uint32_t no, enum exception exception,
                  uint64_t times)
{
        const struct task *task = ask_find_task(plan, no);

        if (!task || exception == EXCEPTION_COUNT)
                return;
        for (size_t i = 0; i < exceptions->row.n; i++) {
                struct exceptions_row *row = &exceptions->row.at[i];

                if (bytes_equal(row->department, task->lead.n ? task->lead.at[0] : (struct bytes){NULL, 0})) {
                        row->count[exception] += times;
                        return;
                }
        }
}

static bool is_empty(const struct exceptions_row *row)
{
        for (size_t i = 0; i < EXCEPTION_COUNT; i++) {
                if (row->count[i])
                        return false;
        }
        return true;
}

static void drop_empty(struct exceptions *exceptions)
{
        size_t kept = 0;

        for (size_t i = 0; i < exceptions->row.n; i++) {
                if (!is_empty(&exceptions->row.at[i]))
                        exceptions->row.at[kept++] = exceptions->row.at[i];
        }
        exceptions->row.n = kept;
}

int exceptions_count(const struct docket *docket, const struct plan_view *plan, const struct answer *status,
                     struct arena *arena, struct exceptions *ret_exceptions)
{
        struct exceptions exceptions = {.row.n = 0};
        int r = list_departments(plan, arena, &exceptions);

        if (r)
                return err_trace(r);
        for (size_t i = 0; i < docket->entry.n; i++)
                count(&exceptions, plan, docket->entry.at[i].task, exception_of(&docket->entry.at[i]), 1);
        for (size_t i = 0; i < status->task.n; i++) {
                const struct task_view *view = &status->task.at[i];

                if (!view->verdict)
                        continue;
                count(&exceptions, plan, view->task.no, EXCEPTION_LATE, view->verdict->late);
                count(&exceptions, plan, view->task.no, EXCEPTION_MISSING, view->verdict->missing);
                count(&exceptions, plan, view->task.no, EXCEPTION_BROKEN, task_facts_broken(view));
        }
        drop_empty(&exceptions);
        *ret_exceptions = exceptions;
        return 0;
}

static const struct column COLUMNS[] = {
        {"department", "牵头单位", "Lead", 0},
        {"extended", "延期", "Extended", COLUMN_RIGHT},
        {"amended", "变更", "Amended", COLUMN_RIGHT},
        {"suspended", "中止", "Suspended", COLUMN_RIGHT},
        {"accepted", "认可说明", "Excused", COLUMN_RIGHT},
        {"withdrawn", "撤销预警", "Withdrawn", COLUMN_RIGHT},
        {"exceptions", "例外合计", "Exceptions", COLUMN_RIGHT},
        {"corrected", "更正", "Corrected", COLUMN_RIGHT},
        {"returned", "退回", "Returned", COLUMN_RIGHT},
        {"late", "迟报", "Late", COLUMN_RIGHT},
        {"missing", "漏报", "Missing", COLUMN_RIGHT},
        {"broken_promises", "承诺未兑现", "Broken", COLUMN_RIGHT},
};

static void add_row(struct page *page, struct cell name, const struct exceptions_row *row)
{
        struct cell cells[COUNT_OF(COLUMNS)];
        uint64_t greened = 0;
        size_t n = 0;

        _Static_assert(COUNT_OF(cells) == EXCEPTION_COUNT + 2, "a cell for each column");
        cells[n++] = name;
        for (size_t i = 0; i < EXCEPTION_COUNT; i++) {
                if (i == EXCEPTION_GREENED_END)
                        cells[n++] = cell_count(page, greened);
                greened += row->count[i];
                cells[n++] = cell_count(page, row->count[i]);
        }
        page_row(page, cells);
}

void exceptions_page(struct page *page, const struct exceptions *exceptions, struct bytes department)
{
        struct exceptions_row sum = {.count = {0}};

        page_table(page, "departments", COLUMNS, COUNT_OF(COLUMNS));
        for (size_t i = 0; i < exceptions->row.n; i++) {
                const struct exceptions_row *row = &exceptions->row.at[i];

                if (department.len && !bytes_equal(department, row->department))
                        continue;
                add_row(page, cell_bytes(page, row->department), row);
                for (size_t j = 0; j < EXCEPTION_COUNT; j++)
                        sum.count[j] += row->count[j];
        }
        if (department.len == 0) /* the sum has no name for machines */
                add_row(page, cell_pair(page_say(page, "合计", "Sum"), json_null()), &sum);
}
