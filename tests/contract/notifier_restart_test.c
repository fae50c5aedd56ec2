/* notifier_restart_test.c - a notifier that was killed anywhere goes on as if nothing had happened.
 *
 * A year of an office by chance is judged in one go; that is the list. Then, for every place where a run can be
 * cut (behind a task's last event of a cause), a journal is made that ends there, a fresh world catches up on
 * it, and what it derives from there on must be the rest of the list, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/contract/store_kit.h"
#include "workers/notifier/catch_up.h"
#include "workers/notifier/notifier.h"
#include "workers/notifier/replay_walk.h"

enum { TASKS = 6, DERIVED_MAX = 2000, INPUTS_MAX = 1200, DAYS = 364 };

struct derived {
        struct bytes bytes;
        uint64_t cause;
        uint32_t ordinal;
        uint64_t task;
        enum event_kind kind;
        bool ends_task; /* a run may be cut behind it */
};

struct year {
        struct arena *arena;
        struct record inputs[INPUTS_MAX]; /* drafts */
        size_t n_inputs;
        struct derived all[DERIVED_MAX];
        size_t n;
        uint64_t seed;
};

/* -- the inputs -- */

static void add(struct year *year, const struct event *event)
{
        const struct task_ref *task = event_task(event);
        struct record *record = &year->inputs[year->n_inputs++];

        assert_true(year->n_inputs < INPUTS_MAX);
        *record = (struct record){.kind = event->kind,
                                  .epoch = 1,
                                  .author = ID_RESERVED_END,
                                  .agent = ID_RESERVED_END,
                                  .number = year->n_inputs,
                                  .task = task && task->no ? ids_task(*task) : 0,
                                  .day = event_day(event)};
        assert_int_equal(codec_put_event(event, year->arena, &record->payload), 0);
}

static struct task make_task(struct year *year, uint32_t no)
{
        static const enum part_kind KINDS[] = {PART_CUMULATIVE, PART_MILESTONE, PART_LEVEL, PART_HOLD_ZERO};
        struct task task = {.no = no, .title = bytes_str("task")};

        task.lead.at = arena_take(year->arena, sizeof *task.lead.at);
        task.lead.at[task.lead.n++] = bytes_str("lead");
        task.part.at = arena_array(year->arena, 3, sizeof *task.part.at);
        for (uint32_t i = 0; i < 1 + no % 3; i++)
                task.part.at[task.part.n++] = (struct part){
                        .no = i + 1,
                        .name = bytes_str("part"),
                        .kind = KINDS[(no + i) % COUNT_OF(KINDS)],
                        .target = {.unscaled = KINDS[(no + i) % COUNT_OF(KINDS)] == PART_HOLD_ZERO ? 0 : 100,
                                   .known = true},
                        .due = day_of(2023, 4 + (int)(no + i) % 8, 15),
                        .soft = (no + i) % 7 == 6,
                        .direction = DIRECTION_AT_LEAST,
                };
        return task;
}

static void import(struct year *year, const char *plan, const char *id, uint32_t tasks)
{
        static const uint8_t HASH[HASH_SIZE];
        struct event event = {.kind = EVENT_PLAN_CHUNK};

        event.plan_chunk = (struct plan_chunk){.plan = bytes_str(plan), .import_id = bytes_of((const uint8_t *)id, 16)};
        event.plan_chunk.task.at = arena_array(year->arena, tasks, sizeof(struct bytes));
        for (uint32_t no = 1; no <= tasks; no++) {
                const struct task task = make_task(year, no);

                assert_int_equal(codec_put_task(&task, year->arena, &event.plan_chunk.task.at[no - 1]), 0);
        }
        event.plan_chunk.task.n = tasks;
        add(year, &event);
        event = (struct event){.kind = EVENT_PLAN_IN_FORCE};
        event.plan_in_force = (struct plan){.id = bytes_str(plan),
                                            .import_id = bytes_of((const uint8_t *)id, 16),
                                            .chunks = 1,
                                            .tasks = tasks,
                                            .hash = bytes_of(HASH, HASH_SIZE),
                                            .start = day_of(2023, 1, 1),
                                            .end = day_of(2023, 12, 31),
                                            .cadence = CADENCE_MONTHLY};
        add(year, &event);
}

