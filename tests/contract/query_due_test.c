/* query_due_test.c - who owes a report, since when, and until when it is in time. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

enum { HOUR_MS = 3600000 };

static const struct task_ref TASK_1 = {{(const uint8_t *)"2023", 4}, 1};

/* The last day on which the report that task owes is in time; no day = it owes none. In both questions alike. */
static struct day due_as_of(struct office *office, uint32_t no, uint64_t as_of)
{
        const struct query status = {.ask = ASK_STATUS, .task.no = no, .as_of = as_of};
        const struct query due = {.ask = ASK_DUE, .as_of = as_of};
        const struct answer *answer = office_hear(office, OBSERVER, status);
        struct day by;
        size_t listed = 0;

        assert_int_equal(office_refusal(answer), CODE_NONE);
        by = answer->task.at->due_by;
        assert_int_equal(answer->task.at->owes_report, day_is_set(by));
        assert_true(day_is_set(by) || !answer->task.at->due_moved);
        answer = office_hear(office, OBSERVER, due);
        for (size_t i = 0; i < answer->task.n; i++)
                if (answer->task.at[i].task.no == no) {
                        assert_int_equal(answer->task.at[i].due_by.n, by.n);
                        listed++;
                }
        assert_int_equal(listed, day_is_set(by));
        return by;
}

static struct day due(struct office *office, uint32_t no)
{
        return due_as_of(office, no, 0);
}

static uint64_t report(struct office *office, uint32_t no, struct day date)
{
        struct line line = {.part = 1, .value = {60, 0, true}, .unit = bytes_str("个")};
        struct event event = {.kind = EVENT_REPORT, .report = {.task = {bytes_str(PLAN_ID), no}, .data_date = date}};
        uint64_t seq;

        event.report.line.at = &line;
        event.report.line.n = 1;
        seq = office_say(office, &event, SUPERVISOR);
        office_settle(office);
        return seq;
}

static void give_back(struct office *office, uint64_t seq)
{
        const struct event event = {.kind = EVENT_RETURN, .return_report = {seq, bytes_str("不实"), TASK_1}};

        office_say(office, &event, SUPERVISOR);
        office_settle(office);
}

static void import(struct office *office, struct plan header, uint32_t tasks)
{
        struct task *task = arena_array(office->arena, tasks, sizeof *task);

        for (uint32_t i = 0; i < tasks; i++)
                task[i] = office_task(office, i + 1, "甲局", NULL);
        office_import(office, header, task, tasks);
}

static void a_report_is_in_time_until_its_deadline(void **state)
{
        struct office *office = *state;

        import(office, office_header(), 1);
        assert_false(day_is_set(due(office, 1)));
        office_tick(office, day_of(2023, 6, 30));
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 7).n);
        office_tick(office, day_of(2023, 7, 20)); /* missing by now, and still owed */
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 7).n);
        report(office, 1, day_of(2023, 6, 30));
        assert_false(day_is_set(due(office, 1)));
        office_tick(office, day_of(2023, 7, 31));
        assert_int_equal(due(office, 1).n, day_of(2023, 8, 7).n);
}

/* The plan came into force on 29 June: what it names may owe June, not what a later import adds or counts anew. */
static void duty_begins_with_the_plan(void **state)
{
        struct office *office = *state;
        struct plan weekly = office_header();
        uint64_t first;

        weekly.cadence = CADENCE_WEEKLY;
        import(office, office_header(), 1);
        office_tick(office, day_of(2023, 7, 3));
        first = office->head;
        import(office, office_header(), 2);
        assert_true(day_is_set(due(office, 1)));
        assert_false(day_is_set(due(office, 2)));
        import(office, weekly, 2); /* 2 July, a Sunday, has passed before that */
        assert_false(day_is_set(due(office, 1)));
        office_tick(office, day_of(2023, 7, 9));
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 14).n);
        assert_int_equal(due(office, 2).n, day_of(2023, 7, 14).n);
        assert_int_equal(due_as_of(office, 1, first).n, day_of(2023, 7, 7).n);
}

static void no_duty_no_debt(void **state)
{
        struct office *office = *state;
        struct plan history = office_header();
        struct plan on_call = office_header();

        history.backfill = true;
        on_call.cadence = CADENCE_ON_CALL;
        import(office, history, 1);
        office_tick(office, day_of(2023, 7, 31));
        assert_false(day_is_set(due(office, 1)));
        import(office, on_call, 1);
        office_tick(office, day_of(2023, 8, 31));
        assert_false(day_is_set(due(office, 1)));
        import(office, office_header(), 1); /* a duty that begins now: not for what ended before */
        assert_false(day_is_set(due(office, 1)));
        office_tick(office, day_of(2023, 9, 30));
        assert_true(day_is_set(due(office, 1)));
}

