/* judge_monotone_test.c - more never makes it worse: later, higher, softer, fewer.
 *
 * Where the law itself sets a limit to such a statement, the limit is written here and tested as well. The figures
 * are those of the real plan and of made tasks (metamorphic_city.h). */
#include "tests/unit/cli_fixture.h"
#include "tests/unit/metamorphic_city.h"

static struct session *session_of(void **state)
{
        struct fixture *fixture = *state;

        return &fixture->session;
}

static bool is_worse(enum verdict_word a, enum verdict_word b)
{
        return verdict_rank(a) < verdict_rank(b);
}

/* Is less better? */
static bool goes_down(const struct part *part)
{
        return part->direction == DIRECTION_AT_MOST || part->kind == PART_HOLD_ZERO;
}

static bool is_ceiling_on_count(const struct part *part)
{
        return part->kind == PART_CUMULATIVE && goes_down(part);
}

/* The same story where nothing is final and half a year is no special day: the words are then the bare pace. */
static struct story without_honours(const struct story *story, struct arena *arena)
{
        struct story bare = story_copy(story, arena);
        struct policy *policy = arena_array(arena, 1, sizeof *policy);

        assert_non_null(policy);
        *policy = *story->policy;
        policy->half_year_month = 0;
        bare.policy = policy;
        for (size_t i = 0; i < bare.task.part.n; i++)
                bare.task.part.at[i].final = false;
        return bare;
}

/* -- at another date -- */

static void assert_no_better(const struct story *story, const struct verdict *earlier, const struct verdict *later)
{
        bool has_ceiling = false;

        for (size_t i = 0; i < story->task.part.n; i++) {
                const struct part_verdict *a = &earlier->part.at[i];
                const struct part_verdict *b = &later->part.at[i];

                if (is_ceiling_on_count(&story->task.part.at[i]) && a->actual.known) {
                        has_ceiling = true;
                        if (is_worse(b->raw_verdict, a->raw_verdict))
                                story_fails(story, a->part, "what is used up weighs more on a later day");
                        continue;
                }
                if (is_worse(a->raw_verdict, b->raw_verdict) || is_worse(a->verdict, b->verdict))
                        story_fails(story, a->part, "the same figure is worth more on a later day");
        }
        if (!has_ceiling && is_worse(earlier->verdict, later->verdict))
                story_fails(story, 0, "the same report is worth more on a later day");
}

/* Day by day over the year and beyond. Every kind of part, but for a ceiling on a count, of which a later day
 * leaves more to use; and the task, but for the day on which "over half" can be said. */
static size_t day_by_day(const struct story *story, struct arena *arena)
{
        const struct story bare = without_honours(story, arena);
        const struct day first = story->plan->start;
        const struct day last = day_of(2024, 2, 15);
        struct story today = story_at(&bare, first, arena);
        struct verdict yesterday = story_judge(&today, arena);
        size_t changes = 0;

        for (struct day day = day_plus(first, 1); day_before(day, last); day = day_plus(day, 1)) {
                struct verdict verdict;

                today = story_at(&bare, day, arena);
                verdict = story_judge(&today, arena);
                assert_no_better(&today, &yesterday, &verdict);
                changes += yesterday.verdict != verdict.verdict;
                yesterday = verdict;
        }
        return changes;
}

static void a_later_day_makes_nothing_better(void **state)
{
        city_examine_once(session_of(state), day_by_day, 50, 1000);
}

/* Over half and completed, and what a finished part no longer holds back, change only what is on pace, and upwards. */
static size_t honours(const struct story *story, struct arena *arena)
{
        const struct story bare = without_honours(story, arena);
        const enum verdict_word with = story_judge(story, arena).verdict;
        const enum verdict_word without = story_judge(&bare, arena).verdict;

        if (with == without)
                return 0;
        if (is_worse(without, VERDICT_ON_PACE) || is_worse(with, without))
                story_fails(story, 0, "an honour for a task that is not on pace");
        if (with == VERDICT_OVER_HALF && story->report.data_date.n != day_of(2023, 6, 30).n)
                story_fails(story, 0, "over half on another day than the half-year's last");
        return 1;
}

static void honours_only_on_top_of_pace(void **state)
{
        city_examine(session_of(state), honours, 10, 100);
}

/* -- other figures -- */

static const int HUNDREDTHS[] = {1, 10, 50, 100};

static struct number plus_hundredths(struct number number, struct number of, int hundredths)
{
        const uint32_t scale = (number.scale > of.scale ? number.scale : of.scale) + 2;
        const __int128 sum = number_scaled(number, scale) + number_scaled(of, scale) / 100 * hundredths;

        return (struct number){(int64_t)sum, scale, true};
}

static struct number magnitude(struct number number)
{
        const struct number one = {1, 0, true};

        if (number.unscaled == 0)
                return one;
        number.unscaled = number.unscaled < 0 ? -number.unscaled : number.unscaled;
        return number;
}

static bool is_over(const struct part *part, struct number value)
{
        return part->upper.known && number_compare(value, part->upper) > 0;
}

