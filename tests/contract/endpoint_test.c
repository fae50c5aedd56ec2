/* endpoint_test.c - where a socket may be opened, with which options, and what a key looks like. */
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lib/bus/bus_inside.h"
#include "tests/contract/bus_office.h"

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
        struct office office = office_open(&OFFICE_WIRINGS[OFFICE_TCP_CURVE], BUS_ROUTER, 0);

        assert_memory_equal(bus_endpoint(office.server), "tcp://127.0.0.1:", 16);
        office_close(&office);
}

/* Libzmq alone would unlink the first server's socket and take its place. */
static void test_in_use(UNUSED void **state)
{
        for (size_t i = 0; i < OFFICE_WIRING_COUNT; i++) {
                struct office office = office_open(&OFFICE_WIRINGS[i], BUS_ROUTER, 0);
                struct bus_options options = office_options(&office, BUS_ROUTER);
                struct bus_socket *second = NULL;
                struct bus_socket *client;

                options.endpoint = bus_endpoint(office.server);
                assert_int_equal(bus_open(office.bus, &options, &second), BUS_IN_USE);
                client = office_visit(&office, BUS_DEALER, 0);
                assert_int_equal(office_say(client, "still me"), 0);
                office_expect(office.server, "still me");
                bus_close(client);
                office_close(&office);
        }
}

static void test_ipc_is_private(UNUSED void **state)
{
        for (size_t i = OFFICE_IPC; i <= OFFICE_IPC_CURVE; i++) {
                struct office office = office_open(&OFFICE_WIRINGS[i], BUS_ROUTER, 0);
                struct stat status;

                assert_int_equal(stat(office.endpoint + strlen("ipc://"), &status), 0);
                assert_int_equal(status.st_mode & 07777, office.door ? 0660 : 0600);
                office_close(&office);
        }
}

/* A file left behind by a killed server does not keep the next one out. */
static void test_stale_ipc_file(UNUSED void **state)
{
        struct office office = office_open(&OFFICE_WIRINGS[OFFICE_IPC], BUS_ROUTER, 0);
        struct bus_options options = office_options(&office, BUS_ROUTER);
        char away[64];

        snprintf(away, sizeof away, "%s/away", office.directory);
        assert_int_equal(rename(office.endpoint + strlen("ipc://"), away), 0);
        bus_close(office.server);
        assert_int_equal(rename(away, office.endpoint + strlen("ipc://")), 0);
        assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
        office_close(&office);
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
        struct office desk = office_open(&OFFICE_WIRINGS[OFFICE_TCP_CURVE], BUS_ROUTER, 0);
        struct office bell = office_open(&OFFICE_WIRINGS[OFFICE_TCP_CURVE], BUS_PUBLISHER, 0);
        struct bus_socket *client = office_visit(&desk, BUS_DEALER, 0);
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
        office_close(&desk);
        office_close(&bell);
}

static void test_large_link(UNUSED void **state)
{
        struct office office = office_open(&OFFICE_WIRINGS[OFFICE_IPC], BUS_ROUTER, 0);
        struct bus_options options = office_options(&office, BUS_ROUTER);
        struct bus_socket *client;
        uint8_t *body = calloc(1, BUS_RUN_MAX);

        bus_close(office.server);
        options.large = true;
        assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
        options.kind = BUS_DEALER;
        options.bind = false;
        assert_int_equal(bus_open(office.bus, &options, &client), 0);
        assert_int_equal(bus_send(client, NULL, bytes_of(body, BUS_RUN_MAX)), 0);
        assert_int_equal(office_receive(office.server).body.len, BUS_RUN_MAX);
        free(body);
        bus_close(client);
        office_close(&office);
}

/* -- keys -- */

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

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_endpoints_refused),
                cmocka_unit_test(test_endpoint_as_people_say_it),
                cmocka_unit_test(test_in_use),
                cmocka_unit_test(test_ipc_is_private),
                cmocka_unit_test(test_stale_ipc_file),
                cmocka_unit_test(test_door_options),
                cmocka_unit_test(test_large_link),
                cmocka_unit_test(test_keys),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
