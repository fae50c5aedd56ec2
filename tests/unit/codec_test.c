/* codec_test.c - every kind there and back, and every way a message can be wrong. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/limits.h"
#include "tests/unit/fill.h"

static const char PLAN[] = "plan";

static int setup(void **state)
{
        *state = arena_new(0);
        return *state ? 0 : -1;
}

static int teardown(void **state)
{
        arena_free(*state);
        return 0;
}

/* -- there and back -- */

static void every_kind_comes_back(void **state)
{
        struct arena *arena = *state;
        unsigned seed = 0;

        for (size_t row = 0; row < shape_event.n; row++) {
                const struct shape *shape = shape_event.rows[row].shape;
                struct event out;
                struct event back;
                struct bytes first;
                struct bytes second;
                struct flaw flaw;

                fill_event(row, arena, &seed, &out);
                assert_non_null(event_row(out.kind));
                assert_int_equal(codec_put_event(&out, arena, &first), 0);
                assert_int_equal(wire_event_kind(first), out.kind);
                if (codec_event(first, arena, &back, &flaw) != 0)
                        fail_msg("%s: code %d", flaw.field, (int)flaw.code);
                assert_int_equal(back.kind, out.kind);
                assert_true(fill_same(shape, &out.genesis, &back.genesis));
                assert_int_equal(codec_put_event(&back, arena, &second), 0);
                assert_true(bytes_equal(first, second));
        }
}

/* Both tables of kinds, the model's and the schema's, know the same ones. */
static void kinds_are_the_fields_of_event(void **state)
{
        size_t rows = 0;

        (void)state;
        for (int kind = 0; kind < 64; kind++)
                rows += event_row((enum event_kind)kind) != NULL;
        assert_int_equal(rows, shape_event.n);
}

static void no_kind_no_bytes(void **state)
{
        const struct event nothing = {.kind = EVENT_NONE};
        const struct event unknown = {.kind = (enum event_kind)39};
        struct bytes encoded;

        assert_true(codec_put_event(&nothing, *state, &encoded) < 0);
        assert_true(codec_put_event(&unknown, *state, &encoded) < 0);
}

static void zero_is_a_figure(void **state)
{
        struct line line = {.part = 1, .value = {.known = true}};
        struct event out = {.kind = EVENT_REPORT};
        struct event back;
        struct bytes encoded;
        struct flaw flaw;

        out.report = (struct report){.task = {bytes_str(PLAN), 7}, .data_date = day_of(2023, 6, 30)};
        out.report.line.at = &line;
        out.report.line.n = 1;
        assert_int_equal(codec_put_event(&out, *state, &encoded), 0);
        assert_int_equal(codec_event(encoded, *state, &back, &flaw), 0);
        assert_true(back.report.line.at[0].value.known);
        assert_false(back.report.line.at[0].forecast.known);
}

/* -- what is wrong with a report -- */

static struct bytes repeated(struct arena *arena, char c, size_t len)
{
        uint8_t *at = arena_take(arena, len);

        memset(at, c, len);
        return bytes_of(at, len);
}

enum wrong {
        NOTHING,
        NO_TASK,
        NO_DATE,
        NO_PART,
        UNIT_CONTROL,
        UNIT_NUL,
        UNIT_LINES,
        UNIT_LONG,
        WRITTEN_LONG,
        WRITTEN_BAD_UTF8,
        EVIDENCE_UNKNOWN,
        SCALE_LARGE,
        VALUE_SMALLEST,
        HASH_SHORT,
        LINES_MANY,
        PROGRESS_MANY,
        PROGRESS_BAD,
        PROMISE_BAD,
};

