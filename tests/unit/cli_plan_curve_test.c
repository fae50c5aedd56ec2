/* cli_plan_curve_test.c - a curve in a cell: read, printed as it was read, compared; and what is none. */
#include "client/cli/plan_curve.h"

#include "tests/unit/cli_fixture.h"

static const struct curve *curve_of(struct fixture *fixture, const char *text)
{
        const struct curve *curve;

        if (plan_curve_read(fixture->session.arena, bytes_str(text), &curve) != 0)
                fail_msg("%s is no curve", text);
        return curve;
}

static void test_good(void **state)
{
        struct page page;
        const struct curve *curve = curve_of(*state, "step|2023-03-31=10|2023-09-30=62.5");

        assert_int_equal(curve->kind, CURVE_STEP);
        assert_int_equal(curve->point.n, 2);
        assert_int_equal(day_to_number(curve->point.at[1].day), 20230930);
        assert_int_equal(curve->point.at[0].share_bp, 1000);
        assert_int_equal(curve->point.at[1].share_bp, 6250);
        assert_int_equal(curve_of(*state, "季节性|2023-06-30=0.01")->kind, CURVE_SEASONAL);
        assert_int_equal(curve_of(*state, "table|2023-06-30=100.00")->point.at[0].share_bp, 10000);
        assert_null(curve_of(*state, "linear"));
        fixture_page(*state, &page);
        assert_string_equal(plan_curve_text(&page, curve), "step|2023-03-31=10|2023-09-30=62.50");
        assert_true(plan_curve_same(curve, curve_of(*state, plan_curve_text(&page, curve))));
        assert_string_equal(plan_curve_text(&page, NULL), "");
        page_close(&page);
}

static void test_bad(void **state)
{
        static const char *const BAD[] = {"",
                                          "bent",
                                          "step",
                                          "step|",
                                          "linear|2023-03-31=10",
                                          "step|2023-03-31",
                                          "step|10",
                                          "step|2023-02-30=10",
                                          "step|2023-03-31=x",
                                          "step|2023-03-31=-1",
                                          "step|2023-03-31=100.01",
                                          "step|2023-03-31=101",
                                          "step|2023-03-31=1.234",
                                          "step|2023-03-31=10|2023-03-31=20",
                                          "step|2023-03-31=10|2023-03-30=20",
                                          "step|2023-03-31=10|2023-06-30=9",
                                          "step||2023-03-31=10"};
        struct fixture *fixture = *state;
        const struct curve *curve;

        for (size_t i = 0; i < COUNT_OF(BAD); i++) {
                if (plan_curve_read(fixture->session.arena, bytes_str(BAD[i]), &curve) != PLAN_CURVE_WRONG)
                        fail_msg("took %s", BAD[i]);
        }
}

static void test_same(void **state)
{
        static const char *const ALL[] = {"table|2023-03-31=10",
                                          "step|2023-03-31=10",
                                          "step|2023-03-31=11",
                                          "step|2023-03-30=10",
                                          "step|2023-03-31=10|2023-06-30=20",
                                          "linear"};

        for (size_t i = 0; i < COUNT_OF(ALL); i++) {
                for (size_t k = 0; k < COUNT_OF(ALL); k++)
                        assert_int_equal(plan_curve_same(curve_of(*state, ALL[i]), curve_of(*state, ALL[k])), i == k);
        }
        assert_true(plan_curve_same(&(struct curve){.kind = CURVE_LINEAR}, NULL));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_good, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_bad, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_same, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
