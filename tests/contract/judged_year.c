/* judged_year.c - inputs one by one; after each the real judge, and what it says into the journal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/contract/judged_year.h"
#include "workers/notifier/notifier.h"

enum { MONTHS = 6, QUEUE_MAX = 64, TASKS = 2 };

/* What each task has reached at the end of a month, of 1200; on pace is 100 a month. */
static const uint32_t FIGURES[TASKS][MONTHS] = {{100, 200, 144, 400, 500, 600}, {100, 200, 290, 400, 80, 180}};

struct making {
        const struct judged_year *year;
        struct journal *journal;
        struct journal_reader *reader;
        struct notifier_step step;
        struct arena *arena;
        struct record queue[QUEUE_MAX]; /* derived, not written yet */
        size_t queued;
        size_t derived;
        bool stopped;
        size_t waiting; /* inputs since the queue was written */
};

/* -- the notifier -- */

static struct record draft_of(const struct event *event)
{
        struct record record = {
                .kind = event->kind, .epoch = 1, .author = ID_NOTIFIER, .agent = ID_NOTIFIER, .payload = {NULL, 0}};

        record.task = ids_task(*event_task(event));
        if (event->kind == EVENT_VERDICT) {
                record.number = event->verdict.cause;
                record.ordinal = event->verdict.ordinal;
        } else if (event->kind == EVENT_ALERT) {
                record.number = event->alert.cause;
                record.ordinal = event->alert.ordinal;
        } else {
                record.number = event->intake.cause;
                record.ordinal = event->intake.ordinal;
        }
        return record;
}

static void forge(struct event *event)
{
        if (event->kind == EVENT_VERDICT)
                event->verdict.verdict = VERDICT_COMPLETED;
        else if (event->kind == EVENT_ALERT)
                event->alert.day = day_plus(event->alert.day, 1);
        else
                event->intake.judge_version++;
}

static void enqueue(struct making *making, struct event event)
{
        struct record *record = &making->queue[making->queued++];

        assert_true(making->queued < QUEUE_MAX);
        *record = draft_of(&event);
        if (making->derived == making->year->forged)
                forge(&event);
        record->ordinal += making->derived == making->year->renumbered;
        assert_int_equal(codec_put_event(&event, making->arena, &record->payload), 0);
}

/* Says nothing new, of a cause that is not there. */
static void enqueue_stray(struct making *making)
{
        struct event event = {.kind = EVENT_ALERT};

        event.alert = (struct alert){.alert = {.cause = 1, .task = {bytes_str("p"), 2}, .kind = ALERT_BEHIND},
                                     .change = ALERT_RAISED,
                                     .severity = SEVERITY_RED,
                                     .cause = kit_head(making->journal) + 100};
        enqueue(making, event);
}

static int on_derived(void *context, const struct event *event)
{
        struct making *making = context;
        const struct judged_year *year = making->year;

        making->derived++;
        if (making->derived == year->lost || making->stopped)
                return 0;
        enqueue(making, *event);
        if (making->derived == year->repeated)
                enqueue(making, *event);
        return 0;
}

/* A task's events of one cause are written together. */
static int on_task_done(void *context)
{
        struct making *making = context;

        making->stopped = making->year->most && making->derived >= making->year->most;
        return 0;
}

static void write_queue(struct making *making)
{
        for (size_t i = 0; i < making->queued; i++)
                assert_int_equal(journal_add(making->journal, &making->queue[i]), 0);
        if (making->queued)
                assert_int_equal(journal_commit(making->journal), 0);
        making->queued = 0;
        making->waiting = 0;
}

static void put_policy(struct making *making, const struct policy *policy)
{
        const struct record record = {.kind = EVENT_POLICY, .author = ID_NOTIFIER}; /* no input */
        struct event event = {.kind = EVENT_POLICY};

        event.policy = *policy;
        assert_int_equal(world_fold(making->step.world, &record, &event, making->reader), 0);
}

/* -- the inputs -- */

