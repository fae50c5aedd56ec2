/* verb_ack.c - from sending one report to its receipt; one agent, one at a time. */
#include <stdlib.h>

#include "tests/bench/bare.h"
#include "tests/bench/service.h"

enum { BARE_SHARE = 4 };

int bench_ack(const struct run *run)
{
        struct stream *stream = calloc(1, sizeof *stream);
        struct samples samples = {0}, limit = {0};
        struct service_sizes sizes;
        struct load_result result;
        struct place place;
        double rate;
        int r = stream ? place_read(run, &place) : err_fail("out of memory");
        const struct bare_options bare = {run, &place, BARE_RECEIPT_BYTES, .stores = true};
        struct load_options load = {
                .endpoint = place.reports,
                .place = &place,
                .connections = 1,
                .window = 1,
                .us = (int64_t)run->seconds * 1000000,
                .latencies = &samples,
        };

        if (r == 0)
                r = stream_new(run, 1, stream);
        if (r == 0)
                r = service_settle(&place, NULL, &sizes);
        load.driver = stream_driver(stream);
        if (r == 0)
                r = bare_load(&bare, &load, load.us / BARE_SHARE, &limit, &rate);
        if (r == 0) {
                load.context = zmq_ctx_new();
                r = load_run(&load, &result);
                zmq_ctx_term(load.context);
        }
        if (r == 0)
                r = bare_load(&bare, &load, load.us / BARE_SHARE, &limit, &rate);
        if (r == 0)
                figure_print_latency(run, run->figure, &samples, &limit,
                                     "bare ZeroMQ that commits each report to a bare LMDB before it answers");
        samples_done(&samples);
        samples_done(&limit);
        free(stream);
        return r ? err_trace(r) : 0;
}
