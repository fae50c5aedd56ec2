/* tally_test.c - refusals are summed by key and code; a flood of keys accuses nobody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "workers/collector/tally.h"

static void by_key_and_code(void **state)
{
        static struct tally tally;

        (void)state;
        tally.n = 0;
        tally_add(&tally, 7, CODE_GAP, (struct instant){100});
        tally_add(&tally, 7, CODE_GAP, (struct instant){200});
        tally_add(&tally, 7, CODE_CONFLICT, (struct instant){300});
        tally_add(&tally, 8, CODE_GAP, (struct instant){400});
        tally_add(&tally, 8, CODE_BUSY, (struct instant){500}); /* asks to try again: nothing happened */
        assert_int_equal(tally.n, 3);
        assert_int_equal(tally.at[0].count, 2);
        assert_int_equal(tally.at[0].first_at, 100);
        assert_int_equal(tally.at[1].code, CODE_CONFLICT);
        assert_int_equal(tally.at[2].key_id, 8);
}

static void a_flood_of_keys(void **state)
{
        static struct tally tally;

        (void)state;
        tally.n = 0;
        for (uint64_t key = 1; key <= 3 * TALLY_MAX; key++)
                tally_add(&tally, key, CODE_GAP, (struct instant){1});
        assert_int_equal(tally.n, TALLY_MAX);
        assert_int_equal(tally.at[TALLY_MAX - 2].key_id, TALLY_MAX - 1);
        assert_int_equal(tally.at[TALLY_MAX - 1].key_id, 0);
        assert_int_equal(tally.at[TALLY_MAX - 1].count, 2 * TALLY_MAX + 1);
        tally_add(&tally, 1, CODE_GAP, (struct instant){1});
        assert_int_equal(tally.at[0].count, 2);
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(by_key_and_code), cmocka_unit_test(a_flood_of_keys)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
