/* map.h - a hash table from short byte keys to a u64 (a number, an index or a pointer's bits).
 *
 * Keys are copied; at most 40 bytes. Open addressing, grows by doubling, iteration order is not
 * meaningful. Owner: whoever made it; one thread at a time. */
#ifndef DUBAN_BASE_MAP_H
#define DUBAN_BASE_MAP_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"

struct map;

enum { MAP_KEY_MAX = 40 };

/* `key_size` bytes a key, the same for all. NULL when out of memory. */
struct map *map_new(size_t key_size);
struct map *map_free(struct map *); /* accepts NULL, returns NULL */
size_t map_count(const struct map *);
void map_clear(struct map *);

/* The value's place, or NULL when the key is absent. Valid until the next map_put. */
uint64_t *map_get(const struct map *, const void *key);
/* Sets or replaces. 0, or negative when out of memory. */
int map_put(struct map *, const void *key, uint64_t value) CHECKED;
/* Removes; true when it was there. */
bool map_remove(struct map *, const void *key);
/* Walk: start with *position = 0; false at the end. `ret_key` points into the table. */
bool map_next(const struct map *, size_t *position, const void **ret_key, uint64_t *ret_value);

#endif
