/* recorded.c - what the notifier knew, laid over what the report says. */
#include "lib/model/recorded.h"

#include "lib/model/judge_part.h"

static const struct part_verdict *part_of(const struct verdict *verdict, uint32_t no)
{
        for (size_t i = 0; i < verdict->part.n; i++)
                if (verdict->part.at[i].part == no)
                        return &verdict->part.at[i];
        return NULL;
}

/* R12: not started is said of a part that would be better by its report alone. */
static bool is_not_started(const struct part_verdict *recorded)
{
        return recorded->rule == 12;
}

/* A missed date is judged on its own day, and by the outages that move it: until the notifier says so, it is none. */
static bool waits_for_its_day(const struct part_verdict *recorded, const struct part_verdict *fresh)
{
        return fresh->raw_verdict == VERDICT_OVERDUE && recorded->raw_verdict != VERDICT_OVERDUE;
}

static bool is_same(const struct part_verdict *recorded, const struct part_verdict *fresh)
{
        if (waits_for_its_day(recorded, fresh))
                return true;
        if (recorded->why != fresh->why)
                return false;
        if (is_not_started(recorded))
                return !fresh->actual.known &&
                       verdict_rank(fresh->raw_verdict) >= verdict_rank(VERDICT_SERIOUSLY_BEHIND);
        return recorded->raw_verdict == fresh->raw_verdict;
}

static void take_words(const struct part_verdict *recorded, struct finding *finding)
{
        struct part_verdict *verdict = finding->verdict;

        if (verdict->verdict != recorded->verdict)
                finding->pace = recorded->verdict == VERDICT_COMPLETED ? VERDICT_ON_PACE : recorded->verdict;
        verdict->verdict = recorded->verdict;
        verdict->raw_verdict = recorded->raw_verdict;
        verdict->why = recorded->why;
        verdict->rule = recorded->rule;
        verdict->excuse = recorded->excuse;
        verdict->accepted_until = recorded->accepted_until;
        verdict->broken = recorded->broken;
        verdict->paced = recorded->paced;
        if (recorded->done_before) {
                verdict->done_before = true;
                verdict->proxy = recorded->proxy;
                finding->reached = !recorded->proxy;
        }
}

/* R5: done by an earlier report, and by this one neither that nor anything else. */
static bool is_done_still(const struct part_verdict *recorded, const struct finding *finding)
{
        return recorded->done_before && judge_done(finding->part, finding->line, HISTORY_DONE) == HISTORY_DONE &&
               judge_done(finding->part, finding->line, HISTORY_NOT_DONE) == HISTORY_NOT_DONE;
}

/* The state of a node is not in its verdict: a report that begins the part is newer than its "not started". */
static bool is_taken(const struct part_verdict *recorded, const struct finding *finding)
{
        if (!recorded)
                return false;
        if (recorded->done_before)
                return is_done_still(recorded, finding);
        if (!is_same(recorded, finding->verdict))
                return false;
        return !is_not_started(recorded) || !report_begins(finding->line, finding->part);
}

/* Two missing in a row show as a bad word that no part has. */
bool recorded_is_silent(const struct verdict *recorded)
{
        return recorded->why == WHY_NO_REPORT && recorded->governing == 0 && verdict_is_bad(recorded->raw_verdict);
}

static bool was_silent(const struct verdict *recorded, const struct facts *facts)
{
        return recorded_is_silent(recorded) && recorded->report_seq == (facts->report ? facts->report_seq : 0);
}

int recorded_overlay(const struct verdict *recorded, const struct facts *facts, struct arena *arena,
                     struct verdict *fresh)
{
        const size_t n = fresh->part.n;
        struct finding *findings = arena_array(arena, n, sizeof *findings);

        invariant(!facts->history && n == facts->task->part.n);
        if (!recorded)
                return 0;
        if (!findings)
                return err_fail("no memory to judge a task of %zu parts", n);
        judge_parts(facts, fresh->part.at, findings); /* the roll-up needs more of a part than its verdict tells */
        for (size_t i = 0; i < n; i++) {
                const struct part_verdict *part = part_of(recorded, findings[i].part->no);

                if (is_taken(part, &findings[i]))
                        take_words(part, &findings[i]);
        }
        fresh->late = recorded->late;
        fresh->missing = recorded->missing;
        judge_roll_up(facts, findings, n, was_silent(recorded, facts), fresh);
        return 0;
}
