/* letters_office.c - what operator and supervisors say: roster, plans, policy, keys, days; suspensions, remarks. */
#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/fail.h"
#include "tests/sim/year.h"

enum { WHO_OPERATOR = 500000, WHO_SUPERVISOR = 510000, CHUNK_TASKS = 40 };

/* -- the operator -- */

static void say_roster(struct year *year)
{
        struct event event = {.kind = EVENT_ROSTER_CHANGE};
        struct member member[YEAR_SENDERS];
        struct key key[YEAR_SENDERS];

        for (uint32_t i = 0; i < YEAR_SENDERS; i++) {
                const struct sender *sender = &year->sender[i];

                member[i] = (struct member){.name = bytes_str(sender->name),
                                            .department = bytes_str(sender->department_name),
                                            .role = sender->role};
                key[i] = (struct key){.public_key = bytes_of(sender->key[0].public_key, KEY_SIZE),
                                      .member = bytes_str(sender->name)};
        }
        event.roster_change.member.at = member;
        event.roster_change.key.at = key;
        event.roster_change.member.n = event.roster_change.key.n = YEAR_SENDERS;
        letters_say(year, YEAR_OPERATOR, (struct letter){.effect = EFFECT_ROSTER, .subject = YEAR_SENDERS}, &event);
}

/* Farther than any proposal goes, so that it never is what was approved by then. */
#define UNHEARD_OF 1000003

/* The first target that stands in both plans is another one for a while: nobody has approved that. */
static void move_a_target(struct city *city, uint32_t version, int64_t by)
{
        for (uint32_t i = 0; i < CITY_NUMBERS; i++) {
                struct city_task *task = &city->plan[version].task[i];

                if (task->in_plan && task->task.part.n > 0 && city->plan[0].task[i].part[0].target.known) {
                        task->part[0].target.unscaled += by;
                        return;
                }
        }
}

static void say_plan(struct year *year, uint32_t version, enum code planted)
{
        ARENA struct arena *arena = arena_new(0);
        const struct city_plan *plan = &year->city.plan[version];
        struct bytes tasks[CITY_NUMBERS];
        uint8_t *whole = arena_take(arena, 1048576);
        uint8_t hash[HASH_SIZE];
        struct event event = {.kind = EVENT_PLAN_IN_FORCE};
        size_t n = 0;
        size_t len = 0;

        if (planted == CODE_NEEDS_APPROVAL)
                move_a_target(&year->city, version, UNHEARD_OF);
        for (uint32_t i = 0; i < CITY_NUMBERS; i++) {
                if (!plan->task[i].in_plan)
                        continue;
                MUST(codec_put_task(&plan->task[i].task, arena, &tasks[n]));
                memcpy(whole + len, tasks[n].at, tasks[n].len);
                len += tasks[n++].len;
        }
        if (planted == CODE_NEEDS_APPROVAL)
                move_a_target(&year->city, version, -UNHEARD_OF);
        ids_hash(bytes_of(whole, len), hash);
        event.plan_in_force = plan->plan;
        event.plan_in_force.import_id = bytes_of(plan->import_id, sizeof plan->import_id);
        event.plan_in_force.tasks = (uint32_t)n + (planted == CODE_INCOMPLETE_IMPORT);
        event.plan_in_force.hash = bytes_of(hash, HASH_SIZE);
        for (size_t from = 0; from < n; from += CHUNK_TASKS) {
                struct event chunk = {.kind = EVENT_PLAN_CHUNK};

                chunk.plan_chunk = (struct plan_chunk){plan->plan.id,
                                                       event.plan_in_force.import_id,
                                                       event.plan_in_force.chunks++,
                                                       {tasks + from, n - from < CHUNK_TASKS ? n - from : CHUNK_TASKS}};
                letters_say(year, YEAR_OPERATOR, (struct letter){0}, &chunk);
        }
        letters_say(
                year, YEAR_OPERATOR,
                (struct letter){.planted = planted, .effect = planted ? EFFECT_NONE : EFFECT_PLAN, .subject = version},
                &event);
}

