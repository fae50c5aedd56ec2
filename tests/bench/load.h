/* load.h - a closed loop: connections that each keep so many messages outstanding, for so many seconds.
 *
 * One thread drives all sockets. A driver makes the messages and understands the answers, so the same loop loads the
 * service and the bare limit beside it. Then it waits until everything sent is answered. */
#ifndef DUBAN_BENCH_LOAD_H
#define DUBAN_BENCH_LOAD_H

#include "tests/bench/peer.h"

struct load_answer {
        uint64_t done; /* messages of this connection that are settled by now */
        bool rewind; /* send again from the first one that is not */
        bool over; /* the load may end */
};

struct load_driver {
        void *self;
        /* The message of a connection with this index, from 0; it holds until the next call. */
        struct bytes (*message)(void *self, int connection, uint64_t index);
        /* `done` as it was, to be raised. 0 or negative. */
        int (*answered)(void *self, int connection, struct bytes body, struct load_answer *done);
        /* What a subscriber hears; NULL = there is none. */
        int (*heard)(void *self, struct bytes body);
};

struct load_options {
        struct load_driver driver;
        void *context; /* of ZeroMQ */
        const char *endpoint;
        const char *bell; /* heard beside it; NULL = none */
        const struct place *place; /* its keys */
        int connections;
        int window; /* messages outstanding on each */
        int64_t us;
        struct samples *latencies; /* of each message when the window is 1; NULL = not wanted */
};

struct load_result {
        uint64_t messages;
        uint64_t rewinds;
        int64_t us; /* from the first message to the last answer */
        struct mono start;
};
int load_run(const struct load_options *, struct load_result *ret_result) CHECKED;

#endif
