/* bus.h - the only door to ZeroMQ: context, sockets, CURVE, frames, polling.
 *
 * One bus per process, made before threads; a socket belongs to the thread that uses it. Every bound tcp
 * and client-facing ipc socket is a CURVE server behind our own ZAP guard and fails closed
 * (bus_guard_start must come first; a socket without it refuses everybody). Options follow
 * docs/PROTOCOL.md "Limits". Messages are frames; only routing, an optional empty delimiter and one body
 * are used. 0, BUS_* as listed, negative = fatal. */
#ifndef DUBAN_BUS_BUS_H
#define DUBAN_BUS_BUS_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum { BUS_AGAIN = 1, BUS_GONE, BUS_BAD, BUS_IN_USE, BUS_ENDED };

enum { BUS_KEY_SIZE = 32, BUS_Z85_SIZE = 41, BUS_BODY_MAX = 131072, BUS_RUN_MAX = 16777216, BUS_ROUTE_MAX = 8 };

struct bus;
struct bus_socket;

struct bus *bus_new(void); /* NULL on failure */
struct bus *bus_free(struct bus *); /* close all sockets first; accepts NULL, returns NULL */

/* -- keys -- */
struct bus_keypair {
        uint8_t public_key[BUS_KEY_SIZE];
        uint8_t secret_key[BUS_KEY_SIZE];
};
int bus_keypair_new(struct bus_keypair *ret_pair) CHECKED;
void bus_z85(const uint8_t key[BUS_KEY_SIZE], char out[BUS_Z85_SIZE]);
int bus_from_z85(struct bytes text, uint8_t ret_key[BUS_KEY_SIZE]) CHECKED; /* → BUS_BAD */

/* -- the guard: who may connect -- */
/* Asked by the guard's thread for every handshake: may this key enter this door ("reports", "queries",
 * "bell")? A memory look-up; must not block. */
typedef bool bus_may_enter(void *context, const uint8_t public_key[BUS_KEY_SIZE], const char *door);
int bus_guard_start(struct bus *, bus_may_enter *, void *context) CHECKED;
void bus_guard_stop(struct bus *); /* after the last socket is closed */

/* -- sockets -- */
enum bus_kind { BUS_ROUTER, BUS_DEALER, BUS_PUBLISHER, BUS_SUBSCRIBER };

struct bus_options {
        enum bus_kind kind;
        const char *endpoint; /* tcp://host:port (port 0 or * = any), ipc://path, inproc://name */
        bool bind; /* else connect */
        const char *door; /* bind: CURVE server with this ZAP domain; NULL = inside (ipc/inproc only) */
        const struct bus_keypair *keys; /* server's (bind) or client's (connect) */
        const uint8_t *server_key; /* connect: BUS_KEY_SIZE; NULL = no CURVE (inside only) */
        int queue; /* high-water mark in messages; 0 = the default of its kind */
        bool large; /* inside link: bodies up to BUS_RUN_MAX */
};
int bus_open(struct bus *, const struct bus_options *,
             struct bus_socket **ret_socket) CHECKED; /* → BUS_IN_USE, BUS_BAD */
struct bus_socket *bus_close(struct bus_socket *);
/* Where it is really bound ("tcp://127.0.0.1:41234"); terminated, lives as long as the socket. */
const char *bus_endpoint(const struct bus_socket *);

struct bus_route { /* the way back to a peer of a ROUTER; opaque, never shown to a peer or a log */
        uint8_t at[BUS_ROUTE_MAX];
        uint8_t len;
        bool delimiter; /* the peer sent (and expects) an empty frame before the body: REQ */
};

struct bus_message {
        struct bus_route route; /* ROUTER only */
        bool authenticated; /* `peer` was set by the guard */
        uint8_t peer[BUS_KEY_SIZE]; /* its CURVE public key */
        struct bytes body; /* valid until the next receive on this socket */
};

/* Never waits. → BUS_AGAIN: nothing there. BUS_BAD: a shape we do not know was dropped (route is set when
 * the peer can be told). */
int bus_receive(struct bus_socket *, struct bus_message *ret_message) CHECKED;
/* Never waits; the body is copied. → BUS_AGAIN: the peer's queue is full; BUS_GONE: the peer has left. */
int bus_send(struct bus_socket *, const struct bus_route *, struct bytes body) CHECKED;

/* Wait until one of the sockets can be read, `wake_fd` (or -1) is readable, or the time is over (-1 =
 * for ever). `ret_ready` gets one bool a socket. → BUS_ENDED when the context is going down. */
int bus_poll(struct bus_socket *const *sockets, int n, int wake_fd, int timeout_ms, bool *ret_ready) CHECKED;
/* Connecting sockets: was our key refused at the handshake, as far as can be told without a monitor?  The
 * client library decides by its own deadline; there is no call for it here on purpose. */

#endif
