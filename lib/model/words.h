/* words.h - the names of things in both languages: one table per enum. Pure; static text. */
#ifndef DUBAN_MODEL_WORDS_H
#define DUBAN_MODEL_WORDS_H

#include "lib/model/event.h"
#include "lib/model/intake.h"
#include "lib/model/ladder.h"

enum language { LANGUAGE_ZH, LANGUAGE_EN };

/* `id` is the stable word of JSON output and options ("seriously_behind"); zh and en are for people. */
struct word {
        const char *id;
        const char *zh;
        const char *en;
};

struct word_list { /* indexed by the enum's value; row 0 is the unspecified one, with empty words */
        const struct word *at;
        int n;
};

extern const struct word_list WORDS_VERDICT;
extern const struct word_list WORDS_WHY;
extern const struct word_list WORDS_REMARK;
extern const struct word_list WORDS_EXCUSE;
extern const struct word_list WORDS_ROLE;
extern const struct word_list WORDS_PART_KIND;
extern const struct word_list WORDS_CADENCE;
extern const struct word_list WORDS_ALERT_KIND;
extern const struct word_list WORDS_SEVERITY;
extern const struct word_list WORDS_ALERT_CHANGE;
extern const struct word_list WORDS_STATE;
extern const struct word_list WORDS_STAGE;
extern const struct word_list WORDS_EVIDENCE;
extern const struct word_list WORDS_DIRECTION;
extern const struct word_list WORDS_APPROXIMATION;
extern const struct word_list WORDS_RUNG;
extern const struct word_list WORDS_INTAKE;
extern const struct word_list WORDS_LINK_STATE;
extern const struct word_list WORDS_CURVE;

/* The row of a value; the unspecified row for a value out of range. Never NULL. */
const struct word *word_of(const struct word_list *, int value);
/* The value whose id, zh or en equals `text`, or -1. */
int word_find(const struct word_list *, struct bytes text);
const char *word_in(const struct word *, enum language);

#endif
