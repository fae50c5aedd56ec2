/* guard_test.c - who gets a message past a door, and who does not. Each matrix has an honest client in the same run:
 * a server that hears nobody at all would pass otherwise. */
#include <arpa/inet.h>
#include <errno.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cmocka.h>

#include "lib/bus/bus_inside.h"

enum { PATIENCE_MS = 5000, QUIET_MS = 300 };

/* The keys that may enter the door "reports". */
struct list {
        struct bus_keypair honest;
        struct bus_keypair visitor; /* may enter "queries" only */
        atomic_bool revoked;
        atomic_int asked;
};

static bool may_enter(void *context, const uint8_t key[BUS_KEY_SIZE], const char *door)
{
        struct list *list = context;

        atomic_fetch_add(&list->asked, 1);
        if (memcmp(key, list->honest.public_key, BUS_KEY_SIZE) == 0)
                return !atomic_load(&list->revoked) && strcmp(door, "reports") == 0;
        return memcmp(key, list->visitor.public_key, BUS_KEY_SIZE) == 0 && strcmp(door, "queries") == 0;
}

struct office {
        struct bus *bus;
        struct list list;
        struct bus_keypair server_keys;
        struct bus_socket *server;
        char directory[32];
        char endpoint[64];
};

static struct bus_keypair new_keys(void)
{
        struct bus_keypair keys;

        assert_int_equal(bus_keypair_new(&keys), 0);
        return keys;
}

/* `endpoint` with %s for the directory; door NULL = inside. */
static void open_office(struct office *office, const char *endpoint, const char *door)
{
        struct bus_options options = {.kind = BUS_ROUTER, .bind = true, .door = door, .keys = &office->server_keys};

        *office = (struct office){.bus = bus_new(), .directory = "/tmp/duban-guard-XXXXXX"};
        assert_non_null(mkdtemp(office->directory));
        office->list.honest = new_keys();
        office->list.visitor = new_keys();
        office->server_keys = new_keys();
        snprintf(office->endpoint, sizeof office->endpoint, endpoint, office->directory);
        options.endpoint = office->endpoint;
        assert_int_equal(bus_open(office->bus, &options, &office->server), 0);
}

static void start_guard(struct office *office)
{
        assert_int_equal(bus_guard_start(office->bus, may_enter, &office->list), 0);
}

static void close_office(struct office *office)
{
        bus_close(office->server);
        bus_free(office->bus);
        assert_int_equal(rmdir(office->directory), 0);
}

/* -- the clients -- */

struct client {
        void *handle;
        int fd;
};

static void *dealer(struct office *office)
{
        void *handle = bus_socket_take(office->bus, ZMQ_DEALER);
        const int none = 0;

        assert_non_null(handle);
        assert_int_equal(zmq_setsockopt(handle, ZMQ_LINGER, &none, sizeof none), 0);
        return handle;
}

static struct client connect_and_say(struct office *office, void *handle, const char *text)
{
        assert_int_equal(zmq_connect(handle, bus_endpoint(office->server)), 0);
        assert_int_equal(zmq_send(handle, text, strlen(text), ZMQ_DONTWAIT), strlen(text));
        return (struct client){.handle = handle, .fd = -1};
}

static struct client with_keys(struct office *office, const struct bus_keypair *keys, const uint8_t *server_key,
                               const char *text)
{
        void *handle = dealer(office);

        assert_int_equal(bus_socket_be_client(handle, keys, server_key), 0);
        return connect_and_say(office, handle, text);
}

static struct client honest(struct office *office)
{
        return with_keys(office, &office->list.honest, office->server_keys.public_key, "honest");
}

static struct client unknown_key(struct office *office)
{
        const struct bus_keypair keys = new_keys();

        return with_keys(office, &keys, office->server_keys.public_key, "unknown key");
}

static struct client key_of_another_door(struct office *office)
{
        return with_keys(office, &office->list.visitor, office->server_keys.public_key, "another door");
}

