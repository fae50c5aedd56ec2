/* proto_text_test.c - what is text and what is not. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/text.h"

#define BYTES(text)                                                                                                    \
        {                                                                                                              \
                (const uint8_t *)(text), sizeof(text) - 1                                                              \
        }

static const struct text_case {
        struct bytes text;
        bool line; /* valid as one line */
        bool lines; /* valid as several */
} CASES[] = {
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

static void text_is_utf8_without_controls(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(CASES); i++)
                if (text_is_valid(CASES[i].text, TEXT_LINE) != CASES[i].line ||
                    text_is_valid(CASES[i].text, TEXT_LINES) != CASES[i].lines)
                        fail_msg("case %zu", i);
}

/* Every pair of bytes by the letter of RFC 3629: valid pairs are two ASCII characters or C2..DF 80..BF. */
static void all_pairs(void **state)
{
        (void)state;
        for (unsigned a = 0; a < 256; a++)
                for (unsigned b = 0; b < 256; b++) {
                        const uint8_t pair[2] = {(uint8_t)a, (uint8_t)b};
                        const bool ascii = a >= 0x20 && a < 0x7f && b >= 0x20 && b < 0x7f;
                        const unsigned point = (a & 0x1f) << 6 | (b & 0x3f);
                        const bool two = (a & 0xe0) == 0xc0 && (b & 0xc0) == 0x80 && point >= 0xa0;

                        assert_int_equal(text_is_valid(bytes_of(pair, 2), TEXT_LINE), ascii || two);
                }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(text_is_utf8_without_controls),
                cmocka_unit_test(all_pairs),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
