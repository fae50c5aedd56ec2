/* text_test.c - valid or not, how wide, and what may reach a terminal. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/base/text.h"

static void test_valid(UNUSED void **state)
{
        static const struct {
                const char *text;
                bool valid;
        } ROWS[] = {
                {"", true},
                {"task", true},
                {"重点任务", true},
                {"\x7f", true},
                {"\xc2\x80", true},
                {"\xdf\xbf", true},
                {"\xe0\xa0\x80", true},
                {"\xed\x9f\xbf", true},
                {"\xee\x80\x80", true},
                {"\xef\xbf\xbf", true},
                {"\xf0\x90\x80\x80", true},
                {"\xf4\x8f\xbf\xbf", true},
                {"\x80", false}, /* alone */
                {"\xbf", false},
                {"\xc0\xaf", false}, /* overlong */
                {"\xc1\xbf", false},
                {"\xe0\x9f\xbf", false},
                {"\xf0\x8f\xbf\xbf", false},
                {"\xed\xa0\x80", false}, /* surrogates */
                {"\xed\xbf\xbf", false},
                {"\xf4\x90\x80\x80", false}, /* above U+10FFFF */
                {"\xf5\x80\x80\x80", false},
                {"\xf8\x88\x80\x80\x80", false},
                {"\xfe", false},
                {"\xff", false},
                {"\xe9\x87", false}, /* cut */
                {"\xf0\x9f\x98", false},
                {"\xc3", false},
                {"\xc3(", false},
                {"\xe2\x28\xa1", false},
                {"\xce\xb1\xbc\xb2", false}, /* GB18030 */
        };

        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                if (text_valid_utf8(bytes_str(ROWS[i].text)) != ROWS[i].valid)
                        fail_msg("row %zu", i);
        assert_true(text_valid_utf8(bytes_of("a\0b", 3)));
}

static void test_control(UNUSED void **state)
{
        static const struct {
                const char *text;
                size_t len;
                bool control;
        } ROWS[] = {
                {"", 0, false},        {"进展 50%", 10, false}, {"two\nlines", 9, false}, {"a\0b", 3, true},
                {"\t", 1, true},       {"\r\n", 2, true},       {"\x1b[2J", 4, true},     {"\x7f", 1, true},
                {"\xc2\x85", 2, true}, {"\xc2\x9f", 2, true},   {"\xc2\xa0", 2, false},
        };

        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                assert_int_equal(text_has_control(bytes_of(ROWS[i].text, ROWS[i].len)), ROWS[i].control);
}

static void test_walk(UNUSED void **state)
{
        static const uint32_t POINTS[] = {'a', 0x7763, TEXT_REPLACEMENT, TEXT_REPLACEMENT, 0x1f600, 'z'};
        struct bytes rest = bytes_str("a督\xe9\x87😀z");
        uint32_t point;

        for (size_t i = 0; i < COUNT_OF(POINTS); i++) {
                assert_true(text_next(&rest, &point));
                assert_int_equal(point, POINTS[i]);
        }
        assert_false(text_next(&rest, &point));
}

static void test_lines(UNUSED void **state)
{
        static const char *const LINES[] = {"一", "", "two\r", "three "};
        struct bytes rest = text_without_mark(bytes_str("\xef\xbb\xbf一\n\r\ntwo\r\r\nthree "));
        struct bytes line;

        for (size_t i = 0; i < COUNT_OF(LINES); i++) {
                assert_true(text_next_line(&rest, &line));
                assert_true(bytes_is(line, LINES[i]));
        }
        assert_false(text_next_line(&rest, &line));
        assert_true(bytes_is(text_without_mark(bytes_str("\xef\xbb")), "\xef\xbb"));
}

static void test_width(UNUSED void **state)
{
        static const struct {
                const char *text;
                size_t width;
        } ROWS[] = {
                {"", 0},
                {"abc", 3},
                {"督办", 4},
                {"(市发改委)", 10},
                {"（）", 4},
                {"１２", 4},
                {"e\xcc\x81", 1},
                {"한국", 4},
                {"ｱ", 1},
                {"“”", 2},
                {"—", 1},
                {"😀", 2},
                {"\xe2\x80\x8b", 0},
                {"𠀀", 2},
                {"\xff", 1},
                {"か\xe3\x82\x99", 2},
                {"、。", 4},
                {"％", 2},
        };

        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                if (text_width(bytes_str(ROWS[i].text)) != ROWS[i].width)
                        fail_msg("%s is %zu wide", ROWS[i].text, text_width(bytes_str(ROWS[i].text)));
}

static void test_fit(UNUSED void **state)
{
        static const struct {
                const char *text;
                size_t width;
                enum text_side side;
                const char *fitted;
        } ROWS[] = {
                {"督办", 6, TEXT_LEFT, "督办  "},  {"督办", 6, TEXT_RIGHT, "  督办"},
                {"督办", 4, TEXT_LEFT, "督办"},    {"督办", 3, TEXT_LEFT, "督…"},
                {"督办", 2, TEXT_LEFT, "… "},      {"督办", 2, TEXT_RIGHT, " …"},
                {"督办", 1, TEXT_LEFT, "…"},       {"督办", 0, TEXT_LEFT, ""},
                {"", 2, TEXT_LEFT, "  "},          {"", 0, TEXT_LEFT, ""},
                {"7610", 6, TEXT_RIGHT, "  7610"}, {"e\xcc\x81l\xc3\xa8ve", 2, TEXT_LEFT, "e\xcc\x81…"},
        };
        ARENA struct arena *arena = arena_new(0);
        ARENA struct arena *tight = arena_new(16);

        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct bytes fitted = text_fit(arena, bytes_str(ROWS[i].text), ROWS[i].width, ROWS[i].side);

                if (!bytes_is(fitted, ROWS[i].fitted))
                        fail_msg("row %zu: \"%.*s\"", i, BYTES_ARG(fitted));
                assert_int_equal(text_width(fitted), ROWS[i].width);
        }
        assert_null(text_fit(tight, bytes_str("督办"), 17, TEXT_LEFT).at);
}

