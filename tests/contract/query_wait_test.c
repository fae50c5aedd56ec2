/* query_wait_test.c - questions that wait, and questions that are none. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

/* -- waiting -- */

static void at_least_waits_for_applied_and_judged(void **state)
{
        struct office *office = *state;
        struct query query = {.id = 5, .ask = ASK_CLOCK, .at_least = office->head + 1};

        assert_int_equal(office->service.patience(office->service.self), -1);
        assert_false(office_ask(office, AGENT, &query));
        assert_int_equal(office->service.patience(office->service.self), QUERY_PATIENCE_MS);
        assert_int_equal(office_turn(office), 0);
        office_tick(office, day_of(2023, 7, 1));
        marks_set(office->marks, MARK_JUDGED, office->head - 1);
        assert_int_equal(office_turn(office), 0); /* applied, not judged */
        marks_set(office->marks, MARK_JUDGED, office->head);
        assert_int_equal(office_turn(office), 1);
        assert_int_equal(office->answer.id, 5);
        assert_int_equal(office->answer.through_seq, office->head);
        assert_int_equal(office->answer.health->today.n, day_of(2023, 7, 1).n);
        assert_int_equal(office->service.patience(office->service.self), -1);
        assert_true(office_ask(office, AGENT, &query)); /* reached: at once */
}

static void marks_alone_do_not_answer(void **state)
{
        struct office *office = *state;
        struct query query = {.ask = ASK_CLOCK, .at_least = office->head + 1};

        marks_set(office->marks, MARK_APPLIED, office->head + 1);
        marks_set(office->marks, MARK_JUDGED, office->head + 1);
        assert_false(office_ask(office, AGENT, &query));
        assert_int_equal(office_turn(office), 0);
}

static void waiting_ends_with_its_time(void **state)
{
        struct office *office = *state;
        struct query query = {.id = 6, .ask = ASK_CLOCK, .at_least = office->head + 1, .timeout_ms = 1};
        size_t sent = 0;

        assert_false(office_ask(office, AGENT, &query));
        while (!sent) /* a millisecond */
                sent = office_turn(office);
        assert_int_equal(office_refusal(&office->answer), CODE_TIMED_OUT);
        assert_int_equal(office->answer.id, 6);
        assert_int_equal(office->answer.through_seq, office->head);
}

static void parking_is_limited(void **state)
{
        struct office *office = *state;
        struct query query = {.ask = ASK_CLOCK, .at_least = office->head + 1};

        for (int i = 0; i < QUERY_PARKED_PER_KEY; i++)
                assert_false(office_ask(office, AGENT, &query));
        assert_true(office_ask(office, AGENT, &query));
        assert_int_equal(office_refusal(&office->answer), CODE_BUSY);
        assert_true(office->answer.refusal->retry);
        assert_false(office_ask(office, STRANGER, &query)); /* others may still wait */
        assert_true(office_ask(office, NOBODY, &query)); /* the unknown never do */
        assert_int_equal(office_refusal(&office->answer), CODE_UNKNOWN_KEY);
}

/* -- hostile questions -- */

static void bad_bytes_are_refused(void **state)
{
        static uint8_t large[QUERY_BYTES_MAX + 1];
        struct office *office = *state;
        uint8_t noise[64];

        assert_true(office_ask_bytes(office, AGENT, bytes_of(large, sizeof large)));
        assert_int_equal(office_refusal(&office->answer), CODE_TOO_LARGE);
        assert_true(office_ask_bytes(office, AGENT, (struct bytes){0}));
        assert_int_equal(office_refusal(&office->answer), CODE_BAD_QUERY);
        for (int i = 0; i < 500; i++) {
                for (size_t k = 0; k < sizeof noise; k++)
                        noise[k] = (uint8_t)((unsigned)i * 131u + k * (unsigned)(i + 7));
                assert_true(office_ask_bytes(office, AGENT, bytes_of(noise, (size_t)i % sizeof noise)));
        }
        assert_int_equal(office_refusal(office_hear(office, AGENT,
                                                    (struct query){.ask = ASK_WHOAMI, .stream = bytes_str("short")})),
                         CODE_BAD_QUERY);
        assert_true(bytes_is(office->answer.refusal->field, "stream"));
        assert_int_equal(office_refusal(office_hear(office, AGENT, (struct query){0})), CODE_BAD_QUERY);
        assert_int_equal(office_refusal(office_hear(office, AGENT, (struct query){.ask = ASK_COUNT})), CODE_BAD_QUERY);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(at_least_waits_for_applied_and_judged),
                IN_OFFICE(marks_alone_do_not_answer),
                IN_OFFICE(waiting_ends_with_its_time),
                IN_OFFICE(parking_is_limited),
                IN_OFFICE(bad_bytes_are_refused),
        };

        return cmocka_run_group_tests_name("query_wait", tests, NULL, NULL);
}
