/* city.c - two plans, made by throwing dice. */
#include "tests/sim/city.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/model/judge.h"
#include "tests/sim/fail.h"

enum { WHO_PLAN = 1, WHO_AMENDED = 2, WHO_CO_LEADS = 3 };

static const char *const PLAN_ID = "sim-2023";

/* -- parts -- */

/* How the work goes: most of it as planned, some slowly, some not at all for months, some faster. */
static void set_truth(struct city_part *truth, const struct part *part, enum mood mood, struct dice *dice)
{
        static const struct {
                uint32_t slow;
                uint32_t stalls;
                uint32_t fast;
        } FROM[] = {[MOOD_EVENTFUL] = {65, 80, 90}, [MOOD_NORMAL] = {88, 94, 97}, [MOOD_QUIET] = {100, 100, 100}};
        const uint32_t kind = dice_below(dice, 100);
        const int due = day_is_set(part->due) ? part->due.n - day_of(2023, 1, 1).n : 364;

        truth->pace = dice_between(dice, 980, 1060);
        truth->done_on = due - (int)dice_between(dice, 5, 60);
        if (kind >= FROM[mood].slow && kind < FROM[mood].stalls) {
                truth->pace = dice_between(dice, 500, 900);
                truth->done_on = due + (int)dice_between(dice, 0, 60);
        } else if (kind >= FROM[mood].stalls && kind < FROM[mood].fast) {
                truth->stalls_from = (int)dice_between(dice, 30, 200);
                truth->stalls_to = truth->stalls_from + (int)dice_between(dice, 40, 150);
                truth->pace = dice_between(dice, 1000, 1700);
                truth->done_on = 1000;
        } else if (kind >= FROM[mood].fast) {
                truth->pace = dice_between(dice, 1200, 1600);
        }
}

static struct number whole(int64_t value)
{
        return (struct number){value, 0, true};
}

static enum part_kind throw_kind(struct dice *dice)
{
        static const struct {
                enum part_kind kind;
                uint32_t weight;
        } SHARES[] = {
                {PART_CUMULATIVE, 45}, {PART_STOCK, 8},     {PART_LEVEL, 10},    {PART_GROWTH, 6}, {PART_STAGE, 8},
                {PART_AWARD, 4},       {PART_MILESTONE, 9}, {PART_HOLD_ZERO, 4}, {PART_DUTY, 3},   {PART_STATEMENT, 3},
        };
        uint32_t at = dice_below(dice, 100);
        size_t i = 0;

        while (at >= SHARES[i].weight)
                at -= SHARES[i++].weight;
        return SHARES[i].kind;
}

static void set_target(struct part *part, struct dice *dice)
{
        part->target = whole(dice_between(dice, 10, 3000));
        part->target.scale = dice_chance(dice, 200) ? 1 : 0;
        switch (part->kind) {
        case PART_STOCK:
                part->baseline = whole(dice_between(dice, 1, 400));
                part->target = whole(part->baseline.unscaled + dice_between(dice, 10, 900));
                break;
        case PART_LEVEL:
                part->direction = dice_chance(dice, 300) ? DIRECTION_AT_MOST : DIRECTION_AT_LEAST;
                part->strict = dice_chance(dice, 200);
                break;
        case PART_STAGE:
                part->baseline = whole(0);
                part->target = whole(100);
                break;
        case PART_HOLD_ZERO:
        case PART_MILESTONE:
        case PART_AWARD:
        case PART_DUTY:
        case PART_STATEMENT:
                part->target = (struct number){0};
                break;
        default:
                break;
        }
        if (part->kind == PART_CUMULATIVE && dice_chance(dice, 40))
                part->target = (struct number){0}; /* not registered: shown, not judged */
}