static void assert_not_worse(const struct story *story, uint32_t part, const struct verdict *before,
                             const struct verdict *after, const char *what)
{
        for (size_t i = 0; i < before->part.n; i++) {
                const struct part_verdict *a = &before->part.at[i];
                const struct part_verdict *b = &after->part.at[i];

                if (is_worse(b->verdict, a->verdict) || is_worse(b->raw_verdict, a->raw_verdict))
                        story_fails(story, a->part, what);
                if (a->part != part && (b->verdict != a->verdict || b->raw_verdict != a->raw_verdict))
                        story_fails(story, a->part, "another part's figure changes its word");
        }
        if (is_worse(after->verdict, before->verdict) || is_worse(after->raw_verdict, before->raw_verdict))
                story_fails(story, 0, what);
}

/* The better figure, up to the upper bound that a hold may have. */
static size_t better_figure(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        size_t compared = 0;

        for (size_t i = 0; i < story->task.part.n; i++)
                for (size_t k = 0; k < COUNT_OF(HUNDREDTHS); k++) {
                        struct story better = story_copy(story, arena);
                        const struct part *part = &better.task.part.at[i];
                        struct line *line = story_line(&better, part->no);
                        const int sign = goes_down(part) ? -1 : 1;
                        struct verdict after;

                        if (!line || !line->value.known)
                                continue;
                        line->value = plus_hundredths(line->value, magnitude(part->target), sign * HUNDREDTHS[k]);
                        if (is_over(part, line->value))
                                continue;
                        after = story_judge(&better, arena);
                        assert_not_worse(story, part->no, &before, &after, "a better figure makes it worse");
                        compared++;
                }
        return compared;
}

static void a_better_figure_never_worsens(void **state)
{
        city_examine(session_of(state), better_figure, 1000, 10000);
}

/* A figure that lies behind where the part began is farther behind when the way is shorter; and a target of 0
 * is another kind of promise. */
static bool may_ease(struct story *story, const struct part *part)
{
        const struct line *line = story_line(story, part->no);
        const struct number zero = {.known = true};
        const struct number from = part->baseline.known ? part->baseline : zero;

        if (!line || !line->value.known || !part->target.known || part->target.unscaled == 0)
                return false;
        return goes_down(part) && part->baseline.known ? number_compare(line->value, from) <= 0
                                                       : number_compare(line->value, from) >= 0;
}

/* Towards where it began, never the whole way; without a baseline a ceiling is lifted. */
static void ease(struct part *part, int hundredths)
{
        struct number way = part->target;

        if (part->baseline.known) /* both have the same scale */
                way.unscaled -= part->baseline.unscaled;
        else if (goes_down(part))
                way.unscaled = -way.unscaled;
        part->target = plus_hundredths(part->target, way, -hundredths);
}

static size_t easier_target(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        size_t compared = 0;

        for (size_t i = 0; i < story->task.part.n; i++)
                for (size_t k = 0; k < COUNT_OF(HUNDREDTHS) && HUNDREDTHS[k] < 100; k++) {
                        struct story easier = story_copy(story, arena);
                        struct part *part = &easier.task.part.at[i];
                        struct verdict after;

                        if (!may_ease(&easier, part))
                                continue;
                        ease(part, HUNDREDTHS[k]);
                        after = story_judge(&easier, arena);
                        assert_not_worse(story, part->no, &before, &after, "an easier target makes it worse");
                        compared++;
                }
        return compared;
}

static void an_easier_target_never_worsens(void **state)
{
        city_examine(session_of(state), easier_target, 1000, 10000);
}

/* -- what the newer report leaves out -- */

/* The newer report stands for itself: what it leaves out has no figure, whatever an older one said. No data is
 * never green, and the other parts do not feel it. */
static size_t left_out(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);

        for (size_t i = 0; i < story->report.line.n; i++) {
                const uint32_t part = story->report.line.at[i].part;
                struct story shorter = story_copy(story, arena);
                struct verdict after;

                shorter.report.line.at[i] = shorter.report.line.at[--shorter.report.line.n];
                after = story_judge(&shorter, arena);
                for (size_t k = 0; k < after.part.n; k++) {
                        const struct part_verdict *a = &before.part.at[k];
                        const struct part_verdict *b = &after.part.at[k];

                        if (b->part != part && (b->verdict != a->verdict || b->why != a->why))
                                story_fails(story, b->part, "another part's silence changes its word");
                        if (b->part != part)
                                continue;
                        if (!is_worse(b->verdict, VERDICT_ON_PACE) || b->excuse != EXCUSE_UNSPECIFIED)
                                story_fails(story, part, "no data is green");
                        if (b->why != WHY_NO_FIGURE && b->verdict != VERDICT_OVERDUE)
                                story_fails(story, part, "no figure, and another reason");
                        if (!b->soft && !is_worse(after.verdict, VERDICT_ON_PACE))
                                story_fails(story, 0, "a task is green without a figure");
                }
        }
        return story->report.line.n;
}

