/* judge_metamorphic_test.c - the same figures told otherwise: scaled, in another order, in another year.
 *
 * Nobody works a verdict out here; the judge is asked twice, and both answers must fit together. The figures are
 * those of the real plan and of made tasks (metamorphic_city.h), each at several data dates. */
#include "tests/unit/cli_fixture.h"
#include "tests/unit/metamorphic_city.h"

static struct session *session_of(void **state)
{
        struct fixture *fixture = *state;

        return &fixture->session;
}

/* -- comparing -- */

static void assert_ratio(const struct story *story, uint32_t part, const char *what, struct ratio a, struct ratio b)
{
        if (ratio_is_set(a) != ratio_is_set(b) || (ratio_is_set(a) && ratio_compare(a, b) != 0))
                story_fails(story, part, what);
}

static void assert_same_part(const struct story *story, const struct part_verdict *a, const struct part_verdict *b)
{
        const uint32_t part = a->part;

        if (a->verdict != b->verdict || a->raw_verdict != b->raw_verdict)
                story_fails(story, part, "another word");
        if (a->why != b->why || a->rule != b->rule || a->excuse != b->excuse)
                story_fails(story, part, "another reason");
        if (a->proxy != b->proxy || a->blocked != b->blocked || a->soft != b->soft)
                story_fails(story, part, "another mark");
        assert_ratio(story, part, "another attainment", a->attainment, b->attainment);
        assert_ratio(story, part, "another planned", a->planned, b->planned);
        assert_ratio(story, part, "another gap", a->gap, b->gap);
        assert_ratio(story, part, "another distance", a->distance, b->distance);
        assert_ratio(story, part, "another tolerance", a->tolerance, b->tolerance);
}

/* The words of the task; who governs is compared by the caller. */
static void assert_same_words(const struct story *story, const struct verdict *a, const struct verdict *b)
{
        if (a->verdict != b->verdict)
                story_fails(story, 0, "another word");
        if (a->raw_verdict != b->raw_verdict)
                story_fails(story, 0, "another raw word");
}

/* Everything, the parts standing in the same order. */
static void assert_same(const struct story *story, const struct verdict *a, const struct verdict *b)
{
        assert_same_words(story, a, b);
        if (a->why != b->why || a->governing != b->governing)
                story_fails(story, a->governing, "another part governs");
        assert_int_equal(a->part.n, b->part.n);
        for (size_t i = 0; i < a->part.n; i++)
                assert_same_part(story, &a->part.at[i], &b->part.at[i]);
}

/* -- scaled -- */

static const struct factor {
        uint32_t times;
        uint32_t tenths; /* divided by 10 so often */
        const char *unit;
} FACTORS[] = {{10, 0, "百元"}, {3, 0, "打"}, {1, 1, "十户"}};

static void scale(struct number *number, const struct factor *factor)
{
        number->unscaled *= factor->times;
        number->scale += factor->tenths;
}

/* Units in a pipeline are whole; a tenth of seven of them there is not. */
static bool may_scale(const struct line *line, const struct factor *factor)
{
        for (size_t i = 0; line && i < line->pipeline.n; i++)
                if (factor->tenths && line->pipeline.at[i].count % 10)
                        return false;
        return true;
}

static void scale_part(struct story *story, struct part *part, const struct factor *factor)
{
        struct line *line = story_line(story, part->no);

        scale(&part->baseline, factor);
        scale(&part->target, factor);
        scale(&part->upper, factor);
        part->unit = bytes_str(factor->unit);
        if (!line)
                return;
        scale(&line->value, factor);
        scale(&line->forecast, factor);
        scale(&line->target_understood, factor);
        line->unit = line->unit.len ? part->unit : line->unit;
        for (size_t i = 0; i < line->pipeline.n; i++)
                line->pipeline.at[i].count = line->pipeline.at[i].count * factor->times / (factor->tenths ? 10 : 1);
}

static size_t in_another_unit(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        size_t compared = 0;

        for (size_t i = 0; i < story->task.part.n; i++)
                for (size_t k = 0; k < COUNT_OF(FACTORS); k++) {
                        struct story scaled = story_copy(story, arena);
                        struct part *part = &scaled.task.part.at[i];
                        struct verdict after;

                        if (!part->target.known || !may_scale(story_line(&scaled, part->no), &FACTORS[k]))
                                continue;
                        scale_part(&scaled, part, &FACTORS[k]);
                        after = story_judge(&scaled, arena);
                        assert_same(story, &before, &after);
                        compared++;
                }
        return compared;
}

