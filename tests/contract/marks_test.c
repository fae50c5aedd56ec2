/* marks_test.c - marks wake who waits: in the same process and across processes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <pthread.h>
#include <sys/wait.h>

#include "lib/base/clock.h"
#include "lib/store/marks.h"
#include "tests/contract/store_kit.h"

enum { LONG_MS = 10000 };

static struct marks *open_marks(const struct kit *kit)
{
        char path[KIT_PATH_SIZE + 16];
        struct marks *marks = NULL;

        snprintf(path, sizeof path, "%s/marks", kit->dir);
        assert_int_equal(marks_open(path, &marks), 0);
        return marks;
}

static void set_and_get(void **state)
{
        struct marks *a = open_marks(*state);
        struct marks *b = open_marks(*state);

        assert_int_equal(marks_get(a, MARK_HEAD), 0);
        marks_set(a, MARK_HEAD, 7);
        marks_set(a, MARK_JUDGED, UINT64_MAX);
        assert_int_equal(marks_get(b, MARK_HEAD), 7);
        assert_int_equal(marks_get(b, MARK_APPLIED), 0);
        assert_int_equal(marks_get(b, MARK_JUDGED), UINT64_MAX);
        marks_set(b, MARK_HEAD, 3);
        assert_int_equal(marks_get(a, MARK_HEAD), 3);
        marks_close(a);
        marks_close(b);
}

static void waits_no_longer_than_told(void **state)
{
        struct marks *marks = open_marks(*state);
        const struct mono start = clock_mono();

        marks_set(marks, MARK_APPLIED, 5);
        assert_int_equal(marks_wait(marks, MARK_APPLIED, 5, LONG_MS), 5);
        assert_int_equal(marks_wait(marks, MARK_APPLIED, 6, 0), 5);
        assert_int_equal(marks_wait(marks, MARK_APPLIED, 6, 20), 5);
        assert_true(mono_since_us(start) >= 20000);
        assert_true(mono_since_us(start) < LONG_MS * 1000);
        marks_close(marks);
}

/* The child counts the head up as the parent raises applied: each must wake the other, 500 times. */
static void ping_pong_across_processes(void **state)
{
        enum { ROUNDS = 500 };
        struct marks *marks = open_marks(*state);
        int status;
        const pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0) {
                struct marks *own = open_marks(*state);

                for (uint64_t i = 1; i <= ROUNDS; i++) {
                        marks_set(own, MARK_HEAD, i);
                        if (marks_wait(own, MARK_APPLIED, i, LONG_MS) < i)
                                _exit(1);
                }
                _exit(0);
        }
        for (uint64_t i = 1; i <= ROUNDS; i++) {
                assert_true(marks_wait(marks, MARK_HEAD, i, LONG_MS) >= i);
                marks_set(marks, MARK_APPLIED, i);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        marks_close(marks);
}

static void *wait_long(void *context)
{
        marks_wait(context, MARK_JUDGED, 1, LONG_MS);
        return NULL;
}

static void release_ends_waits(void **state)
{
        struct marks *marks = open_marks(*state);
        struct marks *other = open_marks(*state); /* stands for another process */
        const struct mono start = clock_mono();
        pthread_t thread;

        assert_int_equal(pthread_create(&thread, NULL, wait_long, marks), 0);
        marks_release(marks);
        assert_int_equal(pthread_join(thread, NULL), 0);
        assert_int_equal(marks_wait(marks, MARK_HEAD, 1, LONG_MS), 0);
        assert_true(mono_since_us(start) < LONG_MS * 1000);
        assert_int_equal(marks_wait(other, MARK_HEAD, 1, 10), 0);
        assert_true(mono_since_us(start) >= 10000);
        marks_close(marks);
        marks_close(other);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
        const struct CMUnitTest tests[] = {
                TEST(set_and_get),
                TEST(waits_no_longer_than_told),
                TEST(ping_pong_across_processes),
                TEST(release_ends_waits),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
