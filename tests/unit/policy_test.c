/* policy_test.c - version 1: its numbers, its calendar of 2023, its deadlines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/policy.h"

static void thresholds(void **state UNUSED)
{
        const struct policy *policy = policy_default();

        assert_int_equal(policy->version, 1);
        assert_int_equal(policy->ahead_above_tenths, 100);
        assert_int_equal(policy->behind_below_tenths, 100);
        assert_int_equal(policy->serious_below_tenths, 300);
        assert_int_equal(policy->level_cap_bp, 1000);
        assert_int_equal(policy->level_slope_bp, 2000);
        assert_int_equal(policy->level_serious_bp, 2500);
        assert_int_equal(policy->clear_from_tenths, 50);
        assert_int_equal(policy->grace_days, 5);
        assert_int_equal(policy->grace_statistics_days, 15);
        assert_int_equal(policy->half_year_month, 6);
        assert_int_equal(policy->link_down_days, 2);
}

/* The lists are made by a formula in the preprocessor: here they are read back through the calendar. */
static void the_year_2023(void **state UNUSED)
{
        static const uint32_t off[] = {20230102, 20230123, 20230124, 20230125, 20230126, 20230127, 20230405,
                                       20230501, 20230502, 20230503, 20230622, 20230623, 20230929, 20231002,
                                       20231003, 20231004, 20231005, 20231006, 20240101};
        static const uint32_t on[] = {20230128, 20230129, 20230423, 20230506, 20230625, 20231007, 20231008};
        const struct calendar *calendar = &policy_default()->calendar;

        assert_int_equal(calendar->holiday.n, COUNT_OF(off));
        for (size_t i = 0; i < COUNT_OF(off); i++) {
                assert_int_equal(day_to_number(calendar->holiday.at[i]), off[i]);
                assert_false(day_is_weekend(calendar->holiday.at[i]));
        }
        assert_int_equal(calendar->makeup.n, COUNT_OF(on));
        for (size_t i = 0; i < COUNT_OF(on); i++) {
                assert_int_equal(day_to_number(calendar->makeup.at[i]), on[i]);
                assert_true(day_is_weekend(calendar->makeup.at[i]));
        }
        assert_int_equal(day_working_between(day_of(2022, 12, 31), day_of(2023, 12, 31), calendar), 249);
}

static void deadlines(void **state UNUSED)
{
        struct policy policy = *policy_default();

        assert_int_equal(day_to_number(policy_deadline(&policy, day_of(2023, 6, 30), false)), 20230707);
        assert_int_equal(day_to_number(policy_deadline(&policy, day_of(2023, 6, 30), true)), 20230721);
        assert_int_equal(day_to_number(policy_deadline(&policy, day_of(2023, 12, 31), false)), 20240108);
        assert_int_equal(day_to_number(policy_deadline(&policy, day_of(2023, 9, 28), false)), 20231011);
        policy.grace_days = UINT32_MAX; /* a hostile policy may not make the walk endless */
        assert_true(day_before(policy_deadline(&policy, day_of(2023, 6, 30), false), day_of(2025, 6, 30)));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(thresholds),
                cmocka_unit_test(the_year_2023),
                cmocka_unit_test(deadlines),
        };

        return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
