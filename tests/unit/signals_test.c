/* signals_test.c - each case in a child of its own: signals belong to a whole process. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "lib/base/bytes.h"
#include "lib/base/signals.h"

enum { FINE = 0, WRONG = 1 };

static int polite_signals(void)
{
        static const struct {
                int number;
                enum signals_wish wish;
        } ROWS[] = {{SIGTERM, SIGNALS_STOP}, {SIGINT, SIGNALS_STOP}, {SIGHUP, SIGNALS_RELOAD}};
        enum signals_wish wish;
        int fd;

        if (signals_open(&fd) || signals_next(fd, &wish) != SIGNALS_AGAIN)
                return WRONG;
        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                if (kill(getpid(), ROWS[i].number) || signals_next(fd, &wish) || wish != ROWS[i].wish)
                        return WRONG;
        return signals_next(fd, &wish) == SIGNALS_AGAIN ? FINE : WRONG;
}

static int closed_pipe(void)
{
        int fds[2];
        int fd;

        if (signals_open(&fd) || pipe(fds))
                return WRONG;
        close(fds[0]);
        return write(fds[1], "x", 1) < 0 ? FINE : WRONG;
}

static int file_size_limit(void)
{
        const struct rlimit none = {0, 0};
        FILE *file = tmpfile();
        int fd;

        if (!file || signals_open(&fd) || setrlimit(RLIMIT_FSIZE, &none))
                return WRONG;
        return write(fileno(file), "x", 1) < 0 ? FINE : WRONG;
}

/* A page past the end of its file: what a truncated database does. */
static int truncated_map(void)
{
        FILE *file = tmpfile();
        volatile const char *page;
        int fd;

        if (!file || signals_open(&fd) || !freopen("/dev/null", "w", stderr))
                return WRONG;
        page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fileno(file), 0);
        return page == MAP_FAILED ? WRONG : page[0];
}

static void expect_exit(int (*child)(void), int code)
{
        const pid_t pid = fork();
        int status;

        if (pid == 0)
                _exit(child());
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), code);
}

static void test_signals(UNUSED void **state)
{
        expect_exit(polite_signals, FINE);
        expect_exit(closed_pipe, FINE);
        expect_exit(file_size_limit, FINE);
        expect_exit(truncated_map, 74);
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(test_signals)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
