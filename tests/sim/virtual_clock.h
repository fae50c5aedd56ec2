/* virtual_clock.h - the time of the simulated year. Linked in place of lib/base/clock.c, so that whatever asks
 * for the time in this process gets this one: it stands still until it is set. */
#ifndef DUBAN_SIM_VIRTUAL_CLOCK_H
#define DUBAN_SIM_VIRTUAL_CLOCK_H

#include "lib/model/day.h"

enum { VIRTUAL_CLOCK_OFFSET_MINUTES = 8 * 60 };

/* A new year begins: the only way back. */
void virtual_clock_reset(void);
/* What people call the time is off by that much, until it is set right with 0. */
void virtual_clock_skew(int minutes);
/* Both clocks go on to that minute of that day, in the journal's zone. Never backwards. */
void virtual_clock_set(struct day, int minute);

#endif
