/* clerk_alerts.c - what every open alert has been through: severity, rung, answers, muting, and its end. */
#include <stdlib.h>

#include "lib/model/ladder.h"
#include "lib/model/words.h"
#include "tests/sim/clerk.h"
#include "tests/sim/fail.h"

#define LLU(number) ((unsigned long long)(number))

static const char *kind_of(const struct alert_ref *ref)
{
        return word_of(&WORDS_ALERT_KIND, (int)ref->kind)->id;
}

static struct clerk_alert *find(const struct clerk *clerk, uint32_t task, uint32_t part, enum alert_kind kind)
{
        for (size_t i = 0; i < clerk->open.n; i++) {
                const struct alert_ref *ref = &clerk->open.at[i].alert;

                if (ref->task.no == task && ref->part == part && ref->kind == kind)
                        return &clerk->open.at[i];
        }
        return NULL;
}

static bool is_open(const struct clerk *clerk, const struct alert_ref *like, enum alert_kind kind)
{
        return find(clerk, like->task.no, like->part, kind);
}

/* -- the ladder by hand -- */

/* A forecast is a reminder and no more. */
static bool climbs(const struct clerk_alert *open)
{
        return open->alert.kind != ALERT_FORECAST;
}

static bool is_answered(const struct clerk *clerk, const struct clerk_alert *open)
{
        return clerk->docket.today.n < open->since.n;
}

static int days_waited(const struct clerk *clerk, const struct clerk_alert *open)
{
        return open->waited + roll_call_working_days(open->since, clerk->docket.today);
}

static int64_t needed(uint32_t letter, uint32_t supervision, uint32_t rung)
{
        return (int64_t)letter + ((int64_t)supervision - letter) * ((int64_t)rung - RUNG_LETTER);
}

void clerk_answered(struct clerk *clerk, const struct alert_answer *answer)
{
        struct clerk_alert *open = find(clerk, answer->alert.task.no, answer->alert.part, answer->alert.kind);

        if (!open || open->alert.cause != answer->alert.cause || answer->date.n < clerk->docket.today.n)
                return;
        open->waited = days_waited(clerk, open);
        open->since = day_plus(answer->date, 1);
        open->answered = true;
}

static void check_climb(const struct clerk *clerk, const struct clerk_alert *open, const struct alert *alert)
{
        const uint32_t rung = alert->rung;

        EXPECT(climbs(open) && rung <= RUNG_TALK, "task %u: %s has no rung %u", alert->alert.task.no,
               kind_of(&alert->alert), rung);
        EXPECT(!is_answered(clerk, open), "task %u: %s climbs while its answer holds", alert->alert.task.no,
               kind_of(&alert->alert));
        EXPECT(days_waited(clerk, open) >= needed(clerk->letter_days, clerk->supervision_days, rung) ||
                       alert->cycles >= needed(clerk->letter_cycles, clerk->supervision_cycles, rung),
               "task %u: %s climbs to rung %u after %d days and %u cycles", alert->alert.task.no,
               kind_of(&alert->alert), rung, days_waited(clerk, open), alert->cycles);
}

/* -- muting -- */

/* Another one speaks for it. */
static bool is_muted(const struct clerk *clerk, const struct alert_ref *ref)
{
        if (ref->kind == ALERT_BEHIND && is_open(clerk, ref, ALERT_OVERDUE))
                return true;
        if (ref->kind == ALERT_FORECAST && is_open(clerk, ref, ALERT_BEHIND))
                return true;
        if (ref->kind == ALERT_NO_REPORT && clerk_is_cut_off(clerk, ref->task.no))
                return true;
        return (ref->kind == ALERT_BEHIND || ref->kind == ALERT_NO_FIGURE) && is_open(clerk, ref, ALERT_UNSTABLE);
}

/* What has not begun is told as that, and not as a figure that failed to come: either way for the checker. So is what
 * is left when a link comes back: the next day sees it. */
static bool may_be_muted(const struct clerk *clerk, const struct alert_ref *ref)
{
        return is_muted(clerk, ref) || (ref->kind == ALERT_NO_FIGURE && is_open(clerk, ref, ALERT_BEHIND)) ||
               (ref->kind == ALERT_NO_REPORT && clerk_came_back_today(clerk, ref->task.no));
}