static void a_part_in_another_unit(void **state)
{
        city_examine(session_of(state), in_another_unit, 1000, 10000);
}

/* -- in other orders -- */

static size_t order_of_lines(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        const size_t n = story->report.line.n;

        for (size_t shift = 0; shift < n; shift++) {
                struct story turned = story_copy(story, arena);
                struct verdict after;

                for (size_t i = 0; i < n; i++) /* turned round, and told backwards */
                        turned.report.line.at[i] = story->report.line.at[(2 * n - 1 - i + shift) % n];
                after = story_judge(&turned, arena);
                assert_same(story, &before, &after);
        }
        return n > 1 ? n : 0;
}

static void lines_in_another_order(void **state)
{
        city_examine(session_of(state), order_of_lines, 300, 10000);
}

/* The story with its parts in the order of `order`, which holds positions. */
static struct story reorder(const struct story *story, const size_t *order, struct arena *arena)
{
        struct story moved = story_copy(story, arena);

        for (size_t i = 0; i < story->task.part.n; i++)
                moved.task.part.at[i] = story->task.part.at[order[i]];
        return moved;
}

/* Equally bad parts are those of which each governs where it stands first. */
static bool ties(const struct story *story, size_t position, struct arena *arena)
{
        size_t *order = arena_array(arena, story->task.part.n, sizeof *order);
        struct story moved;

        assert_non_null(order);
        for (size_t i = 0; i < story->task.part.n; i++)
                order[i] = i == 0 ? position : i <= position ? i - 1 : i;
        moved = reorder(story, order, arena);
        return story_judge(&moved, arena).governing == story->task.part.at[position].no;
}

static void assert_first_tie_governs(const struct story *story, const struct verdict *verdict, const bool *tied,
                                     const size_t *order)
{
        uint32_t first = 0;
        enum why why = verdict->why;

        for (size_t i = 0; i < story->task.part.n && !first; i++)
                if (tied[order[i]]) {
                        first = story->task.part.at[order[i]].no;
                        why = verdict->part.at[i].why;
                }
        if (verdict->governing != first || verdict->why != why)
                story_fails(story, verdict->governing, "another part governs");
}

static void assert_order(const struct story *story, const struct verdict *before, const bool *tied, const size_t *order,
                         struct arena *arena)
{
        const struct story moved = reorder(story, order, arena);
        const struct verdict after = story_judge(&moved, arena);

        assert_same_words(story, before, &after);
        assert_first_tie_governs(story, &after, tied, order);
        for (size_t i = 0; i < story->task.part.n; i++)
                assert_same_part(story, &before->part.at[order[i]], &after.part.at[i]);
}

/* Same words in every order; of parts that tie, the first in the plan's order governs, and says why. */
static size_t order_of_parts(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        const size_t n = story->task.part.n;
        bool *tied = arena_array(arena, n, sizeof *tied);
        size_t *order = arena_array(arena, n, sizeof *order);
        size_t ties_found = 0;

        assert_non_null(tied);
        assert_non_null(order);
        for (size_t i = 0; i < n; i++)
                ties_found += tied[i] = ties(story, i, arena);
        for (size_t turn = 0; turn < 2 * n; turn++) {
                for (size_t i = 0; i < n; i++)
                        order[i] = turn < n ? (i + turn) % n : (2 * n - 1 - i + turn) % n;
                assert_order(story, &before, tied, order, arena);
        }
        return ties_found > 1;
}

static void parts_in_another_order(void **state)
{
        city_examine(session_of(state), order_of_parts, 30, 500);
}

static size_t other_numbers(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        struct story renumbered = story_copy(story, arena);
        struct verdict after;

        renumbered.task.no = 1000 - story->task.no % 1000;
        for (size_t i = 0; i < story->task.part.n; i++)
                renumbered.task.part.at[i].no = 500 - story->task.part.at[i].no;
        for (size_t i = 0; i < story->report.line.n; i++)
                renumbered.report.line.at[i].part = 500 - story->report.line.at[i].part;
        after = story_judge(&renumbered, arena);
        if (after.governing)
                after.governing = 500 - after.governing;
        assert_same(story, &before, &after);
        return 1;
}

static void tasks_and_parts_with_other_numbers(void **state)
{
        city_examine(session_of(state), other_numbers, STORY_DATES * STORIES_REAL, STORY_DATES * STORIES_MADE);
}

/* -- in other years -- */

