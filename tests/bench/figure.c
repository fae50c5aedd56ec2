/* figure.c - lines and percentiles. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>

void figure_print(const struct run *run, const char *name, double value, const char *unit, struct limit limit)
{
        printf("{\"figure\":\"%s%s\",\"tasks\":%u,\"value\":%.6g,\"unit\":\"%s\",\"limit\":%.6g,\"limit_is\":\"%s\","
               "\"ratio\":%.3g}\n",
               name, run->suffix, run->tasks, value, unit, limit.value, limit.is,
               limit.value > 0 ? value / limit.value : 0);
        fflush(stdout);
}

int samples_add(struct samples *samples, int64_t us)
{
        if (samples->n == samples->room) {
                const size_t room = samples->room ? samples->room * 2 : 1024;
                int64_t *at = reallocarray(samples->at, room, sizeof *at);

                if (!at)
                        return err_fail("out of memory: %zu samples", room);
                samples->at = at;
                samples->room = room;
        }
        samples->at[samples->n++] = us;
        return 0;
}

void samples_done(struct samples *samples)
{
        free(samples->at);
        *samples = (struct samples){0};
}

static int by_size(const void *a, const void *b)
{
        const int64_t x = *(const int64_t *)a;
        const int64_t y = *(const int64_t *)b;

        return (x > y) - (x < y);
}

double samples_percentile(struct samples *samples, int percent)
{
        if (samples->n == 0)
                return 0;
        qsort(samples->at, samples->n, sizeof *samples->at, by_size);
        return (double)samples->at[(samples->n - 1) * (size_t)percent / 100];
}

void figure_print_latency(const struct run *run, const char *name, struct samples *samples, struct samples *limit,
                          const char *limit_is)
{
        static const int PERCENTS[] = {50, 99};
        char full[64];

        for (size_t i = 0; i < COUNT_OF(PERCENTS); i++) {
                snprintf(full, sizeof full, "%s_p%d", name, PERCENTS[i]);
                figure_print(run, full, samples_percentile(samples, PERCENTS[i]), "us",
                             (struct limit){samples_percentile(limit, PERCENTS[i]), limit_is});
        }
}
