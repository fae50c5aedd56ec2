/* intake.c - rule 16: checks that flag and never block. */
#include "lib/model/intake.h"

#include "lib/model/intake_share.h"
#include "lib/model/judge.h"

enum { JUMP_STEPS = 3, JUMP_TARGET_PERCENT = 20, JUMP_FIGURES = 2, SHARES_MAX = 64 };

struct check { /* one report being looked at */
        const struct intake_facts *intake;
        struct intake_finding *findings;
        size_t n;
        size_t room;
};

static void add(struct check *check, struct intake_finding finding)
{
        if (check->n < check->room)
                check->findings[check->n++] = finding;
}

static __int128 scaled(struct number number)
{
        return number_scaled(number, NUMBER_SCALE_MAX);
}

static enum part_kind kind_of(const struct part *part)
{
        return part->kind == PART_UNSPECIFIED ? PART_CUMULATIVE : part->kind;
}

/* -- against what was reported before -- */

/* The figure of the report before this one, and how many figures there were up to it. */
static struct number figure_before(const struct check *check, const struct part *part, unsigned *ret_figures)
{
        const struct history *history = check->intake->history;
        const struct history_part *past = history ? history_part(history, part->no) : NULL;
        const struct day data_date = check->intake->report->data_date;
        bool same;

        *ret_figures = 0;
        if (!past || (!check->intake->replaces && day_before(data_date, history->report_day)))
                return (struct number){0};
        same = (check->intake->replaces || data_date.n == history->report_day.n) && past->fresh;
        *ret_figures = past->figures - (same ? 1u : 0u);
        return *ret_figures == 0 ? (struct number){0} : same ? past->figure_before : past->figure;
}

static __int128 size_of(__int128 value)
{
        return value < 0 ? -value : value;
}

/* Steps and the way to go count from where the part began: from 0, or from the baseline of a stock or stage. */
static bool is_jump(const struct part *part, struct number before, unsigned figures, struct number now)
{
        const bool from_baseline = kind_of(part) == PART_STOCK || kind_of(part) == PART_STAGE;
        __int128 start;
        __int128 step;
        __int128 way;

        if (figures < JUMP_FIGURES || !part->target.known || (from_baseline && !part->baseline.known) ||
            (!from_baseline && kind_of(part) != PART_CUMULATIVE))
                return false;
        start = from_baseline ? scaled(part->baseline) : 0;
        step = size_of(scaled(now) - scaled(before));
        way = size_of(scaled(part->target) - start);
        return way > 0 && step * figures > JUMP_STEPS * size_of(scaled(before) - start) &&
               step * 100 > JUMP_TARGET_PERCENT * way;
}

static void check_step(struct check *check, const struct part *part, struct number now)
{
        unsigned figures;
        const struct number before = figure_before(check, part, &figures);

        if (!before.known || !now.known)
                return;
        if (kind_of(part) == PART_CUMULATIVE && number_compare(now, before) < 0)
                add(check, (struct intake_finding){INTAKE_FELL, part->no, now, before, 0, 0});
        else if (is_jump(part, before, figures, now))
                add(check, (struct intake_finding){INTAKE_JUMPED, part->no, now, before, 0, 0});
}

/* -- against the plan -- */

static void check_unit(struct check *check, const struct part *part, const struct line *line)
{
        if (line->value.known && line->unit.len && part->unit.len && !bytes_equal(line->unit, part->unit))
                add(check, (struct intake_finding){INTAKE_OTHER_UNIT, part->no, line->value, part->target, 0, 0});
}

/* Done and everything that is named as left, whatever its stage. */
static struct number sum_of_all(const struct line *line, struct number done)
{
        int64_t left = 0;
        __int128 sum;

        for (size_t i = 0; i < line->pipeline.n; i++)
                left += line->pipeline.at[i].count;
        sum = done.unscaled + number_scaled((struct number){left, 0, true}, done.scale);
        return (struct number){sum > INT64_MAX ? INT64_MAX : (int64_t)sum, done.scale, true};
}

