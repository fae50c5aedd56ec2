/* past.h - what was answered once is answered for ever: status and alerts are noted as they were told at some record, and
 * asked for again later as of that record. Owner: the year. */
#ifndef DUBAN_SIM_PAST_H
#define DUBAN_SIM_PAST_H

#include "tests/sim/city.h"
#include "tests/sim/office.h"

enum { PAST_NOTES = 32 };

struct past_note {
        uint64_t seq; /* applied then, whatever the notifier had judged */
        uint64_t task[CITY_NUMBERS + 1]; /* hash of its row; 0 = none */
        uint64_t alerts; /* of all that were open */
};

struct past_notes {
        size_t n;
        struct past_note note[PAST_NOTES];
};

/* The state has been applied to somewhere: note what is told now. */
void past_take(struct past_notes *, struct office *, uint64_t key_id);
/* The i-th note, asked for again. */
void past_compare(const struct past_notes *, size_t i, struct office *, uint64_t key_id);

#endif
