/* authority_plan.c - is an imported plan whole and sound? A plan in force is trusted by everybody after. */
#include <sodium.h>

#include "proto/ids.h"
#include "proto/limits.h"
#include "workers/collector/authority_checks.h"

static int check_part(const struct part *part, struct flaw *flaw)
{
        if (part->no == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "plan_chunk.task.part.no");
        if (part->kind == PART_UNSPECIFIED)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "plan_chunk.task.part.kind");
        if (part->name.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "plan_chunk.task.part.name");
        return 0;
}

static int check_task(const struct task *task, struct flaw *flaw)
{
        int r = 0;

        if (task->no == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "plan_chunk.task.no");
        if (task->lead.n == 0 || task->lead.at[0].len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "plan_chunk.task.lead");
        if (task->part.n > LIMIT_PARTS)
                return authority_refuse(flaw, CODE_TOO_LARGE, "plan_chunk.task.part");
        for (size_t i = 0; i < task->part.n && r == 0; i++) {
                r = check_part(&task->part.at[i], flaw);
                for (size_t k = 0; k < i && r == 0; k++)
                        if (task->part.at[k].no == task->part.at[i].no)
                                r = authority_refuse(flaw, CODE_BAD_VALUE, "plan_chunk.task.part.no");
        }
        return r;
}

int authority_check_chunk(const struct authority_case *c, struct flaw *flaw)
{
        const struct plan_chunk *chunk = &c->event->plan_chunk;
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        int r = arena ? 0 : err_fail("out of memory");

        for (size_t i = 0; i < chunk->task.n && r == 0; i++) {
                struct task task;

                arena_reset(arena);
                r = codec_task(chunk->task.at[i], arena, &task, flaw);
                if (r == 0)
                        r = check_task(&task, flaw);
        }
        return r;
}

struct sum {
        crypto_generichash_state hash;
        uint32_t tasks;
        struct map *numbers; /* of the tasks so far */
};

/* A number that two tasks have would make one of them vanish. */
static int add_task(const struct authority_case *c, struct sum *sum, struct bytes encoded, struct arena *arena,
                    struct flaw *flaw)
{
        struct task task;
        int r = codec_task(encoded, arena, &task, flaw);

        if (r)
                return r;
        if (map_get(sum->numbers, &task.no))
                return authority_refuse(flaw, CODE_BAD_VALUE, "plan_in_force.task.no");
        r = authority_check_task_kept(c, &task, flaw);
        if (r)
                return r;
        sum->tasks++;
        crypto_generichash_update(&sum->hash, encoded.at, encoded.len);
        return map_put(sum->numbers, &task.no, 1);
}

/* Adds one chunk's tasks to the sum. → CODEC_BAD when the chunk is not there or of another plan. */
static int add_chunk(const struct authority_case *c, uint32_t index, struct sum *sum, struct flaw *flaw)
{
        const struct plan *plan = &c->event->plan_in_force;
        const uint64_t seq = book_chunk(c->book, plan->import_id, index);
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        ARENA struct arena *task_arena = arena_new(LIMIT_ARENA_BYTES);
        struct record record;
        struct event event;
        int r = arena && task_arena ? 0 : err_fail("out of memory");

        if (r || seq == 0)
                return r ? r : authority_refuse(flaw, CODE_INCOMPLETE_IMPORT, "plan_in_force.chunks");
        r = journal_read(c->journal, seq, &record);
        if (r)
                return r < 0 ? err_trace(r) : authority_refuse(flaw, CODE_DAMAGED, "plan_in_force.chunks");
        r = codec_event(record.payload, arena, &event, flaw);
        if (r)
                return err_fail("record %llu is no chunk: run `duband verify`", (unsigned long long)seq);
        if (!bytes_equal(event.plan_chunk.plan, plan->id))
                return authority_refuse(flaw, CODE_INCOMPLETE_IMPORT, "plan_in_force.plan");
        for (size_t i = 0; i < event.plan_chunk.task.n && r == 0; i++) {
                arena_reset(task_arena);
                r = add_task(c, sum, event.plan_chunk.task.at[i], task_arena, flaw);
        }
        return r;
}

static int add_chunks(const struct authority_case *c, struct sum *sum, struct flaw *flaw)
{
        int r = 0;

        sum->numbers = map_new(sizeof(uint32_t));
        if (!sum->numbers)
                return err_fail("out of memory");
        crypto_generichash_init(&sum->hash, NULL, 0, HASH_SIZE);
        for (uint32_t i = 0; i < c->event->plan_in_force.chunks && r == 0; i++)
                r = add_chunk(c, i, sum, flaw);
        map_free(sum->numbers);
        return r;
}

int authority_check_plan(const struct authority_case *c, struct flaw *flaw)
{
        const struct plan *plan = &c->event->plan_in_force;
        struct sum sum = {0};
        uint8_t hash[HASH_SIZE];
        int r;

        if (plan->id.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "plan_in_force.plan");
        if (!day_is_set(plan->start) || !day_is_set(plan->end) || !day_before(plan->start, plan->end))
                return authority_refuse(flaw, CODE_BAD_DATE, "plan_in_force.end");
        r = add_chunks(c, &sum, flaw);
        if (r)
                return r;
        crypto_generichash_final(&sum.hash, hash, HASH_SIZE);
        if (sum.tasks != plan->tasks || !bytes_equal(plan->hash, bytes_of(hash, HASH_SIZE)))
                return authority_refuse(flaw, CODE_INCOMPLETE_IMPORT, "plan_in_force.hash");
        return 0;
}
