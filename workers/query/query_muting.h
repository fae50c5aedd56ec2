/* query_muting.h - which of the alerts told another open one speaks for (RULES.md section 4). */
#ifndef DUBAN_QUERY_MUTING_H
#define DUBAN_QUERY_MUTING_H

#include "workers/query/query_inquiry.h"

/* Sets `muted` of each. */
int query_muting(struct inquiry *, struct alert_view *views, size_t n) CHECKED;

#endif