static const struct wrong_row {
        enum wrong wrong;
        enum code code;
        const char *field;
} WRONG[] = {
        {NOTHING, CODE_NONE, ""},
        {NO_TASK, CODE_MISSING_FIELD, "report.task"},
        {NO_DATE, CODE_MISSING_FIELD, "report.data_date"},
        {NO_PART, CODE_MISSING_FIELD, "report.line[2].part"},
        {UNIT_CONTROL, CODE_BAD_TEXT, "report.line[2].unit"},
        {UNIT_NUL, CODE_BAD_TEXT, "report.line[2].unit"},
        {UNIT_LINES, CODE_BAD_TEXT, "report.line[2].unit"},
        {UNIT_LONG, CODE_TOO_LARGE, "report.line[2].unit"},
        {WRITTEN_LONG, CODE_TOO_LARGE, "report.line[2].as_written"},
        {WRITTEN_BAD_UTF8, CODE_BAD_TEXT, "report.line[2].as_written"},
        {EVIDENCE_UNKNOWN, CODE_BAD_VALUE, "report.line[2].evidence"},
        {SCALE_LARGE, CODE_BAD_VALUE, "report.line[2].value"},
        {VALUE_SMALLEST, CODE_BAD_VALUE, "report.line[2].forecast"},
        {HASH_SHORT, CODE_BAD_VALUE, "report.source_hash"},
        {LINES_MANY, CODE_TOO_LARGE, "report.line"},
        {PROGRESS_MANY, CODE_TOO_LARGE, "report.progress"},
        {PROGRESS_BAD, CODE_BAD_TEXT, "report.progress[1]"},
        {PROMISE_BAD, CODE_BAD_TEXT, "report.line[2].promise.what"},
};

static void spoil_line(struct line *line, enum wrong wrong, struct arena *arena)
{
        static const struct promise BAD_PROMISE = {.what = {(const uint8_t *)"\x1b[2J", 4}};

        switch (wrong) {
        case NO_PART:
                line->part = 0;
                break;
        case UNIT_CONTROL:
                line->unit = bytes_str("a\x07");
                break;
        case UNIT_NUL:
                line->unit = bytes_of("a\0b", 3);
                break;
        case UNIT_LINES:
                line->unit = bytes_str("a\nb");
                break;
        case UNIT_LONG:
                line->unit = repeated(arena, 'x', LIMIT_NAME_BYTES + 1);
                break;
        case WRITTEN_LONG:
                line->as_written = repeated(arena, 'x', LIMIT_TEXT_BYTES + 1);
                break;
        case WRITTEN_BAD_UTF8:
                line->as_written = bytes_str("\xe4\xb8");
                break;
        case EVIDENCE_UNKNOWN:
                line->evidence = (enum evidence)99;
                break;
        case SCALE_LARGE:
                line->value.scale = NUMBER_SCALE_MAX + 1;
                break;
        case VALUE_SMALLEST:
                line->forecast = (struct number){INT64_MIN, 0, true};
                break;
        case PROMISE_BAD:
                line->promise = &BAD_PROMISE;
                break;
        default:
                break;
        }
}

static void spoil_report(struct report *report, enum wrong wrong, struct arena *arena)
{
        spoil_line(&report->line.at[2], wrong, arena);
        switch (wrong) {
        case NO_TASK:
                report->task = (struct task_ref){0};
                break;
        case NO_DATE:
                report->data_date = (struct day){0};
                break;
        case HASH_SHORT:
                report->source_hash = repeated(arena, 'h', HASH_SIZE - 1);
                break;
        case LINES_MANY:
                report->line.n = LIMIT_PARTS + 1;
                break;
        case PROGRESS_MANY:
                report->progress.n = LIMIT_LIST_ITEMS + 1;
                break;
        case PROGRESS_BAD:
                report->progress.at[1] = bytes_str("\xff");
                break;
        default:
                break;
        }
}

static void good_report(struct arena *arena, struct event *ret_event)
{
        struct line *line = arena_array(arena, LIMIT_PARTS + 1, sizeof *line);

        for (uint32_t i = 0; i <= LIMIT_PARTS; i++)
                line[i] = (struct line){.part = i + 1, .value = {347, 1, true}, .unit = bytes_str("家")};
        *ret_event = (struct event){.kind = EVENT_REPORT};
        ret_event->report = (struct report){.task = {bytes_str(PLAN), 7}, .data_date = day_of(2023, 6, 30)};
        ret_event->report.line.at = line;
        ret_event->report.line.n = 3;
        ret_event->report.progress.at = arena_array(arena, LIMIT_LIST_ITEMS + 1, sizeof(struct bytes));
        ret_event->report.progress.n = 2;
}

