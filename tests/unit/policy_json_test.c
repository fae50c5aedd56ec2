/* policy_json_test.c - a policy as text: all of it comes back; every slip is named; nothing hostile gets through. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/policy_field.h"
#include "proto/policy_json.h"

/* A policy that differs from the default in every threshold, with its text made from the table. */
struct sample {
        struct arena *arena;
        struct policy policy;
        const char *text;
};

static int set_up(void **state)
{
        static struct sample sample;
        const struct policy_field *field;
        const char *list = "";

        sample = (struct sample){.arena = arena_new(0), .policy = *policy_default()};
        for (size_t i = 0; (field = policy_field_at(i)); i++) {
                policy_field_put(field, policy_field_value(field, &sample.policy) + 1, &sample.policy);
                list = arena_print(sample.arena, "%s%s{\"name\": \"%s\", \"stored\": %u}", list, i ? ", " : "",
                                   field->id, policy_field_value(field, &sample.policy));
                assert_non_null(list);
        }
        sample.text = arena_print(sample.arena,
                                  "{\"version\": 2, \"title\": \"第二版\", \"thresholds\": [%s], "
                                  "\"holidays\": [\"2024-01-01\", \"2024-02-12\"], \"makeup_days\": [\"2024-02-04\"], "
                                  "\"through_seq\": 584, \"judged_through\": 584}\n",
                                  list);
        *state = &sample;
        return sample.text ? 0 : -1;
}

static int tear_down(void **state)
{
        struct sample *sample = *state;

        arena_free(sample->arena);
        return 0;
}

static void everything_comes_back(void **state)
{
        struct sample *sample = *state;
        struct policy_json_flaws flaws;
        struct policy policy;
        const struct policy_field *field;

        assert_int_equal(policy_json_read(bytes_str(sample->text), sample->arena, &policy, &flaws), 0);
        assert_int_equal(policy.version, 2);
        assert_true(bytes_is(policy.title, "第二版"));
        for (size_t i = 0; (field = policy_field_at(i)); i++)
                assert_int_equal(policy_field_value(field, &policy), policy_field_value(field, &sample->policy));
        assert_int_equal(policy.calendar.holiday.n, 2);
        assert_int_equal(day_to_number(policy.calendar.holiday.at[1]), 20240212);
        assert_int_equal(policy.calendar.makeup.n, 1);
        assert_int_equal(day_to_number(policy.calendar.makeup.at[0]), 20240204);
}

/* Every member of struct policy that is a threshold stands in the table: between `title` and `calendar`. */
static void the_table_is_complete(void **state UNUSED)
{
        const size_t first = offsetof(struct policy, ahead_above_tenths);
        const size_t past = offsetof(struct policy, link_down_days) + sizeof(uint32_t);
        const struct policy_field *field;
        size_t n = 0;

        for (; (field = policy_field_at(n)); n++) {
                assert_true(field->offset >= first && field->offset < past);
                assert_ptr_equal(policy_field_find(bytes_str(field->id)), field);
                assert_true(policy_field_in_range(field, policy_default()));
                assert_true(policy_field_in_order(field, policy_default()));
        }
        assert_int_equal(n, (past - first) / sizeof(uint32_t));
}

static const char *replaced(const struct sample *sample, const char *old, const char *new)
{
        const char *at = strstr(sample->text, old);

        assert_non_null(at);
        return arena_print(sample->arena, "%.*s%s%s", (int)(at - sample->text), sample->text, new, at + strlen(old));
}