static void history_begins_no_duty(void **state)
{
        struct office *office = *state;
        struct plan history = office_header();

        history.backfill = true;
        import(office, history, 1);
        office_tick(office, day_of(2023, 6, 30));
        import(office, office_header(), 1);
        assert_false(day_is_set(due(office, 1)));
        office_tick(office, day_of(2023, 7, 31));
        assert_true(day_is_set(due(office, 1)));
}

/* What nobody could be asked for, because another plan was in force, is not owed when the first one comes back. */
static void another_plan_was_in_force(void **state)
{
        struct office *office = *state;
        struct plan other = office_header();

        other.id = bytes_str("2024");
        import(office, office_header(), 1);
        import(office, other, 1);
        office_tick(office, day_of(2023, 7, 31));
        assert_true(day_is_set(due(office, 1)));
        import(office, office_header(), 1);
        assert_false(day_is_set(due(office, 1)));
        office_tick(office, day_of(2023, 8, 31));
        assert_true(day_is_set(due(office, 1)));
}

static void a_returned_report_is_owed_again(void **state)
{
        struct office *office = *state;
        uint64_t june, july;

        import(office, office_header(), 1);
        office_tick(office, day_of(2023, 7, 10));
        june = report(office, 1, day_of(2023, 6, 30));
        give_back(office, june);
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 7).n);
        june = report(office, 1, day_of(2023, 6, 30));
        assert_false(day_is_set(due(office, 1)));
        july = report(office, 1, day_of(2023, 7, 10)); /* July still runs */
        give_back(office, july);
        assert_false(day_is_set(due(office, 1))); /* June was reported on */
        assert_true(day_is_set(due_as_of(office, 1, june - 1)));
        office_tick(office, day_of(2023, 7, 31));
        assert_int_equal(due(office, 1).n, day_of(2023, 8, 7).n);
}

static void resume(struct office *office, struct day from, struct day to, uint64_t ms)
{
        const struct event event = {.kind = EVENT_RESUMED, .resumed = {1000, 1000 + ms, from, to}};

        office_derive(office, &event);
        office_settle(office);
}

static bool is_marked(struct office *office, uint64_t as_of)
{
        const struct query query = {.ask = ASK_DUE, .as_of = as_of};
        const struct answer *answer = office_hear(office, OBSERVER, query);

        assert_int_equal(answer->task.n, 1);
        return answer->task.at->due_moved;
}

/* What is due on a day on which we were away is due on the second working day after, and that is said. */
static void our_outage_moves_a_deadline(void **state)
{
        struct office *office = *state;
        const struct day from = day_of(2023, 7, 6), to = day_of(2023, 7, 10);
        struct office *rebuilt;
        uint64_t before, between;

        import(office, office_header(), 1);
        resume(office, day_of(2023, 6, 28), day_of(2023, 6, 29), 9 * HOUR_MS);
        office_tick(office, day_of(2023, 6, 30));
        before = office->head;
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 7).n);
        resume(office, from, to, HOUR_MS - 1);
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 7).n); /* too short to matter */
        assert_false(is_marked(office, 0));
        resume(office, from, to, HOUR_MS);
        between = office->head;
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 12).n);
        assert_true(is_marked(office, 0));
        assert_false(is_marked(office, before));
        resume(office, day_of(2023, 7, 12), day_of(2023, 7, 12), 5 * HOUR_MS);
        assert_int_equal(due(office, 1).n, day_of(2023, 7, 14).n);
        assert_int_equal(due_as_of(office, 1, before).n, day_of(2023, 7, 7).n);
        assert_int_equal(due_as_of(office, 1, between).n, day_of(2023, 7, 12).n);
        rebuilt = office_rebuilt(office); /* it hears of all outages at once */
        assert_int_equal(due_as_of(rebuilt, 1, between).n, day_of(2023, 7, 12).n);
        assert_int_equal(due(rebuilt, 1).n, day_of(2023, 7, 14).n);
        office_rebuilt_close(rebuilt);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(a_report_is_in_time_until_its_deadline),
                IN_OFFICE(duty_begins_with_the_plan),
                IN_OFFICE(no_duty_no_debt),
                IN_OFFICE(history_begins_no_duty),
                IN_OFFICE(another_plan_was_in_force),
                IN_OFFICE(a_returned_report_is_owed_again),
                IN_OFFICE(our_outage_moves_a_deadline),
        };

        return cmocka_run_group_tests_name("query_due", tests, NULL, NULL);
}
