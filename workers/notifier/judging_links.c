/* judging_links.c - is a department out of reach, and does anybody know? */
#include "workers/notifier/judging_links.h"

#include "lib/model/alert.h"
#include "lib/model/judge.h"
#include "proto/ids.h"
#include "workers/notifier/world_links.h"

static struct alert alert_of(const struct world *world, const struct world_department *department, uint64_t cause)
{
        return (struct alert){
                .alert = {.cause = department->alert ? department->alert : cause,
                          .kind = ALERT_LINK_DOWN,
                          .department = department->name},
                .change = department->alert ? ALERT_CLEARED : ALERT_RAISED,
                .severity = SEVERITY_YELLOW,
                .was = department->alert ? SEVERITY_YELLOW : SEVERITY_UNSPECIFIED,
                .cause = cause,
                .ordinal = world_next_ordinal(world, cause),
                .judge_version = JUDGE_VERSION,
                .policy_version = world->policy->version,
                .day = world->today,
                .rung = RUNG_REMINDER,
        };
}

/* It rests on the newest word about each link that the department keeps. */
static int emit(const struct notifier_step *step, const struct world_department *department, uint64_t cause)
{
        struct event event = {.kind = EVENT_ALERT, .alert = alert_of(step->world, department, cause)};
        const struct record record = {
                .kind = EVENT_ALERT, .author = ID_NOTIFIER, .number = cause, .ordinal = event.alert.ordinal};
        uint64_t records[WORLD_LINKS_SHOWN];
        int r;

        event.alert.evidence.at = records;
        event.alert.evidence.n = world_links_standing(step->world, department, records).records;
        r = step->sink->emit(step->sink->context, &event);
        if (r == 0)
                r = world_fold(step->world, &record, &event, step->reader);
        if (r == 0)
                r = step->sink->task_done(step->sink->context);
        return r < 0 ? err_trace(r) : r;
}

/* Once told it stays so until one of its links is up again, or none is kept any more. */
static bool is_due(const struct world *world, const struct world_department *department)
{
        const struct link_standing standing = world_links_standing(world, department, NULL);
        struct day day;

        if (department->alert)
                return standing.is_up || !standing.is_kept;
        if (standing.is_up || !standing.is_kept)
                return false;
        day = alert_link_day(world->policy, &world->outages, standing.heard);
        return day_is_set(day) && !day_before(world->today, day);
}

static int judge_department(const struct notifier_step *step, const struct world_department *department, uint64_t cause)
{
        return is_due(step->world, department) ? emit(step, department, cause) : 0;
}

int judging_links_day(const struct notifier_step *step, uint64_t cause)
{
        int r = 0;

        for (size_t i = 0; i < step->world->departments.n && r == 0; i++)
                r = judge_department(step, &step->world->departments.at[i], cause);
        return r;
}

int judging_links_event(const struct notifier_step *step, const struct record *record, const struct event *event)
{
        struct world *world = step->world;
        const uint64_t left = world_links_of(world, ids_of_name(event->link.member));
        const uint64_t now = ids_of_name(event->link.department);
        int r = world_fold(world, record, event, step->reader);

        if (r == 0)
                r = judge_department(step, world_links_department(world, now), record->seq);
        if (r == 0 && left && left != now)
                r = judge_department(step, world_links_department(world, left), record->seq);
        return r < 0 ? err_trace(r) : r;
}
