/* state_get.c - one row of the state at a time. */
#include "lib/store/rows.h"
#include "lib/store/state_private.h"

int state_row(struct state_reader *reader, const struct row_key *key, struct bytes *ret_value)
{
        switch (snapshot_get(&reader->snapshot, keys_bytes(key), ret_value)) {
        case 0:
                return 0;
        case SNAPSHOT_MISSING:
                return STATE_MISSING;
        default:
                return err_fail("the state cannot be read: rebuild it");
        }
}

static int shaped_row(struct state_reader *reader, const struct row_key *key, const struct row_shape *shape,
                      void *ret_row)
{
        struct bytes value;
        const int r = state_row(reader, key, &value);

        if (r)
                return r;
        return rows_get(shape, value, ret_row) ? 0 : err_fail("a row of another size in state: rebuild it");
}

static int u64_row(struct state_reader *reader, const struct row_key *key, uint64_t *ret_value)
{
        struct bytes value;
        const int r = state_row(reader, key, &value);

        if (r)
                return r;
        if (value.len != sizeof *ret_value)
                return err_fail("a row of another size in state: rebuild it");
        *ret_value = be64_get(value.at);
        return 0;
}

int state_meta(struct state_reader *reader, struct state_meta *ret_meta)
{
        const struct row_key key = keys_table(TABLE_META);
        const int r = shaped_row(reader, &key, &ROWS_META, ret_meta);

        if (r != STATE_MISSING)
                return r;
        *ret_meta = (struct state_meta){0};
        return 0;
}

int state_task(struct state_reader *reader, uint64_t task, struct task_state *ret_task)
{
        const struct row_key key = keys_id(TABLE_TASK, task);

        return shaped_row(reader, &key, &ROWS_TASK, ret_task);
}

int state_plan_entry(struct state_reader *reader, uint64_t task, struct bytes *ret_task)
{
        const struct row_key key = keys_id(TABLE_PLAN_ENTRY, task);

        return state_row(reader, &key, ret_task);
}

int state_plan(struct state_reader *reader, struct bytes *ret_plan, uint64_t *ret_seq)
{
        const struct row_key key = keys_table(TABLE_PLAN);
        struct bytes row;
        const int r = state_row(reader, &key, &row);

        if (r)
                return r;
        if (row.len < STATE_PLAN_HEAD_SIZE)
                return err_fail("a row of another size in state: rebuild it");
        *ret_plan = bytes_of(row.at + STATE_PLAN_HEAD_SIZE, row.len - STATE_PLAN_HEAD_SIZE);
        *ret_seq = be64_get(row.at);
        return 0;
}

int state_stream(struct state_reader *reader, uint64_t agent, const uint8_t stream[STREAM_SIZE],
                 struct stream_state *ret_stream)
{
        const struct row_key key = keys_stream(TABLE_STREAM, agent, stream);

        return shaped_row(reader, &key, &ROWS_STREAM, ret_stream);
}

int state_signpost(struct state_reader *reader, uint64_t agent, const uint8_t stream[STREAM_SIZE], uint64_t number,
                   uint64_t *ret_seq)
{
        const struct row_key prefix = keys_stream(TABLE_SIGNPOST, agent, stream);
        const struct row_key from = keys_signpost(agent, stream, number);
        struct bytes key;
        struct bytes value;
        const int r = snapshot_near(&reader->snapshot, keys_bytes(&from), &key, &value);

        if (r == SNAPSHOT_MISSING || (r == 0 && !keys_within(key, keys_bytes(&prefix))))
                return STATE_MISSING;
        if (r || value.len != sizeof *ret_seq)
                return err_fail("the state cannot be read: rebuild it");
        *ret_seq = be64_get(value.at);
        return 0;
}

int state_cursor(struct state_reader *reader, uint64_t member, struct bytes name, struct cursor *ret_cursor)
{
        struct cursor cursor = {.name = name};
        struct row_key key;
        int r;

        if (name.len > KEYS_NAME_MAX)
                return STATE_MISSING;
        key = keys_cursor(member, name);
        r = shaped_row(reader, &key, &ROWS_CURSOR, &cursor);
        if (r == 0)
                *ret_cursor = cursor;
        return r;
}

int state_chunk(struct state_reader *reader, const uint8_t import_id[IMPORT_ID_SIZE], uint32_t index, uint64_t *ret_seq)
{
        const struct row_key key = keys_chunk(import_id, index);

        return u64_row(reader, &key, ret_seq);
}

int state_correction(struct state_reader *reader, uint64_t replaced, uint64_t *ret_seq)
{
        const struct row_key key = keys_id(TABLE_CORRECTION, replaced);

        return u64_row(reader, &key, ret_seq);
}

/* -- the past -- */

/* What a look beside the key found, if it lies within the prefix. → STATE_MISSING */
static int beside(int r, const struct row_key *prefix, struct bytes key)
{
        if (r == SNAPSHOT_MISSING || (r == 0 && !keys_within(key, keys_bytes(prefix))))
                return STATE_MISSING;
        return r ? err_fail("the state cannot be read: rebuild it") : 0;
}

static int past_row(struct bytes value, struct task_state *ret_task)
{
        return rows_get(&ROWS_TASK, value, ret_task) ? 0 : err_fail("a row of another size in state: rebuild it");
}

int state_past_task(struct state_reader *reader, uint64_t task, uint64_t seq, struct task_state *ret_task)
{
        const struct row_key prefix = keys_id(TABLE_PAST_TASK, task);
        const struct row_key from = keys_past_task(task, seq);
        struct bytes key;
        struct bytes value;
        int r = snapshot_before(&reader->snapshot, keys_bytes(&from), &key, &value);

        r = beside(r, &prefix, key);
        return r ? r : past_row(value, ret_task);
}

int state_next_task(struct state_reader *reader, uint64_t task, uint64_t seq, struct task_state *ret_task)
{
        const struct row_key prefix = keys_id(TABLE_PAST_TASK, task);
        const struct row_key from = keys_past_task(task, seq);
        struct bytes key;
        struct bytes value;
        int r = snapshot_near(&reader->snapshot, keys_bytes(&from), &key, &value);

        r = beside(r, &prefix, key);
        return r ? r : past_row(value, ret_task);
}

int state_timeline(struct state_reader *reader, enum event_kind kind, uint64_t seq, uint64_t *ret_seq,
                   uint32_t *ret_value)
{
        const struct row_key from = keys_timeline(kind, seq);
        struct row_key of_kind = from;
        struct bytes key;
        struct bytes value;
        int r = snapshot_before(&reader->snapshot, keys_bytes(&from), &key, &value);

        of_kind.len -= sizeof seq;
        r = beside(r, &of_kind, key);
        if (r)
                return r;
        if (key.len != from.len || value.len != sizeof *ret_value)
                return err_fail("a row of another size in state: rebuild it");
        *ret_seq = be64_get(key.at + of_kind.len);
        *ret_value = be32_get(value.at);
        return 0;
}

int state_plan_chunk(struct state_reader *reader, uint64_t plan_seq, uint32_t index, uint64_t *ret_seq)
{
        const struct row_key key = keys_plan_chunk(plan_seq, index);

        return u64_row(reader, &key, ret_seq);
}
