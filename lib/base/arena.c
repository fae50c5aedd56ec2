/* arena.c - blocks in a list; a reset keeps the first ones. */
#include "lib/base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_SIZE = 16384, ALIGNMENT = 16 };

struct block {
        struct block *next;
        size_t size;
        size_t used;
        _Alignas(ALIGNMENT) uint8_t data[];
};

struct arena {
        struct block *first;
        struct block *current;
        size_t budget;
        size_t used;
};

struct arena *arena_new(size_t budget)
{
        struct arena *arena = calloc(1, sizeof *arena);

        if (arena)
                arena->budget = budget;
        return arena;
}

struct arena *arena_free(struct arena *arena)
{
        struct block *next;

        if (!arena)
                return NULL;
        for (struct block *b = arena->first; b; b = next) {
                next = b->next;
                free(b);
        }
        free(arena);
        return NULL;
}

void arena_clean(struct arena **arena)
{
        arena_free(*arena);
}

void arena_reset(struct arena *arena)
{
        arena->current = arena->first;
        if (arena->current)
                arena->current->used = 0;
        arena->used = 0;
}

size_t arena_used(const struct arena *arena)
{
        return arena->used;
}

/* The next block with room for `size`: an old one after a reset, or a new one in the place of an old one that
 * is too small, so that what an arena keeps does not grow with every larger message. */
static struct block *next_block(struct arena *arena, size_t size)
{
        struct block **link = arena->current ? &arena->current->next : &arena->first;
        struct block *old = *link;
        struct block *block;
        const size_t wanted = size > BLOCK_SIZE ? size : BLOCK_SIZE;

        if (old && old->size >= size) {
                old->used = 0;
                return old;
        }
        block = wanted <= SIZE_MAX - sizeof *block ? malloc(sizeof *block + wanted) : NULL;
        if (!block)
                return NULL;
        *block = (struct block){.next = old ? old->next : NULL, .size = wanted};
        *link = block;
        free(old);
        return block;
}

void *arena_take(struct arena *arena, size_t size)
{
        const size_t whole = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
        struct block *block = arena->current;
        void *at;

        if (whole < size || (arena->budget && (whole > arena->budget || arena->used > arena->budget - whole)))
                return NULL;
        if (!block || block->size - block->used < whole) {
                block = next_block(arena, whole);
                if (!block)
                        return NULL;
                arena->current = block;
        }
        at = block->data + block->used;
        block->used += whole;
        arena->used += whole;
        return memset(at, 0, whole);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
        size_t total;

        if (__builtin_mul_overflow(count, size, &total))
                return NULL;
        return arena_take(arena, total);
}

struct bytes arena_copy(struct arena *arena, struct bytes from)
{
        uint8_t *at = arena_take(arena, from.len);

        if (!at)
                return (struct bytes){NULL, 0};
        if (from.len)
                memcpy(at, from.at, from.len);
        return bytes_of(at, from.len);
}

char *arena_string(struct arena *arena, struct bytes from)
{
        char *at = arena_take(arena, from.len + 1);

        if (at && from.len)
                memcpy(at, from.at, from.len);
        return at;
}

char *arena_print(struct arena *arena, const char *format, ...)
{
        va_list args;
        va_list again;
        int len;
        char *at = NULL;

        va_start(args, format);
        va_copy(again, args);
        len = vsnprintf(NULL, 0, format, args);
        if (len >= 0)
                at = arena_take(arena, (size_t)len + 1);
        if (at)
                vsnprintf(at, (size_t)len + 1, format, again);
        va_end(again);
        va_end(args);
        return at;
}
