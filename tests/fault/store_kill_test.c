/* store_kill_test.c - kill -9 at any moment: what was acknowledged is there, whole, in order, once.
 *
 * A child appends batches and writes the head to a pipe after each commit; that is its acknowledgement. The
 * parent kills it after a number of them taken by chance, so it dies inside whatever it is then doing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "proto/ids.h"
#include "tests/contract/store_kit.h"

enum { KILLS = 20, BATCH_MAX = 40, ACKS_MAX = 60 };

_Noreturn static void write_for_ever(const struct kit *kit, int acks)
{
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        uint64_t seed = (uint64_t)getpid();

        for (;;) {
                uint64_t head;

                kit_append(journal, 1 + (unsigned)kit_below(&seed, BATCH_MAX), kit_below(&seed, 3000));
                head = kit_head(journal);
                if (write(acks, &head, sizeof head) != sizeof head)
                        _exit(1);
        }
}

/* Everything the pipe holds; the last head acknowledged. */
static uint64_t last_ack(int acks, uint64_t last)
{
        uint64_t head;

        while (read(acks, &head, sizeof head) == sizeof head)
                last = head;
        return last;
}

static void acknowledged_survives_kill(void **state)
{
        const struct kit *kit = *state;
        uint64_t seed = 3;
        uint64_t acked = 0;

        for (int i = 0; i < KILLS; i++) {
                const uint64_t acks = 1 + kit_below(&seed, ACKS_MAX);
                struct journal *journal;
                struct journal_flaw flaw;
                uint64_t head;
                int status;
                int pipes[2];
                pid_t child;

                assert_int_equal(pipe(pipes), 0);
                child = fork();
                assert_true(child >= 0);
                if (child == 0)
                        write_for_ever(kit, pipes[1]);
                close(pipes[1]);
                for (uint64_t n = 0; n < acks; n++)
                        assert_int_equal(read(pipes[0], &acked, sizeof acked), sizeof acked);
                /* somewhere inside the next batch, not always at its start */
                poll(NULL, 0, (int)kit_below(&seed, 2));
                assert_int_equal(kill(child, SIGKILL), 0);
                assert_int_equal(waitpid(child, &status, 0), child);
                assert_true(WIFSIGNALED(status)); /* the fault did happen */
                acked = last_ack(pipes[0], acked);
                close(pipes[0]);

                journal = kit_open(kit, JOURNAL_WRITE);
                head = kit_head(journal);
                assert_true(head >= acked);
                assert_true(head <= acked + BATCH_MAX);
                assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
                journal_close(journal);
        }
}

/* -- a disk that gives no more: the file may not grow. LMDB sees short writes and EFBIG, which are neither
 * ENOSPC nor a full map: the outcome is unknown and the process has to end. -- */

_Noreturn static void write_past_limit(const struct kit *kit)
{
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        const struct rlimit limit = {512 << 10, 512 << 10};
        static uint8_t payload[2000];
        int r = 0;

        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
                _exit(100);
        for (int i = 0; r == 0 && i < 1000; i++) {
                struct record record = {.kind = EVENT_REPORT, .payload = {payload, sizeof payload}};

                r = journal_add(journal, &record);
                if (r == 0)
                        r = journal_commit(journal);
        }
        _exit(r < 0 ? 7 : 8);
}

static void unknown_outcome_is_fatal(void **state)
{
        const struct kit *kit = *state;
        struct journal *journal;
        struct journal_flaw flaw;
        int status;
        const pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0)
                write_past_limit(kit);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 7);
        journal = kit_open(kit, JOURNAL_WRITE);
        assert_true(kit_head(journal) > 0);
        assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
        kit_append(journal, 1, 2000);
        journal_close(journal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
        const struct CMUnitTest tests[] = {
                TEST(acknowledged_survives_kill),
                TEST(unknown_outcome_is_fatal),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
