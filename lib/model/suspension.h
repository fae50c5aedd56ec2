/* suspension.h - how long a task is suspended (中止): to the end of its last day, or until it is lifted.
 * No day = without an end. Pure; any thread. */
#ifndef DUBAN_MODEL_SUSPENSION_H
#define DUBAN_MODEL_SUSPENSION_H

#include "lib/model/day.h"

static inline bool suspension_holds(bool lifted, struct day until, struct day today)
{
        return !lifted && (!day_is_set(until) || !day_before(until, today));
}

/* The first day on which it holds no more by itself; no day = never. Only while it holds. */
static inline struct day suspension_end(struct day until)
{
        return day_is_set(until) ? day_plus(until, 1) : until;
}

#endif
