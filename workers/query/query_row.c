/* query_row.c - one task as it stands.
 *
 * The state only points; what it points to is read from the journal. The arithmetic shown is that of this answer:
 * the judge judges the current report anew, against the task as amended. The words that take a history are those of
 * the verdict that the notifier wrote last (lib/model/recorded.h), named by verdict_seq. The report is worked with
 * in scratch memory unless it is part of the answer: a page of long reports must not need the memory of all of
 * them. */
#include "workers/query/query_row.h"

#include "lib/model/forecast.h"
#include "lib/model/recorded.h"
#include "workers/query/query_countersign.h"
#include "workers/query/query_excuse.h"
#include "workers/query/query_standing.h"

struct row { /* one row in the making */
        struct inquiry *inquiry;
        struct query_archive *archive;
        struct standing standing;
        struct task task; /* as amended */
        const struct report *report; /* NULL = none */
        struct bytes reporter; /* the department whose report it is */
        bool reads; /* may the asker read its texts? */
        struct task_view *view;
};

/* -- the report -- */

static int read_report(struct row *row, struct arena *arena)
{
        const uint64_t seq = row->standing.pointers.report;
        const struct roster_member *author;
        struct record record;
        struct report *report;
        struct event event;
        int r;

        if (!seq)
                return 0;
        r = query_archive_event(row->archive, seq, arena, &record, &event);
        if (r)
                return query_pass(r);
        if (event.kind != EVENT_REPORT && event.kind != EVENT_CORRECTION) {
                row->archive->damaged = seq;
                return QUERY_DAMAGED;
        }
        report = arena_take(arena, sizeof *report);
        if (!report)
                return err_fail("the memory of an answer is spent");
        *report = event.kind == EVENT_REPORT ? event.report : *event.correction.report;
        author = query_roster_author(row->archive->roster, record.author, record.agent);
        row->report = report;
        row->reporter = query_countersign_reporter(author, report);
        row->view->report_seq = seq;
        row->view->data_date = report->data_date;
        row->view->reported_at = (uint64_t)record.at.ms;
        row->view->reported_by = author ? author->member.name : bytes_str("");
        return 0;
}

/* The report that is judged: one that was returned counts as not made. */
static const struct report *report_in_force(const struct row *row)
{
        return row->standing.returned ? NULL : row->report;
}

/* -- the verdict -- */

/* An event that is part of the answer. */
static int take_event(struct row *row, uint64_t seq, enum event_kind kind, struct event **ret_event)
{
        struct event *event;
        int r = query_inquiry_take(row->inquiry, 1, sizeof *event, &event);

        if (!r)
                r = query_archive_told(row->archive, seq, kind, row->inquiry->arena, event);
        if (r)
                return query_pass(r);
        *ret_event = event;
        return 0;
}

/* The task as it is to be judged: as imported, with what was approved since. */
static int amend_task(struct row *row)
{
        const uint64_t seq = row->standing.pointers.amendment;
        struct event *event;
        int r;

        if (seq) {
                r = take_event(row, seq, EVENT_AMENDMENT, &event);
                if (r)
                        return query_pass(r);
                row->view->amendment = &event->amendment;
        }
        r = amendment_apply(row->view->amendment, row->standing.task, row->inquiry->arena, &row->task);
        return r ? err_trace(r) : 0;
}

/* What the notifier wrote last. Figures up to a date are judged by themselves: it never judged them. */
static int overlay_recorded(struct row *row, const struct facts *facts, struct verdict *verdict)
{
        const uint64_t seq = row->standing.pointers.verdict;
        struct event event;
        int r;

        if (!seq || day_is_set(row->archive->for_date))
                return 0;
        r = query_archive_told(row->archive, seq, EVENT_VERDICT, row->inquiry->scratch, &event);
        if (!r)
                r = recorded_overlay(&event.verdict, facts, row->inquiry->scratch, verdict);
        return query_pass(r);
}

static int judge_row(struct row *row)
{
        const struct facts facts = {
                .plan = row->standing.plan,
                .task = &row->task,
                .policy = row->standing.policy,
                .report = report_in_force(row),
                .report_seq = row->standing.pointers.report,
                .today = row->archive->today,
                .suspended = row->standing.suspended,
                .outages = &row->standing.outages,
        };
        struct verdict *verdict;
        struct day recheck;
        int r = query_inquiry_take(row->inquiry, 1, sizeof *verdict, &verdict);

        if (!r)
                r = judge(&facts, row->inquiry->arena, verdict, &recheck);
        if (!r)
                r = overlay_recorded(row, &facts, verdict);
        if (r)
                return query_pass(r);
        row->view->verdict = verdict;
        row->view->verdict_seq = row->standing.pointers.verdict;
        row->view->proposed = judge_proposed_remark(verdict->verdict);
        return query_excuse(row->inquiry, verdict, row->reads ? facts.report : NULL, &row->view->excuse);
}

static struct forecast_view forecast_view(uint32_t part, const struct forecast *forecast)
{
        return (struct forecast_view){
                .part = part,
                .finish = forecast->finish,
                .share = forecast->share,
                .value = forecast->value,
                .catch_up = forecast->catch_up,
                .misses = forecast->misses,
        };
}

