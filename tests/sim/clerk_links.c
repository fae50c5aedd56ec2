/* clerk_links.c - which department is out of reach, by hand: two working days on the fingers, our outages spared. */
#include "lib/model/ladder.h"
#include "tests/sim/clerk.h"
#include "tests/sim/fail.h"

/* Here every department has one member. */
static uint32_t department_of(const struct clerk *clerk, struct bytes name)
{
        for (uint32_t i = 0; i < CITY_DEPARTMENTS; i++)
                if (bytes_is(name, clerk->docket.city->department[i]))
                        return i;
        fail("a link of a department that does not exist");
}

static int working_days_on(int day, uint32_t n)
{
        for (uint32_t i = 0; i < n; i += (uint32_t)roll_call_working_days((struct day){day - 1}, (struct day){day}))
                day++;
        return day;
}

/* The last day on which nobody is told. */
static int last_quiet_day(const struct clerk *clerk, int heard, uint32_t days)
{
        int day = working_days_on(heard, days);

        for (size_t i = 0; i < clerk->roll.outages; i++)
                if (clerk->roll.outage[i].from <= day && day <= clerk->roll.outage[i].to)
                        day = working_days_on(clerk->roll.outage[i].to, 2);
        return day;
}

static bool is_silent(const struct clerk *clerk, const struct clerk_link *link, uint32_t days)
{
        return link->state == LINK_DOWN && days && clerk->docket.today.n > last_quiet_day(clerk, link->since.n, days);
}

void clerk_link(struct clerk *clerk, const struct link *link)
{
        struct clerk_link *at = &clerk->link[department_of(clerk, link->department)];

        at->state = link->state;
        at->since = link->since;
}

void clerk_link_alert(struct clerk *clerk, const struct alert *alert)
{
        struct clerk_link *link = &clerk->link[department_of(clerk, alert->alert.department)];
        const char *name = clerk->docket.city->department[link - clerk->link];

        EXPECT(alert->cause == clerk->input.seq, "%s is out of reach by no input", name);
        EXPECT(alert->alert.task.no == 0 && alert->alert.part == 0 && alert->severity == SEVERITY_YELLOW &&
                       alert->rung == RUNG_REMINDER,
               "%s: its alert is about a task, or climbs", name);
        if (alert->change == ALERT_RAISED) {
                EXPECT(clerk->input.kind == EVENT_TICK || clerk->input.kind == EVENT_LINK, "%s: no day has passed",
                       name);
                EXPECT(!link->told && is_silent(clerk, link, clerk->link_days), "%s can be reached, or it was told",
                       name);
                link->told = alert->alert.cause;
                return;
        }
        EXPECT(alert->change == ALERT_CLEARED && link->told == alert->alert.cause, "%s: nothing was told", name);
        EXPECT(link->state == LINK_UP, "%s cannot be reached, and is told to be back", name);
        link->told = 0;
        link->back_on = clerk->docket.today;
}

bool clerk_is_cut_off(const struct clerk *clerk, uint32_t task)
{
        const struct city_task *found = docket_task(&clerk->docket, task);

        return found && clerk->link[found->lead_department].told;
}

bool clerk_came_back_today(const struct clerk *clerk, uint32_t task)
{
        const struct city_task *found = docket_task(&clerk->docket, task);

        return found && clerk->link[found->lead_department].back_on.n == clerk->docket.today.n;
}

/* What a policy changes is seen when the next day is opened. */
void clerk_check_links(const struct clerk *clerk)
{
        for (uint32_t i = 0; i < CITY_DEPARTMENTS; i++) {
                const struct clerk_link *link = &clerk->link[i];
                const char *name = clerk->docket.city->department[i];

                EXPECT(!link->told || link->state == LINK_DOWN, "%s is back, and nobody was told", name);
                EXPECT(link->told || !is_silent(clerk, link, clerk->link_days_of_tick),
                       "%s was heard last %d days ago, and nobody was told", name,
                       clerk->docket.today.n - link->since.n);
        }
}
