/* letters_wrong.c - one row for each way to be wrong; what the law says about it stands in the letter. */
#include "tests/sim/fail.h"
#include "tests/sim/year.h"

struct wrong { /* a sound report on one of the sender's own tasks, to be spoiled */
        struct year *year;
        struct sender *sender;
        struct dice *dice;
        struct letter letter;
        struct event event;
};

static struct report *report_of(struct wrong *wrong)
{
        return &wrong->event.report;
}

static void foreign_task(struct wrong *wrong)
{
        wrong->letter.task = dice_between(wrong->dice, 1, CITY_NUMBERS);
        report_of(wrong)->task.no = wrong->letter.task;
        report_of(wrong)->line.n = 0;
        wrong->letter.highest_part = 0;
}

static void no_such_task(struct wrong *wrong)
{
        wrong->letter.task = report_of(wrong)->task.no = 900;
}

static void foreign_plan(struct wrong *wrong)
{
        report_of(wrong)->task.plan = bytes_str("sim-2022");
        wrong->letter.task = 900;
}

static void no_such_part(struct wrong *wrong)
{
        report_of(wrong)->line.at[report_of(wrong)->line.n++] = (struct line){.part = 99, .state = STATE_DONE};
        wrong->letter.highest_part = 99;
}

static void in_future(struct wrong *wrong)
{
        wrong->letter.data_date = report_of(wrong)->data_date = day_plus(report_of(wrong)->data_date, 400);
}

static void said_twice(struct wrong *wrong)
{
        struct report *report = report_of(wrong);

        if (report->line.n == 0)
                return;
        report->line.at[report->line.n] = report->line.at[0];
        report->line.n++;
        wrong->letter.planted = CODE_WRONG_SHAPE;
}

/* That line alone: a report is refused for its first bad line. */
static void figure_for_node(struct wrong *wrong)
{
        struct report *report = report_of(wrong);
        const struct city_task *task = city_task(&wrong->year->city, report->task.no);

        for (size_t i = 0; i < report->line.n; i++)
                if (task->part[i].kind == PART_MILESTONE || task->part[i].kind == PART_DUTY) {
                        report->line.at[0] = report->line.at[i];
                        report->line.at[0].value = (struct number){7, 0, true};
                        report->line.n = 1;
                        wrong->letter.highest_part = report->line.at[0].part;
                        wrong->letter.planted = CODE_WRONG_SHAPE;
                }
}

static void bad_text(struct wrong *wrong)
{
        report_of(wrong)->progress.at[0] = bytes_of("\xff\xfe", 2);
        wrong->letter.planted = CODE_BAD_TEXT;
        wrong->letter.planted_early = true;
}

static void on_behalf(struct wrong *wrong)
{
        report_of(wrong)->on_behalf_of = bytes_str(wrong->sender->department_name);
        report_of(wrong)->line.n = 0;
        wrong->letter.highest_part = 0;
        wrong->letter.planted = CODE_NOT_ALLOWED;
}

static void corrects_nothing(struct wrong *wrong)
{
        const struct report report = *report_of(wrong);
        struct report *copy = arena_take(wrong->year->arena, sizeof *copy);

        *copy = report;
        wrong->event.kind = EVENT_CORRECTION;
        wrong->event.correction = (struct correction){
                .replaces_seq = dice_chance(wrong->dice, 500) ? 1 : 1000000,
                .reason = bytes_str("无"),
                .report = copy,
        };
        wrong->letter.planted = CODE_UNKNOWN_REFERENCE;
}

static void above_its_station(struct wrong *wrong)
{
        wrong->event = (struct event){.kind = EVENT_REMARK};
        wrong->event.remark = (struct remark){.task = {wrong->year->city.plan[0].plan.id, wrong->letter.task},
                                              .word = REMARK_COMPLETED};
        wrong->letter.planted = CODE_NOT_ALLOWED;
        wrong->letter.planted_early = true;
}

static void service_word(struct wrong *wrong)
{
        wrong->event = (struct event){.kind = EVENT_TICK};
        wrong->event.tick.day = day_plus(year_today(wrong->year), 30);
        wrong->letter.planted = CODE_NOT_ALLOWED;
        wrong->letter.planted_early = true;
}

static void (*const WAYS[])(struct wrong *) = {
        foreign_task, no_such_task, foreign_plan,    no_such_part,     in_future,         said_twice,
        bad_text,     on_behalf,    figure_for_node, corrects_nothing, above_its_station, service_word,
};

static void say_garbage(struct sender *sender, struct dice *dice)
{
        const struct letter letter = {.kind = EVENT_NONE, .planted = CODE_MALFORMED, .planted_early = true};
        uint8_t garbage[40];
        const size_t len = dice_between(dice, 1, sizeof garbage);

        for (size_t i = 0; i < len; i++)
                garbage[i] = (uint8_t)(0xf8 | dice_below(dice, 8)); /* wire types that do not exist, or cut off */
        sender_add(sender, &letter, bytes_of(garbage, len));
}

void letters_wrong(struct year *year, struct sender *sender, struct dice *dice)
{
        struct wrong wrong = {.year = year, .sender = sender, .dice = dice, .event = {.kind = EVENT_REPORT}};
        const uint32_t way = dice_below(dice, COUNT_OF(WAYS) + 1);

        if (way == COUNT_OF(WAYS)) {
                say_garbage(sender, dice);
                return;
        }
        for (uint32_t no = 1; no <= CITY_NUMBERS && !wrong.letter.task; no++)
                if (city_task(&year->city, no) && city_task(&year->city, no)->lead_department == sender->department)
                        wrong.letter.task = no;
        if (!wrong.letter.task)
                return;
        arena_reset(year->arena);
        letters_report(year, wrong.letter.task, year_today(year), report_of(&wrong));
        wrong.letter.made = wrong.letter.data_date = year_today(year);
        wrong.letter.highest_part = (uint32_t)report_of(&wrong)->line.n;
        WAYS[way](&wrong);
        sender_say(sender, &wrong.letter, &wrong.event);
}
