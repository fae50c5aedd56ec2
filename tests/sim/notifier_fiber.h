/* notifier_fiber.h - the notifier's own loop, run in the thread of the simulation: wherever it would wait for
 * the collector or for news, it hands the thread back.
 *
 * So it is notifier_run() itself that is tested, with its catching up, its handing over and its stopping. One
 * fiber at a time. */
#ifndef DUBAN_SIM_NOTIFIER_FIBER_H
#define DUBAN_SIM_NOTIFIER_FIBER_H

#include "lib/store/journal.h"
#include "lib/store/marks.h"

/* Begins to run at the first notifier_fiber_go. */
void notifier_fiber_start(struct journal *, struct marks *);
/* Let it run until it waits. True when it waits for news, false when for an answer of the collector. */
bool notifier_fiber_go(void);
/* As a process that is told to end: whatever was not handed over is lost. */
void notifier_fiber_stop(void);

/* Called from inside, by what the notifier waits on. */
void notifier_fiber_yield(bool idle);

#endif
