/* sender.h - carries what the spool holds to the service: the hands of send.h.
 *
 * Owns the reports socket and the spool's sending lock while it is open; borrows bus, home and spool.
 * One thread. 0, SENDER_* as listed, negative = this machine failed. */
#ifndef DUBAN_CLIENT_SENDER_H
#define DUBAN_CLIENT_SENDER_H

#include "client/lib/home.h"
#include "client/lib/send.h"
#include "client/lib/spool.h"
#include "lib/bus/bus.h"

enum {
        SENDER_BUSY = 1, /* another process is sending from this spool */
        SENDER_BAD_ADDRESS, /* the card's `reports` is no address */
        SENDER_STOPPED, /* a person must settle something first; it was told */
        SENDER_ENDED, /* the bus is going down */
};

struct sender;

enum sender_what {
        SENDER_TRYING, /* a connection was begun */
        SENDER_STANDS, /* the service answers; our stream stands at `number` */
        SENDER_LOST, /* no answer, or one we cannot read; there will be another attempt */
        SENDER_ANSWERED, /* everything up to `number` is answered; `seq` of its record */
        SENDER_REFUSED, /* `refusal` says why */
        SENDER_REWOUND, /* the service lost what came after `number`: it is sent again */
        SENDER_HALTED, /* `why`, at `number`; `refusal` if one caused it */
};

struct sender_news {
        enum sender_what what;
        uint64_t number;
        uint64_t seq;
        enum send_why why;
        const struct refusal *refusal; /* NULL = none; during the call only */
};
typedef void sender_tell(void *context, const struct sender_news *);

struct sender_options {
        struct bus *bus;
        const struct home_card *card;
        const struct bus_keypair *keys;
        struct spool *spool;
        bool keeps_link; /* it goes on running: the service is told that it will be heard again */
        sender_tell *tell; /* NULL = nobody listens */
        void *context;
};

/* → SENDER_BUSY. */
int sender_open(const struct sender_options *, struct sender **ret_sender) CHECKED;
struct sender *sender_close(struct sender *); /* accepts NULL, returns NULL */
/* Look at the spool, do what is due, then wait for an answer, for `wake_fd` (or -1), for the next thing
 * due, or until the time is over (-1 = no limit). → SENDER_STOPPED, SENDER_BAD_ADDRESS, SENDER_ENDED. */
int sender_turn(struct sender *, int wake_fd, int patience_ms) CHECKED;
/* Is everything answered that the spool held when it was looked at last? */
bool sender_is_done(const struct sender *);
/* What a person should do. Terminated, static; zh or en. */
const char *sender_advice(enum send_why, bool zh);

#endif
