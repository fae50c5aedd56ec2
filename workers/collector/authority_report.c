/* authority_report.c - reports and corrections; what is sent back, and which excuse is accepted. */
#include <stdio.h>

#include "lib/store/past.h"
#include "proto/ids.h"
#include "proto/limits.h"
#include "workers/collector/authority_checks.h"

/* -- reports -- */

/* 代报: a supervisor names the department it speaks for, an agent speaks for itself alone. */
static int check_on_behalf(const struct authority_case *c, const struct report *report, const struct book_task *task,
                           struct flaw *flaw)
{
        if (c->member->role == ROLE_AGENT)
                return report->on_behalf_of.len ? authority_refuse(flaw, CODE_NOT_ALLOWED, "report.on_behalf_of") : 0;
        if (report->on_behalf_of.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "report.on_behalf_of");
        if (!book_task_concerns(task, ids_of_name(report->on_behalf_of)))
                return authority_refuse(flaw, CODE_FOREIGN_TASK, "report.on_behalf_of");
        return 0;
}

static int refuse_line(struct flaw *flaw, enum code code, size_t i, const char *member)
{
        char field[sizeof flaw->field];

        snprintf(field, sizeof field, "report.line[%zu].%s", i, member);
        return authority_refuse(flaw, code, field);
}

static int check_line(const struct book_task *task, const struct report *report, size_t i, struct flaw *flaw)
{
        const struct line *line = &report->line.at[i];
        const struct book_part *part = book_part(task, line->part);

        if (!part)
                return refuse_line(flaw, CODE_UNKNOWN_PART, i, "part");
        for (size_t k = 0; k < i; k++)
                if (report->line.at[k].part == line->part)
                        return refuse_line(flaw, CODE_WRONG_SHAPE, i, "part");
        if (line->value.known && !authority_takes_value(part->kind))
                return refuse_line(flaw, CODE_WRONG_SHAPE, i, "value");
        return 0;
}

static int check_body(const struct authority_case *c, const struct report *report, struct flaw *flaw)
{
        const struct book_task *task;
        int r = authority_task(c, &report->task, flaw, &task);

        if (r)
                return r;
        if (!day_is_set(report->data_date))
                return authority_refuse(flaw, CODE_MISSING_FIELD, "report.data_date");
        r = authority_day(c, report->data_date, "report.data_date", flaw);
        if (r == 0)
                r = check_on_behalf(c, report, task, flaw);
        for (size_t i = 0; i < report->line.n && r == 0; i++)
                r = check_line(task, report, i, flaw);
        return r;
}

int authority_check_report(const struct authority_case *c, struct flaw *flaw)
{
        return check_body(c, &c->event->report, flaw);
}

/* -- what refers to a report -- */

/* Corrections of corrections, looked through for the one that stands; behind that many the sender looks on itself. */
enum { CORRECTIONS_FOLLOWED = 256 };

static const char CORRECTED[] = "correction.replaces_seq";

static int report_about(const struct authority_case *c, uint64_t seq, uint64_t task_id, const char *field,
                        struct flaw *flaw, struct record *ret_record)
{
        const int r = authority_record(c, seq, field, flaw, ret_record);

        if (r)
                return r;
        if ((ret_record->kind != EVENT_REPORT && ret_record->kind != EVENT_CORRECTION) || ret_record->task != task_id)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, field);
        return 0;
}

int authority_reporter(const struct authority_case *c, const struct record *record, const char *field,
                       struct flaw *flaw, uint64_t *ret_department)
{
        const struct book_member *author = book_member(c->book, record->agent);
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        const struct report *report;
        struct event event;
        int r;

        if (author && author->role == ROLE_AGENT) {
                *ret_department = author->department;
                return 0;
        }
        r = arena ? authority_read(record, field, flaw, arena, &event) : err_fail("out of memory");
        if (r)
                return r;
        report = event.kind == EVENT_CORRECTION ? event.correction.report : &event.report;
        *ret_department = report->on_behalf_of.len ? ids_of_name(report->on_behalf_of) : 0;
        return 0;
}

static int check_own_report(const struct authority_case *c, const struct record *old, struct flaw *flaw)
{
        uint64_t department;
        const int r = authority_reporter(c, old, CORRECTED, flaw, &department);

        if (r)
                return r;
        return department == c->member->department ? 0 : authority_refuse(flaw, CODE_NOT_ALLOWED, CORRECTED);
}

