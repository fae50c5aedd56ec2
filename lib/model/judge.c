/* judge.c - the law, and how a task is judged by it.
 *
 * R1  序时进度    Planned share: months passed of the months from start to due, at the data date; a curve replaces it.
 * R2  登记为准    Only what the plan registers with a target is judged; other figures are shown.
 * R3  完成率      Counts, stocks and stages: gap = attainment - planned; -10.0 and -30.0 points, +10.0 is ahead.
 * R4  水平值      Levels: met, within a tolerance that narrows towards the end, or off; zero is held or broken.
 * R5  节点        Milestones: done until said otherwise, overdue after the grace of the cycle, blocked, or not started after half time.
 * R6  短板        A task is as good as its worst hard part, which is named; never a mean.
 * R7  无数不绿    No data is never green, and unknown says why: no target, no figure, no report.
 * R8  有说明      A forecast, a dated plan or a full pipeline holds a part at on pace, and is shown as claimed.
 * R9  双过半      Over half: at the half-year cut-off only, every hard count at half; no proxy is ever ahead.
 * R10 已完成      Completed: every registered part reached, soft ones too, and one of them final.
 * R11 备注建议    What the machine proposes to the person who writes the remark.
 * R12 填报        Cycles and their grace; late is not missing; two missing are behind, nothing begun is serious.
 * R13 预测        Earned schedule: when and with what the part will end at its own pace.
 * R14 反复        Alerts clear later than they are raised; what flaps raises one alert.
 * R15 更正        What a correction changes, and which alert it takes the ground from.
 * R16 存疑        What looks wrong in a report is flagged, and never blocks.
 *
 * docs/RULES.md has the full text under the same numbers. What needs more than a few lines has a file of its own:
 * judge_curve.c (1), judge_share.c (3), judge_level.c (4), judge_node.c (5), judge_excuse.c (8), cycle.c and
 * judge_reporting.c (12), forecast.c (13), judge_alert.c and alert.c (14), correction.c (15), intake.c (16).
 * What the rules must remember from report to report is in history.c. */
/*~ Fifth stop: the law. judge() takes facts and knows nothing else; judge_parts() finds the word of each part,
 * judge_roll_up() that of the task. Next: workers/query/query_answer.c. */
#include "lib/model/forecast.h"
#include "lib/model/judge_part.h"

/* R1: everything is judged at the report's data date; without a report there is only today. */
static struct day judged_at(const struct facts *facts)
{
        return facts->report ? facts->report->data_date : facts->today;
}

/* R2: registered is what has a target, or needs none because it is judged by its state or against zero. */
static bool is_by_state(enum part_kind kind)
{
        return kind == PART_MILESTONE || kind == PART_AWARD || kind == PART_DUTY || kind == PART_STATEMENT;
}

bool judge_is_registered(const struct part *part)
{
        return part->target.known || part->kind == PART_HOLD_ZERO || is_by_state(part->kind);
}

static bool governs(const struct finding *finding)
{
        return judge_is_registered(finding->part) && !finding->part->soft;
}

/* R3, R4: which side of the target is the good one. Left unsaid: a growth rate goes up, a stock goes from its
 * baseline to its target, and whatever else has the target 0 is to be held there. */
enum direction judge_direction(const struct part *part)
{
        const bool zero = part->target.known && part->target.unscaled == 0;
        const bool from_above = part->baseline.known && part->target.known &&
                                (part->kind == PART_STOCK || part->kind == PART_STAGE) &&
                                number_compare(part->baseline, part->target) > 0;

        if (part->kind == PART_HOLD_ZERO || part->direction == DIRECTION_AT_MOST)
                return DIRECTION_AT_MOST;
        if (part->direction == DIRECTION_AT_LEAST || part->kind == PART_GROWTH)
                return DIRECTION_AT_LEAST;
        if (part->direction == DIRECTION_HOLD)
                return zero && !part->upper.known ? DIRECTION_AT_MOST : DIRECTION_AT_LEAST;
        return from_above || zero ? DIRECTION_AT_MOST : DIRECTION_AT_LEAST;
}

/* R6: how far past its yellow threshold a part is, to tell apart parts with the same verdict. */
static struct ratio weight_of(const struct finding *finding)
{
        const struct part_verdict *verdict = finding->verdict;
        const uint32_t yellow = finding->facts->policy->behind_below_tenths;

        if (ratio_is_set(verdict->gap))
                return ratio_make((__int128)-verdict->gap.num * 1000,
                                  (__int128)verdict->gap.den * (yellow ? yellow : 1));
        if (ratio_is_set(verdict->distance)) {
                const struct ratio least = {1, 10000};
                const struct ratio tolerance = verdict->tolerance.num > 0 ? verdict->tolerance : least;

                return ratio_make((__int128)-verdict->distance.num * tolerance.den,
                                  (__int128)verdict->distance.den * tolerance.num);
        }
        return judge_broke_zero(verdict) ? (struct ratio){INT64_MAX, 1} : (struct ratio){0, 1};
}

