/* judge_test.c - the law case by case: one line of the tables is one part of a task, read like the plan.
 *
 * name, kind, baseline, target, actual, what else there is → verdict, gap in points (or distance in % for a
 * level). Unless said otherwise the plan runs from 1 January to 31 December 2023 and the report speaks of
 * 30 June, so 50.0 % are planned. Names that begin with a number are rows of the bulletin of that half-year. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/judge.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

struct row {
        const char *name;
        const char *kind;
        const char *baseline;
        const char *target;
        const char *actual;
        const char *verdict;
        const char *gap; /* "" = none */

        /* what else there is */
        uint32_t start, due, at, today;
        const char *direction, *upper, *evidence, *state, *stage, *unit;
        const char *forecast;
        uint32_t promise;
        struct {
                const char *stage;
                uint32_t count;
        } pipeline[2];
        bool strict, soft, final, waiting;
        const char *raw; /* before the excuse; as the verdict unless said */
        const char *why;
        const char *excuse;
        uint32_t recheck;
};

static const struct row SHARES[] = {
        /* R3 */
        {"half done at half time", "cumulative", "", "1000", "500", "on_pace", "0.0"},
        {"exactly 10.0 short is on pace", "cumulative", "", "1000", "400", "on_pace", "-10.0"},
        {"a hair more than 10.0 short", "cumulative", "", "1000", "399.999", "behind", "-10.0"},
        {"exactly 30.0 short is behind", "cumulative", "", "1000", "200", "behind", "-30.0"},
        {"a hair more than 30.0 short", "cumulative", "", "1000", "199.999", "seriously_behind", "-30.0"},
        {"exactly 10.0 more is on pace", "cumulative", "", "1000", "600", "on_pace", "10.0"},
        {"a hair more than 10.0 more", "cumulative", "", "1000", "600.001", "ahead", "10.0"},
        {"a third, which no decimal holds", "cumulative", "", "3", "1", "behind", "-16.7"},
        {"56.1 gas pipes renewed, km", "cumulative", "0", "80", "1.2", "seriously_behind", "-48.5"},
        {"72.2 arts tutoring", "cumulative", "0", "26", "8", "behind", "-19.2"},
        {"63.2 rural outlets", "cumulative", "0", "100", "41", "on_pace", "-9.0"},
        {"a count ignores a baseline", "cumulative", "300", "1000", "500", "on_pace", "0.0"},
        {"no kind said is a count", "", "", "1000", "400", "on_pace", "-10.0"},
        {"more than all of it", "cumulative", "", "5", "7", "ahead", "90.0"},
        {"a count that fell below zero", "cumulative", "", "10", "-1", "seriously_behind", "-60.0"},
        {"hold is at least", "cumulative", "", "80", "40", "on_pace", "0.0", .direction = "hold"},
        {"hold under its upper bound", "cumulative", "", "80", "40", "on_pace", "0.0", .direction = "hold",
         .upper = "90"},
        {"a ceiling half used", "cumulative", "", "10", "5", "on_pace", "0.0", .direction = "at_most"},
        {"a ceiling used up by 60 %", "cumulative", "", "10", "6", "on_pace", "-10.0", .direction = "at_most"},
        {"a ceiling used up by 70 %", "cumulative", "", "10", "7", "behind", "-20.0", .direction = "at_most"},
        {"a ceiling hardly touched", "cumulative", "", "10", "1", "ahead", "40.0", .direction = "at_most"},
        {"a stock from its baseline", "stock", "10", "20", "15", "on_pace", "0.0"},
        {"a stock that has not moved", "stock", "10", "20", "10", "seriously_behind", "-50.0"},
        {"a stock that must fall", "stock", "100", "20", "60", "on_pace", "0.0"},
        {"a stock that must fall to zero", "stock", "8", "0", "6", "behind", "-25.0"},
        {"a stage from its start value", "stage", "40", "100", "76", "on_pace", "10.0"},
        {"10^18 of 10^18", "cumulative", "", "1000000000000000000", "1000000000000000000", "ahead", "50.0"},
        {"10^18 wanted, a billionth done", "cumulative", "", "1000000000000000000", "0.000000001", "seriously_behind",
         "-50.0"},
        {"a billionth wanted, 10^18 done", "cumulative", "", "0.000000001", "1000000000000000000", "ahead",
         "214748364.7"},
};

