/* metamorphic_city.c - the real plan by the product's own readers, and made ones by dice. */
#include "tests/unit/metamorphic_city.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glob.h>
#include <stdlib.h>

#include "client/cli/plan_csv.h"
#include "client/cli/report_json.h"
#include "tests/sim/dice.h"

struct city {
        LIST(struct story) story;
};

/* -- stories -- */

static void *take(struct arena *arena, size_t n, size_t size)
{
        void *taken = arena_array(arena, n, size);

        assert_non_null(taken);
        return taken;
}

struct story story_copy(const struct story *story, struct arena *arena)
{
        struct story copy = *story;

        copy.task.part.at = take(arena, story->task.part.n, sizeof *copy.task.part.at);
        copy.report.line.at = take(arena, story->report.line.n, sizeof *copy.report.line.at);
        for (size_t i = 0; i < story->task.part.n; i++)
                copy.task.part.at[i] = story->task.part.at[i];
        for (size_t i = 0; i < story->report.line.n; i++) {
                const struct line *line = &story->report.line.at[i];
                struct pipeline *pipeline = take(arena, line->pipeline.n, sizeof *pipeline);

                for (size_t k = 0; k < line->pipeline.n; k++)
                        pipeline[k] = line->pipeline.at[k];
                copy.report.line.at[i] = *line;
                copy.report.line.at[i].pipeline.at = pipeline;
        }
        return copy;
}

struct story story_at(const struct story *story, struct day day, struct arena *arena)
{
        struct story moved = story_copy(story, arena);

        moved.report.data_date = day;
        moved.today = day;
        return moved;
}

struct verdict story_judge(const struct story *story, struct arena *arena)
{
        const struct facts facts = {
                .plan = story->plan,
                .task = &story->task,
                .policy = story->policy,
                .report = &story->report,
                .report_seq = 1,
                .today = story->today,
        };
        struct verdict verdict;
        struct day recheck;

        assert_int_equal(judge(&facts, arena, &verdict, &recheck), 0);
        return verdict;
}

struct line *story_line(struct story *story, uint32_t part)
{
        for (size_t i = 0; i < story->report.line.n; i++)
                if (story->report.line.at[i].part == part)
                        return &story->report.line.at[i];
        return NULL;
}

void story_fails(const struct story *story, uint32_t part, const char *what)
{
        char day[DAY_TEXT_SIZE];

        print_message("%s task %u part %u at %s: %s\n", story->task.title.len ? "real" : "made", story->task.no, part,
                      day_text(story->report.data_date, day), what);
        fail();
}

static const struct plan *year_2023(struct arena *arena)
{
        struct plan *plan = take(arena, 1, sizeof *plan);

        *plan = (struct plan){.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31), .cadence = CADENCE_HALF_YEARLY};
        return plan;
}

/* -- the real one -- */

static const char *in_data(struct arena *arena, const char *name)
{
        const char *source = getenv("SOURCE");
        const char *const folder = "/tests/data/tianmen-2023/";
        const size_t len = strlen(source ? source : ".") + strlen(folder) + strlen(name) + 1;
        char *path = take(arena, len, 1);

        snprintf(path, len, "%s%s%s", source ? source : ".", folder, name);
        return path;
}

/* Gives every story the report about its task; returns how many there were. */
static size_t read_reports(struct session *session, const char *path, struct city *city)
{
        struct report_json reports = {.room = 0};

        assert_int_equal(report_json_read(session, path, &reports), 0);
        for (size_t i = 0; i < reports.report.n; i++)
                for (size_t k = 0; k < city->story.n; k++)
                        if (city->story.at[k].task.no == reports.report.at[i].task.no)
                                city->story.at[k].report = reports.report.at[i];
        return reports.report.n;
}

/* The plan and the reports of tests/data/tianmen-2023, read as `duban` reads them. */
static struct city read_city(struct session *session)
{
        struct plan_csv plan = {.parts = 0};
        struct city city;
        glob_t files;
        size_t reports = 0;

        assert_int_equal(plan_csv_read(session, in_data(session->arena, "plan.csv"), &plan), 0);
        city.story.n = plan.task.n;
        city.story.at = take(session->arena, plan.task.n, sizeof *city.story.at);
        for (size_t i = 0; i < plan.task.n; i++)
                city.story.at[i] = (struct story){
                        .plan = year_2023(session->arena),
                        .policy = policy_default(),
                        .task = plan.task.at[i],
                        .today = day_of(2023, 6, 30),
                };
        assert_int_equal(glob(in_data(session->arena, "reports/*.jsonl"), 0, NULL, &files), 0);
        for (size_t i = 0; i < files.gl_pathc; i++)
                reports += read_reports(session, files.gl_pathv[i], &city);
        globfree(&files);
        assert_int_equal(city.story.n, STORIES_REAL);
        assert_int_equal(reports, STORIES_REAL);
        return city;
}

