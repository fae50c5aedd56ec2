/* world_alerts.h - the part of the fold that is about alerts: which are open, how far they have gone.
 * 0 or negative. */
#ifndef DUBAN_NOTIFIER_WORLD_ALERTS_H
#define DUBAN_NOTIFIER_WORLD_ALERTS_H

#include "workers/notifier/world.h"

int world_alerts_fold(struct world *, struct world_task *, const struct alert *) CHECKED;
void world_alerts_answer(const struct world *, struct world_task *, const struct alert_answer *);
/* The open alert of that part and kind, or NULL. */
struct world_alert *world_alerts_find(const struct world_task *, uint32_t part, enum alert_kind);
/* An alert of the task that may be withdrawn, or NULL. */
const struct world_unfounded *world_alerts_unfounded(const struct world *, uint64_t task, const struct alert_ref *);

#endif
