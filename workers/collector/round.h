/* round.h - the requests of one round and what is to be answered to each.
 *
 * A round is what was waiting when the loop came by: taken, appended, made durable, then answered. Owner:
 * the collector; its thread only. Everything lives in the round's arena until round_reset. */
#ifndef DUBAN_COLLECTOR_ROUND_H
#define DUBAN_COLLECTOR_ROUND_H

#include "lib/bus/link.h"
#include "proto/codec.h"
#include "workers/collector/book.h"

struct round_refusal {
        struct round_refusal *next;
        struct refusal refusal; /* number 0 = about the whole batch */
};

struct round_answer {
        struct round_answer *next;
        struct bus_route route;
        uint64_t agent; /* 0 = nobody we know: refusals only */
        uint8_t stream[STREAM_SIZE];
        uint64_t last; /* newest number of the batch that was taken; 0 = none */
        struct round_refusal *refusals; /* oldest first */
        struct round_refusal **end;
};

struct round {
        struct arena *arena;
        struct round_answer *first;
        struct round_answer **end;
};

int round_new(struct round *) CHECKED;
void round_done(struct round *);
void round_reset(struct round *);
bool round_is_empty(const struct round *);
int round_add(struct round *, const struct bus_route *, struct round_answer **ret_answer) CHECKED;
/* `field` is copied. `number` 0 = the batch as a whole. */
int round_refuse(struct round *, struct round_answer *, uint64_t number, enum code code, const char *field,
                 struct refusal **ret_refusal) CHECKED;
/* Encode and send every answer. `book` tells how far each stream has durably come. */
int round_send(struct round *, const struct book *, const struct link_sink *) CHECKED;

#endif
