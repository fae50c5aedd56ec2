/* letters_decisions.c - what supervisors decide: send back, accept, propose and approve, close, sign, withdraw, adopt a
 * text, close the bulletin. Most of it is right; what is wrong by itself says so, the rest is for the law to find. */
#include <stdio.h>
#include <stdlib.h>

#include "lib/model/ladder.h"
#include "tests/sim/fail.h"
#include "tests/sim/year.h"

static const uint64_t WHO_DECISION = 1000000000; /* beyond everybody else's */

enum { PROMILLE = 1000, NOBODY_KNOWS = 99, CLOSED_DAYS = 120, HALF_YEAR = 183 };

enum matter {
        MATTER_RETURN,
        MATTER_ACCEPT,
        MATTER_CORRECT,
        MATTER_PROPOSE,
        MATTER_VOTE,
        MATTER_CLOSE,
        MATTER_ALERTS,
        MATTER_TEXT,
        MATTER_BULLETIN
};

struct desk { /* one supervisor on one day */
        struct year *year;
        const struct docket *docket; /* as he sees it */
        uint32_t who;
        struct dice dice;
};

/* Dice for just this matter: what is decided about one thing does not depend on what there was to say about another. */
static void turn_to(struct desk *desk, enum matter matter, uint32_t which, int day)
{
        const uint64_t who = WHO_DECISION + desk->who + 100 * (uint64_t)matter + 10000 * (uint64_t)which;

        desk->dice = dice_of(desk->year->weather.seed, who, (uint64_t)day);
}

static bool chance(struct desk *desk, uint32_t per_mille)
{
        return dice_chance(&desk->dice, per_mille);
}

static struct task_ref ref_of(const struct desk *desk, uint32_t no)
{
        return (struct task_ref){desk->year->city.plan[0].plan.id, no};
}

/* The event says it all; `planted` when it is wrong by itself. */
static void say(struct desk *desk, uint32_t task, const struct event *event, enum code planted, bool early)
{
        letters_say(desk->year, desk->who,
                    (struct letter){.task = task, .planted = planted, .planted_early = early && planted}, event);
}

static uint32_t some_task(struct desk *desk)
{
        return letters_some_task(desk->year, &desk->dice);
}

static struct bytes reason(const char *text)
{
        return bytes_str(text);
}

/* -- reports -- */

/* 退回 */
static void send_back(struct desk *desk)
{
        const uint32_t no = some_task(desk);
        const uint32_t wrong = dice_below(&desk->dice, 12);
        struct event event = {.kind = EVENT_RETURN};

        event.return_report =
                (struct return_report){desk->docket->task[no].report, reason("数字与附件不符"), ref_of(desk, no)};
        if (wrong == 0)
                event.return_report.report_seq = desk->docket->task[some_task(desk)].report;
        if (wrong == 1)
                event.return_report.report_seq = 1;
        if (wrong == 2)
                event.return_report.reason = reason("");
        if (event.return_report.report_seq == 0)
                return;
        say(desk, no, &event, wrong == 2 ? CODE_MISSING_FIELD : CODE_NONE, true);
        if (wrong == 3) /* a second time */
                say(desk, no, &event, CODE_NONE, false);
}

/* 认可说明: for some weeks; to the day it is said on; and for yesterday. */
static void accept_excuse(struct desk *desk, uint32_t no, uint32_t part)
{
        const struct day today = year_today(desk->year);
        const uint32_t wrong = dice_below(&desk->dice, 20);
        struct event event = {.kind = EVENT_ACCEPT};
        struct accept *accept = &event.accept;

        *accept = (struct accept){.task = ref_of(desk, no),
                                  .part = chance(desk, 200) ? 0 : part,
                                  .until = day_plus(today, (int)dice_below(&desk->dice, 60)),
                                  .reason = reason("情况属实")};
        if (chance(desk, 500))
                accept->report_seq = desk->docket->task[no].report;
        if (wrong == 0)
                accept->until = day_plus(today, -1);
        if (wrong == 1)
                accept->part = NOBODY_KNOWS;
        if (wrong == 2) {
                accept->part = 0;
                accept->report_seq = 1;
                accept->until = day_plus(today, 100);
        }
        say(desk, no, &event, wrong == 2 ? CODE_UNKNOWN_REFERENCE : CODE_NONE, false);
}