static void a_flaw_has_its_code_and_path(void **state)
{
        struct arena *arena = *state;

        for (size_t i = 0; i < COUNT_OF(WRONG); i++) {
                struct event event;
                struct bytes encoded;
                struct flaw flaw = {0};
                int r;

                good_report(arena, &event);
                spoil_report(&event.report, WRONG[i].wrong, arena);
                assert_int_equal(codec_put_event(&event, arena, &encoded), 0);
                r = codec_event(encoded, arena, &event, &flaw);
                assert_int_equal(r, WRONG[i].code == CODE_NONE ? 0 : CODEC_BAD);
                assert_int_equal(flaw.code, WRONG[i].code);
                assert_string_equal(flaw.field, WRONG[i].field);
        }
}

/* -- what is wrong with bytes -- */

#define RAW_CASE(text)                                                                                                 \
        {                                                                                                              \
                (const uint8_t *)(text), sizeof(text) - 1                                                              \
        }

static const struct raw_case {
        struct bytes bytes;
        enum code code;
        const char *field;
} RAW_CASES[] = {
        {RAW_CASE(""), CODE_MALFORMED, ""}, /* no kind */
        {RAW_CASE("\xff\xff"), CODE_MALFORMED, ""},
        {RAW_CASE("\x12\x05\x08\x01"), CODE_MALFORMED, ""}, /* tick, cut short */
        {RAW_CASE("\x12\x05\x08\xe6\xe3\xd2\x09"), CODE_NONE, ""}, /* tick of 2023-06-30 */
        {RAW_CASE("\x12\x05\x08\xe6\xe3\xd2\x09\x12\x05\x08\xe6\xe3\xd2\x09"), CODE_MALFORMED, ""}, /* twice */
        {RAW_CASE("\x12\x05\x08\xe6\xe3\xd2\x09\x1a\x00"), CODE_MALFORMED, ""}, /* two kinds */
        {RAW_CASE("\x12\x05\x08\xe6\xe3\xd2\x09\x98\x06\x01"), CODE_NONE, ""}, /* a field of the future */
        {RAW_CASE("\x12\x05\x08\xe7\xe3\xd2\x09"), CODE_BAD_DATE, "tick.day"}, /* 2023-06-31 */
        {RAW_CASE("\x12\x00"), CODE_MISSING_FIELD, "tick.day"},
        {RAW_CASE("\x12\x02\x08\x00"), CODE_MISSING_FIELD, "tick.day"},
        {RAW_CASE("\x12\x02\x0b\x0c"), CODE_MALFORMED, "tick"}, /* a group */
        {RAW_CASE("\x10\x01"), CODE_MALFORMED, ""}, /* a kind that is no message */
        {RAW_CASE("\x2a\x00"), CODE_NONE, ""}, /* clock_confirm needs nothing */
        {RAW_CASE("\x2a\x05\x0a\x03"
                  "a\0b"),
         CODE_BAD_TEXT, "clock_confirm.reason"},
        {RAW_CASE("\x6a\x05\x08\x01\x12\x01x"), CODE_MISSING_FIELD, "correction.report"},
        {RAW_CASE("\x6a\x07\x08\x01\x12\x01x\x1a\x00"), CODE_MISSING_FIELD, "correction.report.task"},
};

static void bytes_are_not_trusted(void **state)
{
        for (size_t i = 0; i < COUNT_OF(RAW_CASES); i++) {
                struct event event;
                struct flaw flaw = {0};
                const int r = codec_event(RAW_CASES[i].bytes, *state, &event, &flaw);

                if (flaw.code != RAW_CASES[i].code || strcmp(flaw.field, RAW_CASES[i].field) != 0)
                        fail_msg("case %zu: code %d at \"%s\"", i, (int)flaw.code, flaw.field);
                assert_int_equal(r, flaw.code == CODE_NONE ? 0 : CODEC_BAD);
        }
}

static enum code code_of(struct arena *arena, struct bytes bytes)
{
        struct event event;
        struct flaw flaw = {0};

        return codec_event(bytes, arena, &event, &flaw) == 0 ? CODE_NONE : flaw.code;
}

/* A tick with `n` unknown fields inside and one beside it. */
static struct bytes tick_with_unknown(struct arena *arena, size_t n)
{
        static const uint8_t DAY_FIELD[] = {0x08, 0xe6, 0xe3, 0xd2, 0x09};
        uint8_t *at = arena_take(arena, 3 + sizeof DAY_FIELD + 2 * n + 3);
        size_t len = 0;

