/* query_row.c - one task as it stands.
 *
 * The state only points: report, remark, suspension and accepted excuse are read from the journal, and the
 * judge judges anew, so the arithmetic shown is that of this answer. What the notifier last wrote down is
 * named by verdict_seq. The report is worked with in scratch memory unless it is part of the answer: a page
 * of long reports must not need the memory of all of them. */
#include "workers/query/query_row.h"

#include "lib/model/judge.h"
#include "lib/model/words.h"
#include "proto/ids.h"
#include "workers/query/query_cycle.h"

enum { EXCUSE_WORDS = 1024 }; /* bytes of a promise that a row shows */

struct row { /* one row in the making */
        struct inquiry *inquiry;
        struct query_archive *archive;
        const struct plan *plan;
        const struct task *task;
        struct task_state pointers;
        const struct report *report; /* NULL = none */
        bool reads; /* may the asker read its texts? */
};

static int row_open(struct inquiry *inquiry, const struct plan *plan, const struct task *task, struct row *ret_row)
{
        *ret_row = (struct row){.inquiry = inquiry, .archive = inquiry->archive, .plan = plan, .task = task};
        arena_reset(inquiry->scratch);
        return query_archive_pointers(inquiry->archive, ids_task((struct task_ref){plan->id, task->no}),
                                      &ret_row->pointers);
}

/* -- facts -- */

static int read_suspended(struct row *row, bool *ret_suspended)
{
        struct day today = row->archive->today;
        struct event event;
        int r;

        *ret_suspended = false;
        if (!row->pointers.suspension)
                return 0;
        r = query_archive_told(row->archive, row->pointers.suspension, EVENT_SUSPENSION, row->inquiry->scratch, &event);
        if (r)
                return query_pass(r);
        *ret_suspended = !event.suspension.lifted &&
                         (!day_is_set(event.suspension.until) || !day_before(event.suspension.until, today));
        return 0;
}

static int read_closed(struct row *row, bool *ret_closed)
{
        struct event event;
        int r;

        *ret_closed = false;
        if (!row->pointers.close)
                return 0;
        r = query_archive_told(row->archive, row->pointers.close, EVENT_CLOSE, row->inquiry->scratch, &event);
        if (r)
                return query_pass(r);
        *ret_closed = !event.close.reopened;
        return 0;
}

static int read_owes(struct row *row, bool *ret_owes)
{
        bool idle = false;
        int r;

        *ret_owes = false;
        if (!query_cycle_owes(row->task, row->plan, row->pointers.report_day, row->archive->today))
                return 0;
        r = read_suspended(row, &idle);
        if (!r && !idle)
                r = read_closed(row, &idle);
        if (r)
                return query_pass(r);
        *ret_owes = !idle;
        return 0;
}

static int read_report(struct row *row, struct arena *arena, struct task_view *view)
{
        const struct roster_member *author;
        struct record record;
        struct report *report;
        struct event event;
        int r;

        if (!row->pointers.report)
                return 0;
        r = query_archive_event(row->archive, row->pointers.report, arena, &record, &event);
        if (r)
                return query_pass(r);
        if (event.kind != EVENT_REPORT && event.kind != EVENT_CORRECTION) {
                row->archive->damaged = record.seq;
                return QUERY_DAMAGED;
        }
        report = arena_take(arena, sizeof *report);
        if (!report)
                return err_fail("the memory of an answer is spent");
        *report = event.kind == EVENT_REPORT ? event.report : *event.correction.report;
        author = query_roster_author(row->archive->roster, record.author, record.agent);
        row->report = report;
        view->report_seq = record.seq;
        view->data_date = report->data_date;
        view->reported_at = (uint64_t)record.at.ms;
        view->reported_by = author ? author->member.name : bytes_str("");
        return 0;
}

