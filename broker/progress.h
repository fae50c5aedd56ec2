/* progress.h - how far a long verb is: one line on standard error, five times a second, on a terminal only. */
#ifndef DUBAN_BROKER_PROGRESS_H
#define DUBAN_BROKER_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/clock.h"

struct progress {
        const char *verb;
        struct mono last;
        bool on_terminal;
        bool shown;
};

struct progress progress_start(const char *verb);
void progress_show(struct progress *, uint64_t seq, uint64_t head);
/* Wipes the line out: before anything else is printed, and at the end. */
void progress_clear(struct progress *);

#endif
