/* bus.h - the only door to ZeroMQ: context, sockets, CURVE, frames, polling.
 *
 * One bus per process, made before threads; a socket belongs to the thread that uses it. Every bound tcp
 * and client-facing ipc socket is a CURVE server behind our own ZAP guard and fails closed: while no guard
 * runs it refuses everybody. Options follow docs/PROTOCOL.md "Limits". Messages are frames; only routing, an
 * optional empty delimiter and one body are used. 0, BUS_* as listed, negative = fatal.
 *
 * In a build with DUBAN_PLAIN (benchmarks only) a tcp socket on 127.0.0.1 or an ipc socket that is not `large`
 * goes without CURVE when it is opened with door NULL, or connected with server_key NULL and keys set. The connecting side then puts its public key
 * in a frame before the body, and the bound side believes it. A release build has none of that code. */
#ifndef DUBAN_BUS_BUS_H
#define DUBAN_BUS_BUS_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum { BUS_AGAIN = 1, BUS_GONE, BUS_BAD, BUS_IN_USE, BUS_ENDED, BUS_REFUSED };

enum {
        BUS_KEY_SIZE = 32,
        BUS_Z85_SIZE = 41,
        BUS_BODY_MAX = 131072,
        BUS_RUN_MAX = 16777216,
        BUS_ROUTE_MAX = 8,
        BUS_DOOR_MAX = 32, /* with its terminator */
        BUS_POLL_MAX = 16,
};

struct bus;
struct bus_socket;

struct bus *bus_new(void); /* NULL on failure */
struct bus *bus_free(struct bus *); /* close all sockets first; stops the guard; accepts NULL, returns NULL */
/* From any thread: every wait and every call on a socket of this bus returns BUS_ENDED from now on. */
void bus_end(struct bus *);

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
void bus_guard_stop(struct bus *); /* after the last socket is closed; harmless when no guard runs */

/* Knock at a door with these keys and see: 0 let in. → BUS_REFUSED: the guard said no. BUS_AGAIN: nobody
 * answered in time, or the server's key is another one. BUS_BAD: no such endpoint. For the start-up self-test (a
 * new key must be BUS_REFUSED) and for telling a user why nothing answers. Waits up to `timeout_ms`. */
int bus_knock(struct bus *, const char *endpoint, const struct bus_keypair *keys,
              const uint8_t server_key[BUS_KEY_SIZE], int timeout_ms) CHECKED;

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
/* Everything in the options is copied. An ipc socket file is 0600, or 0660 for a door.
 * → BUS_IN_USE: somebody is bound there. BUS_BAD: no endpoint of ours, or it cannot be bound here. */
int bus_open(struct bus *, const struct bus_options *, struct bus_socket **ret_socket) CHECKED;
struct bus_socket *bus_close(struct bus_socket *); /* drops what is not yet sent; accepts NULL, returns NULL */
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

/* Never waits. → BUS_AGAIN: nothing there. BUS_BAD: a shape we do not know was dropped; only then is the message
 * touched: route.len > 0 when the peer can be told. BUS_ENDED. */
int bus_receive(struct bus_socket *, struct bus_message *ret_message) CHECKED;
/* Never waits; the body is copied; the route is NULL but on a ROUTER. → BUS_AGAIN: the peer's queue is full (a
 * publisher never says so, it drops). BUS_GONE: the peer has left. BUS_BAD: longer than the peer would take.
 * BUS_ENDED. */
int bus_send(struct bus_socket *, const struct bus_route *, struct bytes body) CHECKED;

/* Wait until one of the sockets (at most BUS_POLL_MAX) can be read, `wake_fd` (or -1) is readable, or the time is
 * over (-1 = for ever). `ret_ready` gets one bool a socket. → BUS_ENDED when the context is going down. */
int bus_poll(struct bus_socket *const *sockets, int n, int wake_fd, int timeout_ms, bool *ret_ready) CHECKED;

#endif
