/* collector_full_test.c - a full disk in the middle of a round: everything goes back to the last durable
 * record, everybody is told to try again, and what fits is taken at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/contract/collector_kit.h"

enum { LONG_TEXT = 16000, PER_BATCH = 7, BATCHES = 12, MANY_ALERTS = 9000 };

/* More than the disk holds, from the supervisor's stream 1. */
static void send_too_much(struct collector_kit *k)
{
        uint8_t *text = arena_take(k->arena, LONG_TEXT);
        struct event event = {.kind = EVENT_REMARK};
        struct bytes records[PER_BATCH];

        memset(text, 'x', LONG_TEXT);
        event.remark = (struct remark){
                .task = {bytes_str("p"), 1}, .word = REMARK_ORDERLY, .reason = bytes_of(text, LONG_TEXT)};
        for (size_t i = 0; i < PER_BATCH; i++)
                records[i] = ck_bytes(k, &event);
        for (uint64_t i = 0; i < BATCHES; i++)
                ck_send(k, SUPERVISOR, 1, 1 + i * PER_BATCH, records, PER_BATCH);
}

static void assert_disk_full(const struct reply *reply, uint64_t mark)
{
        assert_non_null(reply->receipt);
        assert_int_equal(reply->receipt->number, mark);
        assert_int_equal(reply->refusal.n, 1);
        assert_int_equal(reply->refusal.at[0].code, CODE_DISK_FULL);
        assert_int_equal(reply->refusal.at[0].number, mark + 1);
        assert_true(reply->refusal.at[0].retry);
}

static void assert_intact(struct collector_kit *k)
{
        struct journal_flaw flaw;

        assert_int_equal(journal_verify(k->journal, 0, 0, NULL, NULL, &flaw), 0);
}

/* Nobody has said a word about task 1: what was lost is not remembered. */
static void assert_no_remark(struct collector_kit *k)
{
        static const uint8_t HASH[HASH_SIZE] = {1};
        struct event event = {.kind = EVENT_BULLETIN_CLOSED};

        event.bulletin_closed = (struct bulletin_closed){
                .plan = bytes_str("p"),
                .data_date = day_of(2023, 6, 30),
                .through_seq = 1,
                .hash = bytes_of(HASH, HASH_SIZE),
        };
        assert_int_equal(ck_try(k, SUPERVISOR, &event), CODE_MISSING_FIELD);
        assert_string_equal(ck_field(k), "bulletin_closed.task[1].remark");
}

static void lost_round(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 10);
        const struct bytes records[3] = {ck_bytes(k, &report), ck_bytes(k, &report), ck_bytes(k, &report)};
        uint64_t head;
        struct record record;

        ck_send(k, AGENT_A, 0, 1, records, 1);
        ck_turn(k);
        head = ck_head(k);
        ck_send(k, AGENT_A, 0, 2, records, 2); /* pending when the disk is full */
        ck_send(k, AGENT_B, 3, 1, records, 1); /* a refusal to be recorded, in a stream never seen */
        send_too_much(k);
        ck_send(k, AGENT_A, 0, 4, records, 1);
        ck_turn(k);
        assert_int_equal(ck_head(k), head);
        assert_int_equal(k->n_replies, 3 + BATCHES);
        assert_disk_full(&k->replies[0], 1);
        assert_disk_full(&k->replies[1], 0);
        assert_disk_full(&k->replies[2], 0);
        assert_int_equal(k->replies[2 + BATCHES].receipt->number, 1);
        assert_int_equal(k->replies[2 + BATCHES].refusal.at[0].expected, 2);

        ck_send(k, AGENT_A, 0, 2, records, 3);
        ck_turn(k);
        assert_int_equal(k->replies[0].refusal.n, 0);
        assert_int_equal(k->replies[0].receipt->number, 4);
        assert_int_equal(ck_head(k), head + 3);
        record = ck_record(k, head + 1);
        assert_int_equal(record.prev_of_stream, head);
        assert_int_equal(record.prev_of_task, head);
        assert_true(bytes_equal(k->replies[0].receipt->chain, bytes_of(ck_record(k, head + 3).hash, HASH_SIZE)));
        assert_no_remark(k);
        assert_intact(k);
}

/* What stands before a barrier is durable, whatever happens to the rest of the round. */
static void barrier_before_the_loss(void **state)
{
        struct collector_kit *k = *state;
        struct event roster = {.kind = EVENT_ROSTER_CHANGE};
        const struct event report = ck_report(k, 1, 10);
        const struct bytes record = ck_bytes(k, &report);
        struct bytes change;
        const uint64_t head = ck_head(k);

        roster.roster_change.reason = bytes_str("none");
        change = ck_bytes(k, &roster);
        ck_send(k, AGENT_A, 0, 1, &record, 1);
        ck_send(k, OPERATOR, 0, 1, &change, 1);
        send_too_much(k);
        ck_turn(k);
        assert_int_equal(ck_head(k), head + 2);
        assert_int_equal(k->replies[0].refusal.n, 0);
        assert_int_equal(k->replies[0].receipt->seq, head + 1);
        assert_int_equal(k->replies[1].refusal.n, 0);
        assert_disk_full(&k->replies[2], 0);
}

