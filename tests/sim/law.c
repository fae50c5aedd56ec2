/* law.c - fate and effect of a letter. */
#include "tests/sim/law.h"

#include "proto/codec.h"
#include "tests/sim/fail.h"

static const uint64_t NOT_IN_THE_JOURNAL_YET = UINT64_MAX / 2;

void law_done(struct law *law)
{
        docket_done(&law->ahead);
}

void law_follow(struct law *law, const struct docket *durable)
{
        law->docket = durable;
}

static void read_letter(const struct letter *letter, struct arena *arena, struct event *ret_event)
{
        struct flaw flaw;

        EXPECT(codec_event(bytes_of(letter->at, letter->len), arena, ret_event, &flaw) == 0,
               "a letter of kind %d is no event: %s", (int)letter->kind, flaw.field);
}

static bool is_report(const struct letter *letter)
{
        return letter->kind == EVENT_REPORT || letter->kind == EVENT_CORRECTION;
}

static bool has_duty(const struct task *task, struct bytes department)
{
        for (size_t i = 0; i < task->lead.n; i++)
                if (bytes_equal(task->lead.at[i], department))
                        return true;
        for (size_t i = 0; i < task->responsible.n; i++)
                if (bytes_equal(task->responsible.at[i], department))
                        return true;
        return false;
}

/* 代报 for a department that was of the task when it was written, and is not since the plan was amended. */
static bool is_for_a_stranger(const struct city_task *task, const struct letter *letter)
{
        ARENA struct arena *arena = arena_new(0);
        const struct report *report;
        struct event event;

        read_letter(letter, arena, &event);
        report = event.kind == EVENT_CORRECTION ? event.correction.report : &event.report;
        return report->on_behalf_of.len && !has_duty(&task->task, report->on_behalf_of);
}

static enum code fate_about_task(const struct law *law, const struct sender *sender, const struct letter *letter)
{
        const struct city_task *task = city_task(law->city, letter->task);

        if (!task)
                return CODE_UNKNOWN_TASK;
        if (sender->role == ROLE_AGENT && !city_concerns(task, sender->department))
                return CODE_FOREIGN_TASK;
        if (is_report(letter) && day_before(law->today, letter->data_date))
                return law->clock_held ? CODE_CLOCK_HELD : CODE_FUTURE_DATE;
        if (is_report(letter) && sender->role == ROLE_SUPERVISOR && is_for_a_stranger(task, letter))
                return CODE_FOREIGN_TASK;
        if (is_report(letter) && letter->highest_part > task->task.part.n)
                return CODE_UNKNOWN_PART;
        return letter->planted;
}

static enum code fate_of_decision(const struct law *law, uint64_t key_id, const struct letter *letter)
{
        ARENA struct arena *arena = arena_new(0);
        struct event event;

        read_letter(letter, arena, &event);
        return law_of_decision(law, key_id, &event);
}

enum code law_fate(const struct law *law, const struct sender *sender, uint64_t key_id, const struct letter *letter)
{
        enum code code = letter->planted;

        if (letter->planted_early)
                return letter->planted;
        if (letter->task)
                code = fate_about_task(law, sender, letter);
        if (code == CODE_NONE && letter->corrects && sender_letter(sender, letter->corrects)->fate != CODE_NONE)
                return CODE_UNKNOWN_REFERENCE;
        if (letter->effect == EFFECT_POLICY && letter->subject <= law->policy_version)
                return CODE_BAD_VALUE;
        if (letter->effect == EFFECT_DAY && (int)letter->subject <= law->today.n)
                return CODE_NOT_LATER;
        if (letter->kind == EVENT_PLAN_IN_FORCE && law_of_plan(law, &law->city->plan[letter->subject]))
                return CODE_NEEDS_APPROVAL;
        return code == CODE_NONE ? fate_of_decision(law, key_id, letter) : code;
}

/* What later letters of the same round meet. */
static void note_decision(struct law *law, uint64_t key_id, const struct letter *letter)
{
        ARENA struct arena *arena = arena_new(0);
        struct event event;

        read_letter(letter, arena, &event);
        if (law->docket != &law->ahead)
                docket_copy(&law->ahead, law->docket);
        law->docket = &law->ahead;
        docket_fold(&law->ahead, NOT_IN_THE_JOURNAL_YET + ++law->accepted, key_id, &event);
}

void law_apply(struct law *law, uint64_t key_id, const struct letter *letter)
{
        note_decision(law, key_id, letter);
        switch (letter->effect) {
        case EFFECT_PLAN:
                law->city->now = &law->city->plan[letter->subject];
                break;
        case EFFECT_POLICY:
                law->policy_version = letter->subject;
                break;
        case EFFECT_ROSTER:
                for (uint32_t i = 0; i < letter->subject; i++)
                        law->senders[i].key[0].in_roster = true;
                break;
        case EFFECT_KEY_NEW:
                law->senders[letter->subject >> 8].key[letter->subject & 255].in_roster = true;
                break;
        case EFFECT_KEY_REVOKED:
                law->senders[letter->subject >> 8].key[letter->subject & 255].revoked = true;
                break;
        case EFFECT_DAY:
                law->today = (struct day){(int)letter->subject};
                break;
        case EFFECT_CLOCK: /* the days that were held back are opened */
                law->clock_held = false;
                if (law->real_clock)
                        law->today = law->civil_day;
                break;
        case EFFECT_NONE:
                break;
        }
}
