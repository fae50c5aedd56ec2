/* roll_call.c - a calendar, deadlines, and cells. */
#include "tests/sim/roll_call.h"

#include "lib/model/policy.h"
#include "tests/sim/fail.h"

enum { OUTAGE_MS = 3600000, NEW_YEAR = 19358 }; /* 2023-01-01, a Sunday: the first week ends with it */

/* -- the calendar -- */

/* Days off that are no weekends, and weekend days that are worked: month * 100 + day; 1301 is the next New Year. */
static const int OFF[] = {102, 123, 124, 125,  126,  127,  405,  501,  502, 503,
                          622, 623, 929, 1002, 1003, 1004, 1005, 1006, 1301};
static const int ON[] = {128, 129, 423, 506, 625, 1007, 1008};

static bool is_listed(const int *list, size_t n, int number)
{
        for (size_t i = 0; i < n; i++)
                if (list[i] == number)
                        return true;
        return false;
}

static bool is_working(int day)
{
        const struct date date = day_date((struct day){day});
        const int number = ((date.year - 2023) * 12 + date.month) * 100 + date.day;
        const int weekday = ((day - NEW_YEAR) % 7 + 7) % 7; /* 0 = Sunday */

        if (weekday == 0 || weekday == 6)
                return is_listed(ON, COUNT_OF(ON), number);
        return !is_listed(OFF, COUNT_OF(OFF), number);
}

int roll_call_working_days(struct day from, struct day to)
{
        int n = 0;

        for (int day = from.n + 1; day <= to.n; day++)
                n += is_working(day);
        return n;
}

static int working_day_after(int day, uint32_t n)
{
        while (n > 0)
                n -= is_working(++day);
        return day;
}

/* -- cycles -- */

static enum cadence cadence_of(const struct docket *docket, uint32_t no)
{
        const enum cadence cadence = docket->plan->task[no - 1].task.cadence;

        return cadence == CADENCE_UNSPECIFIED ? CADENCE_MONTHLY : cadence;
}

static int months_of(enum cadence cadence)
{
        return cadence == CADENCE_QUARTERLY ? 3 : cadence == CADENCE_HALF_YEARLY ? 6 : 1;
}

int roll_call_cycle(const struct docket *docket, uint32_t no, struct day day)
{
        const enum cadence cadence = cadence_of(docket, no);
        const struct date date = day_date(day);

        if (cadence == CADENCE_ON_CALL)
                return day.n;
        if (cadence == CADENCE_WEEKLY)
                return (day.n - NEW_YEAR + 6) / 7;
        return ((date.year - 2023) * 12 + date.month - 1) / months_of(cadence);
}

static int last_day(enum cadence cadence, int cycle)
{
        const int months = (cycle + 1) * months_of(cadence);

        if (cadence == CADENCE_WEEKLY)
                return NEW_YEAR + cycle * 7;
        return day_of(2023 + months / 12, months % 12 + 1, 1).n - 1;
}

static bool needs_statistics(const struct city_task *task)
{
        for (uint32_t i = 0; i < task->task.part.n; i++)
                if (task->part[i].statistics)
                        return true;
        return false;
}

static int deadline_behind(const struct roll_call *roll, const struct docket *docket, uint32_t no, int last)
{
        const bool statistics = needs_statistics(docket_task(docket, no));
        int day = working_day_after(last, statistics ? roll->grace_statistics : roll->grace);

        for (size_t i = 0; i < roll->outages; i++)
                if (roll->outage[i].from <= day && day <= roll->outage[i].to)
                        day = working_day_after(roll->outage[i].to, 2);
        return day;
}

/* No deadline passes before that of the cycle before, if the plan runs then. */
static int deadline_of(const struct roll_call *roll, const struct docket *docket, uint32_t no, int cycle)
{
        const enum cadence cadence = cadence_of(docket, no);
        const int own = deadline_behind(roll, docket, no, last_day(cadence, cycle));
        const int eve = last_day(cadence, cycle - 1);
        const int before = eve < docket->plan->plan.start.n ? own : deadline_behind(roll, docket, no, eve);

        return own < before ? before : own;
}