static const struct row LEVELS[] = {
        /* R4; at half time 10 % may be missing */
        {"met", "level", "", "80", "80", "on_pace", "0.0"},
        {"surpassed is no more than on pace", "level", "", "80", "99", "on_pace", "23.8"},
        {"exactly 10 % off", "level", "", "80", "72", "on_pace", "-10.0"},
        {"a hair more than 10 % off", "level", "", "80", "71.999", "behind", "-10.0"},
        {"exactly 25 % off", "level", "", "80", "60", "behind", "-25.0"},
        {"a hair more than 25 % off", "level", "", "80", "59.999", "seriously_behind", "-25.0"},
        {"9.1 PM2.5 mean", "level", "", "34.7", "46.2", "seriously_behind", "-33.1", .direction = "at_most"},
        {"9.2 days of good air, %", "level", "", "84.8", "72.9", "behind", "-14.0"},
        {"64.3 villages covered, %", "level", "", "80", "68", "behind", "-15.0"},
        {"a ceiling kept", "level", "", "35", "30", "on_pace", "14.3", .direction = "at_most"},
        {"the cap holds early in the year", "level", "", "80", "71", "behind", "-11.3", .at = 20230131},
        {"the slope: 20 % of what is left", "level", "", "80", "76", "on_pace", "-5.0", .at = 20230930},
        {"just outside the slope", "level", "", "80", "75.999", "behind", "-5.0", .at = 20230930},
        {"at the end nothing may be missing", "level", "", "80", "79.999", "behind", "0.0", .at = 20231231},
        {"at the end it is met", "level", "", "80", "80", "on_pace", "0.0", .at = 20231231},
        {"a strict bound touched early", "level", "", "80", "80", "on_pace", "0.0", .strict = true},
        {"a strict bound touched at the end", "level", "", "80", "80", "behind", "0.0", .strict = true, .at = 20231231},
        {"a strict bound passed at the end", "level", "", "80", "80.1", "on_pace", "0.1", .strict = true,
         .at = 20231231},
        {"a strict ceiling touched at the end", "level", "", "5", "5", "behind", "0.0", .strict = true, .at = 20231231,
         .direction = "at_most"},
        {"28.5 growth of online sales, %", "growth", "", "30", "33", "on_pace", "10.0"},
        {"growth of at least 0 is no hold-zero", "growth", "", "0", "2.5", "on_pace", ""},
        {"shrinking where growth was wanted", "growth", "", "0", "-0.1", "seriously_behind", ""},
        {"not below -5 %", "growth", "", "-5", "-5.4", "on_pace", "-8.0"},
        {"34.1 a stock without baseline", "stock", "", "10", "14.56", "on_pace", "45.6"},
        {"a stage without baseline", "stage", "", "100", "51", "seriously_behind", "-49.0"},
        {"a stock that may not fall below", "stock", "100", "80", "90", "on_pace", "12.5", .direction = "at_least"},
        {"hold inside the band", "level", "", "60", "65", "on_pace", "8.3", .direction = "hold", .upper = "70"},
        {"hold above the band", "level", "", "60", "84", "behind", "-20.0", .direction = "hold", .upper = "70"},
        {"a count above its upper bound", "cumulative", "", "60", "84", "behind", "-20.0", .direction = "hold",
         .upper = "70"},
        {"98.1 nobody relapsed", "hold_zero", "", "", "0", "on_pace", ""},
        {"one relapsed", "hold_zero", "", "", "1", "seriously_behind", ""},
        {"target 0 holds zero", "level", "", "0", "0", "on_pace", ""},
        {"target 0 broken", "cumulative", "", "0.0", "1", "seriously_behind", ""},
        {"target 0 broken, hold", "level", "", "0", "0.5", "seriously_behind", "", .direction = "hold"},
        {"hold zero, whatever target is written", "hold_zero", "", "3", "1", "seriously_behind", ""},
        {"a forecast does not mend a zero", "hold_zero", "", "", "1", "seriously_behind", "", .forecast = "0",
         .promise = 20230930},
};

