/* send.h - what to say to the service next: a step machine without clock, socket or disk.
 *
 * The owner asks send_next() until it is told to wait, does what it says, and tells it what came back.
 * One batch is on its way at a time, and after a lost connection it is sent again from the first record
 * whose answer is not on our disk, even when the service's mark is farther: so no refusal is missed.
 * Times are of the caller's clock. Plain data, no ownership; one thread. */
#ifndef DUBAN_CLIENT_SEND_H
#define DUBAN_CLIENT_SEND_H

#include "lib/base/clock.h"
#include "proto/limits.h"
#include "proto/wire.h"

enum {
        SEND_ANSWER_MS = 5000, /* no answer for so long: the connection is given up */
        SEND_PING_MS = 15000, /* quiet for so long: ask whether anybody is there */
        SEND_PAUSE_FIRST_MS = 1000, /* pauses between attempts double; half of each is chance */
        SEND_PAUSE_LAST_MS = 30000,
};

enum send_state { SEND_DOWN, SEND_ASKING, SEND_FLOWING, SEND_STOPPED };

enum send_do {
        SEND_WAIT, /* until `until`, or for an answer, or for a new record */
        SEND_OPEN, /* a new connection, then as SEND_ASK */
        SEND_ASK, /* an empty batch: where does the stream stand? */
        SEND_RECORDS, /* `most` records from `from` on, or fewer; then send_did() */
        SEND_CLOSE, /* the connection is given up */
        SEND_STOP, /* `why` says what a person must settle */
};

enum send_why {
        SEND_GOING_ON,
        SEND_CONFLICT, /* the service holds other bytes under this number */
        SEND_FORKED, /* the service holds numbers that this spool never gave */
        SEND_DROPPED, /* the service lost what this spool does not hold any more */
        SEND_REFUSED, /* the service does not take what we say */
};

struct send_held { /* what the spool holds */
        uint64_t oldest;
        uint64_t put;
};

struct send {
        enum send_state state;
        enum send_why why;
        uint64_t stopped_at; /* the number `why` is about */
        uint64_t answered; /* as of our own disk; the owner notes every change */
        uint64_t sent; /* == answered: nothing is on its way */
        struct mono deadline; /* for the answer we wait for */
        struct mono not_before; /* no attempt, no record before */
        struct mono quiet_until;
        unsigned pauses; /* in a row */
        uint64_t chance;
};

struct send_step {
        enum send_do what;
        uint64_t from;
        uint32_t most;
        struct mono until;
};

/* `chance`: any number, different for each client, so that they do not all come back at once. */
void send_init(struct send *, uint64_t answered, uint64_t chance);
struct send_step send_next(struct send *, struct send_held, struct mono now);
void send_did(struct send *, uint32_t records, struct mono now);
/* The connection failed. */
void send_lost(struct send *, struct mono now);
/* A reply about our stream. Afterwards `answered` may be higher, or lower when the service lost its tail. */
void send_heard(struct send *, const struct reply *, struct send_held, struct mono now);
/* Is this refusal final, its number used up? */
bool send_is_final(const struct refusal *);

#endif