static void report_by_chance(struct year *year, struct day today, bool correct)
{
        static const enum milestone_state STATES[] = {STATE_IN_PROGRESS, STATE_DONE, STATE_BLOCKED};
        const uint32_t no = 1 + (uint32_t)kit_below(&year->seed, TASKS);
        const struct task task = make_task(year, no);
        struct line lines[3] = {0};
        struct report report = {.task = {bytes_str("p"), no}, .data_date = today};
        struct event event = {.kind = EVENT_REPORT};

        report.line.at = lines;
        for (size_t i = 0; i < task.part.n; i++) {
                struct line *line = &lines[report.line.n++];

                line->part = task.part.at[i].no;
                if (task.part.at[i].kind == PART_MILESTONE)
                        line->state = STATES[kit_below(&year->seed, COUNT_OF(STATES))];
                else if (kit_below(&year->seed, 5) > 0)
                        line->value = (struct number){
                                .unscaled = (int64_t)kit_below(&year->seed, task.part.at[i].target.unscaled ? 120 : 2),
                                .known = true};
        }
        event.report = report;
        if (correct) {
                event = (struct event){.kind = EVENT_CORRECTION};
                report.data_date = day_plus(today, -3);
                event.correction = (struct correction){
                        .report = &report, .replaces_seq = year->n_inputs, .reason = bytes_str("slip")};
        }
        add(year, &event);
}

static void suspend_by_chance(struct year *year, struct day today)
{
        struct event event = {.kind = EVENT_SUSPENSION};

        event.suspension = (struct suspension){.task = {bytes_str("p"), 1 + (uint32_t)kit_below(&year->seed, TASKS)},
                                               .reason = bytes_str("no land"),
                                               .until = day_plus(today, (int)kit_below(&year->seed, 40)),
                                               .lifted = kit_below(&year->seed, 3) == 0};
        add(year, &event);
}

/* -- what supervisors and departments decide, of any task -- */

static struct task_ref any_task(struct year *year)
{
        return (struct task_ref){bytes_str("p"), 1 + (uint32_t)kit_below(&year->seed, TASKS)};
}

static void close_by_chance(struct year *year, struct day today UNUSED)
{
        struct event event = {.kind = EVENT_CLOSE};

        event.close = (struct close){.task = any_task(year), .reopened = kit_below(&year->seed, 3) > 0};
        add(year, &event);
}

/* The newest report there is, whosever it is: it counts only if it is the task's current one. */
static uint64_t newest_report(const struct year *year, struct task_ref task)
{
        for (size_t i = year->n_inputs; i > 0; i--) {
                const struct record *record = &year->inputs[i - 1];

                if ((record->kind == EVENT_REPORT || record->kind == EVENT_CORRECTION) &&
                    record->task == ids_task(task))
                        return i;
        }
        return 1;
}

static void return_by_chance(struct year *year, struct day today UNUSED)
{
        const struct task_ref task = any_task(year);
        struct event event = {.kind = EVENT_RETURN};

        event.return_report = (struct return_report){newest_report(year, task), bytes_str("unsigned"), task};
        add(year, &event);
}

static void accept_by_chance(struct year *year, struct day today)
{
        struct event event = {.kind = EVENT_ACCEPT};

        event.accept = (struct accept){.task = any_task(year),
                                       .part = 1 + (uint32_t)kit_below(&year->seed, 2),
                                       .until = day_plus(today, (int)kit_below(&year->seed, 60))};
        add(year, &event);
}

static void amend_by_chance(struct year *year, struct day today)
{
        struct part_change change = {
                .part = 1, .due = day_plus(today, (int)kit_below(&year->seed, 90)), .proposal_seq = 1};
        struct event event = {.kind = EVENT_AMENDMENT};

        event.amendment = (struct amendment){.task = any_task(year), .proposal_seq = 1, .change = {&change, 1}};
        add(year, &event);
}