/* R15: what was corrected is corrected no more; its correction may be, and the flaw names the one that stands. */
static int check_not_corrected(const struct authority_case *c, const struct book_task *task, struct flaw *flaw)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        struct past past = {.state = c->book->state, .journal = c->journal, .scratch = arena};
        char field[sizeof flaw->field];
        uint64_t stands = c->event->correction.replaces_seq;
        uint64_t next = stands;
        int r = arena ? state_read_begin(past.state) : err_fail("out of memory");

        if (r)
                return r;
        for (size_t i = 0; r == 0 && next && i < CORRECTIONS_FOLLOWED; i++) {
                stands = next;
                r = past_correction(&past, task->id, task->head, stands, &next);
        }
        state_read_end(past.state);
        if (r < 0)
                return err_trace(r);
        if (r)
                return authority_refuse(flaw, CODE_DAMAGED, CORRECTED);
        if (stands == c->event->correction.replaces_seq)
                return 0;
        snprintf(field, sizeof field, "%s[%llu]", CORRECTED, (unsigned long long)stands);
        return authority_refuse(flaw, CODE_ALREADY_DONE, field);
}

/* A correction replaces a report about the same task, and only its author's department or a supervisor may
 * replace it. */
int authority_check_correction(const struct authority_case *c, struct flaw *flaw)
{
        const struct correction *correction = &c->event->correction;
        const struct book_task *task;
        struct record old;
        int r = check_body(c, correction->report, flaw);

        if (r == 0)
                r = authority_task(c, &correction->report->task, flaw, &task);
        if (r == 0)
                r = report_about(c, correction->replaces_seq, task->id, CORRECTED, flaw, &old);
        if (r == 0 && c->member->role == ROLE_AGENT)
                r = check_own_report(c, &old, flaw);
        return r ? r : check_not_corrected(c, task, flaw);
}

/* The task's row as the journal has it now. Both snapshots show all that this thread, the one writer, committed. */
static int current_row(const struct authority_case *c, const struct book_task *task, struct flaw *flaw,
                       struct task_state *ret_row)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        struct past past = {.state = c->book->state, .journal = c->journal, .scratch = arena};
        int r = arena ? state_read_begin(past.state) : err_fail("out of memory");

        if (r == 0) {
                r = past_newest(&past, task->id, task->head, ret_row);
                state_read_end(past.state);
        }
        if (r < 0)
                return err_trace(r);
        return r ? authority_refuse(flaw, CODE_DAMAGED, "task") : 0;
}

static int check_counts(const struct authority_case *c, const struct book_task *task, uint64_t seq, const char *field,
                        struct flaw *flaw)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        struct task_state row;
        struct record record;
        struct event returned;
        int r = arena ? current_row(c, task, flaw, &row) : err_fail("out of memory");

        if (r)
                return r;
        if (row.report != seq)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, field);
        if (row.returned == 0)
                return 0;
        r = authority_record(c, row.returned, field, flaw, &record);
        if (r == 0)
                r = authority_read(&record, field, flaw, arena, &returned);
        if (r == 0 && returned.return_report.report_seq == seq)
                r = authority_refuse(flaw, CODE_ALREADY_DONE, field);
        return r;
}

int authority_report_counts(const struct authority_case *c, const struct book_task *task, uint64_t seq,
                            const char *field, struct flaw *flaw, struct record *ret_record)
{
        const int r = report_about(c, seq, task->id, field, flaw, ret_record);

        return r ? r : check_counts(c, task, seq, field, flaw);
}

/* 退回: only the report that now counts can be made not to count, and only once. */
int authority_check_return(const struct authority_case *c, struct flaw *flaw)
{
        const struct return_report *back = &c->event->return_report;
        const struct book_task *task;
        struct record record;
        int r;

        if (back->task.no == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "return_report.task");
        if (back->reason.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "return_report.reason");
        r = authority_task(c, &back->task, flaw, &task);
        return r ? r : authority_report_counts(c, task, back->report_seq, "return_report.report_seq", flaw, &record);
}

/* 认可说明 */
int authority_check_accept(const struct authority_case *c, struct flaw *flaw)
{
        const struct accept *accept = &c->event->accept;
        const struct book_task *task;
        struct record record;
        int r = authority_task(c, &accept->task, flaw, &task);

        if (r == 0)
                r = authority_part(task, accept->part, "accept.part", flaw);
        if (r == 0 && day_before(accept->until, c->book->today))
                r = authority_refuse(flaw, CODE_NOT_LATER, "accept.until");
        if (r == 0 && accept->report_seq)
                r = report_about(c, accept->report_seq, task->id, "accept.report_seq", flaw, &record);
        return r;
}
