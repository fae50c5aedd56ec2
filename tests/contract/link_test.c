/* link_test.c - runs: what goes in comes out, and nothing else is believed. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/bus/link.h"

static struct link_request request(uint64_t key_id, const char *route, bool delimiter, const char *body)
{
        struct link_request made = {.key_id = key_id, .body = bytes_str(body)};

        made.route.len = (uint8_t)strlen(route);
        made.route.delimiter = delimiter;
        memcpy(made.route.at, route, strlen(route));
        return made;
}

static struct bytes items_of(const struct link_run *run)
{
        const struct bytes message = link_run_bytes(run);

        assert_int_equal(message.at[0], LINK_RUN);
        return bytes_of(message.at + 1, message.len - 1);
}

static void expect_same(const struct link_request *a, const struct link_request *b)
{
        assert_int_equal(a->key_id, b->key_id);
        assert_int_equal(a->route.len, b->route.len);
        assert_int_equal(a->route.delimiter, b->route.delimiter);
        assert_memory_equal(a->route.at, b->route.at, sizeof a->route.at);
        assert_true(bytes_equal(a->body, b->body));
}

static void test_round_trip(UNUSED void **state)
{
        const struct link_request requests[] = {
                request(1, "abcde", false, "report"),
                request(UINT64_MAX, "12345678", true, ""),
                request(0, "", false, "x"),
        };
        struct link_run *run = link_run_new();
        struct link_request got;
        struct bytes rest;

        for (int round = 0; round < 2; round++) {
                assert_true(link_run_empty(run));
                for (size_t i = 0; i < COUNT_OF(requests); i++)
                        assert_int_equal(link_run_add(run, &requests[i]), 0);
                assert_false(link_run_empty(run));
                rest = items_of(run);
                for (size_t i = 0; i < COUNT_OF(requests); i++) {
                        assert_int_equal(link_run_next(&rest, &got), 0);
                        expect_same(&got, &requests[i]);
                }
                assert_int_equal(link_run_next(&rest, &got), LINK_END);
                link_run_reset(run);
        }
        link_run_free(run);
        assert_null(link_run_free(NULL));
}

/* An empty run is a message too: nothing in it. */
static void test_empty(UNUSED void **state)
{
        struct link_run *run = link_run_new();
        struct link_request got;
        struct bytes rest = items_of(run);

        assert_int_equal(link_run_size(run), 1);
        assert_int_equal(link_run_next(&rest, &got), LINK_END);
        link_run_free(run);
}

static void test_limits(UNUSED void **state)
{
        static uint8_t body[BUS_BODY_MAX + 1];
        struct link_request big = {.body = bytes_of(body, BUS_BODY_MAX + 1)};
        struct link_run *run = link_run_new();
        struct link_request got;
        struct bytes rest;
        size_t added = 0;
        size_t walked = 0;

        assert_int_equal(link_run_add(run, &big), LINK_BAD);
        assert_true(link_run_empty(run));
        big.body.len = BUS_BODY_MAX;
        while (link_run_add(run, &big) == 0)
                added++;
        assert_int_equal(link_run_add(run, &big), LINK_FULL);
        assert_true(link_run_size(run) <= BUS_RUN_MAX);
        assert_int_equal(added, (BUS_RUN_MAX - 1) / (BUS_BODY_MAX + 14));
        for (rest = items_of(run); link_run_next(&rest, &got) == 0; walked++)
                assert_int_equal(got.body.len, BUS_BODY_MAX);
        assert_int_equal(walked, added);
        link_run_free(run);
}

static void test_hostile(UNUSED void **state)
{
#define KEY "\0\0\0\0\0\0\0\1"
#define ROW(text)                                                                                                      \
        {                                                                                                              \
                text, sizeof text - 1                                                                                  \
        }
        static const struct {
                const char *at;
                size_t len;
        } ROWS[] = {
                ROW("\0"),
                ROW(KEY),
                ROW(KEY "\0"),
                ROW(KEY "\2\0\0\0\0\1x"),
                ROW(KEY "\0\11123456789\0\0\0\1x"),
                ROW(KEY "\0\377"),
                ROW(KEY "\0\5abc"),
                ROW(KEY "\0\2ab\0\0\0"),
                ROW(KEY "\0\2ab\0\0\0\2x"),
                ROW(KEY "\0\2ab\377\377\377\377x"),
                ROW(KEY "\0\2ab\0\2\0\1x"),
        };
        struct link_request got = {.key_id = 77};

        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                struct bytes rest = bytes_of(ROWS[i].at, ROWS[i].len);

                assert_int_equal(link_run_next(&rest, &got), LINK_BAD);
                assert_int_equal(rest.len, ROWS[i].len);
                assert_int_equal(got.key_id, 77);
        }
}

/* Cut anywhere, a run gives whole items only and then says that it is bad. */
static void test_cut_anywhere(UNUSED void **state)
{
        const struct link_request a = request(1, "abcde", true, "first");
        const struct link_request b = request(2, "fghij", false, "second");
        struct link_run *run = link_run_new();
        struct bytes whole;
        size_t first;

        assert_int_equal(link_run_add(run, &a), 0);
        first = link_run_size(run) - 1;
        assert_int_equal(link_run_add(run, &b), 0);
        whole = items_of(run);
        for (size_t len = 0; len < whole.len; len++) {
                uint8_t *copy = malloc(len + !len);
                struct bytes rest = bytes_of(copy, len);
                struct link_request got;
                int r;

                memcpy(copy, whole.at, len);
                for (r = 0; r == 0;)
                        r = link_run_next(&rest, &got);
                assert_int_equal(r, len == 0 || len == first ? LINK_END : LINK_BAD);
                free(copy);
        }
        link_run_free(run);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_round_trip), cmocka_unit_test(test_empty),        cmocka_unit_test(test_limits),
                cmocka_unit_test(test_hostile),    cmocka_unit_test(test_cut_anywhere),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