static void go_down_by_chance(struct year *year, struct day today)
{
        struct event event = {.kind = EVENT_RESUMED};

        event.resumed = (struct resumed){.down_from = 1,
                                         .down_to = 1 + kit_below(&year->seed, 2) * 7200000,
                                         .down_from_day = day_plus(today, -1),
                                         .down_to_day = today};
        add(year, &event);
}

/* Of two members of the department that leads, who are lent to another now and then, and one of that. */
static void link_by_chance(struct year *year, struct day today)
{
        static const char *const MEMBERS[] = {"a", "b", "c"};
        const size_t i = kit_below(&year->seed, COUNT_OF(MEMBERS));
        const bool is_lent = i == 2 || kit_below(&year->seed, 3) == 0;
        struct event event = {.kind = EVENT_LINK};

        event.link = (struct link){.member = bytes_str(MEMBERS[i]),
                                   .department = bytes_str(is_lent ? "elsewhere" : "lead"),
                                   .state = (enum link_state)(LINK_UP + (int)kit_below(&year->seed, 3)),
                                   .since = day_plus(today, -(int)kit_below(&year->seed, 3))};
        add(year, &event);
}

/* About an alert that may be open, or may have been: who knows the cause, knows it by luck. */
static void answer_by_chance(struct year *year, struct day today)
{
        static const enum alert_kind KINDS[] = {ALERT_BEHIND, ALERT_OVERDUE, ALERT_NO_REPORT};
        const struct task_ref task = any_task(year);
        struct event event = {.kind = EVENT_ALERT_ANSWER};

        for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
                const struct alert_ref ref = {.cause = newest_report(year, task),
                                              .task = task,
                                              .part = KINDS[i] == ALERT_NO_REPORT ? 0 : 1,
                                              .kind = KINDS[i]};

                event.alert_answer = (struct alert_answer){ref, bytes_str("more hands"),
                                                           day_plus(today, (int)kit_below(&year->seed, 30)), false};
                add(year, &event);
        }
}

static void decide_by_chance(struct year *year, struct day today)
{
        static void (*const DECIDE[])(struct year *, struct day) = {
                suspend_by_chance, close_by_chance,  return_by_chance,  accept_by_chance,
                amend_by_chance,   answer_by_chance, go_down_by_chance, link_by_chance,
        };

        DECIDE[kit_below(&year->seed, COUNT_OF(DECIDE))](year, today);
}

static void change_policy(struct year *year)
{
        struct event event = {.kind = EVENT_POLICY, .policy = *policy_default()};

        event.policy.version = 2;
        event.policy.behind_below_tenths = 50;
        add(year, &event);
}

static void make_inputs(struct year *year)
{
        struct event event = {.kind = EVENT_TICK};

        import(year, "p", "the first import", TASKS);
        for (int i = 0; i < DAYS; i++) {
                const struct day today = day_plus(day_of(2023, 1, 1), i);
                const uint64_t chance = kit_below(&year->seed, 100);

                event.tick.day = today;
                add(year, &event);
                if (chance < 40)
                        report_by_chance(year, today, chance < 5 && year->inputs[year->n_inputs - 2].task);
                else if (chance < 60)
                        decide_by_chance(year, today);
                if (i == 120)
                        change_policy(year);
                if (i == 180) /* two tasks leave the plan … */
                        import(year, "p", "a second import.", TASKS - 2);
                if (i == 240) /* … and come back */
                        import(year, "p", "the third import", TASKS);
                if (i == 300)
                        import(year, "q", "of another plan.", TASKS - 1);
        }
}

/* -- the judging -- */

struct telling {
        struct year *year;
        struct derived *list;
        size_t n;
};

static int on_derived(void *context, const struct event *event)
{
        struct telling *telling = context;
        struct derived *at = &telling->list[telling->n++];

        assert_true(telling->n < DERIVED_MAX);
        *at = (struct derived){.cause = notifier_number(event).cause,
                               .ordinal = notifier_number(event).ordinal,
                               .task = event_task(event)->no ? ids_task(*event_task(event)) : 0,
                               .kind = event->kind};
        return codec_put_event(event, telling->year->arena, &at->bytes);
}

