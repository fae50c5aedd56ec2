/* bus_test.c - the contract of bus.h over each of its wirings, and what a server does with what it did not expect. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/bus/bus_inside.h"

enum { PATIENCE_MS = 5000, QUIET_MS = 150 };

static bool let_everybody_in(UNUSED void *context, UNUSED const uint8_t key[BUS_KEY_SIZE], UNUSED const char *door)
{
        return true;
}

/* One server and its keys; `door` decides whether it is a CURVE server. */
struct office {
        struct bus *bus;
        struct bus_keypair server_keys;
        struct bus_keypair client_keys;
        struct bus_socket *server;
        const char *door;
        char directory[32];
        char endpoint[64];
};

struct wiring {
        const char *name;
        const char *endpoint; /* %s: a directory of the test's own */
        const char *door;
        bool plain; /* the client claims its key in a frame of its own */
};

static const struct wiring WIRINGS[] = {
        {"inproc", "inproc://desk", NULL, false},
        {"ipc", "ipc://%s/desk", NULL, false},
        {"ipc with CURVE", "ipc://%s/desk", "reports", false},
        {"tcp with CURVE", "tcp://127.0.0.1:*", "reports", false},
#ifdef DUBAN_PLAIN
        {"tcp, plain", "tcp://127.0.0.1:*", NULL, true},
#endif
};

static struct bus_options server_options(const struct office *office, enum bus_kind kind)
{
        return (struct bus_options){.kind = kind,
                                    .endpoint = office->endpoint,
                                    .bind = true,
                                    .door = office->door,
                                    .keys = office->door ? &office->server_keys : NULL};
}

static struct office open_office(const struct wiring *wiring, enum bus_kind kind, int queue)
{
        struct office office = {.bus = bus_new(), .door = wiring->door, .directory = "/tmp/duban-bus-XXXXXX"};
        struct bus_options options;

        assert_non_null(mkdtemp(office.directory));
        assert_int_equal(bus_keypair_new(&office.server_keys), 0);
        assert_int_equal(bus_keypair_new(&office.client_keys), 0);
        assert_int_equal(bus_guard_start(office.bus, let_everybody_in, NULL), 0);
        snprintf(office.endpoint, sizeof office.endpoint, wiring->endpoint, office.directory);
        options = server_options(&office, kind);
        options.queue = queue;
        assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
        return office;
}

static void close_office(struct office *office)
{
        bus_close(office->server);
        bus_free(office->bus);
        assert_int_equal(rmdir(office->directory), 0);
}

static struct bus_socket *visit(struct office *office, enum bus_kind kind, int queue)
{
        const struct bus_options options = {.kind = kind,
                                            .endpoint = bus_endpoint(office->server),
                                            .keys = &office->client_keys,
                                            .server_key = office->door ? office->server_keys.public_key : NULL,
                                            .queue = queue};
        struct bus_socket *socket;

        assert_int_equal(bus_open(office->bus, &options, &socket), 0);
        return socket;
}

static int receive_within(struct bus_socket *socket, struct bus_message *ret_message, int ms)
{
        bool ready = false;

        assert_int_equal(bus_poll(&socket, 1, -1, ms, &ready), 0);
        return ready ? bus_receive(socket, ret_message) : BUS_AGAIN;
}

static struct bus_message receive(struct bus_socket *socket)
{
        struct bus_message message;

        assert_int_equal(receive_within(socket, &message, PATIENCE_MS), 0);
        return message;
}

static void expect_body(struct bus_socket *socket, const char *text)
{
        assert_true(bytes_is(receive(socket).body, text));
}

static int say(struct bus_socket *socket, const char *text)
{
        return bus_send(socket, NULL, bytes_str(text));
}

static void close_all(struct bus_socket **sockets, int n)
{
        for (int i = 0; i < n; i++)
                bus_close(sockets[i]);
}

/* -- the contract -- */

