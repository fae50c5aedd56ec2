/* state_walk.c - the state's tables, row by row in key order. */
#include "lib/store/state_walk.h"
#include "lib/store/rows.h"
#include "lib/store/state_private.h"

/* One row of a walk: what it is goes to the caller's callback. Non-zero ends the walk. */
typedef int each_row(void *context, struct bytes key, struct bytes value);

static int walk(struct state_reader *reader, const struct row_key *from, const struct row_key *prefix, each_row *each,
                void *context)
{
        struct bytes key;
        struct bytes value;
        int r = snapshot_walk(&reader->snapshot, keys_bytes(from), &key, &value);

        while (r == 0 && keys_within(key, keys_bytes(prefix))) {
                r = each(context, key, value);
                if (r)
                        return r;
                r = snapshot_next(&reader->snapshot, &key, &value);
        }
        return r == 0 || r == SNAPSHOT_MISSING ? 0 : err_fail("the state cannot be read: rebuild it");
}

static int wrong_size(void)
{
        return err_fail("a row of another size in state: rebuild it");
}

/* -- rows that are encoded messages under an id -- */

struct bytes_walk {
        state_each_bytes *each;
        void *context;
};

static int each_bytes(void *context, struct bytes key, struct bytes value)
{
        const struct bytes_walk *to = context;

        return key.len == 9 ? to->each(to->context, be64_get(key.at + 1), value) : wrong_size();
}

static int walk_bytes(struct state_reader *reader, enum table table, state_each_bytes *each, void *context)
{
        const struct row_key all = keys_table(table);

        return walk(reader, &all, &all, each_bytes, &(struct bytes_walk){each, context});
}

int state_members(struct state_reader *reader, state_each_bytes *each, void *context)
{
        return walk_bytes(reader, TABLE_MEMBER, each, context);
}

int state_keys(struct state_reader *reader, state_each_bytes *each, void *context)
{
        return walk_bytes(reader, TABLE_KEY, each, context);
}

int state_plan_entries(struct state_reader *reader, uint32_t from_no, state_each_bytes *each, void *context)
{
        const struct row_key plan = keys_table(TABLE_PLAN);
        struct row_key prefix;
        struct row_key from;
        struct bytes row;
        int r = state_row(reader, &plan, &row);

        if (r)
                return r == STATE_MISSING ? 0 : err_trace(r); /* no plan in force: no entries */
        if (row.len < STATE_PLAN_HEAD_SIZE)
                return wrong_size();
        prefix = keys_plan_prefix(be32_get(row.at + 8));
        from = keys_id(TABLE_PLAN_ENTRY, (uint64_t)be32_get(row.at + 8) << 32 | from_no);
        return walk(reader, &from, &prefix, each_bytes, &(struct bytes_walk){each, context});
}

/* -- rows that are structs -- */

struct stream_walk {
        state_each_stream *each;
        void *context;
};

static int each_stream(void *context, struct bytes key UNUSED, struct bytes value)
{
        const struct stream_walk *to = context;
        struct stream_state row = {0};

        return rows_get(&ROWS_STREAM, value, &row) ? to->each(to->context, &row) : wrong_size();
}

int state_streams(struct state_reader *reader, uint64_t agent, state_each_stream *each, void *context)
{
        const struct row_key prefix = agent ? keys_id(TABLE_STREAM, agent) : keys_table(TABLE_STREAM);

        return walk(reader, &prefix, &prefix, each_stream, &(struct stream_walk){each, context});
}

struct chunk_walk {
        state_each_chunk *each;
        void *context;
};

static int each_chunk(void *context, struct bytes key, struct bytes value)
{
        const struct chunk_walk *to = context;
        const size_t id_at = 1;
        const size_t index_at = id_at + IMPORT_ID_SIZE;

        if (key.len != index_at + sizeof(uint32_t) || value.len != sizeof(uint64_t))
                return wrong_size();
        return to->each(to->context, bytes_of(key.at + id_at, IMPORT_ID_SIZE), be32_get(key.at + index_at),
                        be64_get(value.at));
}

int state_chunks(struct state_reader *reader, state_each_chunk *each, void *context)
{
        const struct row_key all = keys_table(TABLE_CHUNK);

        return walk(reader, &all, &all, each_chunk, &(struct chunk_walk){each, context});
}

struct agent_walk {
        state_each_agent *each;
        void *context;
};

