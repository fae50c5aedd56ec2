/* verb_large.c - what touches every task at once, and what a department notices of it: a common deadline that passed,
 * the whole plan imported again. One agent reports meanwhile, one report at a time. */
#include <inttypes.h>
#include <stdlib.h>

#include "proto/codec.h"
#include "tests/bench/bare.h"
#include "tests/bench/service.h"
#include "tests/bench/teller.h"

enum { REST_SHARE = 4, PATIENCE_MS = 30000, RUN_RECORDS = 4096, TASK_BYTES = 100, NEVER_US = INT32_MAX };

struct large {
        const struct run *run;
        struct place place;
        void *context;
        struct stream stream;
        struct load_driver reports;
        uint64_t sent; /* by earlier loads on the same stream */
        struct teller teller;
        struct peer queries;
        struct arena *arena;
        zmq_msg_t message;
        struct samples rest; /* until a receipt, while nothing else happens */
        struct samples during;
        bool busy; /* the operator has spoken */
        struct mono start;
        int64_t taken_us; /* his receipt came; 0 = not yet */
        uint64_t through; /* head as of then */
        int64_t settled_us; /* all up to there is applied and judged */
        struct service_sizes before;
        struct service_sizes after;
};

/* -- has it settled? -- */

static int ask(struct large *l)
{
        const struct query query = {.id = 1, .ask = ASK_HEALTH, .at_least = l->through, .timeout_ms = PATIENCE_MS};
        struct bytes question;
        int r;

        arena_reset(l->arena);
        r = codec_put_query(&query, l->arena, &question);
        if (r == 0)
                r = peer_send(&l->queries, question);
        return r ? err_fail("the question could not be sent") : 0;
}

/* Without health: it takes longer still. */
static int read_health(struct large *l)
{
        const struct health *health;
        struct answer answer;
        struct flaw flaw;

        arena_reset(l->arena);
        if (codec_answer(peer_body(&l->message), l->arena, &answer, &flaw))
                return err_fail("the service does not tell its health");
        health = answer.health;
        if (health && l->through == 0)
                l->through = health->head;
        if (health && health->judged >= l->through && health->applied >= l->through) {
                l->settled_us = mono_since_us(l->start);
                return 0;
        }
        return ask(l);
}

static int look(struct large *l)
{
        int r = 1;

        if (l->taken_us == 0 && (r = peer_receive(&l->teller.peer, &l->message)) == 0) {
                l->taken_us = mono_since_us(l->start);
                r = teller_read(&l->teller, peer_body(&l->message));
                if (r == 0)
                        r = ask(l);
        } else if (l->settled_us == 0 && (r = peer_receive(&l->queries, &l->message)) == 0) {
                r = read_health(l);
        }
        return r < 0 ? err_trace(r) : 0;
}

/* -- the reports meanwhile -- */

static struct bytes message(void *self, int connection, uint64_t index)
{
        struct large *l = self;

        return l->reports.message(l->reports.self, connection, l->sent + index);
}

static int answered(void *self, int connection, struct bytes body, struct load_answer *answer)
{
        struct large *l = self;
        struct load_answer all = {.done = l->sent + answer->done};
        int r = l->reports.answered(l->reports.self, connection, body, &all);

        answer->done = all.done - l->sent;
        answer->rewind = all.rewind;
        if (r == 0 && l->busy)
                r = look(l);
        answer->over = l->settled_us > 0;
        return r;
}

static int report_on(struct large *l, int64_t us, struct samples *samples)
{
        const struct load_options load = {
                .driver = {l, message, answered, NULL},
                .context = l->context,
                .endpoint = l->place.reports,
                .place = &l->place,
                .connections = 1,
                .window = 1,
                .us = us,
                .latencies = samples,
        };
        struct load_result result;
        int r = load_run(&load, &result);

        if (r == 0)
                l->sent += result.messages;
        return r ? err_trace(r) : 0;
}

/* -- one of the two -- */

static int open_large(const struct run *run, struct large *l)
{
        int r = place_read(run, &l->place);

        l->run = run;
        l->context = zmq_ctx_new();
        l->arena = arena_new(0);
        zmq_msg_init(&l->message);
        if (r == 0 && !l->arena)
                r = err_fail("out of memory");
        if (r == 0)
                r = stream_new(run, 1, &l->stream);
        l->reports = stream_driver(&l->stream);
        if (r == 0)
                r = teller_open(run, &l->place, l->context, &l->teller);
        if (r == 0)
                r = peer_open(l->context, ZMQ_DEALER, l->place.queries, &l->place.operator_keys,
                              l->place.plain ? NULL : l->place.server_key, &l->queries);
        return r ? err_trace(r) : 0;
}

