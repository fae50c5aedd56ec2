/* snapshot.c - LMDB read transactions, reset and renewed instead of made anew. */
#include "lib/store/snapshot.h"

static int make(struct snapshot *snapshot)
{
        MDB_env *mdb = snapshot->env->mdb;
        int rc = mdb_txn_begin(mdb, NULL, MDB_RDONLY, &snapshot->txn);

        if (rc == MDB_READERS_FULL) {
                env_tidy(snapshot->env);
                rc = mdb_txn_begin(mdb, NULL, MDB_RDONLY, &snapshot->txn);
        }
        if (rc) {
                snapshot->txn = NULL;
                return err_fail("begin reading: %s", mdb_strerror(rc));
        }
        rc = mdb_cursor_open(snapshot->txn, snapshot->env->dbi, &snapshot->point);
        if (rc == 0)
                rc = mdb_cursor_open(snapshot->txn, snapshot->env->dbi, &snapshot->walk);
        if (rc) {
                snapshot_done(snapshot);
                return err_fail("open cursor: %s", mdb_strerror(rc));
        }
        return 0;
}

int snapshot_begin(struct snapshot *snapshot)
{
        int rc;

        if (!snapshot->txn) {
                const int r = make(snapshot);

                if (r)
                        return err_trace(r);
                snapshot->open = true;
                return 0;
        }
        snapshot_end(snapshot);
        rc = mdb_txn_renew(snapshot->txn);
        if (rc == 0) {
                snapshot->open = true;
                rc = mdb_cursor_renew(snapshot->txn, snapshot->point);
        }
        if (rc == 0)
                rc = mdb_cursor_renew(snapshot->txn, snapshot->walk);
        return rc ? err_fail("renew snapshot: %s", mdb_strerror(rc)) : 0;
}

void snapshot_end(struct snapshot *snapshot)
{
        if (snapshot->open)
                mdb_txn_reset(snapshot->txn);
        snapshot->open = false;
}

void snapshot_done(struct snapshot *snapshot)
{
        if (snapshot->walk)
                mdb_cursor_close(snapshot->walk);
        if (snapshot->point)
                mdb_cursor_close(snapshot->point);
        if (snapshot->txn)
                mdb_txn_abort(snapshot->txn);
        *snapshot = (struct snapshot){.env = snapshot->env};
}

/* Moves the cursor; `ret_key` is where it then stands. */
static int find(MDB_cursor *cursor, MDB_cursor_op op, struct bytes key, struct bytes *ret_key, struct bytes *ret_value)
{
        MDB_val at = {key.len, (void *)(uintptr_t)key.at}; /* LMDB takes no const and does not write it */
        MDB_val value;
        const int rc = mdb_cursor_get(cursor, &at, &value, op);

        if (rc)
                return rc == MDB_NOTFOUND ? SNAPSHOT_MISSING : SNAPSHOT_BROKEN;
        *ret_key = bytes_of(at.mv_data, at.mv_size);
        *ret_value = bytes_of(value.mv_data, value.mv_size);
        return 0;
}

int snapshot_get(struct snapshot *snapshot, struct bytes key, struct bytes *ret_value)
{
        invariant(snapshot->open);
        return find(snapshot->point, MDB_SET, key, &key, ret_value);
}

int snapshot_near(struct snapshot *snapshot, struct bytes key, struct bytes *ret_key, struct bytes *ret_value)
{
        invariant(snapshot->open);
        return find(snapshot->point, MDB_SET_RANGE, key, ret_key, ret_value);
}

int snapshot_before(struct snapshot *snapshot, struct bytes key, struct bytes *ret_key, struct bytes *ret_value)
{
        int r = snapshot_near(snapshot, key, ret_key, ret_value);

        if (r == SNAPSHOT_BROKEN || (r == 0 && bytes_equal(*ret_key, key)))
                return r;
        return find(snapshot->point, r == 0 ? MDB_PREV : MDB_LAST, bytes_of(NULL, 0), ret_key, ret_value);
}

int snapshot_last(struct snapshot *snapshot, struct bytes *ret_key, struct bytes *ret_value)
{
        invariant(snapshot->open);
        return find(snapshot->point, MDB_LAST, bytes_of(NULL, 0), ret_key, ret_value);
}

int snapshot_walk(struct snapshot *snapshot, struct bytes key, struct bytes *ret_key, struct bytes *ret_value)
{
        invariant(snapshot->open);
        return find(snapshot->walk, MDB_SET_RANGE, key, ret_key, ret_value);
}

int snapshot_next(struct snapshot *snapshot, struct bytes *ret_key, struct bytes *ret_value)
{
        invariant(snapshot->open);
        return find(snapshot->walk, MDB_NEXT, bytes_of(NULL, 0), ret_key, ret_value);
}

uint64_t snapshot_count(struct snapshot *snapshot)
{
        MDB_stat stat;

        invariant(snapshot->open);
        return mdb_stat(snapshot->txn, snapshot->env->dbi, &stat) == 0 ? stat.ms_entries : 0;
}
