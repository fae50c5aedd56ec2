/* world_plan.c - a plan comes into force: its tasks are taken over, what is known of them stays. */
#include "workers/notifier/world_plan.h"

#include <stdlib.h>

#include "lib/model/judge.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/notifier/keep.h"
#include "workers/notifier/world_past.h"
#include "workers/notifier/world_twins.h"

/* After a restart nobody knows when a task wants another look: any past day makes the next tick look. */
static const struct day RECHECK_AT_NEXT_TICK = {1};

/* -- chunks -- */

static void chunk_key(uint8_t key[WORLD_PLAN_CHUNK_KEY], struct bytes import_id, uint32_t index)
{
        memset(key, 0, WORLD_PLAN_CHUNK_KEY);
        memcpy(key, import_id.at, import_id.len < 16 ? import_id.len : 16);
        be32_put(key + 16, index);
}

int world_plan_chunk(struct world *world, const struct plan_chunk *chunk, uint64_t seq)
{
        uint8_t key[WORLD_PLAN_CHUNK_KEY];

        chunk_key(key, chunk->import_id, chunk->index);
        return map_put(world->chunks, key, seq);
}

/* -- tasks -- */

/* Before anything was reported a task is unknown, by its first hard part; that is not written as a change. */
static void first_verdict(struct world_task *entry)
{
        entry->verdict = VERDICT_UNKNOWN;
        entry->raw_verdict = VERDICT_UNKNOWN;
        entry->why = WHY_NO_REPORT;
        for (size_t i = entry->task->part.n; i > 0; i--) {
                const struct part *part = &entry->task->part.at[i - 1];

                if (!part->soft && judge_is_registered(part))
                        entry->governing = part->no;
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

/* The task as amended; where nothing was, as imported. */
static int amend_task(struct world *world, struct world_task *entry)
{
        struct task *amended;

        entry->task = entry->imported;
        if (!entry->amendment)
                return 0;
        amended = arena_take(world->plan_memory, sizeof *amended);
        if (!amended)
                return err_fail("out of memory");
        entry->task = amended;
        return amendment_apply(entry->amendment, entry->imported, world->plan_memory, amended);
}

/* What passed while a task was in no plan, until now, is not owed. */
static int adopt_history(struct world *world, struct world_task *entry)
{
        struct history *history = &entry->history;
        struct history_part *old = history->part;
        struct history_part *parts = calloc(entry->task->part.n + 1, sizeof *parts);
        struct duty duty;

        if (!parts)
                return err_fail("out of memory");
        history_adopt(history, entry->task, parts);
        free(old);
        duty = world_duty(world, entry);
        history_begin(history, &duty, world->today);
        if (entry->retired)
                history_note_tick(history, &duty, true, world->today);
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
        entry->lead = task->lead.n ? ids_of_name(task->lead.at[0]) : 0;
        entry->plan = world->plan_name;
        entry->imported = kept;
        r = amend_task(world, entry);
        if (r == 0)
                r = adopt_history(world, entry);
        if (r == 0)
                r = world_twins_add(world, kept);
        if (is_new)
                first_verdict(entry);
        return r ? err_trace(r) : 0;
}

/* -- a whole plan -- */

static int read_chunk(struct world *world, uint32_t index, struct journal_reader *reader, struct arena *arena,
                      struct event *ret_event)
{
        uint8_t key[WORLD_PLAN_CHUNK_KEY];
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
static int leave_plan(struct world *world, struct arena **ret_old)
{
        struct arena *memory = arena_new(0);

        if (!memory)
                return err_fail("out of memory: plan");
        for (size_t i = 0; i < world->tasks.n; i++) {
                world->tasks.at[i].imported = NULL;
                world->tasks.at[i].task = NULL;
        }
        world_twins_clear(world);
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

int world_plan_in_force(struct world *world, const struct plan *plan, uint64_t seq, struct journal_reader *reader)
{
        ARENA struct arena *arena = arena_new(0);
        ARENA struct arena *old = NULL;
        int r = arena ? leave_plan(world, &old) : err_fail("out of memory");

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
        for (size_t i = 0; i < world->tasks.n; i++)
                world->tasks.at[i].retired = !world->tasks.at[i].task;
        world_past_refresh(world);
        return r ? err_trace(r) : 0;
}

/* -- amendments -- */

int world_plan_amend(struct world *world, struct world_task *entry, const struct amendment *amendment)
{
        const size_t size = amendment->change.n * sizeof *amendment->change.at;
        struct amendment *kept = calloc(1, sizeof *kept + size);
        int r = 0;

        if (!kept)
                return err_fail("out of memory");
        kept->change.at = (struct part_change *)(kept + 1);
        kept->change.n = amendment->change.n;
        if (size)
                memcpy(kept->change.at, amendment->change.at, size);
        free(entry->amendment);
        entry->amendment = kept;
        if (entry->imported)
                r = amend_task(world, entry);
        return r ? err_trace(r) : 0;
}
