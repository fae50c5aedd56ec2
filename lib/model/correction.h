/* correction.h - what a correction changes (rule 15): two verdicts on the same day, from the figures as they were
 * and as they should have been. The list lives in the arena. Pure; any thread. */
#ifndef DUBAN_MODEL_CORRECTION_H
#define DUBAN_MODEL_CORRECTION_H

#include "lib/model/judge.h"

struct correction_effect { /* one part that comes out differently */
        uint32_t part;
        enum verdict_word was;
        enum verdict_word is;
        enum alert_kind unfounded; /* raised by the old figures, and the corrected ones would not have */
};

struct correction_effects {
        LIST(struct correction_effect) effect;
};

/* Both from judge() with the facts of the day on which the old figures were judged, which is also `day`. A part that
 * comes out the same is left out. 0, or negative when the arena is spent. */
int correction_compare(const struct verdict *was, const struct verdict *is, const struct policy *, struct day,
                       struct arena *, struct correction_effects *ret_effects) CHECKED;

#endif
