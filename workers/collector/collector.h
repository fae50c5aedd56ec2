/* collector.h - the one writer: takes what departments and the notifier say, decides, appends, commits,
 * acknowledges. Nothing is acknowledged before it is durable.
 *
 * The decisions are in authority.c and collector.c, the loop and the clock in collector_run.c. One thread.
 * 0 or negative; a negative commit means the outcome is unknown and the process must end (exit 75). */
#ifndef DUBAN_COLLECTOR_H
#define DUBAN_COLLECTOR_H

#include "lib/bus/link.h"
#include "lib/store/journal.h"
#include "lib/store/marks.h"
#include "lib/store/state.h"

struct collector;

struct collector_clock { /* what time it is; the tests bring their own */
        struct instant (*now)(void *context);
        struct mono (*mono)(void *context);
        void *context;
};

struct collector_options {
        struct journal *journal; /* open for writing */
        struct state *state; /* for what was known at the last start, and old receipts */
        struct marks *marks;
        const char *alive_path; /* when the service was last seen alive */
        const struct collector_clock *clock; /* NULL = the machine's */
};

/* Loads the book. All options are borrowed until collector_free. */
int collector_new(const struct collector_options *, struct collector **ret_collector) CHECKED;
struct collector *collector_free(struct collector *);

/* First act of a start: the `resumed` record and the days missed. On a full disk that is put off, and until
 * then every report is answered DISK_FULL. */
int collector_resume(struct collector *) CHECKED;

/* The service of the reports endpoint. */
struct link_service collector_service(struct collector *);
/* Derived events of the notifier: a run of requests, one Event each. Answered with one byte 'd' when all of
 * it is durable, 'f' when the disk is full. */
int collector_take_derived(struct collector *, struct bytes run, uint8_t *ret_answer) CHECKED;
/* Where this collector listens for the notifier; polled by whoever runs the service. */
void collector_set_inner(struct collector *, struct bus_socket *inner);

#endif
