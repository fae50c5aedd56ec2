/* send_test.c - the sending step machine, as traces under a fake clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/lib/send.h"

struct play {
        struct send send;
        struct send_held held;
        struct mono now;
};

static struct play begin(uint64_t answered, uint64_t put)
{
        struct play play = {.held = {.oldest = 1, .put = put}, .now = {1000000}};

        send_init(&play.send, answered, 42);
        return play;
}

static void pass(struct play *play, int64_t ms)
{
        play->now.us += ms * 1000;
}

static struct send_step next(struct play *play)
{
        return send_next(&play->send, play->held, play->now);
}

static void expect(struct play *play, enum send_do what)
{
        assert_int_equal(what, next(play).what);
}

/* Nothing to do for `least` to `most` ms; then that time goes by. */
static void expect_pause(struct play *play, int64_t least, int64_t most)
{
        const struct send_step step = next(play);
        const int64_t us = step.until.us - play->now.us;

        assert_int_equal(SEND_WAIT, step.what);
        assert_in_range(us, (uintmax_t)least * 1000, (uintmax_t)most * 1000);
        play->now = step.until;
}

static void expect_records(struct play *play, uint64_t from, uint32_t n)
{
        const struct send_step step = next(play);

        assert_int_equal(SEND_RECORDS, step.what);
        assert_int_equal(from, step.from);
        assert_int_equal(n, step.most);
        send_did(&play->send, n, play->now);
        expect(play, SEND_WAIT);
}

static void hear(struct play *play, uint64_t receipt, const struct refusal *refusal, size_t n)
{
        const struct receipt about = {.number = receipt};
        struct refusal copy[8];
        struct reply reply = {.receipt = receipt ? &about : NULL, .refusal = {copy, n}};

        for (size_t i = 0; i < n; i++)
                copy[i] = refusal[i];
        send_heard(&play->send, &reply, play->held, play->now);
}

static void receipt(struct play *play, uint64_t number)
{
        hear(play, number, NULL, 0);
}

static void refuse(struct play *play, uint64_t receipt_number, struct refusal refusal)
{
        hear(play, receipt_number, &refusal, 1);
}

static void connect_at(struct play *play, uint64_t mark)
{
        expect(play, SEND_OPEN);
        expect(play, SEND_WAIT);
        receipt(play, mark);
}

static void sends_in_windows(UNUSED void **state)
{
        struct play play = begin(0, 100);

        connect_at(&play, 0);
        expect_records(&play, 1, 64);
        receipt(&play, 40); /* the rest of the batch is still on its way */
        expect(&play, SEND_WAIT);
        receipt(&play, 64);
        expect_records(&play, 65, 36);
        receipt(&play, 100);
        assert_int_equal(100, play.send.answered);
        expect(&play, SEND_WAIT);
        play.held.put = 101;
        expect_records(&play, 101, 1);
}

static void a_shorter_batch_is_gone_on_from(UNUSED void **state)
{
        struct play play = begin(0, 100);

        connect_at(&play, 0);
        assert_int_equal(SEND_RECORDS, next(&play).what);
        send_did(&play.send, 3, play.now); /* no more went into the message */
        expect(&play, SEND_WAIT);
        receipt(&play, 3);
        expect_records(&play, 4, 64);
}

static void repeated_receipts_change_nothing(UNUSED void **state)
{
        struct play play = begin(5, 10);

        connect_at(&play, 5);
        expect_records(&play, 6, 5);
        receipt(&play, 5);
        receipt(&play, 3);
        assert_int_equal(5, play.send.answered);
        expect(&play, SEND_WAIT);
        receipt(&play, 10);
        receipt(&play, 10);
        receipt(&play, 7);
        assert_int_equal(10, play.send.answered);
        assert_int_equal(SEND_FLOWING, play.send.state);
}

static void a_lost_reply_is_asked_for_again(UNUSED void **state)
{
        struct play play = begin(0, 3);

        connect_at(&play, 0);
        expect_records(&play, 1, 3);
        expect_pause(&play, SEND_ANSWER_MS, SEND_ANSWER_MS);
        expect(&play, SEND_CLOSE);
        expect_pause(&play, 500, 1000);
        connect_at(&play, 3); /* it has them, but which of them did it refuse? */
        assert_int_equal(0, play.send.answered);
        expect_records(&play, 1, 3);
        refuse(&play, 3, (struct refusal){.number = 2, .code = CODE_BAD_VALUE, .seq = 9});
        assert_int_equal(3, play.send.answered);
}

static void pauses_double_with_chance(UNUSED void **state)
{
        static const int64_t MOST[] = {1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000};
        struct play play = begin(0, 1);

        for (size_t i = 0; i < COUNT_OF(MOST); i++) {
                expect(&play, SEND_OPEN);
                expect_pause(&play, SEND_ANSWER_MS, SEND_ANSWER_MS);
                expect(&play, SEND_CLOSE);
                expect_pause(&play, MOST[i] / 2, MOST[i]);
        }
        connect_at(&play, 0);
        send_lost(&play.send, play.now);
        expect_pause(&play, 500, 1000); /* an answer begins the row anew */
}