static const struct row NODES[] = {
        /* R5; half-yearly cycles */
        {"done", "milestone", "", "", "", "completed", "", .state = "done"},
        {"in progress", "milestone", "", "", "", "on_pace", "", .state = "in_progress", .recheck = 20240109},
        {"planned is not 'not started'", "milestone", "", "", "", "on_pace", "", .state = "planned", .due = 20230731,
         .recheck = 20240109},
        {"45.2 blocked for money", "milestone", "", "", "", "behind", "", .state = "blocked", .promise = 20231231,
         .recheck = 20240109},
        {"not started at half time", "milestone", "", "", "", "on_pace", "", .state = "not_started",
         .recheck = 20240109},
        {"not started a day later", "milestone", "", "", "", "behind", "", .state = "not_started", .at = 20230701,
         .recheck = 20240109},
        {"said nothing", "milestone", "", "", "", "unknown", "", .why = "no_figure", .recheck = 20240109},
        {"past due, cycle not over", "milestone", "", "", "", "on_pace", "", .state = "in_progress", .due = 20230515,
         .today = 20230630, .recheck = 20230708},
        {"last day of grace", "milestone", "", "", "", "on_pace", "", .state = "in_progress", .due = 20230515,
         .today = 20230707, .recheck = 20230708},
        {"grace is over", "milestone", "", "", "", "overdue", "", .state = "in_progress", .due = 20230515,
         .today = 20230708},
        {"grace is over, orange still", "milestone", "", "", "", "overdue", "", .state = "in_progress", .due = 20230630,
         .today = 20230708, .recheck = 20230715},
        {"grace is over, nothing said", "milestone", "", "", "", "overdue", "", .due = 20230515, .today = 20230708},
        {"grace is over, a promise is no help", "milestone", "", "", "", "overdue", "", .state = "planned",
         .due = 20230515, .today = 20230708, .promise = 20230731},
        {"done, however late", "milestone", "", "", "", "completed", "", .state = "done", .due = 20230515,
         .today = 20230708},
        {"told to be done, in words only", "milestone", "", "", "", "on_pace", "", .state = "done",
         .evidence = "narrative"},
        {"an award applied for", "award", "", "", "", "on_pace", "", .stage = "applied", .recheck = 20240109},
        {"an award certified", "award", "", "", "", "completed", "", .stage = "certified"},
        {"an award counted", "award", "", "2", "2", "completed", ""},
        {"an award not counted in full", "award", "", "2", "1", "unknown", "", .why = "no_figure", .recheck = 20240109},
        {"an award overdue", "award", "", "", "", "overdue", "", .stage = "applied", .due = 20230630,
         .today = 20230801},
        {"a duty goes on", "duty", "", "", "", "on_pace", "", .state = "done"},
        {"a duty is never overdue", "duty", "", "", "", "on_pace", "", .state = "in_progress", .due = 20230131,
         .today = 20231231},
        {"a duty blocked", "duty", "", "", "", "behind", "", .state = "blocked"},
        {"a statement waits for a person", "statement", "", "", "", "on_pace", ""},
};

static const struct row SILENCE[] = {
        /* R7 */
        {"78.1 exporters, no figure", "cumulative", "", "2", "", "behind", "", .why = "no_figure"},
        {"no figure before half time", "cumulative", "", "2", "", "unknown", "", .why = "no_figure", .at = 20230629},
        {"no figure of a soft count", "cumulative", "", "2", "", "unknown", "", .why = "no_figure", .soft = true},
        {"4.2 rivers watched, no figure", "level", "", "43", "", "unknown", "", .why = "no_figure"},
        {"no figure of a stock", "stock", "1", "43", "", "unknown", "", .why = "no_figure", .at = 20231231},
        {"a figure in another unit", "cumulative", "", "1.4", "7783", "behind", "", .why = "no_figure", .unit = "人次"},
        {"a figure in the registered unit", "cumulative", "", "1.4", "0.7783", "on_pace", "5.6", .unit = "万人次"},
        {"a promised figure", "cumulative", "", "10", "10", "behind", "", .why = "no_figure", .evidence = "promised"},
        {"16.1 no figure is not excused", "cumulative", "", "2", "", "behind", "", .why = "no_figure", .forecast = "2",
         .promise = 20230930, .pipeline = {{"applied", 7}}},
        {"a line without a target", "cumulative", "", "", "10", "unknown", "", .why = "no_target"},
};

