/* intake_test.c - R16: what is flagged in a report. Numbers in names are rows of the half-year bulletin of 2023.
 *
 * The task has two parts: one to look at, and one that it may be the same as. Earlier figures are of 31 March, 30 April
 * and so on; the report speaks of 30 June. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/intake.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

enum { EARLIER_MAX = 4, TASK = 64, OTHER_TASK = 81 };

static const struct row {
        const char *name;
        const char *kind, *baseline, *target, *actual;
        const char *flags; /* "flag reported other", separated by commas; "" = none */

        /* what else there is */
        const char *earlier[EARLIER_MAX]; /* figures, oldest first */
        const char *unit; /* of the report; 个 is registered */
        const char *understood;
        uint32_t left; /* units in the pipeline */
        enum stage stage;
        const char *sibling; /* figure of the second part, which is the same */
        const char *twin; /* figure of the other task's part, which is the same */
        uint32_t twin_day; /* 30 June unless said */
        const char *progress;
        uint32_t at; /* data date */
        bool replaces;
} ROWS[] = {
        {"nothing to say", "cumulative", "", "100", "50", ""},

        {"a count that falls", "cumulative", "", "100", "39", "fell 39 40", .earlier = {"20", "40"}},
        {"a count that stands still", "cumulative", "", "100", "40", "", .earlier = {"20", "40"}},
        {"a level may fall", "level", "", "100", "39", "", .earlier = {"20", "40"}},
        {"a stock may fall", "stock", "10", "100", "39", "", .earlier = {"20", "40"}},
        {"lower than a figure it corrects", "cumulative", "", "100", "39", "", .earlier = {"20", "40"},
         .replaces = true},
        {"lower than the one before the corrected", "cumulative", "", "100", "19", "fell 19 20",
         .earlier = {"20", "40"}, .replaces = true},
        {"the same day told again", "cumulative", "", "100", "39", "", .earlier = {"20", "40"}, .at = 20230430},
        {"an older day", "cumulative", "", "100", "5", "", .earlier = {"20", "40"}, .at = 20230228},
        {"the report before had no figure", "cumulative", "", "100", "39", "fell 39 40", .earlier = {"40", ""}},

        {"three times the mean step", "cumulative", "", "100", "50", "", .earlier = {"10", "20"}},
        {"a hair more", "cumulative", "", "100", "50.001", "jumped 50.001 20", .earlier = {"10", "20"}},
        {"far beyond the steps, but a fifth of the target", "cumulative", "", "100", "22", "", .earlier = {"1", "2"}},
        {"a hair more than a fifth", "cumulative", "", "100", "22.001", "jumped 22.001 2", .earlier = {"1", "2"}},
        {"one figure makes no step", "cumulative", "", "100", "90", "", .earlier = {"2"}},
        {"a stock counts from its baseline", "stock", "1000", "1100", "1080", "jumped 1080 1020",
         .earlier = {"1005", "1020"}},
        {"a stock without baseline has no steps", "stock", "", "1100", "1080", "", .earlier = {"1005", "1020"}},
        {"of a target of 0 nothing is a share", "cumulative", "", "0", "9", "", .earlier = {"1", "2"}},
        {"a level has no steps", "level", "", "100", "90", "", .earlier = {"1", "2"}},

        {"another unit", "cumulative", "", "100", "50", "other_unit 50 100", .unit = "家"},
        {"the registered unit", "cumulative", "", "100", "50", "", .unit = "个"},

        {"58 five villages understood, not 25", "cumulative", "", "25", "0", "lower_target 5 25", .understood = "5"},
        {"the same target", "cumulative", "", "25", "0", "", .understood = "25.0"},
        {"a higher one", "cumulative", "", "25", "0", "", .understood = "30"},
        {"63 one done and three left are four, not six", "cumulative", "", "6", "1", "too_few_left 4 6", .left = 3,
         .stage = STAGE_CONSTRUCTION},
        {"one and five are six", "cumulative", "", "6", "1", "", .left = 5, .stage = STAGE_CONSTRUCTION},
        {"what is only surveyed is left too", "cumulative", "", "6", "1", "", .left = 5, .stage = STAGE_SURVEYED},
        {"nothing is said of the rest", "cumulative", "", "6", "1", ""},
        {"a stock's figure is the whole of it", "stock", "2", "6", "3", "too_few_left 5 6", .left = 2,
         .stage = STAGE_APPLIED},
        {"a stock that is to fall, and farther", "stock", "10", "2", "9", "", .understood = "1"},
        {"what is left of it is no sum", "stock", "10", "4", "1", "", .left = 2, .stage = STAGE_APPLIED},
        {"a zero to be held has no lower one", "cumulative", "", "0", "0", "", .understood = "-1"},
        {"units do not add to a level", "level", "", "80", "1", "", .left = 3, .stage = STAGE_APPLIED},

        {"64 coverage 68 and 81.6", "level", "", "80", "68", "two_values 68 81.6", .sibling = "81.6"},
        {"twice the same", "level", "", "80", "68", "", .sibling = "68.0"},
        {"79 and 81 have the same", "cumulative", "", "300", "204", "", .twin = "204"},
        {"79 and 81 differ", "cumulative", "", "300", "204", "two_values 204 201", .twin = "201"},
        {"of another day it may", "cumulative", "", "300", "204", "", .twin = "201", .twin_day = 20230531},

        {"83 a share misprinted", "cumulative", "", "76", "52.96", "wrong_share 69.58 69.68",
         .progress = "贷款487.78亿元;新增52.96亿元,占年度目标76亿元的69.58%,增速12.18%。"},
        {"83 a share well printed", "cumulative", "", "170", "137.43", "",
         .progress = "到位137.43亿元,占年度目标(170亿元)的80.84%,快于序时(50%)。"},
        {"a share of figures that no part holds", "cumulative", "", "9", "3", "wrong_share 12 10.00",
         .progress = "到位1亿元,占10亿元的12%。"},
        {"a share that is named so begins no other", "cumulative", "", "120", "8", "wrong_share 20 6.67",
         .progress = "签约8个,占全年目标120个,占比20%。"},
        {"one without a whole is none", "cumulative", "", "120", "8", "", .progress = "签约8个,占比20%。"},
        {"off by 0.05 points", "cumulative", "", "9", "3", "", .progress = "到位1亿元,占10亿元的10.05%。"},
        {"off by a hair more", "cumulative", "", "9", "3", "wrong_share 10.051 10.00",
         .progress = "到位1亿元,占10亿元的10.051%。"},
        {"in other units the digits say nothing", "cumulative", "", "9", "3", "",
         .progress = "1.2亿元,占9000万元的13.3%。"},
        {"across sentences neither", "cumulative", "", "9", "3", "", .progress = "到位1亿元。占10亿元的12%。"},
        {"a share of nothing", "cumulative", "", "9", "3", "", .progress = "到位1亿元,占0亿元的12%。"},
        {"a text that breaks off", "cumulative", "", "9", "3", "", .progress = "到位1亿元,占10亿元的12"},
        {"digits beyond any number", "cumulative", "", "9", "3", "",
         .progress = "到位1亿元,占99999999999999999999亿元的12%。"},
        {"three of them at once", "cumulative", "", "100", "39", "fell 39 40,lower_target 50 100,too_few_left 44 100",
         .earlier = {"20", "40"}, .understood = "50", .left = 5, .stage = STAGE_APPLIED},
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

static void set_task(const struct row *row, struct same_as *same, struct part parts[2])
{
        *same = (struct same_as){row->twin ? OTHER_TASK : TASK, 2};
        parts[0] = (struct part){
                .no = 1,
                .kind = (enum part_kind)word_find(&WORDS_PART_KIND, bytes_str(row->kind)),
                .unit = bytes_str("个"),
                .baseline = figure(row->baseline),
                .target = figure(row->target),
                .same_as = row->twin || row->sibling ? same : NULL,
        };
        parts[1] = (struct part){.no = 2, .kind = PART_LEVEL};
}

static void tell_earlier(const struct row *row, const struct task *task, struct history *history)
{
        const struct plan plan = {.start = on(20230101), .end = on(20231231)};
        const struct duty duty = cycle_duty(task, &plan, policy_default(), NULL);

        history_begin(history, &duty, on(20221231));
        for (size_t i = 0; i < EARLIER_MAX && row->earlier[i]; i++) {
                struct line line = {.part = 1, .value = figure(row->earlier[i])};
                const struct report report = {.data_date = day_month_end(day_of(2023, 3 + (int)i, 1)),
                                              .line = {&line, 1}};

                history_note_report(history, &duty, task, &report, false, false);
        }
}

static void put_flags(const struct intake_findings *findings, char *out, size_t size)
{
        char reported[NUMBER_TEXT_SIZE];
        char other[NUMBER_TEXT_SIZE];
        size_t at = 0;

        out[0] = '\0';
        for (size_t i = 0; i < findings->finding.n; i++) {
                const struct intake_finding *found = &findings->finding.at[i];

                at += (size_t)snprintf(out + at, size - at, "%s%s %s %s", i ? "," : "",
                                       word_of(&WORDS_INTAKE, (int)found->flag)->id,
                                       number_text(found->reported, reported), number_text(found->other, other));
        }
}

static void assert_row(const struct row *row)
{
        ARENA struct arena *arena = arena_new(0);
        struct same_as same;
        struct part parts[2];
        struct task task = {.no = TASK, .part = {parts, 2}};
        struct pipeline pipeline = {row->stage, row->left};
        struct line lines[2] = {
                {.part = 1,
                 .value = figure(row->actual),
                 .unit = bytes_str(row->unit),
                 .target_understood = figure(row->understood),
                 .pipeline = {&pipeline, row->left ? 1 : 0}},
                {.part = 2, .value = figure(row->sibling)},
        };
        struct bytes progress = bytes_str(row->progress);
        const struct report report = {
                .data_date = on(row->at ? row->at : 20230630), .line = {lines, 2}, .progress = {&progress, 1}};
        struct intake_twin twin = {1, OTHER_TASK, 2, on(row->twin_day ? row->twin_day : 20230630), figure(row->twin)};
        struct history_part past[2];
        struct history history = {0};
        const struct intake_facts intake = {&task, &report, &history, row->replaces, {&twin, 1}};
        struct intake_findings findings;
        char text[256];

        set_task(row, &same, parts);
        history_adopt(&history, &task, past);
        tell_earlier(row, &task, &history);
        print_message("%s\n", row->name);
        assert_int_equal(intake_check(&intake, arena, &findings), 0);
        put_flags(&findings, text, sizeof text);
        assert_string_equal(text, row->flags);
}

static void rows(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                assert_row(&ROWS[i]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(rows)};

        return cmocka_run_group_tests_name("intake", tests, NULL, NULL);
}
