/* peer.h - raw ZeroMQ connections, and the address card of the service they go to.
 *
 * libzmq is called here and in load.c and bare_server.c only, without lib/bus: what is measured shall not also do the
 * measuring. Without a server key a connection is plain, and puts its public key into a frame before the body, as a
 * DUBAN_PLAIN build believes. */
#ifndef DUBAN_BENCH_PEER_H
#define DUBAN_BENCH_PEER_H

#include <zmq.h>

#include "tests/bench/bench.h"

enum { PEER_ENDPOINT = 256, PEER_OPERATOR = -1 };

struct place { /* where a service is */
        char reports[PEER_ENDPOINT];
        char queries[PEER_ENDPOINT];
        char bell[PEER_ENDPOINT];
        uint8_t server_key[BUS_KEY_SIZE];
        bool plain;
        struct bus_keypair operator_keys;
};
/* From DIR/run/service and DIR/operator/key. */
int place_read(const struct run *, struct place *ret_place) CHECKED;
/* Of an agent, or PEER_OPERATOR. */
void place_keys(const struct place *, int agent, struct bus_keypair *ret_keys);

struct peer {
        void *socket;
        bool claims;
        uint8_t key[BUS_KEY_SIZE];
};
/* `type` is ZMQ_DEALER or ZMQ_SUB; `server_key` NULL = plain. */
int peer_open(void *context, int type, const char *endpoint, const struct bus_keypair *, const uint8_t *server_key,
              struct peer *ret_peer) CHECKED;
void peer_close(struct peer *);
/* Never waits. → 1: not now. */
int peer_send(struct peer *, struct bytes body) CHECKED;
/* Never waits. The caller owns an initialised message. → 1: nothing there. */
int peer_receive(struct peer *, zmq_msg_t *) CHECKED;
/* One question, one answer: waits up to a minute. The caller closes the message. */
int peer_exchange(struct peer *, struct bytes body, zmq_msg_t *) CHECKED;
static inline struct bytes peer_body(zmq_msg_t *message)
{
        return bytes_of(zmq_msg_data(message), zmq_msg_size(message));
}

#endif
