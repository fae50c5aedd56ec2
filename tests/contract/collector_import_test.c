/* collector_import_test.c - what an import may change in a plan that is in force, and what outlives it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/contract/collector_kit.h"

static const struct number NONE = {0};

static struct number whole(int64_t value)
{
        return (struct number){value, 0, true};
}

static enum code try(struct collector_kit *k, enum teller teller, struct event event)
{
        return ck_try(k, teller, &event);
}

static void change_target(struct task *task)
{
        task->part.at[0].target = whole(90);
}

static void drop_target(struct task *task)
{
        task->part.at[0].target = NONE;
}

static void write_target_otherwise(struct task *task)
{
        task->part.at[0].target = (struct number){10000, 2, true};
}

static void give_upper(struct task *task)
{
        task->part.at[0].upper = whole(150);
}

static void change_due(struct task *task)
{
        task->part.at[1].due = day_of(2023, 10, 31);
}

static void drop_due(struct task *task)
{
        task->part.at[1].due = (struct day){0};
}

static void give_due(struct task *task)
{
        task->part.at[0].due = day_of(2023, 11, 30);
}

static void give_late_due(struct task *task)
{
        task->part.at[0].due = day_of(2024, 1, 31);
}

static void say_due_of_plan(struct task *task)
{
        task->part.at[0].due = day_of(2023, 12, 31);
}

static void add_part(struct task *task)
{
        task->part.at[task->part.n++] =
                (struct part){.no = 3, .name = bytes_str("more"), .kind = PART_STAGE, .target = whole(100)};
}

static void rename_all(struct task *task)
{
        task->title = bytes_str("another title");
        task->lead.at[0] = bytes_str("乙");
        task->part.at[0].name = bytes_str("another name");
}

static void give_first_target(struct task *task)
{
        task->part.at[1].target = whole(1);
}

static void what_an_import_may_change(void **state)
{
        static const struct {
                void (*change)(struct task *);
                enum code code;
                const char *field;
        } TABLE[] = {
                {change_target, CODE_NEEDS_APPROVAL, "plan_in_force.task[2].part[1].target"},
                {drop_target, CODE_NEEDS_APPROVAL, "plan_in_force.task[2].part[1].target"},
                {write_target_otherwise, 0, ""},
                {change_due, CODE_NEEDS_APPROVAL, "plan_in_force.task[2].part[2].due"},
                {drop_due, CODE_NEEDS_APPROVAL, "plan_in_force.task[2].part[2].due"},
                {give_late_due, CODE_NEEDS_APPROVAL, "plan_in_force.task[2].part[1].due"},
                {say_due_of_plan, 0, ""},
                {give_due, CODE_NEEDS_APPROVAL, "plan_in_force.task[2].part[1].due"}, /* it has one by now */
                {add_part, 0, ""},
                {rename_all, 0, ""},
                {give_first_target, 0, ""},
                {drop_target, CODE_NEEDS_APPROVAL, "plan_in_force.task[2].part[1].target"},
        };
        struct collector_kit *k = *state;

        for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
                struct task task[2] = {ck_task(k, 1), ck_task(k, 2)};
                char id[17];

                snprintf(id, sizeof id, "import number %02u", (unsigned)i);
                TABLE[i].change(&task[1]);
                assert_int_equal(try(k, OPERATOR, ck_import_tasks(k, "p", id, task, 2)), TABLE[i].code);
                assert_string_equal(ck_field(k), TABLE[i].field);
                ck_restart(k, i % 2);
        }
}

static void what_a_first_import_may_add(void **state)
{
        static void (*const TABLE[])(struct task *) = {give_due, give_upper, add_part, give_first_target};
        struct collector_kit *k = *state;

        for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
                struct task task = ck_task(k, 1);
                char id[17];

                snprintf(id, sizeof id, "import number %02u", (unsigned)i);
                TABLE[i](&task);
                if (i > 0)
                        give_due(&task);
                if (i > 1)
                        give_upper(&task);
                assert_int_equal(try(k, OPERATOR, ck_import_tasks(k, "p", id, &task, 1)), 0);
                if (i < 2)
                        continue;
                task.part.at[0].upper = i == 2 ? whole(151) : NONE; /* once there, it stays */
                id[0] = 'I';
                assert_int_equal(try(k, OPERATOR, ck_import_tasks(k, "p", id, &task, 1)), CODE_NEEDS_APPROVAL);
                assert_string_equal(ck_field(k), "plan_in_force.task[1].part[1].upper");
        }
}

