/* day_test.c - the calendar against itself and against days everyone knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/day.h"

static void every_day_follows_the_one_before(void **state UNUSED)
{
        const int last = day_of(2999, 12, 31).n;
        struct date before = day_date(day_of(1899, 12, 31));

        for (int n = day_of(1900, 1, 1).n; n <= last; n++) {
                const struct date d = day_date((struct day){n});
                const bool next_day = d.year == before.year && d.month == before.month && d.day == before.day + 1;
                const bool month_turned = d.day == 1 && before.day == day_days_in_month(before.year, before.month);

                assert_true(next_day || month_turned);
                assert_int_equal(day_of(d.year, d.month, d.day).n, n);
                before = d;
        }
}

static void numbers(void **state UNUSED)
{
        static const struct {
                uint32_t number;
                int outcome;
        } rows[] = {
                {20230630, 0},
                {20240229, 0},
                {19000101, 0},
                {29991231, 0},
                {0, 0},
                {20230229, DAY_BAD},
                {19000229, DAY_BAD},
                {20230631, DAY_BAD},
                {20231301, DAY_BAD},
                {20230001, DAY_BAD},
                {20230100, DAY_BAD},
                {18991231, DAY_BAD},
                {30000101, DAY_BAD},
                {1, DAY_BAD},
                {UINT32_MAX, DAY_BAD},
                {19700101, DAY_BAD},
        };

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                struct day d = {42};

                assert_int_equal(day_from_number(rows[i].number, &d), rows[i].outcome);
                if (rows[i].outcome == 0)
                        assert_int_equal(day_to_number(d), rows[i].number);
                else
                        assert_int_equal(d.n, 42);
        }
}

static void texts(void **state UNUSED)
{
        static const char *const bad[] = {"",           "2023-06-3",  "2023-06-300", "2023/06/30",
                                          "2023-6-300", "2023-02-29", "2023-13-01",  "20x3-06-30",
                                          "2023-0 -30", "-023-06-30", "1970-01-01"};
        char text[DAY_TEXT_SIZE];
        struct day d;

        assert_int_equal(day_from_text(bytes_str("2023-06-30"), &d), 0);
        assert_int_equal(d.n, day_of(2023, 6, 30).n);
        assert_string_equal(day_text(d, text), "2023-06-30");
        assert_string_equal(day_text((struct day){0}, text), "");
        for (size_t i = 0; i < COUNT_OF(bad); i++)
                assert_int_equal(day_from_text(bytes_str(bad[i]), &d), DAY_BAD);
}

static void months_and_weeks(void **state UNUSED)
{
        assert_int_equal(day_days_in_month(2023, 2), 28);
        assert_int_equal(day_days_in_month(2024, 2), 29);
        assert_int_equal(day_days_in_month(2100, 2), 28);
        assert_int_equal(day_days_in_month(2023, 12), 31);
        assert_true(day_is_month_end(day_of(2023, 6, 30)));
        assert_false(day_is_month_end(day_of(2023, 6, 29)));
        assert_int_equal(day_month_end(day_of(2023, 2, 1)).n, day_of(2023, 2, 28).n);
        assert_false(day_is_weekend(day_of(2023, 6, 30))); /* a Friday */
        assert_true(day_is_weekend(day_of(2023, 7, 1)));
        assert_true(day_is_weekend(day_of(2023, 7, 2)));
        assert_false(day_is_weekend(day_of(2023, 7, 3)));
        assert_true(day_is_weekend(day_of(1969, 12, 28))); /* a Sunday */
}

static void instants(void **state UNUSED)
{
        const int beijing = 8 * 60;
        const int64_t midnight = day_first_instant(day_of(2023, 7, 1), beijing);

        assert_int_equal(day_of_instant(midnight, beijing).n, day_of(2023, 7, 1).n);
        assert_int_equal(day_of_instant(midnight - 1, beijing).n, day_of(2023, 6, 30).n);
        assert_int_equal(day_of_instant(midnight, 0).n, day_of(2023, 6, 30).n);
        assert_int_equal(day_of_instant(-1, 0).n, -1);
        assert_int_equal(day_of_instant(INT64_MAX, beijing).n, day_of(2999, 12, 31).n);
        assert_int_equal(day_of_instant(INT64_MIN, -beijing).n, day_of(1900, 1, 1).n);
}

static void working_days(void **state UNUSED)
{
        struct day off[] = {day_of(2023, 6, 22), day_of(2023, 6, 23)};
        struct day on[] = {day_of(2023, 6, 25)};
        const struct calendar calendar = {.holiday = {off, 2}, .makeup = {on, 1}};
        const struct calendar plain = {0};

        assert_false(day_is_working(day_of(2023, 6, 22), &calendar));
        assert_true(day_is_working(day_of(2023, 6, 22), &plain));
        assert_true(day_is_working(day_of(2023, 6, 25), &calendar)); /* 调休 */
        assert_false(day_is_working(day_of(2023, 6, 25), &plain));

        assert_int_equal(day_plus_working(day_of(2023, 6, 21), 0, &calendar).n, day_of(2023, 6, 21).n);
        assert_int_equal(day_plus_working(day_of(2023, 6, 21), 1, &calendar).n, day_of(2023, 6, 25).n);
        assert_int_equal(day_plus_working(day_of(2023, 6, 30), 5, &plain).n, day_of(2023, 7, 7).n);
        assert_int_equal(day_working_between(day_of(2023, 6, 21), day_of(2023, 6, 26), &calendar), 2);
        assert_int_equal(day_working_between(day_of(2023, 6, 26), day_of(2023, 6, 26), &calendar), 0);
        assert_int_equal(day_working_between(day_of(2023, 6, 27), day_of(2023, 6, 26), &calendar), 0);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_day_follows_the_one_before),
                cmocka_unit_test(numbers),
                cmocka_unit_test(texts),
                cmocka_unit_test(months_and_weeks),
                cmocka_unit_test(instants),
                cmocka_unit_test(working_days),
        };

        return cmocka_run_group_tests_name("day", tests, NULL, NULL);
}
