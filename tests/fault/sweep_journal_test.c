/* sweep_journal_test.c - calls of a writer go wrong, one a life: killed before it, killed inside it, EIO, ENOSPC, half a
 * write. It refuses the batch or ends loudly; the next start goes on, with everything that was acknowledged; and when
 * the power goes after that, it is still there.
 *
 * Meanwhile other processes have journal and state open, as in the split wiring: then lock.mdb outlives the writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <errno.h>
#include <sys/wait.h>

#include "proto/ids.h"
#include "tests/contract/store_kit.h"
#include "tests/fault/power.h"
#include "tests/fault/power_store.h"

enum { BATCHES = 3, STRIDE = 40, REFUSED = 3, LOUD = 7 };
#ifdef __SANITIZE_ADDRESS__
enum { KILL_STEP = 5, ERROR_STEP = 10 }; /* starting a program is slow here */
#else
enum { KILL_STEP = 1, ERROR_STEP = 2 }; /* a commit has three calls: each has its turn */
#endif

/* -- the workload -- */

static void end_unless(int r)
{
        if (r)
                _exit(r > 0 ? REFUSED : LOUD);
}

static void say_head(struct journal *journal)
{
        struct journal_head head;

        end_unless(journal_head(journal, &head));
        if (head.seq > 0)
                tape_say(&head, sizeof head);
}

/* Of one task, whose row counts them: what is applied twice shows. */
static int append(struct journal *journal, unsigned count)
{
        uint8_t payload[1500];
        struct journal_head head;
        int r = journal_head(journal, &head);

        for (unsigned i = 0; r == 0 && i < count; i++) {
                struct record record = {
                        .kind = EVENT_REPORT,
                        .epoch = 1,
                        .author = 2000,
                        .agent = 3000,
                        .number = head.seq + 1 + i,
                        .task = 1 + i % 2,
                        .day = {19000},
                        .payload = {payload, sizeof payload},
                };

                ids_random(payload, sizeof payload);
                r = journal_add(journal, &record);
        }
        return r ? r : journal_commit(journal);
}

static void work(const char *directory)
{
        char journal_directory[POWER_PATH + 32];
        char state_directory[POWER_PATH + 32];
        const struct journal_options options = {journal_directory, JOURNAL_WRITE, true, KIT_MAP_SIZE};
        const struct state_options state_options = {state_directory, true, KIT_MAP_SIZE};
        struct journal *journal = NULL;
        struct applier *applier = NULL;
        struct state *state = NULL;
        uint64_t applied;

        snprintf(journal_directory, sizeof journal_directory, "%s/journal", directory);
        snprintf(state_directory, sizeof state_directory, "%s/state", directory);
        end_unless(journal_open(&options, &journal));
        say_head(journal);
        end_unless(state_open(&state_options, &state));
        end_unless(applier_new(journal, state, &applier));
        for (unsigned i = 0; i < BATCHES; i++) {
                int r = append(journal, 1 + 3 * i);

                if (r == JOURNAL_FULL)
                        r = append(journal, 2); /* there is room again */
                end_unless(r);
                say_head(journal);
                r = applier_step(applier, 0, &applied);
                end_unless(r == APPLIER_FULL ? 0 : r);
        }
        applier_free(applier);
        state_close(state);
        journal_close(journal);
}

/* -- the look -- */

static void look(const char *image, const struct tape *tape, size_t cut)
{
        const struct tape_entry *said = power_last_said(tape, cut);
        struct journal *journal = power_store_journal(image, JOURNAL_WRITE, said != NULL);
        struct journal_reader *reader = NULL;
        struct journal_head head;
        struct record record;

        if (!journal)
                return;
        if (said) { /* the chain makes the last one stand for all */
                memcpy(&head, said->data, sizeof head);
                POWER_MUST(journal_reader_new(journal, &reader) == 0 && journal_read_begin(reader) == 0);
                POWER_MUST(journal_read(reader, head.seq, &record) == 0);
                POWER_MUST(memcmp(record.hash, head.hash, HASH_SIZE) == 0);
                journal_reader_free(reader);
        }
        power_store_state(journal, image, said != NULL);
        POWER_MUST(append(journal, 3) == 0);
        journal_close(journal);
}

