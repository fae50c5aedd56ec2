/* progress.c - a line that is written over. */
#include "broker/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { INTERVAL_US = 200000 };

struct progress progress_start(const char *verb)
{
        return (struct progress){.verb = verb, .last = clock_mono(), .on_terminal = isatty(STDERR_FILENO)};
}

void progress_show(struct progress *progress, uint64_t seq, uint64_t head)
{
        if (!progress->on_terminal || mono_since_us(progress->last) < INTERVAL_US)
                return;
        progress->last = clock_mono();
        progress->shown = true;
        fprintf(stderr, "\r%s: %llu of %llu", progress->verb, (unsigned long long)seq, (unsigned long long)head);
}

void progress_clear(struct progress *progress)
{
        if (progress->shown)
                fputs("\r\033[K", stderr);
        progress->shown = false;
}