static struct client wrong_server_key(struct office *office)
{
        const struct bus_keypair other = new_keys();

        return with_keys(office, &office->list.honest, other.public_key, "wrong server key");
}

/* The public key of an honest one without its secret. */
static struct client stolen_public_key(struct office *office)
{
        struct bus_keypair keys = new_keys();

        memcpy(keys.public_key, office->list.honest.public_key, BUS_KEY_SIZE);
        return with_keys(office, &keys, office->server_keys.public_key, "stolen public key");
}

static struct client null_mechanism(struct office *office)
{
        return connect_and_say(office, dealer(office), "NULL");
}

static struct client plain_mechanism(struct office *office)
{
        void *handle = dealer(office);

        assert_int_equal(zmq_setsockopt(handle, ZMQ_PLAIN_USERNAME, "admin", 5), 0);
        assert_int_equal(zmq_setsockopt(handle, ZMQ_PLAIN_PASSWORD, "admin", 5), 0);
        return connect_and_say(office, handle, "PLAIN");
}

/* -- clients that speak ZMTP by hand -- */

static int raw_connection(const struct office *office)
{
        const char *endpoint = bus_endpoint(office->server);
        struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        struct sockaddr_un un = {.sun_family = AF_UNIX};
        const bool tcp = strncmp(endpoint, "tcp", 3) == 0;
        const int fd = socket(tcp ? AF_INET : AF_UNIX, SOCK_STREAM, 0);
        const struct timeval wait = {.tv_sec = PATIENCE_MS / 1000};

        assert_true(fd >= 0);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
        if (tcp)
                in.sin_port = htons((uint16_t)strtoul(strrchr(endpoint, ':') + 1, NULL, 10));
        else
                snprintf(un.sun_path, sizeof un.sun_path, "%s", endpoint + strlen("ipc://"));
        assert_int_equal(tcp ? connect(fd, (const struct sockaddr *)&in, sizeof in)
                             : connect(fd, (const struct sockaddr *)&un, sizeof un),
                         0);
        return fd;
}

static void put(int fd, const void *at, size_t len)
{
        (void)send(fd, at, len, MSG_NOSIGNAL); /* the server may have hung up */
}

/* The greeting, and the server's, which is read in full. */
static int greet(const struct office *office, const char *mechanism)
{
        uint8_t greeting[64] = {0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0};
        uint8_t theirs[64];
        const int fd = raw_connection(office);

        memcpy(greeting + 12, mechanism, strlen(mechanism));
        put(fd, greeting, sizeof greeting);
        (void)recv(fd, theirs, sizeof theirs, MSG_WAITALL);
        return fd;
}

static size_t add_property(uint8_t *at, const char *name, const char *value)
{
        const size_t name_len = strlen(name);
        const size_t value_len = strlen(value);

        at[0] = (uint8_t)name_len;
        memcpy(at + 1, name, name_len);
        be32_put(at + 1 + name_len, (uint32_t)value_len);
        memcpy(at + 5 + name_len, value, value_len);
        return 5 + name_len + value_len;
}

/* READY of the NULL mechanism with a User-Id of the peer's own: the honest key. */
static struct client forged_user_id(struct office *office)
{
        const int fd = greet(office, "NULL");
        char user[2 * BUS_KEY_SIZE + 1];
        uint8_t ready[256] = {4, 0, 5, 'R', 'E', 'A', 'D', 'Y'};
        size_t len = 8;

        hex_put(user, office->list.honest.public_key, BUS_KEY_SIZE);
        len += add_property(ready + len, "Socket-Type", "DEALER");
        len += add_property(ready + len, "User-Id", user);
        ready[1] = (uint8_t)(len - 2);
        put(fd, ready, len);
        put(fd, "\0\6forged", 8);
        return (struct client){.fd = fd};
}

