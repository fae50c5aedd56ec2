/* world_past.h - the part of the fold that makes histories: reports, days, outages. For world.c. */
#ifndef DUBAN_NOTIFIER_WORLD_PAST_H
#define DUBAN_NOTIFIER_WORLD_PAST_H

#include "workers/notifier/world.h"

void world_past_report(struct world *, struct world_task *, uint64_t seq, const struct report *);
void world_past_correction(struct world *, struct world_task *, uint64_t seq, const struct correction *);
void world_past_return(struct world *, struct world_task *, const struct return_report *);
void world_past_verdict(const struct world *, struct world_task *, const struct verdict *);
void world_past_tick(struct world *);
/* 0 or negative. */
int world_past_resumed(struct world *, const struct resumed *) CHECKED;
/* Calendar, outages or plan changed: look at all open deadlines again. */
void world_past_refresh(struct world *);

#endif
