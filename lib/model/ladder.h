/* ladder.h - how far an alert that nobody answers has gone (督办等级, RULES.md section 4).
 *
 * The state is folded from the journal: opened with the alert, answered, and moved by the alert events that say
 * which rung was reached. Only an answer with a plan and a date stops the ladder, until its date has passed; a
 * rung is never lost. Pure; any thread. */
#ifndef DUBAN_MODEL_LADDER_H
#define DUBAN_MODEL_LADDER_H

#include "lib/model/cycle.h"

enum rung {
        RUNG_NONE,
        RUNG_REMINDER, /* 提醒: goes out by itself */
        RUNG_LETTER, /* 提示函: drafted; waits for a signature, as all that follows */
        RUNG_SUPERVISION, /* 督办函: drafted */
        RUNG_NOTICE, /* 通报: proposed */
        RUNG_TALK, /* 约谈: proposed */
        RUNG_COUNT,
};

struct ladder { /* of one open alert */
        struct day since; /* days without an answer count from here; in the future while an answer holds */
        uint16_t waited; /* working days without an answer before that */
        int32_t spared; /* cycles that ended before it was raised, or while an answer held */
        enum rung rung; /* reached so far */
};

/* Raised on that day, in the how-many-th bad cycle in a row: those before it are not held against the alert. */
struct ladder ladder_open(struct day raised, unsigned cycles);
/* An answer whose date is in the past is none. */
void ladder_answer(struct ladder *, const struct policy *, enum cadence, struct day today, struct day date);
bool ladder_is_answered(const struct ladder *, struct day today);
/* The rung it is on with so many bad cycles so far, the first included. */
enum rung ladder_rung(const struct ladder *, const struct policy *, unsigned cycles, struct day today);
/* The first day on which the rung changes by itself: by an answer that lapses, or by working days; no day = never. */
struct day ladder_next_day(const struct ladder *, const struct policy *, struct day today);

#endif