static void say_policy(struct year *year, uint32_t version)
{
        struct event event = {.kind = EVENT_POLICY};

        event.policy = *policy_default();
        event.policy.version = version;
        if (version == 2) {
                event.policy.behind_below_tenths = 120;
                event.policy.clear_from_tenths = 60;
                event.policy.approvals_needed = 2;
                event.policy.link_down_days = 4;
        } else if (version == 3) {
                event.policy.link_down_days = 1;
                event.policy.grace_days = 3;
                event.policy.letter_days = 8;
                event.policy.supervision_days = 12;
                event.policy.excuse_free_cycles = 2;
        }
        letters_say(year, YEAR_OPERATOR, (struct letter){.effect = EFFECT_POLICY, .subject = version}, &event);
}

static void say_key(struct year *year, uint32_t who, uint32_t index, bool revoked)
{
        const struct sender *sender = &year->sender[who];
        struct event event = {.kind = EVENT_ROSTER_CHANGE};
        struct key key = {
                .public_key = bytes_of(sender->key[index].public_key, KEY_SIZE),
                .member = bytes_str(sender->name),
                .revoked = revoked,
                .reason = bytes_str(revoked ? "更换" : ""),
        };

        event.roster_change.key.at = &key;
        event.roster_change.key.n = 1;
        letters_say(
                year, YEAR_OPERATOR,
                (struct letter){.effect = revoked ? EFFECT_KEY_REVOKED : EFFECT_KEY_NEW, .subject = who << 8 | index},
                &event);
}

/* A new key this week, the old one revoked the week after. */
static void rotate_keys(struct year *year)
{
        struct dice dice = dice_of(year->weather.seed, WHO_OPERATOR + 1, (uint64_t)year->day / 7);
        const uint32_t who = dice_below(&dice, CITY_DEPARTMENTS);
        struct dice before = dice_of(year->weather.seed, WHO_OPERATOR + 1, (uint64_t)year->day / 7 - 1);
        const uint32_t last = dice_below(&before, CITY_DEPARTMENTS);

        if (sender_key_new(&year->sender[who], year->weather.seed))
                say_key(year, who, year->sender[who].keys - 1, false);
        if (year->day > 7 && last != who && year->sender[last].keys > 1)
                say_key(year, last, year->sender[last].keys - 2, true);
}

static void say_day(struct year *year)
{
        struct event event = {.kind = EVENT_CLOCK_ADVANCE};

        event.clock_advance.to = year_today(year);
        letters_say(year, YEAR_OPERATOR, (struct letter){.effect = EFFECT_DAY, .subject = (uint32_t)year_today(year).n},
                    &event);
}

static void say_clock_is_right(struct year *year)
{
        struct event event = {.kind = EVENT_CLOCK_CONFIRM};

        event.clock_confirm.reason = bytes_str("已校时");
        letters_say(year, YEAR_OPERATOR, (struct letter){.effect = EFFECT_CLOCK}, &event);
}

static void say_nonsense(struct year *year, struct dice *dice)
{
        struct event event = {.kind = EVENT_CLOCK_ADVANCE};
        struct key key = {
                .public_key = bytes_of(year->sender[YEAR_OPERATOR].key[0].public_key, KEY_SIZE),
                .member = bytes_str(year->sender[YEAR_OPERATOR].name),
                .revoked = true,
        };

        if (dice_chance(dice, 500) && !year->weather.virtual_clock) {
                event.clock_advance.to = day_plus(year_today(year), 10);
                letters_say(year, YEAR_OPERATOR, (struct letter){.planted = CODE_REAL_CLOCK, .planted_early = true},
                            &event);
        } else if (dice_chance(dice, 500)) {
                event = (struct event){.kind = EVENT_ROSTER_CHANGE};
                event.roster_change.key.at = &key;
                event.roster_change.key.n = 1;
                letters_say(year, YEAR_OPERATOR, (struct letter){.planted = CODE_LAST_OPERATOR, .planted_early = true},
                            &event);
        } else {
                say_policy(year, 1);
        }
}

/* What comes into force does so before an outage that is looked at, or well after it. */
static int not_spared(const struct year *year, int day)
{
        const int from = year->weather.spared_from;

        return from && day >= from && day < from + YEAR_SPARED_DAYS ? from + YEAR_SPARED_DAYS : day;
}