static bool is_worse(const struct finding *a, const struct finding *b)
{
        const int by_verdict = verdict_rank(a->verdict->verdict) - verdict_rank(b->verdict->verdict);
        const int by_pace = verdict_rank(a->pace) - verdict_rank(b->pace);

        if (by_verdict != 0)
                return by_verdict < 0;
        if (by_pace != 0)
                return by_pace < 0;
        return ratio_compare(weight_of(a), weight_of(b)) > 0;
}

/* The worst hard part, the first of equals; NULL when there is none. */
static const struct finding *worst_of(const struct finding *findings, size_t n)
{
        const struct finding *worst = NULL;

        for (size_t i = 0; i < n; i++)
                if (governs(&findings[i]) && (!worst || is_worse(&findings[i], worst)))
                        worst = &findings[i];
        return worst;
}

/* R7: no figure. */
static void set_without_figure(struct finding *finding)
{
        const struct ratio half = {1, 2};
        const bool hard_count = finding->kind == PART_CUMULATIVE && !finding->part->soft;
        const bool late = finding->facts->report && hard_count && ratio_compare(finding->verdict->planned, half) >= 0;

        finding_set(finding, late ? VERDICT_BEHIND : VERDICT_UNKNOWN, 7);
        finding->verdict->why = finding->facts->report ? WHY_NO_FIGURE : WHY_NO_REPORT;
}

/* R9: figures that were not measured never say more than on pace. */
static void hold_down_proxy(struct finding *finding)
{
        if (!finding->verdict->proxy)
                return;
        finding->reached = false;
        if (finding->verdict->verdict == VERDICT_AHEAD || finding->verdict->verdict == VERDICT_COMPLETED)
                finding_set(finding, VERDICT_ON_PACE, 9);
}

/* R13: one figure is a figure, three make a pace. */
static bool has_pace(const struct facts *facts, const struct part *part, enum part_kind kind)
{
        const struct history_part *past = facts->history ? history_part(facts->history, part->no) : NULL;

        return past && past->figures >= FORECAST_REPORTS &&
               (kind == PART_CUMULATIVE || kind == PART_STOCK || kind == PART_STAGE);
}

static void open_finding(const struct facts *facts, const struct part *part, struct part_verdict *verdict,
                         struct finding *ret_finding)
{
        const struct line *line = facts->report ? report_line(facts->report, part->no) : NULL;
        const enum part_kind kind = part->kind == PART_UNSPECIFIED ? PART_CUMULATIVE : part->kind;
        const struct number zero = {.known = true};

        *verdict = (struct part_verdict){
                .part = part->no,
                .soft = part->soft,
                .target = part->kind == PART_HOLD_ZERO ? zero : part->target,
                .baseline = part->baseline,
                .actual = report_figure(line, part),
                .planned = judge_planned(part, facts->plan, judged_at(facts)),
                .due = plan_part_due(part, facts->plan),
                .proxy = line && report_is_unmeasured(line),
                .blocked = line && (line->state == STATE_BLOCKED || line->waiting_for.len),
                .paced = has_pace(facts, part, kind),
        };
        *ret_finding = (struct finding){
                .facts = facts,
                .part = part,
                .line = line,
                .kind = kind,
                .direction = judge_direction(part),
                .verdict = verdict,
        };
}

static void judge_part(struct finding *finding)
{
        if (!judge_is_registered(finding->part)) {
                finding_set(finding, VERDICT_UNKNOWN, 2);
                finding->verdict->why = WHY_NO_TARGET;
                return;
        }
        if (is_by_state(finding->kind))
                judge_node(finding); /* R5: by its state and its date */
        else if (!finding->verdict->actual.known)
                set_without_figure(finding);
        else if (judge_has_share(finding))
                judge_share(finding); /* R3: by the share done */
        else
                judge_level(finding); /* R4: by the distance from its target */
        hold_down_proxy(finding);
        judge_not_started(finding); /* R12 */
        judge_excuse(finding); /* R8: what is put forward for it */
        if (finding->reached && finding->part->final) { /* R10: a final part reached */
                const enum verdict_word pace = finding->pace;

                finding_set(finding, VERDICT_COMPLETED, 10);
                finding->pace = pace;
        }
}

/* R9: at the cut-off, every hard count at half or more, at least one, and no hard part green by excuse. */
static bool is_half_year_cut_off(const struct facts *facts)
{
        const uint32_t month = facts->policy->half_year_month;

        if (!facts->report || month < 1 || month > 12)
                return false;
        return facts->report->data_date.n == day_month_end(day_of(day_date(facts->plan->start).year, (int)month, 1)).n;
}

static bool is_over_half(const struct facts *facts, const struct finding *findings, size_t n)
{
        const struct ratio half = {1, 2};
        size_t counts = 0;

        if (!is_half_year_cut_off(facts))
                return false;
        for (size_t i = 0; i < n; i++) {
                const struct finding *finding = &findings[i];

                if (!governs(finding))
                        continue;
                if (finding->verdict->excuse != EXCUSE_UNSPECIFIED)
                        return false;
                if (finding->kind != PART_CUMULATIVE || finding->direction != DIRECTION_AT_LEAST)
                        continue;
                if (!ratio_is_set(finding->verdict->attainment) ||
                    ratio_compare(finding->verdict->attainment, half) < 0)
                        return false;
                counts++;
        }
        return counts > 0;
}

