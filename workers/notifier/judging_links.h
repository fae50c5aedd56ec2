/* judging_links.h - departments whose link is down: told, and told to be back. For notifier.c.
 *
 * A department's alert has no task. At a tick the departments come behind all tasks, and are only raised then: what
 * clears is a record about a link, so that no task was muted a moment before at the same cause.
 * Every function: 0, negative, or → NOTIFIER_STOPPED from the sink. */
#ifndef DUBAN_NOTIFIER_JUDGING_LINKS_H
#define DUBAN_NOTIFIER_JUDGING_LINKS_H

#include "workers/notifier/notifier.h"

/* All departments, on a day that was opened. */
int judging_links_day(const struct notifier_step *, uint64_t cause) CHECKED;
/* Folds the event; then the department that it is about, and the one that its member was of before. */
int judging_links_event(const struct notifier_step *, const struct record *, const struct event *) CHECKED;

#endif
