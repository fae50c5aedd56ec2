/* peer.c - connect, send, receive. */
#include "tests/bench/peer.h"

#include <errno.h>

#include "broker/keyfile.h"
#include "lib/base/file.h"
#include "tests/bench/city.h"

enum { CARD_CAP = 4096, EXCHANGE_MS = 60000 };

/* -- the address card -- */

/* The value of `name = value` in the card. */
static int card_value(struct bytes card, const char *name, char *ret_value, size_t size)
{
        const size_t len = strlen(name);
        const char *at = (const char *)card.at;
        const char *end = at + card.len;

        while (at < end) {
                const char *line_end = memchr(at, '\n', (size_t)(end - at));
                const char *stop = line_end ? line_end : end;
                const char *value = at + len + strlen(" = ");

                if (value < stop && memcmp(at, name, len) == 0 && (size_t)(stop - value) < size) {
                        snprintf(ret_value, size, "%.*s", (int)(stop - value), value);
                        return 0;
                }
                at = stop + 1;
        }
        return err_fail("the address card has no %s", name);
}

static int read_card(struct bytes card, struct place *place)
{
        char key[BUS_Z85_SIZE] = "";
        int r = card_value(card, "reports", place->reports, sizeof place->reports);

        if (r == 0)
                r = card_value(card, "queries", place->queries, sizeof place->queries);
        if (r == 0)
                r = card_value(card, "bell", place->bell, sizeof place->bell);
        if (r == 0)
                r = card_value(card, "server_key", key, sizeof key);
        if (r == 0 && bus_from_z85(bytes_str(key), place->server_key))
                r = err_fail("the server key is not Z85");
        return r;
}

int place_read(const struct run *run, struct place *ret_place)
{
        ARENA struct arena *arena = arena_new(0);
        struct place place = {.plain = run->plain};
        char path[PEER_ENDPOINT];
        struct bytes card;
        int r;

        snprintf(path, sizeof path, "%s/run/service", run->dir);
        r = arena ? file_read(path, CARD_CAP, arena, &card) : err_fail("out of memory");
        if (r > 0)
                return err_fail("%s: %s", path, file_reason(r));
        if (r == 0)
                r = read_card(card, &place);
        snprintf(path, sizeof path, "%s/operator/key", run->dir);
        if (r == 0)
                r = keyfile_read(path, &place.operator_keys) ? err_fail("%s", path) : 0;
        if (r == 0)
                *ret_place = place;
        return r;
}

void place_keys(const struct place *place, int agent, struct bus_keypair *ret_keys)
{
        if (agent == PEER_OPERATOR)
                *ret_keys = place->operator_keys;
        else
                city_keys(agent, ret_keys);
}

/* -- connections -- */

static int failed(const char *what)
{
        return err_fail("%s: %s", what, zmq_strerror(errno));
}

static int be_client(void *socket, const struct bus_keypair *keys, const uint8_t *server_key)
{
        if (zmq_setsockopt(socket, ZMQ_CURVE_SERVERKEY, server_key, BUS_KEY_SIZE) < 0 ||
            zmq_setsockopt(socket, ZMQ_CURVE_PUBLICKEY, keys->public_key, BUS_KEY_SIZE) < 0 ||
            zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, keys->secret_key, BUS_KEY_SIZE) < 0)
                return failed("CURVE");
        return 0;
}

int peer_open(void *context, int type, const char *endpoint, const struct bus_keypair *keys, const uint8_t *server_key,
              struct peer *ret_peer)
{
        struct peer peer = {.socket = zmq_socket(context, type), .claims = !server_key && type == ZMQ_DEALER};
        const int none = 0;
        int r = peer.socket ? 0 : failed("socket");

        memcpy(peer.key, keys->public_key, BUS_KEY_SIZE);
        if (r == 0 && zmq_setsockopt(peer.socket, ZMQ_LINGER, &none, sizeof none) < 0)
                r = failed("linger");
        if (r == 0 && server_key)
                r = be_client(peer.socket, keys, server_key);
        if (r == 0 && type == ZMQ_SUB && zmq_setsockopt(peer.socket, ZMQ_SUBSCRIBE, "", 0) < 0)
                r = failed("subscribe");
        if (r == 0 && zmq_connect(peer.socket, endpoint) < 0)
                r = failed(endpoint);
        if (r)
                peer_close(&peer);
        else
                *ret_peer = peer;
        return r;
}

void peer_close(struct peer *peer)
{
        if (peer->socket)
                zmq_close(peer->socket);
        peer->socket = NULL;
}

static int send_frame(struct peer *peer, const void *at, size_t len, int flags)
{
        if (zmq_send(peer->socket, at, len, flags | ZMQ_DONTWAIT) >= 0)
                return 0;
        return errno == EAGAIN ? 1 : failed("send");
}

int peer_send(struct peer *peer, struct bytes body)
{
        int r = peer->claims ? send_frame(peer, peer->key, BUS_KEY_SIZE, ZMQ_SNDMORE) : 0;

        return r ? r : send_frame(peer, body.at, body.len, 0);
}

int peer_receive(struct peer *peer, zmq_msg_t *message)
{
        if (zmq_msg_recv(message, peer->socket, ZMQ_DONTWAIT) >= 0)
                return 0;
        return errno == EAGAIN || errno == EINTR ? 1 : failed("receive");
}

int peer_exchange(struct peer *peer, struct bytes body, zmq_msg_t *message)
{
        zmq_pollitem_t item = {.socket = peer->socket, .events = ZMQ_POLLIN};
        int r = peer_send(peer, body);

        if (r)
                return err_fail("the question could not be sent");
        if (zmq_poll(&item, 1, EXCHANGE_MS) <= 0)
                return err_fail("no answer within a minute");
        return peer_receive(peer, message);
}
