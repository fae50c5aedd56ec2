/* change.h - one write transaction of state/. Inside lib/store only; the applier's thread.
 *
 * 0, ENV_FULL (the change is lost and must be aborted), CHANGE_MISSING where listed, negative. */
#ifndef DUBAN_STORE_CHANGE_H
#define DUBAN_STORE_CHANGE_H

#include "lib/store/env.h"
#include "lib/store/keys.h"

enum { CHANGE_MISSING = ENV_FOREIGN + 1 };

struct change {
        const struct env *env;
        MDB_txn *txn;
        MDB_cursor *cursor; /* of txn, and ends with it */
};

int change_begin(struct change *) CHECKED;
int change_commit(struct change *) CHECKED; /* the change is over, whatever comes back */
void change_abort(struct change *);

int change_put(struct change *, const struct row_key *, struct bytes value) CHECKED;
int change_put_u64(struct change *, const struct row_key *, uint64_t value) CHECKED;
/* A view until the next put or delete. → CHANGE_MISSING */
int change_get(struct change *, const struct row_key *, struct bytes *ret_value) CHECKED;
int change_delete(struct change *, const struct row_key *) CHECKED; /* also when it is not there */
int change_delete_all(struct change *, const struct row_key *prefix) CHECKED;

#endif
