/* front.h - the front desk: owns the client-facing sockets, knows who speaks, limits how much, routes.
 *
 * One front per endpoint, each in its own thread: reports (with the bell beside it) and queries. It calls
 * its worker through a link_service, which is the worker itself or a forwarder to its process. */
#ifndef DUBAN_BROKER_FRONT_H
#define DUBAN_BROKER_FRONT_H

#include "broker/gate.h"
#include "lib/bus/link.h"

enum front_kind { FRONT_REPORTS, FRONT_QUERIES };

struct front_options {
        enum front_kind kind;
        struct bus *bus;
        struct gate *gate;
        const struct bus_keypair *keys;
        struct bus_socket *clients; /* bound */
        struct bus_socket **bell; /* bound; reports only, else NULL. Closed and bound anew by the front; what it is
                                   * in the end is the caller's to close, and may be NULL */
        struct link_service service;
        int wake_fd; /* readable when it is time to look at `stop` */
        void (*ready)(void *context); /* called once, when the first key table is in; NULL = nobody waits */
        void *ready_context;
        const volatile int *stop;
};

/* Serve until stopped. 0 or negative. */
int front_run(const struct front_options *) CHECKED;

#endif
