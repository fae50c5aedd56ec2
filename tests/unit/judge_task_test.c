/* judge_task_test.c - from parts to a task: what is planned, which part governs, over half, completed.
 *
 * A part is written "kind target actual words", an empty field being "-". The words: soft, final, proxy, wish
 * (a forecast of just the target), done. The plan is the year 2023 with half-yearly cycles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/judge.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

enum { PARTS_MAX = 4 };

struct row {
        const char *name;
        const char *part[PARTS_MAX];
        const char *verdict;
        uint32_t governing;

        /* what else there is */
        const char *raw; /* without excuses; as the verdict unless said */
        const char *why;
        uint32_t at; /* data date; 30 June unless said */
        bool suspended;
        bool unreported;
        uint32_t today; /* 1 July unless said */
};

static const struct row ROWS[] = {
        /* R2: only what is registered */
        {"23 nothing but a wish", {"level 100 -  soft"}, "unknown", 0, .why = "no_target"},
        {"no parts at all", {NULL}, "unknown", 0, .why = "no_target"},
        {"a line without target does not govern", {"cumulative - 3", "cumulative 10 4"}, "on_pace", 2},

        /* R6: the worst hard part */
        {"72 two good, one behind", {"cumulative 26 26", "cumulative 26 8", "cumulative 100 56"}, "behind", 2},
        {"64 one done, one not begun",
         {"cumulative 1 1", "cumulative 2 0 proxy", "level 80 68"},
         "seriously_behind",
         2},
        {"behind is worse than unknown", {"level 43 -", "cumulative 100 30"}, "behind", 2},
        {"unknown is worse than on pace", {"cumulative 10 5", "level 43 -"}, "unknown", 2, .why = "no_figure"},
        {"4 one level met, one without figure", {"level 45 45", "level 43 -"}, "unknown", 2, .why = "no_figure"},
        {"soft never governs", {"cumulative 10 5", "cumulative 10 0 soft"}, "on_pace", 1, .at = 20230629},
        {"ahead when all are", {"cumulative 10 8", "cumulative 10 9"}, "ahead", 1, .at = 20230629},
        {"a tie goes to the larger gap", {"cumulative 10 3", "cumulative 100 28"}, "behind", 2},
        {"a tie by yellow threshold: 15 % of 10 against 18 points of 10",
         {"level 100 85", "cumulative 100 32"},
         "behind",
         2},
        {"a tie by yellow threshold: 19 % of 10 against 18 points of 10",
         {"level 100 81", "cumulative 100 32"},
         "behind",
         1},
        {"a full tie goes to the plan's order", {"cumulative 10 3", "cumulative 20 6"}, "behind", 1},
        {"a broken zero outweighs any gap", {"cumulative 10 0", "hold_zero - 1"}, "seriously_behind", 2},
        {"suspended", {"cumulative 10 0"}, "suspended", 1, .raw = "seriously_behind", .suspended = true},

        /* R7 */
        {"no report", {"cumulative 10 -"}, "unknown", 1, .why = "no_report", .unreported = true},
        {"no report, no target", {NULL}, "unknown", 0, .why = "no_report", .unreported = true},
        {"no report hides no missed date", {"milestone - -"}, "overdue", 1, .unreported = true, .today = 20240201},
        {"16 two counts without figure", {"cumulative 2 -", "cumulative 2 -"}, "behind", 1, .why = "no_figure"},

        /* R8 */
        {"88 one ahead, one excused",
         {"cumulative 25 15.3", "cumulative 20 0 wish"},
         "on_pace",
         2,
         .raw = "seriously_behind"},
        {"an excuse does not hide what is unknown",
         {"cumulative 20 0 wish", "level 43 -"},
         "unknown",
         2,
         .raw = "seriously_behind",
         .why = "no_figure"},

        /* R9 */
        {"26 half is enough", {"cumulative 25 13"}, "over_half", 1},
        {"exactly half", {"cumulative 10 5"}, "over_half", 1},
        {"just under half", {"cumulative 1000 499"}, "on_pace", 1},
        {"the day before the cut-off", {"cumulative 10 5"}, "on_pace", 1, .at = 20230629},
        {"the month after", {"cumulative 10 9"}, "ahead", 1, .at = 20230731},
        {"24 by proxy it is over half too", {"cumulative 30 21", "cumulative 8 15 proxy"}, "over_half", 2},
        {"28 with a level that is met", {"cumulative 1000 900", "level 30 33"}, "over_half", 2},
        {"a level alone never makes it", {"level 30 33"}, "on_pace", 1},
        {"a stock alone never makes it", {"stock 30 33"}, "on_pace", 1},
        {"a level that is behind bars it", {"cumulative 10 9", "level 30 24"}, "behind", 2},
        {"one count under half bars it", {"cumulative 10 9", "cumulative 100 45"}, "on_pace", 2},
        {"25 an excuse bars it", {"cumulative 10 9", "level 30 24 wish"}, "on_pace", 2, .raw = "behind"},
        {"47 a wish unfulfilled does not", {"cumulative 1 1.01", "cumulative 1 0 proxy soft"}, "over_half", 1},
        {"17 all done, nothing final", {"cumulative 5 7"}, "over_half", 1},

        /* R10 */
        {"71 a final level reached", {"level 70 70 final"}, "completed", 1},
        {"34 a final stock reached", {"stock 10 14.56 final"}, "completed", 1},
        {"all reached, one of them final", {"cumulative 5 5", "milestone - - done final"}, "completed", 1},
        {"all reached, none final", {"cumulative 5 5", "milestone - - done"}, "ahead", 1, .at = 20230629},
        {"a milestone done is no completion", {"milestone - - done"}, "on_pace", 1},
        {"a soft part holds it back", {"cumulative 5 5 final", "cumulative 9 1 soft"}, "ahead", 1, .at = 20230629},
        {"a soft part reached does not", {"cumulative 5 5 final", "cumulative 9 9 soft"}, "completed", 1},
        {"a level that must last holds it back", {"cumulative 5 5 final", "level 80 90"}, "on_pace", 2, .at = 20230629},
        {"a zero to be held holds it back", {"cumulative 5 5 final", "hold_zero - 0"}, "on_pace", 2, .at = 20230629},
        {"of parts done, the slower pace is the task's",
         {"level 50 90 final", "cumulative 10 10 final", "cumulative 9 1 soft"},
         "on_pace",
         1,
         .at = 20230629},
        {"a proxy holds it back", {"cumulative 5 5 proxy final"}, "on_pace", 1, .at = 20230629},
};

