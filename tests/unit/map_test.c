/* map_test.c - the table against a plain array that does the same. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/base/map.h"

enum { KEYS = 512, STEPS = 20000 };

struct mirror {
        bool there[KEYS];
        uint64_t value[KEYS];
        size_t count;
};

static uint32_t next_random(uint32_t *state)
{
        *state = *state * 1664525 + 1013904223;
        return *state >> 8;
}

static void key_of(uint32_t i, uint8_t *key, size_t size)
{
        memset(key, 0, size);
        key[0] = (uint8_t)i;
        key[size - 1] = (uint8_t)(key[size - 1] ^ (uint8_t)(i >> 8));
}

static void expect_same(const struct map *map, const struct mirror *mirror, size_t size)
{
        uint8_t key[MAP_KEY_MAX];
        const void *found;
        uint64_t value;
        size_t position = 0;
        size_t walked = 0;

        assert_int_equal(map_count(map), mirror->count);
        for (uint32_t i = 0; i < KEYS; i++) {
                const uint64_t *at;

                key_of(i, key, size);
                at = map_get(map, key);
                assert_int_equal(at != NULL, mirror->there[i]);
                if (at)
                        assert_int_equal(*at, mirror->value[i]);
        }
        while (map_next(map, &position, &found, &value)) {
                assert_non_null(map_get(map, found));
                assert_int_equal(*map_get(map, found), value);
                walked++;
        }
        assert_int_equal(walked, mirror->count);
}

static void play(size_t size)
{
        struct map *map = map_new(size);
        struct mirror mirror = {.count = 0};
        uint8_t key[MAP_KEY_MAX];
        uint32_t state = (uint32_t)size;

        for (int step = 0; step < STEPS; step++) {
                const uint32_t i = next_random(&state) % KEYS;

                key_of(i, key, size);
                if (next_random(&state) % 2) {
                        assert_int_equal(map_put(map, key, (uint64_t)step), 0);
                        mirror.count += !mirror.there[i];
                        mirror.there[i] = true;
                        mirror.value[i] = (uint64_t)step;
                } else {
                        assert_int_equal(map_remove(map, key), mirror.there[i]);
                        mirror.count -= mirror.there[i];
                        mirror.there[i] = false;
                }
                if (step % 1000 == 0)
                        expect_same(map, &mirror, size);
        }
        expect_same(map, &mirror, size);
        map_clear(map);
        expect_same(map, &(struct mirror){.count = 0}, size);
        map_free(map);
}

static void test_against_a_mirror(UNUSED void **state)
{
        static const size_t SIZES[] = {2, 7, 8, 16, 32, MAP_KEY_MAX};

        for (size_t i = 0; i < COUNT_OF(SIZES); i++)
                play(SIZES[i]);
}

static void test_values_in_place(UNUSED void **state)
{
        struct map *map = map_new(4);
        uint64_t *at;

        assert_null(map_get(map, "dept"));
        assert_false(map_remove(map, "dept"));
        assert_int_equal(map_put(map, "dept", UINT64_MAX), 0);
        at = map_get(map, "dept");
        *at = 7;
        assert_int_equal(*map_get(map, "dept"), 7);
        assert_int_equal(map_count(map), 1);
        map_free(map);
        assert_null(map_free(NULL));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_against_a_mirror),
                cmocka_unit_test(test_values_in_place),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
