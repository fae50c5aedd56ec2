/* fail.c - says where and when, and ends this year's process. */
#include "tests/sim/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static struct { /* of the one year that this process simulates */
        unsigned long long seed;
        struct day day;
} now;

void fail_year(uint64_t seed)
{
        now.seed = seed;
}

void fail_day(struct day day)
{
        now.day = day;
}

void fail_at(const char *file, int line, const char *format, ...)
{
        char day[DAY_TEXT_SIZE];
        va_list args;

        fprintf(stderr, "seed %llu, %s: ", now.seed, day_text(now.day, day));
        va_start(args, format);
        vfprintf(stderr, format, args);
        va_end(args);
        fprintf(stderr, " (%s:%d)\n", file, line);
        exit(1);
}
