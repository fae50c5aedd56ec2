/* map.c - linear probing over one array of slots; removal shifts the run back, so no tombstones. */
#include "lib/base/map.h"

#include <stdlib.h>

struct map {
        uint8_t *slots; /* capacity * stride: value, used, key */
        size_t capacity; /* power of two */
        size_t count;
        size_t key_size;
        size_t stride;
};

enum { FIRST_CAPACITY = 16, VALUE_SIZE = 8, HEAD_SIZE = 9 };

/* FNV-1a with a final mix: keys here are ids and random streams, chosen by the roster, not by peers. */
static uint64_t hash_of(const uint8_t *key, size_t len)
{
        uint64_t h = 1469598103934665603u;

        for (size_t i = 0; i < len; i++)
                h = (h ^ key[i]) * 1099511628211u;
        return h ^ (h >> 29);
}

static uint8_t *slot_at(const struct map *map, size_t i)
{
        return map->slots + i * map->stride;
}

static bool slot_used(const uint8_t *slot)
{
        return slot[VALUE_SIZE] != 0;
}

struct map *map_new(size_t key_size)
{
        struct map *map = calloc(1, sizeof *map);

        invariant(key_size > 0 && key_size <= MAP_KEY_MAX);
        if (!map)
                return NULL;
        map->key_size = key_size;
        map->stride = (HEAD_SIZE + key_size + 7) & ~(size_t)7;
        map->capacity = FIRST_CAPACITY;
        map->slots = calloc(map->capacity, map->stride);
        if (!map->slots) {
                free(map);
                return NULL;
        }
        return map;
}

struct map *map_free(struct map *map)
{
        if (map)
                free(map->slots);
        free(map);
        return NULL;
}

size_t map_count(const struct map *map)
{
        return map->count;
}

void map_clear(struct map *map)
{
        memset(map->slots, 0, map->capacity * map->stride);
        map->count = 0;
}

/* The slot of the key, or the free slot where it belongs. */
static size_t probe(const struct map *map, const void *key)
{
        size_t i = hash_of(key, map->key_size) & (map->capacity - 1);

        while (slot_used(slot_at(map, i)) && memcmp(slot_at(map, i) + HEAD_SIZE, key, map->key_size) != 0)
                i = (i + 1) & (map->capacity - 1);
        return i;
}

uint64_t *map_get(const struct map *map, const void *key)
{
        uint8_t *slot = slot_at(map, probe(map, key));

        return slot_used(slot) ? (uint64_t *)(void *)slot : NULL;
}

static void slot_fill(const struct map *map, size_t i, const void *key, uint64_t value)
{
        uint8_t *slot = slot_at(map, i);

        memcpy(slot, &value, VALUE_SIZE);
        slot[VALUE_SIZE] = 1;
        memcpy(slot + HEAD_SIZE, key, map->key_size);
}

static int grow(struct map *map)
{
        struct map bigger = *map;

        bigger.capacity = map->capacity * 2;
        bigger.slots = calloc(bigger.capacity, map->stride);
        if (!bigger.slots)
                return err_fail("out of memory: map of %zu", bigger.capacity);
        for (size_t i = 0; i < map->capacity; i++) {
                const uint8_t *slot = slot_at(map, i);
                uint64_t value;

                if (!slot_used(slot))
                        continue;
                memcpy(&value, slot, VALUE_SIZE);
                slot_fill(&bigger, probe(&bigger, slot + HEAD_SIZE), slot + HEAD_SIZE, value);
        }
        free(map->slots);
        *map = bigger;
        return 0;
}

int map_put(struct map *map, const void *key, uint64_t value)
{
        uint64_t *found = map_get(map, key);
        int r;

        if (found) {
                *found = value;
                return 0;
        }
        if ((map->count + 1) * 4 > map->capacity * 3) {
                r = grow(map);
                if (r)
                        return err_trace(r);
        }
        slot_fill(map, probe(map, key), key, value);
        map->count++;
        return 0;
}

bool map_remove(struct map *map, const void *key)
{
        const size_t mask = map->capacity - 1;
        size_t hole = probe(map, key);

        if (!slot_used(slot_at(map, hole)))
                return false;
        for (size_t i = (hole + 1) & mask; slot_used(slot_at(map, i)); i = (i + 1) & mask) {
                const size_t home = hash_of(slot_at(map, i) + HEAD_SIZE, map->key_size) & mask;

                if (((i - home) & mask) < ((i - hole) & mask))
                        continue; /* it sits between its home and the hole: leave it */
                memcpy(slot_at(map, hole), slot_at(map, i), map->stride);
                hole = i;
        }
        memset(slot_at(map, hole), 0, map->stride);
        map->count--;
        return true;
}

bool map_next(const struct map *map, size_t *position, const void **ret_key, uint64_t *ret_value)
{
        for (; *position < map->capacity; (*position)++) {
                const uint8_t *slot = slot_at(map, *position);

                if (!slot_used(slot))
                        continue;
                *ret_key = slot + HEAD_SIZE;
                memcpy(ret_value, slot, VALUE_SIZE);
                (*position)++;
                return true;
        }
        return false;
}