static struct client giant_hello(struct office *office)
{
        static const uint8_t HEAD[] = {6, 0, 0, 0, 0, 0x20, 0, 0, 0}; /* a command of 512 MiB */
        const int fd = greet(office, "CURVE");

        put(fd, HEAD, sizeof HEAD);
        return (struct client){.fd = fd};
}

static struct client garbage(struct office *office)
{
        uint8_t bytes[4096];
        uint32_t state = 1;
        const int fd = raw_connection(office);

        for (size_t i = 0; i < sizeof bytes; i++) {
                state = state * 1664525 + 1013904223;
                bytes[i] = (uint8_t)(state >> 24);
        }
        put(fd, bytes, sizeof bytes);
        return (struct client){.fd = fd};
}

static struct client silence(struct office *office)
{
        return (struct client){.fd = raw_connection(office)};
}

static struct client (*const INTRUDERS[])(struct office *) = {
        unknown_key,     key_of_another_door, wrong_server_key, stolen_public_key, null_mechanism,
        plain_mechanism, forged_user_id,      giant_hello,      garbage,           silence,
};

enum { INTRUDER_COUNT = COUNT_OF(INTRUDERS) };

static void leave(struct office *office, struct client *clients, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                bus_socket_drop(office->bus, clients[i].handle);
                if (!clients[i].handle)
                        close(clients[i].fd);
        }
}

/* -- what the server hears -- */

/* Messages within `ms`, all of them from the honest client; stops early at `enough`. */
static int count_honest(struct office *office, int enough, int ms)
{
        struct bus_message message;
        int heard = 0;
        bool ready = true;

        while (ready && heard < enough) {
                assert_int_equal(bus_poll(&office->server, 1, -1, ms, &ready), 0);
                if (!ready || bus_receive(office->server, &message) != 0)
                        continue;
                if (!bytes_is(message.body, "honest"))
                        fail_msg("let in: %.*s", BYTES_ARG(message.body));
                assert_true(message.authenticated);
                assert_memory_equal(message.peer, office->list.honest.public_key, BUS_KEY_SIZE);
                heard++;
        }
        return heard;
}

static void expect_nobody_but_the_honest(const char *endpoint)
{
        struct office office;
        struct client clients[INTRUDER_COUNT + 1];

        open_office(&office, endpoint, "reports");
        start_guard(&office);
        for (size_t i = 0; i < INTRUDER_COUNT; i++)
                clients[i] = INTRUDERS[i](&office);
        clients[INTRUDER_COUNT] = honest(&office);
        assert_int_equal(count_honest(&office, 1, PATIENCE_MS), 1);
        assert_int_equal(count_honest(&office, 1, QUIET_MS), 0);
        assert_true(atomic_load(&office.list.asked) >= 3);
        leave(&office, clients, INTRUDER_COUNT + 1);
        close_office(&office);
}

static void test_matrix_tcp(UNUSED void **state)
{
        expect_nobody_but_the_honest("tcp://127.0.0.1:*");
}

static void test_matrix_ipc(UNUSED void **state)
{
        expect_nobody_but_the_honest("ipc://%s/desk");
}

/* Libzmq itself would let all of them in here. */
static void test_no_guard_no_entry(UNUSED void **state)
{
        struct office office;
        struct client clients[INTRUDER_COUNT + 2];

        open_office(&office, "tcp://127.0.0.1:*", "reports");
        for (size_t i = 0; i < INTRUDER_COUNT; i++)
                clients[i] = INTRUDERS[i](&office);
        clients[INTRUDER_COUNT] = honest(&office);
        assert_int_equal(count_honest(&office, 1, QUIET_MS), 0);
        start_guard(&office);
        clients[INTRUDER_COUNT + 1] = honest(&office);
        assert_int_equal(count_honest(&office, 2, PATIENCE_MS), 2);
        leave(&office, clients, INTRUDER_COUNT + 2);
        close_office(&office);
}