static void check_drift(struct check *check, const struct part *part, const struct line *line, struct number now)
{
        const bool counts = kind_of(part) == PART_CUMULATIVE || kind_of(part) == PART_STOCK;
        struct number sum;

        if (!part->target.known || judge_direction(part) == DIRECTION_AT_MOST)
                return;
        if (line->target_understood.known && number_compare(line->target_understood, part->target) < 0)
                add(check, (struct intake_finding){INTAKE_LOWER_TARGET, part->no, line->target_understood, part->target,
                                                   0, 0});
        if (!counts || !now.known || line->pipeline.n == 0)
                return;
        sum = sum_of_all(line, now);
        if (number_compare(sum, part->target) < 0)
                add(check, (struct intake_finding){INTAKE_TOO_FEW_LEFT, part->no, sum, part->target, 0, 0});
}

/* -- against the same fact elsewhere -- */

static void compare_twin(struct check *check, const struct part *part, struct number now,
                         const struct intake_twin *twin)
{
        if (twin->figure.known && number_compare(now, twin->figure) != 0)
                add(check,
                    (struct intake_finding){INTAKE_TWO_VALUES, part->no, now, twin->figure, twin->task_no, twin->part});
}

/* In this report, or in another task's of the same data date: figures of different days differ by right. */
static void check_twins(struct check *check, const struct part *part, struct number now)
{
        const struct intake_facts *intake = check->intake;
        const struct same_as *same = part->same_as;
        const struct part *sibling =
                same && same->task_no == intake->task->no ? plan_part(intake->task, same->part) : NULL;

        if (!now.known)
                return;
        if (sibling)
                compare_twin(check, part, now,
                             &(struct intake_twin){
                                     .task_no = same->task_no,
                                     .part = same->part,
                                     .figure = report_figure(report_line(intake->report, same->part), sibling),
                             });
        for (size_t i = 0; i < intake->twin.n; i++)
                if (intake->twin.at[i].own == part->no && intake->twin.at[i].day.n == intake->report->data_date.n)
                        compare_twin(check, part, now, &intake->twin.at[i]);
}

/* -- against itself -- */

static uint32_t part_with(const struct report *report, struct number figure)
{
        for (size_t i = 0; i < report->line.n; i++)
                if (report->line.at[i].value.known && number_compare(report->line.at[i].value, figure) == 0)
                        return report->line.at[i].part;
        return 0;
}

static void check_shares(struct check *check, struct bytes text)
{
        struct intake_share share;
        size_t at = 0;

        while (intake_share_next(text, &at, &share))
                if (intake_share_is_wrong(&share))
                        add(check,
                            (struct intake_finding){INTAKE_WRONG_SHARE, part_with(check->intake->report, share.figure),
                                                    share.percent, intake_share_computed(&share), 0, 0});
}

static void check_part(struct check *check, const struct part *part)
{
        const struct line *line = report_line(check->intake->report, part->no);
        const struct number now = report_figure(line, part);

        if (!line)
                return;
        check_step(check, part, now);
        check_unit(check, part, line);
        check_drift(check, part, line, now);
        check_twins(check, part, now);
        check_shares(check, line->as_written);
}

int intake_check(const struct intake_facts *intake, struct arena *arena, struct intake_findings *ret_findings)
{
        enum { FLAGS_PER_PART = 5 }; /* one a check: step, unit, twice drift, sibling */
        const size_t all = intake->task->part.n * FLAGS_PER_PART + intake->twin.n + SHARES_MAX;
        const size_t room = all < INTAKE_FINDINGS ? all : INTAKE_FINDINGS;
        struct check check = {
                .intake = intake, .findings = arena_array(arena, room, sizeof *check.findings), .room = room};

        if (!check.findings)
                return err_fail("no memory to check a report on %zu parts", intake->task->part.n);
        for (size_t i = 0; i < intake->task->part.n; i++)
                check_part(&check, &intake->task->part.at[i]);
        for (size_t i = 0; i < intake->report->progress.n; i++)
                check_shares(&check, intake->report->progress.at[i]);
        ret_findings->finding.at = check.findings;
        ret_findings->finding.n = check.n;
        return 0;
}
