/* intake_share.h - printed shares in a text: "新增52.96亿元,占76亿元的69.58%". Pure; any thread. */
#ifndef DUBAN_MODEL_INTAKE_SHARE_H
#define DUBAN_MODEL_INTAKE_SHARE_H

#include "lib/model/number.h"

struct intake_share { /* figure is said to be percent % of whole */
        struct number figure;
        struct number whole;
        struct number percent;
};

/* The next complete share in the text from *at on, which moves past it. False when there is none left. */
bool intake_share_next(struct bytes text, size_t *at, struct intake_share *ret_share);
/* Off by more than 0.05 points? */
bool intake_share_is_wrong(const struct intake_share *);
/* The percentage that the figures give, to two decimals: as fine as people print it, and finer than what is allowed to be
 * off. Unknown when the whole is 0. */
struct number intake_share_computed(const struct intake_share *);

#endif
