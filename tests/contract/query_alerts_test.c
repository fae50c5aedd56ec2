/* query_alerts_test.c - alerts as they stand: who speaks for whom, letters and answers; and the clock's own. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

static struct alert_ref ref_of(uint64_t cause, uint32_t no, enum alert_kind kind)
{
        return (struct alert_ref){.cause = cause, .task = {bytes_str(PLAN_ID), no}, .part = 1, .kind = kind};
}

static void say(struct office *office, struct event event, enum person who)
{
        office_say(office, &event, who);
        office_settle(office);
}

static const struct alert_view *view_of(struct office *office, uint32_t no, enum alert_kind kind, uint64_t as_of)
{
        const struct query query = {.ask = ASK_ALERTS, .task.no = no, .as_of = as_of};
        const struct answer *answer = office_hear(office, OBSERVER, query);

        assert_int_equal(office_refusal(answer), CODE_NONE);
        for (size_t i = 0; i < answer->alert.n; i++)
                if (answer->alert.at[i].alert->alert.kind == kind)
                        return &answer->alert.at[i];
        fail_msg("task %u has no alert of kind %d", no, (int)kind);
        return NULL;
}

static const struct mute_row {
        const char *what;
        uint32_t quiet_task, loud_task;
        enum alert_kind quiet, loud;
        bool muted;
} MUTES[] = {
        {"overdue speaks for behind", 1, 1, ALERT_BEHIND, ALERT_OVERDUE, true},
        {"not for another task's", 2, 1, ALERT_BEHIND, ALERT_OVERDUE, false},
        {"not for a missing figure", 3, 3, ALERT_NO_FIGURE, ALERT_OVERDUE, false},
        {"unstable speaks for a missing figure", 2, 2, ALERT_NO_FIGURE, ALERT_UNSTABLE, true},
};

/* One alert of two, told alone, so that the other one is on another page. Each is raised right behind its cause. */
static bool is_muted(struct office *office, uint64_t cause, uint64_t as_of)
{
        const struct query query = {.ask = ASK_ALERTS, .limit = 1, .from_seq = cause + 1, .as_of = as_of};

        assert_int_equal(office_hear(office, OBSERVER, query)->alert.at->alert->alert.cause, cause);
        return office->answer.alert.at->muted;
}

static uint64_t change(struct office *office, uint64_t cause, uint32_t no, enum alert_kind kind, enum alert_change how)
{
        const uint64_t seq = office_alert(office, cause, no, kind, how);

        office_settle(office);
        return seq;
}

static void check_muting(struct office *office, const struct mute_row *row, bool loud_first)
{
        const uint64_t quiet = office->head + (loud_first ? 1 : 0);
        const uint64_t loud = office->head + (loud_first ? 0 : 1);
        uint64_t alone, both, over;

        if (loud_first)
                change(office, loud, row->loud_task, row->loud, ALERT_RAISED);
        alone = change(office, quiet, row->quiet_task, row->quiet, ALERT_RAISED);
        both = loud_first ? alone : change(office, loud, row->loud_task, row->loud, ALERT_RAISED);
        if (is_muted(office, quiet, 0) != row->muted)
                fail_msg("%s", row->what);
        assert_false(is_muted(office, loud, 0));
        over = change(office, loud, row->loud_task, row->loud, ALERT_CLEARED);
        assert_false(is_muted(office, quiet, 0));
        change(office, loud, row->loud_task, row->loud, ALERT_WORSENED); /* open again */
        assert_int_equal(is_muted(office, quiet, 0), row->muted);
        change(office, quiet, row->quiet_task, row->quiet, ALERT_CLEARED);
        assert_false(is_muted(office, quiet, 0)); /* what is over needs nobody to speak for it */
        assert_int_equal(is_muted(office, quiet, both), row->muted);
        assert_false(is_muted(office, quiet, over));
        if (!loud_first)
                assert_false(is_muted(office, quiet, alone));
        change(office, loud, row->loud_task, row->loud, ALERT_CLEARED);
}

static void a_louder_alert_mutes(void **state)
{
        struct office *office = *state;

        office_fill(office);
        for (size_t i = 0; i < COUNT_OF(MUTES); i++) {
                check_muting(office, &MUTES[i], false);
                check_muting(office, &MUTES[i], true);
        }
}

