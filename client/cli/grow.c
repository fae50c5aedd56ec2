/* grow.c - twice the room each time. */
#include "client/cli/grow.h"

void *grow(struct arena *arena, void *at, size_t n, size_t *room, size_t size)
{
        const size_t wanted = *room ? 2 * *room : 16;
        void *moved;

        if (n < *room)
                return at;
        moved = arena_array(arena, wanted, size);
        if (moved && n)
                memcpy(moved, at, n * size);
        if (moved)
                *room = wanted;
        return moved;
}