static void test_guard_stopped(UNUSED void **state)
{
        struct office office;
        struct client clients[INTRUDER_COUNT + 2];

        open_office(&office, "tcp://127.0.0.1:*", "reports");
        start_guard(&office);
        clients[INTRUDER_COUNT] = honest(&office);
        assert_int_equal(count_honest(&office, 1, PATIENCE_MS), 1);
        bus_guard_stop(office.bus);
        bus_guard_stop(office.bus);
        for (size_t i = 0; i < INTRUDER_COUNT; i++)
                clients[i] = INTRUDERS[i](&office);
        clients[INTRUDER_COUNT + 1] = honest(&office);
        assert_int_equal(count_honest(&office, 1, QUIET_MS), 0);
        leave(&office, clients, INTRUDER_COUNT + 2);
        close_office(&office);
}

/* A revoked key keeps its connection, which is why every message is checked again; it gets no new one. */
static void test_revoked(UNUSED void **state)
{
        struct office office;
        struct client clients[2];

        open_office(&office, "tcp://127.0.0.1:*", "reports");
        start_guard(&office);
        clients[0] = honest(&office);
        assert_int_equal(count_honest(&office, 1, PATIENCE_MS), 1);
        atomic_store(&office.list.revoked, true);
        clients[1] = honest(&office);
        assert_int_equal(count_honest(&office, 1, QUIET_MS), 0);
        assert_int_equal(zmq_send(clients[0].handle, "honest", 6, 0), 6);
        assert_int_equal(count_honest(&office, 1, PATIENCE_MS), 1);
        leave(&office, clients, 2);
        close_office(&office);
}

struct slow_list {
        struct list *list;
        sem_t entered;
        sem_t go_on;
};

static bool hesitate(void *context, const uint8_t key[BUS_KEY_SIZE], const char *door)
{
        struct slow_list *slow = context;

        sem_post(&slow->entered);
        sem_wait(&slow->go_on);
        return may_enter(slow->list, key, door);
}

static void test_hung_guard(UNUSED void **state)
{
        struct office office;
        struct slow_list slow = {.list = &office.list};
        struct client client;

        sem_init(&slow.entered, 0, 0);
        sem_init(&slow.go_on, 0, 0);
        open_office(&office, "tcp://127.0.0.1:*", "reports");
        assert_int_equal(bus_guard_start(office.bus, hesitate, &slow), 0);
        client = honest(&office);
        sem_wait(&slow.entered);
        assert_int_equal(count_honest(&office, 1, QUIET_MS), 0);
        sem_post(&slow.go_on);
        assert_int_equal(count_honest(&office, 1, PATIENCE_MS), 1);
        leave(&office, &client, 1);
        close_office(&office);
        sem_destroy(&slow.entered);
        sem_destroy(&slow.go_on);
}

/* Inside there is no guard: the forged User-Id arrives, and nobody reads it. */
static void test_forged_inside(UNUSED void **state)
{
        struct office office;
        struct client client;
        struct bus_message message;
        bool ready;

        open_office(&office, "ipc://%s/desk", NULL);
        start_guard(&office);
        client = forged_user_id(&office);
        assert_int_equal(bus_poll(&office.server, 1, -1, PATIENCE_MS, &ready), 0);
        assert_int_equal(bus_receive(office.server, &message), 0);
        assert_true(bytes_is(message.body, "forged"));
        assert_non_null(zmq_msg_gets(&office.server->body, "User-Id"));
        assert_false(message.authenticated);
        leave(&office, &client, 1);
        close_office(&office);
}

/* -- the guard's own protocol -- */

#define KEY "0123456789abcdef0123456789abcdef"

