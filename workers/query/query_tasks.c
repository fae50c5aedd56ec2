/* query_tasks.c - questions about the tasks of the plan in force: status, task, due, plan. */
#include "proto/ids.h"
#include "workers/query/query_asks.h"
#include "workers/query/query_countersign.h"
#include "workers/query/query_entries.h"
#include "workers/query/query_row.h"
#include "workers/query/query_standing.h"

/* Tasks looked at for one page: a filtered list passes by many. */
enum { SCAN_MAX = 4096 };

enum choice { CHOICE_ALL, CHOICE_OWING, CHOICE_TO_COUNTERSIGN };

struct listing {
        struct inquiry *inquiry;
        const struct plan *plan;
        enum row_detail detail;
        enum choice choice;
        uint32_t rows; /* at most */
        uint32_t scanned;
        struct plan_view *plan_view; /* of ASK_PLAN, else NULL */
};

static int owes(struct inquiry *inquiry, const struct standing *standing, bool *ret_owes)
{
        struct day due;
        const int r = query_standing_due(inquiry, standing, &due, NULL);

        *ret_owes = r == 0 && day_is_set(due);
        return query_pass(r);
}

/* Does the task belong in the list? */
static int wanted(const struct listing *listing, const struct task *task, bool *ret_wanted)
{
        struct bytes department = listing->inquiry->query.department;
        struct standing standing;
        int r;

        *ret_wanted = !department.len || plan_has_duty(task, department);
        if (!*ret_wanted || listing->choice == CHOICE_ALL)
                return 0;
        r = query_standing(listing->inquiry, listing->plan, task, &standing);
        if (r)
                return query_pass(r);
        return query_pass(listing->choice == CHOICE_OWING
                                  ? owes(listing->inquiry, &standing, ret_wanted)
                                  : query_countersign_waits(listing->inquiry, &standing, department, ret_wanted));
}

static int page_full(struct listing *listing, uint64_t id)
{
        listing->inquiry->answer.next_no = ids_task_no(id);
        return QUERY_PAGE_FULL;
}

static bool listing_ends(const struct listing *listing, size_t rows)
{
        return rows == listing->rows || listing->scanned == SCAN_MAX || query_inquiry_spent(listing->inquiry);
}

/* The next task of the walk, if it belongs in the list: it lives as long as the answer. NULL = it does not. */
static int next_task(struct listing *listing, struct bytes encoded, struct task **ret_task)
{
        struct inquiry *inquiry = listing->inquiry;
        struct task *task;
        bool ok = false;
        int r = query_inquiry_take(inquiry, 1, sizeof *task, &task);

        listing->scanned++;
        if (!r)
                r = query_entries_decode(inquiry->archive, encoded, inquiry->arena, task);
        if (!r)
                r = wanted(listing, task, &ok);
        if (r)
                return query_pass(r);
        *ret_task = ok ? task : NULL;
        return 0;
}

static int list_view(void *context, uint64_t id, struct bytes encoded)
{
        struct listing *listing = context;
        struct inquiry *inquiry = listing->inquiry;
        struct answer *answer = &inquiry->answer;
        struct answer row = {0};
        struct task *task;
        bool fits;
        int r;

        if (listing_ends(listing, answer->task.n))
                return page_full(listing, id);
        r = next_task(listing, encoded, &task);
        if (r || !task)
                return query_pass(r);
        row.task.at = &answer->task.at[answer->task.n];
        row.task.n = 1;
        r = query_row(inquiry, listing->plan, task, listing->detail, row.task.at);
        if (!r)
                r = query_inquiry_fits(inquiry, &row, &fits);
        if (r)
                return query_pass(r);
        if (!fits)
                return page_full(listing, id);
        answer->task.n++;
        return 0;
}

static int list_task(void *context, uint64_t id, struct bytes encoded)
{
        struct listing *listing = context;
        struct plan_view *view = listing->plan_view;
        struct plan_view one = {0};
        struct answer row = {.plan = &one};
        bool fits;
        int r;

        if (listing_ends(listing, view->task.n))
                return page_full(listing, id);
        r = next_task(listing, encoded, &one.task.at);
        if (r || !one.task.at)
                return query_pass(r);
        one.task.n = 1;
        r = query_inquiry_fits(listing->inquiry, &row, &fits);
        if (r)
                return query_pass(r);
        if (!fits)
                return page_full(listing, id);
        view->task.at[view->task.n++] = *one.task.at;
        return 0;
}

static int walk(struct listing *listing, state_each_bytes *each)
{
        struct inquiry *inquiry = listing->inquiry;
        int r = query_entries_each(inquiry->archive, inquiry->query.from_no, each, listing);

        return r == QUERY_PAGE_FULL ? 0 : query_pass(r);
}

static int list_views(struct inquiry *inquiry, enum choice choice)
{
        struct listing listing = {
                .inquiry = inquiry,
                .detail = inquiry->query.with_texts ? ROW_TEXTS : ROW_VERDICT,
                .choice = choice,
                .rows = query_inquiry_rows(inquiry, QUERY_ROWS_MAX),
        };
        int r = query_inquiry_plan(inquiry, &listing.plan);

        if (!r)
                r = query_inquiry_take(inquiry, listing.rows, sizeof(struct task_view), &inquiry->answer.task.at);
        return r ? query_pass(r) : walk(&listing, list_view);
}

static int one_view(struct inquiry *inquiry, enum row_detail detail)
{
        struct answer *answer = &inquiry->answer;
        const struct plan *plan;
        struct task *task;
        int r = query_inquiry_plan(inquiry, &plan);

        if (!r)
                r = query_inquiry_take(inquiry, 1, sizeof *task, &task);
        if (!r)
                r = query_inquiry_take(inquiry, 1, sizeof(struct task_view), &answer->task.at);
        if (r)
                return query_pass(r);
        r = query_entries_task(inquiry->archive, ids_task((struct task_ref){plan->id, inquiry->query.task.no}),
                               inquiry->arena, task);
        if (r == QUERY_MISSING)
                return query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "task.no");
        if (!r)
                r = query_row(inquiry, plan, task, detail, answer->task.at);
        if (r)
                return query_pass(r);
        answer->task.n = 1;
        return 0;
}

int query_tasks_status(struct inquiry *inquiry)
{
        if (inquiry->query.task.no)
                return one_view(inquiry, inquiry->query.with_texts ? ROW_TEXTS : ROW_VERDICT);
        return list_views(inquiry, CHOICE_ALL);
}

int query_tasks_due(struct inquiry *inquiry)
{
        return list_views(inquiry, CHOICE_OWING);
}

int query_tasks_countersign(struct inquiry *inquiry)
{
        return list_views(inquiry, CHOICE_TO_COUNTERSIGN);
}

int query_tasks_task(struct inquiry *inquiry)
{
        if (!inquiry->query.task.no)
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "task.no");
        return one_view(inquiry, ROW_WHOLE);
}

int query_tasks_plan(struct inquiry *inquiry)
{
        struct listing listing = {.inquiry = inquiry, .rows = query_inquiry_rows(inquiry, QUERY_ROWS_MAX)};
        struct plan_view *view;
        int r = query_inquiry_plan(inquiry, &listing.plan);

        if (!r)
                r = query_inquiry_take(inquiry, 1, sizeof *view, &view);
        if (!r)
                r = query_inquiry_take(inquiry, listing.rows, sizeof(struct task), &view->task.at);
        if (r)
                return query_pass(r);
        view->header = listing.plan;
        view->seq = inquiry->archive->meta.plan_seq;
        listing.plan_view = view;
        inquiry->answer.plan = view;
        return walk(&listing, list_task);
}