static int read_remark(struct row *row, struct task_view *view)
{
        struct event event;
        int r;

        if (!row->pointers.remark)
                return 0;
        r = query_archive_told(row->archive, row->pointers.remark, EVENT_REMARK, row->inquiry->scratch, &event);
        if (r)
                return query_pass(r);
        view->remark = event.remark.word;
        view->remark_seq = row->pointers.remark;
        return 0;
}

static int judge_row(struct row *row, struct task_view *view)
{
        struct facts facts = {
                .plan = row->plan,
                .task = row->task,
                .report = row->report,
                .report_seq = view->report_seq,
                .today = row->archive->today,
        };
        struct verdict *verdict;
        struct day recheck;
        int r = query_archive_policy(row->archive, &facts.policy);

        if (!r)
                r = read_suspended(row, &facts.suspended);
        if (!r)
                r = query_inquiry_take(row->inquiry, 1, sizeof *verdict, &verdict);
        if (!r)
                r = judge(&facts, row->inquiry->arena, verdict, &recheck);
        if (r)
                return query_pass(r);
        view->verdict = verdict;
        view->verdict_seq = row->pointers.verdict;
        view->proposed = judge_proposed_remark(verdict->verdict);
        return 0;
}

/* -- the excuse -- */

/* The part whose excuse is shown: the governing one, else the first hard one that has one. */
static const struct part_verdict *excused_part(const struct verdict *verdict)
{
        const struct part_verdict *first = NULL;

        for (size_t i = 0; i < verdict->part.n; i++) {
                const struct part_verdict *part = &verdict->part.at[i];

                if (part->excuse == EXCUSE_UNSPECIFIED || part->soft)
                        continue;
                if (part->part == verdict->governing)
                        return part;
                if (!first)
                        first = part;
        }
        return first;
}

/* "在建 3、已申报 2": how many units stand at each stage, however many lines say so. */
static const char *pipeline_text(const struct line *line, struct arena *arena)
{
        uint64_t units[STAGE_CERTIFIED + 1] = {0};
        const char *text = "";

        for (size_t i = 0; i < line->pipeline.n; i++)
                if ((unsigned)line->pipeline.at[i].stage <= STAGE_CERTIFIED)
                        units[line->pipeline.at[i].stage] += line->pipeline.at[i].count;
        for (int stage = STAGE_CERTIFIED; text && stage > STAGE_UNSPECIFIED; stage--)
                if (units[stage])
                        text = arena_print(arena, "%s%s%s %llu", text, *text ? "、" : "",
                                           word_of(&WORDS_STAGE, stage)->zh, (unsigned long long)units[stage]);
        return text;
}

/* "建成投产 (2023-10-31)"; long words are cut between characters, the report has them whole. */
static const char *promise_text(const struct promise *promise, struct arena *arena)
{
        struct bytes words = promise->what;
        char date[DAY_TEXT_SIZE];
        bool cut = words.len > EXCUSE_WORDS;

        if (cut)
                for (words.len = EXCUSE_WORDS; words.len && (words.at[words.len] & 0xc0) == 0x80;)
                        words.len--;
        return arena_print(arena, "%.*s%s (%s)", BYTES_ARG(words), cut ? "…" : "", day_text(promise->date, date));
}

/* What the department said, in its own words and figures. */
static int excuse_text(struct row *row, const struct part_verdict *part, struct bytes *ret_text)
{
        const struct line *line = row->report ? report_line(row->report, part->part) : NULL;
        struct arena *arena = row->inquiry->arena;
        const char *text = "";
        char figure[NUMBER_TEXT_SIZE];

        if (!line || !row->reads)
                return 0;
        if (part->excuse == EXCUSE_FORECAST)
                text = arena_print(arena, "%s%.*s", number_text(line->forecast, figure), BYTES_ARG(line->unit));
        else if (part->excuse == EXCUSE_PLAN && line->promise)
                text = promise_text(line->promise, arena);
        else if (part->excuse == EXCUSE_PIPELINE)
                text = pipeline_text(line, arena);
        if (!text)
                return err_fail("the memory of an answer is spent");
        *ret_text = bytes_str(text);
        return 0;
}