/* -- the tests -- */

struct watchers {
        struct journal *journal;
        struct state *state;
};

static struct watchers watch(const struct power *power)
{
        char directory[POWER_PATH + 32];
        struct journal_options options = {directory, JOURNAL_READ, false, KIT_MAP_SIZE};
        struct state_options state_options = {directory, false, KIT_MAP_SIZE};
        struct watchers watchers = {NULL, NULL};

        snprintf(directory, sizeof directory, "%s/journal", power->recorded);
        assert_int_equal(journal_open(&options, &watchers.journal), 0);
        snprintf(directory, sizeof directory, "%s/state", power->recorded);
        assert_int_equal(state_open(&state_options, &watchers.state), 0);
        return watchers;
}

static void go_away(struct watchers *watchers)
{
        journal_close(watchers->journal);
        state_close(watchers->state);
}

static bool ended_as_it_should(int fault, int status)
{
        if (fault < 0)
                return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
        if (!WIFEXITED(status))
                return false;
        return WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == REFUSED || WEXITSTATUS(status) == LOUD;
}

static bool struck(const struct tape *tape, size_t *ret_at)
{
        for (*ret_at = 0; *ret_at < tape->n; ++*ret_at)
                if (tape->entry[*ret_at].kind == TAPE_FAULTED)
                        return true;
        return false;
}

/* One life: begun, struck at its N-th call, started again. False when it has not so many calls. */
static bool live(const struct power *power, long n, int fault, struct power_found *found)
{
        struct power_check check = {.look = look, .stride = STRIDE};
        struct watchers watchers;
        struct tape *tape;
        char text[64];
        int status, again;
        bool hit;

        power_begin(power);
        assert_int_equal(power_run(power, NULL), 0);
        watchers = watch(power);
        snprintf(text, sizeof text, "%ld:%d", n, fault);
        status = power_run(power, text);
        again = power_run(power, NULL);
        go_away(&watchers);
        check.tape = tape = power_tape(power);
        hit = struck(tape, &check.from);
        if (hit && (!ended_as_it_should(fault, status) || again != 0))
                fail_msg("fault %d at call %ld: status %x, then %x", fault, n, (unsigned)status, (unsigned)again);
        if (hit) {
                const struct power_found more = power_images(power, &check);

                found->images += more.images;
                found->bad += more.bad;
        }
        tape_free(tape);
        return hit;
}

static void sweep(const struct power *power, int fault)
{
        const long step = fault < 0 ? KILL_STEP : ERROR_STEP;
        struct power_found found = {0, 0};
        long n = 1;

        while (found.bad == 0 && live(power, n, fault, &found))
                n += step;
        print_message("fault %d up to call %ld: %u images, %u bad\n", fault, n - step, found.images, found.bad);
        assert_int_equal(found.bad, 0);
        assert_true(n > 20);
}

static void killed_before_each_call(void **state)
{
        sweep(*state, TAPE_KILL_BEFORE);
}

static void killed_inside_each_call(void **state)
{
        sweep(*state, TAPE_KILL_INSIDE);
}

static void each_call_fails(void **state)
{
        sweep(*state, EIO);
}

static void each_call_finds_the_disk_full(void **state)
{
        sweep(*state, ENOSPC);
}

static void each_write_comes_short(void **state)
{
        sweep(*state, TAPE_SHORT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, power_setup, power_teardown)

static int tests(void)
{
        const struct CMUnitTest all[] = {
                TEST(killed_before_each_call), TEST(killed_inside_each_call),       TEST(each_call_fails),
                TEST(each_write_comes_short),  TEST(each_call_finds_the_disk_full),
        };

        return cmocka_run_group_tests(all, NULL, NULL);
}

int main(int argc, char **argv)
{
        return power_main(argc, argv, work, tests);
}
