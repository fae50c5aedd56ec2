/* replay.h - the proof: judged again from its first record, the journal says what it says.
 *
 * Every derived event is made anew and compared with the recorded one: number, task and payload, byte for byte.
 * What the notifier had not yet judged is counted, not compared. Same inputs, same hash, on every host. */
#ifndef DUBAN_NOTIFIER_REPLAY_H
#define DUBAN_NOTIFIER_REPLAY_H

#include "workers/notifier/replay_walk.h"

struct replay_words { /* what a derived event says, without its arithmetic */
        bool there; /* false: this side has no such event */
        enum event_kind kind;
        uint64_t task;
        uint64_t cause;
        uint32_t ordinal;
        uint32_t judge_version;
        uint32_t policy_version;
        enum verdict_word verdict;
        enum verdict_word raw_verdict;
        enum why why;
        uint32_t governing;
        uint32_t part; /* of an alert, as the rest */
        enum alert_kind alert;
        enum alert_change change;
        enum severity severity;
        size_t findings; /* of an intake */
};

struct replay_difference {
        uint64_t seq; /* of the recorded event; where there is none, of the next one */
        struct replay_words recorded;
        struct replay_words judged;
};

struct replay_result {
        uint64_t head;
        uint64_t verdicts; /* compared and the same, as the next two */
        uint64_t alerts;
        uint64_t intakes;
        uint64_t pending; /* derived here, not in the journal yet */
        uint64_t pending_cause; /* of the first of them */
        uint8_t hash[HASH_SIZE]; /* over the payloads: h(0) = 0, h(n) = BLAKE2b-256(h(n-1) ‖ BLAKE2b-256(payload n)) */
        struct replay_difference difference; /* with REPLAY_DIFFERS: the first one */
};

/* → REPLAY_DIFFERS (and a result), REPLAY_STOPPED. */
int replay_run(const struct replay_options *, struct replay_result *ret_result) CHECKED;

#endif
