/* query_row_test.c - one task as it stands: its arithmetic, its excuse, and what they depend on. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/base/text.h"
#include "proto/limits.h"
#include "tests/contract/query_office.h"

static void a_view_shows_its_arithmetic(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        const struct task_view *view = office_status(office, SUPERVISOR, 1);

        assert_true(bytes_is(view->title, "任务1"));
        assert_true(bytes_is(view->task.plan, PLAN_ID));
        assert_true(bytes_is(view->lead.at[0], "甲局"));
        assert_int_equal(view->verdict->governing, 1);
        assert_int_equal(view->verdict->part.n, 1);
        assert_int_equal(view->verdict->part.at[0].actual.unscaled, 60);
        assert_int_equal(ratio_tenths_of_percent(view->verdict->part.at[0].attainment), 600);
        assert_int_equal(ratio_tenths_of_percent(view->verdict->part.at[0].planned), 500);
        assert_int_equal(view->verdict->report_seq, at.report);
        assert_int_equal(view->report_seq, at.report);
        assert_int_equal(view->data_date.n, day_of(2023, 6, 30).n);
        assert_true(bytes_is(view->reported_by, "agent"));
        assert_true(view->reported_at > 0);
        assert_int_equal(view->remark, REMARK_SLOW);
        assert_int_equal(view->remark_seq, at.remark);
        assert_int_equal(view->head_seq, at.remark);
        assert_int_equal(view->reports, 1);
        assert_false(view->owes_report);
        assert_null(view->excuse);
        assert_null(view->plan_entry);
        assert_null(view->report);
        assert_true(bytes_is(view->progress.at[0], "甲局的话"));
        view = office_status(office, SUPERVISOR, 3);
        assert_int_equal(view->report_seq, 0);
        assert_true(view->owes_report);
        assert_int_equal(view->head_seq, at.missing);
}

static void an_excuse_is_shown_in_its_words(void **state)
{
        struct office *office = *state;
        const struct task_view *view;

        office_fill(office);
        view = office_status(office, SUPERVISOR, 2);
        assert_non_null(view->excuse);
        assert_int_equal(view->excuse->kind, EXCUSE_FORECAST);
        assert_int_equal(view->excuse->part, 1);
        assert_true(bytes_is(view->excuse->text, "110个"));
        assert_false(view->excuse->accepted);
        view = office_status(office, AGENT, 2);
        assert_int_equal(view->excuse->kind, EXCUSE_FORECAST);
        assert_int_equal(view->excuse->text.len, 0);
}

/* A promise of 16 KB, a pipeline of many lines: what one department writes must not swell everybody's answer. */
static void an_excuse_is_kept_short(void **state)
{
        struct office *office = *state;
        char *words = arena_take(office->arena, LIMIT_TEXT_BYTES + 1);
        struct promise promise = {.date = day_of(2023, 12, 1)};
        struct line line = {.part = 1, .value = {.unscaled = 1, .known = true}, .unit = bytes_str("个")};
        struct pipeline pipeline[LIMIT_LIST_ITEMS];
        const struct task_view *view;

        office_fill(office);
        memset(words, 'a', 1);
        for (size_t i = 1; i + 3 <= LIMIT_TEXT_BYTES; i += 3)
                memcpy(words + i, "局", 3);
        promise.what = bytes_str(words);
        line.promise = &promise;
        office_line(office, AGENT, 1, &line, "");
        line.promise = NULL;
        for (size_t i = 0; i < COUNT_OF(pipeline); i++)
                pipeline[i] = (struct pipeline){i % 2 ? STAGE_CONSTRUCTION : STAGE_APPLIED, 2};
        line.pipeline.at = pipeline;
        line.pipeline.n = COUNT_OF(pipeline);
        office_line(office, STRANGER, 2, &line, "");
        office_settle(office);
        view = office_status(office, SUPERVISOR, 1);
        assert_int_equal(view->excuse->kind, EXCUSE_PLAN);
        assert_in_range(view->excuse->text.len, 1000, 1100);
        assert_true(text_valid_utf8(view->excuse->text));
        view = office_status(office, SUPERVISOR, 2);
        assert_int_equal(view->excuse->kind, EXCUSE_PIPELINE);
        assert_in_range(view->excuse->text.len, 10, 60);
        assert_non_null(memmem(view->excuse->text.at, view->excuse->text.len, " 512", 4));
}

