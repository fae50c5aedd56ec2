/* env.h - one LMDB environment on disk: opened safely or refused with the reason. Inside lib/store only.
 *
 * Durability is LMDB's default mode and nothing else; env.c does not compile with a flag that weakens it.
 * Opened once per process; any thread may take snapshots (snapshot.h), one thread writes.
 * 0, ENV_* as listed, negative = fatal. */
#ifndef DUBAN_STORE_ENV_H
#define DUBAN_STORE_ENV_H

#include <lmdb.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum { ENV_FULL = 1, ENV_ABSENT, ENV_BUSY, ENV_FOREIGN };

enum { ENV_MAGIC_SIZE = 8 };

struct env_options {
        const char *dir;
        bool write;
        bool create; /* with write: make directory and database when absent */
        uint64_t map_size; /* bytes of address space; 0 = 1 TiB */
        const char *magic; /* ENV_MAGIC_SIZE characters: what kind of database this is */
        uint32_t format; /* and the version of its layout */
};

struct env {
        MDB_env *mdb;
        MDB_dbi dbi; /* the only table: LMDB's main one */
        int dir_fd;
        int lock_fd; /* held exclusively by the writer; -1 for a reader */
};

struct env_size {
        uint64_t used_bytes;
        uint64_t map_bytes;
        uint64_t disk_free_bytes;
};

/* → ENV_ABSENT, ENV_BUSY, ENV_FOREIGN (one line is logged), ENV_FULL */
int env_open(const struct env_options *, struct env *ret_env) CHECKED;
void env_close(struct env *); /* snapshots and transactions end first */

/* A failed LMDB call inside a transaction: ENV_FULL, or negative. */
int env_error(int rc, const char *what) CHECKED;
/* Ends the write transaction either way. → ENV_FULL: nothing was written, go on. Negative: the outcome is
 * unknown, the process must end. */
int env_commit(const struct env *, MDB_txn *) CHECKED;
/* Frees the reader slots of processes that are gone: at open and once a minute. */
void env_tidy(const struct env *);
int env_size(const struct env *, struct env_size *ret_size) CHECKED;

#endif
