/* bare_store.c - LMDB as its manual has it. */
#include "tests/bench/bare_store.h"

#include <stdio.h>

enum { PATH_SIZE = 512 };

static int failed(int rc)
{
        return rc ? err_fail("LMDB: %s", mdb_strerror(rc)) : 0;
}

static int open_env(const char *dir, unsigned flags, MDB_env **ret_env)
{
        MDB_env *env;
        int rc = mdb_env_create(&env);

        if (rc == 0)
                rc = mdb_env_set_mapsize(env, (size_t)1 << 40);
        if (rc == 0)
                rc = mdb_env_open(env, dir, flags | MDB_NOTLS, 0600);
        if (rc == 0)
                *ret_env = env;
        return failed(rc);
}

int bare_store_open(struct bare_store *store, const char *dir)
{
        char path[PATH_SIZE];
        MDB_txn *txn;
        int rc;

        *store = (struct bare_store){.env = NULL};
        snprintf(path, sizeof path, "%s/bare-XXXXXX", dir);
        if (!mkdtemp(path) || open_env(path, 0, &store->env))
                return err_fail("%s cannot be made", path);
        rc = mdb_txn_begin(store->env, NULL, 0, &txn);
        if (rc == 0)
                rc = mdb_dbi_open(txn, NULL, 0, &store->dbi);
        if (rc == 0)
                rc = mdb_txn_commit(txn);
        return failed(rc);
}

int bare_store_append(struct bare_store *store, struct bytes record, int n)
{
        uint8_t key[8];
        MDB_txn *txn;
        int rc = mdb_txn_begin(store->env, NULL, 0, &txn);

        if (rc)
                return failed(rc);
        for (int i = 0; i < n && rc == 0; i++) {
                MDB_val at = {sizeof key, key};
                MDB_val value = {record.len, NULL};

                be64_put(key, ++store->seq);
                rc = mdb_put(txn, store->dbi, &at, &value, MDB_APPEND | MDB_RESERVE);
                if (rc == 0)
                        memcpy(value.mv_data, record.at, record.len);
        }
        if (rc) {
                mdb_txn_abort(txn);
                return failed(rc);
        }
        return failed(mdb_txn_commit(txn));
}

void bare_store_close(struct bare_store *store)
{
        if (store->env)
                mdb_env_close(store->env);
        store->env = NULL;
}

int bare_store_last(const char *dir)
{
        MDB_env *env = NULL;
        MDB_cursor *cursor;
        MDB_val key, value;
        MDB_txn *txn;
        MDB_dbi dbi;
        int rc = open_env(dir, MDB_RDONLY, &env);

        if (rc == 0)
                rc = mdb_txn_begin(env, NULL, MDB_RDONLY, &txn);
        if (rc == 0)
                rc = mdb_dbi_open(txn, NULL, 0, &dbi);
        if (rc == 0)
                rc = mdb_cursor_open(txn, dbi, &cursor);
        if (rc == 0)
                rc = mdb_cursor_get(cursor, &key, &value, MDB_LAST);
        return failed(rc); /* the process ends with it */
}