static void close_large(struct large *l)
{
        teller_close(&l->teller);
        peer_close(&l->queries);
        zmq_msg_close(&l->message);
        zmq_ctx_term(l->context);
        arena_free(l->arena);
        samples_done(&l->rest);
        samples_done(&l->during);
        free(l);
}

/* The operator says it, between a while of rest before it and the end of what follows from it. */
static int measure(struct large *l, const struct event *event)
{
        int r = report_on(l, (int64_t)l->run->seconds * 1000000 / REST_SHARE, &l->rest);

        if (r == 0)
                r = service_settle(&l->place, l->context, &l->before);
        l->start = clock_mono();
        l->busy = true;
        if (r == 0)
                r = teller_send(&l->teller, event);
        if (r == 0)
                r = report_on(l, NEVER_US, &l->during);
        if (r == 0)
                r = service_settle(&l->place, l->context, &l->after);
        fprintf(stderr, "  %" PRIu64 " records, %zu of them reports; journal %+" PRId64 " bytes, state %+" PRId64 "\n",
                l->after.head - l->before.head, l->during.n,
                (int64_t)(l->after.journal_bytes - l->before.journal_bytes),
                (int64_t)(l->after.state_bytes - l->before.state_bytes));
        return r ? err_trace(r) : 0;
}

static void print_ack(struct large *l)
{
        static const char rest[] = "the same while nothing else happens";
        char name[64];

        snprintf(name, sizeof name, "%s_ack", l->run->figure);
        figure_print_latency(l->run, name, &l->during, &l->rest, rest);
        snprintf(name, sizeof name, "%s_ack_worst", l->run->figure);
        figure_print(l->run, name, samples_percentile(&l->during, 100), "us",
                     (struct limit){samples_percentile(&l->rest, 100), rest});
}

struct bare_work { /* to be done by LMDB alone */
        uint64_t records;
        uint64_t bytes; /* of each */
        const char *is;
};

static int print_time(struct large *l, const char *what, int64_t us, struct bare_work work)
{
        char name[64];
        double rate;
        int r = bare_append(l->run, RUN_RECORDS, work.bytes, (int64_t)l->run->seconds * 1000000 / REST_SHARE, &rate);

        if (r)
                return err_trace(r);
        snprintf(name, sizeof name, "%s_%s", l->run->figure, what);
        figure_print(l->run, name, (double)us / 1000, "ms",
                     (struct limit){(double)work.records * 1000 / rate, work.is});
        return 0;
}

int bench_deadline(const struct run *run)
{
        struct large *l = calloc(1, sizeof *l);
        struct event event = {.kind = EVENT_CLOCK_ADVANCE, .clock_advance = {day_of(2023, 8, 7)}};
        struct bare_work work = {.is = "bare LMDB that appends as many records as follow"};
        int r = l ? open_large(run, l) : err_fail("out of memory");

        if (r == 0)
                r = teller_say(&l->teller, &event);
        event.clock_advance.to = day_of(2023, 8, 8);
        if (r == 0)
                r = measure(l, &event);
        if (r == 0) {
                work.records = l->after.head - l->before.head;
                work.bytes = (l->after.journal_bytes - l->before.journal_bytes) / work.records;
                r = print_time(l, "judged", l->settled_us, work);
        }
        if (r == 0)
                print_ack(l);
        if (l)
                close_large(l);
        return r ? err_trace(r) : 0;
}

int bench_plan(const struct run *run)
{
        struct large *l = calloc(1, sizeof *l);
        const struct bare_work work = {run->tasks, TASK_BYTES, "bare LMDB that appends as many rows as tasks"};
        struct event event;
        int r = l ? open_large(run, l) : err_fail("out of memory");

        if (r == 0)
                r = teller_chunks(&l->teller, &event);
        if (r == 0)
                r = measure(l, &event);
        if (r == 0)
                r = print_time(l, "taken", l->taken_us, work);
        if (r == 0)
                r = print_time(l, "judged", l->settled_us, work);
        if (r == 0)
                print_ack(l);
        if (l)
                close_large(l);
        return r ? err_trace(r) : 0;
}
