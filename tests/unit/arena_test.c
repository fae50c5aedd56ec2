/* arena_test.c - memory in one piece: aligned, zeroed, within its budget. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/base/arena.h"

static bool is_zero(const uint8_t *at, size_t len)
{
        for (size_t i = 0; i < len; i++)
                if (at[i] != 0)
                        return false;
        return true;
}

/* Sizes around the block's, over several rounds: what is handed out is never handed out twice. */
static void test_zeroed_aligned_apart(UNUSED void **state)
{
        static const size_t SIZES[] = {1, 15, 16, 17, 5000, 16384, 1, 16385, 40000, 3, 16383, 100};
        ARENA struct arena *arena = arena_new(0);

        for (int round = 0; round < 4; round++) {
                uint8_t *at[COUNT_OF(SIZES)];

                for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
                        const size_t k = round % 2 ? COUNT_OF(SIZES) - 1 - i : i;

                        at[k] = arena_take(arena, SIZES[k]);
                        assert_non_null(at[k]);
                        assert_int_equal((uintptr_t)at[k] % _Alignof(max_align_t), 0);
                        assert_true(is_zero(at[k], SIZES[k]));
                        memset(at[k], (int)k + 1, SIZES[k]);
                }
                for (size_t i = 0; i < COUNT_OF(SIZES); i++)
                        for (size_t k = 0; k < SIZES[i]; k++)
                                assert_int_equal(at[i][k], i + 1);
                arena_reset(arena);
                assert_int_equal(arena_used(arena), 0);
        }
}

static void test_budget(UNUSED void **state)
{
        ARENA struct arena *arena = arena_new(1000);

        assert_null(arena_take(arena, 1001));
        assert_non_null(arena_take(arena, 960));
        assert_non_null(arena_take(arena, 32));
        assert_null(arena_take(arena, 16));
        assert_null(arena_copy(arena, bytes_str("sixteen and more bytes")).at);
        assert_null(arena_string(arena, bytes_str("text")));
        assert_null(arena_print(arena, "%d", 1));
        assert_non_null(arena_take(arena, 0));
        arena_reset(arena);
        assert_non_null(arena_take(arena, 900));
}

static void test_overflow(UNUSED void **state)
{
        ARENA struct arena *arena = arena_new(0);

        assert_null(arena_take(arena, SIZE_MAX));
        assert_null(arena_take(arena, SIZE_MAX - 15));
        assert_null(arena_array(arena, SIZE_MAX / 8 + 1, 8));
        assert_non_null(arena_array(arena, 0, 8));
        assert_non_null(arena_take(arena, 8));
}

static void test_copies(UNUSED void **state)
{
        ARENA struct arena *arena = arena_new(0);
        const struct bytes none = arena_copy(arena, bytes_of(NULL, 0));

        assert_non_null(none.at);
        assert_int_equal(none.len, 0);
        assert_true(bytes_is(arena_copy(arena, bytes_str("督办")), "督办"));
        assert_string_equal(arena_string(arena, bytes_of("report", 3)), "rep");
        assert_string_equal(arena_string(arena, bytes_of(NULL, 0)), "");
        assert_string_equal(arena_print(arena, "%s %d", "task", 110), "task 110");
        assert_string_equal(arena_print(arena, "%s", ""), "");
        assert_null(arena_free(NULL));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_zeroed_aligned_apart),
                cmocka_unit_test(test_budget),
                cmocka_unit_test(test_overflow),
                cmocka_unit_test(test_copies),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
