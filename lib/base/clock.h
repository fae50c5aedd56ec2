/* clock.h - the only place that reads a clock.
 *
 * struct instant is UTC milliseconds since 1970 (what people call time); struct mono is microseconds
 * of CLOCK_MONOTONIC (for loops and deadlines only). The two never mix. Any thread. */
#ifndef DUBAN_BASE_CLOCK_H
#define DUBAN_BASE_CLOCK_H

#include <stdint.h>

struct instant {
        int64_t ms;
};

struct mono {
        int64_t us;
};

struct instant clock_now(void);
struct mono clock_mono(void);

static inline int64_t mono_since_us(struct mono earlier)
{
        return clock_mono().us - earlier.us;
}

#endif
