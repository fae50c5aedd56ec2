/* judge_node.c - rule 5: what has no figure is judged by its state and its date. */
#include "lib/model/judge_part.h"

/* Milestones and awards end at a date; a duty goes on, a statement is for a person to accept. */
static bool has_end(const struct finding *finding)
{
        return finding->kind == PART_MILESTONE || finding->kind == PART_AWARD;
}

static enum milestone_state state_of_award(const struct finding *finding)
{
        const struct line *line = finding->line;
        const struct part_verdict *verdict = finding->verdict;

        if (line->stage == STAGE_CERTIFIED ||
            (verdict->target.known && verdict->actual.known && judge_meets(finding, verdict->actual)))
                return STATE_DONE;
        if (line->state == STATE_UNSPECIFIED && line->stage != STAGE_UNSPECIFIED)
                return STATE_IN_PROGRESS;
        return line->state;
}

static enum milestone_state state_of(const struct finding *finding)
{
        if (!finding->line)
                return STATE_UNSPECIFIED;
        if (finding->kind == PART_AWARD)
                return state_of_award(finding);
        if (has_end(finding))
                return finding->line->state;
        /* A duty or statement that is spoken of is under way, and cannot be done. */
        return finding->line->state == STATE_UNSPECIFIED || finding->line->state == STATE_DONE ? STATE_IN_PROGRESS
                                                                                               : finding->line->state;
}

/* A count that is short of the target says otherwise, too. */
static bool says_nothing(const struct finding *finding)
{
        return state_of(finding) == STATE_UNSPECIFIED &&
               !(finding->kind == PART_AWARD && finding->line && finding->verdict->target.known &&
                 finding->verdict->actual.known);
}

enum history_done judge_done(const struct part *part, const struct line *line, enum history_done before)
{
        struct part_verdict verdict = {.target = part->target, .actual = report_figure(line, part)};
        const struct finding finding = {
                .part = part,
                .line = line,
                .kind = part->kind,
                .direction = judge_direction(part),
                .verdict = &verdict,
        };

        if (!has_end(&finding))
                return HISTORY_NOT_DONE;
        if (says_nothing(&finding))
                return before;
        if (state_of(&finding) != STATE_DONE)
                return HISTORY_NOT_DONE;
        return report_is_unmeasured(line) ? HISTORY_DONE_UNMEASURED : HISTORY_DONE;
}

/* What was reported done is done, as well as it was known then, until a report says otherwise. */
static enum milestone_state state_by_then(struct finding *finding)
{
        const struct history *history = finding->facts->history;
        const struct history_part *past = history ? history_part(history, finding->part->no) : NULL;

        if (!past || past->done_earlier == HISTORY_NOT_DONE || !has_end(finding) || !says_nothing(finding))
                return state_of(finding);
        finding->verdict->done_before = true;
        finding->verdict->proxy |= past->done_earlier == HISTORY_DONE_UNMEASURED;
        return STATE_DONE;
}

/* Until when a report on the cycle that contains the due date is in time: no deadline but that of rule 12. */
static struct day last_to_report(const struct facts *facts, struct day due)
{
        const struct duty duty = cycle_duty(facts->task, facts->plan, facts->policy, facts->outages);

        return cycle_deadline(&duty, cycle_end(&duty, due), NULL);
}

static bool is_overdue(struct finding *finding)
{
        const struct facts *facts = finding->facts;
        const struct day due = finding->verdict->due;
        struct day last;
        struct day last_orange;

        if (!has_end(finding) || !day_is_set(due) || !day_is_set(facts->today))
                return false;
        last = last_to_report(facts, due);
        if (!day_before(last, facts->today)) {
                finding->recheck = day_plus(last, 1);
                return false;
        }
        last_orange = day_plus_working(due, policy_working_days(facts->policy->orange_overdue_days),
                                       &facts->policy->calendar);
        if (!day_before(last_orange, facts->today))
                finding->recheck = day_plus(last_orange, 1);
        return true;
}

static void set_without_state(struct finding *finding)
{
        finding_set(finding, VERDICT_UNKNOWN, 7);
        finding->verdict->why = finding->facts->report ? WHY_NO_FIGURE : WHY_NO_REPORT;
}

void judge_node(struct finding *finding)
{
        const enum milestone_state state = state_by_then(finding);
        const struct ratio half = {1, 2};

        if (state == STATE_DONE) {
                finding->reached = true;
                finding_set(finding, VERDICT_COMPLETED, 5);
                finding->pace = VERDICT_ON_PACE;
        } else if (is_overdue(finding)) {
                finding_set(finding, VERDICT_OVERDUE, 5);
        } else if (state == STATE_UNSPECIFIED) {
                set_without_state(finding);
        } else if (state == STATE_BLOCKED ||
                   (state == STATE_NOT_STARTED && ratio_compare(finding->verdict->planned, half) > 0)) {
                finding_set(finding, VERDICT_BEHIND, 5);
        } else {
                finding_set(finding, VERDICT_ON_PACE, 5);
        }
}
