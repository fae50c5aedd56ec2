/* applier_test.c - the state depends on the journal alone: not on steps, stops or who watched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <pthread.h>
#include <sys/wait.h>

#include "lib/store/applier.h"
#include "lib/store/state_private.h"
#include "proto/ids.h"
#include "tests/contract/office.h"

static struct state *open_state(const struct kit *kit, const char *name)
{
        char dir[KIT_PATH_SIZE + 32];
        const struct state_options options = {dir, true, KIT_MAP_SIZE};
        struct state *state = NULL;

        snprintf(dir, sizeof dir, "%s/%s", kit->dir, name);
        assert_int_equal(state_open(&options, &state), 0);
        return state;
}

static uint64_t step(struct journal *journal, struct state *state, uint32_t limit)
{
        struct applier *applier = NULL;
        uint64_t applied = 0;

        assert_int_equal(applier_new(journal, state, &applier), 0);
        assert_int_equal(applier_step(applier, limit, &applied), 0);
        applier_free(applier);
        return applied;
}

static void expect_same(struct state *a, struct state *b)
{
        char where[200] = "";
        const int r = applier_compare(a, b, where, sizeof where);

        if (r)
                print_message("%s\n", where);
        assert_int_equal(r, 0);
}

/* In one go, or a few records at a time with the state closed and a new applier for each step. */
static void steps_do_not_matter(void **state)
{
        static const uint32_t STEPS[] = {1, 2, 3, 7, 64};
        const struct kit *kit = *state;
        struct office office = office_open(kit);
        struct state *whole = open_state(kit, "whole");
        uint64_t head;

        office_fill(&office, 400);
        head = kit_head(office.journal);
        assert_int_equal(step(office.journal, whole, 0), head);
        for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
                char name[16];
                uint64_t applied = 0;
                struct state *parts;

                snprintf(name, sizeof name, "parts%zu", i);
                while (applied < head) {
                        parts = open_state(kit, name);
                        applied = step(office.journal, parts, STEPS[i]);
                        state_close(parts);
                }
                parts = open_state(kit, name);
                expect_same(whole, parts);
                state_close(parts);
        }
        state_close(whole);
        office_close(&office);
}

static void compare_finds_differences(void **state)
{
        const struct kit *kit = *state;
        struct office office = office_open(kit);
        struct state *a = open_state(kit, "a");
        struct state *b = open_state(kit, "b");
        char where[200] = "";

        office_fill(&office, 20);
        step(office.journal, a, 0);
        step(office.journal, b, 20);
        assert_int_equal(applier_compare(a, b, where, sizeof where), APPLIER_DIFFERENT);
        assert_non_null(strstr(where, "table meta"));
        step(office.journal, b, 0);
        expect_same(a, b);
        state_close(a);
        state_close(b);
        office_close(&office);
}

static void state_of_another_journal(void **state)
{
        const struct kit *kit = *state;
        struct kit other = *kit;
        struct office office = office_open(kit);
        struct office others;
        struct state *made = open_state(kit, "made");
        struct applier *applier = NULL;
        uint64_t applied = 0;

        snprintf(other.journal_dir, sizeof other.journal_dir, "%s/other", kit->dir);
        others = office_open(&other);
        office_fill(&office, 10);
        office_fill(&others, 5);
        step(office.journal, made, 0);
        assert_int_equal(applier_new(others.journal, made, &applier), 0);
        assert_int_equal(applier_step(applier, 0, &applied), APPLIER_FOREIGN); /* shorter */
        office_fill(&others, 50);
        assert_int_equal(applier_step(applier, 0, &applied), APPLIER_FOREIGN); /* longer, other hashes */
        applier_free(applier);
        state_close(made);
        office_close(&others);
        office_close(&office);
}