bool roll_call_is_over(const struct roll_call *roll, const struct docket *docket, uint32_t no, struct day day)
{
        if (cadence_of(docket, no) == CADENCE_ON_CALL)
                return deadline_behind(roll, docket, no, day.n) < docket->today.n;
        return deadline_of(roll, docket, no, roll_call_cycle(docket, no, day)) < docket->today.n;
}

static bool is_owed(const struct roll_call *roll, const struct docket *docket, uint32_t no, int cycle)
{
        const int begun = roll->task[no].begun;

        return begun && cadence_of(docket, no) != CADENCE_ON_CALL && last_day(cadence_of(docket, no), cycle) >= begun;
}

/* No deadline passes before that of the cycle before. */
static bool is_past(const struct roll_call *roll, const struct docket *docket, uint32_t no, int cycle)
{
        for (int i = 0; i <= cycle; i++)
                if (is_owed(roll, docket, no, i) && deadline_of(roll, docket, no, i) >= docket->today.n)
                        return false;
        return is_owed(roll, docket, no, cycle);
}

static bool is_idle(const struct docket *docket, uint32_t no)
{
        return docket->task[no].closed || docket_is_suspended(docket, no);
}

/* -- what happens -- */

void roll_call_begin(struct roll_call *roll)
{
        *roll = (struct roll_call){.grace = 5, .grace_statistics = 15};
        for (uint32_t no = 0; no <= CITY_NUMBERS; no++)
                roll->task[no].newest = -1;
}

static void note(struct roll_task *task, int cycle)
{
        if (cycle > task->newest)
                task->newest = cycle;
}

/* In order: where our outages moved one deadline behind the next one's, that one waits for it. */
static void pass_deadlines(struct roll_call *roll, const struct docket *docket, uint32_t no)
{
        struct roll_task *task = &roll->task[no];
        const enum cadence cadence = cadence_of(docket, no);

        if (cadence == CADENCE_ON_CALL)
                return;
        while (task->next < ROLL_CYCLES && last_day(cadence, task->next) < docket->today.n) {
                const int cycle = task->next;

                if (is_owed(roll, docket, no, cycle) && !is_past(roll, docket, no, cycle))
                        return;
                task->next++;
                task->excused[cycle] = is_idle(docket, no);
                if (task->cell[cycle] != ROLL_OPEN || !is_owed(roll, docket, no, cycle))
                        continue;
                task->cell[cycle] = task->excused[cycle] ? ROLL_EXCUSED : ROLL_MISSING;
                if (task->cell[cycle] == ROLL_MISSING)
                        note(task, cycle);
        }
}

static void fold_day(struct roll_call *roll, const struct docket *docket)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                if (docket_task(docket, no))
                        pass_deadlines(roll, docket, no);
}

static void begin_duties(struct roll_call *roll, const struct docket *docket)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++) {
                struct roll_task *task = &roll->task[no];

                if (!docket_task(docket, no) || task->begun || docket->plan->plan.backfill)
                        continue;
                if (cadence_of(docket, no) != CADENCE_ON_CALL)
                        task->begun = last_day(cadence_of(docket, no),
                                               roll_call_cycle(docket, no, day_plus(docket->today, 1)));
        }
}

/* On the morning of a day, under the rules of that morning. */
static bool has_passed(const struct roll_call *roll, const struct docket *docket, uint32_t no, int cycle)
{
        return is_owed(roll, docket, no, cycle) && cycle < roll->task[no].next;
}

static bool is_late(const struct roll_call *roll, const struct docket *docket, uint32_t no, int cycle)
{
        const struct roll_task *task = &roll->task[no];

        return task->cell[cycle] == ROLL_OPEN && !task->excused[cycle] && !is_idle(docket, no) &&
               has_passed(roll, docket, no, cycle);
}

