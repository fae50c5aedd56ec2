/* bare.h - the limits: ZeroMQ and LMDB doing the same work without us.
 *
 * A bare server is a process of its own: a ROUTER that answers every message with so many bytes, over the same
 * transport as the service. It can append each message to an LMDB, one transaction each, before it answers, and it
 * can publish the answer instead of sending it back. */
#ifndef DUBAN_BENCH_BARE_H
#define DUBAN_BENCH_BARE_H

#include <sys/types.h>

#include "tests/bench/load.h"

enum { BARE_RECEIPT_BYTES = 61, BARE_BELL_BYTES = 300 };

struct bare_options {
        const struct run *run;
        const struct place *like; /* the service: its transport and CURVE or not */
        size_t answer_bytes;
        bool stores;
        bool publishes;
};

struct bare {
        struct place place; /* `reports` and `bell` of the bare server */
        pid_t pid;
};

int bare_start(const struct bare_options *, struct bare *ret_bare) CHECKED;
void bare_stop(struct bare *);

/* Messages a second through a bare server under the load `like`, whose driver makes the messages, for `us`. With a
 * window of 1, latencies are added to `samples` (or NULL). */
int bare_load(const struct bare_options *, const struct load_options *like, int64_t us, struct samples *,
              double *ret_rate) CHECKED;
/* Records a second appended to a bare LMDB, `batch` of them a transaction. */
int bare_append(const struct run *, int batch, size_t bytes, int64_t us, double *ret_rate) CHECKED;

#endif
