/* query_alerts.c - alerts as they stand, or stood.
 *
 * A page goes on at (from_seq, from_no): a cause, and how many alerts of that cause were passed already,
 * for one tick may raise thousands. */
#include "workers/query/query_asks.h"
#include "workers/query/query_entries.h"
#include "workers/query/query_muting.h"

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

static int take_event(struct inquiry *inquiry, uint64_t seq, enum event_kind kind, struct event **ret_event)
{
        int r = query_inquiry_take(inquiry, 1, sizeof **ret_event, ret_event);

        return r ? err_trace(r) : query_archive_told(inquiry->archive, seq, kind, inquiry->arena, *ret_event);
}

/* On its date an answer still holds. What was over by then has no answer to lapse. */
static bool has_lapsed(const struct alert_view *view, struct day today)
{
        const struct day last = view->open ? today : view->alert->day;

        return day_is_set(view->answer_date) && day_before(view->answer_date, last);
}

/* The newest answer and the newest letter. */
static int add_dealings(struct inquiry *inquiry, const struct alert_state *state, struct alert_view *view)
{
        struct event *event;
        int r = 0;

        if (state->answered_seq) {
                r = take_event(inquiry, state->answered_seq, EVENT_ALERT_ANSWER, &event);
                if (!r) {
                        view->answer_date = event->alert_answer.date;
                        view->answer_lapsed = has_lapsed(view, inquiry->archive->meta.today);
                }
        }
        if (!r && state->letter_seq) {
                r = take_event(inquiry, state->letter_seq, EVENT_LETTER_SIGNED, &event);
                if (!r) {
                        view->letter_seq = state->letter_seq;
                        view->letter_rung = event->letter_signed.rung;
                        view->letter_number = event->letter_signed.number;
                }
        }
        return query_pass(r);
}

static int make_view(struct inquiry *inquiry, const struct alert_state *state, struct alert_view *view)
{
        struct event *event;
        int r = take_event(inquiry, state->last_seq, EVENT_ALERT, &event);

        if (r)
                return query_pass(r);
        view->alert = &event->alert;
        view->raised_seq = state->raised_seq;
        view->last_seq = state->last_seq;
        view->open = state->open;
        view->signed_seq = state->signed_seq;
        view->answered_seq = state->answered_seq;
        view->objection_seq = state->objected_seq;
        view->muted = true; /* as far as its size goes; query_muting() says whether it is */
        return add_dealings(inquiry, state, view);
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

/* The department whose link it is about stands where others have their lead. */
static int add_department(struct inquiry *inquiry, struct alert_view *view, bool *ret_wanted)
{
        const struct bytes department = view->alert->alert.department;
        const struct bytes asked = inquiry->query.department;
        const int r = query_inquiry_take(inquiry, 1, sizeof *view->lead.at, &view->lead.at);

        if (r)
                return err_trace(r);
        view->lead.at[0] = department;
        view->lead.n = 1;
        *ret_wanted = query_inquiry_reads_link(inquiry, department) && (!asked.len || bytes_equal(asked, department));
        return 0;
}

static int fill_view(struct inquiry *inquiry, const struct alert_state *state, struct alert_view *view,
                     bool *ret_wanted)
{
        int r;

        if (state->kind == ALERT_LINK_DOWN) {
                r = make_view(inquiry, state, view);
                return r ? query_pass(r) : add_department(inquiry, view, ret_wanted);
        }
        r = add_task(inquiry, state, view, ret_wanted);
        if (!r && *ret_wanted)
                r = make_view(inquiry, state, view);
        return query_pass(r);
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
        r = fill_view(inquiry, state, &view, &ok);
        if (r || !ok)
                return query_pass(r);
        row.alert.at = &view;
        row.alert.n = 1;
        r = query_inquiry_fits(inquiry, &row, &ok);
        if (r)
                return query_pass(r);
        if (!ok)
                return page_full(page);
        answer->alert.at[answer->alert.n++] = view;
        return 0;
}

int query_alerts(struct inquiry *inquiry)
{
        struct alert_page page = {.inquiry = inquiry, .rows = query_inquiry_rows(inquiry, QUERY_ROWS_MAX)};
        struct answer *answer = &inquiry->answer;
        int r = query_inquiry_task(inquiry, &page.task);

        if (!r)
                r = query_inquiry_take(inquiry, page.rows, sizeof(struct alert_view), &answer->alert.at);
        if (!r)
                r = query_archive_alerts(inquiry->archive, inquiry->query.open_only, list_alert, &page);
        if (r && r != QUERY_PAGE_FULL)
                return query_pass(r);
        return query_muting(inquiry, answer->alert.at, answer->alert.n);
}
