/* collector_clock_test.c - days, outages and a clock that cannot be trusted; with a clock of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "tests/contract/collector_kit.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS };
static const int64_t HOUR_MS = 60 * (int64_t)MINUTE_MS;
static const int64_t DAY_MS = 24 * 60 * (int64_t)MINUTE_MS;

/* Both clocks go on; the loop comes by. */
static void pass(struct collector_kit *k, int64_t ms)
{
        k->now.ms += ms;
        k->mono.us += ms * 1000;
        ck_turn(k);
}

static void jump(struct collector_kit *k, int64_t ms)
{
        k->now.ms += ms;
        pass(k, SECOND_MS);
}

static unsigned count_of(struct collector_kit *k, uint64_t from, enum event_kind kind)
{
        unsigned n = 0;

        for (uint64_t seq = from + 1; seq <= ck_head(k); seq++)
                n += ck_record(k, seq).kind == kind;
        return n;
}

static struct day today_of(struct collector_kit *k)
{
        return day_of_instant(k->now.ms, 480);
}

static struct day last_tick(struct collector_kit *k)
{
        for (uint64_t seq = ck_head(k); seq > 0; seq--)
                if (ck_record(k, seq).kind == EVENT_TICK)
                        return ck_record(k, seq).day;
        return (struct day){0};
}

static struct event confirm(void)
{
        return (struct event){.kind = EVENT_CLOCK_CONFIRM};
}

static void open_office(struct collector_kit *k)
{
        struct event event;

        ck_start(k);
        event = ck_roster(k);
        assert_int_equal(ck_try(k, OPERATOR, &event), 0);
        assert_int_equal(last_tick(k).n, today_of(k).n);
}

static void a_day_is_opened_once(void **state)
{
        struct collector_kit *k = *state;
        struct day before;
        uint64_t head;

        open_office(k);
        head = ck_head(k);
        before = today_of(k);
        pass(k, 5 * SECOND_MS);
        assert_int_equal(ck_head(k), head);
        for (int i = 0; i < 300; i++)
                pass(k, 10 * MINUTE_MS);
        assert_int_equal(count_of(k, head, EVENT_TICK), today_of(k).n - before.n);
        assert_int_equal(last_tick(k).n, today_of(k).n);
}

static void a_jump_holds_the_days(void **state)
{
        struct collector_kit *k = *state;
        const struct event yes = confirm();
        uint64_t head;

        open_office(k);
        head = ck_head(k);
        jump(k, 3 * DAY_MS);
        assert_int_equal(count_of(k, head, EVENT_ALERT), 1);
        assert_int_equal(count_of(k, head, EVENT_TICK), 0);
        assert_int_equal(k->n_bells, 1); /* who watches hears of it */
        assert_true(k->bells[0].complete);
        assert_int_equal(k->bells[0].record.n, 1);
        pass(k, HOUR_MS);
        assert_int_equal(count_of(k, head, EVENT_TICK), 0);
        assert_int_equal(ck_try(k, OPERATOR, &yes), 0);
        assert_int_equal(count_of(k, head, EVENT_ALERT), 2);
        assert_int_equal(count_of(k, head, EVENT_TICK), 3);
        head = ck_head(k);
        assert_int_equal(ck_try(k, OPERATOR, &yes), 0); /* nothing is held: nothing follows */
        assert_int_equal(ck_head(k), head + 1);
}

static void small_steps_are_let_pass(void **state)
{
        struct collector_kit *k = *state;
        uint64_t head;

        open_office(k);
        head = ck_head(k);
        jump(k, 9 * MINUTE_MS);
        jump(k, -9 * MINUTE_MS);
        assert_int_equal(count_of(k, head, EVENT_ALERT), 0);
        jump(k, -11 * MINUTE_MS);
        assert_int_equal(count_of(k, head, EVENT_ALERT), 1);
}

