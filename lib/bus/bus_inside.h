/* bus_inside.h - what the files of lib/bus share. Not for other modules. */
#ifndef DUBAN_BUS_BUS_INSIDE_H
#define DUBAN_BUS_BUS_INSIDE_H

#include <stdatomic.h>
#include <zmq.h>

#include "lib/bus/bus.h"

struct bus_guard;

struct bus {
        void *context;
        atomic_int sockets; /* open ones, so that a forgotten one is a broken promise and not a hang */
        struct bus_guard *guard;
};

enum { BUS_ENDPOINT_SIZE = 320 };

struct bus_socket {
        struct bus *bus;
        void *handle;
        enum bus_kind kind;
        bool door; /* the guard stands before it: User-Id is his word */
        bool owns_path; /* of its ipc file */
        size_t body_max;
        zmq_msg_t part; /* the routing frame; reused, so that receiving allocates nothing */
        zmq_msg_t body;
#ifdef DUBAN_PLAIN
        bool hears_claims;
        bool makes_claims;
        uint8_t claim[BUS_KEY_SIZE];
#endif
        char endpoint[BUS_ENDPOINT_SIZE];
};

/* A raw socket of this bus, counted. NULL on failure, which is logged. */
void *bus_socket_take(struct bus *, int type);
/* Closes it; accepts NULL, returns NULL. */
void *bus_socket_drop(struct bus *, void *handle);
/* Makes the raw socket a CURVE client. Negative on failure. */
int bus_socket_be_client(void *handle, const struct bus_keypair *, const uint8_t server_key[BUS_KEY_SIZE]) CHECKED;

#endif