        at[len++] = 0x12;
        at[len++] = (uint8_t)(sizeof DAY_FIELD + 2 * n);
        memcpy(at + len, DAY_FIELD, sizeof DAY_FIELD);
        len += sizeof DAY_FIELD;
        for (size_t i = 0; i < n; i++) {
                at[len++] = 0x78; /* field 15 */
                at[len++] = 1;
        }
        memcpy(at + len, "\x98\x06\x01", 3);
        return bytes_of(at, len + 3);
}

static void unknown_fields_are_counted_together(void **state)
{
        assert_int_equal(code_of(*state, tick_with_unknown(*state, LIMIT_UNKNOWN_FIELDS - 1)), CODE_NONE);
        assert_int_equal(code_of(*state, tick_with_unknown(*state, LIMIT_UNKNOWN_FIELDS)), CODE_TOO_LARGE);
}

static void a_long_record_is_not_even_read(void **state)
{
        assert_int_equal(code_of(*state, repeated(*state, '\xff', LIMIT_RECORD_BYTES)), CODE_MALFORMED);
        assert_int_equal(code_of(*state, repeated(*state, '\xff', LIMIT_RECORD_BYTES + 1)), CODE_TOO_LARGE);
}

/* 60 kB of empty mentions would take over 4 MB once unpacked. */
static void a_bloating_record_meets_the_budget(void **state)
{
        enum { MENTIONS = 30000, BODY = 2 * MENTIONS };
        struct arena *budget = arena_new(LIMIT_ARENA_BYTES);
        uint8_t *at = arena_take(*state, 4 + BODY);

        memcpy(at, "\x62\xe0\xd4\x03", 4); /* report, length 60000 */
        for (size_t i = 0; i < MENTIONS; i++)
                at[4 + 2 * i] = 0x6a;
        assert_int_equal(code_of(budget, bytes_of(at, 4 + BODY)), CODE_TOO_LARGE);
        assert_true(arena_used(budget) <= LIMIT_ARENA_BYTES);
        arena_free(budget);
}

static void out_parameters_stay_untouched(void **state)
{
        struct event event = {.kind = EVENT_CLOSE};
        struct query query = {.id = 5};
        struct flaw flaw;

        assert_int_equal(codec_event(bytes_str("\x12"), *state, &event, &flaw), CODEC_BAD);
        assert_int_equal(event.kind, EVENT_CLOSE);
        assert_int_equal(codec_query(bytes_str("\x08\x07"), *state, &query, &flaw), CODEC_BAD);
        assert_int_equal(flaw.code, CODE_MISSING_FIELD);
        assert_string_equal(flaw.field, "ask");
        assert_int_equal(query.id, 5);
}

/* Whatever allocation fails, the answer is a refusal, and nothing else happens. */
static void a_small_budget_is_a_refusal(void **state)
{
        struct event event;
        struct event back;
        struct bytes encoded;
        struct flaw flaw;
        unsigned refused = 0;

        good_report(*state, &event);
        assert_int_equal(codec_put_event(&event, *state, &encoded), 0);
        for (size_t budget = 16;; budget += 16) {
                struct arena *small = arena_new(budget);
                const int r = codec_event(encoded, small, &back, &flaw);

                arena_free(small);
                if (r == 0)
                        break;
                assert_int_equal(r, CODEC_BAD);
                assert_int_equal(flaw.code, CODE_TOO_LARGE);
                refused++;
        }
        assert_true(refused > 20);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(every_kind_comes_back, setup, teardown),
                cmocka_unit_test(kinds_are_the_fields_of_event),
                cmocka_unit_test_setup_teardown(no_kind_no_bytes, setup, teardown),
                cmocka_unit_test_setup_teardown(zero_is_a_figure, setup, teardown),
                cmocka_unit_test_setup_teardown(a_flaw_has_its_code_and_path, setup, teardown),
                cmocka_unit_test_setup_teardown(bytes_are_not_trusted, setup, teardown),
                cmocka_unit_test_setup_teardown(unknown_fields_are_counted_together, setup, teardown),
                cmocka_unit_test_setup_teardown(a_long_record_is_not_even_read, setup, teardown),
                cmocka_unit_test_setup_teardown(a_bloating_record_meets_the_budget, setup, teardown),
                cmocka_unit_test_setup_teardown(out_parameters_stay_untouched, setup, teardown),
                cmocka_unit_test_setup_teardown(a_small_budget_is_a_refusal, setup, teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
