/* letters.c - reports with all that happens to reports: late, missing, said twice with different figures, corrected. */
#include <stdlib.h>

#include "proto/codec.h"
#include "tests/sim/fail.h"
#include "tests/sim/year.h"

enum {
        WHO_LATENESS = 100000,
        WHO_REPORT = 200000,
        WHO_WRONG = 400000,
        WHO_CORRECTION = 450000,
        LATE_DAYS = 9,
        NEVER = 99
};

void letters_say(struct year *year, uint32_t who, struct letter letter, const struct event *event)
{
        letter.made = year_today(year);
        sender_say(&year->sender[who], &letter, event);
}

uint32_t letters_some_task(const struct year *year, struct dice *dice)
{
        uint32_t no = dice_between(dice, 1, CITY_NUMBERS);

        while (!city_task(&year->city, no))
                no = no % CITY_NUMBERS + 1;
        return no;
}

/* -- one report -- */

/* The task as far as anybody knows it: also one that is no longer, or not yet, in force. */
static const struct city_task *task_anyhow(const struct city *city, uint32_t no)
{
        const struct city_task *task = city_task(city, no);

        return task ? task : &city->plan[city->plan[0].task[no - 1].task.no ? 0 : 1].task[no - 1];
}

void letters_report(struct year *year, uint32_t no, struct day data_date, struct report *ret_report)
{
        const struct city_task *task = task_anyhow(&year->city, no);
        const size_t parts = task->task.part.n;
        struct bytes *progress = arena_array(year->arena, 1, sizeof *progress);
        struct promise *promises = arena_array(year->arena, parts, sizeof *promises);
        struct report report = {
                .task = {year->city.plan[0].plan.id, no},
                .data_date = data_date,
                .line.at = arena_array(year->arena, parts + 1, sizeof(struct line)),
                .progress = {progress, 1},
        };

        progress[0] = bytes_str("按计划推进。");
        for (uint32_t i = 0; i < parts; i++)
                city_line(&year->city, task, i + 1, data_date, &promises[i], &report.line.at[report.line.n++]);
        *ret_report = report;
}

static void say_report(struct year *year, struct sender *sender, const struct report *report)
{
        const struct letter letter = {
                .made = year_today(year),
                .task = report->task.no,
                .data_date = report->data_date,
                .highest_part = report->line.n ? report->line.at[report->line.n - 1].part : 0,
        };
        struct event event = {.kind = EVENT_REPORT};

        event.report = *report;
        sender_say(sender, &letter, &event);
}

/* Nobody goes on telling what is done. */
static void leave_out_done(struct report *report, struct dice *dice)
{
        size_t n = 0;

        for (size_t i = 0; i < report->line.n; i++)
                if (report->line.at[i].state != STATE_DONE || !dice_chance(dice, 400))
                        report->line.at[n++] = report->line.at[i];
        report->line.n = n;
}

/* Without the parts that nobody can put a figure to today. */
static void leave_out(struct report *report, struct dice *dice)
{
        leave_out_done(report, dice);
        if (report->line.n > 1 && dice_chance(dice, 60))
                report->line.n--;
}

static void contradict(struct report *report, struct dice *dice)
{
        for (size_t i = 0; i < report->line.n; i++)
                if (report->line.at[i].value.known)
                        report->line.at[i].value.unscaled =
                                report->line.at[i].value.unscaled * dice_between(dice, 400, 1300) / 1000;
}

static void plan_correction(struct year *year, struct sender *sender, const struct report *report, struct dice *dice)
{
        const bool same_date = year->weather.comparable || dice_chance(dice, 700);
        const struct letter letter = {
                .kind = EVENT_CORRECTION,
                .made = year_today(year),
                .task = report->task.no,
                .data_date = day_plus(report->data_date, same_date ? 0 : -(int)dice_between(dice, 1, 20)),
                .highest_part = (uint32_t)report->line.n,
                .corrects = sender->letter.n,
        };

        if (day_before(letter.data_date, year->city.first_day))
                return;
        sender_add(sender, &letter, (struct bytes){NULL, 0});
}

void letters_write_correction(struct year *year, struct sender *sender, struct letter *letter)
{
        struct dice dice = dice_of(year->weather.seed, WHO_CORRECTION + letter->task, (uint64_t)letter->data_date.n);
        struct event event = {.kind = EVENT_CORRECTION};
        struct report report;
        struct bytes bytes;

        arena_reset(year->arena);
        letters_report(year, letter->task, letter->data_date, &report);
        letter->highest_part = (uint32_t)report.line.n;
        if (dice_chance(&dice, 500)) /* else the first one was wrong, or only one of its texts */
                contradict(&report, &dice);
        event.correction = (struct correction){
                .replaces_seq = sender_letter(sender, letter->corrects)->seq,
                .reason = bytes_str("填报有误"),
                .report = &report,
        };
        MUST(codec_put_event(&event, year->arena, &bytes));
        letter->at = malloc(bytes.len);
        EXPECT(letter->at, "out of memory");
        memcpy(letter->at, bytes.at, bytes.len);
        letter->len = bytes.len;
}

