/* ladder_test.c - rungs by bad cycles and by working days without an answer; answers that hold and lapse.
 *
 * The alert is raised on Monday, 3 July 2023; its tenth working day after is 17 July, the twentieth 31 July. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/ladder.h"
#include "lib/model/words.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

static const struct row {
        const char *name;
        uint32_t today;
        unsigned cycles;
        const char *rung;
        uint32_t next; /* 0 = never */
        uint32_t answer[2][2]; /* given on, to hold until */
        enum rung reached; /* reminder unless said */
        unsigned raised_in; /* the how-many-th bad cycle; the first unless said */
} ROWS[] = {
        {"at once", 20230703, 1, "reminder", 20230717},
        {"a task-level alert has no cycles yet", 20230703, 0, "reminder", 20230717},
        {"the ninth working day", 20230714, 1, "reminder", 20230717},
        {"the tenth", 20230717, 1, "letter", 20230731},
        {"the second bad cycle comes first", 20230704, 2, "letter", 20230731},
        {"the nineteenth", 20230728, 1, "letter", 20230731},
        {"the twentieth", 20230731, 1, "supervision", 20230814},
        {"the third bad cycle", 20230704, 3, "supervision", 20230814},
        {"the thirtieth", 20230814, 1, "notice", 20230828},
        {"the fourth bad cycle", 20230704, 4, "notice", 20230828},
        {"the fortieth", 20230828, 1, "talk", 0},
        {"the fifth bad cycle", 20230704, 5, "talk", 0},
        {"there is nothing above a talk", 20231228, 12, "talk", 0},
        {"raised in the third bad cycle", 20230704, 3, "reminder", 20230717, .raised_in = 3},
        {"the second after that", 20230704, 4, "letter", 20230731, .raised_in = 3},
        {"a rung is never lost", 20230704, 1, "supervision", 20230814, .reached = RUNG_SUPERVISION},
        {"an answer stops it", 20230731, 3, "reminder", 20230901, .answer = {{20230705, 20230831}}},
        {"on its date it still holds", 20230831, 3, "reminder", 20230901, .answer = {{20230705, 20230831}}},
        {"lapsed, the count goes on: two days before, none since", 20230901, 1, "reminder", 20230913,
         .answer = {{20230705, 20230831}}},
        {"two before and eight since", 20230913, 1, "letter", 20230927, .answer = {{20230705, 20230831}}},
        {"cycles that ended while it held are spared", 20230901, 3, "reminder", 20230913,
         .answer = {{20230705, 20230831}}},
        {"the cycle after them is not", 20230902, 4, "letter", 20230927, .answer = {{20230705, 20230831}}},
        {"an answer for a day that is over is none", 20230717, 1, "letter", 20230731, .answer = {{20230705, 20230704}}},
        {"an answer for the same day holds that day", 20230705, 9, "reminder", 20230706,
         .answer = {{20230705, 20230705}}},
        {"an answer renewed", 20230831, 4, "reminder", 20231001,
         .answer = {{20230705, 20230731}, {20230720, 20230930}}},
        {"renewed, months are spared once", 20231001, 4, "reminder", 20231016,
         .answer = {{20230705, 20230731}, {20230720, 20230930}}},
        {"an answer after the letter", 20230831, 1, "letter", 20231001, .reached = RUNG_LETTER,
         .answer = {{20230718, 20230930}}},
};

static struct day on(uint32_t yyyymmdd)
{
        struct day d = {0};

        assert_int_equal(day_from_number(yyyymmdd, &d), 0);
        return d;
}

static void rows(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct row *row = &ROWS[i];
                struct ladder ladder = ladder_open(on(20230703), ROWS[i].raised_in ? ROWS[i].raised_in : 1);

                if (row->reached)
                        ladder.rung = row->reached;
                for (size_t k = 0; k < COUNT_OF(row->answer); k++)
                        if (row->answer[k][0])
                                ladder_answer(&ladder, policy_default(), CADENCE_MONTHLY, on(row->answer[k][0]),
                                              on(row->answer[k][1]));
                print_message("%s\n", row->name);
                ladder.rung = ladder_rung(&ladder, policy_default(), row->cycles, on(row->today));
                assert_string_equal(word_of(&WORDS_RUNG, (int)ladder.rung)->id, row->rung);
                assert_int_equal(day_to_number(ladder_next_day(&ladder, policy_default(), on(row->today))), row->next);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(rows)};

        return cmocka_run_group_tests_name("ladder", tests, NULL, NULL);
}
