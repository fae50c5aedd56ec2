/* cli_plan_diff_test.c - a file against a plan in force: what it changes, what it may not, what is sent instead. */
#include "client/cli/plan_diff.h"

#include <stdlib.h>

#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }
#define WHOLE(n)                                                                                                       \
        {                                                                                                              \
                n, 0, true                                                                                             \
        }

/* -- the plan in force: 1.1 was imported with 26 and amended to 20; 1.2 is due in June, now in September -- */

static struct part PARTS[] = {
        {.no = 1, .name = TEXT("shows"), .kind = PART_CUMULATIVE, .unit = TEXT("场"), .target = WHOLE(26)},
        {.no = 2, .name = TEXT("stage"), .kind = PART_MILESTONE},
        {.no = 3, .name = TEXT("old"), .kind = PART_MILESTONE},
};
static struct bytes LEAD[] = {TEXT("a")};
static struct bytes LEADS[] = {TEXT("a"), TEXT("b")};
static struct task TASKS[] = {
        {.no = 1, .title = TEXT("one"), .lead = {LEAD, 1}, .part = {PARTS, 3}},
        {.no = 2, .title = TEXT("two"), .lead = {LEAD, 1}},
};
static struct part_change CHANGES[2];
static struct amendment AMENDMENT = {.change = {CHANGES, 2}};
static const struct task_view VIEWS[] = {{.task = {.no = 2}}, {.task = {.no = 1}, .amendment = &AMENDMENT}};
static struct plan HEADER = {.id = TEXT("p"), .title = TEXT("plan")};

static struct plan_in_force plan_of(struct fixture *fixture)
{
        const struct plan_view view = {.header = &HEADER, .seq = 4, .task = {TASKS, COUNT_OF(TASKS)}};
        struct plan_in_force plan;

        HEADER.start = day_of(2023, 1, 1);
        HEADER.end = day_of(2023, 12, 31);
        PARTS[1].due = day_of(2023, 6, 30);
        CHANGES[0] = (struct part_change){.part = 1, .target = WHOLE(20), .was_target = WHOLE(26), .proposal_seq = 9};
        CHANGES[1] = (struct part_change){
                .part = 2, .due = day_of(2023, 9, 30), .was_due = day_of(2023, 6, 30), .proposal_seq = 11};
        assert_int_equal(plan_read_join(fixture->session.arena, &view, VIEWS, COUNT_OF(VIEWS), &plan), 0);
        return plan;
}

static struct plan_diff diff_of(struct fixture *fixture, struct task *tasks, size_t n, const struct plan *header)
{
        const struct plan_in_force plan = plan_of(fixture);
        const struct plan_csv file = {.task = {tasks, n}};
        struct plan_diff diff;

        assert_int_equal(plan_diff(fixture->session.arena, &plan, header, &file, &diff), 0);
        return diff;
}

/* An amendment that was applied already, or not: what was imported and what holds are the same. */
static void test_join(void **state)
{
        struct plan_in_force plan = plan_of(*state);
        const struct plan_row *row = plan_read_find(&plan, 1);
        struct task applied;
        struct plan_view view = {.header = &HEADER, .task = {&applied, 1}};

        applied = row->now;
        for (int i = 0; i < 2; i++) {
                row = plan_read_find(&plan, 1);
                assert_int_equal(row->imported.part.at[0].target.unscaled, 26);
                assert_int_equal(row->now.part.at[0].target.unscaled, 20);
                assert_int_equal(day_to_number(row->imported.part.at[1].due), 20230630);
                assert_int_equal(day_to_number(row->now.part.at[1].due), 20230930);
                assert_int_equal(
                        plan_read_join(((struct fixture *)*state)->session.arena, &view, VIEWS, COUNT_OF(VIEWS), &plan),
                        0);
        }
        assert_null(plan_read_find(&plan, 3));
}