static void input(struct making *making, const struct event *event)
{
        const struct task_ref *task = event_task(event);
        struct record record = {.kind = event->kind,
                                .epoch = 1,
                                .author = ID_RESERVED_END,
                                .agent = ID_RESERVED_END,
                                .task = task && task->no ? ids_task(*task) : 0,
                                .day = event_day(event)};

        assert_int_equal(codec_put_event(event, making->arena, &record.payload), 0);
        assert_int_equal(journal_add(making->journal, &record), 0);
        assert_int_equal(journal_commit(making->journal), 0);
        assert_int_equal(journal_read_begin(making->reader), 0);
        assert_int_equal(notifier_step(&making->step, &record, event), 0);
        journal_read_end(making->reader);
        if (making->waiting++ >= making->year->lag)
                write_queue(making);
}

static void tick(struct making *making, struct day day)
{
        const struct event event = {.kind = EVENT_TICK, .tick = {day}};

        input(making, &event);
}

static void import(struct making *making, const char *id, uint32_t first)
{
        static const uint8_t HASH[HASH_SIZE];
        struct bytes lead = bytes_str("lead");
        struct bytes tasks[TASKS];
        struct event event = {.kind = EVENT_PLAN_CHUNK};
        uint32_t n = 0;

        for (uint32_t no = first; no <= TASKS; no++) {
                struct part part = {.no = 1,
                                    .name = bytes_str("part"),
                                    .kind = PART_CUMULATIVE,
                                    .direction = DIRECTION_AT_LEAST,
                                    .target = {.unscaled = 1200, .known = true}};
                const struct task task = {.no = no, .title = bytes_str("task"), .lead = {&lead, 1}, .part = {&part, 1}};

                assert_int_equal(codec_put_task(&task, making->arena, &tasks[n++]), 0);
        }
        event.plan_chunk = (struct plan_chunk){
                .plan = bytes_str("p"), .import_id = bytes_of((const uint8_t *)id, 16), .task = {tasks, n}};
        input(making, &event);
        event = (struct event){.kind = EVENT_PLAN_IN_FORCE};
        event.plan_in_force = (struct plan){.id = bytes_str("p"),
                                            .import_id = bytes_of((const uint8_t *)id, 16),
                                            .chunks = 1,
                                            .tasks = n,
                                            .hash = bytes_of(HASH, HASH_SIZE),
                                            .start = day_of(2023, 1, 1),
                                            .end = day_of(2023, 12, 31),
                                            .cadence = CADENCE_MONTHLY};
        input(making, &event);
}

static void report(struct making *making, uint32_t no, int month, struct day day)
{
        struct line line = {.part = 1, .value = {.unscaled = FIGURES[no - 1][month - 1], .known = true}};
        struct event event = {.kind = EVENT_REPORT};

        event.report = (struct report){.task = {bytes_str("p"), no}, .data_date = day, .line = {&line, 1}};
        input(making, &event);
}

static void live_month(struct making *making, int month)
{
        const struct day last = day_of(2023, month, day_days_in_month(2023, month));
        const bool gone = making->year->leaves && month >= 4;

        tick(making, day_of(2023, month, 1));
        if (month == 1)
                import(making, "the first import", 1);
        if (month == 4 && making->year->leaves)
                import(making, "a second import.", 2);
        tick(making, day_of(2023, month, 15));
        if (month == 4 && making->year->later) {
                struct event event = {.kind = EVENT_POLICY};

                event.policy = *making->year->later;
                input(making, &event);
        }
        tick(making, last);
        for (uint32_t no = gone ? 2 : 1; no <= TASKS; no++)
                report(making, no, month, last);
}

size_t judged_year_make(const struct kit *kit, const struct judged_year *year)
{
        struct making making = {.year = year, .journal = kit_open(kit, JOURNAL_WRITE), .arena = arena_new(0)};
        const struct notifier_sink sink = {&making, on_derived, on_task_done};
        struct arena *scratch = arena_new(0);
        struct world *world;

        assert_int_equal(journal_reader_new(making.journal, &making.reader), 0);
        assert_int_equal(world_new(&world), 0);
        making.step = (struct notifier_step){world, making.reader, scratch, &sink};
        if (year->judge)
                put_policy(&making, year->judge);
        for (int month = 1; month <= MONTHS; month++)
                live_month(&making, month);
        if (year->stray)
                enqueue_stray(&making);
        write_queue(&making);
        journal_reader_free(making.reader);
        journal_close(making.journal);
        world_free(world);
        arena_free(scratch);
        arena_free(making.arena);
        return making.derived;
}
