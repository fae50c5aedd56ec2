/* plan_test.c - what holds where a plan is silent; finding lines of a report; keys and roles of the roster. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/plan.h"
#include "lib/model/report.h"
#include "lib/model/roster.h"

static const struct bytes NOBODY;

static struct plan year(void)
{
        return (struct plan){.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 31)};
}

static void parts_take_dates_from_the_plan(void **state UNUSED)
{
        const struct plan plan = year();
        struct part parts[] = {{.no = 3}, {.no = 7, .start = day_of(2023, 3, 1), .due = day_of(2023, 9, 30)}};
        const struct task task = {.part = {parts, 2}};

        assert_ptr_equal(plan_part(&task, 7), &parts[1]);
        assert_null(plan_part(&task, 1));
        assert_int_equal(plan_part_start(&parts[0], &plan).n, plan.start.n);
        assert_int_equal(plan_part_due(&parts[0], &plan).n, plan.end.n);
        assert_int_equal(plan_part_start(&parts[1], &plan).n, day_of(2023, 3, 1).n);
        assert_int_equal(plan_part_due(&parts[1], &plan).n, day_of(2023, 9, 30).n);
}

static void the_first_lead_owns_what_no_one_else_owns(void **state UNUSED)
{
        struct bytes leads[] = {bytes_str("市商务局"), bytes_str("市供销社")};
        struct bytes helpers[] = {bytes_str("市交通运输局")};
        struct part parts[] = {{.no = 1}, {.no = 2, .owner = bytes_str("市邮政管理局")}};
        const struct task task = {.lead = {leads, 2}, .responsible = {helpers, 1}, .part = {parts, 2}};
        const struct task orphan = {.part = {parts, 1}};

        assert_true(bytes_is(plan_part_owner(&parts[0], &task), "市商务局"));
        assert_true(bytes_is(plan_part_owner(&parts[1], &task), "市邮政管理局"));
        assert_int_equal(plan_part_owner(&parts[0], &orphan).len, 0);

        assert_true(plan_is_lead(&task, bytes_str("市供销社")));
        assert_false(plan_is_lead(&task, bytes_str("市交通运输局")));
        assert_true(plan_has_duty(&task, bytes_str("市供销社")));
        assert_true(plan_has_duty(&task, bytes_str("市交通运输局")));
        assert_true(plan_has_duty(&task, bytes_str("市邮政管理局")));
        assert_false(plan_has_duty(&task, bytes_str("市教育局")));
        assert_false(plan_has_duty(&task, NOBODY));
        assert_false(plan_has_duty(&orphan, NOBODY));
}

static void cadence_goes_task_plan_monthly(void **state UNUSED)
{
        struct plan plan = year();
        struct task task = {0};

        assert_int_equal(plan_cadence(&task, &plan), CADENCE_MONTHLY);
        plan.cadence = CADENCE_HALF_YEARLY;
        assert_int_equal(plan_cadence(&task, &plan), CADENCE_HALF_YEARLY);
        task.cadence = CADENCE_WEEKLY;
        assert_int_equal(plan_cadence(&task, &plan), CADENCE_WEEKLY);
}

static void cycles_end(void **state UNUSED)
{
        static const struct {
                enum cadence cadence;
                uint32_t day;
                uint32_t end;
        } rows[] = {
                {CADENCE_WEEKLY, 20230626, 20230702},      {CADENCE_WEEKLY, 20230702, 20230702},
                {CADENCE_WEEKLY, 19691230, 19700104},      {CADENCE_MONTHLY, 20230201, 20230228},
                {CADENCE_MONTHLY, 20230630, 20230630},     {CADENCE_UNSPECIFIED, 20230815, 20230831},
                {CADENCE_QUARTERLY, 20230101, 20230331},   {CADENCE_QUARTERLY, 20230401, 20230630},
                {CADENCE_QUARTERLY, 20231231, 20231231},   {CADENCE_HALF_YEARLY, 20230630, 20230630},
                {CADENCE_HALF_YEARLY, 20230701, 20231231}, {CADENCE_ON_CALL, 20230815, 20230815},
        };

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                struct day d;

                assert_int_equal(day_from_number(rows[i].day, &d), 0);
                assert_int_equal(day_to_number(plan_cycle_end(rows[i].cadence, d)), rows[i].end);
        }
}

static void a_report_is_read_by_part(void **state UNUSED)
{
        struct line lines[] = {{.part = 2}, {.part = 5}};
        const struct report report = {.line = {lines, 2}};

        assert_ptr_equal(report_line(&report, 5), &lines[1]);
        assert_null(report_line(&report, 1));
}

static void keys_have_their_days(void **state UNUSED)
{
        struct key key = {.not_before = day_of(2023, 1, 1), .not_after = day_of(2023, 12, 31)};
        const struct key open = {0};

        assert_false(roster_key_valid(&key, day_of(2022, 12, 31)));
        assert_true(roster_key_valid(&key, day_of(2023, 1, 1)));
        assert_true(roster_key_valid(&key, day_of(2023, 12, 31)));
        assert_false(roster_key_valid(&key, day_of(2024, 1, 1)));
        key.revoked = true;
        assert_false(roster_key_valid(&key, day_of(2023, 6, 30)));
        assert_true(roster_key_valid(&open, day_of(2023, 6, 30)));
}

static void roles_see_what_they_may(void **state UNUSED)
{
        for (int role = 0; role < ROLE_COUNT; role++) {
                const bool sees_all = role == ROLE_SUPERVISOR || role == ROLE_OPERATOR || role == ROLE_OBSERVER;

                assert_int_equal(roster_may_listen((enum role)role), sees_all);
                assert_int_equal(roster_reads_texts((enum role)role), sees_all);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(parts_take_dates_from_the_plan),
                cmocka_unit_test(the_first_lead_owns_what_no_one_else_owns),
                cmocka_unit_test(cadence_goes_task_plan_monthly),
                cmocka_unit_test(cycles_end),
                cmocka_unit_test(a_report_is_read_by_part),
                cmocka_unit_test(keys_have_their_days),
                cmocka_unit_test(roles_see_what_they_may),
        };

        return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