static struct day on(uint32_t yyyymmdd)
{
        struct day d = {0};

        assert_int_equal(day_from_number(yyyymmdd, &d), 0);
        return d;
}

static struct bytes next_word(struct bytes *text)
{
        struct bytes word = {text->at, 0};

        while (text->len && *text->at != ' ') {
                text->at++;
                text->len--;
                word.len++;
        }
        while (text->len && *text->at == ' ') {
                text->at++;
                text->len--;
        }
        return word;
}

static struct number next_figure(struct bytes *text)
{
        const struct bytes word = next_word(text);
        struct number number = {0};

        if (!bytes_is(word, "-"))
                assert_int_equal(number_from_text(word, &number), 0);
        return number;
}

static void take_word(struct bytes word, struct part *part, struct line *line)
{
        part->soft |= bytes_is(word, "soft");
        part->final |= bytes_is(word, "final");
        if (bytes_is(word, "proxy"))
                line->evidence = EVIDENCE_PROXY;
        else if (bytes_is(word, "wish"))
                line->forecast = part->target;
        else if (bytes_is(word, "done"))
                line->state = STATE_DONE;
        else
                assert_true(bytes_is(word, "soft") || bytes_is(word, "final"));
}

static size_t read_parts(const struct row *row, struct part *parts, struct line *lines)
{
        size_t n = 0;

        for (; n < PARTS_MAX && row->part[n]; n++) {
                struct bytes text = bytes_str(row->part[n]);
                struct part *part = &parts[n];

                *part = (struct part){.no = (uint32_t)n + 1};
                part->kind = (enum part_kind)word_find(&WORDS_PART_KIND, next_word(&text));
                part->target = next_figure(&text);
                lines[n] = (struct line){.part = part->no, .value = next_figure(&text)};
                while (text.len)
                        take_word(next_word(&text), part, &lines[n]);
        }
        return n;
}