static void the_newest_letter_and_answer_are_named(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        const struct alert_ref ref = ref_of(at.promise, 3, ALERT_NO_FIGURE);
        const struct alert_view *view = view_of(office, 3, ALERT_NO_FIGURE, 0);
        uint64_t first;

        assert_int_equal(view->letter_seq, 0);
        assert_false(day_is_set(view->answer_date));
        say(office, (struct event){.kind = EVENT_LETTER_SIGNED, .letter_signed = {ref, 2, bytes_str("督函1号")}},
            SUPERVISOR);
        first = office->head;
        say(office, (struct event){.kind = EVENT_LETTER_SIGNED, .letter_signed = {ref, 3, bytes_str("督函2号")}},
            SUPERVISOR);
        say(office,
            (struct event){.kind = EVENT_ALERT_ANSWER,
                           .alert_answer = {ref, bytes_str("加快"), day_of(2023, 8, 1), false}},
            STRANGER);
        view = view_of(office, 3, ALERT_NO_FIGURE, 0);
        assert_int_equal(view->letter_seq, first + 1);
        assert_int_equal(view->letter_rung, 3);
        assert_true(bytes_is(view->letter_number, "督函2号"));
        assert_int_equal(view->answered_seq, first + 2);
        assert_int_equal(view->answer_date.n, day_of(2023, 8, 1).n);
        assert_false(view->answer_lapsed);
        assert_int_equal(view->objection_seq, 0);
        say(office,
            (struct event){.kind = EVENT_ALERT_ANSWER,
                           .alert_answer = {.alert = ref, .plan = bytes_str("口径不同"), .objection = true}},
            STRANGER);
        view = view_of(office, 3, ALERT_NO_FIGURE, 0);
        assert_int_equal(view->objection_seq, first + 3);
        assert_int_equal(view->answered_seq, first + 2);
        assert_int_equal(view->answer_date.n, day_of(2023, 8, 1).n);
        assert_int_equal(view_of(office, 3, ALERT_NO_FIGURE, first + 2)->objection_seq, 0);
        view = view_of(office, 3, ALERT_NO_FIGURE, first);
        assert_int_equal(view->letter_rung, 2);
        assert_int_equal(view->answered_seq, 0);
        assert_false(day_is_set(view->answer_date));
}

/* On its date an answer holds, the day after it has lapsed; but not that of an alert that was over before. */
static void an_answer_lapses(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        const struct alert_ref ref = ref_of(at.promise, 3, ALERT_NO_FIGURE);
        uint64_t held;

        say(office,
            (struct event){.kind = EVENT_ALERT_ANSWER,
                           .alert_answer = {ref, bytes_str("加快"), day_of(2023, 8, 1), false}},
            STRANGER);
        office_tick(office, day_of(2023, 8, 1));
        office_settle(office);
        held = office->head;
        assert_false(view_of(office, 3, ALERT_NO_FIGURE, 0)->answer_lapsed);
        office_tick(office, day_of(2023, 8, 2));
        office_settle(office);
        assert_true(view_of(office, 3, ALERT_NO_FIGURE, 0)->answer_lapsed);
        assert_false(view_of(office, 3, ALERT_NO_FIGURE, held)->answer_lapsed);
        say(office,
            (struct event){.kind = EVENT_ALERT_ANSWER,
                           .alert_answer = {ref, bytes_str("再"), day_of(2023, 9, 1), false}},
            STRANGER);
        assert_false(view_of(office, 3, ALERT_NO_FIGURE, 0)->answer_lapsed);
        change(office, at.promise, 3, ALERT_NO_FIGURE, ALERT_CLEARED);
        office_tick(office, day_of(2023, 9, 2));
        office_settle(office);
        assert_false(view_of(office, 3, ALERT_NO_FIGURE, 0)->answer_lapsed);
}

static void clock_alert(struct office *office, uint64_t cause, enum alert_change change)
{
        const struct event event = {.kind = EVENT_ALERT,
                                    .alert = {.alert = {.cause = cause, .kind = ALERT_CLOCK},
                                              .change = change,
                                              .severity = SEVERITY_RED,
                                              .cause = office->head}};

        office_derive(office, &event);
        office_settle(office);
}

static void a_held_clock_is_told(void **state)
{
        static const struct query HEALTH = {.ask = ASK_HEALTH}, CLOCK = {.ask = ASK_CLOCK};
        struct office *office = *state;
        const uint64_t cause = office->head;
        uint64_t held;

        assert_false(office_hear(office, OBSERVER, HEALTH)->health->clock_held);
        clock_alert(office, cause, ALERT_RAISED);
        held = office->head;
        assert_true(office_hear(office, OBSERVER, HEALTH)->health->clock_held);
        assert_true(office_hear(office, AGENT, CLOCK)->health->clock_held);
        clock_alert(office, cause, ALERT_CLEARED);
        assert_false(office_hear(office, OBSERVER, HEALTH)->health->clock_held);
        assert_true(office_hear(office, AGENT, (struct query){.ask = ASK_CLOCK, .as_of = held})->health->clock_held);
}

static uint64_t link_alert(struct office *office, uint64_t cause, const char *department, enum alert_change change)
{
        const struct event event = {
                .kind = EVENT_ALERT,
                .alert = {.alert = {.cause = cause, .kind = ALERT_LINK_DOWN, .department = bytes_str(department)},
                          .change = change,
                          .severity = SEVERITY_YELLOW,
                          .cause = office->head}};
        const uint64_t seq = office_derive(office, &event);

        office_settle(office);
        return seq;
}

