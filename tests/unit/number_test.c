/* number_test.c - figures as written, and fractions that stay exact or give way in good order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/number.h"

static struct number figure(const char *text)
{
        struct number number = {0};

        assert_int_equal(number_from_text(bytes_str(text), &number), 0);
        return number;
}

static void reading(void **state UNUSED)
{
        static const struct {
                const char *text;
                int64_t unscaled;
                uint32_t scale;
        } rows[] = {
                {"34.7", 347, 1},
                {"-5", -5, 0},
                {"1000", 1000, 0},
                {"0", 0, 0},
                {"0.50", 50, 2},
                {"007", 7, 0},
                {"-0.000000001", -1, 9},
                {"9223372036854775807", INT64_MAX, 0},
                {"-9223372036854775808", INT64_MIN, 0},
                {"-9223372036.854775808", INT64_MIN, 9},
        };

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                const struct number number = figure(rows[i].text);

                assert_true(number.known);
                assert_int_equal(number.unscaled, rows[i].unscaled);
                assert_int_equal(number.scale, rows[i].scale);
        }
        assert_false(figure("").known);
}

static void refusing(void **state UNUSED)
{
        static const struct {
                const char *text;
                int outcome;
        } rows[] = {
                {"-", NUMBER_BAD},
                {".", NUMBER_BAD},
                {".5", NUMBER_BAD},
                {"5.", NUMBER_BAD},
                {"-.5", NUMBER_BAD},
                {"1.2.3", NUMBER_BAD},
                {"1,000", NUMBER_BAD},
                {"+1", NUMBER_BAD},
                {" 1", NUMBER_BAD},
                {"1e3", NUMBER_BAD},
                {"--1", NUMBER_BAD},
                {"5%", NUMBER_BAD},
                {"九", NUMBER_BAD},
                {"9223372036854775808", NUMBER_OVERFLOW},
                {"-9223372036854775809", NUMBER_OVERFLOW},
                {"99999999999999999999999", NUMBER_OVERFLOW},
                {"0.0000000001", NUMBER_OVERFLOW},
        };

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                struct number number = {.unscaled = 42};

                assert_int_equal(number_from_text(bytes_str(rows[i].text), &number), rows[i].outcome);
                assert_int_equal(number.unscaled, 42);
        }
        assert_int_equal(number_from_text(bytes_of("1\0", 2), &(struct number){0}), NUMBER_BAD);
}

static void writing(void **state UNUSED)
{
        static const char *const texts[] = {"",
                                            "0",
                                            "34.7",
                                            "-0.5",
                                            "0.050",
                                            "1000",
                                            "-3",
                                            "-9223372036854775808",
                                            "9223372036.854775807",
                                            "-0.000000001"};
        char out[NUMBER_TEXT_SIZE];

        for (size_t i = 0; i < COUNT_OF(texts); i++)
                assert_string_equal(number_text(figure(texts[i]), out), texts[i]);
}

static void comparing(void **state UNUSED)
{
        assert_int_equal(number_compare(figure("34.7"), figure("34.70")), 0);
        assert_int_equal(number_compare(figure("34.7"), figure("34.71")), -1);
        assert_int_equal(number_compare(figure("-1"), figure("-1.5")), 1);
        assert_int_equal(number_compare(figure("9223372036854775807"), figure("9223372036.854775807")), 1);
        assert_int_equal(number_compare(figure("-9223372036854775808"), figure("0.000000001")), -1);
}

static void assert_ratio(struct ratio ratio, int64_t num, int64_t den)
{
        assert_int_equal(ratio.num, num);
        assert_int_equal(ratio.den, den);
}

static void fractions(void **state UNUSED)
{
        assert_ratio(ratio_make(6, 12), 1, 2);
        assert_ratio(ratio_make(-6, 12), -1, 2);
        assert_ratio(ratio_make(6, -12), -1, 2);
        assert_ratio(ratio_make(0, -7), 0, 1);
        assert_false(ratio_is_set(ratio_make(1, 0)));
        assert_ratio(ratio_of_numbers(figure("0.7783"), figure("1.4")), 7783, 14000);
        assert_ratio(ratio_of_numbers(figure("900"), figure("1000")), 9, 10);
        assert_false(ratio_is_set(ratio_of_numbers(figure("1"), figure("0.00"))));
        assert_ratio(ratio_of_span(figure("60"), figure("100"), figure("20")), 1, 2);
        assert_ratio(ratio_of_span(figure("12"), figure("10"), figure("20")), 1, 5);
        assert_false(ratio_is_set(ratio_of_span(figure("1"), figure("5"), figure("5.0"))));
        assert_ratio(ratio_minus((struct ratio){1, 3}, (struct ratio){1, 2}), -1, 6);
        assert_ratio(ratio_plus((struct ratio){1, 3}, (struct ratio){1, 6}), 1, 2);
        assert_int_equal(ratio_compare((struct ratio){1, 3}, (struct ratio){333, 1000}), 1);
        assert_int_equal(ratio_compare((struct ratio){-1, 3}, (struct ratio){-333, 1000}), -1);
        assert_int_equal(ratio_compare((struct ratio){0, 1}, (struct ratio){0, 5}), 0);
}

/* Hostile figures: an answer near the truth, never an overflow. */
static void beyond_64_bits(void **state UNUSED)
{
        const struct number huge = figure("9223372036854775807");
        const struct number lowest = figure("-9223372036854775808");
        const struct number tiny = figure("0.000000001");
        const struct ratio most = {INT64_MAX, 1};
        const struct ratio least = {-INT64_MAX, 1};

        assert_ratio(ratio_of_numbers(huge, tiny), INT64_MAX, 1);
        assert_ratio(ratio_of_numbers(lowest, tiny), -INT64_MAX, 1);
        assert_ratio(ratio_of_numbers(tiny, huge), 0, 1);
        assert_int_equal(ratio_tenths_of_percent(ratio_of_span(huge, lowest, tiny)), 2000);
        assert_ratio(ratio_minus(most, least), INT64_MAX, 1);
        assert_ratio(ratio_plus(least, least), -INT64_MAX, 1);
        assert_int_equal(ratio_compare(most, least), 1);
        assert_int_equal(
                ratio_compare((struct ratio){INT64_MAX, INT64_MAX - 1}, (struct ratio){INT64_MAX - 1, INT64_MAX}), 1);
}

static void percent(void **state UNUSED)
{
        static const struct {
                struct ratio ratio;
                const char *text;
        } rows[] = {
                {{1, 3}, "33.3"},
                {{2, 3}, "66.7"},
                {{1, 2}, "50.0"},
                {{-1, 6}, "-16.7"},
                {{0, 1}, "0.0"},
                {{7, 5}, "140.0"},
                {{5296, 7600}, "69.7"},
                {{1, 2000}, "0.1"},
                {{-1, 2000}, "-0.1"},
                {{-1, 2001}, "0.0"},
                {{1, 0}, ""},
                {{125, 10000}, "1.3"},
                {{INT64_MAX, 1}, "214748364.7"},
                {{-INT64_MAX, 1}, "-214748364.7"},
        };
        char out[NUMBER_TEXT_SIZE];

        for (size_t i = 0; i < COUNT_OF(rows); i++)
                assert_string_equal(ratio_percent_text(rows[i].ratio, out), rows[i].text);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(reading),   cmocka_unit_test(refusing),  cmocka_unit_test(writing),
                cmocka_unit_test(comparing), cmocka_unit_test(fractions), cmocka_unit_test(beyond_64_bits),
                cmocka_unit_test(percent),
        };

        return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
