/* collector_numbers_test.c - the numbers of a stream: one after the other, each with one outcome for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/contract/collector_kit.h"

static void assert_receipt(const struct reply *reply, uint64_t number, uint64_t seq)
{
        assert_non_null(reply->receipt);
        assert_int_equal(reply->receipt->number, number);
        assert_int_equal(reply->receipt->seq, seq);
}

static void assert_refused(const struct reply *reply, size_t i, uint64_t number, enum code code)
{
        assert_true(i < reply->refusal.n);
        assert_int_equal(reply->refusal.at[i].number, number);
        assert_int_equal(reply->refusal.at[i].code, code);
}

static void one_after_the_other(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 10);
        const struct reply *reply = ck_say(k, AGENT_A, 0, 1, &report);

        assert_receipt(reply, 1, ck_head(k));
        assert_int_equal(reply->refusal.n, 0);
        reply = ck_say(k, AGENT_A, 0, 3, &report);
        assert_refused(reply, 0, 3, CODE_GAP);
        assert_int_equal(reply->refusal.at[0].expected, 2);
        assert_receipt(reply, 1, ck_head(k));
        reply = ck_say(k, AGENT_A, 0, 2, &report);
        assert_receipt(reply, 2, ck_head(k));
        assert_int_equal(ck_record(k, ck_head(k)).prev_of_stream, ck_head(k) - 1);
        assert_int_equal(ck_record(k, ck_head(k)).prev_of_task, ck_head(k) - 1);
}

/* A stream that was never heard of begins at 1, and a gap does not make it known. */
static void a_new_stream_begins_at_one(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 10);
        const uint64_t head = ck_head(k);
        const struct reply *reply = ck_say(k, AGENT_A, 5, 7, &report);

        assert_refused(reply, 0, 7, CODE_GAP);
        assert_int_equal(reply->refusal.at[0].expected, 1);
        assert_int_equal(ck_head(k), head);
}

static void repeat_all(struct collector_kit *k, const struct bytes *records, uint64_t head, const struct receipt *was)
{
        ck_send(k, AGENT_A, 0, 1, records, 3);
        ck_turn(k);
        assert_int_equal(ck_head(k), head);
        assert_int_equal(k->replies[0].refusal.n, 1);
        assert_refused(&k->replies[0], 0, 2, CODE_FOREIGN_TASK);
        assert_int_equal(k->replies[0].refusal.at[0].seq, was->seq - 1);
        assert_true(bytes_is(k->replies[0].refusal.at[0].field, "task"));
        assert_receipt(&k->replies[0], 3, was->seq);
        assert_true(bytes_equal(k->replies[0].receipt->chain, was->chain));
}

/* Number 2 is refused for good; its record answers for it, also after restarts with and without state. */
static void repeated_for_ever(void **state)
{
        struct collector_kit *k = *state;
        const struct event mine = ck_report(k, 1, 10);
        const struct event foreign = ck_report(k, 2, 10);
        const struct bytes records[3] = {ck_bytes(k, &mine), ck_bytes(k, &foreign), ck_bytes(k, &mine)};
        struct receipt first;
        uint64_t head;

        ck_send(k, AGENT_A, 0, 1, records, 3);
        ck_turn(k);
        head = ck_head(k);
        first = *k->replies[0].receipt;
        assert_refused(&k->replies[0], 0, 2, CODE_FOREIGN_TASK);
        repeat_all(k, records, head, &first);
        ck_restart(k, false);
        repeat_all(k, records, ck_head(k), &first);
        ck_restart(k, true);
        repeat_all(k, records, ck_head(k), &first);
}

static void other_bytes_conflict(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 10);
        const struct event foreign = ck_report(k, 2, 10);
        const struct event other = ck_report(k, 1, 11);
        const struct bytes records[2] = {ck_bytes(k, &report), ck_bytes(k, &foreign)};
        struct bytes again[2] = {ck_bytes(k, &other), ck_bytes(k, &foreign)};
        uint64_t head;

        ck_send(k, AGENT_A, 0, 1, records, 2);
        ck_turn(k);
        head = ck_head(k);
        ck_send(k, AGENT_A, 0, 1, again, 2);
        ck_turn(k);
        assert_int_equal(k->replies[0].refusal.n, 1); /* the run stops at the conflict */
        assert_refused(&k->replies[0], 0, 1, CODE_CONFLICT);
        assert_int_equal(k->replies[0].refusal.at[0].seq, head - 1);
        again[0] = records[0];
        again[1] = records[0]; /* what was refused has bytes of its own, too */
        ck_send(k, AGENT_A, 0, 1, again, 2);
        ck_turn(k);
        assert_refused(&k->replies[0], 0, 2, CODE_CONFLICT);
        assert_int_equal(ck_head(k), head);
}

/* The same batch twice in one round: the second is answered when the first is durable. */
static void repeat_of_a_pending_record(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 10);
        const struct bytes record = ck_bytes(k, &report);
        const uint64_t head = ck_head(k);

        ck_send(k, AGENT_A, 0, 1, &record, 1);
        ck_send(k, AGENT_A, 0, 1, &record, 1);
        ck_turn(k);
        assert_int_equal(ck_head(k), head + 1);
        assert_int_equal(k->n_replies, 2);
        for (int i = 0; i < 2; i++) {
                assert_receipt(&k->replies[i], 1, head + 1);
                assert_int_equal(k->replies[i].refusal.n, 0);
        }
}