static void say_link(struct office *office, const char *member, const char *department, enum link_state state)
{
        struct event event = {.kind = EVENT_LINK};

        event.link = (struct link){bytes_str(member), bytes_str(department), state, day_of(2023, 6, 29)};
        office_derive(office, &event);
        office_settle(office);
}

/* How many alerts the asker has listed, and whether task `no`'s missing report is muted. */
static size_t listed(struct office *office, enum person asker, struct query query, uint32_t no, bool *ret_muted)
{
        const struct answer *answer;

        query.ask = ASK_ALERTS;
        query.open_only = true;
        answer = office_hear(office, asker, query);
        for (size_t i = 0; i < answer->alert.n; i++)
                if (answer->alert.at[i].alert->alert.task.no == no)
                        *ret_muted = answer->alert.at[i].muted;
        return answer->alert.n;
}

/* Two departments fall silent at one tick. Each mutes what it leads and nothing else; and as of then it still does. */
static void a_department_out_of_reach_mutes(void **state)
{
        struct office *office = *state;
        bool first = false;
        bool third = false;
        uint64_t cause;
        uint64_t both;

        office_fill(office);
        change(office, office->head, 1, ALERT_NO_REPORT, ALERT_RAISED); /* led by 甲局; 3 by 丙局 with 乙局 */
        change(office, office->head, 3, ALERT_NO_REPORT, ALERT_RAISED);
        cause = office->head;
        link_alert(office, cause, "乙局", ALERT_RAISED);
        listed(office, OBSERVER, (struct query){.limit = 0}, 1, &first);
        assert_false(first);
        both = link_alert(office, cause, "甲局", ALERT_RAISED);
        assert_int_equal(listed(office, OBSERVER, (struct query){.limit = 0}, 1, &first), 5);
        listed(office, OBSERVER, (struct query){.limit = 0}, 3, &third);
        assert_true(first);
        assert_false(third);
        assert_int_equal(listed(office, OBSERVER, (struct query){.department = bytes_str("甲局")}, 1, &first), 2);
        assert_true(bytes_is(office->answer.alert.at[1].lead.at[0], "甲局"));
        link_alert(office, cause, "甲局", ALERT_CLEARED);
        assert_int_equal(listed(office, OBSERVER, (struct query){.limit = 0}, 1, &first), 4);
        assert_false(first);
        assert_int_equal(listed(office, OBSERVER, (struct query){.as_of = both}, 1, &first), 5);
        assert_true(first);
}

/* Whether somebody can be reached is for those who see all departments, and for the department itself. */
static void who_reads_of_a_link(void **state)
{
        static const struct {
                enum person asker;
                bool reads;
        } ROWS[] = {{AGENT, true},    {STRANGER, false}, {SUPERVISOR, true}, {OPERATOR, true},
                    {OBSERVER, true}, {AUDITOR, false},  {SECURITY, false}};
        struct office *office = *state;

        say_link(office, "agent", "甲局", LINK_DOWN);
        link_alert(office, office->head, "甲局", ALERT_RAISED);
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct query records = {.ask = ASK_RECORDS, .from_seq = office->head - 1};
                const struct answer *answer = office_hear(office, ROWS[i].asker, records);

                assert_int_equal(answer->record.at[0].kind, EVENT_LINK);
                assert_int_equal(answer->record.at[0].event.len > 0, ROWS[i].reads);
                assert_int_equal(answer->record.at[1].kind, EVENT_ALERT);
                assert_int_equal(answer->record.at[1].event.len > 0, ROWS[i].reads);
                answer = office_hear(office, ROWS[i].asker, (struct query){.ask = ASK_ALERTS});
                assert_int_equal(answer->alert.n, ROWS[i].reads);
        }
}

static void health_tells_the_links(void **state)
{
        static const struct query HEALTH = {.ask = ASK_HEALTH};
        struct office *office = *state;
        const struct answer *answer;

        say_link(office, "agent", "甲局", LINK_UP);
        say_link(office, "agent", "甲局", LINK_DOWN);
        answer = office_hear(office, OBSERVER, HEALTH);
        for (size_t i = 0; i < answer->health->last_seen.n; i++) {
                const struct last_seen *seen = &answer->health->last_seen.at[i];
                const bool is_it = bytes_is(seen->member, "agent");

                assert_int_equal(seen->link, is_it ? LINK_DOWN : LINK_UNSPECIFIED);
                assert_int_equal(seen->link_since.n, is_it ? day_of(2023, 6, 29).n : 0);
                assert_true(!is_it || seen->seq == 0); /* it has said nothing else */
        }
        assert_int_equal(answer->health->last_seen.n, 2);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(a_louder_alert_mutes),
                IN_OFFICE(the_newest_letter_and_answer_are_named),
                IN_OFFICE(an_answer_lapses),
                IN_OFFICE(a_held_clock_is_told),
                IN_OFFICE(a_department_out_of_reach_mutes),
                IN_OFFICE(who_reads_of_a_link),
                IN_OFFICE(health_tells_the_links),
        };

        return cmocka_run_group_tests_name("query_alerts", tests, NULL, NULL);
}
