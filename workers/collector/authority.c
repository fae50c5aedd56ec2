/* authority.c - one check a kind, in one table; whatever has no row is not taken from a socket. */
#include "workers/collector/authority.h"

#include <stdio.h>

#include "proto/ids.h"
#include "proto/limits.h"

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
        if (line->value.known && !takes_value(part->kind))
                return refuse_line(flaw, CODE_WRONG_SHAPE, i, "value");
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

/* The header of a record, in a snapshot of its own: most events refer to none, so none is kept open for them. */
static int read_header(struct journal_reader *journal, uint64_t seq, struct record *ret_record)
{
        int r = journal_read_begin(journal);

        if (r)
                return err_trace(r);
        r = journal_read(journal, seq, ret_record);
        journal_read_end(journal);
        ret_record->payload = (struct bytes){NULL, 0};
        return r;
}

/* A correction replaces a report about the same task, and only its author's department (or a supervisor)
 * may replace it. */
static int check_correction(const struct authority_case *c, struct flaw *flaw)
{
        const struct correction *correction = &c->event->correction;
        struct record old = {0};
        int r = check_report_body(c, correction->report, flaw);

        if (r)
                return r;
        r = read_header(c->journal, correction->replaces_seq, &old);
        if (r == JOURNAL_MISSING)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "correction.replaces_seq");
        if (r)
                return r < 0 ? err_trace(r)
                             : err_fail("record %llu is damaged", (unsigned long long)correction->replaces_seq);
        if ((old.kind != EVENT_REPORT && old.kind != EVENT_CORRECTION) ||
            old.task != book_task_id(c->book, correction->report->task))
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "correction.replaces_seq");
        return 0;
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

static int check_answer(const struct authority_case *c, struct flaw *flaw)
{
        const struct alert_answer *answer = &c->event->alert_answer;

        if (answer->plan.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "alert_answer.plan");
        if (!answer->objection && !day_is_set(answer->date))
                return authority_refuse(flaw, CODE_MISSING_FIELD, "alert_answer.date");
        return check_about_task(c, flaw);
}

/* -- roster -- */

static bool named_here(const struct roster_change *change, uint64_t member)
{
        for (size_t i = 0; i < change->member.n; i++)
                if (ids_of_name(change->member.at[i].name) == member)
                        return true;
        return false;
}

static int check_key(const struct book *book, const struct roster_change *change, const struct key *key,
                     struct flaw *flaw)
{
        const uint64_t member = ids_of_name(key->member);
        const uint64_t *known;
        uint64_t id;

        if (!book_member(book, member) && !named_here(change, member))
                return authority_refuse(flaw, CODE_UNKNOWN_MEMBER, "roster_change.key.member");
        id = ids_of_key(key->public_key.at);
        known = map_get(book->key_index, &id);
        if (known && memcmp(book->keys.at[*known].public_key, key->public_key.at, KEY_SIZE) != 0)
                return authority_refuse(flaw, CODE_COLLISION, "roster_change.key.public_key");
        if (known && book->keys.at[*known].member != member)
                return authority_refuse(flaw, CODE_COLLISION, "roster_change.key.member");
        return 0;
}

static enum role role_after(const struct book *book, const struct roster_change *change, uint64_t member)
{
        const struct book_member *now = book_member(book, member);
        enum role role = now && !now->retired ? now->role : ROLE_UNSPECIFIED;

        for (size_t i = 0; i < change->member.n; i++)
                if (ids_of_name(change->member.at[i].name) == member)
                        role = change->member.at[i].retired ? ROLE_UNSPECIFIED : change->member.at[i].role;
        return role;
}

static bool revoked_after(const struct roster_change *change, const struct book_key *key)
{
        bool revoked = key->revoked;

        for (size_t i = 0; i < change->key.n; i++)
                if (ids_of_key(change->key.at[i].public_key.at) == key->id)
                        revoked = change->key.at[i].revoked;
        return revoked;
}

/* Somebody must be left who can mend the roster over the network. */
static bool operator_remains(const struct book *book, const struct roster_change *change)
{
        for (size_t i = 0; i < book->keys.n; i++)
                if (role_after(book, change, book->keys.at[i].member) == ROLE_OPERATOR &&
                    !revoked_after(change, &book->keys.at[i]))
                        return true;
        for (size_t i = 0; i < change->key.n; i++)
                if (!change->key.at[i].revoked &&
                    role_after(book, change, ids_of_name(change->key.at[i].member)) == ROLE_OPERATOR)
                        return true;
        return false;
}

static int check_roster(const struct authority_case *c, struct flaw *flaw)
{
        const struct roster_change *change = &c->event->roster_change;
        int r = 0;

        for (size_t i = 0; i < change->member.n; i++) {
                if (change->member.at[i].name.len == 0)
                        return authority_refuse(flaw, CODE_MISSING_FIELD, "roster_change.member.name");
                if (change->member.at[i].role == ROLE_UNSPECIFIED)
                        return authority_refuse(flaw, CODE_MISSING_FIELD, "roster_change.member.role");
        }
        for (size_t i = 0; i < change->key.n && r == 0; i++)
                r = check_key(c->book, change, &change->key.at[i], flaw);
        if (r == 0 && !operator_remains(c->book, change))
                r = authority_refuse(flaw, CODE_LAST_OPERATOR, "roster_change");
        return r;
}

static int check_policy(const struct authority_case *c, struct flaw *flaw)
{
        const struct policy *policy = &c->event->policy;

        if (policy->version <= c->book->policy_version)
                return authority_refuse(flaw, CODE_BAD_VALUE, "policy.version");
        if (policy->serious_below_tenths < policy->behind_below_tenths)
                return authority_refuse(flaw, CODE_BAD_VALUE, "policy.serious_below_tenths");
        return 0;
}

/* -- clock -- */

static int check_clock_advance(const struct authority_case *c, struct flaw *flaw)
{
        if (!c->book->virtual_clock)
                return authority_refuse(flaw, CODE_REAL_CLOCK, "clock_advance.to");
        if (!day_before(c->book->today, c->event->clock_advance.to))
                return authority_refuse(flaw, CODE_NOT_LATER, "clock_advance.to");
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
        [EVENT_ROSTER_CHANGE] = check_roster,
        [EVENT_POLICY] = check_policy,
        [EVENT_PLAN_CHUNK] = authority_check_chunk,
        [EVENT_PLAN_IN_FORCE] = authority_check_plan,
        [EVENT_REPORT] = check_report,
        [EVENT_CORRECTION] = check_correction,
        [EVENT_REMARK] = check_remark,
        [EVENT_SIGNING] = check_about_task,
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

int authority_check(const struct authority_case *c, struct flaw *ret_flaw)
{
        invariant(CHECKS[c->event->kind]);
        return CHECKS[c->event->kind](c, ret_flaw);
}
