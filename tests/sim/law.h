/* law.h - what must become of a letter, decided from the model alone: the sender's own idea of the rules, written
 * apart from workers/collector/authority.c so that the two can disagree. */
#ifndef DUBAN_SIM_LAW_H
#define DUBAN_SIM_LAW_H

#include "tests/sim/city.h"
#include "tests/sim/sender.h"

struct law { /* what it depends on beside letter and sender */
        struct city *city;
        struct sender *senders;
        struct day today; /* the day opened last */
        struct day civil_day; /* by the calendar */
        bool real_clock; /* the service opens the days itself */
        bool clock_held; /* it opens none until somebody says that its clock is right */
        uint32_t policy_version; /* in force */
};

/* CODE_NONE or the refusal; one that says "try again" uses no number up. */
enum code law_fate(const struct law *, const struct sender *, const struct letter *);
/* An accepted letter changes the world. */
void law_apply(struct law *, const struct letter *);

#endif