static void accept_excuses(struct desk *desk)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                for (uint32_t i = 0; i < CITY_PARTS; i++) {
                        const struct part_verdict *part = &desk->year->ledger.task[no].words.part[i];

                        turn_to(desk, MATTER_ACCEPT, no * CITY_PARTS + i, desk->year->day);
                        if (part->excuse != EXCUSE_UNSPECIFIED && city_task(&desk->year->city, no) &&
                            chance(desk, day_is_set(part->accepted_until) ? 5 : 60))
                                accept_excuse(desk, no, i + 1);
                }
        if (chance(desk, 10))
                accept_excuse(desk, some_task(desk), 1);
}

/* 更正 by the office, on behalf of the lead: of the report that counts, or of what that one corrected before. */
static void correct(struct desk *desk)
{
        const uint32_t no = some_task(desk);
        const bool wrong = chance(desk, 100);
        const struct docket_task *task = &desk->docket->task[no];
        const uint64_t replaces = chance(desk, 200) ? task->origin : task->report;
        struct event event = {.kind = EVENT_CORRECTION};
        struct letter letter = {.task = no, .data_date = task->report_day};
        struct report report;

        if (!task->report)
                return;
        letters_report(desk->year, no, task->report_day, &report);
        report.on_behalf_of = city_task(&desk->year->city, no)->lead[0];
        letter.highest_part = (uint32_t)report.line.n;
        letter.planted = wrong ? CODE_UNKNOWN_REFERENCE : CODE_NONE;
        event.correction = (struct correction){wrong ? 1 : replaces, reason("核实后更正"), &report};
        letters_say(desk->year, desk->who, letter, &event);
}

/* -- changes of the plan -- */

static struct number scaled(struct number number, uint32_t per_mille)
{
        number.unscaled = number.unscaled * per_mille / PROMILLE;
        return number;
}

/* 变更提议; the operator may, too. */
void letters_propose(struct year *year, uint32_t who, struct dice *dice)
{
        const uint32_t no = letters_some_task(year, dice);
        const struct city_task *task = city_task(&year->city, no);
        const uint32_t part = task->task.part.n ? dice_between(dice, 1, (uint32_t)task->task.part.n) : NOBODY_KNOWS;
        const bool is_there = part != NOBODY_KNOWS;
        const struct number target = is_there ? docket_target(&year->ledger.docket, no, part) : (struct number){0};
        const uint32_t way = dice_below(dice, 16);
        struct event event = {.kind = EVENT_PROPOSAL};
        struct proposal *proposal = &event.proposal;

        *proposal = (struct proposal){
                .task = {year->city.plan[0].plan.id, no}, .part = part, .reason = reason("上级调整任务")};
        if (way < 8)
                proposal->target = scaled(target, dice_chance(dice, 500) ? dice_between(dice, 1200, 1500)
                                                                         : dice_between(dice, 500, 800));
        if (way >= 6 && way < 13 && is_there)
                proposal->due = day_plus(docket_due(&year->ledger.docket, no, part), (int)dice_below(dice, 100) - 40);
        if (way == 13)
                proposal->target = (struct number){100, 0, true}; /* whatever it is measured by */
        if (way == 14) {
                proposal->target = target; /* as it is: or nothing at all */
                proposal->due = is_there && dice_chance(dice, 500) ? day_of(2022, 12, 1) : (struct day){0};
        }
        if (way == 15)
                proposal->reason = reason("");
        letters_say(year, who, (struct letter){.task = no}, &event);
}

static bool has_said(const struct docket_motion *motion, uint64_t key_id)
{
        bool said = motion->author == key_id;

        for (uint32_t i = 0; i < motion->votes; i++)
                said |= motion->voter[i] == key_id;
        return said;
}

/* 变更批准: also of what one proposed oneself, twice, or of what is decided. */
static void vote(struct desk *desk, const struct docket_motion *motion)
{
        const bool stale = motion->decided || has_said(motion, sender_key(&desk->year->sender[desk->who])->id);
        const bool approved = chance(desk, 800);
        const bool silent = !approved && chance(desk, 100);
        struct event event = {.kind = EVENT_APPROVAL};

        if (!chance(desk, stale ? 1 : 120))
                return;
        event.approval = (struct approval){motion->seq, approved, reason(approved || silent ? "" : "理由不充分"),
                                           ref_of(desk, motion->task)};
        say(desk, motion->task, &event, silent ? CODE_MISSING_FIELD : CODE_NONE, true);
}

