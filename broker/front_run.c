/* front_run.c - the loop of a front desk: receive what is waiting, stamp it, hand it to the worker, turn. */
/*~ First stop: the door. round_trip() is the whole loop; take_message() turns the key of the connection into who
 * speaks, and believes nothing else. Next: workers/collector/collector.c. */
#include <stdlib.h>

#include "broker/front.h"
#include "broker/front_no.h"
#include "lib/base/log.h"
#include "proto/limits.h"
#include "proto/wire.h"

enum { MESSAGES_PER_ROUND = 1024, BELL_RETRY_MS = 100 };

struct front {
        const struct front_options *options;
        struct bus_socket *clients;
        struct bus_socket *bell;
        char *bell_endpoint; /* to bind again after its listeners were cut */
        struct arena *arena;
        bool was_ready;
};

/* -- the sink: what the worker says goes out here -- */

static int sink_reply(void *context, const struct bus_route *route, struct bytes body)
{
        struct front *front = context;
        const int r = bus_send(front->clients, route, body);

        if (r == BUS_AGAIN || r == BUS_BAD)
                log_warning("front", "dropped=reply bytes=%zu outcome=%d", body.len, r); /* the client asks again */
        return r < 0 ? err_trace(r) : 0;
}

static int sink_publish(void *context, struct bytes frame)
{
        struct front *front = context;
        const int r = front->bell ? bus_send(front->bell, NULL, frame) : 0;

        return r < 0 ? err_trace(r) : 0;
}

static int open_bell(struct front *front)
{
        const struct bus_options options = {
                .kind = BUS_PUBLISHER,
                .endpoint = front->bell_endpoint,
                .bind = true,
                .door = "bell",
                .keys = front->options->keys,
        };
        const int r = bus_open(front->options->bus, &options, &front->bell);

        return r < 0 ? err_trace(r) : 0; /* still in use: the next round tries again */
}

/* A listener lost its right: cut everybody; those who may will come back, their cursors make it harmless. */
static void cut_listeners(struct front *front)
{
        log_info("bell", "closed=\"a listener's key was revoked\"");
        front->bell = bus_close(front->bell);
}

static void say_ready(struct front *front)
{
        if (front->was_ready)
                return;
        front->was_ready = true;
        if (front->options->ready)
                front->options->ready(front->options->ready_context);
}

static int sink_admit(void *context, struct bytes key_table)
{
        struct front *front = context;
        bool listener_left = false;
        int r = gate_admit(front->options->gate, key_table, &listener_left);

        if (r)
                return err_trace(r);
        if (listener_left && front->bell)
                cut_listeners(front);
        say_ready(front);
        return 0;
}

/* -- one message -- */

static int say_no(struct front *front, const struct bus_message *message, enum code code, uint32_t wait_ms)
{
        struct bytes body;
        int r;

        arena_reset(front->arena);
        r = front_no(front->options->kind, code, message->body, wait_ms, front->arena, &body);
        return r ? err_trace(r) : sink_reply(front, &message->route, body);
}

/* How many records does it carry? What cannot be read counts as one; the worker refuses it. */
static uint32_t records_of(const struct front *front, struct bytes body)
{
        struct batch_walk walk;
        enum code code;
        const char *field;

        if (front->options->kind == FRONT_QUERIES || wire_batch_open(body, &walk, &code, &field))
                return 1;
        return walk.records;
}

static int take_message(struct front *front, const struct bus_message *message, const struct link_sink *sink)
{
        const struct link_service *service = &front->options->service;
        struct link_request request = {.route = message->route, .body = message->body};
        uint32_t wait_ms = 0;
        int r;

        if (!message->authenticated)
                return 0; /* the guard lets nobody in without a key; never answer a stranger */
        r = gate_charge(front->options->gate, message->peer, records_of(front, message->body), clock_mono(),
                        &request.key_id, &wait_ms);
        if (r == GATE_UNKNOWN)
                return say_no(front, message, CODE_UNKNOWN_KEY, 0);
        if (r == GATE_TOO_FAST)
                return say_no(front, message, CODE_TOO_FAST, wait_ms);
        r = service->take(service->self, &request, sink);
        if (r == LINK_FULL)
                return say_no(front, message, CODE_BUSY, 0);
        if (r == LINK_BAD)
                return say_no(front, message, front_bad_code(front->options->kind), 0);
        return r;
}

static int take_waiting(struct front *front, const struct link_sink *sink)
{
        int r = 0;

        for (int i = 0; i < MESSAGES_PER_ROUND && r == 0; i++) {
                struct bus_message message = {0};

                r = bus_receive(front->clients, &message);
                if (r == BUS_AGAIN)
                        return 0;
                if (r == BUS_BAD)
                        r = message.route.len ? say_no(front, &message, front_bad_code(front->options->kind), 0) : 0;
                else if (r == 0)
                        r = take_message(front, &message, sink);
        }
        return r;
}

/* -- the loop -- */

static int patience_of(const struct front *front)
{
        const struct link_service *service = &front->options->service;
        const int patience = service->patience(service->self);

        if (front->bell_endpoint && !front->bell)
                return patience >= 0 && patience < BELL_RETRY_MS ? patience : BELL_RETRY_MS;
        return patience;
}

static int round_trip(struct front *front, const struct link_sink *sink)
{
        const struct link_service *service = &front->options->service;
        struct bus_socket *sockets[2] = {front->clients, service->inner};
        bool ready[2] = {false, false};
        int r = bus_poll(sockets, service->inner ? 2 : 1, front->options->wake_fd, patience_of(front), ready);

        if (r == 0 && ready[0])
                r = take_waiting(front, sink);
        if (r == 0 && ready[1])
                r = service->inner_ready(service->self, sink);
        if (r == 0)
                r = service->turn(service->self, sink);
        if (r == 0 && front->bell_endpoint && !front->bell)
                r = open_bell(front);
        return r;
}

static int start(struct front *front)
{
        front->clients = front->options->clients;
        front->bell = front->options->bell ? *front->options->bell : NULL;
        front->arena = arena_new(LIMIT_ARENA_BYTES);
        if (front->bell)
                front->bell_endpoint = strdup(bus_endpoint(front->bell));
        return front->arena && (!front->bell || front->bell_endpoint) ? 0 : err_fail("out of memory");
}

int front_run(const struct front_options *options)
{
        struct front front = {.options = options};
        const struct link_sink sink = {&front, sink_reply, sink_publish, sink_admit};
        int r = start(&front);

        while (r == 0 && !__atomic_load_n(options->stop, __ATOMIC_ACQUIRE))
                r = round_trip(&front, &sink);
        if (options->bell)
                *options->bell = front.bell;
        free(front.bell_endpoint);
        arena_free(front.arena);
        return r < 0 ? err_trace(r) : 0;
}
