/* compare.h - the same year with and without 48 hours of our own outage. */
#ifndef DUBAN_SIM_COMPARE_H
#define DUBAN_SIM_COMPARE_H

#include "tests/sim/year.h"

/* From the tenth working day after the outage on, the open alerts (task, part, kind, severity) of both years are the
 * same, and no `missing` was raised that the undisturbed year lacks. */
void compare_outage(const struct weather *);

#endif
