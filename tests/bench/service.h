/* service.h - a stream of reports to the service under test, and waiting until it has caught up. */
#ifndef DUBAN_BENCH_SERVICE_H
#define DUBAN_BENCH_SERVICE_H

#include "lib/model/event.h"
#include "proto/ask.h"
#include "tests/bench/city.h"
#include "tests/bench/load.h"

struct service_sizes { /* when everything is applied and judged */
        uint64_t head;
        uint64_t journal_bytes;
        uint64_t state_bytes;
};
/* Waits until head, applied and judged are one. `context` NULL = one of its own. */
int service_settle(const struct place *, void *context, struct service_sizes *ret_sizes) CHECKED;

struct stream { /* the reports of all agents, a stream each */
        const struct run *run;
        int batch; /* reports a message */
        struct city_report report;
        uint8_t id[CITY_AGENTS][STREAM_SIZE];
        uint8_t message[BUS_BODY_MAX];
        uint64_t bells; /* heard, and the records they told of */
        uint64_t bell_records;
};
int stream_new(const struct run *, int batch, struct stream *ret_stream) CHECKED;
/* Batches of reports, cumulative receipts, bells: a driver of load.h. */
struct load_driver stream_driver(struct stream *);
/* One batch with one record. */
struct bytes service_batch(const uint8_t stream[STREAM_SIZE], uint64_t number, struct bytes record, uint8_t *message);

#endif
