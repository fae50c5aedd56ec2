/* query_standing_test.c - how a task stands: by what people decided, and by what the notifier wrote down. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

static const struct task_ref TASK_2 = {{(const uint8_t *)"2023", 4}, 2};
static const struct task_ref TASK_3 = {{(const uint8_t *)"2023", 4}, 3};

static struct number number(int64_t value)
{
        return (struct number){.unscaled = value, .known = true};
}

static uint64_t say(struct office *office, struct event event)
{
        const uint64_t seq = office_say(office, &event, SUPERVISOR);

        office_settle(office);
        return seq;
}

static uint64_t derive(struct office *office, struct event event)
{
        const uint64_t seq = office_derive(office, &event);

        office_settle(office);
        return seq;
}

static const struct task_view *as_of(struct office *office, uint32_t no, uint64_t seq)
{
        const struct query query = {.ask = ASK_TASK, .task.no = no, .as_of = seq};
        const struct answer *answer = office_hear(office, SUPERVISOR, query);

        assert_int_equal(office_refusal(answer), CODE_NONE);
        return answer->task.at;
}

static enum verdict_word word(struct office *office, uint32_t no)
{
        return office_status(office, SUPERVISOR, no)->verdict->verdict;
}

/* A verdict event about task 2, whose part has 30 of 100 and a forecast. */
static uint64_t record_verdict(struct office *office, uint64_t report, struct part_verdict words, enum verdict_word was)
{
        struct event event = {.kind = EVENT_VERDICT};

        words.part = 1;
        words.raw_verdict = VERDICT_BEHIND;
        words.rule = 3;
        event.verdict = (struct verdict){
                .task = TASK_2,
                .cause = office->head,
                .judge_version = 1,
                .policy_version = 1,
                .day = day_of(2023, 6, 30),
                .verdict = words.verdict,
                .raw_verdict = words.raw_verdict,
                .was = was,
                .governing = 1,
                .report_seq = report,
                .late = 2,
                .missing = 1,
        };
        event.verdict.part.at = &words;
        event.verdict.part.n = 1;
        return derive(office, event);
}

/* -- the words of the notifier -- */

static void words_are_those_recorded(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        const uint64_t before = office->head;
        const struct part_verdict lapsed = {.verdict = VERDICT_BEHIND, .broken = 1};
        const struct task_view *view;
        uint64_t verdict;

        assert_int_equal(word(office, 2), VERDICT_ON_PACE); /* by the report alone: a claim */
        verdict = record_verdict(office, at.promise, lapsed, VERDICT_ON_PACE);
        view = office_status(office, AGENT, 2);
        assert_int_equal(view->verdict->verdict, VERDICT_BEHIND);
        assert_int_equal(view->proposed, REMARK_SLOW);
        assert_int_equal(view->verdict->part.at[0].broken, 1);
        assert_int_equal(view->verdict->part.at[0].actual.unscaled, 30); /* arithmetic is that of the answer */
        assert_int_equal(view->verdict->late, 2);
        assert_int_equal(view->verdict->missing, 1);
        assert_int_equal(view->verdict_seq, verdict);
        assert_null(view->excuse);
        assert_int_equal(as_of(office, 2, before)->verdict->verdict, VERDICT_ON_PACE);
        assert_int_equal(as_of(office, 2, before)->verdict_seq, 0);
}

/* A newer report is another state of affairs: until the notifier has judged it, it is judged by itself. */
static void a_newer_report_is_not_overlaid(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);

        record_verdict(office, at.promise, (struct part_verdict){.verdict = VERDICT_BEHIND}, VERDICT_ON_PACE);
        assert_int_equal(word(office, 2), VERDICT_BEHIND);
        office_report(office, STRANGER, 2, 80, 0, "");
        office_settle(office);
        assert_int_equal(word(office, 2), VERDICT_OVER_HALF);
}