/* -- changes -- */

static void check_heard_of(const struct clerk *clerk, const struct alert *alert)
{
        const uint32_t no = alert->alert.task.no;
        const struct city_task *task = docket_task(&clerk->docket, no);

        EXPECT(task, "task %u is in no plan, and %s is told of it", no, kind_of(&alert->alert));
        EXPECT(!clerk->docket.plan->plan.backfill, "task %u is imported history, and %s is told of it", no,
               kind_of(&alert->alert));
        EXPECT(!clerk->docket.task[no].closed, "task %u is closed, and %s is told of it", no, kind_of(&alert->alert));
        EXPECT(!docket_is_suspended(&clerk->docket, no), "task %u is suspended, and %s is told of it", no,
               kind_of(&alert->alert));
        if (alert->alert.part)
                EXPECT(alert->alert.part <= task->task.part.n && !task->part[alert->alert.part - 1].soft,
                       "task %u part %u is soft or nothing, and %s is told of it", no, alert->alert.part,
                       kind_of(&alert->alert));
        if (alert->change != ALERT_RAISED || alert->alert.kind != ALERT_NO_REPORT) /* which is listed */
                EXPECT(!is_muted(clerk, &alert->alert) || alert->severity == SEVERITY_RED,
                       "task %u: %s is told while muted", no, kind_of(&alert->alert));
        if (alert->alert.kind == ALERT_NO_REPORT)
                EXPECT(roll_call_missing_run(&clerk->roll, no) > 0, "task %u: no report is missing", no);
}

static void open_alert(struct clerk *clerk, const struct alert *alert)
{
        const size_t n = clerk->open.n;

        EXPECT(alert->change == ALERT_RAISED, "an alert is not open");
        EXPECT(alert->rung == RUNG_REMINDER, "task %u: an alert is raised on rung %u", alert->alert.task.no,
               alert->rung);
        if ((n & (n - 1)) == 0)
                clerk->open.at = reallocarray(clerk->open.at, n ? n * 2 : 1, sizeof *clerk->open.at);
        EXPECT(clerk->open.at, "out of memory");
        clerk->open.at[clerk->open.n++] = (struct clerk_alert){.alert = alert->alert,
                                                               .severity = alert->severity,
                                                               .rung = alert->rung,
                                                               .cycles = alert->cycles,
                                                               .since = clerk->docket.today};
        clerk->open.at[n].alert.task.plan = (struct bytes){0};
}

static void go_on(struct clerk *clerk, struct clerk_alert *open, const struct alert *alert)
{
        EXPECT(alert->rung >= open->rung, "task %u: %s has lost its rung", alert->alert.task.no,
               kind_of(&alert->alert));
        EXPECT(alert->change != ALERT_WORSENED || alert->severity > open->severity, "task %u: %s is no worse",
               alert->alert.task.no, kind_of(&alert->alert));
        EXPECT(alert->change != ALERT_ESCALATED || alert->rung > open->rung, "task %u: %s does not climb",
               alert->alert.task.no, kind_of(&alert->alert));
        EXPECT((alert->change == ALERT_LAPSED) == (open->answered && climbs(open) && !is_answered(clerk, open)),
               "task %u: the answer to %s lapsed, or did not", alert->alert.task.no, kind_of(&alert->alert));
        if (alert->rung > open->rung)
                check_climb(clerk, open, alert);
        open->rung = alert->rung;
        open->severity = alert->severity;
        if (alert->change == ALERT_LAPSED)
                open->answered = false;
}

/* Only a correction of the report that counts takes the ground from what that report, or one it corrected, raised. */
static void clear(struct clerk *clerk, struct clerk_alert *open, const struct alert *alert)
{
        if (alert->unfounded)
                EXPECT(clerk->input.corrects_from && open->alert.cause >= clerk->input.corrects_from,
                       "task %u: %s is unfounded by no correction", alert->alert.task.no, kind_of(&alert->alert));
        clerk->unfounded += alert->unfounded;
        *open = clerk->open.at[--clerk->open.n];
}

