/* bus_knock.c - one handshake to see whether a key is let in.
 *
 * The outcome of a handshake is known to a socket monitor only. An undrained monitor stalls the whole context, so
 * it lives here on a socket that makes one connection and is closed again. */
#include <errno.h>
#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/bus/bus_inside.h"

enum { OUTCOMES = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH };

static int set_int(void *handle, int name, int value)
{
        return zmq_setsockopt(handle, name, &value, sizeof value);
}

/* The event's first frame is its number (u16, host order) and a value; the second the endpoint. */
static int read_event(void *ear, int *ret_event)
{
        uint8_t head[6];
        char endpoint[BUS_ENDPOINT_SIZE];
        uint16_t event;

        if (zmq_recv(ear, head, sizeof head, 0) != sizeof head || zmq_recv(ear, endpoint, sizeof endpoint, 0) < 0)
                return errno == EAGAIN || errno == EINTR ? BUS_AGAIN : err_fail("monitor: %s", zmq_strerror(errno));
        memcpy(&event, head, sizeof event);
        *ret_event = event;
        return 0;
}

static int listen_for(void *ear, int timeout_ms)
{
        const struct mono start = clock_mono();
        int64_t left = timeout_ms;
        int event = 0;
        int r;

        for (; left > 0; left = timeout_ms - mono_since_us(start) / 1000) {
                if (set_int(ear, ZMQ_RCVTIMEO, (int)left) < 0)
                        return err_fail("monitor: %s", zmq_strerror(errno));
                r = read_event(ear, &event);
                if (r < 0)
                        return err_trace(r);
                if (r == 0)
                        return event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED ? 0 : BUS_REFUSED;
        }
        return BUS_AGAIN;
}

static int knock(void *hand, void *ear, const char *endpoint, int timeout_ms)
{
        char name[64];

        snprintf(name, sizeof name, "inproc://knock-%p", hand);
        if (set_int(hand, ZMQ_LINGER, 0) < 0 || set_int(ear, ZMQ_LINGER, 0) < 0 || set_int(hand, ZMQ_IPV6, 1) < 0 ||
            zmq_socket_monitor(hand, name, OUTCOMES) < 0 || zmq_connect(ear, name) < 0)
                return err_fail("monitor: %s", zmq_strerror(errno));
        if (zmq_connect(hand, endpoint) < 0)
                return BUS_BAD;
        return listen_for(ear, timeout_ms);
}

int bus_knock(struct bus *bus, const char *endpoint, const struct bus_keypair *keys,
              const uint8_t server_key[BUS_KEY_SIZE], int timeout_ms)
{
        void *hand = bus_socket_take(bus, ZMQ_DEALER);
        void *ear = bus_socket_take(bus, ZMQ_PAIR);
        int r = hand && ear ? bus_socket_be_client(hand, keys, server_key) : -1;

        if (!r)
                r = knock(hand, ear, endpoint, timeout_ms);
        bus_socket_drop(bus, hand);
        bus_socket_drop(bus, ear);
        return r < 0 ? err_trace(r) : r;
}
