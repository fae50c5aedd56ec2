/* cli_report_args_test.c - options laid over a report: a line replaces its part's, paragraphs replace all. */
#include "client/cli/report_args.h"

#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }

static struct line LINES[] = {{.part = 1, .value = {8, 0, true}, .unit = TEXT("场"), .as_written = TEXT("8余场")},
                              {.part = 3, .value = {5, 0, true}}};
static struct bytes PROGRESS[] = {TEXT("一"), TEXT("二")};

static struct report base(void)
{
        return (struct report){.task = {.no = 7},
                               .data_date = day_of(2023, 6, 30),
                               .line = {LINES, 2},
                               .progress = {PROGRESS, 2},
                               .on_behalf_of = TEXT("甲局")};
}

static void test_overlay(void **state)
{
        const struct args args = {.chosen = {{"line", "1=18.5公里"}, {"line", "2=-4"}, {"progress", "新"}},
                                  .n_chosen = 3};
        const struct report from = base();
        struct fixture *fixture = *state;
        struct report report;

        assert_int_equal(report_args_read(&fixture->session, &args, &from, &report), 0);
        assert_int_equal(report.line.n, 3);
        assert_int_equal(report.line.at[0].part, 1);
        assert_int_equal(report.line.at[0].value.unscaled, 185);
        assert_int_equal(report.line.at[0].value.scale, 1);
        assert_true(bytes_is(report.line.at[0].unit, "公里"));
        assert_int_equal(report.line.at[0].as_written.len, 0); /* of the old figure */
        assert_int_equal(report.line.at[1].part, 3);
        assert_int_equal(report.line.at[2].value.unscaled, -4);
        assert_int_equal(report.progress.n, 1);
        assert_true(bytes_is(report.on_behalf_of, "甲局"));
        assert_int_equal(day_to_number(report.data_date), 20230630);
        assert_int_equal(LINES[0].value.unscaled, 8); /* what it was laid over is as it was */
}

/* A milestone has no figure: it is said how far it is. */
static void test_states(void **state)
{
        const struct args args = {.chosen = {{"line", "1=done"}, {"line", "2=推进中"}}, .n_chosen = 2};
        const struct report from = base();
        struct fixture *fixture = *state;
        struct report report;

        assert_int_equal(report_args_read(&fixture->session, &args, &from, &report), 0);
        assert_int_equal(report.line.at[0].state, STATE_DONE);
        assert_false(report.line.at[0].value.known);
        assert_int_equal(report.line.at[0].unit.len, 0);
        assert_int_equal(report.line.at[2].state, STATE_IN_PROGRESS);
}

static void test_nothing_given(void **state)
{
        const struct args args = {.chosen = {{"date", "2023-07-31"}}, .n_chosen = 1};
        const struct report from = base();
        struct fixture *fixture = *state;
        struct report report;

        assert_int_equal(report_args_read(&fixture->session, &args, &from, &report), 0);
        assert_int_equal(report.line.n, 2);
        assert_int_equal(report.progress.n, 2);
        assert_int_equal(day_to_number(report.data_date), 20230731);
}

static void test_bad(void **state)
{
        static const char *const LINE[] = {"1", "=8", "a=8", "1=", "1=x", "1=doing", "1=8..3", "99999999999=1"};
        const struct report from = {.task = {.no = 7}};
        struct fixture *fixture = *state;
        struct report report;

        for (size_t i = 0; i < COUNT_OF(LINE); i++) {
                const struct args args = {.chosen = {{"line", LINE[i]}, {"date", "2023-06-30"}}, .n_chosen = 2};

                if (report_args_read(&fixture->session, &args, &from, &report) != CLI_USAGE)
                        fail_msg("took --line %s", LINE[i]);
        }
        assert_non_null(strstr(fixture_said(fixture), "not_started, planned, in_progress, done, blocked"));
        assert_int_equal(report_args_read(&fixture->session, &(struct args){.words = 0}, &from, &report), CLI_USAGE);
        assert_non_null(strstr(fixture_said(fixture), "give --date"));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_overlay, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_states, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_nothing_given, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_bad, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