void letters_of_operator(struct year *year)
{
        struct dice once = dice_of(year->weather.seed, WHO_OPERATOR, 0);
        struct dice dice = dice_of(year->weather.seed, WHO_OPERATOR, (uint64_t)year->day + 1);
        const int amended_on = not_spared(year, (int)dice_between(&once, 100, 250));
        const int policy_on = not_spared(year, (int)dice_between(&once, 60, 200));
        const int policy_again_on = not_spared(year, policy_on + 90);

        if (year->weather.virtual_clock && year->day > 0)
                say_day(year);
        if (year->day == 0) {
                say_roster(year);
                say_plan(year, 0, CODE_NONE);
        }
        if (year_is_calm(year))
                return;
        if (year->day == amended_on) {
                say_plan(year, 1, CODE_INCOMPLETE_IMPORT);
                say_plan(year, 1, CODE_NEEDS_APPROVAL);
                say_plan(year, 1, CODE_NONE);
        }
        if (year->day == policy_on || year->day == policy_again_on)
                say_policy(year, year->day == policy_on ? 2 : 3);
        if (ledger_alert(&year->ledger, 0, 0, ALERT_CLOCK))
                say_clock_is_right(year);
        if (year->day > 0 && year->day % 7 == 3)
                rotate_keys(year);
        if (year->day > 0 && dice_chance(&dice, 15))
                say_nonsense(year, &dice);
        if (year->day > 0 && !year_is_spared(year) && dice_chance(&dice, 60))
                letters_propose(year, YEAR_OPERATOR, &dice);
}

/* -- supervisors -- */

static void say_suspension(struct year *year, const struct sender *sender, struct dice *dice)
{
        const uint32_t no = letters_some_task(year, dice);
        const struct bytes plan = year->city.plan[0].plan.id;
        struct event event = {.kind = EVENT_SUSPENSION};

        event.suspension = (struct suspension){.task = {plan, no}, .reason = bytes_str("项目调整")};
        if (dice_chance(dice, 250))
                event.suspension.lifted = true;
        else if (dice_chance(dice, 800))
                event.suspension.until = day_plus(year_today(year), (int)dice_between(dice, 0, 60));
        letters_say(year, sender->index, (struct letter){.task = no}, &event);
}

static void say_remark(struct year *year, const struct sender *sender, struct dice *dice)
{
        const uint32_t no = letters_some_task(year, dice);
        struct event event = {.kind = EVENT_REMARK};

        event.remark = (struct remark){.task = {year->city.plan[0].plan.id, no},
                                       .word = (enum remark_word)dice_between(dice, 1, REMARK_COUNT - 1),
                                       .data_date = year_today(year)};
        letters_say(year, sender->index, (struct letter){.task = no}, &event);
}

/* Of two leads either, day by day. */
static struct bytes lead_of(const struct city_task *task, int day)
{
        return task->lead[(size_t)day % task->task.lead.n];
}

/* 代报: on the figures of two days before; without a name it is refused. */
static void say_on_behalf(struct year *year, const struct sender *sender, struct dice *dice)
{
        const uint32_t no = letters_some_task(year, dice);
        const struct day data_date = day_plus(year_today(year), -2);
        const bool named = dice_chance(dice, 900);
        struct event event = {.kind = EVENT_REPORT};
        struct letter letter = {.task = no, .data_date = data_date};

        if (year->day < 3)
                return;
        arena_reset(year->arena);
        letters_report(year, no, data_date, &event.report);
        if (named) {
                event.report.on_behalf_of = lead_of(city_task(&year->city, no), year->day);
                letter.highest_part = (uint32_t)event.report.line.n;
        } else {
                event.report.line.n = 0;
                letter.planted = CODE_MISSING_FIELD;
        }
        letters_say(year, sender->index, letter, &event);
}

static void say_cursor(struct year *year, const struct sender *sender)
{
        struct event event = {.kind = EVENT_CURSOR};

        event.cursor = (struct cursor){bytes_str("值班"), 1, year->ledger.head};
        letters_say(year, sender->index, (struct letter){0}, &event);
}

void letters_of_supervisor(struct year *year, struct sender *sender)
{
        struct dice dice = dice_of(year->weather.seed, WHO_SUPERVISOR + sender->index, (uint64_t)year->day);

        if (year_is_calm(year))
                return;
        if (dice_chance(&dice, 60))
                say_suspension(year, sender, &dice);
        if (dice_chance(&dice, 100))
                say_remark(year, sender, &dice);
        if (dice_chance(&dice, 60) && !year->weather.comparable)
                say_on_behalf(year, sender, &dice);
        if (dice_chance(&dice, 30))
                say_cursor(year, sender);
        if (!year_is_spared(year))
                letters_of_desk(year, sender);
}
