/* cli_policy_test.c - a policy printed and read back; what is said about one that may not be; calendars. */
#include <stdlib.h>
#include <unistd.h>

#include "client/cli/policy_calendar.h"
#include "client/cli/policy_fields.h"
#include "client/cli/policy_json.h"
#include "tests/unit/cli_fixture.h"

/* A file of its own; the caller unlinks it. */
static const char *write_file(struct fixture *fixture, const char *content)
{
        char *path = arena_print(fixture->session.arena, "/tmp/duban-policy.XXXXXX");
        const int fd = mkstemp(path);

        assert_true(fd >= 0);
        assert_int_equal(write(fd, content, strlen(content)), strlen(content));
        close(fd);
        return path;
}

/* The default policy as `policy show` prints it. */
static json_t *printed(struct fixture *fixture)
{
        const struct policy *policy = policy_default();
        const struct calendar *calendar = &policy->calendar;
        json_t *rows = json_array();
        struct cell holidays;
        struct cell makeup;
        struct page page;
        json_t *object;

        fixture_page(fixture, &page);
        for (size_t i = 0; i < POLICY_FIELDS; i++)
                json_array_append_new(rows, json_pack("{s:s,s:i}", "name", policy_fields[i].id, "stored",
                                                      (int)policy_fields_value(&policy_fields[i], policy)));
        holidays = policy_calendar_cell(&page, calendar->holiday.at, calendar->holiday.n);
        makeup = policy_calendar_cell(&page, calendar->makeup.at, calendar->makeup.n);
        object = json_pack("{s:i,s:s#,s:o,s:o,s:o,s:i,s:i}", "version", 7, "title", policy->title.at,
                           (int)policy->title.len, "holidays", holidays.json, "makeup_days", makeup.json, "thresholds",
                           rows, "through_seq", 5, "judged_through", 5);
        page_close(&page);
        assert_non_null(object);
        return object;
}

static int read_object(struct fixture *fixture, const json_t *object, struct policy *policy)
{
        char *text = json_dumps(object, 0);
        const char *path = write_file(fixture, text);
        const int r = policy_json_read(&fixture->session, path, policy);

        unlink(path);
        free(text);
        return r;
}

static void test_round_trip(void **state)
{
        const struct policy *wanted = policy_default();
        json_t *object = printed(*state);
        struct policy policy;

        assert_int_equal(read_object(*state, object, &policy), 0);
        json_decref(object);
        assert_int_equal(policy.version, 7);
        assert_true(bytes_equal(policy.title, wanted->title));
        for (size_t i = 0; i < POLICY_FIELDS; i++)
                assert_int_equal(policy_fields_value(&policy_fields[i], &policy),
                                 policy_fields_value(&policy_fields[i], wanted));
        assert_int_equal(policy.calendar.holiday.n, wanted->calendar.holiday.n);
        assert_memory_equal(policy.calendar.holiday.at, wanted->calendar.holiday.at,
                            wanted->calendar.holiday.n * sizeof(struct day));
        assert_int_equal(policy.calendar.makeup.n, wanted->calendar.makeup.n);
}

static void test_without_version(void **state)
{
        json_t *object = printed(*state);
        struct policy policy;

        json_object_del(object, "version");
        assert_int_equal(read_object(*state, object, &policy), 0);
        assert_int_equal(policy.version, 0);
        json_decref(object);
}

/* Row `row` of the thresholds gets a value; or a key of the whole. */
static const struct {
        const char *key;
        int row;
        const char *value; /* JSON; NULL = taken away */
        const char *said;
} BAD[] = {
        {"version", -1, "\"2\"", "version: a whole number from 1 is expected"},
        {"version", -1, "0", "version: a whole number from 1 is expected"},
        {"title", -1, "5", "title: a text is expected"},
        {"colour", -1, "5", "colour: there is no such key"},
        {"thresholds", -1, NULL, "thresholds: is missing"},
        {"thresholds", -1, "{}", "thresholds: an array is expected"},
        {"thresholds", -1, "[]", "half_year_month: is missing"},
        {"holidays", -1, NULL, "holidays: is missing"},
        {"holidays", -1, "3", "holidays: an array of at most 512 days is expected"},
        {"holidays", -1, "[\"2023-02-30\"]", "holidays: item 1 is no date"},
        {"holidays", -1, "[\"2023-05-01\", \"2023-05-01\"]", "holidays: 2023-05-01 stands twice"},
        {"holidays", -1, "[\"2023-05-06\"]", "holidays: 2023-05-06 is a weekend day"},
        {"makeup_days", -1, "[\"2023-05-05\"]", "makeup_days: 2023-05-05 is no weekend day"},
        {"stored", 0, "-1", "ahead_above_tenths: a whole number from 0 to 10000 is expected"},
        {"stored", 0, "10.5", "ahead_above_tenths: a whole number"},
        {"stored", 11, "0", "approvals_needed: a whole number from 1 to 9"},
        {"stored", 17, "13", "half_year_month: a whole number from 1 to 12"},
        {"stored", 2, "50", "serious_below_tenths: must not be less than behind_below_tenths"},
        {"stored", 3, "101", "clear_from_tenths: must not be more than behind_below_tenths"},
        {"name", 0, "\"speed\"", "thresholds[0]: {\"name\": a known threshold"},
        {"name", 1, "\"ahead_above_tenths\"", "ahead_above_tenths: stands twice"},
        {"unit", 0, "\"%\"", "thresholds[0]: {\"name\""},
};

static void test_bad(void **state)
{
        struct fixture *fixture = *state;

        for (size_t i = 0; i < COUNT_OF(BAD); i++) {
                json_t *object = printed(fixture);
                json_t *at = BAD[i].row < 0 ? object
                                            : json_array_get(json_object_get(object, "thresholds"), (size_t)BAD[i].row);
                struct policy policy = {.version = 99};

                if (BAD[i].value)
                        json_object_set_new(at, BAD[i].key, json_loads(BAD[i].value, JSON_DECODE_ANY, NULL));
                else
                        json_object_del(at, BAD[i].key);
                assert_int_equal(read_object(fixture, object, &policy), CLI_USAGE);
                assert_int_equal(policy.version, 99);
                if (!strstr(fixture_said(fixture), BAD[i].said))
                        fail_msg("\"%s\" is not in: %s", BAD[i].said, fixture_said(fixture));
                json_decref(object);
        }
}

static void test_no_json(void **state)
{
        static const char *const TEXTS[] = {"", "[]", "{\n\"version\": 1,\n", "{\"version\": 1, \"version\": 2}"};
        struct fixture *fixture = *state;

        for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
                const char *path = write_file(fixture, TEXTS[i]);
                struct policy policy;

                assert_int_equal(policy_json_read(&fixture->session, path, &policy), CLI_USAGE);
                unlink(path);
        }
        assert_non_null(strstr(fixture_said(fixture), ":3: is no JSON object"));
        assert_non_null(strstr(fixture_said(fixture), "duplicate"));
}

/* -- calendars -- */

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
                cmocka_unit_test_setup_teardown(test_round_trip, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_without_version, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_bad, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_no_json, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_calendar, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_bad_calendar, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
