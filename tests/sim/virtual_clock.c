/* virtual_clock.c - clock_now and clock_mono of a process that makes its own time. */
#include "tests/sim/virtual_clock.h"

#include "lib/base/clock.h"
#include "tests/sim/fail.h"

enum { MINUTE_MS = 60000 };

static int64_t now_ms;
static int64_t skew_ms;

void virtual_clock_reset(void)
{
        now_ms = 0;
        skew_ms = 0;
}

void virtual_clock_skew(int minutes)
{
        skew_ms = (int64_t)minutes * MINUTE_MS;
}

void virtual_clock_set(struct day day, int minute)
{
        const int64_t to = day_first_instant(day, VIRTUAL_CLOCK_OFFSET_MINUTES) + (int64_t)minute * MINUTE_MS;

        EXPECT(to >= now_ms, "the clock was to go back");
        now_ms = to;
}

struct instant clock_now(void)
{
        return (struct instant){now_ms + skew_ms};
}

struct mono clock_mono(void)
{
        return (struct mono){now_ms * 1000};
}