/* The end of the plan is the date of every part without one. */
static void the_end_of_the_plan(void **state)
{
        struct collector_kit *k = *state;
        struct event plan = ck_import(k, "p", "with another end", 3);

        plan.plan_in_force.end = day_of(2024, 6, 30);
        assert_int_equal(ck_try(k, OPERATOR, &plan), CODE_NEEDS_APPROVAL);
        assert_string_equal(ck_field(k), "plan_in_force.task[1].part[1].due");
        plan.plan_in_force.end = day_of(2023, 11, 30);
        assert_int_equal(ck_try(k, OPERATOR, &plan), CODE_NEEDS_APPROVAL);
        plan.plan_in_force.end = day_of(2023, 12, 31);
        assert_int_equal(ck_try(k, OPERATOR, &plan), 0);
        plan = ck_import(k, "q", "for another year", 3);
        plan.plan_in_force.end = day_of(2024, 12, 31); /* of another plan it is nobody's yet */
        assert_int_equal(ck_try(k, OPERATOR, &plan), 0);
}

/* What was approved outlives imports: they may repeat the old figure or say the new one, but no third. */
static void approved_changes_outlive_imports(void **state)
{
        static const struct {
                int64_t target;
                enum code code;
        } TABLE[] = {{100, 0}, {90, CODE_NEEDS_APPROVAL}, {120, 0}, {100, CODE_NEEDS_APPROVAL}, {120, 0}};
        struct collector_kit *k = *state;

        ck_must(k, DEPUTY,
                ck_approval(1, ck_must(k, SUPERVISOR, ck_proposal(1, 1, whole(120), (struct day){0})), true));
        for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
                struct task task = ck_task(k, 1);
                char id[17];

                snprintf(id, sizeof id, "import number %02u", (unsigned)i);
                task.part.at[0].target = whole(TABLE[i].target);
                assert_int_equal(try(k, OPERATOR, ck_import_tasks(k, "p", id, &task, 1)), TABLE[i].code);
                assert_int_equal(try(k, SUPERVISOR, ck_proposal(1, 1, whole(120), (struct day){0})), CODE_ALREADY_DONE);
                ck_restart(k, i % 2);
        }
        ck_must(k, OPERATOR, ck_import(k, "q", "another plan....", 1)); /* and a while in no plan */
        ck_restart(k, true);
        ck_must(k, OPERATOR, ck_import(k, "p", "and back again..", 1));
        assert_int_equal(try(k, SUPERVISOR, ck_proposal(1, 1, whole(120), (struct day){0})), CODE_ALREADY_DONE);
}

/* An extension is not taken back by giving the part a date of its own for the first time. */
static void a_first_date_after_an_extension(void **state)
{
        struct collector_kit *k = *state;
        struct task task = ck_task(k, 1);

        ck_must(k, SUPERVISOR, ck_approval(1, ck_must(k, AGENT_A, ck_extension(1, 1, day_of(2024, 1, 31))), true));
        give_due(&task);
        assert_int_equal(try(k, OPERATOR, ck_import_tasks(k, "p", "a date, earlier.", &task, 1)), CODE_NEEDS_APPROVAL);
        task.part.at[0].due = day_of(2024, 1, 31);
        assert_int_equal(try(k, OPERATOR, ck_import_tasks(k, "p", "the date it has.", &task, 1)), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, ck_setup, ck_teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(what_an_import_may_change),
                TEST(what_a_first_import_may_add),
                TEST(the_end_of_the_plan),
                TEST(approved_changes_outlive_imports),
                TEST(a_first_date_after_an_extension),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