/* Full: the transaction leaves nothing behind, and with more room it goes on to the same state. */
static void full_state(void **state)
{
        enum { CURSORS = 300 };
        const struct kit *kit = *state;
        struct state_options options = {kit->state_dir, true, 128 << 10};
        struct office office = office_open(kit);
        struct state *small = NULL;
        struct state *whole = open_state(kit, "whole");
        struct applier *applier = NULL;
        uint64_t applied = 0;
        struct event cursor = {.kind = EVENT_CURSOR, .cursor = {.epoch = 1, .seq = 1}};
        char name[200];

        memset(name, 'n', sizeof name);
        for (int i = 0; i < CURSORS; i++) {
                name[0] = (char)('a' + i / 26);
                name[1] = (char)('a' + i % 26);
                cursor.cursor.name = bytes_of(name, sizeof name);
                office_say(&office, 0, &cursor);
                office_report(&office, 1, 1, day_of(2023, 6, 30)); /* counted: twice would show */
        }
        assert_int_equal(state_open(&options, &small), 0);
        assert_int_equal(applier_new(office.journal, small, &applier), 0);
        assert_int_equal(applier_step(applier, 10, &applied), 0);
        assert_int_equal(applied, 10);
        assert_int_equal(applier_step(applier, 0, &applied), APPLIER_FULL);
        assert_int_equal(applier_step(applier, 1, &applied), 0);
        assert_int_equal(applied, 11);
        applier_free(applier);
        state_close(small);
        options.map_size = KIT_MAP_SIZE;
        assert_int_equal(state_open(&options, &small), 0);
        assert_int_equal(step(office.journal, small, 0), 2 * CURSORS);
        step(office.journal, whole, 0);
        expect_same(small, whole);
        state_close(small);
        state_close(whole);
        office_close(&office);
}

/* More records than one transaction holds. */
static void more_than_a_transaction(void **state)
{
        enum { RECORDS = 70000, TASKS = 5000 };
        const struct kit *kit = *state;
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        struct state *made = open_state(kit, "made");
        struct state_reader *reader = NULL;
        struct task_state task;
        struct record record;

        for (uint64_t i = 0; i < RECORDS; i++) {
                record = (struct record){.kind = EVENT_REPORT,
                                         .agent = ID_RESERVED_END + i % 7,
                                         .number = 1 + i / 7,
                                         .task = 1 + i % TASKS,
                                         .day = {19000}};
                assert_int_equal(journal_add(journal, &record), 0);
        }
        assert_int_equal(journal_commit(journal), 0);
        assert_int_equal(step(journal, made, 0), RECORDS);
        assert_int_equal(state_reader_new(made, &reader), 0);
        assert_int_equal(state_read_begin(reader), 0);
        for (uint64_t i = 0; i < TASKS; i++) {
                assert_int_equal(state_task(reader, 1 + i, &task), 0);
                assert_int_equal(task.reports, RECORDS / TASKS);
                assert_int_equal(task.report, RECORDS - TASKS + 1 + i);
        }
        state_reader_free(reader);
        state_close(made);
        journal_close(journal);
}

struct runner {
        struct applier *applier;
        struct marks *marks;
        int stop;
        int result;
};

static void *run(void *context)
{
        struct runner *runner = context;

        runner->result = applier_run(runner->applier, runner->marks, &runner->stop);
        return NULL;
}

static void runs_until_stopped(void **state)
{
        const struct kit *kit = *state;
        struct office office = office_open(kit);
        struct state *made = open_state(kit, "made");
        struct runner runner = {0};
        char path[KIT_PATH_SIZE + 16];
        pthread_t thread;

        snprintf(path, sizeof path, "%s/marks", kit->dir);
        assert_int_equal(marks_open(path, &runner.marks), 0);
        assert_int_equal(applier_new(office.journal, made, &runner.applier), 0);
        office_genesis(&office);
        assert_int_equal(pthread_create(&thread, NULL, run, &runner), 0);
        assert_int_equal(marks_wait(runner.marks, MARK_APPLIED, 1, 10000), 1);
        for (uint64_t i = 0; i < 20; i++) {
                const uint64_t seq = office_report(&office, 0, 1, day_of(2023, 6, 30));

                marks_set(runner.marks, MARK_HEAD, seq);
                assert_int_equal(marks_wait(runner.marks, MARK_APPLIED, seq, 10000), seq);
        }
        kit_append(office.journal, 1000, 100);
        marks_set(runner.marks, MARK_HEAD, kit_head(office.journal));
        assert_int_equal(marks_wait(runner.marks, MARK_APPLIED, 1021, 10000), 1021);
        __atomic_store_n(&runner.stop, 1, __ATOMIC_RELEASE);
        marks_release(runner.marks);
        assert_int_equal(pthread_join(thread, NULL), 0);
        assert_int_equal(runner.result, 0);
        applier_free(runner.applier);
        marks_close(runner.marks);
        state_close(made);
        office_close(&office);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
        const struct CMUnitTest tests[] = {
                TEST(steps_do_not_matter), TEST(compare_finds_differences), TEST(state_of_another_journal),
                TEST(full_state),          TEST(more_than_a_transaction),   TEST(runs_until_stopped),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
