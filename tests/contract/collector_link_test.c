/* collector_link_test.c - links as facts: who is up, who was not heard for a day, whose link has ended; and that our own
 * outages make nobody silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/contract/collector_kit.h"

static const int64_t HOUR_MS = 3600000;
static const int64_t DAY_MS = 24 * (int64_t)3600000;

/* The newest word about a link behind that record, and how many there are. */
static size_t words_since(struct collector_kit *k, uint64_t head, struct link *ret_newest)
{
        size_t n = 0;

        for (uint64_t seq = head + 1; seq <= ck_head(k); seq++) {
                const struct record record = ck_record(k, seq);
                struct event *event = arena_take(k->arena, sizeof *event);
                struct flaw flaw;

                if (record.kind != EVENT_LINK)
                        continue;
                assert_int_equal(record.author, ID_COLLECTOR);
                assert_int_equal(codec_event(record.payload, k->arena, event, &flaw), 0);
                *ret_newest = event->link;
                n++;
        }
        return n;
}

static void expect(struct collector_kit *k, uint64_t head, enum teller teller, enum link_state state, struct day since)
{
        struct link link = {0};

        assert_int_equal(words_since(k, head, &link), 1);
        assert_int_equal(link.state, state);
        assert_true(bytes_equal(link.member, ck_name(teller)));
        assert_int_equal(link.since.n, since.n);
}

static void expect_none(struct collector_kit *k, uint64_t head)
{
        struct link link;

        assert_int_equal(words_since(k, head, &link), 0);
}

/* Opens the days up to that one; the head before. */
static uint64_t advance(struct collector_kit *k, struct day to)
{
        struct event event = {.kind = EVENT_CLOCK_ADVANCE};
        const uint64_t head = ck_head(k);

        event.clock_advance.to = to;
        ck_must(k, OPERATOR, event);
        return head;
}

static struct day day(int day_of_july)
{
        return day_of(2023, 7, day_of_july);
}

static void up_once_and_down_once(void **state)
{
        struct collector_kit *k = *state;
        uint64_t head = ck_head(k);

        ck_link(k, AGENT_A);
        expect(k, head, AGENT_A, LINK_UP, day_of(2023, 6, 30));
        assert_int_equal(k->n_replies, 1);
        head = ck_head(k);
        ck_link(k, AGENT_A);
        expect_none(k, head);
        expect_none(k, advance(k, day(1))); /* heard on the day before */
        ck_link(k, AGENT_A);
        expect_none(k, advance(k, day(2)));
        head = advance(k, day(3));
        expect(k, head, AGENT_A, LINK_DOWN, day(1));
        expect_none(k, advance(k, day(5)));
        head = ck_head(k);
        ck_link(k, AGENT_A);
        expect(k, head, AGENT_A, LINK_UP, day(5));
}

/* By hand nobody keeps a link; and a link is an agent's. */
static void who_keeps_none(void **state)
{
        struct collector_kit *k = *state;
        const uint64_t head = ck_head(k);

        ck_must(k, AGENT_A, ck_report(k, 1, 10));
        ck_link(k, SUPERVISOR);
        ck_link(k, OBSERVER);
        advance(k, day(9));
        expect_none(k, head);
}

/* However long the time between two openings is: one day. */
static void days_that_are_opened_together(void **state)
{
        struct collector_kit *k = *state;
        uint64_t head;

        ck_link(k, AGENT_A);
        expect_none(k, advance(k, day(9)));
        head = advance(k, day(20));
        expect(k, head, AGENT_A, LINK_DOWN, day(8));
        assert_int_equal(ck_record(k, head + 2).kind, EVENT_TICK); /* behind the first of the days */
        assert_int_equal(ck_record(k, head + 3).kind, EVENT_LINK);
}

static void after_a_start_all_are_heard(void **state)
{
        struct collector_kit *k = *state;
        uint64_t head;

        ck_link(k, AGENT_A);
        ck_link(k, AGENT_B);
        advance(k, day(1));
        ck_link(k, AGENT_B);
        for (int applied = 0; applied < 2; applied++) {
                head = ck_head(k);
                ck_restart(k, applied);
                ck_link(k, AGENT_B); /* it is up, and known to be so */
                expect_none(k, head);
                expect_none(k, advance(k, day(2 + applied)));
                ck_link(k, AGENT_B);
        }
        head = advance(k, day(4));
        expect(k, head, AGENT_A, LINK_DOWN, day(2));
        ck_restart(k, true);
        head = ck_head(k);
        ck_link(k, AGENT_A); /* it was down, and that is known too */
        expect(k, head, AGENT_A, LINK_UP, day(4));
}

static void our_outage_is_not_theirs(void **state)
{
        struct collector_kit *k = *state;
        struct event roster;
        uint64_t head;

        ck_start(k);
        roster = ck_roster(k);
        assert_int_equal(ck_try(k, OPERATOR, &roster), 0);
        ck_link(k, AGENT_A);
        head = ck_head(k);
        ck_stop(k);
        k->now.ms += 3 * DAY_MS;
        ck_start(k);
        expect_none(k, head);
        for (int hours = 0; hours < 17; hours++) { /* 08:00 to 01:00: heard on the day of the start */
                k->now.ms += HOUR_MS;
                k->mono.us += HOUR_MS * 1000;
                ck_turn(k);
        }
        expect_none(k, head);
        for (int hours = 0; hours < 24; hours++) {
                k->now.ms += HOUR_MS;
                k->mono.us += HOUR_MS * 1000;
                ck_turn(k);
        }
        expect(k, head, AGENT_A, LINK_DOWN, day_plus(day_of_instant(k->now.ms, 480), -2));
}

static void a_link_ends_with_its_key(void **state)
{
        struct collector_kit *k = *state;
        struct event roster = ck_roster(k);
        uint64_t head;

        ck_link(k, AGENT_A);
        ck_link(k, AGENT_B);
        roster.roster_change.key.at[AGENT_A].revoked = true;
        roster.roster_change.member.at[AGENT_B].department = bytes_str("丙");
        assert_int_equal(ck_try(k, OPERATOR, &roster), 0);
        head = ck_head(k);
        ck_link(k, AGENT_B); /* of another department from now on */
        expect(k, head, AGENT_B, LINK_UP, day_of(2023, 6, 30));
        head = advance(k, day(1));
        expect(k, head, AGENT_A, LINK_GONE, day(1));
        ck_link(k, AGENT_B);
        expect_none(k, advance(k, day(2)));
        ck_restart(k, true);
        expect_none(k, advance(k, day(3)));
        head = advance(k, day(4));
        expect(k, head, AGENT_B, LINK_DOWN, day(2));
        roster.roster_change.member.at[AGENT_B].retired = true;
        assert_int_equal(ck_try(k, OPERATOR, &roster), 0);
        head = advance(k, day(5));
        expect(k, head, AGENT_B, LINK_GONE, day(5));
        ck_restart(k, false);
        expect_none(k, advance(k, day(9)));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(up_once_and_down_once, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(who_keeps_none, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(days_that_are_opened_together, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(after_a_start_all_are_heard, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(our_outage_is_not_theirs, ck_setup_real, ck_teardown),
                cmocka_unit_test_setup_teardown(a_link_ends_with_its_key, ck_setup, ck_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
