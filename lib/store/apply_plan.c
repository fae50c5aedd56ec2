/* apply_plan.c - a plan: chunks are only noted, one event brings them into force.
 *
 * The rows of the whole plan change in the transaction of that event, so no reader ever sees half a plan. */
#include "lib/store/apply.h"
#include "lib/store/state_private.h"
#include "proto/codec.h"
#include "proto/ids.h"

int apply_plan_chunk(struct apply *apply, const struct record *record, const struct event *event)
{
        const struct plan_chunk *chunk = &event->plan_chunk;
        struct row_key key;

        if (chunk->import_id.len != IMPORT_ID_SIZE) {
                apply_unreadable(record->seq, "import id");
                return 0;
        }
        key = keys_chunk(chunk->import_id.at, chunk->index);
        return change_put_u64(&apply->change, &key, record->seq);
}

/* What is needed of the event once its arena holds the chunks. */
struct import {
        uint64_t seq;
        uint32_t plan; /* upper half of its tasks' ids */
        uint32_t chunks;
        uint8_t id[IMPORT_ID_SIZE];
};

static int put_plan(struct apply *apply, const struct import *import, const struct plan *plan)
{
        const struct row_key key = keys_table(TABLE_PLAN);
        struct bytes encoded;
        uint8_t *row;
        int r = codec_put_plan(plan, apply->scratch, &encoded);

        if (r)
                return err_trace(r);
        row = arena_take(apply->scratch, STATE_PLAN_HEAD_SIZE + encoded.len);
        if (!row)
                return err_fail("out of memory: plan header");
        be64_put(row, import->seq);
        be32_put(row + 8, import->plan);
        memcpy(row + STATE_PLAN_HEAD_SIZE, encoded.at, encoded.len);
        return change_put(&apply->change, &key, bytes_of(row, STATE_PLAN_HEAD_SIZE + encoded.len));
}

static int put_entry(struct apply *apply, const struct import *import, struct bytes encoded)
{
        struct row_key key;
        struct task task;
        struct flaw flaw;
        int r;

        arena_reset(apply->scratch);
        r = codec_task(encoded, apply->scratch, &task, &flaw);
        if (r == CODEC_BAD) {
                apply_unreadable(import->seq, "task");
                return 0;
        }
        if (r)
                return err_trace(r);
        key = keys_id(TABLE_PLAN_ENTRY, (uint64_t)import->plan << 32 | task.no);
        return change_put(&apply->change, &key, encoded);
}

/* The chunk's record, decoded into the event's arena. */
static int read_chunk(struct apply *apply, uint64_t seq, struct event *ret_event)
{
        struct record record;
        struct flaw flaw;
        int r = journal_read(apply->reader, seq, &record);

        if (r)
                return r < 0 ? err_trace(r) : APPLY_DAMAGED;
        arena_reset(apply->arena);
        r = codec_event(record.payload, apply->arena, ret_event, &flaw);
        if (r == CODEC_BAD || (r == 0 && ret_event->kind != EVENT_PLAN_CHUNK)) {
                apply_unreadable(seq, "chunk");
                *ret_event = (struct event){.kind = EVENT_PLAN_CHUNK};
                return 0;
        }
        return r;
}

/* A chunk may be sent again under the same import and index; what this plan was made of stays known. */
static int note_chunk(struct apply *apply, const struct import *import, uint32_t index, uint64_t seq)
{
        const struct row_key key = keys_plan_chunk(import->seq, index);

        return change_put_u64(&apply->change, &key, seq);
}

static int put_chunk(struct apply *apply, const struct import *import, uint32_t index)
{
        const struct row_key key = keys_chunk(import->id, index);
        struct bytes value;
        struct event event;
        uint64_t seq;
        int r = change_get(&apply->change, &key, &value);

        if (r == CHANGE_MISSING) {
                apply_unreadable(import->seq, "import without all its chunks");
                return 0;
        }
        if (r)
                return r;
        seq = be64_get(value.at);
        r = note_chunk(apply, import, index, seq);
        if (r == 0)
                r = read_chunk(apply, seq, &event);
        for (size_t i = 0; r == 0 && i < event.plan_chunk.task.n; i++)
                r = put_entry(apply, import, event.plan_chunk.task.at[i]);
        return r;
}

int apply_plan_in_force(struct apply *apply, const struct record *record, const struct event *event)
{
        const struct plan *plan = &event->plan_in_force;
        struct import import = {.seq = record->seq, .chunks = plan->chunks};
        struct row_key entries;
        int r;

        if (plan->import_id.len != IMPORT_ID_SIZE) {
                apply_unreadable(record->seq, "import id");
                return 0;
        }
        import.plan = (uint32_t)(ids_task((struct task_ref){plan->id, 0}) >> 32);
        memcpy(import.id, plan->import_id.at, IMPORT_ID_SIZE);
        arena_reset(apply->scratch);
        r = put_plan(apply, &import, plan);
        entries = keys_plan_prefix(import.plan);
        if (r == 0) /* a task that is not in the new import is gone */
                r = change_delete_all(&apply->change, &entries);
        for (uint32_t i = 0; r == 0 && i < import.chunks; i++)
                r = put_chunk(apply, &import, i);
        if (r == 0)
                r = apply_timeline(apply, record, import.plan);
        if (r == 0)
                apply->meta.plan_seq = record->seq;
        return r;
}
