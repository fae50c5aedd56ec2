/* judge_alert_test.c - which alert a judged part calls for, and when an open one may clear (R14). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/judge.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

static const struct row {
        const char *name;
        struct part_verdict part;
        const char *wish; /* "kind severity", "" = none */

        /* what else there is */
        enum alert_kind open_kind;
        enum severity open;
        uint32_t today;
} ROWS[] = {
        {"on pace", {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {0, 1}}, ""},
        {"behind", {.verdict = VERDICT_BEHIND, .rule = 3, .gap = {-11, 100}}, "behind yellow"},
        {"seriously behind", {.verdict = VERDICT_SERIOUSLY_BEHIND, .rule = 3, .gap = {-31, 100}}, "behind red"},
        {"soft and behind", {.verdict = VERDICT_BEHIND, .soft = true, .rule = 3, .gap = {-11, 100}}, ""},
        {"behind for want of a figure",
         {.verdict = VERDICT_BEHIND, .why = WHY_NO_FIGURE, .rule = 7},
         "no_figure yellow"},
        {"unknown for want of a figure",
         {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_FIGURE, .rule = 7},
         "no_figure yellow"},
        {"unknown for want of a target", {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_TARGET, .rule = 2}, ""},
        {"unknown for want of a report", {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_REPORT, .rule = 7}, ""},
        {"a zero broken",
         {.verdict = VERDICT_SERIOUSLY_BEHIND,
          .raw_verdict = VERDICT_SERIOUSLY_BEHIND,
          .rule = 4,
          .target = {0, 0, true},
          .actual = {1, 0, true}},
         "hold_zero red"},
        {"overdue, the tenth working day",
         {.verdict = VERDICT_OVERDUE, .rule = 5, .due = {19538}},
         "overdue orange",
         .today = 20230714},
        {"overdue, the eleventh",
         {.verdict = VERDICT_OVERDUE, .rule = 5, .due = {19538}},
         "overdue red",
         .today = 20230715},

        {"open, gap at -5.0",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-5, 100}},
         "",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"open, a hair below -5.0",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-5001, 100000}},
         "behind yellow",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"not open, a hair below -5.0", {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-5001, 100000}}, ""},
        {"red stays red until it clears",
         {.verdict = VERDICT_BEHIND, .rule = 3, .gap = {-12, 100}},
         "behind red",
         ALERT_BEHIND,
         SEVERITY_RED},
        {"yellow worsens",
         {.verdict = VERDICT_SERIOUSLY_BEHIND, .rule = 3, .gap = {-31, 100}},
         "behind red",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"an excuse raises nothing",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-50, 100}, .excuse = EXCUSE_PLAN},
         ""},
        {"an excuse clears nothing",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-50, 100}, .excuse = EXCUSE_PLAN},
         "behind red",
         ALERT_BEHIND,
         SEVERITY_RED},
        {"a level at half the tolerance",
         {.verdict = VERDICT_ON_PACE, .rule = 4, .distance = {-5, 100}, .tolerance = {1, 10}},
         "",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"a level beyond it",
         {.verdict = VERDICT_ON_PACE, .rule = 4, .distance = {-51, 1000}, .tolerance = {1, 10}},
         "behind yellow",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"a level met at the end",
         {.verdict = VERDICT_ON_PACE, .rule = 4, .distance = {1, 100}, .tolerance = {0, 1}},
         "",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"a growth of zero met",
         {.verdict = VERDICT_ON_PACE, .rule = 4, .target = {0, 0, true}},
         "",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"a node under way again",
         {.verdict = VERDICT_ON_PACE, .rule = 5},
         "behind yellow",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
        {"a node done", {.verdict = VERDICT_COMPLETED, .rule = 5}, "", ALERT_BEHIND, SEVERITY_YELLOW},
        {"overdue mutes behind",
         {.verdict = VERDICT_OVERDUE, .rule = 5, .due = {19538}},
         "overdue orange",
         ALERT_BEHIND,
         SEVERITY_RED,
         .today = 20230714},
        {"overdue and done", {.verdict = VERDICT_COMPLETED, .rule = 5}, "", ALERT_OVERDUE, SEVERITY_RED},
        {"the figure came",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-9, 100}},
         "",
         ALERT_NO_FIGURE,
         SEVERITY_YELLOW},
        {"no report clears nothing",
         {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_REPORT, .rule = 7},
         "behind yellow",
         ALERT_BEHIND,
         SEVERITY_YELLOW},
};

static void rows(void **state UNUSED)
{
        char text[64];

        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct row *row = &ROWS[i];
                struct day today;
                struct alert_wish wish;

                assert_int_equal(day_from_number(row->today ? row->today : 20230701, &today), 0);
                wish = judge_alert(&row->part, policy_default(), today, row->open_kind, row->open);
                print_message("%s\n", row->name);
                snprintf(text, sizeof text, "%s%s%s", word_of(&WORDS_ALERT_KIND, (int)wish.kind)->id,
                         wish.kind ? " " : "", word_of(&WORDS_SEVERITY, (int)wish.severity)->id);
                assert_string_equal(text, row->wish);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(rows)};

        return cmocka_run_group_tests_name("judge_alert", tests, NULL, NULL);
}
