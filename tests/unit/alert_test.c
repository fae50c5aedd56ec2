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
                const struct history history = {.missing = TASKS[i].missing, .reported = ~TASKS[i].missing};

                assert_string_equal(wish_text(alert_for_task(&history, TASKS[i].open), text, sizeof text),
                                    TASKS[i].wish);
        }
}

/* -- what stays open -- */

#define NO_FIGURE                                                                                                      \
        {                                                                                                              \
                .verdict = VERDICT_UNKNOWN, .why = WHY_NO_FIGURE, .rule = 7                                            \
        }

static const struct stays_row {
        const char *name;
        enum alert_kind open;
        struct part_verdict part;
        bool stays;

        /* what else there is */
        int share; /* forecast, in hundredths; 0 = none */
        uint8_t changes;
} STAYS[] = {
        {"behind, and on pace by hysteresis",
         ALERT_BEHIND,
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {-6, 100}},
         true},
        {"behind, and well back", ALERT_BEHIND, ON_PACE, false},
        {"behind, and overdue: muted", ALERT_BEHIND, {.verdict = VERDICT_OVERDUE, .rule = 5, .due = {19500}}, true},
        {"behind, and no figure", ALERT_BEHIND, NO_FIGURE, true},
        {"behind, and soft by now",
         ALERT_BEHIND,
         {.verdict = VERDICT_BEHIND, .rule = 3, .gap = {-11, 100}, .soft = true},
         false},
        {"behind, and no target by now",
         ALERT_BEHIND,
         {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_TARGET, .rule = 2},
         false},
        {"overdue, and the date was moved", ALERT_OVERDUE, {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_FIGURE}, false},
        {"no figure, and the report was returned",
         ALERT_NO_FIGURE,
         {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_REPORT, .rule = 7},
         true},
        {"no figure, and here is a bad one", ALERT_NO_FIGURE, BEHIND, false},
        {"a broken zero, and no figure", ALERT_HOLD_ZERO, NO_FIGURE, true},
        {"a broken zero, and zero again", ALERT_HOLD_ZERO, {.verdict = VERDICT_ON_PACE, .rule = 4}, false},
        {"forecast, and just over the target", ALERT_FORECAST, ON_PACE, true, .share = 104},
        {"forecast, and well over it", ALERT_FORECAST, ON_PACE, false, .share = 105},
        {"forecast, and behind", ALERT_FORECAST, BEHIND, true, .share = 60},
        {"forecast, and no figure", ALERT_FORECAST, NO_FIGURE, true},
        {"forecast, and the target is reached",
         ALERT_FORECAST,
         {.verdict = VERDICT_ON_PACE, .rule = 3, .gap = {0, 1}, .attainment = {1, 1}},
         false,
         .share = 101},
        {"forecast, and the due date has come", ALERT_FORECAST, ON_PACE, false},
        {"unstable, and still three in six", ALERT_UNSTABLE, ON_PACE, true, .changes = THRICE},
        {"unstable, and quiet", ALERT_UNSTABLE, ON_PACE, false, .changes = TWICE},
        {"unstable, and completed",
         ALERT_UNSTABLE,
         {.verdict = VERDICT_COMPLETED, .rule = 10},
         false,
         .changes = THRICE},
};

static void staying(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(STAYS); i++) {
                const struct stays_row *row = &STAYS[i];
                const struct forecast forecast = {.share = {row->share, 100}, .misses = row->share < 100};
                const struct history_part history = {.changes = row->changes};
                const struct alert_facts facts = {
                        .policy = policy_default(),
                        .today = day_of(2023, 7, 1),
                        .history = &history,
                        .forecast = row->share ? &forecast : NULL,
                        .open_kind = row->open,
                        .open = SEVERITY_YELLOW,
                };
                struct part_verdict part = row->part;

                if (part.why == WHY_UNSPECIFIED && !ratio_is_set(part.attainment))
                        part.attainment = (struct ratio){1, 2};
                print_message("%s\n", row->name);
                assert_int_equal(alert_stays(&part, &facts), row->stays);
        }
}

