/* cycle.c - rule 12: reporting cycles and their deadlines. */
#include "lib/model/cycle.h"

enum { OUTAGE_MS = 60 * 60 * 1000 }; /* a shorter one moves nobody's due day */

/* A task has one report a cycle, and it cannot be complete before its slowest figure is there. */
static bool waits_for_statistics(const struct task *task)
{
        for (size_t i = 0; i < task->part.n; i++)
                if (task->part.at[i].statistics)
                        return true;
        return false;
}

struct duty cycle_duty(const struct task *task, const struct plan *plan, const struct policy *policy,
                       const struct outages *outages)
{
        const enum cadence cadence = plan_cadence(task, plan);

        return (struct duty){
                .cadence = cadence,
                .start = plan->start,
                .end = plan->end,
                .statistics = waits_for_statistics(task),
                .none = plan->backfill || cadence == CADENCE_ON_CALL,
                .policy = policy,
                .outages = outages,
        };
}

static int32_t week_number(struct day d)
{
        const int32_t since_monday = d.n + 3; /* 1970-01-01 was a Thursday */

        return since_monday / 7 - (since_monday % 7 < 0);
}

int32_t cycle_number(enum cadence cadence, struct day d)
{
        const struct date date = day_date(d);
        const int month = date.year * 12 + date.month - 1;

        switch (cadence) {
        case CADENCE_WEEKLY:
                return week_number(d);
        case CADENCE_QUARTERLY:
                return month / 3;
        case CADENCE_HALF_YEARLY:
                return month / 6;
        case CADENCE_ON_CALL:
                return d.n;
        case CADENCE_UNSPECIFIED:
        case CADENCE_MONTHLY:
                break;
        }
        return month;
}

struct day cycle_eve(enum cadence cadence, struct day d)
{
        const struct day end = plan_cycle_end(cadence, d);
        const struct date date = day_date(end);

        switch (cadence) {
        case CADENCE_WEEKLY:
                return day_plus(end, -7);
        case CADENCE_QUARTERLY:
                return day_plus(day_of(date.year, date.month - 2, 1), -1);
        case CADENCE_HALF_YEARLY:
                return day_plus(day_of(date.year, date.month - 5, 1), -1);
        case CADENCE_ON_CALL:
                return day_plus(end, -1);
        case CADENCE_UNSPECIFIED:
        case CADENCE_MONTHLY:
                break;
        }
        return day_plus(day_of(date.year, date.month, 1), -1);
}

struct day cycle_end(const struct duty *duty, struct day d)
{
        const struct day end = plan_cycle_end(duty->cadence, d);

        return !day_before(duty->end, d) && day_before(duty->end, end) ? duty->end : end;
}

struct day cycle_first_after(const struct duty *duty, struct day d)
{
        const struct day morning_after = day_plus(d, 1);
        const struct day from = day_before(morning_after, duty->start) ? duty->start : morning_after;

        return duty->none || day_before(duty->end, from) ? (struct day){0} : cycle_end(duty, from);
}

bool cycle_is_outage(uint64_t from, uint64_t to)
{
        return to >= from && to - from >= OUTAGE_MS;
}

struct day cycle_moved(struct day due, const struct outages *outages, const struct policy *policy)
{
        for (size_t i = 0; outages && i < outages->outage.n; i++) {
                const struct outage *outage = &outages->outage.at[i];

                if (!day_before(due, outage->from) && !day_before(outage->to, due))
                        due = day_plus_working(outage->to, 2, &policy->calendar);
        }
        return due;
}

/* The cycle before has a deadline too, if the plan runs then; on call there is nothing to wait for. */
static struct day deadline_before(const struct duty *duty, struct day end)
{
        const struct day eve = cycle_eve(duty->cadence, end);

        if (duty->cadence == CADENCE_ON_CALL || day_before(eve, duty->start))
                return (struct day){0};
        return cycle_moved(policy_deadline(duty->policy, eve, duty->statistics), duty->outages, duty->policy);
}

struct day cycle_deadline(const struct duty *duty, struct day end, bool *ret_moved)
{
        const struct day due = policy_deadline(duty->policy, end, duty->statistics);
        struct day last = cycle_moved(due, duty->outages, duty->policy);

        if (duty->outages && duty->outages->outage.n > 0) { /* nothing else brings them out of order */
                const struct day before = deadline_before(duty, end);

                if (day_is_set(before) && day_before(last, before))
                        last = before;
        }
        if (ret_moved)
                *ret_moved = last.n != due.n;
        return last;
}
