/* link_forward.c - the front desk's end of the link across processes: one message a round. */
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/bus/link_serve.h"

enum { HELLO_US = 500000, ROUNDS_OF_REPLIES = 256 };

struct link_forward {
        struct bus_socket *link;
        struct link_run *run;
        struct mono last_hello;
        bool knows; /* the worker has told us its keys */
};

int link_forward_new(struct bus_socket *link, struct link_forward **ret_forward)
{
        struct link_forward *forward = calloc(1, sizeof *forward);

        if (forward)
                forward->run = link_run_new();
        if (!forward || !forward->run) {
                link_forward_free(forward);
                return err_fail("out of memory");
        }
        forward->link = link;
        *ret_forward = forward;
        return 0;
}

struct link_forward *link_forward_free(struct link_forward *forward)
{
        if (forward)
                link_run_free(forward->run);
        free(forward);
        return NULL;
}

static int take(void *self, const struct link_request *request, const struct link_sink *sink)
{
        struct link_forward *forward = self;

        (void)sink;
        return link_run_add(forward->run, request); /* LINK_FULL: the worker does not keep up */
}

/* The second byte asks for the key table; without it hello only says that we are here. */
static int say_hello(struct link_forward *forward)
{
        const uint8_t hello[2] = {LINK_HELLO, 'K'};
        int r;

        if (mono_since_us(forward->last_hello) < HELLO_US)
                return 0;
        forward->last_hello = clock_mono();
        r = bus_send(forward->link, NULL, bytes_of(hello, forward->knows ? 1 : 2));
        return r < 0 ? err_trace(r) : 0;
}

static int turn(void *self, const struct link_sink *sink)
{
        struct link_forward *forward = self;
        int r = say_hello(forward);

        (void)sink;
        if (r == 0 && !link_run_empty(forward->run)) {
                r = bus_send(forward->link, NULL, link_run_bytes(forward->run));
                if (r == 0)
                        link_run_reset(forward->run);
        }
        return r == BUS_AGAIN ? 0 : r;
}

static int patience(void *self)
{
        (void)self;
        return HELLO_US / 1000;
}

static int hand_replies(struct bytes rest, const struct link_sink *sink)
{
        struct link_request item;
        int r = 0;

        while (r == 0) {
                r = link_run_next(&rest, &item);
                if (r == LINK_END)
                        return 0;
                r = r ? err_fail("the worker sent a run that cannot be read")
                      : sink->reply(sink->context, &item.route, item.body);
        }
        return err_trace(r);
}

static int take_message(struct link_forward *forward, struct bytes body, const struct link_sink *sink)
{
        const struct bytes rest = bytes_of(body.at + 1, body.len ? body.len - 1 : 0);

        if (body.len == 0)
                return 0;
        switch (body.at[0]) {
        case LINK_RUN:
                return hand_replies(rest, sink);
        case LINK_BELL:
                return sink->publish(sink->context, rest);
        case LINK_KEYS:
                forward->knows = true;
                return sink->admit(sink->context, rest);
        default:
                return 0;
        }
}

static int inner_ready(void *self, const struct link_sink *sink)
{
        struct link_forward *forward = self;
        int r = 0;

        for (int i = 0; i < ROUNDS_OF_REPLIES && r == 0; i++) {
                struct bus_message message;

                r = bus_receive(forward->link, &message);
                if (r == BUS_AGAIN)
                        return 0;
                r = r == BUS_BAD ? 0 : r ? r : take_message(forward, message.body, sink);
        }
        return r;
}

static int greet(void *self)
{
        (void)self;
        return 0;
}

struct link_service link_forward_service(struct link_forward *forward)
{
        return (struct link_service){
                .self = forward,
                .take = take,
                .turn = turn,
                .patience = patience,
                .inner = forward->link,
                .inner_ready = inner_ready,
                .greet = greet,
        };
}