static void every_slip_is_named(void **state)
{
        static const struct {
                const char *old;
                const char *new;
                const char *path;
                const char *en;
        } SLIPS[] = {
                {"\"version\": 2", "\"version\": 0", "version", "should be a whole number from 1"},
                {"\"version\": 2", "\"version\": 4294967298", "version", "should be a whole number from 1"},
                {"\"version\": 2", "\"version\": 2, \"version\": 3", "1:24",
                 "is no JSON: duplicate object key near '\"version\"'"},
                {"\"第二版\"", "2", "title", "should be a text of at most 16384 bytes"},
                {"第二版", "\\u001b[2J", "title", "should be a text of at most 16384 bytes"},
                {"\"title\"", "\"titel\"", "titel", "there is no such key"},
                {"\"name\": \"grace_days\", \"stored\": 6", "\"name\": \"grace_days\", \"stored\": 367",
                 "thresholds.grace_days", "should be a whole number from 0 to 366"},
                {"\"name\": \"grace_days\", \"stored\": 6", "\"name\": \"grace_days\", \"stored\": -1",
                 "thresholds.grace_days", "should be a whole number from 0 to 366"},
                {"\"name\": \"grace_days\", \"stored\": 6", "\"name\": \"grace_days\", \"stored\": \"6\"",
                 "thresholds.grace_days", "should be a whole number from 0 to 366"},
                {"\"name\": \"grace_days\", \"stored\": 6", "\"name\": \"grace_days\", \"stored\": 4294967302",
                 "thresholds.grace_days", "should be a whole number from 0 to 366"},
                {"{\"name\": \"grace_days\", \"stored\": 6}, ", "", "thresholds.grace_days", "is missing"},
                {"{\"name\": \"grace_days\"",
                 "{\"name\": \"grace_statistics_days\", \"stored\": 1}, {\"name\": \"grace_days\"",
                 "thresholds.grace_statistics_days", "is stated twice"},
                {"\"name\": \"grace_days\"", "\"name\": \"grace\"", "thresholds[7].name", "there is no such threshold"},
                {"\"name\": \"grace_days\", ", "", "thresholds[7]", "should be an object of name and stored"},
                {"\"name\": \"behind_below_tenths\", \"stored\": 101",
                 "\"name\": \"behind_below_tenths\", \"stored\": 302", "thresholds.serious_below_tenths",
                 "may not be less than behind_below_tenths"},
                {"\"name\": \"clear_from_tenths\", \"stored\": 51", "\"name\": \"clear_from_tenths\", \"stored\": 102",
                 "thresholds.behind_below_tenths", "may not be less than clear_from_tenths"},
                {"\"name\": \"approvals_needed\", \"stored\": 2", "\"name\": \"approvals_needed\", \"stored\": 0",
                 "thresholds.approvals_needed", "should be a whole number from 1 to 9"},
                {"\"name\": \"grace_days\", \"stored\": 6", "\"name\": \"grace_days\", \"stored\": 6, \"unit\": \"d\"",
                 "thresholds[7]", "should be an object of name and stored"},
                {"[\"2024-01-01\", \"2024-02-12\"]", "19", "holidays", "should be an array of dates, at most 512"},
                {"2024-02-12", "2024-02-30", "holidays[1]", "should be a date as \"2023-06-30\""},
                {"2024-02-12", "2024-01-01", "holidays[1]", "is stated twice"},
                {"2024-02-12", "2024-02-11", "holidays[1]", "is a weekend day, so it is off anyway"},
                {"2024-02-04", "2024-02-05", "makeup_days[0]", "is no weekend day, so it is worked anyway"},
                {"\"2024-02-04\"", "20240204", "makeup_days[0]", "should be a date as \"2023-06-30\""},
        };
        struct sample *sample = *state;

        for (size_t i = 0; i < COUNT_OF(SLIPS); i++) {
                const char *text = replaced(sample, SLIPS[i].old, SLIPS[i].new);
                struct policy_json_flaws flaws;
                struct policy policy;
                bool told = false;

                assert_int_equal(policy_json_read(bytes_str(text), sample->arena, &policy, &flaws), POLICY_JSON_BAD);
                for (size_t k = 0; k < flaws.flaw.n; k++)
                        told = told || (strcmp(flaws.flaw.at[k].path, SLIPS[i].path) == 0 &&
                                        strcmp(flaws.flaw.at[k].en, SLIPS[i].en) == 0);
                if (!told)
                        print_error("%s: %s\n", flaws.flaw.at[0].path, flaws.flaw.at[0].en);
                assert_true(told);
        }
}

static void what_may_be_left_out(void **state)
{
        struct sample *sample = *state;
        const char *text = replaced(sample, "{\"version\": 2, \"title\": \"第二版\", ", "\xef\xbb\xbf{");
        struct policy_json_flaws flaws;
        struct policy policy;

        assert_int_equal(policy_json_read(bytes_str(text), sample->arena, &policy, &flaws), 0);
        assert_int_equal(policy.version, 0);
        assert_int_equal(policy.title.len, 0);
}

static void all_slips_at_once(void **state)
{
        struct sample *sample = *state;
        struct policy_json_flaws flaws;
        struct policy policy;

        assert_int_equal(
                policy_json_read(bytes_str("{\"version\": \"2\", \"thresholds\": []}"), sample->arena, &policy, &flaws),
                POLICY_JSON_BAD);
        assert_int_equal(flaws.flaw.n, 1 + 19 + 2); /* version, each threshold, both lists of days */
}

static void nothing_hostile(void **state)
{
        static const char *const BAD[] = {"", "[]", "null", "{", "{}", "{\"thresholds\": {}}", "\xff\xfe", "{} {}"};
        struct sample *sample = *state;
        struct policy_json_flaws flaws;
        struct policy policy;
        char *deep = arena_take(sample->arena, POLICY_JSON_BYTES_MAX + 2);

        for (size_t i = 0; i < COUNT_OF(BAD); i++)
                assert_int_equal(policy_json_read(bytes_str(BAD[i]), sample->arena, &policy, &flaws), POLICY_JSON_BAD);
        memset(deep, '[', POLICY_JSON_BYTES_MAX);
        assert_int_equal(policy_json_read(bytes_str(deep), sample->arena, &policy, &flaws), POLICY_JSON_BAD);
        memset(deep, ' ', POLICY_JSON_BYTES_MAX + 1);
        assert_int_equal(policy_json_read(bytes_str(deep), sample->arena, &policy, &flaws), POLICY_JSON_BAD);
        assert_string_equal(flaws.flaw.at[0].en, "is longer than 262144 bytes");
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(everything_comes_back), cmocka_unit_test(the_table_is_complete),
                cmocka_unit_test(every_slip_is_named),   cmocka_unit_test(what_may_be_left_out),
                cmocka_unit_test(all_slips_at_once),     cmocka_unit_test(nothing_hostile),
        };

        return cmocka_run_group_tests_name("policy_json", tests, set_up, tear_down);
}
