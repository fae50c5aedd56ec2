/* front_no_test.c - every no of the front desk is a message of its endpoint's own kind, whatever was asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "broker/front_no.h"
#include "proto/codec.h"
#include "proto/limits.h"

static const enum code CODES_SAID[] = {CODE_UNKNOWN_KEY, CODE_TOO_FAST, CODE_BUSY, CODE_BAD_BATCH, CODE_BAD_QUERY};

static const struct request {
        const char *bytes;
        size_t len;
} REQUESTS[] = {{NULL, 0}, {"", 0}, {"x", 1}, {"\xff\xff\xff\xff", 4}, {"\x0a\xff\xff\xff\xff\x0f", 6}};

static void assert_said(const struct refusal *refusal, enum code code, uint32_t wait_ms)
{
        const struct code_row *row = code_row(code);

        assert_int_equal(refusal->code, code);
        assert_true(bytes_is(refusal->name, row->name));
        assert_true(bytes_is(refusal->sentence_en, row->en));
        assert_int_equal(refusal->retry, row->cost == CODE_RETRY);
        assert_int_equal(refusal->retry_after_ms, wait_ms);
}

static void say(enum front_kind kind, enum code code, struct bytes request)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        ARENA struct arena *decoded = arena_new(LIMIT_ARENA_BYTES);
        struct bytes body;
        struct flaw flaw;

        assert_int_equal(front_no(kind, code, request, 250, arena, &body), 0);
        if (kind == FRONT_REPORTS) {
                struct reply reply;

                assert_int_equal(codec_reply(body, decoded, &reply, &flaw), 0);
                assert_null(reply.receipt);
                assert_int_equal(reply.refusal.n, 1);
                assert_said(&reply.refusal.at[0], code, 250);
        } else {
                struct answer answer;

                assert_int_equal(codec_answer(body, decoded, &answer, &flaw), 0);
                assert_non_null(answer.refusal);
                assert_said(answer.refusal, code, 250);
        }
}

static void every_no(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(CODES_SAID); i++)
                for (size_t k = 0; k < COUNT_OF(REQUESTS); k++) {
                        const struct bytes request = bytes_of((const uint8_t *)REQUESTS[k].bytes, REQUESTS[k].len);

                        say(FRONT_REPORTS, CODES_SAID[i], request);
                        say(FRONT_QUERIES, CODES_SAID[i], request);
                }
}

/* Requests that use up the decoding budget are refused like any other. */
static void costly_requests(void **state)
{
        static uint8_t bytes[LIMIT_FRAME_BYTES];
        static const uint8_t FIELDS[] = {0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x3a, 0x42};

        (void)state;
        for (size_t f = 0; f < sizeof FIELDS; f++) {
                for (size_t i = 0; i + 1 < sizeof bytes; i += 2) {
                        bytes[i] = FIELDS[f];
                        bytes[i + 1] = 0;
                }
                say(FRONT_QUERIES, CODE_TOO_FAST, bytes_of(bytes, sizeof bytes));
                say(FRONT_REPORTS, CODE_TOO_FAST, bytes_of(bytes, sizeof bytes));
        }
}

/* The batch's first number comes back, so that the client knows which one to send again. */
static void the_number_comes_back(void **state)
{
        static const uint8_t STREAM[STREAM_SIZE] = {1};
        ARENA struct arena *arena = arena_new(0);
        struct bytes record = bytes_str("x");
        struct batch batch = {.stream = bytes_of(STREAM, STREAM_SIZE), .first_number = 42};
        struct bytes request;
        struct bytes body;
        struct reply reply;
        struct flaw flaw;

        (void)state;
        batch.record.at = &record;
        batch.record.n = 1;
        assert_int_equal(codec_put_batch(&batch, arena, &request), 0);
        assert_int_equal(front_no(FRONT_REPORTS, CODE_BUSY, request, 0, arena, &body), 0);
        assert_int_equal(codec_reply(body, arena, &reply, &flaw), 0);
        assert_int_equal(reply.refusal.at[0].number, 42);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_no),
                cmocka_unit_test(costly_requests),
                cmocka_unit_test(the_number_comes_back),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
