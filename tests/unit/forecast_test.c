/* forecast_test.c - R13: earned schedule on the plan curve.
 *
 * A row is a part of the year 2023 and a data date; what comes out is the expected finish, the share and the figure
 * expected at the due date in hundredths (rounded down), and the catch-up factor likewise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/forecast.h"
#include "lib/model/judge.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

enum { NOTHING = -1 };

static struct curve_point SEASON_POINTS[] = {{{19538}, 2000}, {{19630}, 8000}}; /* 30 June, 30 September */
static struct curve_point STEP_POINTS[] = {{{19447}, 2500}, {{19538}, 5000}}; /* 31 March, 30 June */
static struct curve_point DOWN_POINTS[] = {{{19447}, 6000}, {{19538}, 1000}};
static const struct curve SEASON = {CURVE_SEASONAL, {SEASON_POINTS, COUNT_OF(SEASON_POINTS)}};
static const struct curve STEPS = {CURVE_STEP, {STEP_POINTS, COUNT_OF(STEP_POINTS)}};
static const struct curve DOWN = {CURVE_TABLE, {DOWN_POINTS, COUNT_OF(DOWN_POINTS)}};

static const struct row {
        const char *name;
        const char *kind, *baseline, *target, *actual;
        uint32_t at;
        uint32_t finish; /* 0 = no day */
        int share, value, catch_up; /* hundredths; catch-up NOTHING = not set */
        bool misses;
        const struct curve *curve;
        unsigned figures; /* 3 unless said */
        const char *direction;
        bool none;
        bool whatever; /* comes out */
} ROWS[] = {
        {"just on pace", "cumulative", "", "100", "50", 20230630, 20231231, 100, 10000, 100, false},
        {"four fifths of the pace", "cumulative", "", "100", "40", 20230630, 20240401, 80, 8010, 150, true},
        {"twice the pace", "cumulative", "", "40", "40", 20230630, 20230630, 201, 8066, 0, false},
        {"half of the pace", "cumulative", "", "100", "25", 20230630, 20250104, 50, 5013, 300, true},
        {"more than done", "cumulative", "", "100", "140", 20230630, 20230630, 282, 28232, 0, false},
        {"nothing done", "cumulative", "", "100", "0", 20230630, 0, 0, 0, NOTHING, true},
        {"less than nothing", "cumulative", "", "100", "-5", 20230630, 0, 0, 0, NOTHING, true},
        {"next to nothing ends in more than a century", "cumulative", "", "100000", "1", 20230630, 0, 0, 201, 9999900,
         true},
        {"a stock", "stock", "10", "20", "15", 20230630, 20231231, 100, 2000, 100, false},
        {"a stock that must fall", "stock", "100", "20", "60", 20230630, 20231231, 100, 2000, 100, false},
        {"a stage", "stage", "40", "100", "52", 20230630, 20250714, 39, 6386, 400, true},
        {"on a seasonal curve a slow spring is on pace", "cumulative", "", "100", "20", 20230630, 20231231, 100, 10000,
         100, false, &SEASON},
        {"on a seasonal curve half of the spring", "cumulative", "", "100", "10", 20230630, 20241230, 20, 2097, 225,
         true, &SEASON},
        {"a step just reached", "cumulative", "", "100", "50", 20230715, 20231231, 100, 10000, 100, false, &STEPS},
        {"nothing done before the first step", "cumulative", "", "100", "0", 20230301, 20231231, 100, 10000, NOTHING,
         false, &STEPS},
        {"a curve that goes down is a plan badly written, no crash", "cumulative", "", "100", "30", 20230430,
         .curve = &DOWN, .whatever = true},
        {"two figures make no pace", "cumulative", "", "100", "50", 20230630, .figures = 2, .none = true},
        {"no figure", "cumulative", "", "100", "", 20230630, .none = true},
        {"a level has no way to go", "level", "", "80", "60", 20230630, .none = true},
        {"nor has a ceiling", "cumulative", "", "10", "4", 20230630, .direction = "at_most", .none = true},
        {"at the due date it is no forecast", "cumulative", "", "100", "50", 20231231, .none = true},
        {"before the start neither", "cumulative", "", "100", "50", 20221231, .none = true},
};

static struct day on(uint32_t yyyymmdd)
{
        struct day d = {0};

        assert_int_equal(day_from_number(yyyymmdd, &d), 0);
        return d;
}

static struct number figure(const char *text)
{
        struct number number = {0};

        assert_int_equal(number_from_text(bytes_str(text), &number), 0);
        return number;
}

static int hundredths(struct ratio ratio)
{
        return ratio_is_set(ratio) ? (int)((__int128)ratio.num * 100 / ratio.den) : NOTHING;
}

static void assert_row(const struct row *row)
{
        ARENA struct arena *arena = arena_new(0);
        const struct plan plan = {.start = on(20230101), .end = on(20231231), .cadence = CADENCE_MONTHLY};
        struct part part = {
                .no = 1, .curve = row->curve, .baseline = figure(row->baseline), .target = figure(row->target)};
        const struct task task = {.no = 1, .part = {&part, 1}};
        struct line line = {.part = 1, .value = figure(row->actual)};
        const struct report report = {.data_date = on(row->at), .line = {&line, 1}};
        const struct facts facts = {
                .plan = &plan, .task = &task, .policy = policy_default(), .report = &report, .today = on(row->at)};
        struct forecast forecast = {0};
        struct verdict verdict;
        struct day recheck;
        int r;

        part.kind = (enum part_kind)word_find(&WORDS_PART_KIND, bytes_str(row->kind));
        if (row->direction)
                part.direction = (enum direction)word_find(&WORDS_DIRECTION, bytes_str(row->direction));
        assert_int_equal(judge(&facts, arena, &verdict, &recheck), 0);
        print_message("%s\n", row->name);
        r = forecast_of(&part, &plan, &verdict.part.at[0], report.data_date, row->figures ? row->figures : 3,
                        &forecast);
        assert_int_equal(r, row->none ? FORECAST_NONE : 0);
        if (row->none || row->whatever)
                return;
        assert_int_equal(day_to_number(forecast.finish), row->finish);
        assert_int_equal(hundredths(forecast.share), row->share);
        assert_int_equal(hundredths(forecast.value), row->value);
        assert_int_equal(hundredths(forecast.catch_up), row->catch_up);
        assert_int_equal(forecast.misses, row->misses);
}

static void rows(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                assert_row(&ROWS[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(rows)};

        return cmocka_run_group_tests_name("forecast", tests, NULL, NULL);
}
