/* past_test.c - rows of the past: what a task's row, the alerts and what was in force were at any sequence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "lib/store/applier.h"
#include "lib/store/past.h"
#include "lib/store/state_walk.h"
#include "tests/contract/office.h"

enum { EVENTS = 600, REPORTS = 500, TASKS = 7, CORRECTED = 21 };

struct desk { /* an office, its state, and readers of both */
        struct office office;
        struct state *state;
        struct applier *applier;
        struct past past;
};

static struct desk desk_open(const struct kit *kit)
{
        const struct state_options options = {kit->state_dir, true, KIT_MAP_SIZE};
        struct desk desk = {.office = office_open(kit)};

        assert_int_equal(state_open(&options, &desk.state), 0);
        assert_int_equal(applier_new(desk.office.journal, desk.state, &desk.applier), 0);
        assert_int_equal(state_reader_new(desk.state, &desk.past.state), 0);
        assert_int_equal(journal_reader_new(desk.office.journal, &desk.past.journal), 0);
        desk.past.scratch = arena_new(0);
        return desk;
}

static void desk_close(struct desk *desk)
{
        arena_free(desk->past.scratch);
        journal_reader_free(desk->past.journal);
        state_reader_free(desk->past.state);
        applier_free(desk->applier);
        state_close(desk->state);
        office_close(&desk->office);
}

/* Apply up to `limit` more records (0 = all) and look at the state. */
static uint64_t desk_look(struct desk *desk, uint32_t limit)
{
        uint64_t applied;

        assert_int_equal(applier_step(desk->applier, limit, &applied), 0);
        assert_int_equal(state_read_begin(desk->past.state), 0);
        assert_int_equal(journal_read_begin(desk->past.journal), 0);
        return applied;
}

static struct task_state row_now(struct desk *desk, uint32_t no)
{
        struct task_state row = {0};
        const int r = state_task(desk->past.state, office_task(no), &row);

        assert_true(r == 0 || r == STATE_MISSING);
        return row;
}

/* What tasks, alerts and timeline were at each sequence: noted while the state came by, then asked for. */
struct note {
        struct task_state row[TASKS];
        struct state_meta meta;
        size_t alerts;
        uint64_t sum; /* of all that the alerts say */
};

static int add_alert(void *context, const struct alert_state *alert)
{
        struct note *note = context;

        note->alerts++;
        note->sum += (alert->cause + 3 * alert->part + alert->open) * (alert->last_seq + 7 * alert->raised_seq) +
                     11 * alert->signed_seq + 13 * alert->answered_seq + 17 * alert->objected_seq +
                     (uint64_t)alert->severity;
        return 0;
}

static struct note note_now(struct desk *desk)
{
        const struct alert_range now = {0};
        struct note note;

        memset(&note, 0, sizeof note);
        for (uint32_t no = 0; no < TASKS; no++)
                note.row[no] = row_now(desk, no + 1);
        assert_int_equal(state_meta(desk->past.state, &note.meta), 0);
        assert_int_equal(state_alerts(desk->past.state, &now, add_alert, &note), 0);
        return note;
}

static uint64_t in_force(struct desk *desk, enum event_kind kind, uint64_t seq, uint32_t *ret_word)
{
        uint64_t found = 0;
        const int r = state_timeline(desk->past.state, kind, seq, &found, ret_word);

        assert_true(r == 0 || r == STATE_MISSING);
        return found;
}

static void compare(struct desk *desk, uint64_t seq, const struct note *note)
{
        const struct alert_range then = {.as_of = seq};
        struct note past;
        struct note by_task;
        uint32_t word = 0;

        memset(&past, 0, sizeof past);
        memset(&by_task, 0, sizeof by_task);
        for (uint32_t no = 0; no < TASKS; no++) {
                assert_int_equal(past_task(&desk->past, office_task(no + 1), seq, &past.row[no]), 0);
                assert_memory_equal(&past.row[no], &note->row[no], sizeof past.row[no]);
        }
        assert_int_equal(state_alerts(desk->past.state, &then, add_alert, &past), 0);
        assert_int_equal(past.alerts, note->alerts);
        assert_int_equal(past.sum, note->sum);
        for (uint32_t no = 0; no <= TASKS; no++) {
                const struct alert_range of_one = {.as_of = seq, .of_task = true, .task = no ? office_task(no) : 0};

                assert_int_equal(state_alerts(desk->past.state, &of_one, add_alert, &by_task), 0);
        }
        assert_int_equal(by_task.alerts, note->alerts);
        assert_int_equal(by_task.sum, note->sum);
        assert_int_equal(in_force(desk, EVENT_PLAN_IN_FORCE, seq, &word), note->meta.plan_seq);
        assert_int_equal(in_force(desk, EVENT_POLICY, seq, &word), note->meta.policy_seq);
        word = 0;
        in_force(desk, EVENT_TICK, seq, &word);
        assert_int_equal((int32_t)word, note->meta.today.n);
}

