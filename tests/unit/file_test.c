/* file_test.c - whole files: read, replaced, kept private. */
#include <setjmp.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "lib/base/file.h"
#include "lib/base/signals.h"

static char directory[] = "/tmp/duban-file-XXXXXX";
static char path_buffer[256];

/* "directory/name"; one at a time. */
static const char *in(const char *name)
{
        snprintf(path_buffer, sizeof path_buffer, "%s/%s", directory, name);
        return path_buffer;
}

static mode_t mode_of(const char *path)
{
        struct stat status;

        assert_int_equal(stat(path, &status), 0);
        return status.st_mode & 07777;
}

static void expect_content(const char *path, const char *content)
{
        ARENA struct arena *arena = arena_new(0);
        struct bytes got;

        assert_int_equal(file_read(path, 1000, arena, &got), 0);
        assert_true(bytes_is(got, content));
}

static void test_write_and_read(UNUSED void **state)
{
        const mode_t old = umask(0777);

        assert_int_equal(file_write(in("roster"), bytes_str("first"), 0640, FILE_KEEP), 0);
        assert_int_equal(mode_of(in("roster")), 0640);
        expect_content(in("roster"), "first");
        assert_int_equal(file_write(in("roster"), bytes_str("second"), 0600, FILE_KEEP), FILE_EXISTS);
        expect_content(in("roster"), "first");
        assert_int_equal(file_write(in("roster"), bytes_str("second"), 0600, FILE_REPLACE), 0);
        assert_int_equal(mode_of(in("roster")), 0600);
        expect_content(in("roster"), "second");
        assert_int_equal(file_write(in("roster"), bytes_str(""), 0600, FILE_REPLACE), 0);
        expect_content(in("roster"), "");
        umask(old);
        assert_int_equal(unlink(in("roster")), 0);
}

static void test_read_outcomes(UNUSED void **state)
{
        ARENA struct arena *arena = arena_new(64);
        struct bytes content = bytes_str("untouched");

        assert_int_equal(file_write(in("ten"), bytes_str("0123456789"), 0600, FILE_KEEP), 0);
        assert_int_equal(file_read(in("ten"), 10, arena, &content), 0);
        assert_int_equal(content.len, 10);
        content = bytes_str("untouched");
        assert_int_equal(file_read(in("ten"), 9, arena, &content), FILE_TOO_BIG);
        assert_int_equal(file_read(in("none"), 9, arena, &content), FILE_MISSING);
        assert_int_equal(file_read(in("ten/under"), 9, arena, &content), FILE_MISSING);
        assert_int_equal(file_read(directory, 9, arena, &content), FILE_DENIED);
        assert_int_equal(mkfifo(in("pipe"), 0600), 0);
        assert_int_equal(file_read(in("pipe"), 9, arena, &content), FILE_DENIED);
        assert_true(bytes_is(content, "untouched"));
        assert_int_equal(unlink(in("pipe")), 0);
        assert_int_equal(unlink(in("ten")), 0);
}

static void test_write_outcomes(UNUSED void **state)
{
        assert_int_equal(file_write(in("none/file"), bytes_str("x"), 0600, FILE_REPLACE), FILE_MISSING);
        assert_int_equal(mkdir(in("taken"), 0700), 0);
        assert_int_equal(file_write(in("taken"), bytes_str("x"), 0600, FILE_REPLACE), FILE_DENIED);
        assert_int_equal(rmdir(in("taken")), 0);
        assert_string_equal(file_reason(FILE_MISSING), "it does not exist");
}

/* A disk that takes three bytes: the old file stays as it was and nothing is left beside it. */
static int write_over_the_limit(void)
{
        const struct rlimit three = {3, 3};
        int fd;
        int r;

        if (signals_open(&fd) || setrlimit(RLIMIT_FSIZE, &three) || !freopen("/dev/null", "w", stderr))
                return 1;
        r = file_write(in("key"), bytes_str("longer than that"), 0600, FILE_REPLACE);
        return r < 0 || r == FILE_FULL ? 0 : 1;
}

static void test_failed_write_changes_nothing(UNUSED void **state)
{
        int status;
        pid_t pid;

        assert_int_equal(file_write(in("key"), bytes_str("old key"), 0600, FILE_KEEP), 0);
        pid = fork();
        if (pid == 0)
                _exit(write_over_the_limit());
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_int_equal(status, 0);
        expect_content(in("key"), "old key");
        assert_int_equal(unlink(in("key")), 0);
        assert_int_equal(rmdir(directory), 0);
        assert_int_equal(mkdir(directory, 0700), 0);
}

static void test_private(UNUSED void **state)
{
        assert_int_equal(file_make_private_directory(in("keys")), 0);
        assert_int_equal(mode_of(in("keys")), 0700);
        assert_int_equal(file_make_private_directory(in("keys")), 0);
        assert_int_equal(chmod(in("keys"), 0750), 0);
        assert_int_equal(file_make_private_directory(in("keys")), FILE_EXPOSED);
        assert_int_equal(rmdir(in("keys")), 0);
        assert_int_equal(file_make_private_directory(in("none/keys")), FILE_MISSING);
        assert_int_equal(file_write(in("keys"), bytes_str("x"), 0600, FILE_KEEP), 0);
        assert_int_equal(file_make_private_directory(in("keys")), FILE_DENIED);
        assert_int_equal(file_check_private(in("keys")), 0);
        assert_int_equal(chmod(in("keys"), 0604), 0);
        assert_int_equal(file_check_private(in("keys")), FILE_EXPOSED);
        assert_int_equal(file_check_private(directory), FILE_DENIED);
        assert_int_equal(file_check_private(in("none")), FILE_MISSING);
        assert_int_equal(unlink(in("keys")), 0);
}

static int make_directory(UNUSED void **state)
{
        return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(UNUSED void **state)
{
        return rmdir(directory);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_write_and_read), cmocka_unit_test(test_read_outcomes),
                cmocka_unit_test(test_write_outcomes), cmocka_unit_test(test_failed_write_changes_nothing),
                cmocka_unit_test(test_private),
        };

        return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