static void figures_up_to_a_date_are_judged_by_themselves(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        struct query query = {.ask = ASK_STATUS, .task.no = 2, .for_date = day_of(2023, 6, 30)};

        record_verdict(office, at.promise, (struct part_verdict){.verdict = VERDICT_BEHIND}, VERDICT_ON_PACE);
        assert_int_equal(office_hear(office, AGENT, query)->task.at->verdict->verdict, VERDICT_ON_PACE);
        query.for_date = (struct day){0};
        assert_int_equal(office_hear(office, AGENT, query)->task.at->verdict->verdict, VERDICT_BEHIND);
}

static void an_accepted_excuse_says_until_when(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        const struct part_verdict claimed = {.verdict = VERDICT_ON_PACE, .excuse = EXCUSE_FORECAST};
        struct part_verdict accepted = claimed;
        const struct excuse_view *excuse;
        uint64_t before, during;

        record_verdict(office, at.promise, claimed, VERDICT_UNKNOWN);
        before = office->head;
        accepted.accepted_until = day_of(2023, 7, 2);
        during = record_verdict(office, at.promise, accepted, VERDICT_ON_PACE);
        excuse = office_status(office, AGENT, 2)->excuse;
        assert_true(excuse->accepted);
        assert_int_equal(excuse->until.n, accepted.accepted_until.n);
        office_tick(office, day_of(2023, 7, 2));
        assert_true(office_status(office, AGENT, 2)->excuse->accepted);
        office_tick(office, day_of(2023, 7, 3)); /* lapsed, and the notifier has not said so yet */
        assert_false(office_status(office, AGENT, 2)->excuse->accepted);
        record_verdict(office, at.promise, (struct part_verdict){.verdict = VERDICT_BEHIND, .broken = 1},
                       VERDICT_ON_PACE);
        assert_null(office_status(office, AGENT, 2)->excuse);
        assert_int_equal(office->answer.task.at[0].verdict->verdict, VERDICT_BEHIND);
        excuse = as_of(office, 2, before)->excuse;
        assert_false(excuse->accepted);
        assert_false(day_is_set(excuse->until));
        excuse = as_of(office, 2, during)->excuse;
        assert_true(excuse->accepted);
        assert_int_equal(as_of(office, 2, during)->verdict->part.at[0].broken, 0);
}

static void a_forecast_needs_a_pace(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        struct part_verdict words = {.verdict = VERDICT_BEHIND};
        const struct task_view *view;
        uint64_t before;

        before = record_verdict(office, at.promise, words, VERDICT_ON_PACE);
        assert_int_equal(as_of(office, 2, 0)->forecast.n, 0);
        words.paced = true;
        record_verdict(office, at.promise, words, VERDICT_BEHIND);
        view = as_of(office, 2, 0);
        assert_int_equal(view->forecast.n, 1);
        assert_int_equal(view->forecast.at[0].part, 1);
        assert_true(view->forecast.at[0].misses); /* 30 of 100 at half time */
        assert_true(ratio_is_set(view->forecast.at[0].catch_up));
        assert_int_equal(office_status(office, AGENT, 2)->forecast.n, 0); /* only where one task is asked for */
        assert_int_equal(as_of(office, 2, before)->forecast.n, 0);
}

/* -- amendments -- */

static uint64_t amend(struct office *office, int64_t target, struct day due)
{
        struct part_change change = {
                .part = 1, .target = number(target), .due = due, .was_target = number(100), .proposal_seq = 1};
        struct event event = {.kind = EVENT_AMENDMENT, .amendment = {.task = TASK_2, .proposal_seq = 1}};

        event.amendment.change.at = &change;
        event.amendment.change.n = 1;
        return derive(office, event);
}

