/* bare_server.h - the process behind bare.h. */
#ifndef DUBAN_BENCH_BARE_SERVER_H
#define DUBAN_BENCH_BARE_SERVER_H

#include "tests/bench/bare.h"

struct bare_doors { /* told through the pipe */
        char reports[PEER_ENDPOINT];
        char bell[PEER_ENDPOINT];
};

/* Binds like the service, writes its doors to `fd` and answers until it is killed. */
_Noreturn void bare_server(const struct bare_options *, const struct bus_keypair *, int fd);

#endif
