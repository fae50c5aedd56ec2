/* watcher.h - a supervisor who listens to the bell, is away now and then, and catches up by asking: every alert is
 * heard once, in order. Owner: the year. */
#ifndef DUBAN_SIM_WATCHER_H
#define DUBAN_SIM_WATCHER_H

#include "proto/wire.h"
#include "tests/sim/ledger.h"
#include "tests/sim/office.h"

struct watcher {
        uint64_t key_id;
        bool away;
        uint64_t cursor; /* everything up to it is known */
        size_t heard; /* alerts */
        uint64_t from_bells; /* of these, heard without asking */
};

/* One bell; an answer to it may take more of them. */
void watcher_hear(struct watcher *, struct office *, const struct bell *);
/* Read on from the cursor, over the query endpoint. */
void watcher_catch_up(struct watcher *, struct office *);
/* It has heard the first `heard` alerts of the ledger: checked as they come. */
void watcher_compare(const struct watcher *, const struct ledger *);

#endif
