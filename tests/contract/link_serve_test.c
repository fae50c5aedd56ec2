/* link_serve_test.c - the link across processes, here across threads of one bus: the key table reaches every front
 * desk that comes, whatever it says first; a run too long is said so; a stop is seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/bus/link_serve.h"

enum { WAIT_MS = 5000 };

/* -- a worker that answers every request with its own body and counts its greetings -- */

struct worker {
        struct bus *bus;
        struct bus_socket *link;
        pthread_t thread;
        int wake_fd;
        volatile int stop;
        bool tell;
        int greeted;
        int outcome;
};

static int take(void *self, const struct link_request *request, const struct link_sink *sink)
{
        (void)self;
        return sink->reply(sink->context, &request->route, request->body);
}

static int turn(void *self, const struct link_sink *sink)
{
        struct worker *worker = self;

        if (!worker->tell)
                return 0;
        worker->tell = false;
        return sink->admit(sink->context, bytes_str("keys"));
}

static int patience(void *self)
{
        (void)self;
        return -1;
}

static int greet(void *self)
{
        struct worker *worker = self;

        worker->tell = true;
        worker->greeted++;
        return 0;
}

static void *serve(void *context)
{
        struct worker *worker = context;
        const struct link_serve_options options = {
                .link = worker->link,
                .service = {.self = worker, .take = take, .turn = turn, .patience = patience, .greet = greet},
                .wake_fd = worker->wake_fd,
                .stop = &worker->stop,
        };

        worker->outcome = link_serve(&options);
        return NULL;
}

static void worker_start(struct worker *worker, struct bus *bus)
{
        const struct bus_options options = {
                .kind = BUS_ROUTER, .endpoint = "inproc://link", .bind = true, .large = true};

        *worker = (struct worker){.bus = bus, .wake_fd = eventfd(0, EFD_CLOEXEC)};
        assert_int_equal(bus_open(bus, &options, &worker->link), 0);
        assert_int_equal(pthread_create(&worker->thread, NULL, serve, worker), 0);
}

static void worker_stop(struct worker *worker)
{
        const uint64_t one = 1;

        __atomic_store_n(&worker->stop, 1, __ATOMIC_RELEASE);
        assert_int_equal(write(worker->wake_fd, &one, sizeof one), sizeof one);
        pthread_join(worker->thread, NULL);
        close(worker->wake_fd);
        bus_close(worker->link);
        assert_int_equal(worker->outcome, 0);
}

/* -- a front desk -- */

struct desk {
        struct bus_socket *socket;
        struct link_forward *forward;
        struct link_service service;
        struct link_sink sink;
        int replies;
        int tables;
};

static int on_reply(void *context, const struct bus_route *route, struct bytes body)
{
        struct desk *desk = context;

        assert_int_equal(route->len, 1);
        assert_true(bytes_is(body, "hello"));
        desk->replies++;
        return 0;
}

static int on_bell(void *context, struct bytes bell)
{
        (void)context;
        (void)bell;
        return 0;
}

static int on_keys(void *context, struct bytes table)
{
        struct desk *desk = context;

        assert_true(bytes_is(table, "keys"));
        desk->tables++;
        return 0;
}

static void desk_start(struct desk *desk, struct bus *bus)
{
        const struct bus_options options = {.kind = BUS_DEALER, .endpoint = "inproc://link", .large = true};

        *desk = (struct desk){.sink = {desk, on_reply, on_bell, on_keys}};
        assert_int_equal(bus_open(bus, &options, &desk->socket), 0);
        assert_int_equal(link_forward_new(desk->socket, &desk->forward), 0);
        desk->service = link_forward_service(desk->forward);
}

static void desk_stop(struct desk *desk)
{
        link_forward_free(desk->forward);
        bus_close(desk->socket);
}

static int ask(struct desk *desk)
{
        const struct link_request request = {.key_id = 1, .route = {.at = {9}, .len = 1}, .body = bytes_str("hello")};

        return desk->service.take(desk->service.self, &request, &desk->sink);
}

