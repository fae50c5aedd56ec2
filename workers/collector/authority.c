/* authority.c - one check a kind, in one table; whatever has no row is not taken from a socket. */
#include "workers/collector/authority.h"

#include <stdio.h>

#include "proto/ids.h"
#include "proto/limits.h"

enum { ADVANCE_DAYS_MAX = 3660 }; /* every day is a record, and nobody is served meanwhile */

typedef int check_function(const struct authority_case *, struct flaw *);

int authority_refuse(struct flaw *flaw, enum code code, const char *field)
{
        flaw->code = code;
        snprintf(flaw->field, sizeof flaw->field, "%s", field);
        return CODEC_BAD;
}

/* -- tasks -- */

/* The task must be in the plan in force, and an agent's department must have a part in it. */
static int check_task(const struct authority_case *c, const struct task_ref *ref, struct flaw *flaw,
                      const struct book_task **ret_task)
{
        const struct book_task *task = book_task(c->book, book_task_id(c->book, *ref));

        if (!task || task->n_departments == 0)
                return authority_refuse(flaw, CODE_UNKNOWN_TASK, "task");
        if (c->member->role == ROLE_AGENT && !book_task_concerns(task, c->member->department))
                return authority_refuse(flaw, CODE_FOREIGN_TASK, "task");
        *ret_task = task;
        return 0;
}

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

static bool takes_value(enum part_kind kind)
{
        return kind != PART_MILESTONE && kind != PART_DUTY && kind != PART_STATEMENT;
}

static int check_line(const struct book_task *task, const struct report *report, size_t i, struct flaw *flaw)
{
        const struct line *line = &report->line.at[i];
        const struct book_part *part = book_part(task, line->part);
        char field[sizeof flaw->field];

        snprintf(field, sizeof field, "report.line[%zu].part", i);
        if (!part)
                return authority_refuse(flaw, CODE_UNKNOWN_PART, field);
        for (size_t k = 0; k < i; k++)
                if (report->line.at[k].part == line->part)
                        return authority_refuse(flaw, CODE_WRONG_SHAPE, field);
        snprintf(field, sizeof field, "report.line[%zu].value", i);
        if (line->value.known && !takes_value(part->kind))
                return authority_refuse(flaw, CODE_WRONG_SHAPE, field);
        return 0;
}

static int check_report_body(const struct authority_case *c, const struct report *report, struct flaw *flaw)
{
        const struct book_task *task;
        int r = check_task(c, &report->task, flaw, &task);

        if (r)
                return r;
        if (!day_is_set(report->data_date))
                return authority_refuse(flaw, CODE_MISSING_FIELD, "report.data_date");
        if (day_before(c->book->today, report->data_date))
                return authority_refuse(flaw, CODE_FUTURE_DATE, "report.data_date");
        r = check_on_behalf(c, report, task, flaw);
        for (size_t i = 0; i < report->line.n && r == 0; i++)
                r = check_line(task, report, i, flaw);
        return r;
}

static int check_report(const struct authority_case *c, struct flaw *flaw)
{
        return check_report_body(c, &c->event->report, flaw);
}

/* Does the report belong to this department: said by one of its agents, or by a supervisor for it? */
static int is_own_report(const struct authority_case *c, const struct record *old, bool *ret_own)
{
        const struct book_member *author = book_member(c->book, old->agent);
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        const struct report *report;
        struct event event;
        struct flaw flaw;

        if (author && author->role == ROLE_AGENT) {
                *ret_own = author->department == c->member->department;
                return 0;
        }
        if (!arena || codec_event(old->payload, arena, &event, &flaw))
                return err_fail("record %llu is no report", (unsigned long long)old->seq);
        report = event.kind == EVENT_CORRECTION ? event.correction.report : &event.report;
        *ret_own = report->on_behalf_of.len && ids_of_name(report->on_behalf_of) == c->member->department;
        return 0;
}

/* A correction replaces a report about the same task, and only its author's department or a supervisor may
 * replace it. */
static int check_correction(const struct authority_case *c, struct flaw *flaw)
{
        const struct correction *correction = &c->event->correction;
        struct record old;
        bool is_own = true;
        int r = check_report_body(c, correction->report, flaw);

        if (r)
                return r;
        r = journal_read(c->journal, correction->replaces_seq, &old);
        if (r == JOURNAL_MISSING)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "correction.replaces_seq");
        if (r)
                return r < 0 ? err_trace(r) : authority_refuse(flaw, CODE_DAMAGED, "correction.replaces_seq");
        if ((old.kind != EVENT_REPORT && old.kind != EVENT_CORRECTION) ||
            old.task != book_task_id(c->book, correction->report->task))
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "correction.replaces_seq");
        if (c->member->role == ROLE_AGENT)
                r = is_own_report(c, &old, &is_own);
        if (r)
                return err_trace(r);
        return is_own ? 0 : authority_refuse(flaw, CODE_NOT_ALLOWED, "correction.replaces_seq");
}

static int check_about_task(const struct authority_case *c, struct flaw *flaw)
{
        const struct book_task *task;

        return check_task(c, event_task(c->event), flaw, &task);
}

