/* world.c - the fold: one function a kind. */
#include "workers/notifier/world.h"

#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/notifier/keep.h"

enum { CHUNK_KEY_SIZE = 16 + 4 };

/* After a restart nobody knows when a task wants another look: any past day makes the next tick look. */
static const struct day RECHECK_AT_NEXT_TICK = {1};

int world_new(struct world **ret_world)
{
        struct world *world = calloc(1, sizeof *world);

        if (!world)
                return err_fail("out of memory");
        world->policy = policy_default();
        world->index = map_new(sizeof(uint64_t));
        world->chunks = map_new(CHUNK_KEY_SIZE);
        world->names = arena_new(0);
        world->plan_memory = arena_new(0);
        world->policy_memory = arena_new(0);
        if (!world->index || !world->chunks || !world->names || !world->plan_memory || !world->policy_memory) {
                world_free(world);
                return err_fail("out of memory");
        }
        *ret_world = world;
        return 0;
}

struct world *world_free(struct world *world)
{
        if (!world)
                return NULL;
        for (size_t i = 0; i < world->tasks.n; i++)
                free(world->tasks.at[i].alerts);
        free(world->tasks.at);
        map_free(world->index);
        map_free(world->chunks);
        arena_free(world->names);
        arena_free(world->plan_memory);
        arena_free(world->policy_memory);
        free(world);
        return NULL;
}

struct world_task *world_task(const struct world *world, uint64_t task_id)
{
        const uint64_t *index = map_get(world->index, &task_id);

        return index ? &world->tasks.at[*index] : NULL;
}

struct world_alert *world_alert(const struct world_task *task, uint32_t part, enum alert_kind kind)
{
        for (size_t i = 0; i < task->n_alerts; i++)
                if (task->alerts[i].part == part && task->alerts[i].kind == kind)
                        return &task->alerts[i];
        return NULL;
}

bool world_needs_event(enum event_kind kind)
{
        switch (kind) {
        case EVENT_GENESIS:
        case EVENT_PLAN_CHUNK:
        case EVENT_PLAN_IN_FORCE:
        case EVENT_POLICY:
        case EVENT_CORRECTION:
        case EVENT_SUSPENSION:
        case EVENT_VERDICT:
        case EVENT_ALERT:
                return true;
        default:
                return false;
        }
}

/* -- plan -- */

static void chunk_key(uint8_t key[CHUNK_KEY_SIZE], struct bytes import_id, uint32_t index)
{
        memset(key, 0, CHUNK_KEY_SIZE);
        memcpy(key, import_id.at, import_id.len < 16 ? import_id.len : 16);
        be32_put(key + 16, index);
}

static int fold_chunk(struct world *world, const struct plan_chunk *chunk, uint64_t seq)
{
        uint8_t key[CHUNK_KEY_SIZE];

        chunk_key(key, chunk->import_id, chunk->index);
        return map_put(world->chunks, key, seq);
}

/* Before anything was reported a task is unknown, by its first hard part; that is not written as a change. */
static void first_verdict(struct world_task *entry)
{
        entry->verdict = VERDICT_UNKNOWN;
        entry->raw_verdict = VERDICT_UNKNOWN;
        entry->why = WHY_NO_TARGET;
        for (size_t i = 0; i < entry->task->part.n && entry->why == WHY_NO_TARGET; i++)
                if (!entry->task->part.at[i].soft) {
                        entry->why = WHY_NO_REPORT;
                        entry->governing = entry->task->part.at[i].no;
                }
}

static int add_task(struct world *world, uint64_t id, struct world_task **ret_task)
{
        struct world_task *at = world->tasks.at;
        const size_t n = world->tasks.n;
        int r;

        if ((n & (n - 1)) == 0) {
                at = reallocarray(at, n ? n * 2 : 1, sizeof *at);
                if (!at)
                        return err_fail("out of memory: %zu tasks", n);
                world->tasks.at = at;
        }
        r = map_put(world->index, &id, n);
        if (r)
                return err_trace(r);
        at[n] = (struct world_task){.id = id, .recheck = RECHECK_AT_NEXT_TICK};
        world->tasks.n++;
        *ret_task = &at[n];
        return 0;
}

static int put_task(struct world *world, const struct task *task)
{
        const uint64_t id = ids_task((struct task_ref){world->plan.id, task->no});
        struct world_task *entry = world_task(world, id);
        const bool is_new = !entry;
        const struct task *kept;
        int r = keep_task(task, world->plan_memory, &kept);

        if (r == 0 && is_new)
                r = add_task(world, id, &entry);
        if (r)
                return err_trace(r);
        entry->plan = world->plan_name;
        entry->task = kept;
        entry->retired = false;
        if (is_new)
                first_verdict(entry);
        return 0;
}

static int read_chunk(struct world *world, uint32_t index, struct journal_reader *reader, struct arena *arena,
                      struct event *ret_event)
{
        uint8_t key[CHUNK_KEY_SIZE];
        const uint64_t *seq;
        struct record record;
        struct flaw flaw;
        int r;

        chunk_key(key, world->plan.import_id, index);
        seq = map_get(world->chunks, key);
        if (!seq)
                return err_fail("chunk %u of the plan in force is missing", index);
        r = journal_read(reader, *seq, &record);
        if (r == 0)
                r = codec_event(record.payload, arena, ret_event, &flaw);
        return r ? err_fail("chunk %u of the plan in force is not readable", index) : 0;
}