static void assert_row(const struct row *row)
{
        ARENA struct arena *arena = arena_new(0);
        struct part parts[PARTS_MAX];
        struct line lines[PARTS_MAX];
        const size_t n = read_parts(row, parts, lines);
        const struct plan plan = {
                .start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31), .cadence = CADENCE_HALF_YEARLY};
        const struct task task = {.no = 72, .part = {parts, n}};
        const struct report report = {.data_date = on(row->at ? row->at : 20230630), .line = {lines, n}};
        const struct facts facts = {
                .plan = &plan,
                .task = &task,
                .policy = policy_default(),
                .report = row->unreported ? NULL : &report,
                .report_seq = 9,
                .today = on(row->today ? row->today : 20230701),
                .suspended = row->suspended,
        };
        struct verdict verdict;
        struct day recheck;

        assert_int_equal(judge(&facts, arena, &verdict, &recheck), 0);
        print_message("%s\n", row->name);
        assert_string_equal(word_of(&WORDS_VERDICT, (int)verdict.verdict)->id, row->verdict);
        assert_string_equal(word_of(&WORDS_VERDICT, (int)verdict.raw_verdict)->id, row->raw ? row->raw : row->verdict);
        assert_string_equal(word_of(&WORDS_WHY, (int)verdict.why)->id, row->why ? row->why : "");
        assert_int_equal(verdict.governing, row->governing);
        assert_int_equal(verdict.part.n, n);
        assert_int_equal(verdict.evidence.n, !row->unreported);
}

static void rows(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                assert_row(&ROWS[i]);
}

/* R1 */
static const struct {
        const char *name;
        uint32_t start, due, at;
        enum curve_kind kind;
        struct {
                uint32_t day, share_bp;
        } point[3];
        const char *percent;
} PLANNED[] = {
        {"83 the half-year is half the year", 0, 0, 20230630, .percent = "50.0"},
        {"first day", 0, 0, 20230101, .percent = "0.3"},
        {"a month closed by its last day", 0, 0, 20230131, .percent = "8.3"},
        {"February too", 0, 0, 20230228, .percent = "16.7"},
        {"half of April", 0, 0, 20230415, .percent = "29.2"},
        {"the day before the last", 0, 0, 20231230, .percent = "99.7"},
        {"the last day", 0, 0, 20231231, .percent = "100.0"},
        {"after the end", 0, 0, 20240630, .percent = "100.0"},
        {"before the start", 20230701, 0, 20230630, .percent = "0.0"},
        {"its own start", 20230701, 0, 20230930, .percent = "50.0"},
        {"its own due date", 0, 20230930, 20230630, .percent = "66.7"},
        {"from mid-month to mid-month", 20230315, 20230914, 20230614, .percent = "50.0"},
        {"days into a month that began on the 15th", 20230315, 20230914, 20230604, .percent = "44.6"},
        {"from the 31st", 20230131, 20230330, 20230227, .percent = "50.0"},
        {"one day only, before", 20230630, 20230630, 20230629, .percent = "0.0"},
        {"one day only", 20230630, 20230630, 20230630, .percent = "100.0"},
        {"due before its start", 20230630, 20230601, 20230615, .percent = "100.0"},
        {"14 a harvest curve",
         0,
         0,
         20230630,
         CURVE_SEASONAL,
         {{20230531, 500}, {20230630, 2200}, {20231031, 10000}},
         "22.0"},
        {"between two points", 0, 0, 20230615, CURVE_TABLE, {{20230531, 500}, {20230630, 2200}}, "13.5"},
        {"before the first point", 0, 0, 20230110, CURVE_TABLE, {{20230120, 2000}}, "10.0"},
        {"after the last point the line goes to the end", 0, 0, 20231216, CURVE_TABLE, {{20231201, 8000}}, "90.0"},
        {"66 a step not yet reached", 0, 0, 20230831, CURVE_STEP, {{20230901, 10000}}, "0.0"},
        {"66 on the step", 0, 0, 20230901, CURVE_STEP, {{20230901, 10000}}, "100.0"},
        {"a step holds until the next", 0, 0, 20230831, CURVE_STEP, {{20230401, 3000}, {20230901, 7000}}, "30.0"},
        {"at the due date all is due", 0, 0, 20231231, CURVE_STEP, {{20230401, 3000}}, "100.0"},
        {"no share is more than all", 0, 0, 20230630, CURVE_STEP, {{20230401, UINT32_MAX}}, "100.0"},
        {"a curve without points", 0, 0, 20230630, CURVE_STEP, .percent = "0.0"},
};

static void r1_planned(void **state UNUSED)
{
        const struct plan plan = {.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31)};
        char text[NUMBER_TEXT_SIZE];

        for (size_t i = 0; i < COUNT_OF(PLANNED); i++) {
                struct curve_point points[COUNT_OF(PLANNED[i].point)];
                struct curve curve = {.kind = PLANNED[i].kind, .point = {points, 0}};
                const struct part part = {
                        .start = on(PLANNED[i].start), .due = on(PLANNED[i].due), .curve = curve.kind ? &curve : NULL};

                while (curve.point.n < COUNT_OF(points) && PLANNED[i].point[curve.point.n].day) {
                        points[curve.point.n] = (struct curve_point){on(PLANNED[i].point[curve.point.n].day),
                                                                     PLANNED[i].point[curve.point.n].share_bp};
                        curve.point.n++;
                }
                print_message("%s\n", PLANNED[i].name);
                assert_string_equal(ratio_percent_text(judge_planned(&part, &plan, on(PLANNED[i].at)), text),
                                    PLANNED[i].percent);
        }
}

