/* link.h - the way from the front desk to a worker, with two fillings.
 *
 * In one process the thread that owns the client socket calls the worker's service directly; across
 * processes whole runs of requests travel as one message a poll round over a private ipc socket. A worker
 * is written once, as a link_service, and does not know which filling it has.
 * Threads: a service is called by one thread only. */
#ifndef DUBAN_BUS_LINK_H
#define DUBAN_BUS_LINK_H

#include "lib/bus/bus.h"

struct link_request {
        uint64_t key_id; /* stamped by the front desk; never taken from the message */
        struct bus_route route;
        struct bytes body; /* valid during take() only */
};

/* How a service answers: the sink copies the body before it returns. */
struct link_sink {
        void *context;
        int (*reply)(void *context, const struct bus_route *, struct bytes body);
        int (*publish)(void *context, struct bytes bell); /* collector only: ring the bell */
        int (*admit)(void *context, struct bytes key_table); /* collector only: the new key table */
};

struct link_service {
        void *self;
        /* Take one request; answers may be sent now or in a later turn. */
        int (*take)(void *self, const struct link_request *, const struct link_sink *);
        /* After all that was waiting has been taken: finish the round (commit, acknowledge). */
        int (*turn)(void *self, const struct link_sink *);
        /* How long the caller may sleep before the next turn: ms, -1 = until something arrives. */
        int (*patience)(void *self);
};

/* -- the message of the private socket: one kind byte, then the content -- */

enum link_kind { LINK_RUN = 'R', LINK_BELL = 'B', LINK_KEYS = 'K', LINK_HELLO = 'H' };

struct link_run; /* a growing run of requests or replies; one thread */

enum { LINK_END = 1, LINK_BAD = 2, LINK_FULL = 3 };

struct link_run *link_run_new(void); /* NULL when out of memory */
struct link_run *link_run_free(struct link_run *); /* accepts NULL, returns NULL */
void link_run_reset(struct link_run *); /* empty again; keeps its memory */
bool link_run_empty(const struct link_run *);
/* Bytes of the message so far, kind byte included: at most BUS_RUN_MAX. */
size_t link_run_size(const struct link_run *);
/* Copies. → LINK_BAD: the body is longer than BUS_BODY_MAX. LINK_FULL: send what is there first. */
int link_run_add(struct link_run *, const struct link_request *) CHECKED;
/* The whole message, its kind byte LINK_RUN included; until the next add or reset. */
struct bytes link_run_bytes(const struct link_run *);

/* Walks the items of a received run. → LINK_END, LINK_BAD. `rest` starts as the message after its kind byte. */
int link_run_next(struct bytes *rest, struct link_request *ret_request) CHECKED;

#endif
