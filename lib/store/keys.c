/* keys.c - the keys of state/, built part by part. */
#include "lib/store/keys.h"

static struct row_key start(enum table table)
{
        struct row_key key;

        key.at[0] = (uint8_t)table;
        key.len = 1;
        return key;
}

static void add32(struct row_key *key, uint32_t value)
{
        be32_put(key->at + key->len, value);
        key->len += 4;
}

static void add64(struct row_key *key, uint64_t value)
{
        be64_put(key->at + key->len, value);
        key->len += 8;
}

static void add(struct row_key *key, const void *at, size_t len)
{
        invariant(len <= KEYS_SIZE - key->len);
        if (len)
                memcpy(key->at + key->len, at, len);
        key->len += len;
}

struct row_key keys_table(enum table table)
{
        return start(table);
}

struct row_key keys_id(enum table table, uint64_t id)
{
        struct row_key key = start(table);

        add64(&key, id);
        return key;
}

struct row_key keys_plan_prefix(uint32_t plan)
{
        struct row_key key = start(TABLE_PLAN_ENTRY);

        add32(&key, plan);
        return key;
}

struct row_key keys_stream(enum table table, uint64_t agent, const uint8_t stream[STREAM_SIZE])
{
        struct row_key key = start(table);

        add64(&key, agent);
        add(&key, stream, STREAM_SIZE);
        return key;
}

struct row_key keys_signpost(uint64_t agent, const uint8_t stream[STREAM_SIZE], uint64_t number)
{
        struct row_key key = keys_stream(TABLE_SIGNPOST, agent, stream);

        add64(&key, number);
        return key;
}

struct row_key keys_alert(enum table table, uint64_t cause, uint64_t task, uint32_t part, enum alert_kind kind)
{
        struct row_key key = start(table);

        add64(&key, cause);
        add64(&key, task);
        add32(&key, part);
        add32(&key, (uint32_t)kind);
        return key;
}

struct row_key keys_task_alert(const struct alert_state *alert)
{
        struct row_key key = keys_id(TABLE_TASK_ALERT, alert->task);

        add64(&key, alert->cause);
        add32(&key, alert->part);
        add32(&key, (uint32_t)alert->kind);
        return key;
}

struct row_key keys_chunk(const uint8_t import_id[IMPORT_ID_SIZE], uint32_t index)
{
        struct row_key key = start(TABLE_CHUNK);

        add(&key, import_id, IMPORT_ID_SIZE);
        add32(&key, index);
        return key;
}

struct row_key keys_past_task(uint64_t task, uint64_t seq)
{
        struct row_key key = keys_id(TABLE_PAST_TASK, task);

        add64(&key, seq);
        return key;
}

struct row_key keys_past_alert(const struct alert_state *alert, uint64_t seq)
{
        struct row_key key = keys_alert(TABLE_PAST_ALERT, alert->cause, alert->task, alert->part, alert->kind);

        add64(&key, seq);
        return key;
}

struct row_key keys_timeline(enum event_kind kind, uint64_t seq)
{
        struct row_key key = start(TABLE_TIMELINE);

        add32(&key, (uint32_t)kind);
        add64(&key, seq);
        return key;
}

struct row_key keys_plan_chunk(uint64_t plan_seq, uint32_t index)
{
        struct row_key key = start(TABLE_PLAN_CHUNK);

        add64(&key, plan_seq);
        add32(&key, index);
        return key;
}

struct row_key keys_cursor(uint64_t member, struct bytes name)
{
        struct row_key key = keys_id(TABLE_CURSOR, member);

        add(&key, name.at, name.len);
        return key;
}

bool keys_within(struct bytes key, struct bytes prefix)
{
        return key.len >= prefix.len && memcmp(key.at, prefix.at, prefix.len) == 0;
}

const char *keys_table_name(struct bytes key)
{
        static const char *const NAMES[TABLE_END] = {
                [TABLE_META] = "meta",
                [TABLE_TASK] = "task",
                [TABLE_STREAM] = "stream",
                [TABLE_SIGNPOST] = "signpost",
                [TABLE_ALERT] = "alert",
                [TABLE_OPEN_ALERT] = "open alert",
                [TABLE_MEMBER] = "member",
                [TABLE_KEY] = "key",
                [TABLE_PLAN_ENTRY] = "plan entry",
                [TABLE_PLAN] = "plan",
                [TABLE_CHUNK] = "chunk",
                [TABLE_CURSOR] = "cursor",
                [TABLE_AGENT] = "agent",
                [TABLE_PAST_TASK] = "past task",
                [TABLE_PAST_ALERT] = "past alert",
                [TABLE_TIMELINE] = "timeline",
                [TABLE_PLAN_CHUNK] = "plan chunk",
                [TABLE_CORRECTION] = "correction",
                [TABLE_TASK_ALERT] = "alert of a task",
        };

        return key.len > 0 && key.at[0] < TABLE_END && NAMES[key.at[0]] ? NAMES[key.at[0]] : "unknown";
}