static void what_is_left_out_has_no_figure(void **state)
{
        city_examine(session_of(state), left_out, 800, 10000);
}

/* -- other parts -- */

/* One part more, which nobody has to reach, with a line about it or none. */
static struct story with_wish(const struct story *story, const struct part *wish, const struct line *said,
                              struct arena *arena)
{
        const size_t parts = story->task.part.n;
        const size_t lines = story->report.line.n;
        struct story more = *story;

        more.task.part.at = arena_array(arena, parts + 1, sizeof *more.task.part.at);
        more.report.line.at = arena_array(arena, lines + 1, sizeof *more.report.line.at);
        assert_true(more.task.part.at && more.report.line.at);
        for (size_t i = 0; i < parts; i++)
                more.task.part.at[i + 1] = story->task.part.at[i];
        for (size_t i = 0; i < lines; i++)
                more.report.line.at[i] = story->report.line.at[i];
        more.task.part.at[0] = *wish;
        more.task.part.n++;
        if (said)
                more.report.line.at[more.report.line.n++] = *said;
        return more;
}

static size_t wish(const struct story *story, struct arena *arena)
{
        static const struct {
                struct part part;
                struct line line;
                bool said;
                bool reached;
        } WISHES[] = {
                {{.no = 999, .kind = PART_CUMULATIVE, .soft = true, .target = {9, 0, true}}, {.part = 0}, false, false},
                {{.no = 999, .kind = PART_CUMULATIVE, .soft = true, .target = {9, 0, true}},
                 {.part = 999, .value = {1, 0, true}},
                 true,
                 false},
                {{.no = 999, .kind = PART_HOLD_ZERO, .soft = true}, {.part = 999, .value = {1, 0, true}}, true, false},
                {{.no = 999, .kind = PART_MILESTONE, .soft = true, .due = {19400}}, {.part = 0}, false, false},
                {{.no = 999, .kind = PART_CUMULATIVE, .soft = true, .target = {9, 0, true}},
                 {.part = 999, .value = {9, 0, true}},
                 true,
                 true},
        };
        const struct verdict before = story_judge(story, arena);
        size_t held_back = 0;

        for (size_t i = 0; i < COUNT_OF(WISHES); i++) {
                const struct story more =
                        with_wish(story, &WISHES[i].part, WISHES[i].said ? &WISHES[i].line : NULL, arena);
                const struct verdict after = story_judge(&more, arena);

                if (after.governing != before.governing || after.why != before.why)
                        story_fails(story, before.governing, "a soft part changes what governs");
                if (before.verdict == VERDICT_COMPLETED && !WISHES[i].reached) {
                        held_back++;
                        if (after.verdict != VERDICT_ON_PACE && after.verdict != VERDICT_AHEAD &&
                            after.verdict != VERDICT_OVER_HALF)
                                story_fails(story, 0, "an open wish does not hold back completed");
                } else if (after.verdict != before.verdict || after.raw_verdict != before.raw_verdict) {
                        story_fails(story, 0, "a soft part changes the word");
                }
        }
        return held_back;
}

static void a_soft_part_only_holds_back_completed(void **state)
{
        city_examine(session_of(state), wish, 40, 40);
}

static size_t hard_parts(const struct story *story)
{
        size_t n = 0;

        for (size_t i = 0; i < story->task.part.n; i++)
                n += judge_is_registered(&story->task.part.at[i]) && !story->task.part.at[i].soft;
        return n;
}

static struct story without_part(const struct story *story, uint32_t no, struct arena *arena)
{
        struct story fewer = story_copy(story, arena);

        fewer.task.part.n = 0;
        for (size_t i = 0; i < story->task.part.n; i++)
                if (story->task.part.at[i].no != no)
                        fewer.task.part.at[fewer.task.part.n++] = story->task.part.at[i];
        return fewer;
}

/* With another hard part left the task comes out no worse. What is said on top of "on pace" may go with the part
 * that brought it: a count that is ahead or half done, something final. */
static size_t without_the_worst(const struct story *story, struct arena *arena)
{
        const struct verdict before = story_judge(story, arena);
        const struct story fewer = without_part(story, before.governing, arena);
        const enum verdict_word least = is_worse(before.verdict, VERDICT_ON_PACE) ? before.verdict : VERDICT_ON_PACE;

        if (hard_parts(story) < 2)
                return 0;
        if (is_worse(story_judge(&fewer, arena).verdict, least))
                story_fails(story, before.governing, "without its worst part the task is worse");
        return 1;
}

static void without_its_worst_part_no_task_is_worse(void **state)
{
        city_examine(session_of(state), without_the_worst, 200, 5000);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(a_later_day_makes_nothing_better, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(honours_only_on_top_of_pace, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(a_better_figure_never_worsens, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(an_easier_target_never_worsens, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(what_is_left_out_has_no_figure, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(a_soft_part_only_holds_back_completed, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(without_its_worst_part_no_task_is_worse, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests_name("judge_monotone", tests, NULL, NULL);
}
