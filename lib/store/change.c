/* change.c - puts and deletes through one cursor, so that neighbours cost no new search. */
#include "lib/store/change.h"

int change_begin(struct change *change)
{
        int rc = mdb_txn_begin(change->env->mdb, NULL, 0, &change->txn);

        if (rc == 0) {
                rc = mdb_cursor_open(change->txn, change->env->dbi, &change->cursor);
                if (rc)
                        change_abort(change);
        }
        return rc ? env_error(rc, "begin change") : 0;
}

int change_commit(struct change *change)
{
        MDB_txn *txn = change->txn;

        change->txn = NULL;
        change->cursor = NULL;
        return env_commit(change->env, txn);
}

void change_abort(struct change *change)
{
        if (change->txn)
                mdb_txn_abort(change->txn);
        change->txn = NULL;
        change->cursor = NULL;
}

static MDB_val val_of(struct bytes from)
{
        return (MDB_val){from.len, (void *)(uintptr_t)from.at}; /* LMDB takes no const and does not write it */
}

int change_put(struct change *change, const struct row_key *key, struct bytes value)
{
        MDB_val at = val_of(keys_bytes(key));
        MDB_val data = val_of(value);
        const int rc = mdb_cursor_put(change->cursor, &at, &data, 0);

        return rc ? env_error(rc, "put") : 0;
}

int change_put_u64(struct change *change, const struct row_key *key, uint64_t value)
{
        uint8_t row[8];

        be64_put(row, value);
        return change_put(change, key, bytes_of(row, sizeof row));
}

int change_get(struct change *change, const struct row_key *key, struct bytes *ret_value)
{
        MDB_val at = val_of(keys_bytes(key));
        MDB_val data;
        const int rc = mdb_cursor_get(change->cursor, &at, &data, MDB_SET);

        if (rc == MDB_NOTFOUND)
                return CHANGE_MISSING;
        if (rc)
                return env_error(rc, "get");
        *ret_value = bytes_of(data.mv_data, data.mv_size);
        return 0;
}

int change_delete(struct change *change, const struct row_key *key)
{
        MDB_val at = val_of(keys_bytes(key));
        const int rc = mdb_del(change->txn, change->env->dbi, &at, NULL);

        return rc && rc != MDB_NOTFOUND ? env_error(rc, "delete") : 0;
}

int change_delete_all(struct change *change, const struct row_key *prefix)
{
        for (;;) {
                MDB_val at = val_of(keys_bytes(prefix));
                MDB_val data;
                int rc = mdb_cursor_get(change->cursor, &at, &data, MDB_SET_RANGE);

                if (rc == MDB_NOTFOUND ||
                    (rc == 0 && !keys_within(bytes_of(at.mv_data, at.mv_size), keys_bytes(prefix))))
                        return 0;
                if (rc == 0)
                        rc = mdb_cursor_del(change->cursor, 0);
                if (rc)
                        return env_error(rc, "delete");
        }
}
