/* plan.c - what holds where the plan is silent, and who has a duty. */
#include "lib/model/plan.h"

const struct part *plan_part(const struct task *task, uint32_t no)
{
        for (size_t i = 0; i < task->part.n; i++)
                if (task->part.at[i].no == no)
                        return &task->part.at[i];
        return NULL;
}

struct day plan_part_start(const struct part *part, const struct plan *plan)
{
        return day_is_set(part->start) ? part->start : plan->start;
}

struct day plan_part_due(const struct part *part, const struct plan *plan)
{
        return day_is_set(part->due) ? part->due : plan->end;
}

struct bytes plan_part_owner(const struct part *part, const struct task *task)
{
        if (part->owner.len)
                return part->owner;
        return task->lead.n ? task->lead.at[0] : (struct bytes){0};
}

enum cadence plan_cadence(const struct task *task, const struct plan *plan)
{
        if (task->cadence != CADENCE_UNSPECIFIED)
                return task->cadence;
        return plan->cadence != CADENCE_UNSPECIFIED ? plan->cadence : CADENCE_MONTHLY;
}

static struct day sunday_of(struct day d)
{
        const struct day monday = {4}; /* 1970-01-05 */
        const int into_week = (d.n - monday.n) % 7;

        return day_plus(d, 6 - (into_week < 0 ? into_week + 7 : into_week));
}

/* The end of the run of `months` months, counted from January, that contains the day. */
static struct day months_end(struct day d, int months)
{
        const struct date date = day_date(d);
        const int last = ((date.month - 1) / months + 1) * months;

        return day_of(date.year, last, day_days_in_month(date.year, last));
}

struct day plan_cycle_end(enum cadence cadence, struct day d)
{
        switch (cadence) {
        case CADENCE_WEEKLY:
                return sunday_of(d);
        case CADENCE_QUARTERLY:
                return months_end(d, 3);
        case CADENCE_HALF_YEARLY:
                return months_end(d, 6);
        case CADENCE_ON_CALL:
                return d;
        case CADENCE_UNSPECIFIED:
        case CADENCE_MONTHLY:
                break;
        }
        return day_month_end(d);
}

static bool names_department(const struct bytes *list, size_t n, struct bytes department)
{
        for (size_t i = 0; i < n && department.len; i++)
                if (bytes_equal(list[i], department))
                        return true;
        return false;
}

bool plan_is_lead(const struct task *task, struct bytes department)
{
        return names_department(task->lead.at, task->lead.n, department);
}

bool plan_has_duty(const struct task *task, struct bytes department)
{
        if (plan_is_lead(task, department) || names_department(task->responsible.at, task->responsible.n, department))
                return true;
        for (size_t i = 0; i < task->part.n; i++)
                if (names_department(&task->part.at[i].owner, 1, department))
                        return true;
        return false;
}
