/* alert_test.c - alerts in the light of the history: orange, unstable, forecast, missing reports, muting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/alert.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

#define ON_PACE                                                                                                        \
        {                                                                                                              \
                .verdict = VERDICT_ON_PACE, .rule = 3, .gap = { 0, 1 }                                                 \
        }
#define BEHIND                                                                                                         \
        {                                                                                                              \
                .verdict = VERDICT_BEHIND, .rule = 3, .gap = { -11, 100 }                                              \
        }
#define SERIOUSLY                                                                                                      \
        {                                                                                                              \
                .verdict = VERDICT_SERIOUSLY_BEHIND, .rule = 3, .gap = { -31, 100 }                                    \
        }

enum { THRICE = 0x15, TWICE = 0x05, THRICE_LONG_AGO = 0x70 };

static const struct row {
        const char *name;
        struct part_verdict part;
        struct history_part history;
        const char *wish; /* "kind severity", "" = none */

        /* what else there is */
        bool misses;
        enum alert_kind open_kind;
        enum severity open;
} ROWS[] = {
        {"behind for the first time", BEHIND, {.behind = {0, true}}, "behind yellow"},
        {"behind twice running", BEHIND, {.behind = {1, true}}, "behind orange"},
        {"seriously behind for the first time", SERIOUSLY, {.behind = {0, true}}, "behind red"},
        {"seriously behind for long", SERIOUSLY, {.behind = {7, true}}, "behind red"},
        {"open yellow, behind again",
         BEHIND,
         {.behind = {1, true}},
         "behind orange",
         .open_kind = ALERT_BEHIND,
         .open = SEVERITY_YELLOW},
        {"kept open by hysteresis it is not behind again",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-6, 100}},
         {.behind = {1, false}},
         "behind yellow",
         .open_kind = ALERT_BEHIND,
         .open = SEVERITY_YELLOW},
        {"orange stays orange until it clears",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-6, 100}},
         {.behind = {1, false}},
         "behind orange",
         .open_kind = ALERT_BEHIND,
         .open = SEVERITY_ORANGE},
        {"no figure for long stays yellow",
         {.verdict = VERDICT_BEHIND, .why = WHY_NO_FIGURE, .rule = 7},
         {.silent = {4, true}},
         "no_figure yellow"},
        {"not started", {.verdict = VERDICT_SERIOUSLY_BEHIND, .why = WHY_NO_FIGURE, .rule = 12}, {0}, "behind red"},
        {"soft and not started",
         {.verdict = VERDICT_SERIOUSLY_BEHIND, .why = WHY_NO_FIGURE, .rule = 12, .soft = true},
         {0},
         ""},

        {"three changes in six", BEHIND, {.behind = {0, true}, .changes = THRICE}, "unstable yellow"},
        {"three changes, now on pace", ON_PACE, {.changes = THRICE}, "unstable yellow"},
        {"two changes", BEHIND, {.behind = {0, true}, .changes = TWICE}, "behind yellow"},
        {"one of three is seven reports ago",
         BEHIND,
         {.behind = {0, true}, .changes = THRICE_LONG_AGO},
         "behind yellow"},
        {"red is told all the same", SERIOUSLY, {.changes = THRICE}, "behind red"},
        {"open unstable, and quiet since",
         ON_PACE,
         {.changes = TWICE},
         "",
         .open_kind = ALERT_UNSTABLE,
         .open = SEVERITY_YELLOW},
        {"unstable instead of an open behind",
         BEHIND,
         {.changes = THRICE},
         "unstable yellow",
         .open_kind = ALERT_BEHIND,
         .open = SEVERITY_YELLOW},

        {"on pace, but not to the end", ON_PACE, {0}, "forecast yellow", .misses = true},
        {"on pace to the end", ON_PACE, {0}, ""},
        {"behind says it all", BEHIND, {0}, "behind yellow", .misses = true},
        {"an excuse is a forecast of its own",
         {.verdict = VERDICT_ON_PACE,
          .raw_verdict = VERDICT_BEHIND,
          .excuse = EXCUSE_PLAN,
          .rule = 3,
          .gap = {-20, 100}},
         {0},
         "",
         .misses = true},
        {"a wish raises none",
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {0, 1}, .soft = true},
         {0},
         "",
         .misses = true},
};

static const char *wish_text(struct alert_wish wish, char *out, size_t size)
{
        snprintf(out, size, "%s%s%s", word_of(&WORDS_ALERT_KIND, (int)wish.kind)->id, wish.kind ? " " : "",
                 word_of(&WORDS_SEVERITY, (int)wish.severity)->id);
        return out;
}

static void parts(void **state UNUSED)
{
        char text[64];

        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct row *row = &ROWS[i];
                const struct forecast forecast = {.misses = row->misses};
                const struct alert_facts facts = {
                        .policy = policy_default(),
                        .today = day_of(2023, 7, 1),
                        .history = &row->history,
                        .forecast = &forecast,
                        .open_kind = row->open_kind,
                        .open = row->open,
                };

                print_message("%s\n", row->name);
                assert_string_equal(wish_text(alert_for_part(&row->part, &facts), text, sizeof text), row->wish);
        }
}

static void without_history_as_the_judge_says(void **state UNUSED)
{
        const struct part_verdict behind = BEHIND;
        const struct alert_facts facts = {.policy = policy_default(), .today = day_of(2023, 7, 1)};
        char text[64];

        assert_string_equal(wish_text(alert_for_part(&behind, &facts), text, sizeof text), "behind yellow");
}

static const struct task_row {
        uint32_t missing;
        enum severity open;
        const char *wish;
} TASKS[] = {
        {0x0, SEVERITY_UNSPECIFIED, ""},
        {0x1, SEVERITY_UNSPECIFIED, "no_report yellow"},
        {0x3, SEVERITY_YELLOW, "no_report orange"},
        {0x6, SEVERITY_ORANGE, ""}, /* the newest cycle was reported on */
        {0x1, SEVERITY_ORANGE, "no_report orange"},
        {0xffffffff, SEVERITY_UNSPECIFIED, "no_report orange"},
};

static void tasks(void **state UNUSED)
{
        char text[64];

        for (size_t i = 0; i < COUNT_OF(TASKS); i++) {
                const struct history history = {.missing = TASKS[i].missing};

                assert_string_equal(wish_text(alert_for_task(&history, TASKS[i].open), text, sizeof text),
                                    TASKS[i].wish);
        }
}

static void muting(void **state UNUSED)
{
        assert_true(alert_mutes(ALERT_OVERDUE, ALERT_BEHIND));
        assert_true(alert_mutes(ALERT_LINK_DOWN, ALERT_NO_REPORT));
        assert_true(alert_mutes(ALERT_UNSTABLE, ALERT_BEHIND));
        assert_true(alert_mutes(ALERT_UNSTABLE, ALERT_NO_FIGURE));
        assert_false(alert_mutes(ALERT_UNSTABLE, ALERT_HOLD_ZERO));
        assert_false(alert_mutes(ALERT_BEHIND, ALERT_OVERDUE));
        assert_false(alert_mutes(ALERT_BEHIND, ALERT_BEHIND));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(parts),
                cmocka_unit_test(without_history_as_the_judge_says),
                cmocka_unit_test(tasks),
                cmocka_unit_test(muting),
        };

        return cmocka_run_group_tests_name("alert", tests, NULL, NULL);
}