static int each_agent(void *context, struct bytes key UNUSED, struct bytes value)
{
        const struct agent_walk *to = context;
        struct agent_state row = {0};

        return rows_get(&ROWS_AGENT, value, &row) ? to->each(to->context, &row) : wrong_size();
}

int state_agents(struct state_reader *reader, state_each_agent *each, void *context)
{
        const struct row_key all = keys_table(TABLE_AGENT);

        return walk(reader, &all, &all, each_agent, &(struct agent_walk){each, context});
}

/* -- alerts -- */

uint64_t state_alert_changed(const struct alert_state *alert)
{
        uint64_t newest = alert->last_seq;

        if (alert->signed_seq > newest)
                newest = alert->signed_seq;
        if (alert->answered_seq > newest)
                newest = alert->answered_seq;
        if (alert->objected_seq > newest)
                newest = alert->objected_seq;
        return alert->letter_seq > newest ? alert->letter_seq : newest;
}

struct alert_walk {
        struct state_reader *reader;
        const struct alert_range *range;
        state_each_alert *each;
        void *context;
        bool over; /* what comes now was raised later than asked for */
};

/* Two of the three tables are lists: keys only. The row stands under the key of the first. */
static int row_of(struct state_reader *reader, struct bytes listed, struct bytes *value)
{
        struct row_key key = {.len = listed.len};
        int r;

        if (listed.at[0] == TABLE_ALERT)
                return 0;
        if (listed.len != 1 + 8 + 8 + 4 + 4)
                return wrong_size();
        memcpy(key.at, listed.at, listed.len);
        key.at[0] = TABLE_ALERT;
        if (listed.at[0] == TABLE_TASK_ALERT) { /* the task stands before the cause */
                memcpy(key.at + 1, listed.at + 9, 8);
                memcpy(key.at + 9, listed.at + 1, 8);
        }
        r = state_row(reader, &key, value);
        return r == STATE_MISSING ? err_fail("an alert is listed but missing in state: rebuild it") : r;
}

/* Changed since: the row that was kept before its next change. */
static int past_row(struct state_reader *reader, uint64_t as_of, struct alert_state *row)
{
        const struct row_key from = keys_past_alert(row, as_of);
        const struct row_key prefix = keys_alert(TABLE_PAST_ALERT, row->cause, row->task, row->part, row->kind);
        struct bytes key;
        struct bytes value;
        int r = snapshot_before(&reader->snapshot, keys_bytes(&from), &key, &value);

        if (r == SNAPSHOT_MISSING || (r == 0 && !keys_within(key, keys_bytes(&prefix))))
                return err_fail("an alert of the past is missing in state: rebuild it");
        if (r)
                return err_fail("the state cannot be read: rebuild it");
        return rows_get(&ROWS_ALERT, value, row) ? 0 : wrong_size();
}

/* An alert is raised behind its cause, and the walk goes by causes. */
static int each_alert(void *context, struct bytes key, struct bytes value)
{
        struct alert_walk *to = context;
        const uint64_t as_of = to->range->as_of;
        struct alert_state row = {0};
        int r = row_of(to->reader, key, &value);

        if (r)
                return err_trace(r);
        if (!rows_get(&ROWS_ALERT, value, &row))
                return wrong_size();
        to->over = as_of && row.cause > as_of;
        if (as_of && row.raised_seq > as_of)
                return to->over;
        if (as_of && state_alert_changed(&row) > as_of)
                r = past_row(to->reader, as_of, &row);
        if (r)
                return err_trace(r);
        return to->range->open_only && !row.open ? 0 : to->each(to->context, &row);
}

/* What was open then has to be looked for among all. */
int state_alerts(struct state_reader *reader, const struct alert_range *range, state_each_alert *each, void *context)
{
        const struct alert_state *from = range->from;
        const enum table table = range->open_only && !range->as_of ? TABLE_OPEN_ALERT : TABLE_ALERT;
        const struct row_key prefix = range->of_task ? keys_id(TABLE_TASK_ALERT, range->task) : keys_table(table);
        struct alert_walk to = {reader, range, each, context, false};
        struct row_key first = prefix;
        int r;

        if (from && range->of_task)
                first = keys_task_alert(from);
        else if (from)
                first = keys_alert(table, from->cause, from->task, from->part, from->kind);
        r = walk(reader, &first, &prefix, each_alert, &to);
        return to.over ? 0 : r;
}