/* A repeat of a number that was lost before it became durable: try again, not silence. */
static void repeat_of_a_lost_record(void **state)
{
        struct collector_kit *k = *state;
        struct event event = {.kind = EVENT_REMARK};
        uint8_t *text = arena_take(k->arena, LONG_TEXT);
        struct bytes records[1];
        uint64_t first = 1;

        memset(text, 'x', LONG_TEXT);
        event.remark = (struct remark){
                .task = {bytes_str("p"), 1}, .word = REMARK_ORDERLY, .reason = bytes_of(text, LONG_TEXT)};
        records[0] = ck_bytes(k, &event);
        do { /* to the brim, one at a time */
                ck_send(k, SUPERVISOR, 0, first++, records, 1);
                ck_send(k, SUPERVISOR, 0, first - 1, records, 1);
                ck_turn(k);
        } while (k->replies[0].refusal.n == 0);
        for (size_t i = 0; i < 2; i++)
                assert_disk_full(&k->replies[i], first - 2);
        assert_intact(k);
}

static void derived_run_is_whole_or_nothing(void **state)
{
        struct collector_kit *k = *state;
        struct event *alerts = calloc(MANY_ALERTS, sizeof *alerts);
        const uint64_t cause = ck_head(k);
        uint64_t head;

        assert_non_null(alerts);
        for (uint32_t i = 0; i < MANY_ALERTS; i++)
                alerts[i] = ck_alert(cause, i, 1);
        assert_int_equal(ck_derive(k, alerts, 1), 'd');
        head = ck_head(k);
        assert_int_equal(ck_derive(k, alerts + 1, MANY_ALERTS - 1), 'f');
        assert_int_equal(ck_head(k), head);
        ck_turn(k);
        assert_int_equal(k->n_bells, 1);
        assert_int_equal(k->bells[0].head, head);
        assert_true(k->bells[0].complete);
        assert_int_equal(k->bells[0].record.n, 1); /* the one that is durable, and no other */
        assert_int_equal(k->bells[0].record.at[0].seq, head);
        assert_int_equal(ck_derive(k, alerts, 5), 'd'); /* the first is a repeat */
        assert_int_equal(ck_head(k), head + 4);
        ck_turn(k);
        assert_int_equal(k->bells[0].record.n, 4);
        free(alerts);
}

/* A start that cannot write its first record waits, and says so. */
static void start_on_a_full_disk(void **state)
{
        struct collector_kit *k = *state;
        const struct event report = ck_report(k, 1, 10);
        struct event event = {.kind = EVENT_REMARK};
        uint64_t number = 1;
        uint64_t head;
        const struct reply *reply;

        for (size_t length = LONG_TEXT; length; length /= 2) { /* to the brim, with ever smaller ones */
                uint8_t *text = arena_take(k->arena, length);

                memset(text, 'x', length);
                event.remark = (struct remark){
                        .task = {bytes_str("p"), 1}, .word = REMARK_ORDERLY, .reason = bytes_of(text, length)};
                while ((reply = ck_say(k, SUPERVISOR, 0, number, &event))->refusal.n == 0)
                        number++;
        }
        head = ck_head(k);
        ck_restart(k, false);
        assert_int_equal(ck_head(k), head);
        reply = ck_say(k, AGENT_A, 0, 1, &report);
        assert_int_equal(reply->refusal.at[0].code, CODE_DISK_FULL);
        k->map_size *= 2; /* there is room again, but not for this process: the map is fixed at its start */
        ck_restart(k, false);
        assert_int_equal(ck_record(k, head + 1).kind, EVENT_RESUMED);
        assert_int_equal(ck_say(k, AGENT_A, 0, 1, &report)->refusal.n, 0);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(lost_round, ck_setup_small, ck_teardown),
                cmocka_unit_test_setup_teardown(barrier_before_the_loss, ck_setup_small, ck_teardown),
                cmocka_unit_test_setup_teardown(repeat_of_a_lost_record, ck_setup_small, ck_teardown),
                cmocka_unit_test_setup_teardown(derived_run_is_whole_or_nothing, ck_setup_small, ck_teardown),
                cmocka_unit_test_setup_teardown(start_on_a_full_disk, ck_setup_small, ck_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
