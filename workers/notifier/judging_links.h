/* judging_links.h - departments whose link is down: told, and told to be back. For notifier.c.
 *
 * A department's alert has no task. Its ordinal lies above those of all tasks: at a tick the departments come last.
 * Every function: 0, negative, or → NOTIFIER_STOPPED from the sink. */
#ifndef DUBAN_NOTIFIER_JUDGING_LINKS_H
#define DUBAN_NOTIFIER_JUDGING_LINKS_H

#include "workers/notifier/notifier.h"

/* All departments, on a day that was opened. */
int judging_links_day(const struct notifier_step *, uint64_t cause) CHECKED;
/* The one that the event is about, which is folded. */
int judging_links_event(const struct notifier_step *, uint64_t cause, const struct link *) CHECKED;

#endif