/* Turns until `counter` has come to `wanted`. */
static void wait_for(struct desk *desk, const int *counter, int wanted)
{
        bool ready = false;

        for (int i = 0; i < 20 && *counter < wanted; i++) {
                assert_int_equal(desk->service.turn(desk->service.self, &desk->sink), 0);
                assert_int_equal(bus_poll(&desk->socket, 1, -1, WAIT_MS, &ready), 0);
                assert_int_equal(desk->service.inner_ready(desk->service.self, &desk->sink), 0);
        }
        assert_int_equal(*counter, wanted);
}

static void there_and_back(void **state)
{
        struct worker worker;
        struct desk desk;

        worker_start(&worker, *state);
        desk_start(&desk, *state);
        for (int i = 0; i < 100; i++)
                assert_int_equal(ask(&desk), 0);
        wait_for(&desk, &desk.replies, 100);
        wait_for(&desk, &desk.tables, 1);
        desk_stop(&desk);
        worker_stop(&worker);
}

/* A second front desk, as after a restart of its process, is told the keys anew. */
static void a_new_front_desk(void **state)
{
        struct worker worker;
        struct desk desk;

        worker_start(&worker, *state);
        for (int i = 1; i <= 3; i++) {
                desk_start(&desk, *state);
                wait_for(&desk, &desk.tables, 1);
                desk_stop(&desk);
        }
        worker_stop(&worker);
        assert_true(worker.greeted >= 3);
}

/* After its own restart a worker hears a run before it hears a hello, and greets all the same. */
static void a_run_before_the_hello(void **state)
{
        const struct bus_options options = {.kind = BUS_DEALER, .endpoint = "inproc://link", .large = true};
        const struct link_request request = {.key_id = 1, .route = {.at = {9}, .len = 1}, .body = bytes_str("hello")};
        struct link_run *run = link_run_new();
        struct bus_socket *socket;
        struct worker worker;
        bool has_table = false;

        worker_start(&worker, *state);
        assert_int_equal(bus_open(*state, &options, &socket), 0);
        assert_int_equal(link_run_add(run, &request), 0);
        assert_int_equal(bus_send(socket, NULL, link_run_bytes(run)), 0);
        while (!has_table) {
                struct bus_message message;
                bool ready = false;

                assert_int_equal(bus_poll(&socket, 1, -1, WAIT_MS, &ready), 0);
                assert_true(ready);
                assert_int_equal(bus_receive(socket, &message), 0);
                has_table = message.body.at[0] == LINK_KEYS;
        }
        bus_close(socket);
        link_run_free(run);
        worker_stop(&worker);
}

/* Nobody serves: requests are taken until the run is full, and then it says so. */
static void more_than_a_run(void **state)
{
        static const uint8_t LONG[BUS_BODY_MAX];
        const struct link_request request = {.key_id = 1, .body = bytes_of(LONG, sizeof LONG)};
        struct desk desk;
        int r = 0;
        int taken = 0;

        desk_start(&desk, *state);
        while (r == 0) {
                r = desk.service.take(desk.service.self, &request, &desk.sink);
                taken += r == 0;
        }
        assert_int_equal(r, LINK_FULL);
        assert_in_range(taken, 100, BUS_RUN_MAX / BUS_BODY_MAX);
        desk_stop(&desk);
}

static void hostile_messages(void **state)
{
        static const char *const MESSAGES[] = {"", "R", "Rxxxx", "Z", "K", "Hhello"};
        struct worker worker;
        struct desk desk;

        worker_start(&worker, *state);
        desk_start(&desk, *state);
        for (size_t i = 0; i < COUNT_OF(MESSAGES); i++)
                assert_int_equal(bus_send(desk.socket, NULL, bytes_str(MESSAGES[i])), 0);
        assert_int_equal(ask(&desk), 0);
        wait_for(&desk, &desk.replies, 1);
        desk_stop(&desk);
        worker_stop(&worker);
}

static int setup(void **state)
{
        *state = bus_new();
        return *state ? 0 : -1;
}

static int teardown(void **state)
{
        bus_free(*state);
        return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(there_and_back),  TEST(a_new_front_desk), TEST(a_run_before_the_hello),
                TEST(more_than_a_run), TEST(hostile_messages),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