static void test_malformed_requests(UNUSED void **state)
{
        static const struct {
                const char *frames[9];
                const char *status;
        } ROWS[] = {
                {{"1.0", "1", "reports", "::1", "", "CURVE", KEY}, "200"},
                {{"1.1", "1", "reports", "::1", "", "CURVE", KEY}, "400"},
                {{"", "1", "reports", "::1", "", "CURVE", KEY}, "400"},
                {{"1.0", "1", "", "::1", "", "CURVE", KEY}, "400"},
                {{"1.0", "1", "a domain that is longer than any of ours", "::1", "", "CURVE", KEY}, "400"},
                {{"1.0", "1", "reports", "::1", "", "NULL"}, "400"},
                {{"1.0", "1", "reports", "::1", "", "PLAIN", "admin", "admin"}, "400"},
                {{"1.0", "1", "reports", "::1", "", "GSSAPI", KEY}, "400"},
                {{"1.0", "1", "reports", "::1", "", "curve", KEY}, "400"},
                {{"1.0", "1", "reports", "::1", "", "CURVE", "short"}, "400"},
                {{"1.0", "1", "reports", "::1", "", "CURVE", KEY "x"}, "400"},
                {{"1.0", "1", "reports", "::1", "", "CURVE", KEY, "more"}, "400"},
                {{"1.0", "1", "reports"}, "400"},
                {{"1.0"}, "400"},
                {{"1.0", "2", "reports", "::1", "", "CURVE", KEY}, "200"},
        };
        struct office office;
        void *asker;

        open_office(&office, "inproc://%s", NULL);
        memcpy(office.list.honest.public_key, KEY, BUS_KEY_SIZE);
        start_guard(&office);
        asker = bus_socket_take(office.bus, ZMQ_REQ);
        assert_int_equal(zmq_connect(asker, "inproc://zeromq.zap.01"), 0);
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                char reply[6][128] = {""};

                for (size_t k = 0; ROWS[i].frames[k]; k++)
                        assert_true(zmq_send(asker, ROWS[i].frames[k], strlen(ROWS[i].frames[k]),
                                             ROWS[i].frames[k + 1] ? ZMQ_SNDMORE : 0) >= 0);
                for (size_t k = 0; k < COUNT_OF(reply); k++)
                        assert_true(zmq_recv(asker, reply[k], sizeof reply[k] - 1, 0) >= 0);
                assert_string_equal(reply[0], "1.0");
                assert_string_equal(reply[1], ROWS[i].frames[1] ? ROWS[i].frames[1] : "");
                assert_string_equal(reply[2], ROWS[i].status);
                assert_int_equal(strlen(reply[4]), strcmp(ROWS[i].status, "200") == 0 ? 2 * BUS_KEY_SIZE : 0);
        }
        bus_socket_drop(office.bus, asker);
        close_office(&office);
}

static void test_knock(UNUSED void **state)
{
        struct office office;
        const struct bus_keypair unknown = new_keys();
        const struct bus_keypair other = new_keys();
        const uint8_t *server_key = office.server_keys.public_key;
        const char *endpoint;

        open_office(&office, "tcp://127.0.0.1:*", "reports");
        endpoint = bus_endpoint(office.server);
        assert_int_equal(bus_knock(office.bus, endpoint, &office.list.honest, server_key, QUIET_MS), BUS_AGAIN);
        start_guard(&office);
        assert_int_equal(bus_knock(office.bus, endpoint, &office.list.honest, server_key, PATIENCE_MS), 0);
        assert_int_equal(bus_knock(office.bus, endpoint, &unknown, server_key, PATIENCE_MS), BUS_REFUSED);
        assert_int_equal(bus_knock(office.bus, endpoint, &office.list.honest, other.public_key, QUIET_MS), BUS_AGAIN);
        assert_int_equal(bus_knock(office.bus, "no endpoint", &unknown, server_key, QUIET_MS), BUS_BAD);
        close_office(&office);
}

/* -- service goes on -- */