/* The file that was imported, and the plan as it now stands, both change nothing; nor does 26.0. */
static void test_same(void **state)
{
        struct part parts[3];
        struct task tasks[2];
        struct plan_diff diff;

        memcpy(parts, PARTS, sizeof parts);
        memcpy(tasks, TASKS, sizeof tasks);
        tasks[0].part.at = parts;
        plan_of(*state);
        memcpy(parts, PARTS, sizeof parts);
        assert_int_equal(diff_of(*state, tasks, 2, &HEADER).change.n, 0);
        parts[0].target = (struct number){260, 1, true};
        assert_int_equal(diff_of(*state, tasks, 2, NULL).change.n, 0);
        parts[0].target = (struct number){20, 0, true};
        parts[1].due = day_of(2023, 9, 30);
        parts[2].due = day_of(2023, 12, 31); /* the plan's end, written out */
        diff = diff_of(*state, tasks, 2, NULL);
        assert_int_equal(diff.change.n, 0);
        assert_false(plan_diff_imports(&diff));
        /* What is sent is what was imported. */
        assert_int_equal(diff.task.at[0].part.at[0].target.unscaled, 26);
        assert_int_equal(day_to_number(diff.task.at[0].part.at[1].due), 20230630);
        assert_false(day_is_set(diff.task.at[0].part.at[2].due));
}

/* Targets and dates are kept; a target where there was none goes in; a target left out stays. */
static void test_promises(void **state)
{
        struct part parts[3];
        struct task tasks[2];
        struct plan_diff diff;

        plan_of(*state);
        memcpy(parts, PARTS, sizeof parts);
        memcpy(tasks, TASKS, sizeof tasks);
        tasks[0].part.at = parts;
        parts[0].target = (struct number){30, 0, true};
        parts[0].due = day_of(2024, 3, 31);
        parts[1].due = (struct day){0}; /* from September to the plan's end */
        parts[2].target = (struct number){1, 0, true};
        diff = diff_of(*state, tasks, 2, NULL);
        assert_int_equal(diff.change.n, 4);
        assert_int_equal(diff.proposal.n, 2);
        assert_int_equal(diff.proposal.at[0].part, 1);
        assert_int_equal(diff.proposal.at[0].target.unscaled, 30);
        assert_int_equal(day_to_number(diff.proposal.at[0].due), 20240331);
        assert_int_equal(diff.proposal.at[1].part, 2);
        assert_false(diff.proposal.at[1].target.known);
        assert_int_equal(day_to_number(diff.proposal.at[1].due), 20231231);
        assert_true(plan_diff_imports(&diff)); /* the first target of part 3 */
        assert_int_equal(diff.task.at[0].part.at[0].target.unscaled, 26);
        assert_false(day_is_set(diff.task.at[0].part.at[0].due));
        assert_int_equal(diff.task.at[0].part.at[2].target.unscaled, 1);
        parts[2] = PARTS[2];
        diff = diff_of(*state, tasks, 2, NULL);
        assert_int_equal(diff.proposal.n, 2);
        assert_false(plan_diff_imports(&diff));
        parts[0].target.known = false;
        parts[0].due = (struct day){0};
        assert_int_equal(diff_of(*state, tasks, 2, NULL).proposal.n, 1);
}

/* An upper bound stays, and there is no proposal for it; a first one goes in. */
static void test_bound(void **state)
{
        struct part parts[3];
        struct task tasks[2];
        struct plan_diff diff;

        plan_of(*state);
        memcpy(parts, PARTS, sizeof parts);
        memcpy(tasks, TASKS, sizeof tasks);
        tasks[0].part.at = parts;
        parts[0].upper = (struct number){30, 0, true};
        diff = diff_of(*state, tasks, 2, NULL);
        assert_int_equal(diff.change.n, 1);
        assert_true(plan_diff_imports(&diff));
        PARTS[0].upper = (struct number){28, 0, true};
        diff = diff_of(*state, tasks, 2, NULL);
        PARTS[0].upper.known = false;
        assert_int_equal(diff.change.n, 1);
        assert_false(plan_diff_imports(&diff));
        assert_int_equal(diff.proposal.n, 0);
        assert_int_equal(diff.task.at[0].part.at[0].upper.unscaled, 28);
}

