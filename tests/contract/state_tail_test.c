/* state_tail_test.c - a plan that is imported twice before the applier looks: long texts come and go in one transaction,
 * and LMDB leaves the end of the file unwritten. The state opens again all the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "lib/store/applier.h"
#include "proto/codec.h"
#include "tests/contract/office.h"

enum { REPORTS = 12, TASKS_MAX = 11, TEXT_MAX = 5000 };

static const struct bytes PLAN = {(const uint8_t *)"2023", 4};

static void import(struct office *office, const uint8_t id[16], uint32_t tasks, size_t text)
{
        ARENA struct arena *arena = arena_new(0);
        uint8_t *content = arena_take(arena, TEXT_MAX);
        struct bytes lead = bytes_str("甲局");
        struct bytes encoded[TASKS_MAX];
        struct event chunk = {.kind = EVENT_PLAN_CHUNK};
        const struct event in_force = {
                .kind = EVENT_PLAN_IN_FORCE,
                .plan_in_force = {.id = PLAN,
                                  .import_id = {id, 16},
                                  .chunks = 1,
                                  .tasks = tasks,
                                  .start = day_of(2023, 1, 1),
                                  .end = day_of(2023, 12, 31)},
        };

        memset(content, 'x', TEXT_MAX);
        for (uint32_t i = 0; i < tasks; i++) {
                const struct task task = {
                        .no = i + 1, .title = lead, .content = bytes_of(content, text), .lead = {&lead, 1}};

                assert_int_equal(codec_put_task(&task, arena, &encoded[i]), 0);
        }
        chunk.plan_chunk.plan = PLAN;
        chunk.plan_chunk.import_id = bytes_of(id, 16);
        chunk.plan_chunk.task.at = encoded;
        chunk.plan_chunk.task.n = tasks;
        office_say(office, 2, &chunk);
        office_say(office, 2, &in_force);
}

static void step(struct journal *journal, struct state *state)
{
        struct applier *applier = NULL;
        uint64_t applied;

        assert_int_equal(applier_new(journal, state, &applier), 0);
        assert_int_equal(applier_step(applier, 0, &applied), 0);
        applier_free(applier);
}

static int open_state(const struct kit *kit, bool write, struct state **ret_state)
{
        const struct state_options options = {kit->state_dir, write, KIT_MAP_SIZE};

        return state_open(&options, ret_state);
}

static void fill(struct office *office, struct state *state, uint32_t first, uint32_t second, size_t text)
{
        office_genesis(office);
        for (int i = 0; i < REPORTS; i++) { /* a past of small transactions, so that there are pages to use again */
                office_report(office, 0, 1 + (uint32_t)i % 9, day_of(2023, 1, 1));
                step(office->journal, state);
        }
        import(office, OFFICE_IMPORT_A, first, text);
        import(office, OFFICE_IMPORT_B, second, 1000);
        step(office->journal, state);
}

/* Where the data of the file end; behind that there is only a hole. */
static off_t end_of_data(const char *path)
{
        const int fd = open(path, O_RDONLY | O_CLOEXEC);
        off_t at = 0, hole = 0;

        while (at >= 0) {
                hole = lseek(fd, at, SEEK_HOLE);
                at = lseek(fd, hole, SEEK_DATA);
        }
        close(fd);
        return hole;
}

/* Killed before the hole was made, the file ends with its data: a writer makes it, a reader is refused until then. */
static void expect_hole_is_made(const struct kit *kit, const char *path, off_t size)
{
        const off_t end = end_of_data(path);
        struct state *state = NULL;

        if (end == size)
                return;
        assert_int_equal(truncate(path, end), 0);
        assert_int_equal(open_state(kit, false, &state), STATE_FOREIGN);
        assert_int_equal(open_state(kit, true, &state), 0);
        state_close(state);
        assert_int_equal(truncate(path, 3 * 4096), 0); /* pages that are in use */
        assert_int_equal(open_state(kit, true, &state), STATE_FOREIGN);
}

static void live(const struct kit *parent, uint32_t first, uint32_t second, size_t text)
{
        struct kit kit = *parent;
        struct state *state = NULL;
        struct office office;
        struct stat status;
        char path[KIT_PATH_SIZE + 64];

        snprintf(kit.journal_dir, sizeof kit.journal_dir, "%.200s/j%u-%u", parent->dir, first, second);
        snprintf(kit.state_dir, sizeof kit.state_dir, "%.200s/s%u-%u", parent->dir, first, second);
        snprintf(path, sizeof path, "%s/data.mdb", kit.state_dir);
        office = office_open(&kit);
        assert_int_equal(open_state(&kit, true, &state), 0);
        fill(&office, state, first, second, text);
        state_close(state);
        assert_int_equal(open_state(&kit, false, &state), 0);
        state_close(state);
        assert_int_equal(stat(path, &status), 0);
        expect_hole_is_made(&kit, path, status.st_size);
        office_close(&office);
}

static void opens_after_two_imports_at_once(void **state)
{
        static const size_t TEXTS[] = {2100, 3900, 5000};

        for (uint32_t first = 5; first <= TASKS_MAX; first += 3)
                for (uint32_t second = 1; second < TASKS_MAX; second += 4)
                        live(*state, first, second, TEXTS[(first + second) % COUNT_OF(TEXTS)]);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(opens_after_two_imports_at_once, kit_setup, kit_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
