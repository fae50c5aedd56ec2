/* gate_test.c - the key table: who may enter which door, and how much of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "broker/gate.h"

enum { ROW = KEY_SIZE + 8 + 1 + 4 + 4, ROWS_MAX = 4, SECOND = 1000000 };

struct who {
        uint8_t key;
        enum role role;
        uint32_t per_second;
        uint32_t burst;
};

static const struct gate_limits LIMITS = {10, 100};

static void key_of(uint8_t n, uint8_t ret_key[KEY_SIZE])
{
        memset(ret_key, n, KEY_SIZE);
}

static bool admit(struct gate *gate, const struct who *who, size_t n)
{
        uint8_t table[ROWS_MAX * ROW] = {0};
        bool left = false;

        for (size_t i = 0; i < n; i++) {
                uint8_t *row = table + i * ROW;

                key_of(who[i].key, row);
                be64_put(row + KEY_SIZE, 1000u + who[i].key);
                row[KEY_SIZE + 8] = (uint8_t)who[i].role;
                be32_put(row + KEY_SIZE + 9, who[i].per_second);
                be32_put(row + KEY_SIZE + 13, who[i].burst);
        }
        assert_int_equal(gate_admit(gate, bytes_of(table, n * ROW), &left), 0);
        return left;
}

static int charge(struct gate *gate, uint8_t n, uint32_t records, int64_t at, uint32_t *ret_wait)
{
        uint8_t key[KEY_SIZE];
        uint64_t id = 0;
        int r;

        key_of(n, key);
        r = gate_charge(gate, key, records, (struct mono){at}, &id, ret_wait);
        if (r == 0)
                assert_int_equal(id, 1000u + n);
        return r;
}

static bool may_enter(struct gate *gate, uint8_t n, const char *door)
{
        uint8_t key[KEY_SIZE];

        key_of(n, key);
        return gate_may_enter(gate, key, door);
}

static int setup(void **state)
{
        return gate_new(LIMITS, (struct gate **)state);
}

static int teardown(void **state)
{
        gate_free(*state);
        return 0;
}

static void nobody_before_the_table(void **state)
{
        uint32_t wait;

        assert_false(may_enter(*state, 1, "reports"));
        assert_int_equal(charge(*state, 1, 1, 0, &wait), GATE_UNKNOWN);
}

static void doors_by_role(void **state)
{
        const struct who table[] = {{1, ROLE_AGENT, 0, 0}, {2, ROLE_SUPERVISOR, 0, 0}, {3, ROLE_OBSERVER, 0, 0}};

        admit(*state, table, 3);
        assert_true(may_enter(*state, 1, "reports"));
        assert_true(may_enter(*state, 1, "queries"));
        assert_false(may_enter(*state, 1, "bell"));
        assert_true(may_enter(*state, 2, "bell"));
        assert_true(may_enter(*state, 3, "bell"));
        assert_false(may_enter(*state, 4, "reports"));
}

/* A key that is gone from the table is out at its next message, whatever its connection. */
static void revoked_at_the_next_message(void **state)
{
        const struct who table[] = {{1, ROLE_AGENT, 0, 0}, {2, ROLE_SUPERVISOR, 0, 0}};
        const struct who demoted[] = {{2, ROLE_AGENT, 0, 0}};
        uint32_t wait;

        assert_false(admit(*state, table, 2));
        assert_int_equal(charge(*state, 1, 1, clock_mono().us, &wait), 0);
        assert_false(admit(*state, table + 1, 1)); /* an agent does not listen to the bell */
        assert_int_equal(charge(*state, 1, 1, clock_mono().us, &wait), GATE_UNKNOWN);
        assert_false(may_enter(*state, 1, "reports"));
        assert_true(admit(*state, demoted, 1)); /* a listener lost its right */
        assert_false(may_enter(*state, 2, "bell"));
        assert_true(may_enter(*state, 2, "reports"));
}

static void bucket(void **state)
{
        const struct who table[] = {{1, ROLE_AGENT, 0, 0}, {2, ROLE_AGENT, 1, 2}};
        const int64_t start = clock_mono().us + SECOND;
        uint32_t wait;

        admit(*state, table, 2);
        assert_int_equal(charge(*state, 1, 100, start, &wait), 0);
        assert_int_equal(charge(*state, 1, 1, start, &wait), GATE_TOO_FAST);
        assert_int_equal(wait, 101); /* a tenth of a second, and one for the rounding */
        assert_int_equal(charge(*state, 1, 1, start + SECOND / 10, &wait), 0);
        assert_int_equal(charge(*state, 1, 1, start + SECOND / 10, &wait), GATE_TOO_FAST);
        assert_int_equal(charge(*state, 1, 100, start + 3600 * (int64_t)SECOND, &wait), 0); /* full again, no more */
        assert_int_equal(charge(*state, 1, 1, start + 3600 * (int64_t)SECOND, &wait), GATE_TOO_FAST);
        assert_int_equal(charge(*state, 2, 2, start, &wait), 0); /* a quota of its own */
        assert_int_equal(charge(*state, 2, 1, start, &wait), GATE_TOO_FAST);
}

/* A batch larger than the bucket is let through when the bucket is full, and paid for afterwards. */
static void larger_than_the_bucket(void **state)
{
        const struct who table[] = {{1, ROLE_AGENT, 0, 0}};
        const int64_t start = clock_mono().us + SECOND;
        uint32_t wait;

        admit(*state, table, 1);
        assert_int_equal(charge(*state, 1, 500, start, &wait), 0);
        assert_int_equal(charge(*state, 1, 1, start + 40 * (int64_t)SECOND, &wait), GATE_TOO_FAST);
        assert_int_equal(wait, 101);
        assert_int_equal(charge(*state, 1, 1, start + 41 * (int64_t)SECOND, &wait), 0);
}

/* A new table does not fill the buckets of those who stay; time that runs backwards takes nothing away. */
static void levels_stay(void **state)
{
        const struct who table[] = {{1, ROLE_AGENT, 0, 0}};
        const int64_t start = clock_mono().us + SECOND;
        uint32_t wait;

        admit(*state, table, 1);
        assert_int_equal(charge(*state, 1, 99, start, &wait), 0);
        admit(*state, table, 1);
        assert_int_equal(charge(*state, 1, 1, start - SECOND, &wait), 0);
        assert_int_equal(charge(*state, 1, 1, start, &wait), GATE_TOO_FAST);
}

static void no_limit(void **state)
{
        const struct who table[] = {{1, ROLE_AGENT, 0, 0}};
        struct gate *gate;
        uint32_t wait;

        (void)state;
        assert_int_equal(gate_new((struct gate_limits){0, 1}, &gate), 0);
        admit(gate, table, 1);
        for (int i = 0; i < 1000; i++)
                assert_int_equal(charge(gate, 1, 512, 0, &wait), 0);
        gate_free(gate);
}

static void half_a_row_is_no_table(void **state)
{
        const struct who table[] = {{1, ROLE_AGENT, 0, 0}};
        const uint8_t half[ROW / 2] = {0};
        bool left;

        admit(*state, table, 1);
        assert_true(gate_admit(*state, bytes_of(half, sizeof half), &left) < 0);
        assert_true(may_enter(*state, 1, "reports")); /* the old one holds */
        admit(*state, table, 0);
        assert_false(may_enter(*state, 1, "reports"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(nobody_before_the_table),
                TEST(doors_by_role),
                TEST(revoked_at_the_next_message),
                TEST(bucket),
                TEST(larger_than_the_bucket),
                TEST(levels_stay),
                TEST(no_limit),
                TEST(half_a_row_is_no_table),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
