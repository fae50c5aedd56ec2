/* notifier_run.h - the notifier's hands: reads the journal, hands derived events to the collector.
 * Runs in its own thread or process until `*stop`. */
#ifndef DUBAN_NOTIFIER_RUN_H
#define DUBAN_NOTIFIER_RUN_H

#include "lib/bus/bus.h"
#include "lib/store/journal.h"
#include "lib/store/marks.h"

struct notifier_options {
        struct journal *journal;
        struct marks *marks;
        struct bus *bus;
        const char *collector; /* the collector's private endpoint */
        int wake_fd; /* readable when it is time to look at `stop` */
        const volatile int *stop;
};

/* 0 when stopped, negative on a failure. */
int notifier_run(const struct notifier_options *) CHECKED;

#endif