static void set_curve(struct part *part, struct city_part *truth, struct dice *dice)
{
        static const enum curve_kind KINDS[] = {CURVE_TABLE, CURVE_STEP, CURVE_SEASONAL};

        truth->curve = (struct curve){.kind = KINDS[dice_below(dice, COUNT_OF(KINDS))]};
        for (int i = 0; i < 3; i++)
                truth->point[i] = (struct curve_point){day_of(2023, 3 * (i + 1), 30),
                                                       (uint32_t)(i + 1) * dice_between(dice, 1500, 2400)};
        part->curve = &truth->curve;
}

static void make_part(struct city_task *task, uint32_t no, enum mood mood, struct dice *dice)
{
        struct part *part = &task->part[no - 1];
        struct city_part *truth = &task->truth[no - 1];

        *part = (struct part){.no = no, .kind = throw_kind(dice), .unit = bytes_str("个")};
        part->soft = no > 1 && dice_chance(dice, 250);
        part->final = dice_chance(dice, 60);
        part->statistics = dice_chance(dice, 60);
        set_target(part, dice);
        if (dice_chance(dice, 300))
                part->due = day_month_end(day_of(2023, (int)dice_between(dice, 5, 12), 1));
        if (dice_chance(dice, 100))
                part->start = day_of(2023, 3, 1);
        if (dice_chance(dice, 200))
                set_curve(part, truth, dice);
        snprintf(truth->name, sizeof truth->name, "指标%u", no);
        set_truth(truth, part, mood, dice);
}

/* -- tasks -- */

/* The lists and names of a task point into the task itself: set again after a copy. */
static void link_task(struct city_task *task)
{
        task->task.title = bytes_str(task->title);
        task->task.lead.at = task->lead;
        task->task.responsible.at = task->responsible;
        task->task.part.at = task->part;
        for (size_t i = 0; i < task->task.part.n; i++) {
                task->part[i].name = bytes_str(task->truth[i].name);
                task->truth[i].curve.point.at = task->truth[i].point;
                task->truth[i].curve.point.n = 3;
                if (task->part[i].curve)
                        task->part[i].curve = &task->truth[i].curve;
        }
}

/* A second lead of one task in four. */
static void set_co_lead(const struct city *city, struct city_task *task)
{
        struct dice dice = dice_of(city->seed, WHO_CO_LEADS, task->task.no);

        task->co_department = CITY_NOBODY;
        if (!dice_chance(&dice, 250))
                return;
        task->co_department = (task->lead_department + dice_between(&dice, 10, 19)) % CITY_DEPARTMENTS;
        task->lead[1] = bytes_str(city->department[task->co_department]);
        task->task.lead.n = 2;
}

static void make_task(struct city *city, struct city_task *task, uint32_t no, struct dice *dice)
{
        static const enum cadence CADENCES[] = {
                CADENCE_WEEKLY,      CADENCE_WEEKLY,      CADENCE_MONTHLY,   CADENCE_MONTHLY,     CADENCE_MONTHLY,
                CADENCE_UNSPECIFIED, CADENCE_UNSPECIFIED, CADENCE_QUARTERLY, CADENCE_HALF_YEARLY, CADENCE_ON_CALL};
        uint32_t parts = dice_between(dice, 1, CITY_PARTS);

        *task = (struct city_task){.in_plan = true, .other_department = CITY_NOBODY};
        task->lead_department = dice_below(dice, CITY_DEPARTMENTS);
        task->lead[0] = bytes_str(city->department[task->lead_department]);
        snprintf(task->title, sizeof task->title, "任务%u", no);
        task->task = (struct task){.no = no, .cadence = CADENCES[dice_below(dice, COUNT_OF(CADENCES))]};
        task->task.lead.n = 1;
        set_co_lead(city, task);
        if (dice_chance(dice, 400)) {
                task->other_department = (task->lead_department + dice_between(dice, 1, 9)) % CITY_DEPARTMENTS;
                task->responsible[0] = bytes_str(city->department[task->other_department]);
                task->task.responsible.n = 1;
        }
        if (dice_chance(dice, 40))
                parts = 0; /* nothing registered at all */
        for (uint32_t i = 1; i <= parts; i++)
                make_part(task, i, city->mood, dice);
        task->task.part.n = parts;
        link_task(task);
}