static void a_task_is_judged_as_amended(void **state)
{
        struct office *office = *state;
        const struct day due = day_of(2024, 6, 30);
        const struct task_view *view;
        uint64_t before, first;

        office_fill(office);
        before = office->head;
        first = amend(office, 60, (struct day){0});
        view = as_of(office, 2, 0);
        assert_int_equal(view->verdict->part.at[0].target.unscaled, 60);
        assert_int_equal(ratio_tenths_of_percent(view->verdict->part.at[0].attainment), 500);
        assert_int_equal(view->verdict->part.at[0].raw_verdict, VERDICT_ON_PACE);
        assert_int_equal(view->plan_entry->part.at[0].target.unscaled, 100); /* as imported, always */
        assert_int_equal(view->amendment->change.n, 1);
        assert_int_equal(view->amendment->change.at[0].was_target.unscaled, 100);
        amend(office, 80, due);
        view = office_status(office, OBSERVER, 2);
        assert_int_equal(view->verdict->part.at[0].target.unscaled, 80);
        assert_int_equal(view->verdict->part.at[0].due.n, due.n);
        assert_non_null(view->amendment);
        view = as_of(office, 2, before);
        assert_int_equal(view->verdict->part.at[0].target.unscaled, 100);
        assert_int_equal(view->verdict->part.at[0].raw_verdict, VERDICT_BEHIND);
        assert_null(view->amendment);
        assert_int_equal(as_of(office, 2, first)->verdict->part.at[0].target.unscaled, 60);
        assert_int_equal(office_hear(office, AGENT, (struct query){.ask = ASK_PLAN})
                                 ->plan->task.at[1]
                                 .part.at[0]
                                 .target.unscaled,
                         100);
}

/* -- decisions of people -- */

static void a_suspension_holds_until_its_day(void **state)
{
        struct office *office = *state;
        struct event event = {.kind = EVENT_SUSPENSION,
                              .suspension = {TASK_3, day_of(2023, 7, 2), bytes_str("汛期"), false}};

        office_fill(office);
        say(office, event);
        assert_int_equal(word(office, 3), VERDICT_SUSPENDED);
        assert_int_equal(office->answer.task.at[0].suspended_until.n, day_of(2023, 7, 2).n);
        assert_false(office->answer.task.at[0].owes_report);
        office_tick(office, day_of(2023, 7, 2));
        assert_int_equal(word(office, 3), VERDICT_SUSPENDED);
        office_tick(office, day_of(2023, 7, 3));
        assert_int_not_equal(word(office, 3), VERDICT_SUSPENDED);
        assert_false(day_is_set(office->answer.task.at[0].suspended_until));
        assert_true(office->answer.task.at[0].owes_report);
        event.suspension.until = (struct day){0};
        say(office, event);
        assert_int_equal(word(office, 3), VERDICT_SUSPENDED);
        event.suspension.lifted = true;
        say(office, event);
        assert_int_not_equal(word(office, 3), VERDICT_SUSPENDED);
}

static void a_closed_task_owes_nothing(void **state)
{
        struct office *office = *state;
        struct event event = {.kind = EVENT_CLOSE, .close = {.task = TASK_3, .reason = bytes_str("办结")}};
        uint64_t closed;

        office_fill(office);
        assert_true(office_status(office, AGENT, 3)->owes_report);
        closed = say(office, event);
        assert_false(office_status(office, AGENT, 3)->owes_report);
        assert_int_equal(office->answer.task.at[0].closed_seq, closed);
        assert_int_equal(office->answer.task.at[0].verdict->verdict, VERDICT_UNKNOWN); /* goes on being judged */
        event.close.reopened = true;
        say(office, event);
        assert_true(office_status(office, AGENT, 3)->owes_report);
        assert_int_equal(office->answer.task.at[0].closed_seq, 0);
        assert_int_equal(as_of(office, 3, closed)->closed_seq, closed);
}

static uint64_t give_back(struct office *office, uint64_t report)
{
        return say(office,
                   (struct event){.kind = EVENT_RETURN, .return_report = {report, bytes_str("口径不符"), TASK_2}});
}

static void a_returned_report_is_none(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        const uint64_t before = office->head;
        const struct task_view *view;
        uint64_t returned;

        returned = give_back(office, at.promise);
        view = as_of(office, 2, 0);
        assert_int_equal(view->returned_seq, returned);
        assert_int_equal(view->verdict->verdict, VERDICT_UNKNOWN);
        assert_int_equal(view->verdict->why, WHY_NO_REPORT);
        assert_int_equal(view->verdict->report_seq, 0);
        assert_null(view->excuse);
        assert_true(view->owes_report);
        assert_int_equal(view->report_seq, at.promise); /* what was returned stays to be seen */
        assert_non_null(view->report);
        view = as_of(office, 2, before);
        assert_int_equal(view->returned_seq, 0);
        assert_false(view->owes_report);
        assert_int_equal(view->verdict->verdict, VERDICT_ON_PACE);
        office_report(office, STRANGER, 2, 70, 0, "");
        office_settle(office);
        view = as_of(office, 2, 0);
        assert_int_equal(view->returned_seq, 0);
        assert_false(view->owes_report);
        assert_int_equal(view->verdict->part.at[0].actual.unscaled, 70);
        assert_int_equal(as_of(office, 2, returned)->returned_seq, returned);
}

