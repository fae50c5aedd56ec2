/* verb_ingest.c - how many reports a second are acknowledged, applied and judged; and what they take on the disk. */
#include <inttypes.h>
#include <stdlib.h>

#include "tests/bench/bare.h"
#include "tests/bench/service.h"

enum { WARM_UP_SHARE = 8, BARE_SHARE = 8 }; /* of the length of the run */

struct ingest {
        const struct run *run;
        struct place place;
        struct stream stream;
        struct load_options load;
        uint64_t reports;
        uint64_t rewinds;
        double rate; /* reports a second, until everything is judged */
        double acknowledged_rate; /* until the last receipt only */
        uint64_t journal_bytes; /* by which journal and state grew */
        uint64_t state_bytes;
};

static int open_ingest(const struct run *run, struct ingest *in)
{
        int r = place_read(run, &in->place);

        in->run = run;
        in->load = (struct load_options){
                .driver = stream_driver(&in->stream),
                .endpoint = in->place.reports,
                .bell = in->place.bell,
                .place = &in->place,
                .connections = run->agents,
                .window = (run->window + run->batch - 1) / run->batch,
                .us = (int64_t)run->seconds * 1000000,
        };
        return r ? err_trace(r) : 0;
}

static int run_service(struct ingest *in, int64_t load_us)
{
        struct load_options load = in->load;
        struct service_sizes before, after;
        struct load_result result;
        int64_t us;
        int r = service_settle(&in->place, NULL, &before);

        if (r)
                return err_trace(r);
        r = stream_new(in->run, in->run->batch, &in->stream);
        load.us = load_us;
        load.context = zmq_ctx_new();
        if (r == 0)
                r = load_run(&load, &result);
        if (r == 0)
                r = service_settle(&in->place, load.context, &after);
        us = mono_since_us(result.start);
        zmq_ctx_term(load.context);
        if (r)
                return err_trace(r);
        in->reports = result.messages * (uint64_t)in->run->batch;
        in->rewinds = result.rewinds;
        in->rate = (double)in->reports * 1e6 / (double)us;
        in->acknowledged_rate = (double)in->reports * 1e6 / (double)result.us;
        fprintf(stderr, "  %" PRIu64 " reports of %zu bytes, %.0f/s acknowledged, %.0f/s judged, %" PRIu64 " retried\n",
                in->reports, in->stream.report.len, in->acknowledged_rate, in->rate, in->rewinds);
        in->journal_bytes = after.journal_bytes - before.journal_bytes;
        in->state_bytes = after.state_bytes - before.state_bytes;
        return 0;
}

/* Records a commit, as far as the bell tells. */
static int commit_size(const struct ingest *in)
{
        const uint64_t bells = in->stream.bells ? in->stream.bells : 1;
        const uint64_t records = in->stream.bell_records / bells;

        return records > 0 ? (int)records : 1;
}

/* One look at the limits: messages and records a second. */
static int run_bare(struct ingest *in, double *messages, double *records)
{
        const struct bare_options bare = {in->run, &in->place, BARE_RECEIPT_BYTES, false, false};
        const int64_t us = (int64_t)in->run->seconds * 1000000 / BARE_SHARE;
        double message_rate = 0, record_rate = 0;
        int r = bare_load(&bare, &in->load, us, NULL, &message_rate);

        if (r == 0)
                r = bare_append(in->run, commit_size(in), in->stream.report.len, us, &record_rate);
        fprintf(stderr, "  bare ZeroMQ %.0f messages/s, bare LMDB %.0f/s at %d a commit\n", message_rate, record_rate,
                commit_size(in));
        *messages += message_rate / 2;
        *records += record_rate / 2;
        return r;
}

static void print(struct ingest *in, double messages, double append)
{
        const double reports = messages * in->run->batch;
        struct limit limit = {reports, "bare acknowledged ZeroMQ, same transport, connections and sizes"};
        char text[128];

        snprintf(text, sizeof text, "bare LMDB append, %d records a commit as seen", commit_size(in));
        if (append < reports)
                limit = (struct limit){append, text};
        figure_print(in->run, in->run->figure, in->rate, "reports/s", limit);
}

/* A short run first tells how many records a commit takes; the limits are measured before and after the real one. */
int bench_ingest(const struct run *run)
{
        struct ingest *in = calloc(1, sizeof *in);
        double messages = 0, append = 0;
        int r = in ? open_ingest(run, in) : err_fail("out of memory");

        if (r == 0)
                r = run_service(in, in->load.us / WARM_UP_SHARE);
        if (r == 0)
                r = run_bare(in, &messages, &append);
        if (r == 0)
                r = run_service(in, in->load.us);
        if (r == 0)
                r = run_bare(in, &messages, &append);
        if (r == 0)
                print(in, messages, append);
        free(in);
        return r ? err_trace(r) : 0;
}

int bench_disk(const struct run *run)
{
        struct ingest *in = calloc(1, sizeof *in);
        int r = in ? open_ingest(run, in) : err_fail("out of memory");

        if (r == 0)
                r = run_service(in, in->load.us);
        if (r == 0) {
                const struct limit limit = {(double)in->stream.report.len, "bytes of a report as sent"};

                figure_print(run, "disk_bytes_per_report", (double)in->journal_bytes / (double)in->reports, "bytes",
                             limit);
                figure_print(run, "disk_state_bytes_per_report", (double)in->state_bytes / (double)in->reports, "bytes",
                             limit);
        }
        free(in);
        return r ? err_trace(r) : 0;
}