/* -- what a row depends on -- */

static void say(struct office *office, struct event event)
{
        office_say(office, &event, SUPERVISOR);
        office_settle(office);
}

static enum verdict_word word(struct office *office, uint32_t no)
{
        return office_status(office, SUPERVISOR, no)->verdict->verdict;
}

static void a_view_is_of_its_day(void **state)
{
        struct office *office = *state;
        struct promise promise = {bytes_str("建成"), day_of(2023, 7, 5)};
        struct line line = {.part = 1, .value = {.unscaled = 1, .known = true}, .unit = bytes_str("个")};

        office_fill(office);
        line.promise = &promise;
        office_line(office, AGENT, 1, &line, "");
        office_settle(office);
        assert_int_equal(word(office, 1), VERDICT_ON_PACE);
        assert_true(bytes_is(office->answer.task.at[0].excuse->text, "建成 (2023-07-05)"));
        office_tick(office, day_of(2023, 7, 6));
        assert_int_equal(word(office, 1), VERDICT_SERIOUSLY_BEHIND);
        assert_null(office->answer.task.at[0].excuse);
        assert_int_equal(office->answer.task.at[0].proposed, REMARK_SLOW);
}

static void a_view_is_of_its_policy(void **state)
{
        struct office *office = *state;
        struct event policy = {.kind = EVENT_POLICY, .policy = *policy_default()};

        office_fill(office);
        assert_int_equal(word(office, 1), VERDICT_OVER_HALF);
        for (uint32_t month = 3; month <= 9; month += 6) { /* 30 June is no half-year cut-off any more, twice */
                policy.policy.version++;
                policy.policy.half_year_month = month;
                say(office, policy);
                assert_int_not_equal(word(office, 1), VERDICT_OVER_HALF);
                assert_int_equal(office->answer.task.at[0].verdict->policy_version, policy.policy.version);
        }
}

static void a_correction_takes_the_place_of_its_report(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        struct line line = {.part = 1, .value = {.unscaled = 5, .known = true}, .unit = bytes_str("个")};
        struct report report = {.task = {bytes_str(PLAN_ID), 1}, .data_date = day_of(2023, 6, 30)};
        const struct task_view *view;

        report.line.at = &line;
        report.line.n = 1;
        say(office, (struct event){.kind = EVENT_CORRECTION, .correction = {at.report, bytes_str("笔误"), &report}});
        view = office_status(office, AGENT, 1);
        assert_int_equal(view->report_seq, office->head);
        assert_int_equal(view->verdict->part.at[0].actual.unscaled, 5);
        assert_true(bytes_is(view->reported_by, "supervisor"));
}

static void a_new_plan_takes_force(void **state)
{
        struct office *office = *state;
        struct task tasks[4];

        office_fill(office);
        assert_int_equal(office_hear(office, AGENT, (struct query){.ask = ASK_PLAN})->plan->header->tasks, 3);
        for (uint32_t i = 0; i < COUNT_OF(tasks); i++)
                tasks[i] = office_task(office, i + 1, "丁局", NULL);
        office_plan(office, tasks, COUNT_OF(tasks));
        assert_int_equal(office_hear(office, AGENT, (struct query){.ask = ASK_PLAN})->plan->header->tasks, 4);
        assert_int_equal(office->answer.plan->seq, office->head);
        assert_int_equal(office->answer.plan->task.n, 4);
        assert_true(bytes_is(office_status(office, AGENT, 1)->lead.at[0], "丁局"));
        assert_int_equal(office_status(office, AGENT, 1)->progress.n, 0); /* not its task any more */
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(a_view_shows_its_arithmetic), IN_OFFICE(an_excuse_is_shown_in_its_words),
                IN_OFFICE(an_excuse_is_kept_short),     IN_OFFICE(a_view_is_of_its_day),
                IN_OFFICE(a_view_is_of_its_policy),     IN_OFFICE(a_correction_takes_the_place_of_its_report),
                IN_OFFICE(a_new_plan_takes_force),
        };

        return cmocka_run_group_tests_name("query_row", tests, NULL, NULL);
}
