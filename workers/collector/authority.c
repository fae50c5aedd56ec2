/* authority.c - one check a kind, in one table; whatever has no row is not taken from a socket. */
#include "workers/collector/authority.h"

#include <stdio.h>

#include "workers/collector/authority_checks.h"

enum { ADVANCE_DAYS_MAX = 3660 }; /* every day is a record, and nobody is served meanwhile */

/* -- shared -- */

int authority_refuse(struct flaw *flaw, enum code code, const char *field)
{
        flaw->code = code;
        snprintf(flaw->field, sizeof flaw->field, "%s", field);
        return CODEC_BAD;
}

int authority_task(const struct authority_case *c, const struct task_ref *ref, struct flaw *flaw,
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

int authority_part(const struct book_task *task, uint32_t no, const char *field, struct flaw *flaw)
{
        return no == 0 || book_part(task, no) ? 0 : authority_refuse(flaw, CODE_UNKNOWN_PART, field);
}

/* A held clock may be days behind: what is dated after its last tick may be quite right, and is put off. */
int authority_day(const struct authority_case *c, struct day day, const char *field, struct flaw *flaw)
{
        if (!day_before(c->book->today, day))
                return 0;
        return authority_refuse(flaw, c->book->clock_alert ? CODE_CLOCK_HELD : CODE_FUTURE_DATE, field);
}

bool authority_takes_value(enum part_kind kind)
{
        return kind != PART_MILESTONE && kind != PART_DUTY && kind != PART_STATEMENT;
}

int authority_record(const struct authority_case *c, uint64_t seq, const char *field, struct flaw *flaw,
                     struct record *ret_record)
{
        const int r = journal_read(c->journal, seq, ret_record);

        if (r == JOURNAL_MISSING)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, field);
        if (r)
                return r < 0 ? err_trace(r) : authority_refuse(flaw, CODE_DAMAGED, field);
        return 0;
}

int authority_read(const struct record *record, const char *field, struct flaw *flaw, struct arena *arena,
                   struct event *ret_event)
{
        struct flaw unreadable;

        arena_reset(arena);
        if (codec_event(record->payload, arena, ret_event, &unreadable) || ret_event->kind != record->kind)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, field);
        return 0;
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

/* -- the table -- */

typedef int check_function(const struct authority_case *, struct flaw *);

static const struct check {
        check_function *check;
        bool reads_journal;
} CHECKS[EVENT_KIND_END] = {
        [EVENT_CLOCK_ADVANCE] = {check_clock_advance, false},
        [EVENT_CLOCK_CONFIRM] = {check_nothing, false},
        [EVENT_ROSTER_CHANGE] = {authority_check_roster, false},
        [EVENT_POLICY] = {check_policy, false},
        [EVENT_PLAN_CHUNK] = {authority_check_chunk, false},
        [EVENT_PLAN_IN_FORCE] = {authority_check_plan, true},
        [EVENT_PROPOSAL] = {authority_check_proposal, false},
        [EVENT_APPROVAL] = {authority_check_approval, true},
        [EVENT_REPORT] = {authority_check_report, false},
        [EVENT_CORRECTION] = {authority_check_correction, true},
        [EVENT_RETURN] = {authority_check_return, true},
        [EVENT_ACCEPT] = {authority_check_accept, true},
        [EVENT_REMARK] = {authority_check_remark, false},
        [EVENT_SIGNING] = {authority_check_signing, true},
        [EVENT_ALERT_ANSWER] = {authority_check_answer, true},
        [EVENT_EXTENSION] = {authority_check_extension, false},
        [EVENT_SUSPENSION] = {authority_check_suspension, false},
        [EVENT_CLOSE] = {authority_check_close, false},
        [EVENT_CURSOR] = {check_nothing, false},
        [EVENT_PLAN_TEXT] = {authority_check_plan_text, false},
        [EVENT_LETTER_SIGNED] = {authority_check_letter, true},
        [EVENT_BULLETIN_CLOSED] = {authority_check_bulletin, true},
        [EVENT_WITHDRAWAL] = {authority_check_withdrawal, true},
        [EVENT_COUNTERSIGN] = {authority_check_countersign, true},
};

int authority_check_kind(const struct book_member *member, enum event_kind kind, struct flaw *ret_flaw)
{
        const struct event_row *row = event_row(kind);

        if (!row)
                return 0; /* no event at all: decoding says what is wrong with it */
        if (!(row->roles & (1u << member->role)))
                return authority_refuse(ret_flaw, CODE_NOT_ALLOWED, row->name);
        return CHECKS[kind].check ? 0 : authority_refuse(ret_flaw, CODE_NOT_SUPPORTED, row->name);
}

bool authority_reads_journal(enum event_kind kind)
{
        return CHECKS[kind].reads_journal;
}

int authority_check(const struct authority_case *c, struct flaw *ret_flaw)
{
        invariant(CHECKS[c->event->kind].check);
        return CHECKS[c->event->kind].check(c, ret_flaw);
}
