/* service.h - what a duband process has open: made once at start by the composition root, handed to the
 * roles, closed in reverse. Everything here is owned by the process's main thread. */
#ifndef DUBAN_BROKER_SERVICE_H
#define DUBAN_BROKER_SERVICE_H

#include "broker/gate.h"
#include "lib/base/config.h"
#include "lib/bus/bus.h"
#include "lib/store/journal.h"
#include "lib/store/marks.h"
#include "lib/store/state.h"

enum service_need {
        NEED_JOURNAL = 1, /* open for reading */
        NEED_WRITER = 2, /* journal and state open for writing */
        NEED_STATE = 4,
        NEED_DOORS = 8, /* server key, gate, guard */
};

enum { SERVICE_PATH = 1024 };

struct service {
        const char *dir;
        struct config *config;
        struct bus *bus;
        struct bus_keypair keys;
        struct gate *gate;
        struct journal *journal;
        struct state *state;
        struct marks *marks;
        int wake_fd; /* readable once it is time to stop */
        int ready_fd; /* gets the line "ready" once; -1 = nobody waits */
        volatile int stop; /* ask service_is_stopping; roles of other modules get its address */
        int failed; /* a role ended by itself; ask service_has_failed */
        char path[SERVICE_PATH];
};

/* 0, or the exit status (sysexits) with the reason told on standard error. */
int service_open(struct service *, const char *dir, unsigned needs) CHECKED;
void service_close(struct service *);
/* Ask every role to end; from any thread. */
void service_stop(struct service *);
bool service_is_stopping(const struct service *);
/* A role cannot go on: the exit status will say so. From any thread. */
void service_fail(struct service *);
bool service_has_failed(const struct service *);
/* Tell whoever waits on ready_fd, once; `service` is a struct service. */
void service_ready(void *service);
/* "DIR/name" in service->path. */
const char *service_path(struct service *, const char *name);

#endif
