/* alert.c - alerts in the light of what came before. */
#include "lib/model/alert.h"

enum { BEHIND_RUNNING = 2, MISSING_RUNNING = 2 }; /* orange */

/* R12: what has not begun is told as seriously behind, not as a figure that failed to come. */
static bool is_not_started(const struct part_verdict *verdict)
{
        return verdict->rule == 12 && verdict->verdict == VERDICT_SERIOUSLY_BEHIND && !verdict->soft;
}

static bool is_behind_again(const struct part_verdict *verdict, const struct history_part *history)
{
        return verdict_is_bad(verdict->verdict) && history && history_run_length(history->behind) >= BEHIND_RUNNING;
}

/* R14: what would be raised and cleared in turn is told once. Red is told in any case. */
static bool is_flapping(const struct alert_wish *wish, const struct history_part *history)
{
        return history && history_is_unstable(history) && wish->severity < SEVERITY_RED &&
               (wish->kind == ALERT_UNSPECIFIED || alert_mutes(ALERT_UNSTABLE, wish->kind));
}

/* R13: on pace, but not to the end. */
static bool is_misleading(const struct part_verdict *verdict, const struct forecast *forecast)
{
        return forecast && forecast->misses && verdict->excuse == EXCUSE_UNSPECIFIED &&
               (verdict->verdict == VERDICT_ON_PACE || verdict->verdict == VERDICT_AHEAD);
}

struct alert_wish alert_for_part(const struct part_verdict *verdict, const struct alert_facts *facts)
{
        struct alert_wish wish = judge_alert(verdict, facts->policy, facts->today, facts->open_kind, facts->open);

        if (verdict->soft)
                return wish;
        if (is_not_started(verdict))
                wish = (struct alert_wish){ALERT_BEHIND, SEVERITY_RED};
        if (wish.kind == ALERT_BEHIND && wish.severity == SEVERITY_YELLOW && is_behind_again(verdict, facts->history))
                wish.severity = SEVERITY_ORANGE;
        if (is_flapping(&wish, facts->history))
                wish = (struct alert_wish){ALERT_UNSTABLE, SEVERITY_YELLOW};
        if (wish.kind == ALERT_UNSPECIFIED && is_misleading(verdict, facts->forecast))
                wish = (struct alert_wish){ALERT_FORECAST, SEVERITY_YELLOW};
        return wish;
}

struct alert_wish alert_for_task(const struct history *history, enum severity open)
{
        const unsigned missing = history_missing_run(history);
        enum severity severity = missing >= MISSING_RUNNING ? SEVERITY_ORANGE : SEVERITY_YELLOW;

        if (missing == 0)
                return (struct alert_wish){0};
        return (struct alert_wish){ALERT_NO_REPORT, severity < open ? open : severity};
}

bool alert_mutes(enum alert_kind loud, enum alert_kind quiet)
{
        switch (loud) {
        case ALERT_OVERDUE:
                return quiet == ALERT_BEHIND;
        case ALERT_LINK_DOWN:
                return quiet == ALERT_NO_REPORT;
        case ALERT_UNSTABLE:
                return quiet == ALERT_BEHIND || quiet == ALERT_NO_FIGURE;
        default:
                return false;
        }
}
