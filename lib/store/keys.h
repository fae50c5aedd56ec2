/* keys.h - every key of state/, in one place. Inside lib/store only.
 *
 * One byte for the table, then fixed-size big-endian parts: keys sort as their numbers do and are the same
 * bytes on every machine. Pure. */
#ifndef DUBAN_STORE_KEYS_H
#define DUBAN_STORE_KEYS_H

#include "lib/store/state.h"

enum table { /* the first byte of a key; 0 is the format row's. Never renumber. */
             TABLE_META = 1,
             TABLE_TASK = 2, /* task */
             TABLE_STREAM = 3, /* agent, stream */
             TABLE_SIGNPOST = 4, /* agent, stream, number */
             TABLE_ALERT = 5, /* cause, task, part, kind */
             TABLE_OPEN_ALERT = 6, /* the same; the row is empty */
             TABLE_MEMBER = 7, /* member */
             TABLE_KEY = 8, /* key */
             TABLE_PLAN_ENTRY = 9, /* task */
             TABLE_PLAN = 10,
             TABLE_CHUNK = 11, /* import id, index */
             TABLE_CURSOR = 12, /* member, name */
             TABLE_AGENT = 13, /* agent */
             TABLE_PAST_TASK = 14, /* task, seq */
             TABLE_PAST_ALERT = 15, /* cause, task, part, kind, seq */
             TABLE_TIMELINE = 16, /* kind of event, seq */
             TABLE_PLAN_CHUNK = 17, /* seq of the plan in force, index */
             TABLE_CORRECTION = 18, /* seq of what it replaces */
             TABLE_TASK_ALERT = 19, /* task, cause, part, kind; the row is empty */
             TABLE_END = 20,
};

enum { KEYS_NAME_MAX = 255, KEYS_SIZE = 1 + 8 + KEYS_NAME_MAX, IMPORT_ID_SIZE = 16 };

struct row_key {
        size_t len;
        uint8_t at[KEYS_SIZE];
};

struct row_key keys_table(enum table); /* the table's only key, or the prefix of all of them */
struct row_key keys_id(enum table, uint64_t id); /* task, member, key, plan entry, agent, correction */
struct row_key keys_plan_prefix(uint32_t plan); /* of the plan entries of one plan; ids_task() >> 32 */
struct row_key keys_stream(enum table, uint64_t agent, const uint8_t stream[STREAM_SIZE]);
struct row_key keys_signpost(uint64_t agent, const uint8_t stream[STREAM_SIZE], uint64_t number);
struct row_key keys_alert(enum table, uint64_t cause, uint64_t task, uint32_t part, enum alert_kind);
struct row_key keys_task_alert(const struct alert_state *);
struct row_key keys_chunk(const uint8_t import_id[IMPORT_ID_SIZE], uint32_t index);
struct row_key keys_past_task(uint64_t task, uint64_t seq);
struct row_key keys_past_alert(const struct alert_state *, uint64_t seq);
struct row_key keys_timeline(enum event_kind, uint64_t seq);
struct row_key keys_plan_chunk(uint64_t plan_seq, uint32_t index);
struct row_key keys_cursor(uint64_t member, struct bytes name); /* at most KEYS_NAME_MAX bytes */

static inline struct bytes keys_bytes(const struct row_key *key)
{
        return bytes_of(key->at, key->len);
}

bool keys_within(struct bytes key, struct bytes prefix);
const char *keys_table_name(struct bytes key);

#endif
