/* cli_calendar_test.c - calendars of days off and days worked instead. */
#include <stdlib.h>
#include <unistd.h>

#include "client/cli/policy_calendar.h"
#include "lib/model/policy.h"
#include "tests/unit/cli_fixture.h"

/* A file of its own; the caller unlinks it. */
static const char *write_file(struct fixture *fixture, const char *content)
{
        char *path = arena_print(fixture->session.arena, "/tmp/duban-calendar.XXXXXX");
        const int fd = mkstemp(path);

        assert_true(fd >= 0);
        assert_int_equal(write(fd, content, strlen(content)), strlen(content));
        close(fd);
        return path;
}

static int read_calendar(struct fixture *fixture, const char *content, struct calendar *calendar)
{
        const char *path = write_file(fixture, content);
        const int r = policy_calendar_read(&fixture->session, path, calendar);

        unlink(path);
        return r;
}

/* The year that is named is stated anew, weekends left out; other years stay. */
static void test_calendar(void **state)
{
        struct fixture *fixture = *state;
        struct calendar calendar = policy_default()->calendar;
        struct cell cell;
        struct page page;

        assert_int_equal(read_calendar(fixture,
                                       "# 国办发明电〔2023〕7号\r\n"
                                       "2024-02-10..2024-02-17 休 春节\r\n"
                                       "\n"
                                       "  2024-02-04\t班\n"
                                       "2024-05-01 off",
                                       &calendar),
                         0);
        fixture_page(fixture, &page);
        cell = policy_calendar_cell(&page, calendar.holiday.at + 18, calendar.holiday.n - 18);
        assert_string_equal(cell.text, "2024-02-12..2024-02-16, 2024-05-01");
        assert_int_equal(json_array_size(cell.json), 6);
        json_decref(cell.json);
        page_close(&page);
        assert_int_equal(calendar.makeup.n, policy_default()->calendar.makeup.n + 1);
        assert_int_equal(day_to_number(calendar.makeup.at[calendar.makeup.n - 1]), 20240204);
}

static void test_bad_calendar(void **state)
{
        static const struct {
                const char *content;
                const char *said;
        } CALENDARS[] = {
                {"", ":0: there are no days"},
                {"# only words\n", ":1: there are no days"},
                {"2024-02-30 off\n", ":1: a day or a range"},
                {"\n2024-02-10.2024-02-17 off\n", ":2: a day or a range"},
                {"2024-02-17..2024-02-10 off\n", ":1: a day or a range"},
                {"2024-01-01..2024-12-31 off\n", "of at most 62 days"},
                {"2024-02-12 perhaps\n", ":1: after the day, off or work"},
                {"2024-02-12\n", ":1: after the day, off or work"},
                {"2024-02-12 work\n", ":1: is no weekend day"},
                {"2024-02-12 off\n2024-02-12 off\n", ":2: a day stands twice"},
        };
        struct fixture *fixture = *state;

        for (size_t i = 0; i < COUNT_OF(CALENDARS); i++) {
                struct calendar calendar = policy_default()->calendar;

                assert_int_equal(read_calendar(fixture, CALENDARS[i].content, &calendar), CLI_USAGE);
                assert_ptr_equal(calendar.holiday.at, policy_default()->calendar.holiday.at);
                if (!strstr(fixture_said(fixture), CALENDARS[i].said))
                        fail_msg("\"%s\" is not in: %s", CALENDARS[i].said, fixture_said(fixture));
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_calendar, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_bad_calendar, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
