/* verb_alert.c - from sending one report to hearing the alert that it raises, or clears, with its content. */
#include <stdlib.h>

#include "proto/codec.h"
#include "tests/bench/bare.h"
#include "tests/bench/service.h"

enum { BARE_SHARE = 4, WARM_UP_MS = 200, HEAR_MS = 10000 };

struct wait { /* one report at a time, and its bell */
        struct stream *stream;
        const struct place *place;
        bool any; /* a bare bell: whatever is heard counts */
        struct peer agent;
        struct peer bell;
        zmq_msg_t message;
        struct samples *samples;
};

/* Every report turns the task around, so each has its alert; only the first may find it behind already. */
static struct bytes next_report(struct wait *wait, uint64_t index)
{
        struct stream *s = wait->stream;

        city_report_set(&s->report, city_task_of(s->run->tasks, 0, 0), index % 2 ? CITY_ON_PACE : CITY_BEHIND);
        return service_batch(s->id[0], index + 1, bytes_of(s->report.at, s->report.len), s->message);
}

static int has_alert(const struct wait *wait, struct bytes frame, bool *ret_has)
{
        ARENA struct arena *arena = arena_new(0);
        struct event event;
        struct bell bell;
        struct flaw flaw;

        *ret_has = wait->any;
        if (wait->any)
                return 0;
        if (!arena || codec_bell(frame, arena, &bell, &flaw))
                return err_fail("a bell cannot be read");
        for (size_t i = 0; i < bell.record.n; i++) {
                if (codec_event(bell.record.at[i].event, arena, &event, &flaw) || event.kind != EVENT_ALERT)
                        return err_fail("a bell rang with what is no alert");
                *ret_has = true;
        }
        return 0;
}

/* Receipts are let go; 0 when the alert was heard, 1 when the time is over. */
static int hear(struct wait *wait, int timeout_ms)
{
        const struct mono start = clock_mono();
        bool has = false;
        int r = 0;

        while (r >= 0 && !has && mono_since_us(start) < (int64_t)timeout_ms * 1000) {
                zmq_pollitem_t items[] = {{.socket = wait->bell.socket, .events = ZMQ_POLLIN},
                                          {.socket = wait->agent.socket, .events = ZMQ_POLLIN}};

                zmq_poll(items, 2, timeout_ms);
                while ((r = peer_receive(&wait->agent, &wait->message)) == 0)
                        ;
                if (r > 0)
                        r = peer_receive(&wait->bell, &wait->message);
                if (r == 0)
                        r = has_alert(wait, peer_body(&wait->message), &has);
        }
        return r < 0 ? err_trace(r) : !has;
}

/* Until the subscription has arrived, alerts pass unheard: that is the first round only. */
static int run_for(struct wait *wait, int64_t us)
{
        const struct mono start = clock_mono();
        bool heard = false;
        int r = 0;

        for (uint64_t index = 0; r == 0 && mono_since_us(start) < us; index++) {
                const struct bytes report = next_report(wait, index);
                const struct mono sent = clock_mono();

                r = peer_send(&wait->agent, report) ? err_fail("a report could not be sent")
                                                    : hear(wait, heard ? HEAR_MS : WARM_UP_MS);
                if (r == 1 && heard)
                        return err_fail("no alert within %d ms", HEAR_MS);
                if (r == 0 && heard)
                        r = samples_add(wait->samples, mono_since_us(sent));
                heard |= r == 0;
                r = r > 0 ? 0 : r;
        }
        return heard || r ? r : err_fail("no alert was heard");
}

static int wait_run(struct stream *stream, const struct place *place, bool any, int64_t us, struct samples *samples)
{
        struct wait wait = {.stream = stream, .place = place, .any = any, .samples = samples};
        const uint8_t *server_key = place->plain ? NULL : place->server_key;
        void *context = zmq_ctx_new();
        struct bus_keypair keys;
        int r;

        zmq_msg_init(&wait.message);
        place_keys(place, 0, &keys);
        r = peer_open(context, ZMQ_DEALER, place->reports, &keys, server_key, &wait.agent);
        if (r == 0)
                r = peer_open(context, ZMQ_SUB, place->bell, &place->operator_keys, server_key, &wait.bell);
        if (r == 0)
                r = run_for(&wait, us);
        peer_close(&wait.agent);
        peer_close(&wait.bell);
        zmq_msg_close(&wait.message);
        zmq_ctx_term(context);
        return r ? err_trace(r) : 0;
}

static int bare_wait(const struct run *run, const struct place *place, struct stream *stream, struct samples *samples)
{
        const struct bare_options options = {run, place, BARE_BELL_BYTES, .stores = true, .publishes = true};
        struct bare bare;
        int r = bare_start(&options, &bare);

        if (r)
                return err_trace(r);
        r = wait_run(stream, &bare.place, true, (int64_t)run->seconds * 1000000 / BARE_SHARE, samples);
        bare_stop(&bare);
        return r;
}

int bench_alert(const struct run *run)
{
        struct stream *stream = calloc(1, sizeof *stream);
        struct samples samples = {0}, limit = {0};
        struct service_sizes sizes;
        struct place place;
        int r = stream ? place_read(run, &place) : err_fail("out of memory");

        if (r == 0)
                r = stream_new(run, 1, stream);
        if (r == 0)
                r = service_settle(&place, NULL, &sizes);
        if (r == 0)
                r = bare_wait(run, &place, stream, &limit);
        if (r == 0)
                r = wait_run(stream, &place, false, (int64_t)run->seconds * 1000000, &samples);
        if (r == 0)
                r = bare_wait(run, &place, stream, &limit);
        if (r == 0)
                figure_print_latency(run, run->figure, &samples, &limit,
                                     "bare ZeroMQ that commits the report to a bare LMDB and publishes");
        samples_done(&samples);
        samples_done(&limit);
        free(stream);
        return r ? err_trace(r) : 0;
}
