/* query_cycle.c - reporting cycles. */
#include "workers/query/query_cycle.h"

enum { THURSDAY = 4, DAYS_OF_WEEK = 7 }; /* 1970-01-01 was a Thursday; Sunday is 0 */

static int months_of(enum cadence cadence)
{
        switch (cadence) {
        case CADENCE_QUARTERLY:
                return 3;
        case CADENCE_HALF_YEARLY:
                return 6;
        default:
                return 1;
        }
}

static struct day week_end(struct day day)
{
        int weekday = ((day.n + THURSDAY) % DAYS_OF_WEEK + DAYS_OF_WEEK) % DAYS_OF_WEEK;

        return day_plus(day, (DAYS_OF_WEEK - weekday) % DAYS_OF_WEEK);
}

/* The bounds of the cycle that holds the day. */
static void cycle_of(enum cadence cadence, struct day day, struct day *ret_start, struct day *ret_end)
{
        struct date date = day_date(day);
        int months = months_of(cadence);
        int first = (date.month - 1) / months * months + 1;

        if (cadence == CADENCE_WEEKLY) {
                *ret_end = week_end(day);
                *ret_start = day_plus(*ret_end, 1 - DAYS_OF_WEEK);
                return;
        }
        *ret_start = day_of(date.year, first, 1);
        *ret_end = day_month_end(day_of(date.year, first + months - 1, 1));
}

struct day query_cycle_owed(enum cadence cadence, const struct plan *plan, struct day today)
{
        bool over = day_is_set(plan->end) && !day_before(today, plan->end);
        struct day start, end;

        if (cadence == CADENCE_ON_CALL || !day_is_set(today))
                return (struct day){0};
        cycle_of(cadence, over ? plan->end : today, &start, &end);
        if (!over && day_before(today, end)) { /* this one still runs: the one before */
                end = day_plus(start, -1);
                cycle_of(cadence, end, &start, &end);
        }
        return day_before(end, plan->start) ? (struct day){0} : start;
}

bool query_cycle_owes(const struct task *task, const struct plan *plan, struct day reported, struct day today)
{
        struct day start = query_cycle_owed(plan_cadence(task, plan), plan, today);

        return day_is_set(start) && (!day_is_set(reported) || day_before(reported, start));
}