static void counting_cycles(void **state UNUSED)
{
        struct history_part past = {.no = 1, .behind = {2, true}, .silent = {4, true}};
        const struct history history = {.missing = 0x3, .n_parts = 1, .part = &past};
        const struct part_verdict behind = {.part = 1, .verdict = VERDICT_BEHIND, .rule = 3};
        const struct part_verdict not_started = {.part = 1, .verdict = VERDICT_SERIOUSLY_BEHIND, .rule = 12};

        assert_int_equal(alert_cycles(ALERT_BEHIND, &history, &behind), 3);
        assert_int_equal(alert_cycles(ALERT_BEHIND, &history, &not_started), 5);
        assert_int_equal(alert_cycles(ALERT_NO_FIGURE, &history, &behind), 5);
        assert_int_equal(alert_cycles(ALERT_NO_REPORT, &history, NULL), 2);
        assert_int_equal(alert_cycles(ALERT_FORECAST, &history, &behind), 0);
        assert_int_equal(alert_cycles(ALERT_BEHIND, &history, NULL), 0);
        assert_false(alert_climbs(ALERT_FORECAST));
        assert_true(alert_climbs(ALERT_UNSTABLE));
}

static void a_department_out_of_reach(void **state UNUSED)
{
        const struct outages none = {.outage = {NULL, 0}};
        struct outage outage = {day_of(2023, 2, 6), day_of(2023, 2, 8)};
        const struct outages ours = {.outage = {&outage, 1}};
        struct policy policy = *policy_default();

        assert_int_equal(alert_link_day(&policy, &none, day_of(2023, 2, 6)).n, day_of(2023, 2, 9).n);
        assert_int_equal(alert_link_day(&policy, NULL, day_of(2023, 2, 2)).n, day_of(2023, 2, 7).n); /* a weekend */
        assert_int_equal(alert_link_day(&policy, &ours, day_of(2023, 2, 2)).n, day_of(2023, 2, 11).n);
        policy.link_down_days = 0;
        assert_false(day_is_set(alert_link_day(&policy, NULL, day_of(2023, 2, 6))));
        assert_false(alert_climbs(ALERT_LINK_DOWN));
}

static void muting(void **state UNUSED)
{
        assert_true(alert_mutes(ALERT_BEHIND, ALERT_FORECAST, SEVERITY_YELLOW));
        assert_true(alert_mutes(ALERT_OVERDUE, ALERT_BEHIND, SEVERITY_YELLOW));
        assert_true(alert_mutes(ALERT_LINK_DOWN, ALERT_NO_REPORT, SEVERITY_YELLOW));
        assert_true(alert_mutes(ALERT_UNSTABLE, ALERT_BEHIND, SEVERITY_YELLOW));
        assert_true(alert_mutes(ALERT_UNSTABLE, ALERT_NO_FIGURE, SEVERITY_YELLOW));
        assert_false(alert_mutes(ALERT_UNSTABLE, ALERT_BEHIND, SEVERITY_RED));
        assert_true(alert_mutes(ALERT_OVERDUE, ALERT_BEHIND, SEVERITY_RED));
        assert_false(alert_mutes(ALERT_UNSTABLE, ALERT_HOLD_ZERO, SEVERITY_YELLOW));
        assert_false(alert_mutes(ALERT_BEHIND, ALERT_OVERDUE, SEVERITY_YELLOW));
        assert_false(alert_mutes(ALERT_BEHIND, ALERT_BEHIND, SEVERITY_YELLOW));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(parts),           cmocka_unit_test(without_history_as_the_judge_says),
                cmocka_unit_test(tasks),           cmocka_unit_test(staying),
                cmocka_unit_test(counting_cycles), cmocka_unit_test(a_department_out_of_reach),
                cmocka_unit_test(muting),
        };

        return cmocka_run_group_tests_name("alert", tests, NULL, NULL);
}
