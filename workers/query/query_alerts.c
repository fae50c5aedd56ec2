/* query_alerts.c - alerts as they stand, or stood.
 *
 * A page goes on at from_seq: the record that raised the next alert. It says the whole key, so the walk begins there,
 * however many alerts stand before it; one tick may raise a million. */
#include "proto/ids.h"
#include "workers/query/query_asks.h"
#include "workers/query/query_entries.h"
#include "workers/query/query_muting.h"

enum { SCAN_MAX = 20000 }; /* alerts looked at for one page */

struct alert_page {
        struct inquiry *inquiry;
        uint32_t rows;
        uint32_t looked;
};

static int page_full(struct alert_page *page, const struct alert_state *next)
{
        page->inquiry->answer.next_seq = next->raised_seq;
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

/* On its date an answer still holds. What was over by then has no answer to lapse; what is withdrawn was over before. */
static bool has_lapsed(const struct alert_view *view, struct day today)
{
        const struct day last = view->open ? today : view->alert->day;

        if (view->alert->change == ALERT_WITHDRAWN)
                return false;
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

/* Is it open, has the department a part in its task or is it about its link, if that is asked for? None has one in an earlier plan's. */
static int is_wanted(struct inquiry *inquiry, const struct alert_state *state, bool *ret_wanted)
{
        const struct bytes department = inquiry->query.department;
        struct task task;
        int r;

        *ret_wanted = state->open || !inquiry->query.open_only;
        if (!*ret_wanted || !department.len)
                return 0;
        if (state->kind == ALERT_LINK_DOWN) {
                *ret_wanted = state->task == ids_of_name(department);
                return 0;
        }
        arena_reset(inquiry->scratch);
        r = query_entries_task(inquiry->archive, state->task, inquiry->scratch, &task);
        *ret_wanted = !r && plan_has_duty(&task, department);
        return r == QUERY_MISSING ? 0 : query_pass(r);
}

/* Its task, unless that is of an earlier plan. */
static int add_task(struct inquiry *inquiry, const struct alert_state *state, struct alert_view *view)
{
        struct task *task;
        int r = query_inquiry_take(inquiry, 1, sizeof *task, &task);

        if (!r)
                r = query_entries_task(inquiry->archive, state->task, inquiry->arena, task);
        if (r)
                return r == QUERY_MISSING ? 0 : query_pass(r);
        name_alert(view, task, state->part);
        return 0;
}

/* The department whose link it is about stands where others have their lead. */
static int add_department(struct inquiry *inquiry, struct alert_view *view, bool *ret_readable)
{
        const struct bytes department = view->alert->alert.department;
        const int r = query_inquiry_take(inquiry, 1, sizeof *view->lead.at, &view->lead.at);

        if (r)
                return err_trace(r);
        view->lead.at[0] = department;
        view->lead.n = 1;
        *ret_readable = query_inquiry_reads_link(inquiry, department);
        return 0;
}

static int fill_view(struct inquiry *inquiry, const struct alert_state *state, struct alert_view *view,
                     bool *ret_readable)
{
        int r = make_view(inquiry, state, view);

        *ret_readable = true;
        if (r)
                return query_pass(r);
        return state->kind == ALERT_LINK_DOWN ? add_department(inquiry, view, ret_readable)
                                              : add_task(inquiry, state, view);
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

        if (page->looked++ == SCAN_MAX)
                return page_full(page, state);
        r = is_wanted(inquiry, state, &ok);
        if (r || !ok)
                return query_pass(r);
        if (answer->alert.n == page->rows || query_inquiry_spent(inquiry))
                return page_full(page, state);
        r = fill_view(inquiry, state, &view, &ok);
        if (r || !ok)
                return query_pass(r);
        row.alert.at = &view;
        row.alert.n = 1;
        r = query_inquiry_fits(inquiry, &row, &ok);
        if (r)
                return query_pass(r);
        if (!ok)
                return page_full(page, state);
        answer->alert.at[answer->alert.n++] = view;
        return 0;
}

/* The alert that the record raised. */
static int read_from(struct inquiry *inquiry, uint64_t seq, struct alert_state *ret_from)
{
        const struct alert_ref *ref;
        struct record record;
        struct event event;
        int r;

        if (seq > inquiry->archive->head)
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "from_seq");
        arena_reset(inquiry->scratch);
        r = query_archive_event(inquiry->archive, seq, inquiry->scratch, &record, &event);
        if (r)
                return query_pass(r);
        if (event.kind != EVENT_ALERT)
                return query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "from_seq");
        ref = &event.alert.alert;
        *ret_from = (struct alert_state){
                .cause = ref->cause,
                .task = ids_of_subject(ref),
                .part = ref->part,
                .kind = ref->kind,
        };
        return 0;
}

int query_alerts(struct inquiry *inquiry)
{
        struct alert_page page = {.inquiry = inquiry, .rows = query_inquiry_rows(inquiry, QUERY_ROWS_MAX)};
        const struct query *query = &inquiry->query;
        struct alert_range range = {.open_only = query->open_only && !query_archive_looks_back(inquiry->archive)};
        struct answer *answer = &inquiry->answer;
        struct alert_state from;
        int r = query_inquiry_task(inquiry, &range.task);

        range.of_task = range.task != 0;
        if (!r && query->from_seq) {
                r = read_from(inquiry, query->from_seq, &from);
                range.from = &from;
        }
        if (!r)
                r = query_inquiry_take(inquiry, page.rows, sizeof(struct alert_view), &answer->alert.at);
        if (!r)
                r = query_archive_alerts(inquiry->archive, range, list_alert, &page);
        if (r && r != QUERY_PAGE_FULL)
                return query_pass(r);
        return query_muting(inquiry, answer->alert.at, answer->alert.n);
}
