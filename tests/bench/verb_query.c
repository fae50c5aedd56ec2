/* verb_query.c - how one task stands: questions a second, and the time of one. */
#include <stdlib.h>

#include "proto/codec.h"
#include "proto/field.h"
#include "tests/bench/bare.h"
#include "tests/bench/service.h"

enum { BARE_SHARE = 4, ANSWER_REFUSAL = 5 };

struct asking {
        const struct run *run;
        struct place place;
        struct arena *arena;
        size_t answer_bytes; /* of the last one */
        struct samples samples;
        struct samples limit_samples;
        double rate;
        double limit_rate;
};

static struct bytes next_question(void *self, int agent, uint64_t index)
{
        struct asking *a = self;
        struct query query = {.id = index + 1, .ask = ASK_STATUS};
        struct bytes question;

        query.task.no = city_task_of(a->run->tasks, agent, index);
        arena_reset(a->arena);
        invariant(codec_put_query(&query, a->arena, &question) == 0);
        return question;
}

static int answered(void *self, UNUSED int agent, struct bytes body, struct load_answer *answer)
{
        struct asking *a = self;
        struct field field;

        a->answer_bytes = body.len;
        while (field_next(&body, &field) == 0)
                if (field.number == ANSWER_REFUSAL)
                        return err_fail("a question was refused");
        answer->done++;
        return 0;
}

static int ask_bare(struct asking *a, const struct load_options *load, double *ret_rate)
{
        const struct bare_options bare = {a->run, &a->place, a->answer_bytes, false, false};

        return bare_load(&bare, load, load->us / BARE_SHARE, load->window == 1 ? &a->limit_samples : NULL, ret_rate);
}

/* The service first, because its answers say how long the bare ones are to be. */
static int ask_for(struct asking *a, int connections, int window)
{
        struct load_options load = {
                .driver = {a, next_question, answered, NULL},
                .endpoint = a->place.queries,
                .place = &a->place,
                .connections = connections,
                .window = window,
                .us = (int64_t)a->run->seconds * 1000000 / 2,
                .latencies = window == 1 ? &a->samples : NULL,
        };
        struct load_result results[2] = {0};
        int r = 0;

        for (size_t i = 0; i < COUNT_OF(results) && r == 0; i++) {
                load.context = zmq_ctx_new();
                r = load_run(&load, &results[i]);
                zmq_ctx_term(load.context);
                if (i == 0 && r == 0)
                        r = ask_bare(a, &load, &a->limit_rate);
        }
        a->rate = (double)(results[0].messages + results[1].messages) * 1e6 / (double)(results[0].us + results[1].us);
        return r ? err_trace(r) : 0;
}

static int ask(struct asking *a, const struct run *run, int connections, int window)
{
        struct service_sizes sizes;
        int r;

        *a = (struct asking){.run = run, .arena = arena_new(0)};
        r = a->arena ? place_read(run, &a->place) : err_fail("out of memory");
        if (r == 0)
                r = service_settle(&a->place, NULL, &sizes);
        return r ? err_trace(r) : ask_for(a, connections, window);
}

static void done(struct asking *a)
{
        arena_free(a->arena);
        samples_done(&a->samples);
        samples_done(&a->limit_samples);
}

int bench_query_rate(const struct run *run)
{
        struct asking a;
        int r = ask(&a, run, run->agents, run->window);

        if (r == 0)
                figure_print(run, run->figure, a.rate, "answers/s",
                             (struct limit){a.limit_rate, "bare ZeroMQ, same transport, connections and sizes"});
        done(&a);
        return r;
}

int bench_query(const struct run *run)
{
        struct asking a;
        int r = ask(&a, run, 1, 1);

        if (r == 0)
                figure_print_latency(run, run->figure, &a.samples, &a.limit_samples,
                                     "bare ZeroMQ, same transport and sizes");
        done(&a);
        return r;
}