static const struct row EXCUSED[] = {
        /* R8 */
        {"14.1 grain: forecast 80.5", "cumulative", "0", "80", "17.95", "on_pace", "-27.6", .direction = "hold",
         .forecast = "80.5", .raw = "behind", .excuse = "forecast"},
        {"forecast of just the target", "cumulative", "", "80", "8", "on_pace", "-40.0", .forecast = "80",
         .raw = "seriously_behind", .excuse = "forecast"},
        {"forecast below the target", "cumulative", "", "80", "8", "seriously_behind", "-40.0", .forecast = "79.9"},
        {"forecast of a level", "level", "", "34.7", "46.2", "on_pace", "-33.1", .direction = "at_most",
         .forecast = "34.7", .raw = "seriously_behind", .excuse = "forecast"},
        {"88.2 dated plan for the last day", "cumulative", "0", "20", "0", "on_pace", "-50.0", .promise = 20231231,
         .raw = "seriously_behind", .excuse = "plan", .recheck = 20240101},
        {"66.1 school places, inferred 0", "cumulative", "0", "1.3", "0", "on_pace", "-50.0", .promise = 20230901,
         .evidence = "inferred", .raw = "seriously_behind", .excuse = "plan", .recheck = 20230902},
        {"promised for the data date", "cumulative", "", "20", "0", "seriously_behind", "-50.0", .promise = 20230630},
        {"promised for the data date, same day", "cumulative", "", "20", "0", "on_pace", "-50.0", .promise = 20230630,
         .today = 20230630, .raw = "seriously_behind", .excuse = "plan", .recheck = 20230701},
        {"promised for after the due date", "cumulative", "", "20", "0", "seriously_behind", "-50.0",
         .promise = 20240101},
        {"the promised day has passed", "cumulative", "", "20", "0", "seriously_behind", "-50.0", .promise = 20230930,
         .today = 20231001},
        {"on the promised day", "cumulative", "", "20", "0", "on_pace", "-50.0", .promise = 20230930, .today = 20230930,
         .raw = "seriously_behind", .excuse = "plan", .recheck = 20231001},
        {"a plan without a date", "cumulative", "", "20", "0", "seriously_behind", "-50.0", .waiting = true},
        {"103.1 the other 8 in construction", "cumulative", "0", "10", "2", "on_pace", "-30.0",
         .pipeline = {{"construction", 8}}, .raw = "behind", .excuse = "pipeline"},
        {"one of the other 8 is missing", "cumulative", "0", "10", "2", "behind", "-30.0",
         .pipeline = {{"construction", 7}}},
        {"the other 8 in two stages", "cumulative", "0", "10", "2", "on_pace", "-30.0",
         .pipeline = {{"applied", 3}, {"recommended", 5}}, .raw = "behind", .excuse = "pipeline"},
        {"25.1 ten eligible for five", "cumulative", "0", "5", "0", "on_pace", "-50.0", .pipeline = {{"eligible", 10}},
         .raw = "seriously_behind", .excuse = "pipeline"},
        {"63.1 three of the other five", "cumulative", "0", "6", "1", "seriously_behind", "-33.3",
         .pipeline = {{"construction", 3}}},
        {"29.1 surveyed is no excuse", "cumulative", "0", "60", "3", "seriously_behind", "-45.0",
         .pipeline = {{"surveyed", 127}}},
        {"61.1 settled is no excuse", "cumulative", "0", "10", "1", "seriously_behind", "-40.0",
         .pipeline = {{"settled", 9}}},
        {"prepared is no excuse", "cumulative", "0", "10", "1", "seriously_behind", "-40.0",
         .pipeline = {{"prepared", 9}}},
        {"units do not cover a level", "level", "", "80", "8", "seriously_behind", "-90.0",
         .pipeline = {{"applied", 200}}},
        {"no excuse once it is due", "cumulative", "0", "10", "2", "seriously_behind", "-80.0", .forecast = "10",
         .promise = 20230630, .due = 20230630, .pipeline = {{"construction", 8}}},
        {"no excuse is needed", "cumulative", "0", "10", "5", "on_pace", "0.0", .forecast = "10"},
        {"blocked, with a dated plan", "milestone", "", "", "", "behind", "", .state = "blocked", .promise = 20230930,
         .recheck = 20240109},
};

