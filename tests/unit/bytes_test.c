/* bytes_test.c - views, byte order, hexadecimal. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

static void test_compare(UNUSED void **state)
{
        static const struct {
                const char *a;
                const char *b;
                int order;
        } ROWS[] = {
                {"", "", 0},     {"", "a", -1},  {"a", "", 1},      {"a", "a", 0},
                {"a", "ab", -1}, {"b", "ab", 1}, {"a", "\xff", -1},
        };

        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const int order = bytes_compare(bytes_str(ROWS[i].a), bytes_str(ROWS[i].b));

                assert_int_equal((order > 0) - (order < 0), ROWS[i].order);
                assert_int_equal(bytes_equal(bytes_str(ROWS[i].a), bytes_str(ROWS[i].b)), ROWS[i].order == 0);
        }
}

static void test_nothing(UNUSED void **state)
{
        const struct bytes none = bytes_str(NULL);

        assert_int_equal(none.len, 0);
        assert_true(bytes_equal(none, bytes_str("")));
        assert_true(bytes_is(none, ""));
        assert_int_equal(bytes_compare(none, none), 0);
}

static void test_byte_order(UNUSED void **state)
{
        static const uint8_t WANTED[] = {0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10};
        uint8_t at[8];

        be64_put(at, 0xfedcba9876543210u);
        assert_memory_equal(at, WANTED, 8);
        assert_true(be64_get(WANTED) == 0xfedcba9876543210u);
        be32_put(at, 0xfedcba98u);
        assert_memory_equal(at, WANTED, 4);
        assert_int_equal(be32_get(WANTED), 0xfedcba98u);
        be16_put(at, 0xfedc);
        assert_memory_equal(at, WANTED, 2);
        assert_int_equal(be16_get(WANTED), 0xfedc);
}

static void test_hex(UNUSED void **state)
{
        static const char *const BAD[] = {"", "0", "000", "00000", "0g00", "00 0", "0x00", "000\xff"};
        uint8_t at[256];
        uint8_t back[256];
        char text[513];

        for (size_t i = 0; i < sizeof at; i++)
                at[i] = (uint8_t)i;
        hex_put(text, at, sizeof at);
        assert_int_equal(strlen(text), 512);
        assert_memory_equal(text + 508, "feff", 5);
        assert_int_equal(hex_get(bytes_str(text), back, sizeof back), 0);
        assert_memory_equal(back, at, sizeof at);
        assert_int_equal(hex_get(bytes_str("aBcD"), back, 2), 0);
        assert_memory_equal(back, "\xab\xcd", 2);
        for (size_t i = 0; i < COUNT_OF(BAD); i++)
                assert_int_equal(hex_get(bytes_str(BAD[i]), back, 2), 1);
        assert_memory_equal(back, "\xab\xcd", 2);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_compare),
                cmocka_unit_test(test_nothing),
                cmocka_unit_test(test_byte_order),
                cmocka_unit_test(test_hex),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
