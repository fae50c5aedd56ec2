/* bus_test.c - the contract of bus.h over each of its wirings, and what a server does with what it did not expect. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/bus/bus_inside.h"
#include "tests/contract/bus_office.h"

static void close_all(struct bus_socket **sockets, int n)
{
        for (int i = 0; i < n; i++)
                bus_close(sockets[i]);
}

/* -- the contract -- */

static void test_round_trip(const struct wiring *wiring)
{
        struct office office = office_open(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = office_visit(&office, BUS_DEALER, 0);
        struct bus_message message;

        assert_int_equal(bus_receive(office.server, &message), BUS_AGAIN);
        assert_int_equal(office_say(client, "one"), 0);
        assert_int_equal(office_say(client, "two"), 0);
        message = office_receive(office.server);
        assert_true(bytes_is(message.body, "one"));
        assert_false(message.route.delimiter);
        assert_int_equal(message.authenticated, office.door || wiring->plain);
        if (message.authenticated)
                assert_memory_equal(message.peer, office.client_keys.public_key, BUS_KEY_SIZE);
        assert_int_equal(bus_send(office.server, &message.route, bytes_str("first")), 0);
        office_expect(office.server, "two");
        assert_int_equal(bus_send(office.server, &message.route, bytes_str("second")), 0);
        office_expect(client, "first");
        office_expect(client, "second");
        bus_close(client);
        office_close(&office);
}

/* A REQ of any language: it sends an empty frame first and wants one back. */
static void test_delimiter(const struct wiring *wiring)
{
        struct office office = office_open(wiring, BUS_ROUTER, 0);
        void *req = bus_socket_take(office.bus, ZMQ_REQ);
        const int none = 0;
        const int wait = OFFICE_PATIENCE_MS;
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
        message = office_receive(office.server);
        assert_true(bytes_is(message.body, "ask"));
        assert_true(message.route.delimiter);
        assert_int_equal(bus_send(office.server, &message.route, bytes_str("tell")), 0);
        assert_int_equal(zmq_recv(req, answer, sizeof answer, 0), 4);
        assert_memory_equal(answer, "tell", 4);
        bus_socket_drop(office.bus, req);
        office_close(&office);
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
        struct office office = office_open(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = office_visit(&office, BUS_DEALER, 0);
        struct bus_message message;

        for (size_t i = 0; i < COUNT_OF(SHAPES); i++) {
                send_frames(client->handle, SHAPES[i].frames, SHAPES[i].n);
                assert_int_equal(office_receive_within(office.server, &message, OFFICE_PATIENCE_MS), BUS_BAD);
                assert_true(message.route.len > 0);
                assert_int_equal(bus_send(office.server, &message.route, bytes_str("what?")), 0);
                office_expect(client, "what?");
        }
        assert_int_equal(office_say(client, "good"), 0);
        office_expect(office.server, "good");
        bus_close(client);
        office_close(&office);
}

/* The empty body is a body; so is one as long as the limit. */
static void test_sizes(const struct wiring *wiring)
{
        static const size_t SIZES[] = {0, 1, 33, 34, 8192, BUS_BODY_MAX};
        static uint8_t body[BUS_BODY_MAX + 1];
        struct office office = office_open(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = office_visit(&office, BUS_DEALER, 0);

        for (size_t i = 0; i < COUNT_OF(SIZES); i++) {
                memset(body, (int)i + 1, sizeof body);
                assert_int_equal(bus_send(client, NULL, bytes_of(body, SIZES[i])), 0);
                assert_true(bytes_equal(office_receive(office.server).body, bytes_of(body, SIZES[i])));
        }
        assert_int_equal(bus_send(client, NULL, bytes_of(body, BUS_BODY_MAX + 1)), BUS_BAD);
        bus_close(client);
        office_close(&office);
}

/* Somebody else's client knows no limit: its connection ends, the others' do not. */
static void test_oversize_is_cut_off(const struct wiring *wiring)
{
        static uint8_t body[BUS_BODY_MAX + 1];
        struct office office = office_open(wiring, BUS_ROUTER, 0);
        struct bus_socket *greedy = office_visit(&office, BUS_DEALER, 0);
        struct bus_socket *honest = office_visit(&office, BUS_DEALER, 0);
        struct bus_message message;

        if (strncmp(office.endpoint, "inproc", 6) != 0) {
                assert_true(zmq_send(greedy->handle, body, sizeof body, 0) > 0);
                assert_int_equal(office_receive_within(office.server, &message, OFFICE_QUIET_MS), BUS_AGAIN);
        }
        assert_int_equal(office_say(honest, "here"), 0);
        office_expect(office.server, "here");
        close_all((struct bus_socket *[]){greedy, honest}, 2);
        office_close(&office);
}

static void test_peer_gone(const struct wiring *wiring)
{
        struct office office = office_open(wiring, BUS_ROUTER, 0);
        struct bus_socket *client = office_visit(&office, BUS_DEALER, 0);
        struct bus_route route;
        struct bus_message message;
        int r = 0;

        assert_int_equal(office_say(client, "bye"), 0);
        route = office_receive(office.server).route;
        bus_close(client);
        for (int i = 0; i < OFFICE_PATIENCE_MS / 10 && r != BUS_GONE; i++) {
                assert_int_equal(office_receive_within(office.server, &message, 10), BUS_AGAIN);
                r = bus_send(office.server, &route, bytes_str("still there?"));
        }
        assert_int_equal(r, BUS_GONE);
        office_close(&office);
}

/* A peer that does not read fills its own queue and nobody else's. */
static void test_full_queue(const struct wiring *wiring)
{
        static const uint8_t body[32768];
        struct office office = office_open(wiring, BUS_ROUTER, 2);
        struct bus_socket *lazy = office_visit(&office, BUS_DEALER, 2);
        struct bus_socket *keen = office_visit(&office, BUS_DEALER, 2);
        struct bus_route routes[2];
        int sent = 0;
        int r = 0;

        assert_int_equal(office_say(lazy, "lazy"), 0);
        routes[0] = office_receive(office.server).route;
        assert_int_equal(office_say(keen, "keen"), 0);
        routes[1] = office_receive(office.server).route;
        for (; r == 0 && sent < 10000; sent++)
                r = bus_send(office.server, &routes[0], bytes_of(body, sizeof body));
        assert_int_equal(r, BUS_AGAIN);
        assert_int_equal(bus_send(office.server, &routes[1], bytes_str("for you")), 0);
        office_expect(keen, "for you");
        assert_int_equal(office_receive(lazy).body.len, sizeof body);
        close_all((struct bus_socket *[]){lazy, keen}, 2);
        office_close(&office);
}

static void test_bell(const struct wiring *wiring)
{
        struct office office = office_open(wiring, BUS_PUBLISHER, 0);
        struct bus_socket *ears[2] = {office_visit(&office, BUS_SUBSCRIBER, 0),
                                      office_visit(&office, BUS_SUBSCRIBER, 0)};
        bool heard[2] = {false, false};

        for (int i = 0; i < OFFICE_PATIENCE_MS / 10 && !(heard[0] && heard[1]); i++) {
                bool ready[2];

                assert_int_equal(bus_send(office.server, NULL, bytes_str("ring")), 0);
                assert_int_equal(bus_poll(ears, 2, -1, 10, ready), 0);
                for (int k = 0; k < 2; k++)
                        if (ready[k]) {
                                office_expect(ears[k], "ring");
                                heard[k] = true;
                        }
        }
        assert_true(heard[0] && heard[1]);
        close_all(ears, 2);
        office_close(&office);
}

/* A revoked listener is put off the bell by closing the socket and binding it again, at the same place. */
static void test_close_and_bind_again(const struct wiring *wiring)
{
        struct office office = office_open(wiring, BUS_ROUTER, 0);
        struct bus_options options = office_options(&office, BUS_ROUTER);
        char endpoint[64];

        snprintf(endpoint, sizeof endpoint, "%s", bus_endpoint(office.server));
        options.endpoint = endpoint;
        for (int i = 0; i < 3; i++) {
                bus_close(office.server);
                assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
                assert_string_equal(bus_endpoint(office.server), endpoint);
        }
        office_close(&office);
}

struct story {
        void (*tell)(const struct wiring *);
};

static void over_each_wiring(void **state)
{
        const struct story *story = *state;

        for (size_t i = 0; i < OFFICE_WIRING_COUNT; i++) {
                print_message("           over %s\n", OFFICE_WIRINGS[i].name);
                story->tell(&OFFICE_WIRINGS[i]);
        }
}

/* -- waiting, ending, claimed routing ids -- */

static void test_poll_wakes(UNUSED void **state)
{
        struct office office = office_open(&OFFICE_WIRINGS[OFFICE_INPROC], BUS_ROUTER, 0);
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
        office_close(&office);
}

static void test_end(UNUSED void **state)
{
        struct office office = office_open(&OFFICE_WIRINGS[OFFICE_INPROC], BUS_ROUTER, 0);
        struct bus_socket *client = office_visit(&office, BUS_DEALER, 0);
        struct bus_message message;
        bool ready;

        bus_end(office.bus);
        assert_int_equal(bus_poll(&client, 1, -1, -1, &ready), BUS_ENDED);
        assert_int_equal(bus_receive(client, &message), BUS_ENDED);
        assert_int_equal(office_say(client, "too late"), BUS_ENDED);
        bus_close(client);
        office_close(&office);
}

/* A routing id that a peer chose is nothing to us; one too long to keep is dropped, and harms nobody. */
static void test_chosen_routing_ids(UNUSED void **state)
{
        static const char *const IDS[] = {"me", "a routing id longer than eight"};
        struct office office = office_open(&OFFICE_WIRINGS[OFFICE_IPC], BUS_ROUTER, 0);
        struct bus_socket *honest = office_visit(&office, BUS_DEALER, 0);
        const int outcome[] = {0, BUS_BAD};

        for (size_t i = 0; i < COUNT_OF(IDS); i++) {
                void *dealer = bus_socket_take(office.bus, ZMQ_DEALER);
                struct bus_message message = {.route = {.len = 0}};

                zmq_setsockopt(dealer, ZMQ_ROUTING_ID, IDS[i], strlen(IDS[i]));
                zmq_setsockopt(dealer, ZMQ_LINGER, &(int){0}, sizeof(int));
                assert_int_equal(zmq_connect(dealer, bus_endpoint(office.server)), 0);
                assert_int_equal(zmq_send(dealer, "x", 1, 0), 1);
                assert_int_equal(office_receive_within(office.server, &message, OFFICE_PATIENCE_MS), outcome[i]);
                assert_int_equal(message.route.len, i == 0 ? 2 : 0);
                bus_socket_drop(office.bus, dealer);
        }
        assert_int_equal(office_say(honest, "me too"), 0);
        office_expect(office.server, "me too");
        bus_close(honest);
        office_close(&office);
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
                OVER_EACH(test_round_trip),           OVER_EACH(test_delimiter),
                OVER_EACH(test_unknown_shapes),       OVER_EACH(test_sizes),
                OVER_EACH(test_oversize_is_cut_off),  OVER_EACH(test_peer_gone),
                OVER_EACH(test_full_queue),           OVER_EACH(test_bell),
                OVER_EACH(test_close_and_bind_again), cmocka_unit_test(test_poll_wakes),
                cmocka_unit_test(test_end),           cmocka_unit_test(test_chosen_routing_ids),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
