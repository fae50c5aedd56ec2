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

/* R14: what is completed is at rest: no report comes any more that would show it. */
static bool is_unstable(const struct part_verdict *verdict, const struct history_part *history)
{
        return history && history_is_unstable(history) && verdict->verdict != VERDICT_COMPLETED;
}

/* R14: what would be raised and cleared in turn is told once. */
static bool is_flapping(const struct alert_wish *wish, const struct part_verdict *verdict,
                        const struct history_part *history)
{
        return is_unstable(verdict, history) &&
               (wish->kind == ALERT_UNSPECIFIED || alert_mutes(ALERT_UNSTABLE, wish->kind, wish->severity));
}

/* R13: on pace, but not to the end. */
static bool is_misleading(const struct part_verdict *verdict, const struct forecast *forecast)
{
        return forecast && forecast->misses && verdict->excuse == EXCUSE_UNSPECIFIED &&
               (verdict->verdict == VERDICT_ON_PACE || verdict->verdict == VERDICT_AHEAD);
}

/* R14: what has no end cannot wait for it to be well back: it is so when it is on pace. */
static struct alert_wish judged_wish(const struct part_verdict *verdict, const struct alert_facts *facts)
{
        const bool is_back = facts->endless && verdict->verdict == VERDICT_ON_PACE;

        return judge_alert(verdict, facts->policy, facts->today, is_back ? ALERT_UNSPECIFIED : facts->open_kind,
                           facts->open);
}

struct alert_wish alert_for_part(const struct part_verdict *verdict, const struct alert_facts *facts)
{
        struct alert_wish wish = judged_wish(verdict, facts);

        if (verdict->soft)
                return wish;
        if (is_not_started(verdict))
                wish = (struct alert_wish){ALERT_BEHIND, SEVERITY_RED};
        if (wish.kind == ALERT_BEHIND && wish.severity == SEVERITY_YELLOW && is_behind_again(verdict, facts->history))
                wish.severity = SEVERITY_ORANGE;
        if (is_flapping(&wish, verdict, facts->history))
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

/* The same distance as between raising and clearing `behind`. */
static struct ratio well_over(const struct policy *policy)
{
        const int64_t raised = policy->behind_below_tenths;
        const int64_t cleared = policy->clear_from_tenths;

        return ratio_make(1000 + (raised > cleared ? raised - cleared : 0), 1000);
}

/* R13, R14: a pace that just misses and just makes it in turn is told once. Without a figure nothing is known. */
static bool forecast_stays(const struct part_verdict *verdict, const struct alert_facts *facts)
{
        if (verdict->why != WHY_UNSPECIFIED)
                return true;
        if (!facts->forecast || verdict->attainment.num >= verdict->attainment.den)
                return false;
        return ratio_compare(facts->forecast->share, well_over(facts->policy)) < 0;
}

bool alert_stays(const struct part_verdict *verdict, const struct alert_facts *facts)
{
        const bool silent = verdict->why == WHY_NO_FIGURE || verdict->why == WHY_NO_REPORT;
        const struct alert_wish wish = judged_wish(verdict, facts);

        if (verdict->soft || verdict->why == WHY_NO_TARGET)
                return false;
        switch (facts->open_kind) {
        case ALERT_BEHIND:
                return wish.kind != ALERT_UNSPECIFIED;
        case ALERT_OVERDUE:
                return wish.kind == ALERT_OVERDUE;
        case ALERT_NO_FIGURE:
                return silent;
        case ALERT_HOLD_ZERO:
                return silent || wish.kind == ALERT_HOLD_ZERO;
        case ALERT_FORECAST:
                return forecast_stays(verdict, facts);
        case ALERT_UNSTABLE:
                return is_unstable(verdict, facts->history);
        default:
                return false;
        }
}

static unsigned cycles_behind(const struct history_part *past, const struct part_verdict *verdict)
{
        return history_run_length(is_not_started(verdict) && past->silent.now ? past->silent : past->behind);
}

unsigned alert_cycles(enum alert_kind kind, const struct history *history, const struct part_verdict *verdict)
{
        const struct history_part *past = verdict ? history_part(history, verdict->part) : NULL;

        if (kind == ALERT_NO_REPORT)
                return history_missing_run(history);
        if (!past)
                return 0;
        switch (kind) {
        case ALERT_BEHIND:
        case ALERT_OVERDUE:
        case ALERT_HOLD_ZERO:
                return cycles_behind(past, verdict);
        case ALERT_NO_FIGURE:
                return history_run_length(past->silent);
        default:
                return 0;
        }
}

bool alert_climbs(enum alert_kind kind)
{
        return kind != ALERT_FORECAST && kind != ALERT_LINK_DOWN;
}

struct day alert_link_day(const struct policy *policy, const struct outages *outages, struct day heard)
{
        struct day last;

        if (policy->link_down_days == 0)
                return (struct day){0};
        last = day_plus_working(heard, policy_working_days(policy->link_down_days), &policy->calendar);
        return day_plus(cycle_moved(last, outages, policy), 1);
}

/* R14: red is told while a part is unstable. */
bool alert_mutes(enum alert_kind loud, enum alert_kind quiet, enum severity severity)
{
        switch (loud) {
        case ALERT_OVERDUE:
                return quiet == ALERT_BEHIND;
        case ALERT_LINK_DOWN:
                return quiet == ALERT_NO_REPORT;
        case ALERT_UNSTABLE:
                return severity < SEVERITY_RED && (quiet == ALERT_BEHIND || quiet == ALERT_NO_FIGURE);
        case ALERT_BEHIND:
                return quiet == ALERT_FORECAST;
        default:
                return false;
        }
}