static void withdraw(struct clerk *clerk, const struct alert *alert)
{
        const struct docket_alert *known = docket_alert(&clerk->docket, &alert->alert);

        EXPECT(known && known->change == ALERT_CLEARED && known->unfounded, "task %u: %s is withdrawn without ground",
               alert->alert.task.no, kind_of(&alert->alert));
        EXPECT(clerk->input.kind == EVENT_WITHDRAWAL && clerk->input.withdraws.cause == alert->alert.cause &&
                       clerk->input.withdraws.part == alert->alert.part &&
                       clerk->input.withdraws.kind == alert->alert.kind,
               "task %u: nobody asked to withdraw %s", alert->alert.task.no, kind_of(&alert->alert));
        clerk->withdrawn++;
}

static void read_alert(struct clerk *clerk, const struct alert *alert)
{
        struct clerk_alert *open = find(clerk, alert->alert.task.no, alert->alert.part, alert->alert.kind);
        const struct event event = {.kind = EVENT_ALERT, .alert = *alert};

        EXPECT(alert->cause == clerk->input.seq, "an alert about task %u by no input", alert->alert.task.no);
        if (alert->change != ALERT_CLEARED && alert->change != ALERT_WITHDRAWN)
                check_heard_of(clerk, alert);
        if (alert->change == ALERT_WITHDRAWN) {
                withdraw(clerk, alert);
        } else if (!open) {
                open_alert(clerk, alert);
        } else if (alert->change == ALERT_CLEARED) {
                clear(clerk, open, alert);
        } else {
                go_on(clerk, open, alert);
        }
        docket_fold(&clerk->docket, 0, 0, &event);
}

void clerk_alert(struct clerk *clerk, const struct alert *alert)
{
        if (alert->alert.kind == ALERT_LINK_DOWN)
                clerk_link_alert(clerk, alert);
        else
                read_alert(clerk, alert);
}

/* -- an evening -- */

static void check_open(const struct clerk *clerk, const struct clerk_alert *open)
{
        const uint32_t no = open->alert.task.no;
        const int64_t next = needed(clerk->letter_days, clerk->supervision_days, open->rung + 1);

        EXPECT(docket_task(&clerk->docket, no) && !clerk->docket.task[no].closed &&
                       !docket_is_suspended(&clerk->docket, no),
               "task %u is closed, suspended or gone, and %s is open", no, kind_of(&open->alert));
        if (open->alert.kind == ALERT_NO_REPORT)
                EXPECT(roll_call_missing_run(&clerk->roll, no) > 0, "task %u: %s is open and nothing is missing", no,
                       kind_of(&open->alert));
        if (may_be_muted(clerk, &open->alert) || !climbs(open) || is_answered(clerk, open))
                return;
        EXPECT(!open->answered, "task %u: the answer to %s has lapsed, and nobody said so", no, kind_of(&open->alert));
        EXPECT(open->rung == RUNG_TALK || days_waited(clerk, open) < next,
               "task %u: %s is still on rung %u after %d days", no, kind_of(&open->alert), open->rung,
               days_waited(clerk, open));
}

static void check_missing(const struct clerk *clerk, uint32_t no)
{
        char line[ROLL_CYCLES + 1];

        if (docket_task(&clerk->docket, no) && !clerk->docket.plan->plan.backfill && !clerk->docket.task[no].closed &&
            !docket_is_suspended(&clerk->docket, no) && roll_call_missing_run(&clerk->roll, no) > 0)
                EXPECT(find(clerk, no, 0, ALERT_NO_REPORT), "task %u: a report is missing, and nobody is told: %s", no,
                       roll_call_line(&clerk->roll, no, line));
}

void clerk_check_alerts(const struct clerk *clerk)
{
        for (size_t i = 0; i < clerk->open.n; i++)
                check_open(clerk, &clerk->open.at[i]);
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                check_missing(clerk, no);
        for (size_t i = 0; i < clerk->docket.alerts.n; i++)
                EXPECT(!clerk->docket.alerts.at[i].withdrawal || clerk->docket.alerts.at[i].change == ALERT_WITHDRAWN,
                       "task %u: an alert should be withdrawn, and is not", clerk->docket.alerts.at[i].task);
}