static const struct row UNMEASURED[] = {
        /* R9, R10 */
        {"24.2 a proxy is not ahead", "cumulative", "0", "8", "15", "on_pace", "137.5", .evidence = "proxy"},
        {"39.1 a proxy can be behind", "cumulative", "0", "390", "86.18", "behind", "-27.9", .evidence = "proxy"},
        {"58.1 an inferred zero", "cumulative", "0", "25", "0", "seriously_behind", "-50.0", .evidence = "inferred"},
        {"a sum is as good as measured", "cumulative", "0", "8", "15", "ahead", "137.5", .evidence = "derived"},
        {"71.1 a final level reached", "level", "", "70", "70", "completed", "0.0", .final = true},
        {"a final count reached", "cumulative", "", "10", "10", "completed", "50.0", .final = true},
        {"a final count not reached", "cumulative", "", "10", "9", "ahead", "40.0", .final = true},
        {"a final count reached by proxy", "cumulative", "", "10", "10", "on_pace", "50.0", .final = true,
         .evidence = "proxy"},
        {"a final ceiling is never reached", "cumulative", "", "10", "1", "ahead", "40.0", .final = true,
         .direction = "at_most"},
        {"hold-zero is never completed", "hold_zero", "", "", "0", "on_pace", "", .final = true},
};

/* One row laid out as a plan, a task and a report. */
struct stage_set {
        struct plan plan;
        struct part part;
        struct task task;
        struct line line;
        struct promise promise;
        struct pipeline pipeline[2];
        struct report report;
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

static int value_of(const struct word_list *list, const char *id)
{
        const int value = id && *id ? word_find(list, bytes_str(id)) : 0;

        assert_true(value >= 0);
        return value;
}

static void set_part(const struct row *row, struct stage_set *set)
{
        set->part = (struct part){
                .no = 1,
                .kind = (enum part_kind)value_of(&WORDS_PART_KIND, row->kind),
                .direction = (enum direction)value_of(&WORDS_DIRECTION, row->direction),
                .baseline = figure(row->baseline),
                .target = figure(row->target),
                .upper = figure(row->upper),
                .unit = bytes_str(row->unit ? "万人次" : ""),
                .start = on(row->start),
                .due = on(row->due),
                .strict = row->strict,
                .soft = row->soft,
                .final = row->final,
        };
        set->task = (struct task){.no = 1, .part = {&set->part, 1}};
        set->plan =
                (struct plan){.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31), .cadence = CADENCE_HALF_YEARLY};
}

static void set_report(const struct row *row, struct stage_set *set)
{
        set->promise = (struct promise){.date = on(row->promise)};
        for (size_t i = 0; i < COUNT_OF(set->pipeline); i++)
                set->pipeline[i] = (struct pipeline){(enum stage)value_of(&WORDS_STAGE, row->pipeline[i].stage),
                                                     row->pipeline[i].count};
        set->line = (struct line){
                .part = 1,
                .value = figure(row->actual),
                .unit = bytes_str(row->unit),
                .evidence = (enum evidence)value_of(&WORDS_EVIDENCE, row->evidence),
                .state = (enum milestone_state)value_of(&WORDS_STATE, row->state),
                .stage = (enum stage)value_of(&WORDS_STAGE, row->stage),
                .pipeline = {set->pipeline, COUNT_OF(set->pipeline)},
                .forecast = figure(row->forecast),
                .promise = row->promise ? &set->promise : NULL,
                .waiting_for = bytes_str(row->waiting ? "省厅批复" : ""),
        };
        set->report = (struct report){.data_date = on(row->at ? row->at : 20230630), .line = {&set->line, 1}};
}