/* -- when -- */

/* Is the figure of that day one that the task reports? Weekly on its weekday, monthly on the last day, quarterly and
 * more seldom also in the middle; on call now and then. */
static bool is_data_date(const struct city_task *task, struct day day)
{
        switch (task->task.cadence) {
        case CADENCE_WEEKLY:
                return (uint32_t)day.n % 7 == task->task.no % 7;
        case CADENCE_QUARTERLY:
                return day_is_month_end(day) && day_date(day).month % 3 != 1;
        case CADENCE_HALF_YEARLY:
                return day_is_month_end(day) && day_date(day).month % 3 == 0;
        case CADENCE_ON_CALL:
                return (uint32_t)day.n % 29 == task->task.no % 29;
        default:
                return day_is_month_end(day);
        }
}

static int days_late(const struct year *year, uint32_t no, struct day data_date)
{
        static const uint32_t IN_TIME[] = {[MOOD_EVENTFUL] = 80, [MOOD_NORMAL] = 93, [MOOD_QUIET] = 100};
        static const uint32_t AT_ALL[] = {[MOOD_EVENTFUL] = 95, [MOOD_NORMAL] = 98, [MOOD_QUIET] = 100};
        struct dice dice = dice_of(year->weather.seed, WHO_LATENESS + no, (uint64_t)data_date.n);
        const uint32_t kind = dice_below(&dice, 100);

        if (kind < IN_TIME[year->weather.mood])
                return (int)dice_below(&dice, 3);
        return kind < AT_ALL[year->weather.mood] ? (int)dice_between(&dice, 3, LATE_DAYS) : NEVER;
}

static void report_task(struct year *year, struct sender *sender, const struct city_task *task, struct day data_date)
{
        struct dice dice = dice_of(year->weather.seed, WHO_REPORT + task->task.no, (uint64_t)data_date.n);
        struct report report;

        arena_reset(year->arena);
        letters_report(year, task->task.no, data_date, &report);
        if (!year_is_calm(year)) {
                leave_out(&report, &dice);
                if (dice_chance(&dice, 30))
                        contradict(&report, &dice);
        }
        say_report(year, sender, &report);
        if (year_is_calm(year))
                return;
        if (dice_chance(&dice, 50)) {
                contradict(&report, &dice);
                say_report(year, sender, &report);
        }
        if (dice_chance(&dice, 60))
                plan_correction(year, sender, &report, &dice);
}

/* The responsible unit now and then reports too, on figures of the day before. */
static void report_beside(struct year *year, const struct city_task *task, struct day data_date)
{
        struct dice dice = dice_of(year->weather.seed, WHO_REPORT * 2 + task->task.no, (uint64_t)data_date.n);
        struct report report;

        if (task->other_department == CITY_NOBODY || !dice_chance(&dice, 100) || year_is_calm(year) ||
            year->weather.comparable)
                return;
        arena_reset(year->arena);
        letters_report(year, task->task.no, day_plus(data_date, -1), &report);
        contradict(&report, &dice);
        say_report(year, &year->sender[task->other_department], &report);
}

static void reports_of_task(struct year *year, const struct city_task *task)
{
        const struct day today = year_today(year);

        for (int late = 0; late <= LATE_DAYS; late++) {
                const struct day data_date = day_plus(today, -late);

                if (day_before(data_date, day_plus(year->city.first_day, 1)) || !is_data_date(task, data_date) ||
                    days_late(year, task->task.no, data_date) != late)
                        continue;
                report_task(year, &year->sender[task->lead_department], task, data_date);
                report_beside(year, task, data_date);
        }
}

void letters_of_day(struct year *year)
{
        letters_of_operator(year);
        if (year->day == 0 || !year->city.now)
                return;
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                if (city_task(&year->city, no))
                        reports_of_task(year, city_task(&year->city, no));
        letters_about_alerts(year);
        if (!year_is_calm(year))
                letters_countersign(year);
        if (!year_is_calm(year) && !year_is_spared(year))
                letters_for_time(year);
        for (uint32_t i = 0; i < CITY_DEPARTMENTS && !year_is_calm(year); i++) {
                struct dice dice = dice_of(year->weather.seed, WHO_WRONG + i, (uint64_t)year->day);

                if (dice_chance(&dice, 10))
                        letters_wrong(year, &year->sender[i], &dice);
        }
        for (uint32_t i = 0; i < YEAR_SUPERVISORS; i++)
                letters_of_supervisor(year, &year->sender[YEAR_SUPERVISOR + i]);
}
