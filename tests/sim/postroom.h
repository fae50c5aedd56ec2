/* postroom.h - carries batches from senders to the service and replies back, and knows what each reply must say.
 * Owner: the year. */
#ifndef DUBAN_SIM_POSTROOM_H
#define DUBAN_SIM_POSTROOM_H

#include "tests/sim/law.h"
#include "tests/sim/ledger.h"
#include "tests/sim/office.h"

enum { POSTROOM_BATCH = 16, POSTROOM_ROUND = 512 };

struct expected_refusal {
        uint64_t number; /* 0 = the batch */
        enum code code;
        uint64_t expected; /* of a gap */
};

struct expected_reply {
        struct sender *sender;
        bool known; /* to the service: it gets a receipt */
        bool delimiter;
        bool lost; /* on its way back */
        struct expected_refusal refusal[POSTROOM_BATCH];
        size_t n;
};

struct postroom_reply { /* as it came */
        uint32_t peer;
        struct bytes body;
};

struct postroom_receipt {
        uint64_t seq;
        uint8_t hash[HASH_SIZE];
};

struct postroom {
        struct office *office;
        struct law *law;
        struct ledger *ledger;
        struct arena *arena; /* of the round */
        struct expected_reply expected[POSTROOM_ROUND];
        size_t n_expected;
        struct postroom_reply reply[POSTROOM_ROUND];
        size_t n_replies;
        LIST(struct postroom_receipt) receipts; /* of the whole year */
        uint64_t unrecorded; /* refusals that used no number: may be summed up in the journal */
};

struct parcel { /* one message */
        struct sender *sender;
        const struct sender_key *key;
        uint64_t first;
        uint32_t n;
        uint64_t altered; /* this number with other bytes; 0 = none */
        bool delimiter;
        bool lost;
        bool keeps_link;
};

void postroom_make(struct postroom *, struct office *, struct law *, struct ledger *);
void postroom_done(struct postroom *);
void postroom_send(struct postroom *, const struct parcel *);
/* Bytes that are no batch, or one of a stream with a wrong size: refused with that code. */
void postroom_send_rubbish(struct postroom *, struct sender *, struct bytes, enum code);
/* Ears of the office. */
void postroom_hear(struct postroom *, uint32_t peer, struct bytes body);
/* After office_turn() and ledger_follow(): every reply is the expected one. */
void postroom_check(struct postroom *);
/* The law learns from the ledger which day it is, and whether the clock is held. */
void postroom_follow(struct postroom *);
/* The service died before it answered: what is not in the journal was never said. */
void postroom_forget(struct postroom *, struct sender *senders, uint32_t n);
/* Every receipt ever given is still true. */
void postroom_check_receipts(const struct postroom *, struct journal_reader *);

#endif
