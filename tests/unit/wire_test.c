/* wire_test.c - batches and kinds, read in place from bytes that nobody vouches for. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/limits.h"
#include "proto/wire.h"

#define STREAM "0123456789abcdef"
#define GOOD_STREAM "\x0a\x10" STREAM
#define BYTES(text)                                                                                                    \
        {                                                                                                              \
                (const uint8_t *)(text), sizeof(text) - 1                                                              \
        }

static const struct open_case {
        const char *what;
        struct bytes message;
        enum code code;
        const char *field;
} OPEN_CASES[] = {
        {"only a stream: where do I stand?", BYTES(GOOD_STREAM), CODE_NONE, NULL},
        {"one record", BYTES(GOOD_STREAM "\x10\x01\x1a\x01x"), CODE_NONE, NULL},
        {"records before the stream", BYTES("\x1a\x01x\x1a\x00\x10\x01" GOOD_STREAM), CODE_NONE, NULL},
        {"a link that is kept", BYTES(GOOD_STREAM "\x20\x01"), CODE_NONE, NULL},
        {"a field of the future", BYTES(GOOD_STREAM "\x28\x07"), CODE_NONE, NULL},
        {"nothing", BYTES(""), CODE_BAD_STREAM, "stream"},
        {"a short stream", BYTES("\x0a\x02xx"), CODE_BAD_STREAM, "stream"},
        {"two streams", BYTES(GOOD_STREAM GOOD_STREAM), CODE_BAD_BATCH, "stream"},
        {"a stream that is a number", BYTES("\x08\x10"), CODE_BAD_BATCH, "stream"},
        {"records without a number", BYTES(GOOD_STREAM "\x1a\x01x"), CODE_BAD_BATCH, "first_number"},
        {"number 0", BYTES(GOOD_STREAM "\x10\x00\x1a\x01x"), CODE_BAD_BATCH, "first_number"},
        {"two numbers", BYTES(GOOD_STREAM "\x10\x01\x10\x02"), CODE_BAD_BATCH, "first_number"},
        {"numbers past the end of counting", BYTES(GOOD_STREAM "\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x1a\x01x"),
         CODE_BAD_BATCH, "first_number"},
        {"a record that is a number", BYTES(GOOD_STREAM "\x18\x01"), CODE_BAD_BATCH, "record"},
        {"a link that is text", BYTES(GOOD_STREAM "\x22\x01x"), CODE_BAD_BATCH, "keeps_link"},
        {"a record cut short", BYTES(GOOD_STREAM "\x10\x01\x1a\x05x"), CODE_BAD_BATCH, ""},
        {"a length of 2^64-1", BYTES(GOOD_STREAM "\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), CODE_BAD_BATCH, ""},
        {"a varint of 65 bits", BYTES(GOOD_STREAM "\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), CODE_BAD_BATCH, ""},
        {"a varint without an end", BYTES(GOOD_STREAM "\x10\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"),
         CODE_BAD_BATCH, ""},
        {"field 0", BYTES(GOOD_STREAM "\x02\x00"), CODE_BAD_BATCH, ""},
        {"a group", BYTES(GOOD_STREAM "\x23\x24"), CODE_BAD_BATCH, ""},
        {"a tag of 40 bits", BYTES(GOOD_STREAM "\xa0\x80\x80\x80\x80\x01\x00"), CODE_BAD_BATCH, ""},
        {"text", BYTES("GET / HTTP/1.1\r\n"), CODE_BAD_BATCH, ""},
};

static void frames_are_checked_whole(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(OPEN_CASES); i++) {
                struct batch_walk walk;
                enum code code = CODE_NONE;
                const char *field = NULL;
                const int r = wire_batch_open(OPEN_CASES[i].message, &walk, &code, &field);

                if (code != OPEN_CASES[i].code || r != (code ? WIRE_BAD : 0))
                        fail_msg("%s: code %d", OPEN_CASES[i].what, (int)code);
                if (field && strcmp(field, OPEN_CASES[i].field) != 0)
                        fail_msg("%s: field %s", OPEN_CASES[i].what, field);
        }
}

static void every_cut_is_noticed_or_harmless(void **state)
{
        static const char WHOLE[] = GOOD_STREAM "\x10\x05\x1a\x03one\x1a\x03two";

        (void)state;
        for (size_t len = 0; len < sizeof WHOLE - 1; len++) {
                uint8_t *copy = malloc(len ? len : 1); /* so that a sanitizer sees a read past the end */
                struct batch_walk walk;
                enum code code;
                const char *field;

                memcpy(copy, WHOLE, len);
                if (wire_batch_open(bytes_of(copy, len), &walk, &code, &field) == 0)
                        assert_true(walk.records < 2);
                free(copy);
        }
}