/* -- made ones -- */

static struct number figure(int64_t unscaled, uint32_t scale)
{
        return (struct number){unscaled, scale, true};
}

/* So many hundredths of the way from `from` to `to`, which have the same scale. */
static struct number on_the_way(struct number from, struct number to, int64_t hundredths)
{
        return figure(from.unscaled * 100 + (to.unscaled - from.unscaled) * hundredths, to.scale + 2);
}

static bool takes_figures(enum part_kind kind)
{
        return kind != PART_MILESTONE && kind != PART_DUTY && kind != PART_STATEMENT;
}

static void make_bounds(struct dice *dice, struct part *part)
{
        const bool from_baseline = part->kind == PART_STOCK || part->kind == PART_STAGE;
        const int64_t target = dice_between(dice, 5, 500);

        part->target = figure(target, dice_below(dice, 3));
        part->direction = DIRECTION_AT_LEAST;
        if (from_baseline && dice_chance(dice, 700))
                part->baseline = figure(dice_below(dice, (uint32_t)target), part->target.scale);
        if (dice_chance(dice, 250)) {
                part->direction = DIRECTION_AT_MOST;
                if (part->baseline.known)
                        part->baseline.unscaled = target + dice_between(dice, 1, 300);
        } else if (!from_baseline && dice_chance(dice, 300)) {
                part->direction = DIRECTION_HOLD;
                if (dice_chance(dice, 500))
                        part->upper = figure(target * 11, part->target.scale + 1);
        }
}

static void make_dates(struct dice *dice, struct part *part, struct arena *arena)
{
        const struct day start = day_of(2023, (int)dice_between(dice, 1, 5), (int)dice_between(dice, 1, 28));
        const struct day due = day_plus(start, (int)dice_between(dice, 60, 200));
        struct curve *curve = take(arena, 1, sizeof *curve);
        struct curve_point *point = take(arena, 2, sizeof *point);

        if (dice_chance(dice, 400)) {
                part->start = start;
                part->due = due;
        }
        if (dice_chance(dice, 750))
                return;
        point[0] = (struct curve_point){day_plus(start, 20), dice_between(dice, 0, 4000)};
        point[1] = (struct curve_point){day_plus(start, 50), dice_between(dice, 4000, 9000)};
        *curve = (struct curve){(enum curve_kind)dice_between(dice, CURVE_TABLE, CURVE_SEASONAL), {point, 2}};
        part->curve = curve;
}

static struct part make_part(struct dice *dice, uint32_t no, struct arena *arena)
{
        struct part part = {
                .no = no,
                .kind = (enum part_kind)dice_between(dice, PART_CUMULATIVE, PART_KIND_COUNT - 1),
                .soft = dice_chance(dice, 150),
                .final = dice_chance(dice, 200),
                .strict = dice_chance(dice, 150),
                .unit = bytes_str("户"),
        };

        if (dice_chance(dice, 400)) /* half of all are counts and levels */
                part.kind = dice_chance(dice, 700) ? PART_CUMULATIVE : PART_LEVEL;
        if (takes_figures(part.kind) && part.kind != PART_HOLD_ZERO)
                make_bounds(dice, &part);
        make_dates(dice, &part, arena);
        return part;
}

static void make_figure(struct dice *dice, const struct part *part, struct line *line)
{
        const struct number zero = figure(0, part->target.scale);
        const struct number from = part->baseline.known ? part->baseline : zero;

        line->unit = part->unit;
        if (part->kind == PART_HOLD_ZERO)
                line->value = figure(dice_below(dice, 3), 0);
        else if (dice_chance(dice, 900))
                line->value = on_the_way(from, part->target, (int64_t)dice_below(dice, 15) * 10);
}

static void make_claim(struct dice *dice, const struct part *part, struct line *line, struct arena *arena)
{
        struct promise *promise = take(arena, 1, sizeof *promise);
        struct pipeline *pipeline = take(arena, 1, sizeof *pipeline);

        if (part->target.known && dice_chance(dice, 200))
                line->forecast = on_the_way(figure(0, part->target.scale), part->target, dice_between(dice, 95, 105));
        if (dice_chance(dice, 200)) {
                *promise = (struct promise){bytes_str("完成"), day_of(2023, (int)dice_between(dice, 3, 12), 20)};
                line->promise = promise;
        }
        if (dice_chance(dice, 200)) {
                *pipeline = (struct pipeline){(enum stage)dice_between(dice, STAGE_SURVEYED, STAGE_CERTIFIED),
                                              10 * dice_between(dice, 0, 50)};
                line->pipeline.at = pipeline;
                line->pipeline.n = 1;
        }
}