/* A hold is lifted by a person and by nothing else, not by a restart either. */
static void a_hold_survives_restarts(void **state)
{
        struct collector_kit *k = *state;
        const struct event yes = confirm();
        uint64_t head;

        open_office(k);
        ck_apply(k);
        ck_stop(k);
        k->now.ms += 8 * DAY_MS;
        ck_start(k);
        head = ck_head(k);
        assert_int_equal(ck_record(k, head).kind, EVENT_ALERT);
        for (int applied = 0; applied < 2; applied++) {
                ck_restart(k, applied);
                assert_int_equal(count_of(k, head, EVENT_TICK), 0);
                assert_int_equal(count_of(k, head, EVENT_ALERT), 0);
        }
        assert_int_equal(ck_try(k, OPERATOR, &yes), 0);
        assert_int_equal(count_of(k, head, EVENT_TICK), 8);
        assert_int_equal(count_of(k, head, EVENT_ALERT), 1);
        head = ck_head(k);
        ck_restart(k, true);
        assert_int_equal(count_of(k, head, EVENT_ALERT), 0);
}

/* While the days are held, a report of the real day is dated after the last tick. That is not the department's fault:
 * nothing final is said, the number stays unused, and after the confirmation the same bytes are taken. */
static void a_report_waits_for_the_clock(void **state)
{
        struct collector_kit *k = *state;
        const struct event yes = confirm();
        struct event event;
        const struct reply *reply;
        uint64_t head;

        open_office(k);
        event = ck_import(k, "p", "import of plan p", 1);
        assert_int_equal(ck_try(k, OPERATOR, &event), 0);
        event = ck_report(k, 1, 10);
        jump(k, DAY_MS);
        event.report.data_date = today_of(k);
        head = ck_head(k);
        for (int again = 0; again < 2; again++) {
                reply = ck_say(k, AGENT_A, 1, 1, &event);
                assert_int_equal(reply->refusal.at[0].code, CODE_CLOCK_HELD);
                assert_true(reply->refusal.at[0].retry);
                assert_int_equal(reply->receipt->number, 0);
        }
        assert_int_equal(ck_head(k), head);
        assert_int_equal(ck_try(k, OPERATOR, &yes), 0);
        assert_int_equal(ck_say(k, AGENT_A, 1, 1, &event)->refusal.n, 0);
        event.report.data_date = day_plus(today_of(k), 1);
        assert_int_equal(ck_say(k, AGENT_A, 1, 2, &event)->refusal.at[0].code, CODE_FUTURE_DATE);
}

/* The alert of the clock has no cause to derive it from; what the notifier derives goes on beside it. */
static void a_clock_alert_is_not_a_derived_event(void **state)
{
        struct collector_kit *k = *state;
        struct event first;
        struct event second;
        uint64_t head;

        open_office(k);
        first = ck_alert(ck_head(k), 0, 1);
        second = ck_alert(ck_head(k) + 1, 0, 1);
        assert_int_equal(ck_derive(k, &first, 1), 'd');
        jump(k, DAY_MS);
        ck_restart(k, true);
        head = ck_head(k);
        assert_int_equal(ck_derive(k, &first, 1), 'd');
        assert_int_equal(ck_head(k), head);
        assert_int_equal(ck_derive(k, &second, 1), 'd');
        assert_int_equal(ck_head(k), head + 1);
}

static struct resumed last_resumed(struct collector_kit *k)
{
        struct event event;
        struct flaw flaw;

        for (uint64_t seq = ck_head(k); seq > 0; seq--)
                if (ck_record(k, seq).kind == EVENT_RESUMED) {
                        assert_int_equal(codec_event(ck_record(k, seq).payload, k->arena, &event, &flaw), 0);
                        return event.resumed;
                }
        return (struct resumed){0};
}

/* The outage begins at the last record, or when the service was last seen alive after it. */
static void the_outage_is_told(void **state)
{
        struct collector_kit *k = *state;
        struct resumed resumed;
        int64_t alive;

        open_office(k);
        for (int i = 0; i < 5; i++)
                pass(k, MINUTE_MS);
        alive = k->now.ms;
        ck_stop(k);
        k->now.ms += 2 * DAY_MS;
        ck_start(k);
        resumed = last_resumed(k);
        assert_int_equal(resumed.down_from, alive);
        assert_int_equal(resumed.down_to, k->now.ms);
        assert_int_equal(resumed.down_to_day.n - resumed.down_from_day.n, 2);
        ck_stop(k);
        k->now.ms -= HOUR_MS; /* a clock that went back does not make an outage that ends before it begins */
        ck_start(k);
        resumed = last_resumed(k);
        assert_true(resumed.down_from <= resumed.down_to);
}

