/* judge_reporting.c - rule 12: what it means when nothing comes. */
#include "lib/model/judge_part.h"

enum { MISSING_IN_A_ROW = 2, CYCLES_TO_BEGIN = 2 };

/* Levels and duties do not begin, nor does what is only to stay low: a ceiling, a zero that is to be held. A stock that
 * falls from its baseline does. */
static bool can_begin(const struct finding *finding)
{
        switch (finding->kind) {
        case PART_CUMULATIVE:
                return finding->direction == DIRECTION_AT_LEAST;
        case PART_STOCK:
        case PART_STAGE:
                return finding->direction == DIRECTION_AT_LEAST || finding->part->baseline.known;
        case PART_MILESTONE:
        case PART_AWARD:
                return true;
        default:
                return false;
        }
}

/* One cycle may pass in silence, whatever its length. */
void judge_not_started(struct finding *finding)
{
        const struct facts *facts = finding->facts;
        const struct history_part *past = facts->history ? history_part(facts->history, finding->part->no) : NULL;
        struct day limit;

        if (!past || past->started || report_begins(finding->line, finding->part) || finding->part->soft ||
            !can_begin(finding) || facts->history->cycles < CYCLES_TO_BEGIN ||
            verdict_rank(finding->verdict->verdict) < verdict_rank(VERDICT_SERIOUSLY_BEHIND))
                return;
        limit = judge_begun_for(finding->part, facts->plan, facts->policy->not_started_months);
        if (day_before(facts->today, limit))
                finding_recheck(finding, limit);
        else
                finding_set(finding, VERDICT_SERIOUSLY_BEHIND, 12);
}

bool judge_is_silent(const struct facts *facts)
{
        return facts->history && history_missing_run(facts->history) >= MISSING_IN_A_ROW;
}

void judge_silence(struct verdict *verdict)
{
        if (verdict->verdict == VERDICT_COMPLETED)
                return;
        if (verdict_rank(verdict->verdict) > verdict_rank(VERDICT_BEHIND)) {
                verdict->verdict = VERDICT_BEHIND;
                verdict->why = WHY_NO_REPORT;
                verdict->governing = 0; /* not one part: the task as a whole */
        }
        if (verdict_rank(verdict->raw_verdict) > verdict_rank(VERDICT_BEHIND))
                verdict->raw_verdict = VERDICT_BEHIND;
}
