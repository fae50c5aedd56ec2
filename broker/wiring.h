/* wiring.h - the pieces of both wirings: how a worker is opened and where the private sockets are. */
#ifndef DUBAN_BROKER_WIRING_H
#define DUBAN_BROKER_WIRING_H

#include "broker/service.h"
#include "workers/collector/collector.h"
#include "workers/query/query.h"

/* Private sockets: inside one process inproc://NAME, across processes ipc://DIR/run/NAME. */
int wiring_bind(struct service *, const char *name, struct bus_socket **ret_socket) CHECKED;
int wiring_connect(struct service *, const char *name, struct bus_socket **ret_socket) CHECKED;

struct wired_collector {
        struct service *service;
        struct collector *collector;
        struct bus_socket *derived; /* where the notifier hands over */
        char alive[SERVICE_PATH];
};
/* Open, load, resume. `transport` is "inproc" or "ipc". Call in the thread that will serve it. */
int wiring_open_collector(struct wired_collector *, const char *transport) CHECKED;
void wiring_close_collector(struct wired_collector *);

struct wired_notifier {
        struct service *service;
        const char *transport;
};

/* Thread bodies. */
int wiring_run_applier(void *service) CHECKED;
int wiring_run_notifier(void *wired_notifier) CHECKED;

#endif