static void fold_report(struct roll_call *roll, const struct docket *docket, const struct report *report)
{
        const uint32_t no = report->task.no;
        const int cycle = roll_call_cycle(docket, no, report->data_date);
        struct roll_task *task = &roll->task[no];

        note(task, cycle);
        if (cadence_of(docket, no) == CADENCE_ON_CALL)
                return;
        EXPECT(cycle >= 0 && cycle < ROLL_CYCLES, "a report on a day of another year");
        if (task->cell[cycle] == ROLL_MISSING || is_late(roll, docket, no, cycle))
                task->cell[cycle] = ROLL_LATE;
        else if (task->cell[cycle] != ROLL_LATE)
                task->cell[cycle] = ROLL_REPORTED;
}

/* The report of that day counts as not made: its cycle is owed again, unless nothing is owed now. */
static void take_back(struct roll_call *roll, const struct docket *docket, uint32_t no, struct day day)
{
        const int cycle = roll_call_cycle(docket, no, day);
        struct roll_task *task = &roll->task[no];

        if (cadence_of(docket, no) == CADENCE_ON_CALL)
                return;
        task->cell[cycle] = ROLL_OPEN;
        if (has_passed(roll, docket, no, cycle) && !task->excused[cycle] && !is_idle(docket, no))
                task->cell[cycle] = ROLL_MISSING;
}

/* To another cycle: then the old one is without a report. */
static void fold_correction(struct roll_call *roll, const struct docket *docket, const struct report *report)
{
        const uint32_t no = report->task.no;
        const struct day from = docket->task[no].moved_from;

        if (day_is_set(from) && roll_call_cycle(docket, no, from) != roll_call_cycle(docket, no, report->data_date))
                take_back(roll, docket, no, from);
        fold_report(roll, docket, report);
}

static void fold_resumed(struct roll_call *roll, const struct resumed *resumed)
{
        if (resumed->down_to - resumed->down_from < OUTAGE_MS)
                return;
        EXPECT(roll->outages < ROLL_OUTAGES, "more outages than a year can hold");
        roll->outage[roll->outages++] = (struct roll_outage){resumed->down_from_day.n, resumed->down_to_day.n};
}

void roll_call_fold(struct roll_call *roll, const struct docket *docket, const struct event *event)
{
        switch (event->kind) {
        case EVENT_TICK:
                if (docket->plan)
                        fold_day(roll, docket);
                break;
        case EVENT_RESUMED:
                fold_resumed(roll, &event->resumed);
                break;
        case EVENT_POLICY:
                roll->grace = event->policy.grace_days;
                roll->grace_statistics = event->policy.grace_statistics_days;
                break;
        case EVENT_PLAN_IN_FORCE:
                begin_duties(roll, docket);
                break;
        case EVENT_REPORT:
                fold_report(roll, docket, &event->report);
                break;
        case EVENT_CORRECTION:
                fold_correction(roll, docket, event->correction.report);
                break;
        case EVENT_RETURN:
                take_back(roll, docket, event->return_report.task.no,
                          docket->task[event->return_report.task.no].report_day);
                break;
        default:
                break;
        }
}

/* -- counting -- */

unsigned roll_call_count(const struct roll_call *roll, uint32_t no, enum roll state)
{
        unsigned n = 0;

        for (int i = 0; i < ROLL_CYCLES; i++)
                n += roll->task[no].cell[i] == state;
        return n;
}

unsigned roll_call_missing_run(const struct roll_call *roll, uint32_t no)
{
        const enum roll *cell = roll->task[no].cell;
        int newest = ROLL_CYCLES - 1;
        unsigned n = 0;

        while (newest >= 0 && (cell[newest] == ROLL_OPEN || cell[newest] == ROLL_EXCUSED))
                newest--;
        while (newest >= 0 && cell[newest--] == ROLL_MISSING)
                n++;
        return n;
}

const char *roll_call_line(const struct roll_call *roll, uint32_t no, char line[ROLL_CYCLES + 1])
{
        for (int i = 0; i < ROLL_CYCLES; i++)
                line[i] = ".rlMe"[roll->task[no].cell[i]];
        line[ROLL_CYCLES] = '\0';
        return line;
}
