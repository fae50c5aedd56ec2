/* clock.c - CLOCK_REALTIME and CLOCK_MONOTONIC. */
#include "lib/base/clock.h"

#include <time.h>

struct instant clock_now(void)
{
        struct timespec t;

        clock_gettime(CLOCK_REALTIME, &t);
        return (struct instant){(int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000};
}

struct mono clock_mono(void)
{
        struct timespec t;

        clock_gettime(CLOCK_MONOTONIC, &t);
        return (struct mono){(int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000};
}