static void any_sequence(void **state)
{
        struct desk desk = desk_open(*state);
        struct note *notes;
        uint64_t head, applied = 0;

        office_fill(&desk.office, EVENTS);
        for (unsigned i = 0; i < REPORTS; i++) /* so many that rows are kept, with late ones among them */
                office_report(&desk.office, 0, 1, day_of(2023, 6, 1 + (int)(i * 7 % 29)));
        head = kit_head(desk.office.journal);
        notes = calloc(head + 1, sizeof *notes);
        assert_non_null(notes);
        while (applied < head) {
                applied = desk_look(&desk, 1 + (uint32_t)(applied % 7));
                notes[applied] = note_now(&desk);
        }
        for (uint64_t seq = 1; seq <= head; seq++)
                if (notes[seq].meta.applied)
                        compare(&desk, seq, &notes[seq]);
        assert_true(notes[head].row[0].records > 2 * 256 && notes[head].alerts > 0);
        free(notes);
        desk_close(&desk);
}

static void heads_of_tasks(struct desk *desk, uint64_t head, uint64_t heads[TASKS])
{
        struct record record;

        for (uint64_t seq = 1; seq <= head; seq++) {
                assert_int_equal(journal_read(desk->past.journal, seq, &record), 0);
                for (uint32_t no = 0; no < TASKS; no++)
                        if (record.task == office_task(no + 1))
                                heads[no] = seq;
        }
}

/* However far the applier has come, the row of now is the one that it will come to. */
static void newest(void **state)
{
        struct desk desk = desk_open(*state);
        struct task_state first[TASKS];
        uint64_t heads[TASKS] = {0};
        uint64_t head, applied;

        office_fill(&desk.office, EVENTS);
        for (unsigned i = 0; i < REPORTS; i++)
                office_report(&desk.office, 0, 1, day_of(2023, 6, 1 + (int)(i * 7 % 29)));
        head = kit_head(desk.office.journal);
        applied = desk_look(&desk, 1);
        heads_of_tasks(&desk, head, heads);
        for (uint32_t no = 0; no < TASKS; no++)
                assert_int_equal(past_newest(&desk.past, office_task(no + 1), heads[no], &first[no]), 0);
        while (applied < head) {
                applied = desk_look(&desk, 1 + (uint32_t)(applied % 97));
                for (uint32_t no = 0; no < TASKS; no++) {
                        struct task_state row;

                        assert_int_equal(past_newest(&desk.past, office_task(no + 1), heads[no], &row), 0);
                        assert_memory_equal(&row, &first[no], sizeof row);
                }
        }
        for (uint32_t no = 0; no < TASKS; no++) {
                const struct task_state row = row_now(&desk, no + 1);

                assert_memory_equal(&row, &first[no], sizeof row);
        }
        desk_close(&desk);
}

/* What corrected a report is found however far the applier has come. */
static void corrected(void **state)
{
        struct desk desk = desk_open(*state);
        uint64_t heads[TASKS] = {0};
        uint64_t report[CORRECTED], correction[CORRECTED];
        uint64_t head, applied;

        office_fill(&desk.office, 1);
        for (uint32_t i = 0; i < CORRECTED; i++) { /* every third corrects the correction before it */
                const uint32_t no = 1 + i / 3 % TASKS;
                const struct day day = day_of(2023, 6, 1 + (int)i);

                report[i] = i % 3 == 2 ? correction[i - 1] : office_report(&desk.office, 0, no, day);
                correction[i] = office_correct(&desk.office, 0, no, day, report[i]);
        }
        head = kit_head(desk.office.journal);
        applied = desk_look(&desk, (uint32_t)(report[0] - 1));
        heads_of_tasks(&desk, head, heads);
        while (applied < head) {
                for (uint32_t i = 0; i < CORRECTED; i++) {
                        const uint32_t no = i / 3 % TASKS;
                        uint64_t found;

                        assert_int_equal(past_correction(&desk.past, office_task(no + 1), heads[no], report[i], &found),
                                         0);
                        assert_int_equal(found, correction[i]);
                        assert_int_equal(past_correction(&desk.past, office_task(no + 1), heads[no], heads[no], &found),
                                         0);
                        assert_int_equal(found, 0);
                }
                applied = desk_look(&desk, 1);
        }
        desk_close(&desk);
}

/* A chunk sent again under the same import does not change what an earlier plan was made of. */
static void chunks_of_a_plan(void **state)
{
        struct desk desk = desk_open(*state);
        uint64_t first, second, chunk_of_first, chunk_of_second;

        office_genesis(&desk.office);
        office_import(&desk.office, OFFICE_IMPORT_A);
        first = kit_head(desk.office.journal);
        office_import(&desk.office, OFFICE_IMPORT_A);
        second = kit_head(desk.office.journal);
        desk_look(&desk, 0);
        assert_int_equal(state_plan_chunk(desk.past.state, first, 1, &chunk_of_first), 0);
        assert_int_equal(state_plan_chunk(desk.past.state, second, 1, &chunk_of_second), 0);
        assert_true(chunk_of_first < first && first < chunk_of_second && chunk_of_second < second);
        assert_int_equal(state_plan_chunk(desk.past.state, first, 2, &chunk_of_first), STATE_MISSING);
        assert_int_equal(state_plan_chunk(desk.past.state, first - 1, 0, &chunk_of_first), STATE_MISSING);
        desk_close(&desk);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(any_sequence, kit_setup, kit_teardown),
                cmocka_unit_test_setup_teardown(newest, kit_setup, kit_teardown),
                cmocka_unit_test_setup_teardown(corrected, kit_setup, kit_teardown),
                cmocka_unit_test_setup_teardown(chunks_of_a_plan, kit_setup, kit_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
