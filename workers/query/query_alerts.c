/* query_alerts.c - alerts as they stand, or stood.
 *
 * A page goes on at (from_seq, from_no): a cause, and how many alerts of that cause were passed already,
 * for one tick may raise thousands. */
#include "proto/ids.h"
#include "workers/query/query_asks.h"
#include "workers/query/query_entries.h"

struct alert_page {
        struct inquiry *inquiry;
        uint64_t task; /* 0 = of any */
        uint32_t rows;
        uint64_t cause; /* of the alert at hand */
        uint32_t no; /* its place among those of its cause, from 0 */
};

/* Moves on to this alert. Was it on an earlier page? */
static bool told_before(struct alert_page *page, const struct alert_state *state)
{
        const struct query *query = &page->inquiry->query;

        page->no = state->cause == page->cause ? page->no + 1 : 0;
        page->cause = state->cause;
        return page->cause < query->from_seq || (page->cause == query->from_seq && page->no < query->from_no);
}

static int page_full(struct alert_page *page)
{
        page->inquiry->answer.next_seq = page->cause;
        page->inquiry->answer.next_no = page->no;
        return QUERY_PAGE_FULL;
}

static void name_alert(struct alert_view *view, const struct task *task, uint32_t part_no)
{
        const struct part *part = plan_part(task, part_no);

        view->title = task->title;
        view->title_en = task->title_en;
        view->lead.at = task->lead.at;
        view->lead.n = task->lead.n;
        if (part) {
                view->part_name = part->name;
                view->part_name_en = part->name_en;
                view->unit = part->unit;
        }
}

static int make_view(struct inquiry *inquiry, const struct alert_state *state, struct alert_view *view)
{
        struct event *event;
        int r = query_inquiry_take(inquiry, 1, sizeof *event, &event);

        if (!r)
                r = query_archive_told(inquiry->archive, state->last_seq, EVENT_ALERT, inquiry->arena, event);
        if (r)
                return query_pass(r);
        view->alert = &event->alert;
        view->raised_seq = state->raised_seq;
        view->last_seq = state->last_seq;
        view->open = state->open;
        view->signed_seq = state->signed_seq;
        view->answered_seq = state->answered_seq;
        return 0;
}

/* Its task, unless that is of an earlier plan; and whether the asked department has a part in it. */
static int add_task(struct inquiry *inquiry, const struct alert_state *state, struct alert_view *view, bool *ret_wanted)
{
        struct bytes department = inquiry->query.department;
        struct task *task;
        int r = query_inquiry_take(inquiry, 1, sizeof *task, &task);

        if (!r)
                r = query_entries_task(inquiry->archive, state->task, inquiry->arena, task);
        *ret_wanted = !department.len || (!r && plan_has_duty(task, department));
        if (r)
                return r == QUERY_MISSING ? 0 : query_pass(r);
        name_alert(view, task, state->part);
        return 0;
}

static int list_alert(void *context, const struct alert_state *state)
{
        struct alert_page *page = context;
        struct inquiry *inquiry = page->inquiry;
        struct answer *answer = &inquiry->answer;
        struct alert_view view = {0};
        struct answer row = {0};
        bool ok;
        int r;

        if (told_before(page, state) || (page->task && state->task != page->task))
                return 0;
        if (answer->alert.n == page->rows || query_inquiry_spent(inquiry))
                return page_full(page);
        r = add_task(inquiry, state, &view, &ok);
        if (r || !ok)
                return query_pass(r);
        r = make_view(inquiry, state, &view);
        row.alert.at = &view;
        row.alert.n = 1;
        if (!r)
                r = query_inquiry_fits(inquiry, &row, &ok);
        if (r)
                return query_pass(r);
        if (!ok)
                return page_full(page);
        answer->alert.at[answer->alert.n++] = view;
        return 0;
}

/* The task the question is about, in the plan in force unless it names another. */
static int asked_task(struct inquiry *inquiry, uint64_t *ret_task)
{
        struct task_ref ref = inquiry->query.task;
        const struct plan *plan;
        int r;

        *ret_task = 0;
        if (!ref.no)
                return 0;
        if (!ref.plan.len) {
                r = query_inquiry_plan(inquiry, &plan);
                if (r)
                        return query_pass(r);
                ref.plan = plan->id;
        }
        *ret_task = ids_task(ref);
        return 0;
}

/* Which alerts were open then has to be looked for among all. */
static int list_past_alert(void *context, const struct alert_state *state)
{
        const struct alert_page *page = context;

        return page->inquiry->query.open_only && !state->open ? 0 : list_alert(context, state);
}

static int walk_alerts(struct alert_page *page)
{
        struct query_archive *archive = page->inquiry->archive;

        if (query_archive_looks_back(archive))
                return state_past_alerts(archive->pointers, archive->meta.applied, list_past_alert, page);
        return state_alerts(archive->pointers, page->inquiry->query.open_only, list_alert, page);
}

int query_alerts(struct inquiry *inquiry)
{
        struct alert_page page = {.inquiry = inquiry, .rows = query_inquiry_rows(inquiry, QUERY_ROWS_MAX)};
        int r = asked_task(inquiry, &page.task);

        if (!r)
                r = query_inquiry_take(inquiry, page.rows, sizeof(struct alert_view), &inquiry->answer.alert.at);
        if (!r)
                r = walk_alerts(&page);
        return r == QUERY_PAGE_FULL ? 0 : query_pass(r);
}
