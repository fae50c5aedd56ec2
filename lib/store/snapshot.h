/* snapshot.h - a read-only view of one commit of an environment. Inside lib/store only.
 *
 * The transaction and its cursors are kept between views, so a view costs no allocation. A walk has a cursor
 * of its own: single rows may be read while it is under way, but there is one walk at a time. One thread;
 * what is handed out holds until snapshot_end. */
#ifndef DUBAN_STORE_SNAPSHOT_H
#define DUBAN_STORE_SNAPSHOT_H

#include "lib/store/env.h"

enum { SNAPSHOT_MISSING = 1, SNAPSHOT_BROKEN };

struct snapshot { /* {.env = …} is ready for use */
        const struct env *env;
        MDB_txn *txn;
        MDB_cursor *point; /* for single entries */
        MDB_cursor *walk;
        bool open;
};

int snapshot_begin(struct snapshot *) CHECKED; /* on an open one: renews it */
void snapshot_end(struct snapshot *);
void snapshot_done(struct snapshot *);

/* The value of a key. → SNAPSHOT_MISSING; SNAPSHOT_BROKEN: LMDB cannot follow its own tree. */
int snapshot_get(struct snapshot *, struct bytes key, struct bytes *ret_value) CHECKED;
/* The first entry at or after `key`, the last one at or before it, and the last one of all. → as above. */
int snapshot_near(struct snapshot *, struct bytes key, struct bytes *ret_key, struct bytes *ret_value) CHECKED;
int snapshot_before(struct snapshot *, struct bytes key, struct bytes *ret_key, struct bytes *ret_value) CHECKED;
int snapshot_last(struct snapshot *, struct bytes *ret_key, struct bytes *ret_value) CHECKED;
/* A walk: begin at the first entry at or after `key`, then go from entry to entry. → as above. */
int snapshot_walk(struct snapshot *, struct bytes key, struct bytes *ret_key, struct bytes *ret_value) CHECKED;
int snapshot_next(struct snapshot *, struct bytes *ret_key, struct bytes *ret_value) CHECKED;
/* How many entries there are. */
uint64_t snapshot_count(struct snapshot *);

#endif
