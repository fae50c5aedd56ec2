/* sender.h - a member with a spool, as the service must see it: what it has said under which number, what must
 * become of that, and what it has been told.
 *
 * The model of the protocol: for every batch taken it knows the one reply that is right. Letters are never
 * forgotten; number n of the stream is letter[n - 1]. Owner: the town hall (townhall.h). */
#ifndef DUBAN_SIM_SENDER_H
#define DUBAN_SIM_SENDER_H

#include "lib/model/event.h"
#include "proto/codes.h"

enum { SENDER_KEYS = 24, SENDER_NAME_SIZE = 24 };

/* What a letter does to the world when it is accepted. */
enum effect {
        EFFECT_NONE,
        EFFECT_PLAN,
        EFFECT_POLICY,
        EFFECT_ROSTER,
        EFFECT_KEY_NEW,
        EFFECT_KEY_REVOKED,
        EFFECT_DAY,
        EFFECT_CLOCK
};

struct letter {
        uint8_t *at; /* one Event; NULL = a correction that is not written yet */
        size_t len;
        enum event_kind kind;
        struct day made;
        /* what the law asks about it */
        enum code planted; /* wrong on purpose: refused with this */
        bool planted_early; /* before anybody looks at the task */
        uint32_t task; /* 0 = about none */
        struct day data_date;
        uint32_t highest_part; /* of those it speaks of */
        uint64_t corrects; /* number of the letter in the same stream; 0 = none */
        enum effect effect;
        uint32_t subject; /* of the effect: version, sender, day */
        /* what became of it */
        bool consumed;
        enum code fate; /* CODE_NONE = accepted */
        uint64_t seq; /* its record, as soon as it was seen in the journal */
};

struct sender_key {
        uint8_t public_key[KEY_SIZE];
        uint64_t id;
        bool in_roster;
        bool revoked;
};

struct sender {
        uint32_t index; /* its peer number */
        uint64_t agent;
        uint32_t department; /* of the city, or CITY_NOBODY */
        enum role role;
        char name[SENDER_NAME_SIZE];
        const char *department_name;
        bool keeps_link; /* its agent runs on, and says so */
        uint8_t stream[STREAM_SIZE];
        struct sender_key key[SENDER_KEYS];
        uint32_t keys;
        LIST(struct letter) letter;
        uint64_t mark; /* numbers consumed, by the model */
        uint64_t acknowledged; /* as the sender has been told */
        uint64_t seen; /* numbers found in the journal */
};

void sender_done(struct sender *);
/* Copies the bytes. The letter's number is the new `letter.n`. */
struct letter *sender_add(struct sender *, const struct letter *, struct bytes);
struct letter *sender_letter(const struct sender *, uint64_t number);
/* Encode and add. */
struct letter *sender_say(struct sender *, const struct letter *, const struct event *);
/* The newest key that is in the roster and not revoked. */
const struct sender_key *sender_key(const struct sender *);
/* A further key, not in the roster yet; NULL when it has had enough of them. */
struct sender_key *sender_key_new(struct sender *, uint64_t seed);

#endif
