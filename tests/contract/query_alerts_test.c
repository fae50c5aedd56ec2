/* query_alerts_test.c - alerts as they stand: who speaks for whom, letters and answers; and the clock's own. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

static struct alert_ref ref_of(uint64_t cause, uint32_t no, enum alert_kind kind)
{
        return (struct alert_ref){cause, {bytes_str(PLAN_ID), no}, 1, kind};
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

/* The louder one may have been raised before or after, and may stand on another page. */
static void a_louder_alert_mutes(void **state)
{
        struct office *office = *state;

        office_fill(office);
        for (size_t i = 0; i < COUNT_OF(MUTES); i++) {
                const struct mute_row *row = &MUTES[i];

                for (int loud_first = 0; loud_first < 2; loud_first++) {
                        const uint64_t first = office->head, second = first + 1;
                        const uint64_t quiet = loud_first ? second : first, loud = loud_first ? first : second;
                        struct query query = {
                                .ask = ASK_ALERTS, .open_only = true, .limit = 1, .from_seq = quiet, .from_no = 0};
                        const struct alert_view *view;
                        uint64_t between;

                        office_alert(office, loud_first ? loud : quiet, loud_first ? row->loud_task : row->quiet_task,
                                     loud_first ? row->loud : row->quiet, ALERT_RAISED);
                        between = office->head;
                        office_alert(office, loud_first ? quiet : loud, loud_first ? row->quiet_task : row->loud_task,
                                     loud_first ? row->quiet : row->loud, ALERT_RAISED);
                        office_settle(office);
                        view = office_hear(office, OBSERVER, query)->alert.at;
                        assert_int_equal(view->alert->alert.kind, row->quiet);
                        if (view->muted != row->muted)
                                fail_msg("%s", row->what);
                        if (!loud_first)
                                assert_false(view_of(office, row->quiet_task, row->quiet, between)->muted);
                        office_alert(office, loud, row->loud_task, row->loud, ALERT_CLEARED);
                        office_settle(office);
                        assert_false(office_hear(office, OBSERVER, query)->alert.at->muted);
                        office_alert(office, quiet, row->quiet_task, row->quiet, ALERT_CLEARED);
                        office_settle(office);
                }
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
        view = view_of(office, 3, ALERT_NO_FIGURE, first);
        assert_int_equal(view->letter_rung, 2);
        assert_int_equal(view->answered_seq, 0);
        assert_false(day_is_set(view->answer_date));
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

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(a_louder_alert_mutes),
                IN_OFFICE(the_newest_letter_and_answer_are_named),
                IN_OFFICE(a_held_clock_is_told),
        };

        return cmocka_run_group_tests_name("query_alerts", tests, NULL, NULL);
}
