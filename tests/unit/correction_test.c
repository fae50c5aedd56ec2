/* correction_test.c - R15: what the corrected figure of a count of 100 changes on 30 June, 50 being planned. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/correction.h"
#include "lib/model/words.h"

static const struct row {
        const char *name;
        int was, is; /* figures; -1 = none */
        const char *effect; /* "was is unfounded", "" = none */
} ROWS[] = {
        {"nothing", 30, 30, ""},
        {"a figure, but no verdict", 45, 46, ""},
        {"behind was wrong", 30, 45, "behind on_pace behind"},
        {"seriously behind was only behind: the alert stands", 10, 30, "seriously_behind behind "},
        {"on pace was wrong: nothing to withdraw", 45, 30, "on_pace behind "},
        {"the figure came, and is good", -1, 45, "behind on_pace no_figure"},
        {"the figure came, and is bad: another alert", -1, 30, "behind behind no_figure"},
        {"well ahead", 45, 70, "on_pace ahead "},
};

static void judge_figure(int figure, struct arena *arena, struct verdict *ret_verdict)
{
        struct plan plan = {.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31), .cadence = CADENCE_HALF_YEARLY};
        struct part part = {.no = 1, .target = {100, 0, true}};
        struct task task = {.no = 1, .part = {&part, 1}};
        struct line line = {.part = 1, .value = {figure, 0, figure >= 0}};
        struct report report = {.data_date = day_of(2023, 6, 30), .line = {&line, 1}};
        struct facts facts = {.plan = &plan,
                              .task = &task,
                              .policy = policy_default(),
                              .report = &report,
                              .report_seq = 9,
                              .today = day_of(2023, 7, 3)};
        struct day recheck;

        assert_int_equal(judge(&facts, arena, ret_verdict, &recheck), 0);
}

static void rows(void **state UNUSED)
{
        ARENA struct arena *arena = arena_new(0);

        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                struct correction_effects effects;
                struct verdict was;
                struct verdict is;
                char text[96] = "";

                judge_figure(ROWS[i].was, arena, &was);
                judge_figure(ROWS[i].is, arena, &is);
                assert_int_equal(correction_compare(&was, &is, policy_default(), day_of(2023, 7, 3), arena, &effects),
                                 0);
                if (effects.effect.n)
                        snprintf(text, sizeof text, "%s %s %s",
                                 word_of(&WORDS_VERDICT, (int)effects.effect.at[0].was)->id,
                                 word_of(&WORDS_VERDICT, (int)effects.effect.at[0].is)->id,
                                 word_of(&WORDS_ALERT_KIND, (int)effects.effect.at[0].unfounded)->id);
                print_message("%s\n", ROWS[i].name);
                assert_string_equal(text, ROWS[i].effect);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(rows)};

        return cmocka_run_group_tests_name("correction", tests, NULL, NULL);
}
