/* store_full_test.c - a full disk: the batch is refused whole, and when there is room again, on it goes.
 *
 * The disk is a small tmpfs in a mount namespace of a child's own. Where the machine allows no namespaces
 * the test says so and is skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

#include "tests/contract/store_kit.h"

enum { NO_NAMESPACE = 77, BATCHES_MAX = 20000, FILLER_SIZE = 1 << 20 };

static void write_file(const char *path, const char *text)
{
        const int fd = open(path, O_WRONLY);

        if (fd < 0 || write(fd, text, strlen(text)) < 0)
                _exit(NO_NAMESPACE);
        close(fd);
}

static void own_small_disk(const char *dir)
{
        const int user = geteuid() == 0 ? 0 : CLONE_NEWUSER;
        char users[64];
        char groups[64];

        snprintf(users, sizeof users, "0 %u 1", (unsigned)geteuid());
        snprintf(groups, sizeof groups, "0 %u 1", (unsigned)getegid());
        if (unshare(CLONE_NEWNS | user) != 0)
                _exit(NO_NAMESPACE);
        if (user) {
                write_file("/proc/self/uid_map", users);
                write_file("/proc/self/setgroups", "deny");
                write_file("/proc/self/gid_map", groups);
        }
        if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
            mount("none", dir, "tmpfs", 0, "size=3m,mode=700") != 0)
                _exit(NO_NAMESPACE);
}

/* In the child no test runner is there to come back to. */
static void must(bool ok, const char *what)
{
        if (ok)
                return;
        fprintf(stderr, "not so: %s\n", what);
        _exit(1);
}

#define MUST(what) must(what, #what)

static void make_filler(const char *path)
{
        static const uint8_t ZEROS[FILLER_SIZE];
        const int fd = open(path, O_WRONLY | O_CREAT, 0600);

        MUST(write(fd, ZEROS, sizeof ZEROS) == sizeof ZEROS);
        close(fd);
}

static int append(struct journal *journal, unsigned count, size_t size)
{
        static uint8_t payload[JOURNAL_PAYLOAD_MAX];
        int r = 0;

        for (unsigned i = 0; r == 0 && i < count; i++) {
                struct record record = {.kind = EVENT_REPORT, .epoch = 1, .payload = {payload, size}};

                r = journal_add(journal, &record);
        }
        return r ? r : journal_commit(journal);
}

_Noreturn static void fill_up(const struct kit *kit, unsigned count, size_t size)
{
        char filler[KIT_PATH_SIZE + 16];
        struct journal *journal;
        struct journal_flaw flaw;
        uint64_t head = 0;
        int r = 0;

        own_small_disk(kit->dir);
        snprintf(filler, sizeof filler, "%s/filler", kit->dir);
        make_filler(filler);
        journal = kit_open(kit, JOURNAL_WRITE);
        for (int i = 0; r == 0 && i < BATCHES_MAX; i++) {
                head = kit_head(journal);
                r = append(journal, count, size);
        }
        MUST(r == JOURNAL_FULL); /* the fault did happen */
        MUST(head > 0 && kit_head(journal) == head);
        MUST(append(journal, count, size) == JOURNAL_FULL);
        MUST(journal_verify(journal, 0, 0, NULL, NULL, &flaw) == 0);
        MUST(unlink(filler) == 0);
        MUST(append(journal, count, size) == 0);
        MUST(kit_head(journal) == head + count);
        journal_close(journal);
        journal = kit_open(kit, JOURNAL_WRITE);
        MUST(kit_head(journal) == head + count);
        MUST(journal_verify(journal, 0, 0, NULL, NULL, &flaw) == 0);
        journal_close(journal);
        _exit(0);
}

/* One page, many pages and overflow pages at a time: the last write of a disk may come short. */
static void full_disk(void **state)
{
        static const struct {
                unsigned count;
                size_t size;
        } BATCHES[] = {{1, 200}, {1, 3000}, {64, 200}, {64, 1500}, {7, 9000}, {1, 100000}, {500, 100}};

        for (size_t i = 0; i < COUNT_OF(BATCHES); i++) {
                int status;
                const pid_t child = fork();

                assert_true(child >= 0);
                if (child == 0)
                        fill_up(*state, BATCHES[i].count, BATCHES[i].size);
                assert_int_equal(waitpid(child, &status, 0), child);
                assert_true(WIFEXITED(status));
                if (WEXITSTATUS(status) == NO_NAMESPACE) {
                        print_message("no mount namespace here: full disk not tested\n");
                        skip();
                }
                assert_int_equal(WEXITSTATUS(status), 0);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(full_disk, kit_setup, kit_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