static int read_accepted(struct row *row, struct excuse_view *excuse)
{
        struct day today = row->archive->today;
        struct event event;
        int r;

        if (!row->pointers.accept)
                return 0;
        r = query_archive_told(row->archive, row->pointers.accept, EVENT_ACCEPT, row->inquiry->scratch, &event);
        if (r)
                return query_pass(r);
        if (event.accept.part && event.accept.part != excuse->part)
                return 0;
        excuse->until = event.accept.until;
        excuse->accepted = !day_is_set(event.accept.until) || !day_before(event.accept.until, today);
        return 0;
}

static int add_excuse(struct row *row, struct task_view *view)
{
        const struct part_verdict *part = excused_part(view->verdict);
        struct excuse_view *excuse;
        int r;

        if (!part)
                return 0;
        r = query_inquiry_take(row->inquiry, 1, sizeof *excuse, &excuse);
        if (r)
                return err_trace(r);
        excuse->kind = part->excuse;
        excuse->part = part->part;
        r = excuse_text(row, part, &excuse->text);
        if (!r)
                r = read_accepted(row, excuse);
        if (r)
                return query_pass(r);
        view->excuse = excuse;
        return 0;
}

/* -- texts -- */

static int add_progress(struct row *row, struct task_view *view)
{
        size_t n = row->report->progress.n;
        int r = query_inquiry_take(row->inquiry, n, sizeof *view->progress.at, &view->progress.at);

        if (r)
                return err_trace(r);
        for (size_t i = 0; i < n; i++) {
                view->progress.at[i] = arena_copy(row->inquiry->arena, row->report->progress.at[i]);
                if (!view->progress.at[i].at)
                        return err_fail("the memory of an answer is spent");
        }
        view->progress.n = n;
        return 0;
}

static int add_detail(struct row *row, enum row_detail detail, struct task_view *view)
{
        if (detail == ROW_WHOLE)
                view->plan_entry = row->task;
        if (detail == ROW_VERDICT || !row->report || !row->reads)
                return 0;
        if (detail == ROW_WHOLE)
                view->report = row->report;
        return add_progress(row, view);
}

/* -- the row -- */

static void name_row(const struct row *row, struct task_view *view)
{
        view->task = (struct task_ref){row->plan->id, row->task->no};
        view->title = row->task->title;
        view->title_en = row->task->title_en;
        view->lead.at = row->task->lead.at;
        view->lead.n = row->task->lead.n;
        view->responsible.at = row->task->responsible.at;
        view->responsible.n = row->task->responsible.n;
        view->head_seq = row->pointers.head;
        view->reports = row->pointers.reports;
}

int query_row(struct inquiry *inquiry, const struct plan *plan, const struct task *task, enum row_detail detail,
              struct task_view *ret_view)
{
        struct task_view view = {0};
        struct row row;
        int r = row_open(inquiry, plan, task, &row);

        if (r)
                return query_pass(r);
        row.reads = query_inquiry_reads(inquiry, task);
        name_row(&row, &view);
        r = read_report(&row, detail == ROW_WHOLE ? inquiry->arena : inquiry->scratch, &view);
        if (!r)
                r = read_remark(&row, &view);
        if (!r)
                r = judge_row(&row, &view);
        if (!r)
                r = add_excuse(&row, &view);
        if (!r)
                r = read_owes(&row, &view.owes_report);
        if (!r)
                r = add_detail(&row, detail, &view);
        if (r)
                return query_pass(r);
        *ret_view = view;
        return 0;
}

int query_row_owes(struct inquiry *inquiry, const struct plan *plan, const struct task *task, bool *ret_owes)
{
        struct row row;
        int r = row_open(inquiry, plan, task, &row);

        return r ? query_pass(r) : read_owes(&row, ret_owes);
}
