/* bus_frames.c - one message in, one message out. The hot path: nothing here allocates but libzmq's own copy.
 *
 * The peer's key is read from the body's frame: on a polled ROUTER the routing frame carries no metadata in
 * libzmq 4.3.4. It is read on doors only, because elsewhere a peer can write its own User-Id. */
#include <errno.h>

#include "lib/bus/bus_inside.h"

/* The next frame. Of the frames of one message only the first can be missing. */
static int take(struct bus_socket *socket, zmq_msg_t *frame)
{
        int r;

        do
                r = zmq_msg_recv(frame, socket->handle, ZMQ_DONTWAIT);
        while (r < 0 && errno == EINTR);
        if (r >= 0)
                return 0;
        if (errno == EAGAIN)
                return BUS_AGAIN;
        if (errno == ETERM)
                return BUS_ENDED;
        return err_fail("zmq_msg_recv: %s", zmq_strerror(errno));
}

/* Let go of a message of a shape we do not know, up to its last frame. */
static int drop_rest(struct bus_socket *socket, zmq_msg_t *last)
{
        int r = 0;

        while (r == 0 && zmq_msg_more(last))
                r = take(socket, last);
        return r ? r : BUS_BAD;
}

/* A routing id longer than ours was chosen by the peer itself: it is not answered. */
static int take_route(struct bus_socket *socket, struct bus_route *route)
{
        const int r = take(socket, &socket->part);
        const size_t len = r ? 0 : zmq_msg_size(&socket->part);

        if (r)
                return r;
        if (len > BUS_ROUTE_MAX || !zmq_msg_more(&socket->part))
                return drop_rest(socket, &socket->part);
        memcpy(route->at, zmq_msg_data(&socket->part), len);
        route->len = (uint8_t)len;
        return 0;
}

#ifdef DUBAN_PLAIN
/* In place of a handshake: the frame before the body is the peer's public key. */
static int take_claim(struct bus_socket *socket, struct bus_message *message)
{
        if (zmq_msg_size(&socket->body) != BUS_KEY_SIZE || !zmq_msg_more(&socket->body))
                return drop_rest(socket, &socket->body);
        memcpy(message->peer, zmq_msg_data(&socket->body), BUS_KEY_SIZE);
        message->authenticated = true;
        return take(socket, &socket->body);
}
#endif

static int take_body(struct bus_socket *socket, struct bus_message *message)
{
        int r = take(socket, &socket->body);

        if (!r && zmq_msg_size(&socket->body) == 0 && zmq_msg_more(&socket->body)) {
                message->route.delimiter = true;
                r = take(socket, &socket->body);
        }
#ifdef DUBAN_PLAIN
        if (!r && socket->hears_claims)
                r = take_claim(socket, message);
#endif
        if (!r && zmq_msg_more(&socket->body))
                r = drop_rest(socket, &socket->body);
        return r;
}

static void read_peer(struct bus_socket *socket, struct bus_message *message)
{
        const char *user = zmq_msg_gets(&socket->body, "User-Id");

        message->authenticated = user && hex_get(bytes_str(user), message->peer, BUS_KEY_SIZE) == 0;
}

int bus_receive(struct bus_socket *socket, struct bus_message *ret_message)
{
        struct bus_message message = {.authenticated = false};
        int r = 0;

        if (socket->kind == BUS_ROUTER)
                r = take_route(socket, &message.route);
        if (!r)
                r = take_body(socket, &message);
        if (r == BUS_BAD)
                *ret_message = message;
        if (r)
                return r < 0 ? err_trace(r) : r;
        if (socket->door)
                read_peer(socket, &message);
        message.body = bytes_of(zmq_msg_data(&socket->body), zmq_msg_size(&socket->body));
        *ret_message = message;
        return 0;
}

static int put(struct bus_socket *socket, const void *at, size_t len, int flags)
{
        int r;

        do
                r = zmq_send(socket->handle, at, len, flags | ZMQ_DONTWAIT);
        while (r < 0 && errno == EINTR);
        if (r >= 0)
                return 0;
        if (errno == EAGAIN)
                return BUS_AGAIN;
        if (errno == EHOSTUNREACH)
                return BUS_GONE;
        if (errno == ETERM)
                return BUS_ENDED;
        return err_fail("zmq_send of %zu bytes: %s", len, zmq_strerror(errno));
}

int bus_send(struct bus_socket *socket, const struct bus_route *route, struct bytes body)
{
        int r = 0;

        invariant((socket->kind == BUS_ROUTER) == (route != NULL));
        if (body.len > socket->body_max)
                return BUS_BAD;
        if (route)
                r = put(socket, route->at, route->len, ZMQ_SNDMORE);
        if (!r && route && route->delimiter)
                r = put(socket, "", 0, ZMQ_SNDMORE);
#ifdef DUBAN_PLAIN
        if (!r && socket->makes_claims)
                r = put(socket, socket->claim, BUS_KEY_SIZE, ZMQ_SNDMORE);
#endif
        if (!r)
                r = put(socket, body.at, body.len, 0);
        return r < 0 ? err_trace(r) : r;
}