static void test_escape(UNUSED void **state)
{
        static const struct {
                const char *text;
                const char *safe;
        } ROWS[] = {
                {"", ""},
                {"督办 50%", "督办 50%"},
                {"a\nb\tc", "a\\nb\\tc"},
                {"\x1b[2J", "\\x1b[2J"},
                {"\xc2\x9b", "\\x9b"},
                {"\xff\xe9\x87", "\\xff\\xe9\\x87"},
                {"ok\xe2\x80\xaeko", "ok\\u202eko"},
                {"\xe2\x81\xa6", "\\u2066"},
                {"\xd8\x9c", "\\u061c"},
        };
        ARENA struct arena *arena = arena_new(0);
        const struct bytes clean = bytes_str("clean");

        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                if (!bytes_is(text_escape(arena, bytes_str(ROWS[i].text)), ROWS[i].safe))
                        fail_msg("row %zu: %.*s", i, BYTES_ARG(text_escape(arena, bytes_str(ROWS[i].text))));
        assert_true(bytes_is(text_escape(arena, bytes_of("\0", 1)), "\\x00"));
        assert_ptr_equal(text_escape(arena, clean).at, clean.at);
        assert_int_equal(arena_used(arena) > 0, true);
}

/* -- what people may send each other -- */

#define BYTES(text)                                                                                                    \
        {                                                                                                              \
                (const uint8_t *)(text), sizeof(text) - 1                                                              \
        }

static const struct text_case {
        struct bytes text;
        bool line; /* valid as one line */
        bool lines; /* valid as several */
} PLAIN[] = {
        {BYTES(""), true, true},
        {BYTES("plain ~"), true, true},
        {BYTES("完成率 68%"), true, true},
        {BYTES("a\nb\tc"), false, true},
        {BYTES("a\rb"), false, false},
        {BYTES("a\0b"), false, false},
        {BYTES("\x1b[2J"), false, false},
        {BYTES("\x7f"), false, false},
        {BYTES("\xc2\x9b"), false, false}, /* CSI */
        {BYTES("\xc2\xa0"), true, true},
        {BYTES("\x80"), false, false},
        {BYTES("\xc0\xaf"), false, false}, /* overlong '/' */
        {BYTES("\xc1\xbf"), false, false},
        {BYTES("\xe0\x9f\xbf"), false, false},
        {BYTES("\xe0\xa0\x80"), true, true},
        {BYTES("\xed\x9f\xbf"), true, true},
        {BYTES("\xed\xa0\x80"), false, false}, /* surrogate */
        {BYTES("\xef\xbf\xbf"), true, true},
        {BYTES("\xf0\x8f\xbf\xbf"), false, false},
        {BYTES("\xf0\x9f\x93\x88"), true, true},
        {BYTES("\xf4\x8f\xbf\xbf"), true, true},
        {BYTES("\xf4\x90\x80\x80"), false, false}, /* past U+10FFFF */
        {BYTES("\xf5\x80\x80\x80"), false, false},
        {BYTES("\xe4\xb8"), false, false}, /* cut short */
        {BYTES("\xe4\xb8\x41"), false, false},
        {BYTES("\xf0\x9f\x93"), false, false},
        {BYTES("ok\xff"), false, false},
};

static void test_plain(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(PLAIN); i++)
                if (text_is_plain(PLAIN[i].text, TEXT_LINE) != PLAIN[i].line ||
                    text_is_plain(PLAIN[i].text, TEXT_LINES) != PLAIN[i].lines)
                        fail_msg("case %zu", i);
}

/* Every pair of bytes by the letter of RFC 3629: valid pairs are two ASCII characters or C2..DF 80..BF. */
static void test_all_pairs(void **state)
{
        (void)state;
        for (unsigned a = 0; a < 256; a++)
                for (unsigned b = 0; b < 256; b++) {
                        const uint8_t pair[2] = {(uint8_t)a, (uint8_t)b};
                        const bool ascii = a >= 0x20 && a < 0x7f && b >= 0x20 && b < 0x7f;
                        const unsigned point = (a & 0x1f) << 6 | (b & 0x3f);
                        const bool two = (a & 0xe0) == 0xc0 && (b & 0xc0) == 0x80 && point >= 0xa0;

                        assert_int_equal(text_is_plain(bytes_of(pair, 2), TEXT_LINE), ascii || two);
                }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_valid), cmocka_unit_test(test_control),   cmocka_unit_test(test_walk),
                cmocka_unit_test(test_width), cmocka_unit_test(test_fit),       cmocka_unit_test(test_escape),
                cmocka_unit_test(test_plain), cmocka_unit_test(test_all_pairs), cmocka_unit_test(test_lines),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