static void two_clients_do_not_come_back_at_once(UNUSED void **state)
{
        struct play one = begin(0, 1), two = begin(0, 1);

        two.send.chance = 43;
        send_lost(&one.send, one.now);
        send_lost(&two.send, two.now);
        assert_int_not_equal(next(&one).until.us, next(&two).until.us);
}

static void asks_when_it_is_quiet(UNUSED void **state)
{
        struct play play = begin(7, 7);

        connect_at(&play, 7);
        expect_pause(&play, SEND_PING_MS, SEND_PING_MS);
        expect(&play, SEND_ASK);
        pass(&play, 100);
        receipt(&play, 7);
        expect_pause(&play, SEND_PING_MS, SEND_PING_MS);
        expect(&play, SEND_ASK);
        expect_pause(&play, SEND_ANSWER_MS, SEND_ANSWER_MS);
        expect(&play, SEND_CLOSE); /* a dead path is noticed within 20 s */
}

static void goes_back_when_the_service_was_restored(UNUSED void **state)
{
        struct play play = begin(50, 60);

        connect_at(&play, 30);
        assert_int_equal(30, play.send.answered);
        expect_records(&play, 31, 30);
        receipt(&play, 60);
        assert_int_equal(60, play.send.answered);
}

static void goes_back_on_a_gap(UNUSED void **state)
{
        struct play play = begin(50, 60);

        connect_at(&play, 50);
        expect_records(&play, 51, 10);
        refuse(&play, 0, (struct refusal){.number = 51, .code = CODE_GAP, .expected = 21});
        assert_int_equal(20, play.send.answered);
        expect_records(&play, 21, 40);
}

static void a_gap_ahead_means_a_lost_batch(UNUSED void **state)
{
        struct play play = begin(0, 10);

        connect_at(&play, 0);
        expect_records(&play, 1, 10);
        refuse(&play, 0, (struct refusal){.number = 1, .code = CODE_GAP, .expected = 1});
        expect_pause(&play, 500, 1000);
        expect_records(&play, 1, 10);
        refuse(&play, 0, (struct refusal){.number = 1, .code = CODE_GAP, .expected = 1});
        expect_pause(&play, 1000, 2000); /* not for ever at full speed */
        expect_records(&play, 1, 10);
}

static void stops_when_the_lost_is_not_kept(UNUSED void **state)
{
        struct play play = begin(50, 60);

        play.held.oldest = 41;
        expect(&play, SEND_OPEN);
        receipt(&play, 39);
        expect(&play, SEND_STOP);
        assert_int_equal(SEND_DROPPED, play.send.why);
        assert_int_equal(40, play.send.stopped_at);
        assert_int_equal(50, play.send.answered);
}

static void waits_as_told(UNUSED void **state)
{
        struct play play = begin(0, 10);
        const struct refusal refusal[] = {
                {.number = 4, .code = CODE_BAD_VALUE, .seq = 104},
                {.number = 5, .code = CODE_TOO_FAST, .retry = true, .retry_after_ms = 2500},
                {.number = 6, .code = CODE_STOPPED_RUN, .retry = true},
                {.number = 7, .code = CODE_STOPPED_RUN, .retry = true},
        };

        connect_at(&play, 0);
        expect_records(&play, 1, 10);
        hear(&play, 3, refusal, COUNT_OF(refusal));
        assert_int_equal(4, play.send.answered);
        expect_pause(&play, 2500, 2500);
        expect_records(&play, 5, 6);
        refuse(&play, 0, (struct refusal){.number = 5, .code = CODE_DISK_FULL, .retry = true});
        expect_pause(&play, 500, 1000);
        expect_records(&play, 5, 6);
        refuse(&play, 0, (struct refusal){.number = 5, .code = CODE_BUSY, .retry = true, .retry_after_ms = UINT32_MAX});
        expect_pause(&play, 60000, 60000); /* nobody may send us to sleep for weeks */
        expect_records(&play, 5, 6);
        receipt(&play, 10);
        assert_int_equal(10, play.send.answered);
}

static void refusals_use_up_their_numbers(UNUSED void **state)
{
        const struct refusal all[] = {
                {.number = 1, .code = CODE_MALFORMED, .seq = 11},
                {.number = 2, .code = 999, .seq = 12}, /* a code of a newer service */
                {.number = 3, .code = CODE_NOT_ALLOWED, .seq = 13},
        };
        struct play play = begin(0, 3);

        connect_at(&play, 0);
        expect_records(&play, 1, 3);
        hear(&play, 0, all, COUNT_OF(all));
        assert_int_equal(3, play.send.answered);
        expect(&play, SEND_WAIT);
}

static void refusals_out_of_turn_count_nothing(UNUSED void **state)
{
        struct play play = begin(0, 3);

        connect_at(&play, 0);
        expect(&play, SEND_RECORDS);
        send_did(&play.send, 2, play.now);
        refuse(&play, 0, (struct refusal){.number = 2, .code = CODE_MALFORMED, .seq = 11});
        refuse(&play, 0, (struct refusal){.number = 3, .code = CODE_MALFORMED, .seq = 11});
        assert_int_equal(0, play.send.answered);
        refuse(&play, 1, (struct refusal){.number = 2, .code = CODE_MALFORMED, .seq = 11});
        assert_int_equal(2, play.send.answered);
}