static struct day moved_day(struct day day, int days)
{
        return day_is_set(day) ? day_plus(day, days) : day;
}

static const struct curve *moved_curve(const struct curve *curve, int days, struct arena *arena)
{
        struct curve *moved = arena_array(arena, 1, sizeof *moved);
        struct curve_point *points = arena_array(arena, curve ? curve->point.n : 0, sizeof *points);

        assert_non_null(moved);
        assert_non_null(points);
        if (!curve)
                return NULL;
        for (size_t i = 0; i < curve->point.n; i++) {
                points[i] = curve->point.at[i];
                points[i].day = day_plus(points[i].day, days);
        }
        *moved = (struct curve){curve->kind, {points, curve->point.n}};
        return moved;
}

static struct day *moved_days(const struct day *days, size_t n, int by, struct arena *arena)
{
        struct day *moved = arena_array(arena, n, sizeof *moved);

        assert_non_null(moved);
        for (size_t i = 0; i < n; i++)
                moved[i] = day_plus(days[i], by);
        return moved;
}

static const struct policy *moved_policy(const struct policy *policy, int days, struct arena *arena)
{
        struct policy *moved = arena_array(arena, 1, sizeof *moved);
        struct calendar *calendar;

        assert_non_null(moved);
        *moved = *policy;
        calendar = &moved->calendar;
        calendar->holiday.at = moved_days(calendar->holiday.at, calendar->holiday.n, days, arena);
        calendar->makeup.at = moved_days(calendar->makeup.at, calendar->makeup.n, days, arena);
        return moved;
}

static void move_part(struct part *part, int days, struct arena *arena)
{
        part->start = moved_day(part->start, days);
        part->due = moved_day(part->due, days);
        part->curve = moved_curve(part->curve, days, arena);
}

static void move_promise(struct line *line, int days, struct arena *arena)
{
        struct promise *moved = arena_array(arena, 1, sizeof *moved);

        assert_non_null(moved);
        if (!line->promise)
                return;
        *moved = *line->promise;
        moved->date = moved_day(moved->date, days);
        line->promise = moved;
}

/* The plan, what was said, and the calendar, so many days later. */
static struct story moved_story(const struct story *story, int days, struct arena *arena)
{
        struct story moved = story_at(story, day_plus(story->today, days), arena);
        struct plan *plan = arena_array(arena, 1, sizeof *plan);

        assert_non_null(plan);
        *plan = *story->plan;
        plan->start = day_plus(plan->start, days);
        plan->end = day_plus(plan->end, days);
        moved.plan = plan;
        moved.policy = moved_policy(story->policy, days, arena);
        for (size_t i = 0; i < moved.task.part.n; i++)
                move_part(&moved.task.part.at[i], days, arena);
        for (size_t i = 0; i < moved.report.line.n; i++)
                move_promise(&moved.report.line.at[i], days, arena);
        return moved;
}

/* After 28 years the weekdays and the leap days are the same. */
static size_t a_generation_later(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        const struct story moved = moved_story(story, day_of(2051, 1, 1).n - day_of(2023, 1, 1).n, arena);
        const struct verdict after = story_judge(&moved, arena);

        assert_same(story, &before, &after);
        return 1;
}

static void the_plan_of_2051(void **state)
{
        city_examine(session_of(state), a_generation_later, STORY_DATES * STORIES_REAL, STORY_DATES * STORIES_MADE);
}

/* From one year without a leap day to another only the weekdays differ: without days of grace nothing does. */
static size_t a_year_earlier(const struct story *story, struct arena *arena)
{
        struct policy policy = *story->policy;
        struct story graceless = *story;
        struct story moved;
        struct verdict before;
        struct verdict after;

        policy.grace_days = 0;
        policy.grace_statistics_days = 0;
        graceless.policy = &policy;
        before = story_judge(&graceless, arena);
        moved = moved_story(&graceless, day_of(2022, 1, 1).n - day_of(2023, 1, 1).n, arena);
        after = story_judge(&moved, arena);
        assert_same(story, &before, &after);
        return 1;
}

static void the_plan_of_2022(void **state)
{
        city_examine(session_of(state), a_year_earlier, STORY_DATES * STORIES_REAL, STORY_DATES * STORIES_MADE);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(a_part_in_another_unit, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(lines_in_another_order, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(parts_in_another_order, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(tasks_and_parts_with_other_numbers, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(the_plan_of_2051, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(the_plan_of_2022, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests_name("judge_metamorphic", tests, NULL, NULL);
}
