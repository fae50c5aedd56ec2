/* gate.c - one table behind one lock; a token bucket a key. */
#include "broker/gate.h"

#include <pthread.h>
#include <stdlib.h>

#include "lib/base/map.h"

enum { ROW = KEY_SIZE + 8 + 1 + 4 + 4, MICRO = 1000000 };

struct entry {
        uint8_t public_key[KEY_SIZE];
        uint64_t key_id;
        enum role role;
        uint32_t per_second; /* 0 = no limit */
        uint32_t burst;
        int64_t micro_tokens; /* tokens in millionths: per second in, one a record out */
        struct mono filled;
};

struct gate {
        pthread_mutex_t lock;
        struct gate_limits limits;
        struct map *index; /* public key → entry */
        struct entry *entries;
        size_t n;
};

int gate_new(struct gate_limits limits, struct gate **ret_gate)
{
        struct gate *gate = calloc(1, sizeof *gate);

        if (!gate)
                return err_fail("out of memory");
        gate->limits = limits;
        pthread_mutex_init(&gate->lock, NULL);
        gate->index = map_new(KEY_SIZE);
        if (!gate->index) {
                gate_free(gate);
                return err_fail("out of memory");
        }
        *ret_gate = gate;
        return 0;
}

struct gate *gate_free(struct gate *gate)
{
        if (!gate)
                return NULL;
        map_free(gate->index);
        free(gate->entries);
        pthread_mutex_destroy(&gate->lock);
        free(gate);
        return NULL;
}

static struct entry *find(const struct gate *gate, const uint8_t public_key[KEY_SIZE])
{
        const uint64_t *index = map_get(gate->index, public_key);

        return index ? &gate->entries[*index] : NULL;
}

static void read_row(const struct gate *gate, const uint8_t *row, struct entry *entry)
{
        const uint32_t per_second = be32_get(row + KEY_SIZE + 9);
        const uint32_t burst = be32_get(row + KEY_SIZE + 13);

        *entry = (struct entry){
                .key_id = be64_get(row + KEY_SIZE),
                .role = (enum role)row[KEY_SIZE + 8],
                .per_second = per_second ? per_second : gate->limits.records_per_second,
                .burst = burst ? burst : gate->limits.burst,
                .filled = clock_mono(),
        };
        memcpy(entry->public_key, row, KEY_SIZE);
        entry->micro_tokens = (int64_t)entry->burst * MICRO;
}

static bool some_listener_left(const struct gate *gate, const struct map *now, const struct entry *entries)
{
        for (size_t i = 0; i < gate->n; i++) {
                const uint64_t *index = map_get(now, gate->entries[i].public_key);

                if (roster_may_listen(gate->entries[i].role) && (!index || !roster_may_listen(entries[*index].role)))
                        return true;
        }
        return false;
}

/* The new table beside the old one; buckets of keys that stay keep their level. */
static int build(struct gate *gate, struct bytes table, struct map *index, struct entry *entries)
{
        int r = 0;

        for (size_t i = 0; i < table.len / ROW && r == 0; i++) {
                const struct entry *old;

                read_row(gate, table.at + i * ROW, &entries[i]);
                old = find(gate, entries[i].public_key);
                if (old) {
                        entries[i].filled = old->filled;
                        if (old->micro_tokens < entries[i].micro_tokens)
                                entries[i].micro_tokens = old->micro_tokens;
                }
                r = map_put(index, entries[i].public_key, i);
        }
        return r;
}

int gate_admit(struct gate *gate, struct bytes key_table, bool *ret_listener_left)
{
        const size_t n = key_table.len / ROW;
        struct map *index = map_new(KEY_SIZE);
        struct entry *entries = calloc(n ? n : 1, sizeof *entries);
        int r;

        if (!index || !entries || key_table.len % ROW != 0) {
                map_free(index);
                free(entries);
                return err_fail("key table of %zu bytes cannot be taken over", key_table.len);
        }
        pthread_mutex_lock(&gate->lock);
        r = build(gate, key_table, index, entries);
        if (r == 0) {
                struct map *old_index = gate->index;
                struct entry *old_entries = gate->entries;

                *ret_listener_left = some_listener_left(gate, index, entries);
                gate->index = index;
                gate->entries = entries;
                gate->n = n;
                index = old_index;
                entries = old_entries;
        }
        pthread_mutex_unlock(&gate->lock);
        map_free(index);
        free(entries);
        return r ? err_trace(r) : 0;
}

bool gate_may_enter(void *context, const uint8_t public_key[KEY_SIZE], const char *door)
{
        struct gate *gate = context;
        const struct entry *entry;
        bool may;

        pthread_mutex_lock(&gate->lock);
        entry = find(gate, public_key);
        may = entry && (strcmp(door, "bell") != 0 || roster_may_listen(entry->role));
        pthread_mutex_unlock(&gate->lock);
        return may;
}

int gate_key_id(struct gate *gate, const uint8_t public_key[KEY_SIZE], uint64_t *ret_key_id)
{
        const struct entry *entry;
        int r = GATE_UNKNOWN;

        pthread_mutex_lock(&gate->lock);
        entry = find(gate, public_key);
        if (entry) {
                *ret_key_id = entry->key_id;
                r = 0;
        }
        pthread_mutex_unlock(&gate->lock);
        return r;
}

static void fill(struct entry *entry, int64_t full, struct mono now)
{
        const int64_t elapsed = now.us - entry->filled.us;

        if (elapsed <= 0)
                return;
        if (elapsed > (full - entry->micro_tokens) / entry->per_second)
                entry->micro_tokens = full;
        else
                entry->micro_tokens += elapsed * entry->per_second;
        entry->filled = now;
}

/* Fill the bucket for the time gone by, then take from it. What is more than a full bucket waits for a full
 * one and leaves a debt. */
static int take_tokens(struct entry *entry, uint32_t records, struct mono now, uint32_t *ret_wait_ms)
{
        const int64_t full = (int64_t)entry->burst * MICRO;
        const int64_t price = (int64_t)records * MICRO;
        const int64_t wanted = price < full ? price : full;

        if (entry->per_second == 0)
                return 0;
        fill(entry, full, now);
        if (entry->micro_tokens < wanted) {
                *ret_wait_ms = (uint32_t)((wanted - entry->micro_tokens) / entry->per_second / 1000) + 1;
                return GATE_TOO_FAST;
        }
        entry->micro_tokens -= price;
        return 0;
}

int gate_charge(struct gate *gate, const uint8_t public_key[KEY_SIZE], uint32_t records, struct mono now,
                uint64_t *ret_key_id, uint32_t *ret_wait_ms)
{
        struct entry *entry;
        int r = GATE_UNKNOWN;

        pthread_mutex_lock(&gate->lock);
        entry = find(gate, public_key);
        if (entry) {
                r = take_tokens(entry, records, now, ret_wait_ms);
                if (r == 0)
                        *ret_key_id = entry->key_id;
        }
        pthread_mutex_unlock(&gate->lock);
        return r;
}
