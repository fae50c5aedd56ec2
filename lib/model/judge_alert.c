/* judge_alert.c - which alert a judged part calls for, and when an open one may clear (rule 14). */
#include "lib/model/judge_part.h"

static enum severity severity_overdue(const struct part_verdict *verdict, const struct policy *policy, struct day today)
{
        const struct day last_orange =
                day_plus_working(verdict->due, policy_working_days(policy->orange_overdue_days), &policy->calendar);

        return day_before(last_orange, today) ? SEVERITY_RED : SEVERITY_ORANGE;
}

static struct alert_wish wish_for(const struct part_verdict *verdict, const struct policy *policy, struct day today)
{
        if (verdict->why == WHY_NO_FIGURE)
                return (struct alert_wish){ALERT_NO_FIGURE, SEVERITY_YELLOW};
        if (judge_broke_zero(verdict))
                return (struct alert_wish){ALERT_HOLD_ZERO, SEVERITY_RED};
        switch (verdict->verdict) {
        case VERDICT_OVERDUE:
                return (struct alert_wish){ALERT_OVERDUE, severity_overdue(verdict, policy, today)};
        case VERDICT_SERIOUSLY_BEHIND:
                return (struct alert_wish){ALERT_BEHIND, SEVERITY_RED};
        case VERDICT_BEHIND:
                return (struct alert_wish){ALERT_BEHIND, SEVERITY_YELLOW};
        default:
                return (struct alert_wish){0};
        }
}

/* Once raised, "behind" holds until the part is well back: gap at clear_from or better, a level inside half of
 * its tolerance, a node done. Neither an excuse nor silence clears it. */
static bool is_well_back(const struct part_verdict *verdict, const struct policy *policy)
{
        if (verdict->verdict == VERDICT_COMPLETED)
                return true;
        if (ratio_is_set(verdict->gap))
                return ratio_compare(verdict->gap, ratio_make(-(int64_t)policy->clear_from_tenths, 1000)) >= 0;
        if (ratio_is_set(verdict->distance)) {
                const struct ratio off = {-verdict->distance.num, verdict->distance.den};
                const struct ratio half = ratio_make(verdict->tolerance.num, (__int128)verdict->tolerance.den * 2);

                return ratio_compare(off, half) <= 0;
        }
        return verdict->rule == 4; /* a level without distance has target 0, and is met */
}

struct alert_wish judge_alert(const struct part_verdict *verdict, const struct policy *policy, struct day today,
                              enum alert_kind open_kind, enum severity open)
{
        struct alert_wish wish = {0};

        if (!verdict->soft)
                wish = wish_for(verdict, policy, today);
        if (wish.kind == ALERT_UNSPECIFIED && open_kind == ALERT_BEHIND && open != SEVERITY_UNSPECIFIED &&
            !is_well_back(verdict, policy))
                wish = (struct alert_wish){ALERT_BEHIND, SEVERITY_YELLOW};
        if (wish.kind == open_kind && wish.severity < open)
                wish.severity = open;
        return wish;
}