/* R13: the verdict says of which parts there are figures enough. */
static int add_forecasts(struct row *row)
{
        const struct verdict *verdict = row->view->verdict;
        const struct report *report = report_in_force(row);
        struct task_view *view = row->view;
        struct forecast forecast;
        int r = query_inquiry_take(row->inquiry, verdict->part.n, sizeof *view->forecast.at, &view->forecast.at);

        if (r)
                return err_trace(r);
        for (size_t i = 0; report && i < verdict->part.n; i++) {
                const struct part_verdict *part = &verdict->part.at[i];

                if (part->paced && forecast_of(&row->task.part.at[i], row->standing.plan, part, report->data_date,
                                               FORECAST_REPORTS, &forecast) == 0)
                        view->forecast.at[view->forecast.n++] = forecast_view(part->part, &forecast);
        }
        return 0;
}

/* -- what people and checks said -- */

static int read_remark(struct row *row)
{
        const uint64_t seq = row->standing.pointers.remark;
        struct event event;
        int r;

        if (!seq)
                return 0;
        r = query_archive_told(row->archive, seq, EVENT_REMARK, row->inquiry->scratch, &event);
        if (r)
                return query_pass(r);
        row->view->remark = event.remark.word;
        row->view->remark_seq = seq;
        return 0;
}

/* R16: findings quote the report, so they are for those who may read it. */
static int add_intake(struct row *row)
{
        const uint64_t seq = row->standing.pointers.intake;
        struct event *event;
        int r;

        if (!seq || !row->reads)
                return 0;
        r = take_event(row, seq, EVENT_INTAKE, &event);
        if (r)
                return query_pass(r);
        if (event->intake.cause == row->standing.pointers.report)
                row->view->intake = &event->intake;
        return 0;
}

static int copy_texts(struct row *row, const struct bytes *from, size_t n, struct bytes **ret_texts)
{
        int r = query_inquiry_take(row->inquiry, n, sizeof **ret_texts, ret_texts);

        for (size_t i = 0; !r && i < n; i++) {
                (*ret_texts)[i] = arena_copy(row->inquiry->arena, from[i]);
                if (!(*ret_texts)[i].at)
                        r = err_fail("the memory of an answer is spent");
        }
        return r ? err_trace(r) : 0;
}

static int add_progress(struct row *row)
{
        struct task_view *view = row->view;

        view->progress.n = row->report->progress.n;
        return copy_texts(row, row->report->progress.at, view->progress.n, &view->progress.at);
}

/* 采用稿: the office's own wording, for as long as it is about this report: a later one of the same date, or a
 * correction, has figures of which that wording does not know. */
static int add_adopted(struct row *row)
{
        const uint64_t seq = row->standing.pointers.plan_text;
        struct task_view *view = row->view;
        struct event event;
        int r;

        if (seq < view->report_seq || !seq)
                return 0;
        r = query_archive_told(row->archive, seq, EVENT_PLAN_TEXT, row->inquiry->scratch, &event);
        if (r)
                return query_pass(r);
        if (day_is_set(event.plan_text.data_date) && event.plan_text.data_date.n != view->data_date.n)
                return 0;
        view->adopted_seq = seq;
        view->adopted.n = event.plan_text.progress.n;
        return copy_texts(row, event.plan_text.progress.at, view->adopted.n, &view->adopted.at);
}

static int add_texts(struct row *row)
{
        int r = row->report ? add_progress(row) : 0;

        if (!r)
                r = add_adopted(row);
        return query_pass(r);
}

/* -- the row -- */

static void name_row(struct row *row)
{
        const struct task *task = row->standing.task;
        struct task_view *view = row->view;

        view->task = (struct task_ref){row->standing.plan->id, task->no};
        view->title = task->title;
        view->title_en = task->title_en;
        view->lead.at = task->lead.at;
        view->lead.n = task->lead.n;
        view->responsible.at = task->responsible.at;
        view->responsible.n = task->responsible.n;
        view->head_seq = row->standing.pointers.head;
        view->reports = row->standing.pointers.reports;
        view->closed_seq = row->standing.closed ? row->standing.pointers.close : 0;
        view->returned_seq = row->standing.returned ? row->standing.pointers.returned : 0;
        view->suspended_until = row->standing.suspended_until;
}

static int add_due(struct row *row)
{
        struct task_view *view = row->view;
        const int r = query_standing_due(row->inquiry, &row->standing, &view->due_by, &view->due_moved);

        view->owes_report = day_is_set(view->due_by);
        return query_pass(r);
}

static int add_detail(struct row *row, enum row_detail detail)
{
        int r = 0;

        if (detail == ROW_WHOLE) {
                row->view->plan_entry = row->standing.task;
                row->view->report = row->reads ? row->report : NULL;
                r = add_forecasts(row);
        }
        if (!r && detail != ROW_VERDICT && row->reads)
                r = add_texts(row);
        return query_pass(r);
}

int query_row(struct inquiry *inquiry, const struct plan *plan, const struct task *task, enum row_detail detail,
              struct task_view *ret_view)
{
        struct task_view view = {0};
        struct row row = {.inquiry = inquiry, .archive = inquiry->archive, .view = &view};
        int r = query_standing(inquiry, plan, task, &row.standing);

        if (r)
                return query_pass(r);
        row.reads = query_inquiry_reads(inquiry, task);
        name_row(&row);
        r = read_report(&row, detail == ROW_WHOLE ? inquiry->arena : inquiry->scratch);
        if (!r)
                r = amend_task(&row);
        if (!r)
                r = judge_row(&row);
        if (!r)
                r = read_remark(&row);
        if (!r)
                r = add_intake(&row);
        if (!r)
                r = query_countersign(inquiry, &row.standing, row.reporter, row.reads, &view);
        if (!r)
                r = add_due(&row);
        if (!r)
                r = add_detail(&row, detail);
        if (r)
                return query_pass(r);
        *ret_view = view;
        return 0;
}