static struct line make_line(struct dice *dice, const struct part *part, struct arena *arena)
{
        struct line line = {.part = part->no};

        if (takes_figures(part->kind))
                make_figure(dice, part, &line);
        else
                line.state = (enum milestone_state)dice_between(dice, STATE_NOT_STARTED, STATE_BLOCKED);
        if (part->kind == PART_AWARD && dice_chance(dice, 500))
                line.stage = (enum stage)dice_between(dice, STAGE_SURVEYED, STAGE_CERTIFIED);
        if (dice_chance(dice, 250))
                line.evidence = (enum evidence)dice_between(dice, EVIDENCE_MEASURED, EVIDENCE_DERIVED);
        make_claim(dice, part, &line, arena);
        return line;
}

static struct story make_story(uint32_t no, struct arena *arena)
{
        struct dice dice = dice_of(20230630, no, 0);
        const size_t parts = dice_between(&dice, 1, 5);
        struct story story = {
                .plan = year_2023(arena),
                .policy = policy_default(),
                .task = {.no = no, .cadence = (enum cadence)dice_between(&dice, CADENCE_MONTHLY, CADENCE_HALF_YEARLY)},
                .report = {.task = {.no = no}, .data_date = day_of(2023, 6, 30)},
                .today = day_of(2023, 6, 30),
        };

        story.task.part.at = take(arena, parts, sizeof *story.task.part.at);
        story.report.line.at = take(arena, parts, sizeof *story.report.line.at);
        for (size_t i = 0; i < parts; i++) {
                const struct part part = make_part(&dice, (uint32_t)i + 1, arena);

                story.task.part.at[story.task.part.n++] = part;
                if (dice_chance(&dice, 900))
                        story.report.line.at[story.report.line.n++] = make_line(&dice, &part, arena);
        }
        return story;
}

/* Tasks of all kinds, with curves, dates, bounds, claims and silences; always the same ones. */
static struct city make_city(struct arena *arena, size_t n)
{
        struct city city = {{take(arena, n, sizeof *city.story.at), n}};

        for (size_t i = 0; i < n; i++)
                city.story.at[i] = make_story((uint32_t)i + 1, arena);
        return city;
}

/* -- examining -- */

static size_t examine_once(const struct city *city, examination *examine)
{
        ARENA struct arena *arena = arena_new(0);
        size_t compared = 0;

        for (size_t i = 0; i < city->story.n; i++) {
                compared += examine(&city->story.at[i], arena);
                arena_reset(arena);
        }
        return compared;
}

static size_t examine_at_dates(const struct city *city, examination *examine)
{
        static const int DATES[STORY_DATES][2] = {{1, 31}, {3, 15}, {6, 29},  {6, 30},
                                                  {7, 31}, {9, 30}, {12, 30}, {12, 31}};
        ARENA struct arena *arena = arena_new(0);
        size_t compared = 0;

        for (size_t i = 0; i < city->story.n; i++)
                for (size_t k = 0; k < STORY_DATES; k++) {
                        const struct day day = day_of(2023, DATES[k][0], DATES[k][1]);
                        const struct story story = story_at(&city->story.at[i], day, arena);

                        compared += examine(&story, arena);
                        arena_reset(arena);
                }
        return compared;
}

static void examine_cities(struct session *session, size_t walk(const struct city *, examination *),
                           examination *examine, size_t least_real, size_t least_made)
{
        const struct city real = read_city(session);
        const struct city made = make_city(session->arena, STORIES_MADE);
        const size_t on_real = walk(&real, examine);
        const size_t on_made = walk(&made, examine);

        print_message("compared %zu times on the real plan, %zu times on made tasks\n", on_real, on_made);
        assert_true(on_real >= least_real);
        assert_true(on_made >= least_made);
}

void city_examine(struct session *session, examination *examine, size_t least_real, size_t least_made)
{
        examine_cities(session, examine_at_dates, examine, least_real, least_made);
}

void city_examine_once(struct session *session, examination *examine, size_t least_real, size_t least_made)
{
        examine_cities(session, examine_once, examine, least_real, least_made);
}
