/* bus_office.h - one server and its visitors, over each wiring of lib/bus; for the contract tests.
 *
 * Every function asserts what it does. One thread. */
#ifndef DUBAN_TESTS_CONTRACT_BUS_OFFICE_H
#define DUBAN_TESTS_CONTRACT_BUS_OFFICE_H

#include "lib/bus/bus.h"

enum { OFFICE_PATIENCE_MS = 5000, OFFICE_QUIET_MS = 150 };

struct wiring {
        const char *name;
        const char *endpoint; /* %s: a directory of the test's own */
        const char *door; /* NULL = no CURVE */
        bool plain; /* the client claims its key in a frame of its own */
};

enum { OFFICE_INPROC, OFFICE_IPC, OFFICE_IPC_CURVE, OFFICE_TCP_CURVE };
extern const struct wiring OFFICE_WIRINGS[];
extern const size_t OFFICE_WIRING_COUNT;

struct office {
        struct bus *bus;
        struct bus_keypair server_keys;
        struct bus_keypair client_keys;
        struct bus_socket *server;
        const char *door;
        char directory[32];
        char endpoint[64]; /* as asked for */
};

/* A bus, a guard that lets everybody in, and a server; `queue` 0 = the default. */
struct office office_open(const struct wiring *, enum bus_kind, int queue);
void office_close(struct office *); /* its visitors are gone by then */
/* What the server was opened with. */
struct bus_options office_options(const struct office *, enum bus_kind);
/* A connected socket; the caller closes it. */
struct bus_socket *office_visit(struct office *, enum bus_kind, int queue);

/* bus_receive, waiting for up to `ms`. */
int office_receive_within(struct bus_socket *, struct bus_message *ret_message, int ms);
struct bus_message office_receive(struct bus_socket *);
void office_expect(struct bus_socket *, const char *text);
int office_say(struct bus_socket *, const char *text);

#endif