/* Half old, half new, over more than one signpost. */
static void old_and_new_in_one_batch(void **state)
{
        struct collector_kit *k = *state;
        struct bytes records[500];
        uint64_t head;

        for (int i = 0; i < 500; i++) {
                const struct event report = ck_report(k, 1, i);

                records[i] = ck_bytes(k, &report);
        }
        for (uint64_t first = 1; first <= 401; first += 100) {
                ck_send(k, AGENT_A, 0, first, records + first - 1, 100);
                ck_turn(k);
        }
        ck_restart(k, true);
        head = ck_head(k);
        ck_send(k, AGENT_A, 0, 200, records + 199, 100);
        ck_turn(k);
        assert_int_equal(k->replies[0].refusal.n, 0);
        assert_int_equal(ck_head(k), head);
        ck_send(k, AGENT_A, 0, 201, records + 199, 1);
        ck_turn(k);
        assert_refused(&k->replies[0], 0, 201, CODE_CONFLICT);
        ck_send(k, AGENT_A, 0, 491, records + 490, 10);
        ck_send(k, AGENT_A, 0, 501, records, 10);
        ck_turn(k);
        assert_receipt(&k->replies[1], 510, head + 10);
}

/* Two agents may use the same stream id; they are two streams. */
static void streams_belong_to_agents(void **state)
{
        struct collector_kit *k = *state;
        const struct event a = ck_report(k, 3, 1);

        const uint64_t head = ck_head(k);

        assert_receipt(ck_say(k, AGENT_A, 0, 1, &a), 1, head + 1);
        assert_receipt(ck_say(k, AGENT_B, 0, 1, &a), 1, head + 2);
}

static void hostile_batches(void **state)
{
        static const struct {
                const char *bytes;
                size_t len;
                enum code code;
        } ROWS[] = {
                {"", 0, CODE_BAD_STREAM},
                {"\xff\xff\xff", 3, CODE_BAD_BATCH},
                {"\x0a\x03"
                 "abc",
                 5, CODE_BAD_STREAM},
        };
        struct collector_kit *k = *state;
        const uint64_t head = ck_head(k);

        for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
                const struct link_request request = {.key_id = ck_key(AGENT_A),
                                                     .body = bytes_of((const uint8_t *)ROWS[i].bytes, ROWS[i].len)};

                assert_int_equal(k->service.take(k->service.self, &request, &k->sink), 0);
                ck_turn(k);
                assert_refused(&k->replies[0], 0, 0, ROWS[i].code);
                assert_null(k->replies[0].receipt);
        }
        assert_int_equal(ck_head(k), head);
}

/* Bytes that are no event use up their number, and later ones go on. */
static void hostile_records(void **state)
{
        struct collector_kit *k = *state;
        static const uint8_t LONG[70000];
        const struct event report = ck_report(k, 1, 10);
        const struct bytes good = ck_bytes(k, &report);
        uint8_t twice[512];
        struct bytes records[5] = {bytes_str("x"), {LONG, sizeof LONG}, {twice, good.len * 2}, {NULL, 0}, good};

        assert_true(good.len * 2 <= sizeof twice);
        memcpy(twice, good.at, good.len);
        memcpy(twice + good.len, good.at, good.len);
        ck_send(k, AGENT_A, 0, 1, records, 5);
        ck_turn(k);
        assert_refused(&k->replies[0], 0, 1, CODE_MALFORMED);
        assert_refused(&k->replies[0], 1, 2, CODE_TOO_LARGE);
        assert_refused(&k->replies[0], 2, 3, CODE_MALFORMED);
        assert_refused(&k->replies[0], 3, 4, CODE_MALFORMED);
        assert_int_equal(k->replies[0].refusal.n, 4);
        assert_receipt(&k->replies[0], 5, ck_head(k));
}

/* The service's own records are one chain, over restarts, too. */
static void own_records_are_a_stream(void **state)
{
        struct collector_kit *k = *state;
        uint64_t number = 0;
        uint64_t previous = 0;

        ck_restart(k, true);
        ck_restart(k, false);
        ck_restart(k, true);
        for (uint64_t seq = 1; seq <= ck_head(k); seq++) {
                const struct record record = ck_record(k, seq);

                if (record.agent != ID_COLLECTOR)
                        continue;
                assert_int_equal(record.number, number + 1);
                assert_int_equal(record.prev_of_stream, previous);
                number = record.number;
                previous = seq;
        }
        assert_true(number > 180); /* a tick a day */
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(one_after_the_other, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(a_new_stream_begins_at_one, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(repeated_for_ever, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(other_bytes_conflict, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(repeat_of_a_pending_record, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(old_and_new_in_one_batch, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(streams_belong_to_agents, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(hostile_batches, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(hostile_records, ck_setup, ck_teardown),
                cmocka_unit_test_setup_teardown(own_records_are_a_stream, ck_setup, ck_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