static void test_many_bad_connections(UNUSED void **state)
{
        enum { BAD_CONNECTIONS = 200 };
        struct office office;
        struct client bad[BAD_CONNECTIONS];
        struct client good;

        open_office(&office, "tcp://127.0.0.1:*", "reports");
        start_guard(&office);
        for (size_t i = 0; i < BAD_CONNECTIONS; i++)
                bad[i] = i % 2 ? garbage(&office) : silence(&office);
        good = honest(&office);
        assert_int_equal(count_honest(&office, 1, PATIENCE_MS), 1);
        leave(&office, bad, BAD_CONNECTIONS);
        leave(&office, &good, 1);
        close_office(&office);
}

/* A bare publisher with heartbeats that time out within a test; ours take half a minute. */
static void *impatient_publisher(struct bus *bus, const char *endpoint, const struct bus_keypair *keys)
{
        static const struct {
                int name;
                int value;
        } OPTIONS[] = {
                {ZMQ_HEARTBEAT_IVL, 20}, {ZMQ_HEARTBEAT_TIMEOUT, 20}, {ZMQ_HEARTBEAT_TTL, 100},
                {ZMQ_LINGER, 0},         {ZMQ_CURVE_SERVER, 1},
        };
        void *handle = bus_socket_take(bus, ZMQ_PUB);

        for (size_t i = 0; i < COUNT_OF(OPTIONS); i++)
                assert_int_equal(zmq_setsockopt(handle, OPTIONS[i].name, &OPTIONS[i].value, sizeof(int)), 0);
        assert_int_equal(zmq_setsockopt(handle, ZMQ_CURVE_SECRETKEY, keys->secret_key, BUS_KEY_SIZE), 0);
        assert_int_equal(zmq_bind(handle, endpoint), 0);
        return handle;
}

/* A reader that pauses with a full queue while the server gives it up and it connects anew: with heartbeats of its
 * own libzmq would abort the process (#3937). Over ipc, where it connects again soonest. */
static void test_paused_reader(UNUSED void **state)
{
        static const uint8_t body[2000];
        char directory[] = "/tmp/duban-guard-XXXXXX";
        char endpoint[64];
        struct bus *bus = bus_new();
        const struct bus_keypair keys = new_keys();
        const struct bus_options options = {
                .kind = BUS_SUBSCRIBER, .endpoint = endpoint, .keys = &keys, .server_key = keys.public_key, .queue = 1};
        struct bus_socket *reader;
        struct bus_message message;
        int rounds_heard = 0;
        void *server;

        assert_non_null(mkdtemp(directory));
        snprintf(endpoint, sizeof endpoint, "ipc://%s/bell", directory);
        server = impatient_publisher(bus, endpoint, &keys);
        assert_int_equal(bus_open(bus, &options, &reader), 0);
        for (int round = 0; round < 6; round++) {
                for (int i = 0; i < 200; i++)
                        assert_true(zmq_send(server, body, sizeof body, ZMQ_DONTWAIT) >= 0);
                assert_int_equal(bus_poll(NULL, 0, -1, 250, NULL), 0);
                rounds_heard += bus_receive(reader, &message) == 0;
                while (bus_receive(reader, &message) == 0)
                        continue;
        }
        assert_true(rounds_heard >= 2);
        bus_close(reader);
        bus_socket_drop(bus, server);
        bus_free(bus);
        unlink(endpoint + strlen("ipc://"));
        assert_int_equal(rmdir(directory), 0);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_matrix_tcp),
                cmocka_unit_test(test_matrix_ipc),
                cmocka_unit_test(test_no_guard_no_entry),
                cmocka_unit_test(test_guard_stopped),
                cmocka_unit_test(test_revoked),
                cmocka_unit_test(test_hung_guard),
                cmocka_unit_test(test_forged_inside),
                cmocka_unit_test(test_malformed_requests),
                cmocka_unit_test(test_knock),
                cmocka_unit_test(test_many_bad_connections),
                cmocka_unit_test(test_paused_reader),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
