/* plan_read.c - plan and amendments, put together. */
#include "client/cli/plan_read.h"

#include <stdlib.h>

/* An amendment says itself what was imported, so this holds whether or not the task has it applied. */
static int imported_of(const struct amendment *amendment, const struct task *task, struct arena *arena,
                       struct task *ret_task)
{
        struct part *parts;

        *ret_task = *task;
        if (!amendment)
                return 0;
        parts = arena_array(arena, task->part.n, sizeof *parts);
        if (!parts)
                return err_fail("out of memory");
        for (size_t i = 0; i < task->part.n; i++) {
                const struct part_change *change = amendment_of(amendment, task->part.at[i].no);

                parts[i] = task->part.at[i];
                if (change && change->target.known)
                        parts[i].target = change->was_target;
                if (change && day_is_set(change->due))
                        parts[i].due = change->was_due;
        }
        ret_task->part.at = parts;
        return 0;
}

static int by_number(const void *a, const void *b)
{
        const struct plan_row *left = a;
        const struct plan_row *right = b;

        return (left->now.no > right->now.no) - (left->now.no < right->now.no);
}

static struct plan_row *find(const struct plan_in_force *plan, uint32_t no)
{
        const struct plan_row wanted = {.now = {.no = no}};

        return plan->row.n ? bsearch(&wanted, plan->row.at, plan->row.n, sizeof wanted, by_number) : NULL;
}

const struct plan_row *plan_read_find(const struct plan_in_force *plan, uint32_t no)
{
        return find(plan, no);
}

static int amend(struct arena *arena, struct plan_row *row, const struct amendment *amendment)
{
        const struct task task = row->imported;
        int r;

        row->amendment = amendment;
        r = imported_of(amendment, &task, arena, &row->imported);
        if (r == 0)
                r = amendment_apply(amendment, &task, arena, &row->now);
        return r ? err_trace(r) : 0;
}

int plan_read_join(struct arena *arena, const struct plan_view *view, const struct task_view *views, size_t n,
                   struct plan_in_force *ret_plan)
{
        struct plan_in_force plan = {.header = view->header, .seq = view->seq};
        int r = 0;

        plan.row.at = arena_array(arena, view->task.n, sizeof *plan.row.at);
        if (!plan.row.at)
                return err_fail("out of memory");
        plan.row.n = view->task.n;
        for (size_t i = 0; i < view->task.n; i++)
                plan.row.at[i] = (struct plan_row){.imported = view->task.at[i], .now = view->task.at[i]};
        for (size_t i = 0; i < n && r == 0; i++) {
                struct plan_row *row = find(&plan, views[i].task.no);

                if (row && views[i].amendment)
                        r = amend(arena, row, views[i].amendment);
        }
        if (r == 0)
                *ret_plan = plan;
        return r;
}

int plan_read(struct session *session, struct plan_in_force *ret_plan)
{
        const struct query status = {.ask = ASK_STATUS};
        struct answer plan;
        struct answer views;
        int r = ask_with_plan(session, &status, &views, &plan);

        return r ? r : plan_read_join(session->arena, plan.plan, views.task.at, views.task.n, ret_plan);
}