static int put_chunk(struct world *world, const struct plan_chunk *chunk, struct arena *arena)
{
        int r = 0;

        for (size_t i = 0; i < chunk->task.n && r == 0; i++) {
                struct task task;
                struct flaw flaw;

                if (codec_task(chunk->task.at[i], arena, &task, &flaw))
                        return err_fail("a task of the plan in force is not readable: %s", flaw.field);
                r = put_task(world, &task);
        }
        return r;
}

/* What the old plan said goes when nothing points to it any more. */
static int retire_tasks(struct world *world, struct arena **ret_old)
{
        struct arena *memory = arena_new(0);

        if (!memory)
                return err_fail("out of memory: plan");
        for (size_t i = 0; i < world->tasks.n; i++) {
                world->tasks.at[i].retired = true;
                world->tasks.at[i].task = NULL;
        }
        *ret_old = world->plan_memory;
        world->plan_memory = memory;
        return 0;
}

static int name_plan(struct world *world, struct bytes id)
{
        if (world->plan_name.at && bytes_equal(world->plan_name, id))
                return 0;
        world->plan_name = arena_copy(world->names, id);
        return world->plan_name.at ? 0 : err_fail("out of memory");
}

static int fold_plan(struct world *world, const struct plan *plan, uint64_t seq, struct journal_reader *reader)
{
        ARENA struct arena *arena = arena_new(0);
        ARENA struct arena *old = NULL;
        int r = arena ? retire_tasks(world, &old) : err_fail("out of memory");

        if (r == 0)
                r = name_plan(world, plan->id);
        if (r == 0)
                r = keep_plan(plan, world->plan_memory, &world->plan);
        world->plan_seq = seq;
        for (uint32_t i = 0; i < plan->chunks && r == 0; i++) {
                struct event event;

                arena_reset(arena);
                r = read_chunk(world, i, reader, arena, &event);
                if (r == 0)
                        r = put_chunk(world, &event.plan_chunk, arena);
        }
        return r ? err_trace(r) : 0;
}

/* -- reports, suspensions -- */

static void fold_report(struct world *world, const struct record *record)
{
        struct world_task *task = world_task(world, record->task);

        if (!task || day_before(record->day, task->report_day))
                return; /* an older data date changes history, not today's verdict */
        task->report = record->seq;
        task->report_day = record->day;
}

/* As lib/store/apply.c: what corrects the current report is current, whatever its data date. */
static void fold_correction(struct world *world, const struct record *record, const struct correction *correction)
{
        struct world_task *task = world_task(world, record->task);

        if (task && correction->replaces_seq == task->report)
                task->report_day = record->day;
        fold_report(world, record);
}

static void fold_suspension(struct world *world, const struct record *record, const struct suspension *suspension)
{
        struct world_task *task = world_task(world, record->task);

        if (!task)
                return;
        task->suspended = !suspension->lifted;
        task->suspended_until = suspension->until;
}

/* -- what we derived before -- */

static void fold_verdict(struct world *world, const struct record *record, const struct verdict *verdict)
{
        struct world_task *task = world_task(world, record->task);

        if (!task)
                return;
        task->verdict = verdict->verdict;
        task->raw_verdict = verdict->raw_verdict;
        task->why = verdict->why;
        task->governing = verdict->governing;
}

static int open_alert(struct world_task *task, const struct alert *alert)
{
        struct world_alert *at = reallocarray(task->alerts, task->n_alerts + 1u, sizeof *at);

        if (!at)
                return err_fail("out of memory");
        task->alerts = at;
        at[task->n_alerts++] = (struct world_alert){
                .cause = alert->alert.cause,
                .part = alert->alert.part,
                .kind = alert->alert.kind,
                .severity = alert->severity,
        };
        return 0;
}

static int fold_alert(struct world *world, const struct record *record, const struct alert *alert)
{
        struct world_task *task = world_task(world, record->task);
        struct world_alert *open = task ? world_alert(task, alert->alert.part, alert->alert.kind) : NULL;

        if (!task)
                return 0;
        if (alert->change == ALERT_CLEARED || alert->change == ALERT_WITHDRAWN) {
                if (open)
                        *open = task->alerts[--task->n_alerts];
                return 0;
        }
        if (!open)
                return open_alert(task, alert);
        open->severity = alert->severity;
        return 0;
}

int world_fold(struct world *world, const struct record *record, const struct event *event,
               struct journal_reader *reader)
{
        if (record->author == ID_NOTIFIER)
                world->derived_cause = record->number;
        switch (record->kind) {
        case EVENT_GENESIS:
                world->today = event->genesis.first_day;
                return 0;
        case EVENT_TICK:
                world->today = record->day;
                return 0;
        case EVENT_PLAN_CHUNK:
                return fold_chunk(world, &event->plan_chunk, record->seq);
        case EVENT_PLAN_IN_FORCE:
                return fold_plan(world, &event->plan_in_force, record->seq, reader);
        case EVENT_POLICY:
                arena_reset(world->policy_memory);
                return keep_policy(&event->policy, world->policy_memory, &world->policy);
        case EVENT_REPORT:
                fold_report(world, record);
                return 0;
        case EVENT_CORRECTION:
                fold_correction(world, record, &event->correction);
                return 0;
        case EVENT_SUSPENSION:
                fold_suspension(world, record, &event->suspension);
                return 0;
        case EVENT_VERDICT:
                fold_verdict(world, record, &event->verdict);
                return 0;
        case EVENT_ALERT:
                return fold_alert(world, record, &event->alert);
        default:
                return 0;
        }
}