static int on_task_done(void *context)
{
        struct telling *telling = context;

        if (telling->n)
                telling->list[telling->n - 1].ends_task = true;
        return 0;
}

static void append_derived(struct journal *journal, const struct derived *derived)
{
        struct record record = {.kind = derived->kind,
                                .epoch = 1,
                                .author = ID_NOTIFIER,
                                .agent = ID_NOTIFIER,
                                .number = derived->cause,
                                .ordinal = derived->ordinal,
                                .task = derived->task,
                                .payload = derived->bytes};

        assert_int_equal(journal_add(journal, &record), 0);
}

/* A fresh world catches up on what the journal holds and judges its inputs on. */
static void judge_on(struct year *year, struct journal *journal, struct telling *telling)
{
        const struct notifier_sink sink = {telling, on_derived, on_task_done};
        struct arena *decode = arena_new(0);
        struct arena *scratch = arena_new(0);
        struct journal_reader *reader;
        struct notifier_step step = {.arena = scratch, .sink = &sink};
        struct catch_up start = {.arena = decode};
        uint64_t judged;

        assert_int_equal(journal_reader_new(journal, &reader), 0);
        assert_int_equal(world_new(&start.world), 0);
        start.reader = step.reader = reader;
        step.world = start.world;
        assert_int_equal(catch_up(&start, &judged), 0);
        assert_int_equal(journal_read_begin(reader), 0);
        while (judged < year->n_inputs) {
                struct record record;
                struct event event = {0};

                assert_int_equal(replay_walk_read(reader, ++judged, decode, &record, &event), 0);
                assert_int_equal(notifier_step(&step, &record, &event), 0);
        }
        journal_reader_free(reader);
        world_free(start.world);
        arena_free(decode);
        arena_free(scratch);
}

static struct journal *journal_of(struct year *year, const struct kit *kit)
{
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);

        for (size_t i = 0; i < year->n_inputs; i++)
                assert_int_equal(journal_add(journal, &year->inputs[i]), 0);
        assert_int_equal(journal_commit(journal), 0);
        return journal;
}

static void assert_same(const struct derived *wanted, const struct derived *got, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                assert_int_equal(got[i].cause, wanted[i].cause);
                assert_int_equal(got[i].ordinal, wanted[i].ordinal);
                assert_true(bytes_equal(got[i].bytes, wanted[i].bytes));
        }
}

/* Causes rise, and what follows from one is counted from 0, however many tasks there are or ever were: so the
 * collector's one mark tells what it has, and no plan is too large for the numbers. */
static void assert_counted(const struct derived *list, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                const bool same = i > 0 && list[i].cause == list[i - 1].cause;

                assert_true(i == 0 || list[i].cause >= list[i - 1].cause);
                assert_int_equal(list[i].ordinal, same ? list[i - 1].ordinal + 1 : 0);
        }
}

static void killed_anywhere(void **state)
{
        struct year *year = calloc(1, sizeof *year);
        struct derived *again = calloc(DERIVED_MAX, sizeof *again);
        struct telling first = {year, year->all, 0};
        struct journal *journal;

        assert_non_null(again);
        year->arena = arena_new(0);
        year->seed = 11;
        make_inputs(year);
        journal = journal_of(year, *state);
        judge_on(year, journal, &first);
        year->n = first.n;
        assert_true(year->n > 100);
        assert_counted(year->all, year->n);
        /* The journal grows by one piece, and every piece is followed by a restart. */
        for (size_t cut = 0; cut < year->n; cut++) {
                struct telling rest = {year, again, 0};

                append_derived(journal, &year->all[cut]);
                if (!year->all[cut].ends_task)
                        continue;
                assert_int_equal(journal_commit(journal), 0);
                judge_on(year, journal, &rest);
                assert_int_equal(rest.n, year->n - cut - 1);
                assert_same(year->all + cut + 1, again, rest.n);
        }
        journal_close(journal);
        arena_free(year->arena);
        free(again);
        free(year);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(killed_anywhere, kit_setup, kit_teardown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
