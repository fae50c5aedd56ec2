/* words_test.c - every word has its id and both languages, no two are alike, and the order of verdicts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/words.h"

static const struct {
        const struct word_list *list;
        int n;
} LISTS[] = {
        {&WORDS_VERDICT, VERDICT_COUNT},
        {&WORDS_WHY, WHY_COUNT},
        {&WORDS_REMARK, REMARK_COUNT},
        {&WORDS_EXCUSE, EXCUSE_PIPELINE + 1},
        {&WORDS_ROLE, ROLE_COUNT},
        {&WORDS_PART_KIND, PART_KIND_COUNT},
        {&WORDS_CADENCE, CADENCE_ON_CALL + 1},
        {&WORDS_ALERT_KIND, ALERT_KIND_COUNT},
        {&WORDS_SEVERITY, SEVERITY_COUNT},
        {&WORDS_ALERT_CHANGE, ALERT_CHANGE_COUNT},
        {&WORDS_STATE, STATE_BLOCKED + 1},
        {&WORDS_STAGE, STAGE_CERTIFIED + 1},
        {&WORDS_EVIDENCE, EVIDENCE_DERIVED + 1},
        {&WORDS_DIRECTION, DIRECTION_HOLD + 1},
        {&WORDS_APPROXIMATION, APPROXIMATION_NEARLY + 1},
        {&WORDS_RUNG, RUNG_COUNT},
        {&WORDS_INTAKE, INTAKE_FLAG_COUNT},
        {&WORDS_LINK_STATE, LINK_STATE_COUNT},
        {&WORDS_CURVE, CURVE_SEASONAL + 1},
};

static void every_value_is_found_by_each_of_its_words(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(LISTS); i++) {
                const struct word_list *list = LISTS[i].list;

                assert_int_equal(list->n, LISTS[i].n);
                assert_string_equal(word_of(list, 0)->id, "");
                for (int value = 1; value < list->n; value++) {
                        const struct word *word = word_of(list, value);

                        assert_int_equal(word_find(list, bytes_str(word->id)), value);
                        assert_int_equal(word_find(list, bytes_str(word->zh)), value);
                        assert_int_equal(word_find(list, bytes_str(word->en)), value);
                        assert_true(word->id[0] && word->zh[0] && word->en[0]);
                }
        }
}

static void strangers_are_not_found(void **state UNUSED)
{
        assert_int_equal(word_find(&WORDS_VERDICT, bytes_str("")), -1);
        assert_int_equal(word_find(&WORDS_VERDICT, bytes_str("late")), -1);
        assert_string_equal(word_of(&WORDS_VERDICT, -1)->id, "");
        assert_string_equal(word_of(&WORDS_VERDICT, VERDICT_COUNT)->zh, "");
        assert_string_equal(word_of(&WORDS_VERDICT, INT32_MAX)->en, "");
}

static void the_words_of_the_office(void **state UNUSED)
{
        static const struct {
                enum verdict_word word;
                const char *id;
                const char *zh;
        } rows[] = {
                {VERDICT_SUSPENDED, "suspended", "中止"},
                {VERDICT_OVERDUE, "overdue", "逾期"},
                {VERDICT_SERIOUSLY_BEHIND, "seriously_behind", "严重滞后"},
                {VERDICT_BEHIND, "behind", "滞后"},
                {VERDICT_UNKNOWN, "unknown", "无法判定"},
                {VERDICT_ON_PACE, "on_pace", "达序时"},
                {VERDICT_AHEAD, "ahead", "超序时"},
                {VERDICT_OVER_HALF, "over_half", "双过半"},
                {VERDICT_COMPLETED, "completed", "已完成"},
        };

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                assert_int_equal(verdict_rank(rows[i].word), i); /* worst first */
                assert_string_equal(word_of(&WORDS_VERDICT, (int)rows[i].word)->id, rows[i].id);
                assert_string_equal(word_in(word_of(&WORDS_VERDICT, (int)rows[i].word), LANGUAGE_ZH), rows[i].zh);
        }
        assert_string_equal(word_in(word_of(&WORDS_REMARK, REMARK_OVER_HALF), LANGUAGE_ZH), "已达“双过半”");
        assert_string_equal(word_in(word_of(&WORDS_VERDICT, VERDICT_ON_PACE), LANGUAGE_EN), "on pace");
}

static void bad_is_behind_or_worse_but_not_suspended(void **state UNUSED)
{
        for (int word = 0; word < VERDICT_COUNT; word++)
                assert_int_equal(verdict_is_bad((enum verdict_word)word),
                                 word == VERDICT_OVERDUE || word == VERDICT_SERIOUSLY_BEHIND || word == VERDICT_BEHIND);
}

static void every_kind_of_event_has_a_row(void **state UNUSED)
{
        int kinds = 0;

        for (int kind = 0; kind < EVENT_KIND_END; kind++)
                kinds += event_row((enum event_kind)kind) != NULL;
        assert_int_equal(kinds, 37);
        assert_null(event_row(EVENT_NONE));
        assert_null(event_row(EVENT_KIND_END));
        assert_int_equal(event_row(EVENT_ALERT)->roles, 0); /* nobody outside may send one */
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_value_is_found_by_each_of_its_words),
                cmocka_unit_test(strangers_are_not_found),
                cmocka_unit_test(the_words_of_the_office),
                cmocka_unit_test(bad_is_behind_or_worse_but_not_suspended),
                cmocka_unit_test(every_kind_of_event_has_a_row),
        };

        return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