static void r11_remarks(void **state UNUSED)
{
        static const char *const remark[VERDICT_COUNT] = {
                [VERDICT_UNSPECIFIED] = "",          [VERDICT_SUSPENDED] = "",    [VERDICT_OVERDUE] = "slow",
                [VERDICT_SERIOUSLY_BEHIND] = "slow", [VERDICT_BEHIND] = "slow",   [VERDICT_UNKNOWN] = "",
                [VERDICT_ON_PACE] = "orderly",       [VERDICT_AHEAD] = "orderly", [VERDICT_OVER_HALF] = "over_half",
                [VERDICT_COMPLETED] = "completed",
        };

        for (int word = 0; word < VERDICT_COUNT; word++)
                assert_string_equal(word_of(&WORDS_REMARK, (int)judge_proposed_remark((enum verdict_word)word))->id,
                                    remark[word]);
}

/* Everything `explain` prints is there. */
static void the_arithmetic_comes_along(void **state UNUSED)
{
        ARENA struct arena *arena = arena_new(0);
        struct part part = {.no = 3, .kind = PART_LEVEL, .direction = DIRECTION_AT_MOST, .target = {347, 1, true}};
        struct line line = {
                .part = 3, .value = {462, 1, true}, .evidence = EVIDENCE_PROXY, .waiting_for = bytes_str("资金")};
        const struct plan plan = {.id = bytes_str("2023"), .start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31)};
        const struct task task = {.no = 9, .part = {&part, 1}};
        const struct report report = {.data_date = day_of(2023, 6, 30), .line = {&line, 1}};
        const struct facts facts = {.plan = &plan,
                                    .task = &task,
                                    .policy = policy_default(),
                                    .report = &report,
                                    .report_seq = 1234,
                                    .today = day_of(2023, 7, 3)};
        struct verdict verdict;
        struct day recheck;

        assert_int_equal(judge(&facts, arena, &verdict, &recheck), 0);
        assert_true(bytes_is(verdict.task.plan, "2023"));
        assert_int_equal(verdict.task.no, 9);
        assert_int_equal(verdict.judge_version, JUDGE_VERSION);
        assert_int_equal(verdict.policy_version, 1);
        assert_int_equal(verdict.day.n, day_of(2023, 7, 3).n);
        assert_int_equal(verdict.report_seq, 1234);
        assert_int_equal(verdict.evidence.at[0], 1234);

        const struct part_verdict *found = &verdict.part.at[0];

        assert_int_equal(found->part, 3);
        assert_int_equal(found->rule, 4);
        assert_int_equal(found->actual.unscaled, 462);
        assert_int_equal(found->target.unscaled, 347);
        assert_int_equal(found->distance.num, -115);
        assert_int_equal(found->distance.den, 347);
        assert_int_equal(found->planned.num, 1);
        assert_int_equal(found->planned.den, 2);
        assert_int_equal(found->tolerance.num, 1);
        assert_int_equal(found->tolerance.den, 10);
        assert_int_equal(found->due.n, day_of(2023, 12, 31).n);
        assert_true(found->proxy);
        assert_true(found->blocked);
        assert_false(found->soft);
}

static void a_spent_arena_is_a_failure(void **state UNUSED)
{
        ARENA struct arena *arena = arena_new(64);
        struct part part = {.no = 1, .kind = PART_DUTY};
        const struct plan plan = {0};
        const struct task task = {.no = 1, .part = {&part, 1}};
        const struct facts facts = {.plan = &plan, .task = &task, .policy = policy_default()};
        struct verdict verdict = {.governing = 42};
        struct day recheck;

        assert_true(judge(&facts, arena, &verdict, &recheck) < 0);
        assert_int_equal(verdict.governing, 42);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(r1_planned),
                cmocka_unit_test(rows),
                cmocka_unit_test(r11_remarks),
                cmocka_unit_test(the_arithmetic_comes_along),
                cmocka_unit_test(a_spent_arena_is_a_failure),
        };

        return cmocka_run_group_tests_name("judge_task", tests, NULL, NULL);
}
