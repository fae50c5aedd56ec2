/* forged_test.c - a peer with a good key writes somebody else's User-Id into its CURVE handshake.
 *
 * Libzmq's own client cannot do that, so the handshake (ZeroMQ RFC 26) is made by hand here. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "lib/bus/bus_inside.h"

enum { PATIENCE_MS = 5000, MAC_SIZE = crypto_box_MACBYTES, COOKIE_SIZE = 96 };

static bool let_everybody_in(UNUSED void *context, UNUSED const uint8_t key[BUS_KEY_SIZE], UNUSED const char *door)
{
        return true;
}

/* A growing piece of a handshake. */
struct piece {
        uint8_t at[512];
        size_t len;
};

static void add(struct piece *piece, const void *at, size_t len)
{
        memcpy(piece->at + piece->len, at, len);
        piece->len += len;
}

static void add_property(struct piece *piece, const char *name, const char *value)
{
        uint8_t name_len = (uint8_t)strlen(name);
        uint8_t value_len[4];

        be32_put(value_len, (uint32_t)strlen(value));
        add(piece, &name_len, 1);
        add(piece, name, name_len);
        add(piece, value_len, 4);
        add(piece, value, strlen(value));
}

/* Encrypts `plain` under prefix ‖ nonce onto the end of `piece`. */
static void add_box(struct piece *piece, const struct piece *plain, const char *prefix, const void *nonce,
                    const uint8_t *to, const uint8_t *from)
{
        uint8_t whole[crypto_box_NONCEBYTES];
        const size_t prefix_len = strlen(prefix);

        memcpy(whole, prefix, prefix_len);
        memcpy(whole + prefix_len, nonce, sizeof whole - prefix_len);
        assert_int_equal(crypto_box_easy(piece->at + piece->len, plain->at, plain->len, whole, to, from), 0);
        piece->len += plain->len + MAC_SIZE;
}

static void send_frame(int fd, uint8_t flags, const struct piece *piece)
{
        uint8_t head[9] = {(uint8_t)(flags | 2)};

        be64_put(head + 1, piece->len);
        assert_int_equal(send(fd, head, sizeof head, MSG_NOSIGNAL), sizeof head);
        assert_int_equal(send(fd, piece->at, piece->len, MSG_NOSIGNAL), piece->len);
}

/* One handshake: the peer's lasting keys, its keys for this connection, and the server's two. */
struct session {
        int fd;
        struct bus_keypair lasting;
        struct bus_keypair passing;
        uint8_t server[BUS_KEY_SIZE];
        uint8_t server_passing[BUS_KEY_SIZE];
        uint8_t cookie[COOKIE_SIZE];
};

static void greet(struct session *session, const char *endpoint)
{
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        uint8_t greeting[64] = {0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 'C', 'U', 'R', 'V', 'E'};

        address.sin_port = htons((uint16_t)strtoul(strrchr(endpoint, ':') + 1, NULL, 10));
        session->fd = socket(AF_INET, SOCK_STREAM, 0);
        assert_int_equal(connect(session->fd, (const struct sockaddr *)&address, sizeof address), 0);
        assert_int_equal(send(session->fd, greeting, sizeof greeting, MSG_NOSIGNAL), sizeof greeting);
        assert_int_equal(recv(session->fd, greeting, sizeof greeting, MSG_WAITALL), sizeof greeting);
}

static void hello(struct session *session)
{
        static const uint8_t ZEROS[72];
        struct piece command = {.len = 0};
        struct piece signature = {.len = 64};

        add(&command, "\5HELLO\1\0", 8);
        add(&command, ZEROS, 72);
        add(&command, session->passing.public_key, BUS_KEY_SIZE);
        add(&command, "\0\0\0\0\0\0\0\1", 8);
        add_box(&command, &signature, "CurveZMQHELLO---", "\0\0\0\0\0\0\0\1", session->server,
                session->passing.secret_key);
        send_frame(session->fd, 4, &command);
}

/* WELCOME comes as a short command frame of 168 bytes: name, nonce, box of the server's passing key and a cookie. */
static void welcome(struct session *session)
{
        uint8_t frame[2 + 168];
        uint8_t nonce[crypto_box_NONCEBYTES] = "WELCOME-";
        uint8_t plain[BUS_KEY_SIZE + COOKIE_SIZE];

        assert_int_equal(recv(session->fd, frame, sizeof frame, MSG_WAITALL), sizeof frame);
        memcpy(nonce + 8, frame + 10, 16);
        assert_int_equal(
                crypto_box_open_easy(plain, frame + 26, 144, nonce, session->server, session->passing.secret_key), 0);
        memcpy(session->server_passing, plain, BUS_KEY_SIZE);
        memcpy(session->cookie, plain + BUS_KEY_SIZE, COOKIE_SIZE);
}