static void records_come_in_order(void **state)
{
        const struct bytes record[] = {BYTES("one"), BYTES(""), BYTES("three")};
        struct batch batch = {.stream = bytes_str(STREAM), .first_number = 41};
        struct batch_walk walk;
        struct bytes message;
        struct bytes got;
        enum code code;
        const char *field;
        ARENA struct arena *arena = arena_new(0);

        (void)state;
        batch.record.at = arena_array(arena, COUNT_OF(record), sizeof record[0]);
        memcpy(batch.record.at, record, sizeof record);
        batch.record.n = COUNT_OF(record);
        assert_int_equal(codec_put_batch(&batch, arena, &message), 0);
        assert_int_equal(wire_batch_open(message, &walk, &code, &field), 0);
        assert_int_equal(walk.first_number, 41);
        assert_int_equal(walk.records, 3);
        assert_true(bytes_is(walk.stream, STREAM));
        for (size_t i = 0; i < COUNT_OF(record); i++) {
                assert_int_equal(wire_batch_next(&walk, &got), 0);
                assert_true(bytes_equal(got, record[i]));
        }
        assert_int_equal(wire_batch_next(&walk, &got), WIRE_END);
        assert_int_equal(wire_batch_next(&walk, &got), WIRE_END);
}

static void who_keeps_a_link_says_so(void **state)
{
        (void)state;
        for (int keeps = 0; keeps < 2; keeps++) {
                const struct batch batch = {.stream = bytes_str(STREAM), .keeps_link = keeps != 0};
                ARENA struct arena *arena = arena_new(0);
                struct batch_walk walk;
                struct bytes message;
                const char *field;
                enum code code;

                assert_int_equal(codec_put_batch(&batch, arena, &message), 0);
                assert_int_equal(wire_batch_open(message, &walk, &code, &field), 0);
                assert_int_equal(walk.keeps_link, keeps);
        }
}

static enum code code_of_records(struct arena *arena, size_t n, size_t record_len)
{
        struct batch batch = {.stream = bytes_str(STREAM), .first_number = 1};
        struct bytes message;
        struct batch_walk walk;
        enum code code = CODE_NONE;
        const char *field;

        batch.record.at = arena_array(arena, n, sizeof(struct bytes));
        batch.record.n = n;
        for (size_t i = 0; i < n; i++)
                batch.record.at[i] = bytes_of(arena_take(arena, record_len), record_len);
        assert_int_equal(codec_put_batch(&batch, arena, &message), 0);
        return wire_batch_open(message, &walk, &code, &field) == 0 ? CODE_NONE : code;
}

static void limits_hold(void **state)
{
        ARENA struct arena *arena = arena_new(0);

        (void)state;
        assert_int_equal(code_of_records(arena, LIMIT_BATCH_RECORDS, 1), CODE_NONE);
        assert_int_equal(code_of_records(arena, LIMIT_BATCH_RECORDS + 1, 1), CODE_BAD_BATCH);
        assert_int_equal(code_of_records(arena, 1, LIMIT_RECORD_BYTES + 1), CODE_NONE);
        assert_int_equal(code_of_records(arena, 1, LIMIT_FRAME_BYTES), CODE_BAD_BATCH);
}

static const struct kind_case {
        struct bytes record;
        int kind;
} KIND_CASES[] = {
        {BYTES(""), EVENT_NONE},
        {BYTES("\x12\x00"), EVENT_TICK},
        {BYTES("\x62\x00"), EVENT_REPORT},
        {BYTES("\xca\x02\x00"), EVENT_ALERT},
        {BYTES("\x62\x00\x98\x06\x01"), EVENT_REPORT}, /* beside a field of the future */
        {BYTES("\x98\x06\x01"), EVENT_NONE}, /* nothing but a field of the future */
        {BYTES("\x62\x00\x62\x00"), EVENT_NONE},
        {BYTES("\x62\x00\x12\x00"), EVENT_NONE},
        {BYTES("\x60\x01"), EVENT_NONE},
        {BYTES("\x62\x01"), EVENT_NONE},
        {BYTES("\xba\x02\x00"), EVENT_NONE}, /* 39 is no kind */
};

static void a_kind_is_the_one_field(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(KIND_CASES); i++)
                assert_int_equal(wire_event_kind(KIND_CASES[i].record), KIND_CASES[i].kind);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(frames_are_checked_whole), cmocka_unit_test(every_cut_is_noticed_or_harmless),
                cmocka_unit_test(records_come_in_order),    cmocka_unit_test(limits_hold),
                cmocka_unit_test(who_keeps_a_link_says_so), cmocka_unit_test(a_kind_is_the_one_field),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
