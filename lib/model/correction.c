/* correction.c - rule 15: the same day, judged by other figures. */
#include "lib/model/correction.h"

static const struct part_verdict *part_of(const struct verdict *verdict, uint32_t no)
{
        for (size_t i = 0; i < verdict->part.n; i++)
                if (verdict->part.at[i].part == no)
                        return &verdict->part.at[i];
        return NULL;
}

/* By the figures: what a supervisor accepted since speaks neither for them nor against them. */
static enum alert_kind raised_by(const struct part_verdict *verdict, const struct policy *policy, struct day day)
{
        struct part_verdict by_figures = *verdict;

        if (day_is_set(verdict->accepted_until))
                by_figures.verdict = verdict->raw_verdict;
        return judge_alert(&by_figures, policy, day, ALERT_UNSPECIFIED, SEVERITY_UNSPECIFIED).kind;
}

static struct correction_effect effect_on(const struct part_verdict *was, const struct part_verdict *is,
                                          const struct policy *policy, struct day day)
{
        const enum alert_kind raised = raised_by(was, policy, day);

        return (struct correction_effect){
                .part = was->part,
                .was = was->verdict,
                .is = is->verdict,
                .unfounded = raised != raised_by(is, policy, day) ? raised : ALERT_UNSPECIFIED,
        };
}

int correction_compare(const struct verdict *was, const struct verdict *is, const struct policy *policy, struct day day,
                       struct arena *arena, struct correction_effects *ret_effects)
{
        struct correction_effect *effects = arena_array(arena, was->part.n, sizeof *effects);
        size_t n = 0;

        if (!effects)
                return err_fail("no memory to compare %zu parts", was->part.n);
        for (size_t i = 0; i < was->part.n; i++) {
                const struct part_verdict *before = &was->part.at[i];
                const struct part_verdict *after = part_of(is, before->part);

                if (!after)
                        continue;
                effects[n] = effect_on(before, after, policy, day);
                n += effects[n].was != effects[n].is || effects[n].unfounded != ALERT_UNSPECIFIED;
        }
        ret_effects->effect.at = effects;
        ret_effects->effect.n = n;
        return 0;
}
