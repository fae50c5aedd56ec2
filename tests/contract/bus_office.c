/* bus_office.c - servers and visitors on loopback, inproc and in a directory of their own. */
#include "tests/contract/bus_office.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static bool let_everybody_in(UNUSED void *context, UNUSED const uint8_t key[BUS_KEY_SIZE], UNUSED const char *door)
{
        return true;
}

const struct wiring OFFICE_WIRINGS[] = {
        {"inproc", "inproc://desk", NULL, false},
        {"ipc", "ipc://%s/desk", NULL, false},
        {"ipc with CURVE", "ipc://%s/desk", "reports", false},
        {"tcp with CURVE", "tcp://127.0.0.1:*", "reports", false},
#ifdef DUBAN_PLAIN
        {"tcp, plain", "tcp://127.0.0.1:*", NULL, true},
#endif
};

const size_t OFFICE_WIRING_COUNT = COUNT_OF(OFFICE_WIRINGS);

struct bus_options office_options(const struct office *office, enum bus_kind kind)
{
        return (struct bus_options){.kind = kind,
                                    .endpoint = office->endpoint,
                                    .bind = true,
                                    .door = office->door,
                                    .keys = office->door ? &office->server_keys : NULL};
}

struct office office_open(const struct wiring *wiring, enum bus_kind kind, int queue)
{
        struct office office = {.bus = bus_new(), .door = wiring->door, .directory = "/tmp/duban-bus-XXXXXX"};
        struct bus_options options;

        assert_non_null(mkdtemp(office.directory));
        assert_int_equal(bus_keypair_new(&office.server_keys), 0);
        assert_int_equal(bus_keypair_new(&office.client_keys), 0);
        assert_int_equal(bus_guard_start(office.bus, let_everybody_in, NULL), 0);
        snprintf(office.endpoint, sizeof office.endpoint, wiring->endpoint, office.directory);
        options = office_options(&office, kind);
        options.queue = queue;
        assert_int_equal(bus_open(office.bus, &options, &office.server), 0);
        return office;
}

void office_close(struct office *office)
{
        bus_close(office->server);
        bus_free(office->bus);
        assert_int_equal(rmdir(office->directory), 0);
}

struct bus_socket *office_visit(struct office *office, enum bus_kind kind, int queue)
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

int office_receive_within(struct bus_socket *socket, struct bus_message *ret_message, int ms)
{
        bool ready = false;

        assert_int_equal(bus_poll(&socket, 1, -1, ms, &ready), 0);
        return ready ? bus_receive(socket, ret_message) : BUS_AGAIN;
}

struct bus_message office_receive(struct bus_socket *socket)
{
        struct bus_message message;

        assert_int_equal(office_receive_within(socket, &message, OFFICE_PATIENCE_MS), 0);
        return message;
}

void office_expect(struct bus_socket *socket, const char *text)
{
        assert_true(bytes_is(office_receive(socket).body, text));
}

int office_say(struct bus_socket *socket, const char *text)
{
        return bus_send(socket, NULL, bytes_str(text));
}
