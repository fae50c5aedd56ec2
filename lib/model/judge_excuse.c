/* judge_excuse.c - rule 8: what a department may put forward for a part that is behind. */
#include "lib/model/judge_part.h"

/* An excuse speaks of the time that is left and of what is known: none after the due date, none for a figure
 * that was not given, none for a blockage; and zero, once broken, is not mended by a plan. */
static bool may_be_excused(const struct finding *finding)
{
        const struct part_verdict *verdict = finding->verdict;

        if (verdict->raw_verdict != VERDICT_BEHIND && verdict->raw_verdict != VERDICT_SERIOUSLY_BEHIND)
                return false;
        return finding->line && verdict->why == WHY_UNSPECIFIED && finding->line->state != STATE_BLOCKED &&
               !judge_broke_zero(verdict) && day_before(finding->facts->report->data_date, verdict->due);
}

static bool has_forecast(const struct finding *finding)
{
        return finding->line->forecast.known && finding->verdict->target.known &&
               judge_meets(finding, finding->line->forecast);
}

/* A plan of its own with a date that is still to come and in time. Once that day is over the promise is
 * broken, whether or not somebody reports it. */
static bool has_dated_plan(struct finding *finding)
{
        const struct promise *promise = finding->line->promise;

        if (!promise || !day_is_set(promise->date) || day_before(promise->date, finding->facts->report->data_date) ||
            day_before(finding->verdict->due, promise->date) || day_before(promise->date, finding->facts->today))
                return false;
        finding_recheck(finding, day_plus(promise->date, 1));
        return true;
}

/* Units that are only surveyed, prepared or settled are no excuse. */
static bool stage_counts(enum stage stage)
{
        return stage == STAGE_ELIGIBLE || stage == STAGE_APPLIED || stage == STAGE_RECOMMENDED ||
               stage == STAGE_CONSTRUCTION || stage == STAGE_CERTIFIED;
}

static bool has_pipeline(const struct finding *finding)
{
        const struct part_verdict *verdict = finding->verdict;
        const struct line *line = finding->line;
        const __int128 unit = number_scaled((struct number){1, 0, true}, NUMBER_SCALE_MAX);
        __int128 remaining;
        __int128 under_way = 0;

        if (finding->direction != DIRECTION_AT_LEAST ||
            (finding->kind != PART_CUMULATIVE && finding->kind != PART_STOCK))
                return false;
        remaining = number_scaled(verdict->target, NUMBER_SCALE_MAX) - number_scaled(verdict->actual, NUMBER_SCALE_MAX);
        for (size_t i = 0; i < line->pipeline.n; i++)
                if (stage_counts(line->pipeline.at[i].stage))
                        under_way += line->pipeline.at[i].count * unit;
        return remaining > 0 && under_way >= remaining;
}

static enum excuse_kind claim_of(struct finding *finding)
{
        if (has_forecast(finding))
                return EXCUSE_FORECAST;
        if (has_dated_plan(finding))
                return EXCUSE_PLAN;
        return has_pipeline(finding) ? EXCUSE_PIPELINE : EXCUSE_UNSPECIFIED;
}

/* A claim holds by itself in the cycle in which it is first made (and as many more as policy says), counted
 * until the part is well again: making another claim does not begin anew. A report that comes when later cycles
 * are already missing claims too late. */
static bool is_fresh(const struct finding *finding, const struct history_part *past)
{
        const struct history *history = finding->facts->history;
        const int32_t first = past->claimed ? past->claimed_cycle : cycle_number(history->cadence, history->report_day);

        return (int64_t)history->cycle - first < (int64_t)finding->facts->policy->excuse_free_cycles;
}

static bool is_accepted(const struct finding *finding, const struct history_part *past)
{
        return past && day_is_set(past->accepted_until) && !day_before(past->accepted_until, finding->facts->today);
}

/* What a supervisor accepted holds to its last day, whether or not the department says it again. */
static enum excuse_kind held_excuse(struct finding *finding, const struct history_part *past)
{
        const enum excuse_kind claim = claim_of(finding);
        const enum excuse_kind said = past && past->claimed ? (enum excuse_kind)past->claimed_kind : EXCUSE_UNSPECIFIED;
        const enum excuse_kind any = claim != EXCUSE_UNSPECIFIED ? claim : said;

        if (is_accepted(finding, past) && any != EXCUSE_UNSPECIFIED) {
                finding_recheck(finding, day_plus(past->accepted_until, 1));
                finding->verdict->accepted_until = past->accepted_until;
                return any;
        }
        return !past || is_fresh(finding, past) ? claim : EXCUSE_UNSPECIFIED;
}

void judge_excuse(struct finding *finding)
{
        const struct history *history = finding->facts->history;
        const struct history_part *past = history ? history_part(history, finding->part->no) : NULL;
        struct part_verdict *verdict = finding->verdict;

        if (may_be_excused(finding))
                verdict->excuse = held_excuse(finding, past);
        if (past)
                verdict->broken = history_broken_by(past, verdict);
        if (verdict->excuse == EXCUSE_UNSPECIFIED)
                return;
        verdict->verdict = VERDICT_ON_PACE;
        finding->pace = VERDICT_ON_PACE;
}
