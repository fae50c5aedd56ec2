/* bare_server.c - receive, perhaps store, answer. */
#include "tests/bench/bare_server.h"

#include <unistd.h>

#include "tests/bench/bare_store.h"

struct server {
        const struct bare_options *options;
        const struct bus_keypair *keys;
        void *context;
        void *clients;
        void *bell;
        struct bare_store store;
        uint8_t answer[BUS_BODY_MAX];
};

_Noreturn static void give_up(const char *what)
{
        fprintf(stderr, "bare server: %s\n", what);
        _exit(1);
}

static void *bind_like(struct server *s, int type, const char *name, char ret_endpoint[PEER_ENDPOINT])
{
        const bool ipc = strncmp(s->options->like->reports, "ipc", 3) == 0;
        void *socket = zmq_socket(s->context, type);
        size_t size = PEER_ENDPOINT;
        char endpoint[PEER_ENDPOINT];
        const int one = 1;

        snprintf(endpoint, sizeof endpoint, ipc ? "ipc://%s/run/bare-%s" : "tcp://127.0.0.1:*", s->options->run->dir,
                 name);
        if (!s->options->like->plain &&
            (zmq_setsockopt(socket, ZMQ_CURVE_SERVER, &one, sizeof one) < 0 ||
             zmq_setsockopt(socket, ZMQ_CURVE_SECRETKEY, s->keys->secret_key, BUS_KEY_SIZE) < 0))
                give_up("CURVE");
        if (zmq_bind(socket, endpoint) < 0 || zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, ret_endpoint, &size) < 0)
                give_up(zmq_strerror(zmq_errno()));
        return socket;
}

/* Routing id, perhaps a claimed key, body. */
static int receive(struct server *s, uint8_t route[BUS_ROUTE_MAX], size_t *ret_route, zmq_msg_t *body)
{
        const int len = zmq_recv(s->clients, route, BUS_ROUTE_MAX, ZMQ_DONTWAIT);

        if (len < 0)
                return 1;
        *ret_route = (size_t)len;
        do
                if (zmq_msg_recv(body, s->clients, ZMQ_DONTWAIT) < 0)
                        give_up("receive");
        while (zmq_msg_more(body));
        return 0;
}

static void serve_one(struct server *s, const uint8_t *route, size_t route_len, zmq_msg_t *body)
{
        if (s->options->stores && bare_store_append(&s->store, peer_body(body), 1))
                give_up("append");
        if (s->bell) {
                zmq_send(s->bell, s->answer, s->options->answer_bytes, ZMQ_DONTWAIT);
                return;
        }
        if (zmq_send(s->clients, route, route_len, ZMQ_SNDMORE) >= 0)
                zmq_send(s->clients, s->answer, s->options->answer_bytes, 0);
}

void bare_server(const struct bare_options *options, const struct bus_keypair *keys, int fd)
{
        static struct server s;
        struct bare_doors doors = {.bell = ""};
        uint8_t route[BUS_ROUTE_MAX];
        size_t route_len = 0;
        zmq_msg_t body;

        s = (struct server){.options = options, .keys = keys, .context = zmq_ctx_new()};
        s.clients = bind_like(&s, ZMQ_ROUTER, "reports", doors.reports);
        if (options->publishes)
                s.bell = bind_like(&s, ZMQ_PUB, "bell", doors.bell);
        if (options->stores && bare_store_open(&s.store, options->run->dir))
                give_up("store");
        zmq_msg_init(&body);
        if (write(fd, &doors, sizeof doors) != sizeof doors)
                give_up("pipe");
        for (;;) {
                zmq_pollitem_t item = {.socket = s.clients, .events = ZMQ_POLLIN};

                zmq_poll(&item, 1, -1);
                while (receive(&s, route, &route_len, &body) == 0)
                        serve_one(&s, route, route_len, &body);
        }
}
