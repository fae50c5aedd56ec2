/* ids_test.c - fingerprints stand still: they are in every journal. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "proto/ids.h"

/* The expected values were made with Python's hashlib.blake2b(digest_size=32). */
static void hashes_are_blake2b_256(void **state)
{
        uint8_t hash[HASH_SIZE];
        char text[2 * HASH_SIZE + 1];

        (void)state;
        ids_hash(bytes_str("abc"), hash);
        hex_put(text, hash, sizeof hash);
        assert_string_equal(text, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
        ids_hash((struct bytes){0}, hash);
        hex_put(text, hash, sizeof hash);
        assert_string_equal(text, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void names_keys_and_tasks_have_ids(void **state)
{
        const struct task_ref task = {bytes_str("tianmen-2023"), 83};
        const struct task_ref next = {bytes_str("tianmen-2023"), 84};

        (void)state;
        assert_int_equal(ids_of_name(bytes_str("abc")), 0xbddd813c63423972);
        assert_int_equal(ids_of_key((const uint8_t *)"01234567890123456789012345678901"), 0xfcff49df9b2f82f9);
        assert_int_equal(ids_task(task), 0xb926483100000053);
        assert_int_equal(ids_task_no(ids_task(task)), 83);
        assert_int_equal(ids_task(next), ids_task(task) + 1);
}

static void random_is_not_constant(void **state)
{
        uint8_t a[STREAM_SIZE] = {0};
        uint8_t b[STREAM_SIZE] = {0};

        (void)state;
        ids_random(a, sizeof a);
        ids_random(b, sizeof b);
        assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(hashes_are_blake2b_256),
                cmocka_unit_test(names_keys_and_tasks_have_ids),
                cmocka_unit_test(random_is_not_constant),
        };

        return ids_start() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