static int check_remark(const struct authority_case *c, struct flaw *flaw)
{
        if (c->event->remark.word == REMARK_UNSPECIFIED)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "remark.word");
        return check_about_task(c, flaw);
}

static bool is_raise_of(const struct record *record, const struct alert_ref *ref, struct arena *arena)
{
        struct event event;
        struct flaw flaw;

        if (record->kind != EVENT_ALERT || record->author != ID_NOTIFIER || record->number != ref->cause)
                return false;
        arena_reset(arena);
        return codec_event(record->payload, arena, &event, &flaw) == 0 && event.alert.change == ALERT_RAISED &&
               event.alert.alert.part == ref->part && event.alert.alert.kind == ref->kind;
}

/* An alert stands behind its cause, so the task's history is walked back to there and no farther. */
static int check_alert(const struct authority_case *c, const struct alert_ref *ref, struct flaw *flaw)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        const struct book_task *task;
        struct record record = {.seq = UINT64_MAX};
        bool is_there = false;
        int r = arena ? check_task(c, &ref->task, flaw, &task) : err_fail("out of memory");

        if (r)
                return r;
        for (uint64_t seq = task->head; seq > ref->cause && !is_there && r == 0; seq = record.prev_of_task) {
                r = journal_read(c->journal, seq, &record);
                is_there = r == 0 && is_raise_of(&record, ref, arena);
        }
        if (r)
                return r < 0 ? err_trace(r) : authority_refuse(flaw, CODE_DAMAGED, "alert");
        return is_there ? 0 : authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "alert");
}

static int check_signing(const struct authority_case *c, struct flaw *flaw)
{
        return check_alert(c, &c->event->signing.alert, flaw);
}

static int check_answer(const struct authority_case *c, struct flaw *flaw)
{
        const struct alert_answer *answer = &c->event->alert_answer;

        if (answer->plan.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "alert_answer.plan");
        if (!answer->objection && !day_is_set(answer->date))
                return authority_refuse(flaw, CODE_MISSING_FIELD, "alert_answer.date");
        return check_alert(c, &answer->alert, flaw);
}

/* -- rules and clock -- */

static int check_policy(const struct authority_case *c, struct flaw *flaw)
{
        const struct policy *policy = &c->event->policy;

        if (policy->version <= c->book->policy_version)
                return authority_refuse(flaw, CODE_BAD_VALUE, "policy.version");
        if (policy->serious_below_tenths < policy->behind_below_tenths)
                return authority_refuse(flaw, CODE_BAD_VALUE, "policy.serious_below_tenths");
        return 0;
}

static int check_clock_advance(const struct authority_case *c, struct flaw *flaw)
{
        if (!c->book->virtual_clock)
                return authority_refuse(flaw, CODE_REAL_CLOCK, "clock_advance.to");
        if (!day_before(c->book->today, c->event->clock_advance.to))
                return authority_refuse(flaw, CODE_NOT_LATER, "clock_advance.to");
        if (day_before(day_plus(c->book->today, ADVANCE_DAYS_MAX), c->event->clock_advance.to))
                return authority_refuse(flaw, CODE_BAD_VALUE, "clock_advance.to");
        return 0;
}

static int check_nothing(const struct authority_case *c, struct flaw *flaw)
{
        (void)c;
        (void)flaw;
        return 0;
}

static check_function *const CHECKS[EVENT_KIND_END] = {
        [EVENT_CLOCK_ADVANCE] = check_clock_advance,
        [EVENT_CLOCK_CONFIRM] = check_nothing,
        [EVENT_ROSTER_CHANGE] = authority_check_roster,
        [EVENT_POLICY] = check_policy,
        [EVENT_PLAN_CHUNK] = authority_check_chunk,
        [EVENT_PLAN_IN_FORCE] = authority_check_plan,
        [EVENT_REPORT] = check_report,
        [EVENT_CORRECTION] = check_correction,
        [EVENT_REMARK] = check_remark,
        [EVENT_SIGNING] = check_signing,
        [EVENT_ALERT_ANSWER] = check_answer,
        [EVENT_SUSPENSION] = check_about_task,
        [EVENT_CURSOR] = check_nothing,
};

int authority_check_kind(const struct book_member *member, enum event_kind kind, struct flaw *ret_flaw)
{
        const struct event_row *row = event_row(kind);

        if (!row)
                return 0; /* no event at all: decoding says what is wrong with it */
        if (!(row->roles & (1u << member->role)))
                return authority_refuse(ret_flaw, CODE_NOT_ALLOWED, row->name);
        return CHECKS[kind] ? 0 : authority_refuse(ret_flaw, CODE_NOT_SUPPORTED, row->name);
}

bool authority_reads_journal(enum event_kind kind)
{
        return kind == EVENT_CORRECTION || kind == EVENT_SIGNING || kind == EVENT_ALERT_ANSWER ||
               kind == EVENT_PLAN_IN_FORCE;
}

int authority_check(const struct authority_case *c, struct flaw *ret_flaw)
{
        invariant(CHECKS[c->event->kind]);
        return CHECKS[c->event->kind](c, ret_flaw);
}