/* The first cycle of a history is judged as the report by itself. */
static void assert_same_with_history(const struct facts *alone, const struct part_verdict *part, struct arena *arena)
{
        const struct duty duty = cycle_duty(alone->task, alone->plan, alone->policy, NULL);
        struct facts facts = *alone;
        struct history_part past[1];
        struct history history = {0};
        struct verdict verdict;
        struct day recheck;

        history_adopt(&history, alone->task, past);
        history_begin(&history, &duty, day_plus(alone->plan->start, -1));
        history_note_report(&history, &duty, alone->task, alone->report, false, false);
        facts.history = &history;
        assert_int_equal(judge(&facts, arena, &verdict, &recheck), 0);
        assert_int_equal(verdict.part.at[0].verdict, part->verdict);
        assert_int_equal(verdict.part.at[0].raw_verdict, part->raw_verdict);
        assert_int_equal(verdict.part.at[0].excuse, part->excuse);
        assert_int_equal(verdict.part.at[0].why, part->why);
}

static void assert_row(const struct row *row)
{
        ARENA struct arena *arena = arena_new(0);
        struct stage_set set;
        struct verdict verdict;
        struct day recheck;
        char text[NUMBER_TEXT_SIZE];

        set_part(row, &set);
        set_report(row, &set);

        const struct facts facts = {.plan = &set.plan,
                                    .task = &set.task,
                                    .policy = policy_default(),
                                    .report = &set.report,
                                    .report_seq = 9,
                                    .today = on(row->today ? row->today : 20230701)};

        assert_int_equal(judge(&facts, arena, &verdict, &recheck), 0);
        const struct part_verdict *part = &verdict.part.at[0];

        print_message("%s\n", row->name);
        assert_string_equal(word_of(&WORDS_VERDICT, (int)part->verdict)->id, row->verdict);
        assert_string_equal(word_of(&WORDS_VERDICT, (int)part->raw_verdict)->id, row->raw ? row->raw : row->verdict);
        assert_string_equal(ratio_percent_text(ratio_is_set(part->gap) ? part->gap : part->distance, text), row->gap);
        assert_string_equal(word_of(&WORDS_WHY, (int)part->why)->id, row->why ? row->why : "");
        assert_string_equal(word_of(&WORDS_EXCUSE, (int)part->excuse)->id, row->excuse ? row->excuse : "");
        assert_int_equal(day_to_number(recheck), row->recheck);
        assert_same_with_history(&facts, part, arena);
}

#define ASSERT_ROWS(rows)                                                                                              \
        for (size_t i = 0; i < COUNT_OF(rows); i++)                                                                    \
        assert_row(&(rows)[i])

static void r3_shares(void **state UNUSED)
{
        ASSERT_ROWS(SHARES);
}

static void r4_levels(void **state UNUSED)
{
        ASSERT_ROWS(LEVELS);
}

static void r5_nodes(void **state UNUSED)
{
        ASSERT_ROWS(NODES);
}

static void r7_no_data_is_never_green(void **state UNUSED)
{
        ASSERT_ROWS(SILENCE);
}

static void r8_excuses(void **state UNUSED)
{
        ASSERT_ROWS(EXCUSED);
}

static void r9_unmeasured_and_r10_final(void **state UNUSED)
{
        ASSERT_ROWS(UNMEASURED);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(r3_shares),  cmocka_unit_test(r4_levels),
                cmocka_unit_test(r5_nodes),   cmocka_unit_test(r7_no_data_is_never_green),
                cmocka_unit_test(r8_excuses), cmocka_unit_test(r9_unmeasured_and_r10_final),
        };

        return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}