/* R10: nothing registered is left, and the plan says that this was the end of it. */
static bool is_completed(const struct finding *findings, size_t n)
{
        bool final = false;

        for (size_t i = 0; i < n; i++) {
                if (!judge_is_registered(findings[i].part))
                        continue;
                if (!findings[i].reached)
                        return false;
                final |= findings[i].part->final;
        }
        return final;
}

static enum verdict_word word_of_task(const struct facts *facts, const struct finding *worst,
                                      const struct finding *findings, size_t n)
{
        if (verdict_rank(worst->verdict->verdict) < verdict_rank(VERDICT_ON_PACE))
                return worst->verdict->verdict;
        if (is_completed(findings, n))
                return VERDICT_COMPLETED;
        return is_over_half(facts, findings, n) ? VERDICT_OVER_HALF : worst->pace;
}

/* What the task would be without excuses: the worst raw word, if it is a bad one. */
static enum verdict_word raw_word_of_task(enum verdict_word word, const struct finding *findings, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                const enum verdict_word raw = findings[i].verdict->raw_verdict;

                if (governs(&findings[i]) && verdict_is_bad(raw) && verdict_rank(raw) < verdict_rank(word))
                        word = raw;
        }
        return word;
}

void judge_roll_up(const struct facts *facts, const struct finding *findings, size_t n, bool silent,
                   struct verdict *verdict)
{
        const struct finding *worst = worst_of(findings, n);

        if (worst) {
                verdict->governing = worst->part->no;
                verdict->why = worst->verdict->why;
                verdict->verdict = word_of_task(facts, worst, findings, n);
        } else {
                verdict->why = facts->report ? WHY_NO_TARGET : WHY_NO_REPORT;
                verdict->verdict = VERDICT_UNKNOWN;
        }
        verdict->raw_verdict = raw_word_of_task(verdict->verdict, findings, n);
        if (silent)
                judge_silence(verdict); /* R12 */
        if (facts->suspended)
                verdict->verdict = VERDICT_SUSPENDED;
}

void judge_parts(const struct facts *facts, struct part_verdict *verdicts, struct finding *findings)
{
        for (size_t i = 0; i < facts->task->part.n; i++) {
                open_finding(facts, &facts->task->part.at[i], &verdicts[i], &findings[i]);
                judge_part(&findings[i]);
        }
}

static struct day first_recheck(const struct facts *facts, const struct finding *findings, size_t n)
{
        struct day first = facts->history ? history_next_day(facts->history) : (struct day){0};

        for (size_t i = 0; i < n; i++)
                if (day_is_set(findings[i].recheck) && (!day_is_set(first) || day_before(findings[i].recheck, first)))
                        first = findings[i].recheck;
        return first;
}

int judge(const struct facts *facts, struct arena *arena, struct verdict *ret_verdict, struct day *ret_recheck)
{
        const size_t n = facts->task->part.n;
        const size_t reports = facts->report ? 1 : 0;
        struct finding *findings = arena_array(arena, n, sizeof *findings);
        struct part_verdict *parts = arena_array(arena, n, sizeof *parts);
        uint64_t *evidence = arena_array(arena, reports, sizeof *evidence);

        if (!findings || !parts || !evidence)
                return err_fail("no memory to judge a task of %zu parts", n);
        judge_parts(facts, parts, findings);
        if (reports)
                evidence[0] = facts->report_seq;
        *ret_verdict = (struct verdict){
                .task = {facts->plan->id, facts->task->no},
                .judge_version = JUDGE_VERSION,
                .policy_version = facts->policy->version,
                .day = facts->today,
                .report_seq = reports ? facts->report_seq : 0,
                .part = {parts, n},
                .evidence = {evidence, reports},
                .late = facts->history ? facts->history->late_total : 0,
                .missing = facts->history ? facts->history->missing_total : 0,
        };
        judge_roll_up(facts, findings, n, judge_is_silent(facts), ret_verdict);
        *ret_recheck = first_recheck(facts, findings, n);
        return 0;
}

/* R11: the machine proposes, a person writes. */
enum remark_word judge_proposed_remark(enum verdict_word word)
{
        switch (word) {
        case VERDICT_COMPLETED:
                return REMARK_COMPLETED;
        case VERDICT_OVER_HALF:
                return REMARK_OVER_HALF;
        case VERDICT_ON_PACE:
        case VERDICT_AHEAD:
                return REMARK_ORDERLY;
        case VERDICT_BEHIND:
        case VERDICT_SERIOUSLY_BEHIND:
        case VERDICT_OVERDUE:
                return REMARK_SLOW;
        default:
                return REMARK_UNSPECIFIED;
        }
}