static void test_groups(void **state)
{
        static struct part parts[] = {
                {.no = 1, .name = TEXT("plays"), .kind = PART_CUMULATIVE, .target = WHOLE(20)},
                {.no = 4, .name = TEXT("new"), .kind = PART_MILESTONE},
        };
        struct task tasks[] = {
                {.no = 1, .title = TEXT("uno"), .lead = {LEADS, 2}, .part = {parts, 2}},
                {.no = 3, .title = TEXT("three"), .lead = {LEAD, 1}},
        };
        static const struct {
                enum plan_change_kind kind;
                uint32_t task;
                uint32_t part;
                const char *field;
        } WANTED[] = {
                {PLAN_CHANGED, 0, 0, "title"}, {PLAN_CHANGED, 0, 0, "end"},  {PLAN_CHANGED, 1, 0, "title"},
                {PLAN_CHANGED, 1, 0, "lead"},  {PLAN_CHANGED, 1, 1, "name"}, {PLAN_CHANGED, 1, 1, "unit"},
                {PLAN_ADDED, 1, 4, NULL},      {PLAN_REMOVED, 1, 2, NULL},   {PLAN_REMOVED, 1, 3, NULL},
                {PLAN_ADDED, 3, 0, NULL},      {PLAN_REMOVED, 2, 0, NULL},
        };
        struct plan header = HEADER;
        struct plan_diff diff;

        header.title = bytes_str("another");
        header.end = day_of(2024, 6, 30);
        diff = diff_of(*state, tasks, 2, &header);
        assert_int_equal(diff.change.n, COUNT_OF(WANTED));
        for (size_t i = 0; i < COUNT_OF(WANTED); i++) {
                assert_int_equal(diff.change.at[i].kind, WANTED[i].kind);
                assert_int_equal(diff.change.at[i].task, WANTED[i].task);
                assert_int_equal(diff.change.at[i].part, WANTED[i].part);
                assert_int_equal(diff.change.at[i].field != NULL, WANTED[i].field != NULL);
                if (WANTED[i].field)
                        assert_string_equal(diff.change.at[i].field->name, WANTED[i].field);
        }
        assert_true(plan_diff_moves_plan(&diff));
        assert_int_equal(diff.proposal.n, 0);
}

static void test_page(void **state)
{
        struct fixture *fixture = *state;
        struct part parts[3];
        struct task tasks[2];
        struct plan_diff diff;
        struct page page;
        const char *text;

        plan_of(*state);
        memcpy(parts, PARTS, sizeof parts);
        memcpy(tasks, TASKS, sizeof tasks);
        tasks[0].part.at = parts;
        parts[0].target = (struct number){305, 1, true};
        parts[0].due = day_of(2024, 3, 31);
        tasks[1].lead.at = LEADS;
        tasks[1].lead.n = 2;
        diff = diff_of(*state, tasks, 2, NULL);
        fixture_page(fixture, &page);
        plan_diff_page(&page, &diff);
        assert_int_equal(output_page(&output_text, fixture->session.out, &page), 0);
        assert_int_equal(output_page(&output_json, fixture->session.out, &page), 0);
        page_close(&page);
        text = fixture_printed(fixture);
        assert_non_null(strstr(text, "Departments and persons (1)"));
        assert_non_null(strstr(text, "\nduban plan propose 1.1 --target 30.5 --due 2024-03-31 --reason TEXT\n"));
        assert_non_null(strstr(text, "\"becomes\": 30.5"));
        assert_non_null(strstr(text, "\"was\": \"2023-12-31\""));
        assert_non_null(strstr(text, "\"tasks\": []"));
        assert_null(strstr(text, "No difference"));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_join, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_same, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_promises, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_bound, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_groups, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_page, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