/* What is added during the year is not expected to have begun with it. */
static void begin_late(struct city_task *task)
{
        for (size_t i = 0; i < task->task.part.n; i++) {
                task->part[i].start = day_of(2023, 9, 1);
                task->part[i].due = (struct day){0};
                task->part[i].curve = NULL;
        }
}

static void amend(struct city *city, uint32_t tasks)
{
        struct dice dice = dice_of(city->seed, WHO_AMENDED, 0);
        struct city_plan *plan = &city->plan[1];

        *plan = city->plan[0];
        plan->import_id[15] = 1;
        for (uint32_t no = tasks + 1; no <= tasks + 4 && no <= CITY_NUMBERS; no++) {
                make_task(city, &plan->task[no - 1], no, &dice);
                begin_late(&plan->task[no - 1]);
        }
        for (uint32_t i = 0; i < tasks; i++) {
                struct city_task *task = &plan->task[i];

                if (dice_chance(&dice, 30))
                        task->in_plan = false;
                if (dice_chance(&dice, 60) && task->task.part.n > 1)
                        task->task.part.n--;
                if (dice_chance(&dice, 500) && task->task.part.n > 0 && !task->part[0].target.known &&
                    task->part[0].kind == PART_CUMULATIVE)
                        task->part[0].target = whole(dice_between(&dice, 10, 3000)); /* its first one */
                if (task->task.lead.n == 2 && i % 4 == 0) { /* one lead is enough from now on */
                        task->task.lead.n = 1;
                        task->co_department = CITY_NOBODY;
                }
                link_task(task);
        }
}

void city_make(struct city *city, uint64_t seed, enum mood mood, uint32_t tasks)
{
        struct dice dice = dice_of(seed, WHO_PLAN, 0);
        struct city_plan *plan = &city->plan[0];

        *city = (struct city){.seed = seed, .mood = mood, .first_day = day_of(2023, 1, 1)};
        for (unsigned i = 0; i < CITY_DEPARTMENTS; i++)
                snprintf(city->department[i], CITY_NAME_SIZE, "单位%02u", i + 1);
        plan->plan = (struct plan){
                .id = bytes_str(PLAN_ID),
                .title = bytes_str("重点任务"),
                .start = city->first_day,
                .end = day_of(2023, 12, 31),
                .cadence = CADENCE_MONTHLY,
        };
        for (uint32_t no = 1; no <= tasks; no++)
                make_task(city, &plan->task[no - 1], no, &dice);
        amend(city, tasks);
}

const struct city_task *city_task(const struct city *city, uint32_t no)
{
        if (!city->now || no == 0 || no > CITY_NUMBERS || !city->now->task[no - 1].in_plan)
                return NULL;
        return &city->now->task[no - 1];
}

bool city_concerns(const struct city_task *task, uint32_t department)
{
        return city_leads(task, department) || task->other_department == department;
}

bool city_leads(const struct city_task *task, uint32_t department)
{
        return task->lead_department == department || task->co_department == department;
}

/* -- how it goes -- */

/* In 1/1000 of the target: what is planned, without the days of the stall, at the part's own pace. */
static int64_t share_done(const struct city_task *task, uint32_t part_no, const struct plan *plan, int day_of_year)
{
        const struct city_part *truth = &task->truth[part_no - 1];
        const int from = truth->stalls_from < day_of_year ? truth->stalls_from : day_of_year;
        const int to = truth->stalls_to < day_of_year ? truth->stalls_to : day_of_year;
        const struct ratio planned =
                judge_planned(&task->part[part_no - 1], plan, day_plus(plan->start, day_of_year - (to - from)));

        return planned.num * 1000 / planned.den * truth->pace / 1000;
}

