/* letters_alerts.c - what departments say to alerts, and the time that they ask for. */
#include "tests/sim/year.h"

enum { WHO_ANSWER = 300000, WHO_EXTENSION = 320000 };

/* Some dates are far, some hold for hours, some are over; an objection needs none. */
static enum code set_answer(struct year *year, struct dice *dice, struct alert_answer *answer)
{
        const uint32_t way = dice_below(dice, 20);

        answer->plan = bytes_str("增派人员,加快进度");
        answer->date = day_plus(year_today(year), (int)dice_between(dice, 5, 60));
        if (way < 5)
                answer->date = day_plus(year_today(year), (int)dice_below(dice, 5));
        if (way == 5)
                answer->date = day_plus(year_today(year), -3);
        if (way == 6 || way == 7) {
                answer->objection = true;
                answer->plan = bytes_str("口径有误,不应预警");
                answer->date = (struct day){0};
        }
        if (way == 8)
                answer->date = (struct day){0};
        if (way == 9)
                answer->plan = bytes_str("");
        if (way == 10) { /* it promises nothing */
                answer->objection = true;
                return CODE_WRONG_SHAPE;
        }
        return way == 8 || way == 9 ? CODE_MISSING_FIELD : CODE_NONE;
}

static void answer_alert(struct year *year, const struct ledger_alert *alert)
{
        const uint64_t who = WHO_ANSWER + alert->task * 100 + alert->part * 20 + (uint64_t)alert->kind;
        struct dice dice = dice_of(year->weather.seed, who, (uint64_t)year->day);
        const struct city_task *task = city_task(&year->city, alert->task);
        struct alert_ref ref = {.cause = alert->cause,
                                .task = {year->city.plan[0].plan.id, alert->task},
                                .part = alert->part,
                                .kind = alert->kind};
        struct letter letter = {.task = alert->task};
        struct event event = {.kind = EVENT_SIGNING};

        if (!task || !dice_chance(&dice, 100))
                return;
        if (dice_chance(&dice, 20)) { /* of what was never raised */
                ref.cause = 1;
                letter.planted = CODE_UNKNOWN_REFERENCE;
        }
        if (dice_chance(&dice, 400)) {
                event.signing.alert = ref;
        } else {
                const enum code wrong = set_answer(year, &dice, &event.alert_answer);

                event.kind = EVENT_ALERT_ANSWER;
                event.alert_answer.alert = ref;
                if (wrong != CODE_NONE) {
                        letter.planted = wrong;
                        letter.planted_early = true;
                }
        }
        letters_say(year, task->lead_department, letter, &event);
}

/* 延期: of one part or all; in time, or when it is too late. */
static void ask_for_time(struct year *year, const struct city_task *task)
{
        struct dice dice = dice_of(year->weather.seed, WHO_EXTENSION + task->task.no, (uint64_t)year->day);
        const uint32_t parts = (uint32_t)task->task.part.n;
        const uint32_t way = dice_below(&dice, 10);
        struct event event = {.kind = EVENT_EXTENSION};
        struct letter letter = {.task = task->task.no};
        struct extension *extension = &event.extension;

        if (!dice_chance(&dice, 4))
                return;
        *extension = (struct extension){.task = {year->city.plan[0].plan.id, task->task.no},
                                        .part = parts > 1 && way < 3 ? 0 : dice_below(&dice, parts) + 1,
                                        .new_due = day_of(2024, 1, (int)dice_between(&dice, 10, 31)),
                                        .reason = bytes_str("受汛期影响")};
        if (way > 6 && extension->part)
                extension->new_due = day_plus(docket_due(&year->ledger.docket, task->task.no, extension->part),
                                              (int)dice_below(&dice, 50) - 10);
        if (way == 3)
                extension->part = 99;
        if (way == 4) {
                extension->reason = bytes_str("");
                letter.planted = CODE_MISSING_FIELD;
                letter.planted_early = true;
        }
        letters_say(year, task->lead_department, letter, &event);
}

/* Within some days, with a date some weeks ahead; again when that has passed. */
static void answer_duly(struct year *year, const struct clerk_alert *open)
{
        const uint64_t who =
                WHO_ANSWER + open->alert.task.no * 100 + open->alert.part * 20 + (uint64_t)open->alert.kind;
        struct dice dice = dice_of(year->weather.seed, who, (uint64_t)year->day);
        const struct city_task *task = city_task(&year->city, open->alert.task.no);
        struct event event = {.kind = EVENT_ALERT_ANSWER};

        if (!task || open->alert.kind == ALERT_FORECAST || open->since.n > year_today(year).n ||
            !dice_chance(&dice, 300))
                return;
        event.alert_answer = (struct alert_answer){.alert = open->alert, .plan = bytes_str("增派人员,加快进度")};
        event.alert_answer.date = day_plus(year_today(year), (int)dice_between(&dice, 14, 45));
        event.alert_answer.alert.task.plan = year->city.plan[0].plan.id;
        letters_say(year, task->lead_department, (struct letter){.task = open->alert.task.no}, &event);
}

void letters_about_alerts(struct year *year)
{
        for (size_t i = 0; i < year->ledger.clerk.open.n && year_is_calm(year); i++)
                answer_duly(year, &year->ledger.clerk.open.at[i]);
        if (year_is_calm(year))
                return;
        for (size_t i = 0; i < year->ledger.open.n; i++)
                answer_alert(year, &year->ledger.open.at[i]);
}

void letters_for_time(struct year *year)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++) {
                const struct city_task *task = city_task(&year->city, no);

                if (task && task->task.part.n > 0)
                        ask_for_time(year, task);
        }
}
