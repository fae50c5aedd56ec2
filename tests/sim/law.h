/* law.h - what must become of a letter, decided from the model alone: the sender's own idea of the rules, written
 * apart from workers/collector/authority*.c so that the two can disagree. */
#ifndef DUBAN_SIM_LAW_H
#define DUBAN_SIM_LAW_H

#include "tests/sim/city.h"
#include "tests/sim/docket.h"
#include "tests/sim/sender.h"

struct law { /* what it depends on beside letter and sender */
        struct city *city;
        struct sender *senders;
        struct day today; /* the day opened last */
        struct day civil_day; /* by the calendar */
        bool real_clock; /* the service opens the days itself */
        bool clock_held; /* it opens none until somebody says that its clock is right */
        uint32_t policy_version; /* in force */
        const struct docket *docket; /* what was decided; durable, or `ahead` of that */
        struct docket ahead; /* with what was accepted in this round */
        uint64_t accepted; /* in all rounds: names what has no sequence yet */
};

void law_done(struct law *);
/* Everything accepted is durable and in this docket, or is lost. */
void law_follow(struct law *, const struct docket *durable);
/* CODE_NONE or the refusal; one that says "try again" uses no number up. `key_id` speaks. */
enum code law_fate(const struct law *, const struct sender *, uint64_t key_id, const struct letter *);
/* An accepted letter changes the world. */
void law_apply(struct law *, uint64_t key_id, const struct letter *);

/* law_decision.c: of a letter about whose task and shape nothing is wrong. */
enum code law_of_decision(const struct law *, uint64_t key_id, const struct event *);
/* Of an import: a target or date in force is not moved by it. */
enum code law_of_plan(const struct law *, const struct city_plan *);

#endif