static void vote_on_all(struct desk *desk)
{
        for (size_t i = 0; i < desk->docket->motions.n; i++) {
                turn_to(desk, MATTER_VOTE, (uint32_t)i, desk->year->day);
                vote(desk, &desk->docket->motions.at[i]);
        }
        if (desk->docket->motions.n && chance(desk, 10)) { /* of something else, or about something else */
                const struct docket_motion other = {.seq = chance(desk, 500) ? 1 : desk->docket->motions.at[0].seq,
                                                    .task = some_task(desk)};

                for (int i = 0; i < 5; i++)
                        vote(desk, &other);
        }
}

/* -- closing -- */

/* 销号, and the reverse. */
static void close_task(struct desk *desk, uint32_t no, bool reopened)
{
        static uint8_t HASH[HASH_SIZE];
        const uint32_t wrong = dice_below(&desk->dice, 12);
        struct attachment evidence = {reason("验收单.pdf"), bytes_of(HASH, HASH_SIZE)};
        struct event event = {.kind = EVENT_CLOSE};

        event.close = (struct close){.task = ref_of(desk, no), .reason = reason("已办结"), .reopened = reopened};
        if (chance(desk, 500)) {
                event.close.evidence.at = &evidence;
                event.close.evidence.n = 1;
        }
        if (wrong == 0) {
                event.close.reason = reason("");
                event.close.evidence.n = 0;
        }
        if (wrong == 1 && event.close.evidence.n)
                evidence.hash = bytes_of(HASH, 0);
        say(desk, no, &event, wrong == 0 || (wrong == 1 && event.close.evidence.n) ? CODE_MISSING_FIELD : CODE_NONE,
            false);
}

/* Some are opened again, weeks after. */
static void close_and_reopen(struct desk *desk)
{
        const int today = desk->year->day;

        for (int day = today < CLOSED_DAYS ? 1 : today - CLOSED_DAYS; day <= today; day++) {
                uint32_t no;

                turn_to(desk, MATTER_CLOSE, 0, day);
                if (!chance(desk, 25))
                        continue;
                no = some_task(desk);
                if (day == today)
                        close_task(desk, no, false);
                else if (today - day == (int)dice_between(&desk->dice, 5, 2 * CLOSED_DAYS))
                        close_task(desk, no, true);
        }
}

/* -- alerts -- */

static struct alert_ref alert_ref(const struct desk *desk, uint64_t cause, uint32_t task, uint32_t part,
                                  enum alert_kind kind)
{
        return (struct alert_ref){.cause = cause, .task = ref_of(desk, task), .part = part, .kind = kind};
}

/* 签发 */
static void sign_letter(struct desk *desk, const struct ledger_alert *open)
{
        const uint32_t wrong = dice_below(&desk->dice, 15);
        struct event event = {.kind = EVENT_LETTER_SIGNED};
        char number[32];

        snprintf(number, sizeof number, "督查〔2023〕%u号", (unsigned)desk->year->day);
        event.letter_signed = (struct letter_signed){
                .alert = alert_ref(desk, wrong == 2 ? 1 : open->cause, open->task, open->part, open->kind),
                .rung = wrong == 0 ? RUNG_REMINDER : open->rung,
                .number = reason(wrong == 1 ? "" : number),
        };
        say(desk, open->task, &event,
            wrong == 0   ? CODE_BAD_VALUE
            : wrong == 1 ? CODE_MISSING_FIELD
            : wrong == 2 ? CODE_UNKNOWN_REFERENCE
                         : CODE_NONE,
            wrong < 2);
}

/* 撤销: of what a correction took the ground from; and of what it did not. */
static void withdraw(struct desk *desk, const struct docket_alert *alert)
{
        struct event event = {.kind = EVENT_WITHDRAWAL};

        event.withdrawal.alert = alert_ref(desk, alert->cause, alert->task, alert->part, alert->kind);
        event.withdrawal.reason = reason("填报更正");
        say(desk, alert->task, &event, CODE_NONE, false);
}

