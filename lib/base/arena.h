/* arena.h - memory that is freed all at once: one message, one answer, one batch.
 *
 * An arena has a budget, so a hostile message cannot eat the process: past the budget arena_take
 * returns NULL. Owner: whoever made it; one thread at a time. What it hands out lives until
 * arena_reset or arena_free. */
#ifndef DUBAN_BASE_ARENA_H
#define DUBAN_BASE_ARENA_H

#include <stddef.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

struct arena;

/* `budget` in bytes, 0 = none. NULL when out of memory. */
struct arena *arena_new(size_t budget);
/* Accepts NULL, returns NULL. */
struct arena *arena_free(struct arena *);
/* Forget everything taken, keep the memory for the next round. */
void arena_reset(struct arena *);

/* Zeroed, aligned for any type. NULL past the budget or out of memory. size 0 gives a valid pointer. */
void *arena_take(struct arena *, size_t size);
/* `count` zeroed items of `size`; NULL also on overflow. */
void *arena_array(struct arena *, size_t count, size_t size);
/* A copy that lives in the arena. {NULL, 0} past the budget; an empty view copies to {non-NULL, 0}. */
struct bytes arena_copy(struct arena *, struct bytes);
/* A terminated copy; NULL past the budget. */
char *arena_string(struct arena *, struct bytes);
/* printf into the arena; NULL past the budget. */
char *arena_print(struct arena *, const char *format, ...) PRINTF(2, 3);
size_t arena_used(const struct arena *);

/* For locals: ARENA struct arena *a = arena_new(0); frees at the end of the block. */
void arena_clean(struct arena **);
#define ARENA __attribute__((cleanup(arena_clean)))

#endif