static void test_round_trip(const struct wiring *wiring)
{
        struct office office = open_office(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = visit(&office, BUS_DEALER, 0);
        struct bus_message message;

        assert_int_equal(bus_receive(office.server, &message), BUS_AGAIN);
        assert_int_equal(say(client, "one"), 0);
        assert_int_equal(say(client, "two"), 0);
        message = receive(office.server);
        assert_true(bytes_is(message.body, "one"));
        assert_false(message.route.delimiter);
        assert_int_equal(message.authenticated, office.door || wiring->plain);
        if (message.authenticated)
                assert_memory_equal(message.peer, office.client_keys.public_key, BUS_KEY_SIZE);
        assert_int_equal(bus_send(office.server, &message.route, bytes_str("first")), 0);
        expect_body(office.server, "two");
        assert_int_equal(bus_send(office.server, &message.route, bytes_str("second")), 0);
        expect_body(client, "first");
        expect_body(client, "second");
        bus_close(client);
        close_office(&office);
}

/* A REQ of any language: it sends an empty frame first and wants one back. */
static void test_delimiter(const struct wiring *wiring)
{
        struct office office = open_office(wiring, BUS_ROUTER, 0);
        void *req = bus_socket_take(office.bus, ZMQ_REQ);
        const int none = 0;
        const int wait = PATIENCE_MS;
        struct bus_message message;
        char answer[8] = "";

        zmq_setsockopt(req, ZMQ_LINGER, &none, sizeof none);
        zmq_setsockopt(req, ZMQ_RCVTIMEO, &wait, sizeof wait);
        if (office.door)
                assert_int_equal(bus_socket_be_client(req, &office.client_keys, office.server_keys.public_key), 0);
        assert_int_equal(zmq_connect(req, bus_endpoint(office.server)), 0);
        if (wiring->plain)
                zmq_send(req, office.client_keys.public_key, BUS_KEY_SIZE, ZMQ_SNDMORE);
        assert_int_equal(zmq_send(req, "ask", 3, 0), 3);
        message = receive(office.server);
        assert_true(bytes_is(message.body, "ask"));
        assert_true(message.route.delimiter);
        assert_int_equal(bus_send(office.server, &message.route, bytes_str("tell")), 0);
        assert_int_equal(zmq_recv(req, answer, sizeof answer, 0), 4);
        assert_memory_equal(answer, "tell", 4);
        bus_socket_drop(office.bus, req);
        close_office(&office);
}

static void send_frames(void *handle, const char *const *frames, int n)
{
        for (int i = 0; i < n; i++)
                assert_true(zmq_send(handle, frames[i], strlen(frames[i]), i + 1 < n ? ZMQ_SNDMORE : 0) >= 0);
}

static void test_unknown_shapes(const struct wiring *wiring)
{
        static const struct {
                const char *frames[5];
                int n;
        } SHAPES[] = {
                {{"a", "b"}, 2},
                {{"", "a", "b"}, 3},
                {{"", "", ""}, 3},
                {{"a", "", "", "", "b"}, 5},
        };
        struct office office = open_office(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = visit(&office, BUS_DEALER, 0);
        struct bus_message message;

        for (size_t i = 0; i < COUNT_OF(SHAPES); i++) {
                send_frames(client->handle, SHAPES[i].frames, SHAPES[i].n);
                assert_int_equal(receive_within(office.server, &message, PATIENCE_MS), BUS_BAD);
                assert_true(message.route.len > 0);
                assert_int_equal(bus_send(office.server, &message.route, bytes_str("what?")), 0);
                expect_body(client, "what?");
        }
        assert_int_equal(say(client, "good"), 0);
        expect_body(office.server, "good");
        bus_close(client);
        close_office(&office);
}

/* The empty body is a body; so is one as long as the limit. */
static void test_sizes(const struct wiring *wiring)
{
        static const size_t SIZES[] = {0, 1, 33, 34, 8192, BUS_BODY_MAX};
        static uint8_t body[BUS_BODY_MAX + 1];
        struct office office = open_office(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = visit(&office, BUS_DEALER, 0);

        for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
                memset(body, (int)i + 1, sizeof body);
                assert_int_equal(bus_send(client, NULL, bytes_of(body, SIZES[i])), 0);
                assert_true(bytes_equal(receive(office.server).body, bytes_of(body, SIZES[i])));
        }
        assert_int_equal(bus_send(client, NULL, bytes_of(body, BUS_BODY_MAX + 1)), BUS_BAD);
        bus_close(client);
        close_office(&office);
}

/* Somebody else's client knows no limit: its connection ends, the others' do not. */
static void test_oversize_is_cut_off(const struct wiring *wiring)
{
        static uint8_t body[BUS_BODY_MAX + 1];
        struct office office = open_office(wiring, BUS_ROUTER, 0);
        struct bus_socket *greedy = visit(&office, BUS_DEALER, 0);
        struct bus_socket *honest = visit(&office, BUS_DEALER, 0);
        struct bus_message message;

        if (strncmp(office.endpoint, "inproc", 6) != 0) {
                assert_true(zmq_send(greedy->handle, body, sizeof body, 0) > 0);
                assert_int_equal(receive_within(office.server, &message, QUIET_MS), BUS_AGAIN);
        }
        assert_int_equal(say(honest, "here"), 0);
        expect_body(office.server, "here");
        close_all((struct bus_socket *[]){greedy, honest}, 2);
        close_office(&office);
}

static void test_peer_gone(const struct wiring *wiring)
{
        struct office office = open_office(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = visit(&office, BUS_DEALER, 0);
        struct bus_route route;
        struct bus_message message;
        int r = 0;

        assert_int_equal(say(client, "bye"), 0);
        route = receive(office.server).route;
        bus_close(client);
        for (int i = 0; i < PATIENCE_MS / 10 && r != BUS_GONE; i++) {
                assert_int_equal(receive_within(office.server, &message, 10), BUS_AGAIN);
                r = bus_send(office.server, &route, bytes_str("still there?"));
        }
        assert_int_equal(r, BUS_GONE);
        close_office(&office);
}

/* A peer that does not read fills its own queue and nobody else's. */
static void test_full_queue(const struct wiring *wiring)
{
        static const uint8_t body[32768];
        struct office office = open_office(wiring, BUS_ROUTER, 2);
        struct bus_socket *lazy = visit(&office, BUS_DEALER, 2);
        struct bus_socket *keen = visit(&office, BUS_DEALER, 2);
        struct bus_route routes[2];
        int sent = 0;
        int r = 0;

        assert_int_equal(say(lazy, "lazy"), 0);
        routes[0] = receive(office.server).route;
        assert_int_equal(say(keen, "keen"), 0);
        routes[1] = receive(office.server).route;
        for (; r == 0 && sent < 10000; sent++)
                r = bus_send(office.server, &routes[0], bytes_of(body, sizeof body));
        assert_int_equal(r, BUS_AGAIN);
        assert_int_equal(bus_send(office.server, &routes[1], bytes_str("for you")), 0);
        expect_body(keen, "for you");
        assert_int_equal(receive(lazy).body.len, sizeof body);
        close_all((struct bus_socket *[]){lazy, keen}, 2);
        close_office(&office);
}

static void test_bell(const struct wiring *wiring)
{
        struct office office = open_office(wiring, BUS_PUBLISHER, 0);
        struct bus_socket *ears[2] = {visit(&office, BUS_SUBSCRIBER, 0), visit(&office, BUS_SUBSCRIBER, 0)};
        bool heard[2] = {false, false};

        for (int i = 0; i < PATIENCE_MS / 10 && !(heard[0] && heard[1]); i++) {
                bool ready[2];

                assert_int_equal(bus_send(office.server, NULL, bytes_str("ring")), 0);
                assert_int_equal(bus_poll(ears, 2, -1, 10, ready), 0);
                for (int k = 0; k < 2; k++)
                        if (ready[k]) {
                                expect_body(ears[k], "ring");
                                heard[k] = true;
                        }
        }
        assert_true(heard[0] && heard[1]);
        close_all(ears, 2);
        close_office(&office);
}

struct story {
        void (*tell)(const struct wiring *);
};

static void over_each_wiring(void **state)
{
        const struct story *story = *state;

        for (size_t i = 0; i < COUNT_OF(WIRINGS); i++) {
                print_message("           over %s\n", WIRINGS[i].name);
                story->tell(&WIRINGS[i]);
        }
}

/* -- endpoints -- */

static void test_endpoints_refused(UNUSED void **state)
{
        static const struct bus_keypair keys;
        static const uint8_t server_key[BUS_KEY_SIZE];
        static const struct {
                const char *endpoint;
                bool bind;
                const char *door;
                bool curve;
        } ROWS[] = {
                {"udp://127.0.0.1:7610", true, NULL, false},
                {"pgm://eth0;239.0.0.1:7610", true, NULL, false},
                {"norm://127.0.0.1:7610", false, NULL, false},
                {"ws://127.0.0.1:7610", true, "reports", false},
                {"127.0.0.1:7610", true, "reports", false},
                {"", true, "reports", false},
                {"tcp://", true, "reports", false},
                {"tcp://127.0.0.1", true, "reports", false},
                {"tcp://127.0.0.1:port", true, "reports", false},
                {"tcp://127.0.0.1:70000", true, "reports", false},
                {"tcp://:7610", true, "reports", false},
                {"tcp://127.0.0.1:-1", true, "reports", false},
                {"tcp://203.0.113.1:7610", true, "reports", false},
                {"ipc://", true, "reports", false},
                {"ipc://*", true, "reports", false},
                {"ipc://@abstract", true, NULL, false},
                {"ipc:///nonexistent/desk", true, NULL, false},
                {"ipc:///tmp/012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
                 "0123456789012345",
                 true, NULL, false},
                {"tcp://0.0.0.0:*", true, NULL, false},
                {"tcp://192.0.2.1:7610", false, NULL, false},
#ifndef DUBAN_PLAIN
                {"tcp://127.0.0.1:*", true, NULL, false},
                {"tcp://127.0.0.1:7610", false, NULL, false},
#endif
        };
        struct bus *bus = bus_new();

        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct bus_options options = {.kind = BUS_ROUTER,
                                                    .endpoint = ROWS[i].endpoint,
                                                    .bind = ROWS[i].bind,
                                                    .door = ROWS[i].door,
                                                    .keys = &keys,
                                                    .server_key = ROWS[i].curve ? server_key : NULL};
                struct bus_socket *socket = NULL;

                if (bus_open(bus, &options, &socket) != BUS_BAD)
                        fail_msg("not refused: %s", ROWS[i].endpoint);
                assert_null(socket);
        }
        bus_free(bus);
}

static void test_endpoint_as_people_say_it(UNUSED void **state)
{
        struct office office = open_office(&WIRINGS[3], BUS_ROUTER, 0);

        assert_memory_equal(bus_endpoint(office.server), "tcp://127.0.0.1:", 16);
        close_office(&office);
}

/* Libzmq alone would unlink the first server's socket and take its place. */
static void test_in_use(UNUSED void **state)
{
        for (size_t i = 0; i < COUNT_OF(WIRINGS); i++) {
                struct office office = open_office(&WIRINGS[i], BUS_ROUTER, 0);
                struct bus_options options = server_options(&office, BUS_ROUTER);
                struct bus_socket *second = NULL;
                struct bus_socket *client;

                options.endpoint = bus_endpoint(office.server);
                assert_int_equal(bus_open(office.bus, &options, &second), BUS_IN_USE);
                client = visit(&office, BUS_DEALER, 0);
                assert_int_equal(say(client, "still me"), 0);
                expect_body(office.server, "still me");
                bus_close(client);
                close_office(&office);
        }
}

static void test_ipc_is_private(UNUSED void **state)
{
        for (size_t i = 1; i <= 2; i++) {
                struct office office = open_office(&WIRINGS[i], BUS_ROUTER, 0);
                struct stat status;

                assert_int_equal(stat(office.endpoint + strlen("ipc://"), &status), 0);
                assert_int_equal(status.st_mode & 07777, office.door ? 0660 : 0600);
                close_office(&office);
        }
}

/* A revoked listener is put off the bell by closing the socket and binding it again, at the same place. */
static void test_close_and_bind_again(const struct wiring *wiring)
{
        struct office office = open_office(wiring, BUS_ROUTER, 0);
        struct bus_options options = server_options(&office, BUS_ROUTER);
        char endpoint[64];

        snprintf(endpoint, sizeof endpoint, "%s", bus_endpoint(office.server));
        options.endpoint = endpoint;
        for (int i = 0; i < 3; i++) {
                bus_close(office.server);
                assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
                assert_string_equal(bus_endpoint(office.server), endpoint);
        }
        close_office(&office);
}

/* A file left behind by a killed server does not keep the next one out. */
static void test_stale_ipc_file(UNUSED void **state)
{
        struct office office = open_office(&WIRINGS[1], BUS_ROUTER, 0);
        struct bus_options options = server_options(&office, BUS_ROUTER);
        char away[64];

        snprintf(away, sizeof away, "%s/away", office.directory);
        assert_int_equal(rename(office.endpoint + strlen("ipc://"), away), 0);
        bus_close(office.server);
        assert_int_equal(rename(away, office.endpoint + strlen("ipc://")), 0);
        assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
        close_office(&office);
}

/* -- options -- */

struct expected {
        int option;
        int64_t value;
};

static void expect_options(const struct bus_socket *socket, const struct expected *rows, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                int64_t wide = 0;
                int value = 0;
                size_t size = rows[i].option == ZMQ_MAXMSGSIZE ? sizeof wide : sizeof value;
                void *at = rows[i].option == ZMQ_MAXMSGSIZE ? (void *)&wide : &value;

                assert_int_equal(zmq_getsockopt(socket->handle, rows[i].option, at, &size), 0);
                wide = rows[i].option == ZMQ_MAXMSGSIZE ? wide : value;
                if (wide != rows[i].value)
                        fail_msg("option %d is %lld, not %lld", rows[i].option, (long long)wide,
                                 (long long)rows[i].value);
        }
}

enum { ENFORCE_DOMAIN = 93 };

static const struct expected DOOR_OPTIONS[] = {
        {ZMQ_CURVE_SERVER, 1},
        {ZMQ_MECHANISM, ZMQ_CURVE},
        {ENFORCE_DOMAIN, 1},
        {ZMQ_HANDSHAKE_IVL, 5000},
        {ZMQ_LINGER, 0},
        {ZMQ_BACKLOG, 512},
        {ZMQ_HEARTBEAT_IVL, 10000},
        {ZMQ_HEARTBEAT_TIMEOUT, 30000},
        {ZMQ_HEARTBEAT_TTL, 60000},
        {ZMQ_IPV6, 1},
        {ZMQ_TCP_KEEPALIVE, 1},
        {ZMQ_TCP_KEEPALIVE_IDLE, 60},
        {ZMQ_TCP_KEEPALIVE_INTVL, 10},
        {ZMQ_TCP_KEEPALIVE_CNT, 3},
};

static const struct expected CLIENT_OPTIONS[] = {
        {ZMQ_CURVE_SERVER, 0},
        {ZMQ_MECHANISM, ZMQ_CURVE},
        {ZMQ_LINGER, 0},
        {ZMQ_HANDSHAKE_IVL, 5000},
        {ZMQ_MAXMSGSIZE, BUS_BODY_MAX + 33},
        {ZMQ_RECONNECT_IVL, 500},
        {ZMQ_HEARTBEAT_IVL, 0},
        {ZMQ_HEARTBEAT_TIMEOUT, -1},
        {ZMQ_HEARTBEAT_TTL, 0},
        {ZMQ_TCP_KEEPALIVE, 1},
        {ZMQ_SNDHWM, 1000},
        {ZMQ_RCVHWM, 1000},
        {ZMQ_RECONNECT_IVL_MAX, 30000},
};

static void test_door_options(UNUSED void **state)
{
        static const struct expected ROUTER_OPTIONS[] = {
                {ZMQ_MAXMSGSIZE, BUS_BODY_MAX + 33}, {ZMQ_SNDHWM, 128}, {ZMQ_RCVHWM, 64}};
        static const struct expected PUBLISHER_OPTIONS[] = {{ZMQ_MAXMSGSIZE, 512}, {ZMQ_SNDHWM, 64}};
        struct office desk = open_office(&WIRINGS[3], BUS_ROUTER, 0);
        struct office bell = open_office(&WIRINGS[3], BUS_PUBLISHER, 0);
        struct bus_socket *client = visit(&desk, BUS_DEALER, 0);
        char text[64] = "";
        size_t size = sizeof text;

        expect_options(desk.server, DOOR_OPTIONS, COUNT_OF(DOOR_OPTIONS));
        expect_options(desk.server, ROUTER_OPTIONS, COUNT_OF(ROUTER_OPTIONS));
        expect_options(bell.server, DOOR_OPTIONS, COUNT_OF(DOOR_OPTIONS));
        expect_options(bell.server, PUBLISHER_OPTIONS, COUNT_OF(PUBLISHER_OPTIONS));
        expect_options(client, CLIENT_OPTIONS, COUNT_OF(CLIENT_OPTIONS));
        assert_int_equal(zmq_getsockopt(desk.server->handle, ZMQ_ZAP_DOMAIN, text, &size), 0);
        assert_string_equal(text, "reports");
        size = sizeof text;
        assert_int_equal(zmq_getsockopt(desk.server->handle, ZMQ_ROUTING_ID, text, &size), 0);
        assert_int_equal(size, 0);
        bus_close(client);
        close_office(&desk);
        close_office(&bell);
}

static void test_large_link(UNUSED void **state)
{
        struct office office = open_office(&WIRINGS[1], BUS_ROUTER, 0);
        struct bus_options options = server_options(&office, BUS_ROUTER);
        struct bus_socket *client;
        uint8_t *body = calloc(1, BUS_RUN_MAX);

        bus_close(office.server);
        options.large = true;
        assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
        options.kind = BUS_DEALER;
        options.bind = false;
        assert_int_equal(bus_open(office.bus, &options, &client), 0);
        assert_int_equal(bus_send(client, NULL, bytes_of(body, BUS_RUN_MAX)), 0);
        assert_int_equal(receive(office.server).body.len, BUS_RUN_MAX);
        free(body);
        bus_close(client);
        close_office(&office);
}

/* -- keys, waiting, ending -- */

static void test_keys(UNUSED void **state)
{
        static const char *const BAD[] = {
                "",
                "too short",
                "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7X",
                "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf ",
                "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf\"",
                "#####################################000",
                "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]y\xe4\xb8",
        };
        const char *good = "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7";
        struct bus_keypair pair;
        uint8_t key[BUS_KEY_SIZE];
        char text[BUS_Z85_SIZE];

        assert_int_equal(bus_from_z85(bytes_str(good), key), 0);
        bus_z85(key, text);
        assert_string_equal(text, good);
        for (size_t i = 0; i < COUNT_OF(BAD); i++)
                if (bus_from_z85(bytes_str(BAD[i]), key) != BUS_BAD)
                        fail_msg("taken for a key: %s", BAD[i]);
        assert_int_equal(bus_from_z85(bytes_of("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H\0\0\0\0\0", 40), key), BUS_BAD);
        assert_int_equal(bus_keypair_new(&pair), 0);
        bus_z85(pair.public_key, text);
        assert_int_equal(bus_from_z85(bytes_str(text), key), 0);
        assert_memory_equal(key, pair.public_key, sizeof key);
}

static void test_poll_wakes(UNUSED void **state)
{
        struct office office = open_office(&WIRINGS[0], BUS_ROUTER, 0);
        bool ready = true;
        int pipes[2];

        assert_int_equal(pipe(pipes), 0);
        assert_int_equal(bus_poll(&office.server, 1, pipes[0], 1, &ready), 0);
        assert_false(ready);
        assert_int_equal(write(pipes[1], "x", 1), 1);
        assert_int_equal(bus_poll(&office.server, 1, pipes[0], -1, &ready), 0);
        assert_false(ready);
        assert_int_equal(bus_poll(NULL, 0, pipes[0], -1, NULL), 0);
        close(pipes[0]);
        close(pipes[1]);
        close_office(&office);
}

static void test_end(UNUSED void **state)
{
        struct office office = open_office(&WIRINGS[0], BUS_ROUTER, 0);
        struct bus_socket *client = visit(&office, BUS_DEALER, 0);
        struct bus_message message;
        bool ready;

        bus_end(office.bus);
        assert_int_equal(bus_poll(&client, 1, -1, -1, &ready), BUS_ENDED);
        assert_int_equal(bus_receive(client, &message), BUS_ENDED);
        assert_int_equal(say(client, "too late"), BUS_ENDED);
        bus_close(client);
        close_office(&office);
}

/* A routing id that a peer chose is nothing to us; one too long to keep is dropped, and harms nobody. */
static void test_chosen_routing_ids(UNUSED void **state)
{
        static const char *const IDS[] = {"me", "a routing id longer than eight"};
        struct office office = open_office(&WIRINGS[1], BUS_ROUTER, 0);
        struct bus_socket *honest = visit(&office, BUS_DEALER, 0);
        const int outcome[] = {0, BUS_BAD};

        for (size_t i = 0; i < COUNT_OF(IDS); i++) {
                void *dealer = bus_socket_take(office.bus, ZMQ_DEALER);
                struct bus_message message = {.route = {.len = 0}};

                zmq_setsockopt(dealer, ZMQ_ROUTING_ID, IDS[i], strlen(IDS[i]));
                zmq_setsockopt(dealer, ZMQ_LINGER, &(int){0}, sizeof(int));
                assert_int_equal(zmq_connect(dealer, bus_endpoint(office.server)), 0);
                assert_int_equal(zmq_send(dealer, "x", 1, 0), 1);
                assert_int_equal(receive_within(office.server, &message, PATIENCE_MS), outcome[i]);
                assert_int_equal(message.route.len, i == 0 ? 2 : 0);
                bus_socket_drop(office.bus, dealer);
        }
        assert_int_equal(say(honest, "me too"), 0);
        expect_body(office.server, "me too");
        bus_close(honest);
        close_office(&office);
}

#define OVER_EACH(test)                                                                                                \
        {                                                                                                              \
#test, over_each_wiring, NULL, NULL, &(struct story)                                                   \
                {                                                                                                      \
                        test                                                                                           \
                }                                                                                                      \
        }

int main(void)
{
        const struct CMUnitTest tests[] = {
                OVER_EACH(test_round_trip),
                OVER_EACH(test_delimiter),
                OVER_EACH(test_unknown_shapes),
                OVER_EACH(test_sizes),
                OVER_EACH(test_oversize_is_cut_off),
                OVER_EACH(test_peer_gone),
                OVER_EACH(test_full_queue),
                OVER_EACH(test_bell),
                OVER_EACH(test_close_and_bind_again),
                cmocka_unit_test(test_endpoints_refused),
                cmocka_unit_test(test_endpoint_as_people_say_it),
                cmocka_unit_test(test_in_use),
                cmocka_unit_test(test_ipc_is_private),
                cmocka_unit_test(test_stale_ipc_file),
                cmocka_unit_test(test_door_options),
                cmocka_unit_test(test_large_link),
                cmocka_unit_test(test_keys),
                cmocka_unit_test(test_poll_wakes),
                cmocka_unit_test(test_end),
                cmocka_unit_test(test_chosen_routing_ids),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