static void deal_with_alerts(struct desk *desk)
{
        const struct ledger *ledger = &desk->year->ledger;

        turn_to(desk, MATTER_ALERTS, 0, desk->year->day);
        for (size_t i = 0; i < ledger->open.n; i++)
                if (ledger->open.at[i].rung >= RUNG_LETTER && chance(desk, 30))
                        sign_letter(desk, &ledger->open.at[i]);
        for (size_t i = 0; i < desk->docket->alerts.n; i++) {
                const struct docket_alert *alert = &desk->docket->alerts.at[i];
                const bool due = alert->change == ALERT_CLEARED && alert->unfounded && !alert->withdrawal;

                if (alert->task && chance(desk, due                              ? 200
                                                : alert->withdrawal              ? 5
                                                : alert->change == ALERT_CLEARED ? 0
                                                                                 : 1))
                        withdraw(desk, alert);
        }
}

/* -- texts, remarks, the bulletin -- */

/* 采用稿 */
static void adopt_text(struct desk *desk)
{
        const uint32_t no = some_task(desk);
        const bool empty = chance(desk, 100);
        struct bytes text = reason(empty ? "" : "已完成投资计划,序时推进。");
        struct event event = {.kind = EVENT_PLAN_TEXT};

        event.plan_text = (struct plan_text){ref_of(desk, no), {&text, 1}, year_today(desk->year)};
        say(desk, no, &event, empty ? CODE_MISSING_FIELD : CODE_NONE, true);
}

/* A word about every task that has none, from the half-year on. */
static void remark_all(struct desk *desk)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++) {
                struct event event = {.kind = EVENT_REMARK};

                if (!city_task(&desk->year->city, no) || desk->docket->task[no].has_remark)
                        continue;
                event.remark = (struct remark){ref_of(desk, no), REMARK_ORDERLY, reason(""), year_today(desk->year)};
                say(desk, no, &event, CODE_NONE, false);
        }
}

/* 通报定稿 */
static void close_bulletin(struct desk *desk)
{
        static const uint8_t HASH[HASH_SIZE] = {1};
        const uint32_t wrong = dice_below(&desk->dice, 8);
        struct event event = {.kind = EVENT_BULLETIN_CLOSED};
        struct bulletin_closed *bulletin = &event.bulletin_closed;

        *bulletin = (struct bulletin_closed){.plan = desk->year->city.plan[0].plan.id,
                                             .data_date = year_today(desk->year),
                                             .through_seq = desk->year->ledger.head,
                                             .hash = bytes_of(HASH, HASH_SIZE)};
        if (wrong == 0)
                bulletin->plan = reason("sim-2022");
        if (wrong == 1)
                bulletin->hash = bytes_of(HASH, 0);
        if (wrong == 2)
                bulletin->through_seq = UINT32_MAX;
        if (wrong == 3)
                bulletin->data_date = day_plus(bulletin->data_date, 60);
        say(desk, 0, &event,
            wrong == 1                 ? CODE_MISSING_FIELD
            : wrong == 0 || wrong == 2 ? CODE_UNKNOWN_REFERENCE
                                       : CODE_NONE,
            true);
}

/* Does the matter come up today? */
static bool comes_up(struct desk *desk, enum matter matter, uint32_t per_mille)
{
        turn_to(desk, matter, 0, desk->year->day);
        return chance(desk, per_mille);
}

void letters_of_desk(struct year *year, const struct sender *sender)
{
        struct desk desk = {.year = year, .docket = &year->ledger.docket, .who = sender->index};
        const bool first = sender->index == YEAR_SUPERVISOR;

        if (comes_up(&desk, MATTER_RETURN, 120))
                send_back(&desk);
        accept_excuses(&desk);
        if (comes_up(&desk, MATTER_CORRECT, 60))
                correct(&desk);
        if (comes_up(&desk, MATTER_PROPOSE, 80))
                letters_propose(year, sender->index, &desk.dice);
        vote_on_all(&desk);
        close_and_reopen(&desk);
        deal_with_alerts(&desk);
        if (comes_up(&desk, MATTER_TEXT, 40))
                adopt_text(&desk);
        if (first && year->day >= HALF_YEAR && comes_up(&desk, MATTER_BULLETIN, 100))
                remark_all(&desk);
        if (first && comes_up(&desk, MATTER_BULLETIN, 100))
                close_bulletin(&desk);
}
