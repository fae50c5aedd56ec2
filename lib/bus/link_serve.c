/* link_serve.c - the worker's end of the link across processes. */
#include "lib/bus/link_serve.h"

#include <stdlib.h>

#include "lib/base/log.h"

enum { RUNS_PER_ROUND = 64 };

struct serving {
        const struct link_serve_options *options;
        struct bus_route front; /* the front desk; it greets again whenever it (re)connects */
        bool greeted;
        struct link_run *replies;
        uint8_t *frame; /* for kinds with one content */
        size_t room;
};

static int send_bytes(struct serving *s, struct bytes message)
{
        int r;

        if (!s->greeted)
                return 0; /* nobody is there; whoever comes asks again */
        r = bus_send(s->options->link, &s->front, message);
        if (r == BUS_GONE || r == BUS_AGAIN)
                s->greeted = false; /* what it missed may have been the key table: it is told again */
        if (r == BUS_AGAIN)
                log_warning("link", "dropped=\"the front desk does not read\" bytes=%zu", message.len);
        return r < 0 ? err_trace(r) : 0;
}

static int flush_replies(struct serving *s)
{
        int r = 0;

        if (!link_run_empty(s->replies))
                r = send_bytes(s, link_run_bytes(s->replies));
        link_run_reset(s->replies);
        return r ? err_trace(r) : 0;
}

static int sink_reply(void *context, const struct bus_route *route, struct bytes body)
{
        struct serving *s = context;
        const struct link_request item = {.route = *route, .body = body};
        int r = link_run_add(s->replies, &item);

        if (r == LINK_FULL) {
                r = flush_replies(s);
                if (r == 0)
                        r = link_run_add(s->replies, &item);
        }
        return r ? err_fail("a reply of %zu bytes does not fit", body.len) : 0;
}

static int send_kind(struct serving *s, enum link_kind kind, struct bytes content)
{
        if (s->room < content.len + 1) {
                uint8_t *bigger = realloc(s->frame, content.len + 1);

                if (!bigger)
                        return err_fail("out of memory");
                s->frame = bigger;
                s->room = content.len + 1;
        }
        s->frame[0] = (uint8_t)kind;
        if (content.len)
                memcpy(s->frame + 1, content.at, content.len);
        return send_bytes(s, bytes_of(s->frame, content.len + 1));
}

static int sink_publish(void *context, struct bytes bell)
{
        return send_kind(context, LINK_BELL, bell);
}

static int sink_admit(void *context, struct bytes key_table)
{
        return send_kind(context, LINK_KEYS, key_table);
}

static int take_run(struct serving *s, struct bytes rest, const struct link_sink *sink)
{
        const struct link_service *service = &s->options->service;
        struct link_request request;
        int r = 0;

        while (r == 0) {
                r = link_run_next(&rest, &request);
                if (r == LINK_END)
                        return 0;
                if (r == LINK_BAD) {
                        log_warning("link", "dropped=\"a run that cannot be read\"");
                        return 0;
                }
                r = service->take(service->self, &request, sink);
        }
        return err_trace(r);
}

/* Whoever speaks after nobody was there may know nothing, whatever it says first: a run can stand in the
 * queue before the hello. */
static int meet(struct serving *s, const struct bus_message *message, bool asks)
{
        const struct link_service *service = &s->options->service;
        const bool is_new = !s->greeted;

        s->front = message->route;
        s->greeted = true;
        return service->greet && (is_new || asks) ? service->greet(service->self) : 0;
}

static int take_message(struct serving *s, const struct bus_message *message, const struct link_sink *sink)
{
        const struct bytes body = message->body;
        const bool is_hello = body.len > 0 && body.at[0] == LINK_HELLO;
        int r;

        if (body.len == 0)
                return 0;
        r = meet(s, message, is_hello && body.len > 1);
        if (r)
                return err_trace(r);
        return body.at[0] == LINK_RUN ? take_run(s, bytes_of(body.at + 1, body.len - 1), sink) : 0;
}

static int take_waiting(struct serving *s, const struct link_sink *sink)
{
        int r = 0;

        for (int i = 0; i < RUNS_PER_ROUND && r == 0; i++) {
                struct bus_message message;

                r = bus_receive(s->options->link, &message);
                if (r == BUS_AGAIN)
                        return 0;
                r = r == BUS_BAD ? 0 : r ? r : take_message(s, &message, sink);
        }
        return r;
}

static int serve_round(struct serving *s, const struct link_sink *sink)
{
        const struct link_service *service = &s->options->service;
        struct bus_socket *sockets[2] = {s->options->link, service->inner};
        bool ready[2] = {false, false};
        int r = bus_poll(sockets, service->inner ? 2 : 1, s->options->wake_fd, service->patience(service->self), ready);

        if (r == 0 && ready[0])
                r = take_waiting(s, sink);
        if (r == 0 && ready[1])
                r = service->inner_ready(service->self, sink);
        if (r == 0)
                r = service->turn(service->self, sink);
        return r == 0 ? flush_replies(s) : r;
}

int link_serve(const struct link_serve_options *options)
{
        struct serving s = {.options = options, .replies = link_run_new()};
        const struct link_sink sink = {&s, sink_reply, sink_publish, sink_admit};
        int r = s.replies ? 0 : err_fail("out of memory");

        while (r == 0 && !__atomic_load_n(options->stop, __ATOMIC_ACQUIRE))
                r = serve_round(&s, &sink);
        link_run_free(s.replies);
        free(s.frame);
        return r < 0 ? err_trace(r) : 0;
}