static int64_t noisy(int64_t value, struct dice *dice, uint32_t per_mille)
{
        return value + value * ((int64_t)dice_below(dice, 2 * per_mille + 1) - (int64_t)per_mille) / 1000;
}

static void set_node(const struct city_part *truth, enum part_kind kind, int day_of_year, struct line *line)
{
        if (kind == PART_DUTY || kind == PART_STATEMENT)
                line->state = STATE_IN_PROGRESS;
        else if (day_of_year >= truth->done_on)
                line->state = STATE_DONE;
        else
                line->state = day_of_year < 60 && truth->pace < 1000 ? STATE_NOT_STARTED : STATE_IN_PROGRESS;
        if (kind == PART_AWARD && line->state != STATE_NOT_STARTED)
                line->stage = line->state == STATE_DONE ? STAGE_CERTIFIED : STAGE_APPLIED;
}

static void set_excuse(const struct city *city, const struct part *part, struct day at, struct dice *dice,
                       struct promise *promise, struct line *line)
{
        static const struct bytes WHAT = {(const uint8_t *)"年内完成", sizeof "年内完成" - 1};
        const uint32_t kind =
                city->mood == MOOD_QUIET ? 1000 : dice_below(dice, city->mood == MOOD_NORMAL ? 4000 : 1000);

        if (kind < 15 && part->target.known) {
                line->forecast = part->target;
        } else if (kind < 40) {
                *promise = (struct promise){WHAT, day_plus(at, (int)dice_between(dice, 1, 90))};
                line->promise = promise;
        } else if (kind < 60) {
                line->evidence = (enum evidence)dice_between(dice, EVIDENCE_MEASURED, EVIDENCE_NARRATIVE);
        } else if (kind < 70) {
                line->unit = bytes_str("亩"); /* not the plan's */
        } else if (kind < 80) {
                line->state = STATE_BLOCKED;
        }
}

void city_line(const struct city *city, const struct city_task *task, uint32_t part_no, struct day at,
               struct promise *promise, struct line *ret_line)
{
        const struct part *part = &task->part[part_no - 1];
        const struct city_part *truth = &task->truth[part_no - 1];
        const int day_of_year = at.n - city->first_day.n;
        struct dice dice = dice_of(city->seed, 1000 + task->task.no * 8 + part_no, (uint64_t)at.n);
        const int64_t done = share_done(task, part_no, &city->plan[0].plan, day_of_year);
        const uint32_t noise = city->mood == MOOD_QUIET ? 5 : city->mood == MOOD_NORMAL ? 15 : 30;
        struct line line = {.part = part_no};

        switch (part->kind) {
        case PART_CUMULATIVE:
                line.value = part->target.known ? part->target : whole(500);
                line.value.unscaled = noisy(line.value.unscaled * done / 1000, &dice, noise);
                break;
        case PART_STOCK:
        case PART_STAGE:
                line.value = part->target;
                line.value.unscaled =
                        part->baseline.unscaled +
                        noisy((part->target.unscaled - part->baseline.unscaled) * done / 1000, &dice, noise);
                break;
        case PART_LEVEL:
        case PART_GROWTH:
                line.value = part->target;
                line.value.unscaled += part->direction == DIRECTION_AT_MOST
                                               ? line.value.unscaled * (1000 - (int64_t)truth->pace) / 2000
                                               : line.value.unscaled * ((int64_t)truth->pace - 1000) / 2000;
                line.value.unscaled = noisy(line.value.unscaled, &dice, noise);
                break;
        case PART_HOLD_ZERO:
                line.value = whole(
                        city->mood != MOOD_QUIET && dice_chance(&dice, city->mood == MOOD_NORMAL ? 2 : 10) ? 1 : 0);
                break;
        default:
                set_node(truth, part->kind, day_of_year, &line);
                break;
        }
        set_excuse(city, part, at, &dice, promise, &line);
        *ret_line = line;
}
