/* teller.h - what the operator says: roster, plan, days. One stream; one thread. 0 or negative. */
#ifndef DUBAN_BENCH_TELLER_H
#define DUBAN_BENCH_TELLER_H

#include "lib/model/event.h"
#include "tests/bench/peer.h"

struct teller {
        const struct run *run;
        struct peer peer;
        struct arena *arena;
        uint8_t stream[STREAM_SIZE];
        uint64_t number;
        uint8_t import_id[STREAM_SIZE];
        uint8_t hash[HASH_SIZE]; /* of the plan whose chunks were told last */
        uint32_t chunks;
        uint8_t message[BUS_BODY_MAX];
};
int teller_open(const struct run *, const struct place *, void *context, struct teller *ret_teller) CHECKED;
void teller_close(struct teller *);

/* Sends the event and does not wait. */
int teller_send(struct teller *, const struct event *) CHECKED;
/* A reply, as received. A refusal is negative. */
int teller_read(const struct teller *, struct bytes reply) CHECKED;
/* Sends the event and waits until it is taken. */
int teller_say(struct teller *, const struct event *) CHECKED;
/* All chunks of the plan, and the event that will put it in force. It holds until the next one is told. */
int teller_chunks(struct teller *, struct event *ret_in_force) CHECKED;

#endif
