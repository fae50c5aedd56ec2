/* query_run.c - takes questions, parks those that must wait, sends the answers. */
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "workers/query/query_answer.h"

struct parked { /* a question waiting for its `at_least` or `as_of` */
        uint64_t key_id;
        struct bus_route route;
        uint64_t at_least; /* applied and judged */
        uint64_t as_of; /* applied */
        struct mono until;
        size_t len;
        uint8_t question[];
};

struct query_worker {
        struct inquiry *inquiry;
        const struct marks *marks;
        struct parked *parked[QUERY_PARKED_MAX]; /* in the order they came */
        size_t n;
};

int query_new(const struct query_options *options, struct query_worker **ret_worker)
{
        struct query_worker *worker = calloc(1, sizeof *worker);
        int r;

        if (!worker)
                return err_fail("out of memory");
        worker->marks = options->marks;
        r = query_inquiry_new(options, &worker->inquiry);
        if (r) {
                free(worker);
                return err_trace(r);
        }
        *ret_worker = worker;
        return 0;
}

struct query_worker *query_free(struct query_worker *worker)
{
        if (worker) {
                for (size_t i = 0; i < worker->n; i++)
                        free(worker->parked[i]);
                query_inquiry_free(worker->inquiry);
                free(worker);
        }
        return NULL;
}

/* Answers and sends, unless it is too early and `if_early` lets it wait. → QUERY_WAIT */
static int answer(struct query_worker *worker, const struct link_request *request, enum code if_early,
                  const struct link_sink *sink)
{
        struct bytes body;
        int r = query_answer(worker->inquiry, request->key_id, request->body, if_early, &body);

        if (r)
                return query_pass(r);
        if (worker->inquiry->archive->damaged)
                log_error("damaged", "seq=%llu", (unsigned long long)worker->inquiry->archive->damaged);
        r = sink->reply(sink->context, &request->route, body);
        return r < 0 ? err_trace(r) : 0; /* an asker that has left is no failure */
}

/* -- parking -- */

static bool may_park(const struct query_worker *worker, uint64_t key_id)
{
        size_t of_key = 0;

        for (size_t i = 0; i < worker->n; i++)
                of_key += worker->parked[i]->key_id == key_id;
        return worker->n < QUERY_PARKED_MAX && of_key < QUERY_PARKED_PER_KEY;
}

static int64_t timeout_us(const struct query *query)
{
        uint32_t ms = query->timeout_ms ? query->timeout_ms : QUERY_TIMEOUT_MS;

        return (int64_t)(ms < QUERY_TIMEOUT_MAX_MS ? ms : QUERY_TIMEOUT_MAX_MS) * 1000;
}

static int park(struct query_worker *worker, const struct link_request *request)
{
        const struct query *query = &worker->inquiry->query;
        struct parked *parked = malloc(sizeof *parked + request->body.len);

        if (!parked)
                return err_fail("out of memory");
        *parked = (struct parked){
                .key_id = request->key_id,
                .route = request->route,
                .at_least = query->at_least,
                .as_of = query->as_of,
                .until = {clock_mono().us + timeout_us(query)},
                .len = request->body.len,
        };
        memcpy(parked->question, request->body.at, request->body.len);
        worker->parked[worker->n++] = parked;
        return 0;
}

static bool reached(const struct query_worker *worker, const struct parked *parked)
{
        const uint64_t applied = marks_get(worker->marks, MARK_APPLIED);

        return applied >= parked->as_of && applied >= parked->at_least &&
               marks_get(worker->marks, MARK_JUDGED) >= parked->at_least;
}

/* Another try for a parked question, if there is reason for one. → QUERY_WAIT */
static int retry(struct query_worker *worker, const struct parked *parked, const struct link_sink *sink)
{
        struct link_request request = {
                .key_id = parked->key_id,
                .route = parked->route,
                .body = bytes_of(parked->question, parked->len),
        };
        bool over = mono_since_us(parked->until) >= 0;

        if (!over && !reached(worker, parked))
                return QUERY_WAIT;
        return answer(worker, &request, over ? CODE_TIMED_OUT : CODE_NONE, sink);
}

/* -- the service -- */

static int query_take(void *self, const struct link_request *request, const struct link_sink *sink)
{
        struct query_worker *worker = self;
        int r = answer(worker, request, CODE_NONE, sink);

        if (r != QUERY_WAIT)
                return query_pass(r);
        if (may_park(worker, request->key_id))
                return park(worker, request);
        r = answer(worker, request, CODE_BUSY, sink);
        return query_pass(r);
}

static int query_turn(void *self, const struct link_sink *sink)
{
        struct query_worker *worker = self;
        size_t kept = 0;
        int r = 0;

        for (size_t i = 0; i < worker->n; i++) {
                struct parked *parked = worker->parked[i];

                if (r >= 0)
                        r = retry(worker, parked, sink);
                if (r)
                        worker->parked[kept++] = parked;
                else
                        free(parked);
        }
        worker->n = kept;
        return r < 0 ? err_trace(r) : 0;
}

static int query_patience(void *self)
{
        const struct query_worker *worker = self;

        return worker->n ? QUERY_PATIENCE_MS : -1;
}

struct link_service query_service(struct query_worker *worker)
{
        return (struct link_service){
                .self = worker, .take = query_take, .turn = query_turn, .patience = query_patience};
}
