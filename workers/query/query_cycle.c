/* query_cycle.c - reporting cycles. */
#include "workers/query/query_cycle.h"

enum { DAYS_OF_WEEK = 7 };

static struct day before_month(struct day day)
{
        struct date date = day_date(day);

        return day_plus(day_of(date.year, date.month, 1), -1);
}

/* The end of the newest cycle that has ended by that day. */
static struct day newest_end(enum cadence cadence, struct day today)
{
        struct day running = plan_cycle_end(cadence, today);
        struct day day = today;

        if (!day_before(today, running))
                return running;
        if (cadence == CADENCE_WEEKLY)
                return day_plus(running, -DAYS_OF_WEEK);
        do
                day = before_month(day);
        while (plan_cycle_end(cadence, day).n == running.n);
        return day;
}

bool query_cycle_owes(const struct task *task, const struct plan *plan, struct day reported, struct day today)
{
        enum cadence cadence = plan_cadence(task, plan);
        bool over = day_is_set(plan->end) && !day_before(today, plan->end);
        struct day end;

        if (cadence == CADENCE_ON_CALL || !day_is_set(today))
                return false;
        end = over ? plan->end : newest_end(cadence, today);
        if (day_before(end, plan->start))
                return false;
        return !day_is_set(reported) || day_before(plan_cycle_end(cadence, reported), end);
}
