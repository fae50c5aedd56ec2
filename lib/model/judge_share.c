/* judge_share.c - rule 3: the share done against the share planned. */
#include "lib/model/judge_part.h"

/* A ceiling on a count: what counts is how much of it is used up. */
static bool is_ceiling(const struct finding *finding)
{
        return finding->kind == PART_CUMULATIVE && finding->direction == DIRECTION_AT_MOST;
}

/* A count has a way to go when its target is above 0; a stock or a stage when the target lies beyond its
 * baseline. Past the upper bound of a hold there is no way left, only a distance. */
bool judge_has_share(const struct finding *finding)
{
        const struct part_verdict *verdict = finding->verdict;
        const struct number zero = {.known = true};

        if (judge_exceeds(finding, verdict->actual))
                return false;
        switch (finding->kind) {
        case PART_CUMULATIVE:
                return number_compare(verdict->target, zero) > 0;
        case PART_STOCK:
        case PART_STAGE:
                if (!verdict->baseline.known)
                        return false;
                return finding->direction == DIRECTION_AT_MOST ? number_compare(verdict->target, verdict->baseline) < 0
                                                               : number_compare(verdict->target, verdict->baseline) > 0;
        default:
                return false;
        }
}

/* gap against `tenths` of a point: -1, 0, 1. Compared with the shifted plan, so that nothing is rounded. */
static int compare_gap(const struct finding *finding, int64_t tenths)
{
        const struct part_verdict *verdict = finding->verdict;

        if (is_ceiling(finding))
                return ratio_compare(ratio_plus(verdict->planned, ratio_make(-tenths, 1000)), verdict->attainment);
        return ratio_compare(verdict->attainment, ratio_plus(verdict->planned, ratio_make(tenths, 1000)));
}

void judge_share(struct finding *finding)
{
        const struct policy *policy = finding->facts->policy;
        struct part_verdict *verdict = finding->verdict;
        enum verdict_word word = VERDICT_ON_PACE;

        if (finding->kind == PART_STOCK || finding->kind == PART_STAGE)
                verdict->attainment = ratio_of_span(verdict->actual, verdict->baseline, verdict->target);
        else
                verdict->attainment = ratio_of_numbers(verdict->actual, verdict->target);
        verdict->gap = is_ceiling(finding) ? ratio_minus(verdict->planned, verdict->attainment)
                                           : ratio_minus(verdict->attainment, verdict->planned);

        if (compare_gap(finding, policy->ahead_above_tenths) > 0)
                word = VERDICT_AHEAD;
        else if (compare_gap(finding, -(int64_t)policy->serious_below_tenths) < 0)
                word = VERDICT_SERIOUSLY_BEHIND;
        else if (compare_gap(finding, -(int64_t)policy->behind_below_tenths) < 0)
                word = VERDICT_BEHIND;
        finding->reached = judge_meets(finding, verdict->actual) && !is_ceiling(finding);
        finding_set(finding, word, 3);
}
