/* bench.h - what the verbs of duban-bench share: the run they were asked for, samples, and the line they print.
 *
 * A verb measures a figure of a running service and, before and after it, the same work done by as little code as
 * possible (bare.h): that is the limit. One thread. 0 or negative. */
#ifndef DUBAN_BENCH_H
#define DUBAN_BENCH_H

#include "lib/base/bytes.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "lib/bus/bus.h"

struct run { /* the command line */
        const char *dir; /* of the service, absolute */
        const char *figure; /* the name to print */
        const char *suffix; /* and what every name of this run ends with */
        const char *duband; /* the program, for startup */
        uint32_t tasks; /* of the plan in force */
        int agents;
        int window; /* reports (or questions) outstanding per agent */
        int batch; /* reports per message */
        int seconds;
        bool plain; /* doors without CURVE */
};

/* The verbs; each prints its lines and returns 0 or negative. */
int bench_setup(const struct run *) CHECKED;
int bench_ingest(const struct run *) CHECKED;
int bench_disk(const struct run *) CHECKED;
int bench_ack(const struct run *) CHECKED;
int bench_alert(const struct run *) CHECKED;
int bench_query_rate(const struct run *) CHECKED;
int bench_query(const struct run *) CHECKED;
int bench_deadline(const struct run *) CHECKED;
int bench_plan(const struct run *) CHECKED;
int bench_startup(const struct run *) CHECKED;

/* -- figures -- */

struct limit {
        double value;
        const char *is; /* in words */
};
/* One JSON line on standard output. */
void figure_print(const struct run *, const char *name, double value, const char *unit, struct limit);

struct samples { /* latencies in µs */
        int64_t *at;
        size_t n;
        size_t room;
};
int samples_add(struct samples *, int64_t us) CHECKED;
void samples_done(struct samples *);
/* Sorts; 0 when there are none. */
double samples_percentile(struct samples *, int percent);
/* NAME_p50 and NAME_p99 of both, in µs. */
void figure_print_latency(const struct run *, const char *name, struct samples *, struct samples *limit,
                          const char *limit_is);

#endif
