/* client.h - what the files of libduban share about a client. Inside the library only. */
#ifndef DUBAN_CLIENT_CLIENT_H
#define DUBAN_CLIENT_CLIENT_H

#include "client/lib/duban.h"
#include "client/lib/home.h"
#include "client/lib/spool.h"
#include "lib/base/arena.h"
#include "lib/bus/bus.h"

struct duban_client {
        char home[HOME_PATH];
        int timeout_ms;
        struct bus_keypair keys;
        struct home_card card;
        struct bus *bus;
        struct spool *spool; /* NULL until something is put or sent */
        struct bus_socket *queries; /* NULL until something is asked */
        uint64_t last_id; /* of a query */
        struct arena *arena; /* one answer */
        struct bus_socket *bell; /* NULL until something is heard */
};

/* Nobody answers at this endpoint: ask the door whether it is our key, and say so on standard error. */
void client_explain_silence(struct duban_client *, const char *endpoint);

#endif