/* What stops for a person to settle. */
static void stops_loudly(UNUSED void **state)
{
        static const struct {
                struct refusal refusal;
                uint64_t receipt;
                enum send_why why;
                uint64_t at;
        } rows[] = {
                {{.number = 2, .code = CODE_CONFLICT}, 1, SEND_CONFLICT, 2},
                {{.number = 1, .code = CODE_BAD_BATCH}, 0, SEND_REFUSED, 1},
                {{.number = 1, .code = 998}, 0, SEND_REFUSED, 1},
                {{.number = 1, .code = CODE_GAP, .expected = 5}, 0, SEND_FORKED, 4},
        };

        for (size_t i = 0; i < COUNT_OF(rows); i++) {
                struct play play = begin(0, 3);

                connect_at(&play, 0);
                expect_records(&play, 1, 3);
                refuse(&play, rows[i].receipt, rows[i].refusal);
                expect(&play, SEND_STOP);
                assert_int_equal(rows[i].why, play.send.why);
                assert_int_equal(rows[i].at, play.send.stopped_at);
                assert_int_equal(rows[i].receipt, play.send.answered);
                send_lost(&play.send, play.now);
                expect(&play, SEND_STOP);
        }
}

static void stops_when_the_service_knows_more(UNUSED void **state)
{
        struct play play = begin(0, 3);

        expect(&play, SEND_OPEN);
        receipt(&play, 4);
        expect(&play, SEND_STOP);
        assert_int_equal(SEND_FORKED, play.send.why);
        play = begin(0, 3);
        connect_at(&play, 0);
        expect_records(&play, 1, 3);
        receipt(&play, UINT64_MAX);
        expect(&play, SEND_STOP);
        assert_int_equal(0, play.send.answered);
}

/* A busy service answers "where do I stand" with a refusal: that says nothing about the mark. */
static void a_refused_question_is_no_standing(UNUSED void **state)
{
        struct play play = begin(5, 6);

        expect(&play, SEND_OPEN);
        refuse(&play, 0, (struct refusal){.code = CODE_BUSY, .retry = true, .retry_after_ms = 700});
        assert_int_equal(5, play.send.answered);
        expect_pause(&play, 700, 700);
        expect_records(&play, 6, 1);
        refuse(&play, 0, (struct refusal){.number = 6, .code = CODE_UNKNOWN_KEY});
        expect_pause(&play, SEND_PAUSE_LAST_MS, SEND_PAUSE_LAST_MS);
        expect_records(&play, 6, 1);
}

/* A receipt may cover what an earlier connection brought; only what was sent on this one counts. */
static void a_receipt_beyond_the_batch_counts_to_its_end(UNUSED void **state)
{
        struct play play = begin(0, 100);

        connect_at(&play, 64);
        assert_int_equal(SEND_RECORDS, next(&play).what);
        send_did(&play.send, 10, play.now);
        receipt(&play, 64);
        assert_int_equal(10, play.send.answered);
        expect_records(&play, 11, 64);
}

/* The receipt may be of the stream's mark; what it put off or disputes in this batch is not answered. */
static void an_open_refusal_ends_what_a_receipt_covers(UNUSED void **state)
{
        struct play play = begin(2, 10);

        connect_at(&play, 10);
        expect_records(&play, 3, 8);
        refuse(&play, 10, (struct refusal){.number = 5, .code = CODE_CONFLICT});
        assert_int_equal(4, play.send.answered);
        expect(&play, SEND_STOP);
        assert_int_equal(5, play.send.stopped_at);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(sends_in_windows),
                cmocka_unit_test(a_shorter_batch_is_gone_on_from),
                cmocka_unit_test(repeated_receipts_change_nothing),
                cmocka_unit_test(a_lost_reply_is_asked_for_again),
                cmocka_unit_test(pauses_double_with_chance),
                cmocka_unit_test(two_clients_do_not_come_back_at_once),
                cmocka_unit_test(asks_when_it_is_quiet),
                cmocka_unit_test(goes_back_when_the_service_was_restored),
                cmocka_unit_test(goes_back_on_a_gap),
                cmocka_unit_test(a_gap_ahead_means_a_lost_batch),
                cmocka_unit_test(stops_when_the_lost_is_not_kept),
                cmocka_unit_test(waits_as_told),
                cmocka_unit_test(refusals_use_up_their_numbers),
                cmocka_unit_test(refusals_out_of_turn_count_nothing),
                cmocka_unit_test(stops_loudly),
                cmocka_unit_test(stops_when_the_service_knows_more),
                cmocka_unit_test(a_refused_question_is_no_standing),
                cmocka_unit_test(a_receipt_beyond_the_batch_counts_to_its_end),
                cmocka_unit_test(an_open_refusal_ends_what_a_receipt_covers),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
