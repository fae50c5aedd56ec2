/* grow.c - twice the room each time. */
#include "client/cli/grow.h"

enum { ROOM_AT_FIRST = 16 };

void *grow(struct arena *arena, void *at, size_t n, size_t more, size_t *room, size_t size)
{
        const size_t wanted = n + more < ROOM_AT_FIRST / 2 ? ROOM_AT_FIRST : 2 * (n + more);
        void *moved;

        if (at && n + more <= *room)
                return at;
        moved = arena_array(arena, wanted, size);
        if (moved && n)
                memcpy(moved, at, n * size);
        if (moved)
                *room = wanted;
        return moved;
}
