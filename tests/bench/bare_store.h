/* bare_store.h - an LMDB with one table that is only appended to, in LMDB's own safe mode. One thread. */
#ifndef DUBAN_BENCH_BARE_STORE_H
#define DUBAN_BENCH_BARE_STORE_H

#include <lmdb.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

struct bare_store {
        MDB_env *env;
        MDB_dbi dbi;
        uint64_t seq;
};

/* A new one, in a directory of its own under `dir`. */
int bare_store_open(struct bare_store *, const char *dir) CHECKED;
/* One transaction of `n` records. */
int bare_store_append(struct bare_store *, struct bytes record, int n) CHECKED;
/* Leaves the files: to delete them now would make the disk busy for whoever is measured next. */
void bare_store_close(struct bare_store *);
/* Open the environment that is at `dir` and read its last record: what any restart has to do. */
int bare_store_last(const char *dir) CHECKED;

#endif
