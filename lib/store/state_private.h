/* state_private.h - what the files of the state share, the applier's included. Nobody else includes it. */
#ifndef DUBAN_STORE_STATE_PRIVATE_H
#define DUBAN_STORE_STATE_PRIVATE_H

#include "lib/store/keys.h"
#include "lib/store/snapshot.h"
#include "lib/store/state.h"

enum { STATE_PLAN_HEAD_SIZE = 12 }; /* the plan row: u64 sequence, u32 prefix of its tasks' ids, PlanInForce */

struct state {
        struct env env;
        bool write;
};

struct state_reader {
        struct snapshot snapshot;
};

/* One row. → STATE_MISSING */
int state_row(struct state_reader *, const struct row_key *, struct bytes *ret_value) CHECKED;

#endif