/* -- what was found and edited -- */

static void findings_are_about_the_current_report(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        struct intake_finding finding = {.flag = INTAKE_FELL, .part = 1, .reported = number(30), .other = number(40)};
        struct event event = {.kind = EVENT_INTAKE, .intake = {.task = TASK_2, .cause = at.promise}};
        uint64_t found;

        event.intake.finding.at = &finding;
        event.intake.finding.n = 1;
        found = derive(office, event);
        assert_int_equal(office_status(office, STRANGER, 2)->intake->finding.at[0].flag, INTAKE_FELL);
        assert_null(office_status(office, AGENT, 2)->intake); /* another department's figures */
        office_report(office, STRANGER, 2, 70, 0, "");
        office_settle(office);
        assert_null(office_status(office, STRANGER, 2)->intake);
        assert_non_null(as_of(office, 2, found)->intake);
}

static uint64_t edit(struct office *office, struct day date)
{
        struct bytes words[] = {bytes_str("督查室的话"), bytes_str("第二段")};
        struct event event = {.kind = EVENT_PLAN_TEXT, .plan_text = {.task = TASK_2, .data_date = date}};

        event.plan_text.progress.at = words;
        event.plan_text.progress.n = 2;
        return say(office, event);
}

static void an_adopted_text_is_of_its_report(void **state)
{
        struct office *office = *state;
        const struct task_view *view;
        uint64_t adopted;

        office_fill(office);
        adopted = edit(office, day_of(2023, 6, 30));
        view = office_status(office, SUPERVISOR, 2);
        assert_int_equal(view->adopted_seq, adopted);
        assert_int_equal(view->adopted.n, 2);
        assert_true(bytes_is(view->adopted.at[0], "督查室的话"));
        assert_true(bytes_is(view->progress.at[0], "乙局的话")); /* beside the original */
        assert_int_equal(office_status(office, AGENT, 2)->adopted.n, 0);
        assert_int_equal(
                office_hear(office, SUPERVISOR, (struct query){.ask = ASK_STATUS, .task.no = 2})->task.at[0].adopted.n,
                0);
        edit(office, day_of(2023, 5, 31));
        assert_int_equal(office_status(office, SUPERVISOR, 2)->adopted_seq, 0);
        assert_int_equal(as_of(office, 2, adopted)->adopted_seq, adopted);
        adopted = edit(office, (struct day){0});
        assert_int_equal(office_status(office, SUPERVISOR, 2)->adopted_seq, adopted);
        office_report(office, STRANGER, 2, 70, 0, ""); /* of the same date, and with another figure */
        office_settle(office);
        assert_int_equal(office_status(office, SUPERVISOR, 2)->adopted_seq, 0);
        assert_int_equal(as_of(office, 2, adopted)->adopted_seq, adopted);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(words_are_those_recorded),
                IN_OFFICE(a_newer_report_is_not_overlaid),
                IN_OFFICE(figures_up_to_a_date_are_judged_by_themselves),
                IN_OFFICE(an_accepted_excuse_says_until_when),
                IN_OFFICE(a_forecast_needs_a_pace),
                IN_OFFICE(a_task_is_judged_as_amended),
                IN_OFFICE(a_suspension_holds_until_its_day),
                IN_OFFICE(a_closed_task_owes_nothing),
                IN_OFFICE(a_returned_report_is_none),
                IN_OFFICE(findings_are_about_the_current_report),
                IN_OFFICE(an_adopted_text_is_of_its_report),
        };

        return cmocka_run_group_tests_name("query_standing", tests, NULL, NULL);
}