/* Refusals that cost no number are summed: one record a key, code and minute. */
static void refusals_are_summed(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 1);
        struct event event;
        struct flaw flaw;
        uint64_t head;

        open_office(k);
        pass(k, MINUTE_MS);
        head = ck_head(k);
        for (int i = 0; i < 10; i++)
                assert_int_equal(ck_say(k, AGENT_A, 1, 5, &report)->refusal.at[0].code, CODE_GAP);
        ck_say(k, AGENT_B, 1, 5, &report);
        assert_int_equal(ck_head(k), head);
        pass(k, MINUTE_MS);
        assert_int_equal(count_of(k, head, EVENT_REFUSED_SUM), 2);
        assert_int_equal(codec_event(ck_record(k, head + 1).payload, k->arena, &event, &flaw), 0);
        assert_int_equal(event.refused_sum.count, 10);
        assert_int_equal(event.refused_sum.code, CODE_GAP);
        assert_true(event.refused_sum.key_id == ck_key(AGENT_A));
        pass(k, MINUTE_MS);
        assert_int_equal(count_of(k, head, EVENT_REFUSED_SUM), 2);
}

static void a_virtual_clock_is_advanced(void **state)
{
        struct collector_kit *k = *state;
        struct event event = {.kind = EVENT_CLOCK_ADVANCE};
        const uint64_t head = ck_head(k);

        event.clock_advance.to = day_of(2023, 6, 30);
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_NOT_LATER);
        event.clock_advance.to = day_of(2123, 1, 1);
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_BAD_VALUE); /* every day is a record */
        event.clock_advance.to = day_of(2023, 7, 31);
        assert_int_equal(ck_try(k, OPERATOR, &event), 0);
        assert_int_equal(count_of(k, head, EVENT_TICK), 31);
        pass(k, 30 * DAY_MS); /* the machine's days mean nothing to it */
        jump(k, 30 * DAY_MS);
        assert_int_equal(count_of(k, head, EVENT_TICK), 31);
        ck_restart(k, true);
        assert_int_equal(count_of(k, head, EVENT_TICK), 31);
        assert_int_equal(count_of(k, head, EVENT_ALERT), 0);
}

static void a_real_clock_is_not_advanced(void **state)
{
        struct collector_kit *k = *state;
        struct event event = {.kind = EVENT_CLOCK_ADVANCE};

        open_office(k);
        event.clock_advance.to = day_plus(today_of(k), 1);
        assert_int_equal(ck_try(k, OPERATOR, &event), CODE_REAL_CLOCK);
}

/* A key that begins or ends with the day is told to the broker with the day. */
static void a_key_ends_with_its_day(void **state)
{
        struct collector_kit *k = *state;
        struct event roster = ck_roster(k);
        struct event advance = {.kind = EVENT_CLOCK_ADVANCE};

        roster.roster_change.key.at[AGENT_A].not_after = day_of(2023, 6, 30);
        assert_int_equal(ck_try(k, OPERATOR, &roster), 0);
        assert_int_equal(k->key_rows, TELLERS);
        advance.clock_advance.to = day_of(2023, 7, 1);
        assert_int_equal(ck_try(k, OPERATOR, &advance), 0);
        assert_int_equal(k->key_rows, TELLERS - 1);
}

#define REAL(name) cmocka_unit_test_setup_teardown(name, ck_setup_real, ck_teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                REAL(a_day_is_opened_once),
                REAL(a_jump_holds_the_days),
                REAL(small_steps_are_let_pass),
                REAL(a_hold_survives_restarts),
                REAL(a_report_waits_for_the_clock),
                REAL(a_clock_alert_is_not_a_derived_event),
                REAL(the_outage_is_told),
                REAL(refusals_are_summed),
                REAL(a_real_clock_is_not_advanced),
                cmocka_unit_test_setup_teardown(a_virtual_clock_is_advanced, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(a_key_ends_with_its_day, ck_setup, ck_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
