/* link_serve.h - the link across processes: a worker serving a front desk, a front desk forwarding to a
 * worker. Both ends are written against link_service, so neither knows which filling it has.
 *
 * Messages on the private ipc socket start with a kind byte: 'R' a run of requests (or replies), 'B' a
 * bell, 'K' the key table, 'H' hello (the front desk is here and may know nothing yet). One thread each. */
#ifndef DUBAN_BUS_LINK_SERVE_H
#define DUBAN_BUS_LINK_SERVE_H

#include "lib/bus/link.h"

/* The worker's end: serve what comes over `link` (a bound ROUTER inside) until `*stop`; `wake_fd` becomes
 * readable when it is time to look at it. 0 when stopped, negative on a failure. */
struct link_serve_options {
        struct bus_socket *link;
        struct link_service service;
        int wake_fd;
        const volatile int *stop;
};
int link_serve(const struct link_serve_options *) CHECKED;

/* The front desk's end: a service that forwards runs over `link` (a connected DEALER inside). */
struct link_forward;
int link_forward_new(struct bus_socket *link, struct link_forward **ret_forward) CHECKED;
struct link_forward *link_forward_free(struct link_forward *);
struct link_service link_forward_service(struct link_forward *);

#endif
