/* judge_level.c - rule 4: a level is met or missed by a distance. */
#include "lib/model/judge_part.h"

enum { WHOLE_BP = 10000 };

bool judge_exceeds(const struct finding *finding, struct number value)
{
        const struct part *part = finding->part;

        return part->direction == DIRECTION_HOLD && part->upper.known && number_compare(value, part->upper) > 0;
}

bool judge_meets(const struct finding *finding, struct number value)
{
        const int order = number_compare(value, finding->verdict->target);

        if (order == 0 && finding->part->strict)
                return false;
        if (finding->direction == DIRECTION_AT_MOST)
                return order <= 0;
        return order >= 0 && !judge_exceeds(finding, value);
}

/* How far past the bound, as a share of it; negative = on the wrong side. Not set for a bound of 0. */
static struct ratio distance_from(struct number bound, struct number value, bool at_most)
{
        const __int128 limit = number_scaled(bound, NUMBER_SCALE_MAX);
        const __int128 beyond = number_scaled(value, NUMBER_SCALE_MAX) - limit;

        return ratio_make(at_most ? -beyond : beyond, limit < 0 ? -limit : limit);
}

/* min(cap, slope x (1 - planned)): the nearer the end, the less may be missing. */
static struct ratio tolerance_at(struct ratio planned, const struct policy *policy)
{
        const struct ratio cap = ratio_make(policy->level_cap_bp, WHOLE_BP);
        const struct ratio sloped = ratio_make((__int128)policy->level_slope_bp * (planned.den - planned.num),
                                               (__int128)WHOLE_BP * planned.den);

        return ratio_compare(sloped, cap) < 0 ? sloped : cap;
}

/* A strict bound that is just touched is missed by nothing: good enough while there is any tolerance left. */
static enum verdict_word word_for(const struct part_verdict *verdict, const struct policy *policy)
{
        const struct ratio off = {-verdict->distance.num, verdict->distance.den};

        if (!ratio_is_set(off))
                return VERDICT_SERIOUSLY_BEHIND; /* of zero, nothing may be missing */
        if (verdict->tolerance.num > 0 && ratio_compare(off, verdict->tolerance) <= 0)
                return VERDICT_ON_PACE;
        if (ratio_compare(off, ratio_make(policy->level_serious_bp, WHOLE_BP)) <= 0)
                return VERDICT_BEHIND;
        return VERDICT_SERIOUSLY_BEHIND;
}

/* A level that must last is reached only at the end, and by the plan's word (`final`). */
static bool may_be_reached(const struct finding *finding)
{
        switch (finding->kind) {
        case PART_STOCK:
        case PART_STAGE:
                return true;
        case PART_LEVEL:
        case PART_GROWTH:
                return finding->part->final;
        default:
                return false;
        }
}

bool judge_broke_zero(const struct part_verdict *verdict)
{
        return verdict->rule == 4 && verdict->raw_verdict == VERDICT_SERIOUSLY_BEHIND &&
               verdict->target.unscaled == 0 && verdict->actual.unscaled > 0;
}

void judge_level(struct finding *finding)
{
        const struct policy *policy = finding->facts->policy;
        struct part_verdict *verdict = finding->verdict;
        const bool exceeded = judge_exceeds(finding, verdict->actual);
        const struct number bound = exceeded ? finding->part->upper : verdict->target;
        const bool met = judge_meets(finding, verdict->actual);

        verdict->distance = distance_from(bound, verdict->actual, exceeded || finding->direction == DIRECTION_AT_MOST);
        verdict->tolerance = tolerance_at(verdict->planned, policy);
        finding->reached = met && may_be_reached(finding);
        finding_set(finding, met ? VERDICT_ON_PACE : word_for(verdict, policy), 4);
}
