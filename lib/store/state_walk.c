/* state_walk.c - the state's tables, row by row in key order. */
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

struct alert_walk {
        struct state_reader *reader;
        state_each_alert *each;
        void *context;
};

static int each_alert(void *context, struct bytes key UNUSED, struct bytes value)
{
        const struct alert_walk *to = context;
        struct alert_state row = {0};

        return rows_get(&ROWS_ALERT, value, &row) ? to->each(to->context, &row) : wrong_size();
}

/* The list of open alerts has keys only; the row stands under the same key in the other table. */
static int each_open_alert(void *context, struct bytes listed, struct bytes value)
{
        const struct alert_walk *to = context;
        struct row_key key = {.len = listed.len};
        int r;

        if (listed.len > KEYS_SIZE)
                return wrong_size();
        memcpy(key.at, listed.at, listed.len);
        key.at[0] = TABLE_ALERT;
        r = state_row(to->reader, &key, &value);
        if (r == STATE_MISSING)
                return err_fail("an alert is listed but missing in state: rebuild it");
        return r ? err_trace(r) : each_alert(context, listed, value);
}

int state_alerts(struct state_reader *reader, bool open_only, state_each_alert *each, void *context)
{
        const struct row_key all = keys_table(open_only ? TABLE_OPEN_ALERT : TABLE_ALERT);
        struct alert_walk to = {reader, each, context};

        return walk(reader, &all, &all, open_only ? each_open_alert : each_alert, &to);
}

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

struct past_walk {
        struct alert_walk to;
        uint64_t seq;
};

/* The alert as it stood after the walk's sequence: as it is, or as it was kept before its next change. */
static int each_past_alert(void *context, struct bytes key UNUSED, struct bytes value)
{
        struct past_walk *past = context;
        struct alert_state row = {0};
        struct row_key from;
        struct row_key prefix;
        struct bytes found;
        int r;

        if (!rows_get(&ROWS_ALERT, value, &row))
                return wrong_size();
        if (row.raised_seq > past->seq)
                return 0;
        if (state_alert_changed(&row) <= past->seq)
                return past->to.each(past->to.context, &row);
        from = keys_past_alert(&row, past->seq);
        prefix = keys_alert(TABLE_PAST_ALERT, row.cause, row.task, row.part, row.kind);
        r = snapshot_before(&past->to.reader->snapshot, keys_bytes(&from), &found, &value);
        if (r == SNAPSHOT_MISSING || (r == 0 && !keys_within(found, keys_bytes(&prefix))))
                return err_fail("an alert of the past is missing in state: rebuild it");
        return r ? err_fail("the state cannot be read: rebuild it") : each_alert(&past->to, found, value);
}

int state_past_alerts(struct state_reader *reader, uint64_t seq, state_each_alert *each, void *context)
{
        const struct row_key all = keys_table(TABLE_ALERT);
        struct past_walk past = {{reader, each, context}, seq};

        return walk(reader, &all, &all, each_past_alert, &past);
}