static void initiate(struct session *session, const struct piece *metadata)
{
        static const uint8_t VOUCH_NONCE[16];
        struct piece command = {.len = 0};
        struct piece vouch = {.len = 0};
        struct piece plain = {.len = 0};

        add(&vouch, session->passing.public_key, BUS_KEY_SIZE);
        add(&vouch, session->server, BUS_KEY_SIZE);
        add(&plain, session->lasting.public_key, BUS_KEY_SIZE);
        add(&plain, VOUCH_NONCE, sizeof VOUCH_NONCE);
        add_box(&plain, &vouch, "VOUCH---", VOUCH_NONCE, session->server_passing, session->lasting.secret_key);
        add(&plain, metadata->at, metadata->len);
        add(&command, "\10INITIATE", 9);
        add(&command, session->cookie, COOKIE_SIZE);
        add(&command, "\0\0\0\0\0\0\0\2", 8);
        add_box(&command, &plain, "CurveZMQINITIATE", "\0\0\0\0\0\0\0\2", session->server_passing,
                session->passing.secret_key);
        send_frame(session->fd, 4, &command);
}

/* READY says that the guard has answered; what it holds does not matter here. */
static void wait_until_ready(const struct session *session)
{
        uint8_t ready[256];

        assert_true(recv(session->fd, ready, sizeof ready, 0) > 0);
}

static void say(struct session *session, const char *text)
{
        struct piece command = {.len = 0};
        struct piece plain = {.len = 1};

        add(&plain, text, strlen(text));
        add(&command, "\7MESSAGE\0\0\0\0\0\0\0\3", 16);
        add_box(&command, &plain, "CurveZMQMESSAGEC", "\0\0\0\0\0\0\0\3", session->server_passing,
                session->passing.secret_key);
        send_frame(session->fd, 0, &command);
}

static void test_forged_in_curve(UNUSED void **state)
{
        struct bus *bus = bus_new();
        struct session session;
        struct bus_keypair server_keys;
        struct bus_keypair victim;
        struct bus_socket *server;
        struct bus_message message;
        struct piece metadata = {.len = 0};
        char user[2 * BUS_KEY_SIZE + 1];
        bool ready;

        assert_int_equal(bus_keypair_new(&server_keys), 0);
        assert_int_equal(bus_keypair_new(&victim), 0);
        assert_int_equal(bus_keypair_new(&session.lasting), 0);
        assert_int_equal(bus_keypair_new(&session.passing), 0);
        memcpy(session.server, server_keys.public_key, BUS_KEY_SIZE);
        assert_int_equal(bus_guard_start(bus, let_everybody_in, NULL), 0);
        assert_int_equal(bus_open(bus,
                                  &(struct bus_options){.kind = BUS_ROUTER,
                                                        .endpoint = "tcp://127.0.0.1:*",
                                                        .bind = true,
                                                        .door = "reports",
                                                        .keys = &server_keys},
                                  &server),
                         0);
        hex_put(user, victim.public_key, BUS_KEY_SIZE);
        add_property(&metadata, "Socket-Type", "DEALER");
        add_property(&metadata, "User-Id", user);
        add_property(&metadata, "Dept", "finance");

        greet(&session, bus_endpoint(server));
        hello(&session);
        welcome(&session);
        initiate(&session, &metadata);
        wait_until_ready(&session);
        say(&session, "it is me, the victim");

        assert_int_equal(bus_poll(&server, 1, -1, PATIENCE_MS, &ready), 0);
        assert_int_equal(bus_receive(server, &message), 0);
        assert_true(bytes_is(message.body, "it is me, the victim"));
        assert_string_equal(zmq_msg_gets(&server->body, "Dept"), "finance"); /* so the metadata did arrive */
        assert_true(message.authenticated);
        assert_memory_equal(message.peer, session.lasting.public_key, BUS_KEY_SIZE);
        close(session.fd);
        bus_close(server);
        bus_free(bus);
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(test_forged_in_curve)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
