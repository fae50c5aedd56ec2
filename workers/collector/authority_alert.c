/* authority_alert.c - what is said to an alert: it must have been raised, and be in the right state. */
#include "lib/model/ladder.h"
#include "proto/limits.h"
#include "workers/collector/authority_checks.h"

/* Is the record a change of this alert? Then the event is filled. */
static bool is_change_of(const struct record *record, const struct alert_ref *ref, struct arena *arena,
                         struct event *ret_event)
{
        struct flaw flaw;

        return record->kind == EVENT_ALERT && record->author == ID_NOTIFIER &&
               authority_read(record, "alert", &flaw, arena, ret_event) == 0 &&
               ret_event->alert.alert.cause == ref->cause && ret_event->alert.alert.part == ref->part &&
               ret_event->alert.alert.kind == ref->kind;
}

static bool is_raise_of(const struct record *record, const struct alert_ref *ref, struct arena *arena)
{
        struct event event;

        return record->number == ref->cause && is_change_of(record, ref, arena, &event) &&
               event.alert.change == ALERT_RAISED;
}

/* An alert stands behind its cause, so the task's history is walked back to there and no farther. */
static int find_alert(const struct authority_case *c, const struct alert_ref *ref, struct flaw *flaw,
                      const struct book_task **ret_task)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        const struct book_task *task;
        struct record record = {.seq = UINT64_MAX};
        bool is_there = false;
        int r = arena ? authority_task(c, &ref->task, flaw, &task) : err_fail("out of memory");

        if (r)
                return r;
        for (uint64_t seq = task->head; seq > ref->cause && !is_there && r == 0; seq = record.prev_of_task) {
                r = authority_record(c, seq, "alert", flaw, &record);
                is_there = r == 0 && is_raise_of(&record, ref, arena);
        }
        if (r == 0 && !is_there)
                r = authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "alert");
        if (r == 0)
                *ret_task = task;
        return r;
}

int authority_check_signing(const struct authority_case *c, struct flaw *flaw)
{
        const struct book_task *task;

        return find_alert(c, &c->event->signing.alert, flaw, &task);
}

int authority_check_answer(const struct authority_case *c, struct flaw *flaw)
{
        const struct alert_answer *answer = &c->event->alert_answer;
        const struct book_task *task;
        int r;

        if (answer->plan.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "alert_answer.plan");
        if (!answer->objection && !day_is_set(answer->date))
                return authority_refuse(flaw, CODE_MISSING_FIELD, "alert_answer.date");
        if (answer->objection && day_is_set(answer->date)) /* it promises nothing, so it stops no ladder */
                return authority_refuse(flaw, CODE_WRONG_SHAPE, "alert_answer.date");
        r = find_alert(c, &answer->alert, flaw, &task);
        if (r == 0 && !answer->objection && day_before(answer->date, c->book->today)) /* it would hide one that holds */
                r = authority_refuse(flaw, CODE_NOT_LATER, "alert_answer.date");
        return r;
}

/* 签发: reminders go out by themselves; every rung above them is a letter with a number. */
int authority_check_letter(const struct authority_case *c, struct flaw *flaw)
{
        const struct letter_signed *letter = &c->event->letter_signed;
        const struct book_task *task;

        if (letter->rung < RUNG_LETTER || letter->rung >= RUNG_COUNT)
                return authority_refuse(flaw, CODE_BAD_VALUE, "letter_signed.rung");
        if (letter->number.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "letter_signed.number");
        return find_alert(c, &letter->alert, flaw, &task);
}

/* -- 撤销 -- */

static bool is_same_alert(const struct alert_ref *a, const struct alert_ref *b)
{
        return a->cause == b->cause && a->part == b->part && a->kind == b->kind;
}

/* Newest first: an alert is to be withdrawn when it was cleared as unfounded, and nothing happened to it since. */
static int check_record(const struct record *record, const struct alert_ref *ref, struct arena *arena,
                        struct flaw *flaw, bool *ret_found)
{
        struct event event;
        struct flaw unreadable;

        if (record->kind == EVENT_WITHDRAWAL && authority_read(record, "alert", &unreadable, arena, &event) == 0 &&
            is_same_alert(&event.withdrawal.alert, ref))
                return authority_refuse(flaw, CODE_ALREADY_DONE, "alert");
        if (!is_change_of(record, ref, arena, &event))
                return 0;
        *ret_found = true;
        if (event.alert.change == ALERT_WITHDRAWN)
                return authority_refuse(flaw, CODE_ALREADY_DONE, "alert");
        if (event.alert.change != ALERT_CLEARED || !event.alert.unfounded)
                return authority_refuse(flaw, CODE_UNKNOWN_REFERENCE, "alert");
        return 0;
}

int authority_check_withdrawal(const struct authority_case *c, struct flaw *flaw)
{
        const struct alert_ref *ref = &c->event->withdrawal.alert;
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        const struct book_task *task;
        struct record record;
        bool is_found = false;
        int r = arena ? find_alert(c, ref, flaw, &task) : err_fail("out of memory");

        if (r)
                return r;
        for (uint64_t seq = task->head; !is_found && r == 0; seq = record.prev_of_task) {
                r = authority_record(c, seq, "alert", flaw, &record);
                if (r == 0)
                        r = check_record(&record, ref, arena, flaw, &is_found);
        }
        return r;
}
