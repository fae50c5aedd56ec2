/* env_tail.c - is the data file as long as it says, and if not, does that matter? */
#include "lib/store/env_tail.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

struct tail {
        int fd;
        uint64_t page_bytes;
        uint64_t file_bytes;
        uint64_t used_bytes;
};

static int measure(const struct env *env, struct tail *ret_tail)
{
        struct tail tail;
        struct stat status;
        MDB_envinfo info;
        MDB_stat stat;
        int rc = mdb_env_info(env->mdb, &info);

        if (rc == 0)
                rc = mdb_env_stat(env->mdb, &stat);
        if (rc == 0)
                rc = mdb_env_get_fd(env->mdb, &tail.fd);
        if (rc)
                return env_error(rc, "look at database");
        if (fstat(tail.fd, &status) != 0)
                return err_fail("stat data.mdb: %s", strerror(errno));
        tail.page_bytes = stat.ms_psize;
        tail.file_bytes = (uint64_t)status.st_size;
        tail.used_bytes = (info.me_last_pgno + 1) * tail.page_bytes;
        *ret_tail = tail;
        return 0;
}

int env_tail_bytes(const struct env *env, uint64_t *ret_bytes)
{
        struct tail tail = {0};
        const int r = measure(env, &tail);

        if (r == 0)
                *ret_bytes = tail.used_bytes;
        return r;
}

static int resize(const struct tail *tail, uint64_t bytes)
{
        return ftruncate(tail->fd, (off_t)bytes) != 0 ? err_fail("resize data.mdb: %s", strerror(errno)) : 0;
}

int env_tail_fill(const struct env *env)
{
        struct tail tail = {0};
        int r = measure(env, &tail);

        if (r == 0 && tail.file_bytes < tail.used_bytes)
                r = resize(&tail, tail.used_bytes);
        return r;
}

/* Page numbers in a row of LMDB's list of free pages: a count, then so many of them. */
static uint64_t count_in(const MDB_val *row, uint64_t from)
{
        const size_t *at = row->mv_data;
        const size_t room = row->mv_size / sizeof *at;
        uint64_t n = 0;

        for (size_t i = 1; i < room && i <= at[0]; i++)
                n += at[i] >= from;
        return n;
}

static bool is_free(const struct env *env, uint64_t from, uint64_t pages)
{
        const MDB_dbi list = 0; /* LMDB's own table of free pages */
        MDB_cursor *cursor;
        MDB_val key, row;
        MDB_txn *txn;
        uint64_t found = 0;

        if (mdb_txn_begin(env->mdb, NULL, MDB_RDONLY, &txn) != 0)
                return false;
        if (mdb_cursor_open(txn, list, &cursor) == 0) {
                while (mdb_cursor_get(cursor, &key, &row, MDB_NEXT) == 0)
                        found += count_in(&row, from);
                mdb_cursor_close(cursor);
        }
        mdb_txn_abort(txn);
        return found == pages;
}

/* Filled up before the list is read: where the file was cut short, part of the list may be missing, too. */
int env_tail_check(const struct env *env, bool write)
{
        struct tail tail = {0};
        uint64_t whole;
        int r = measure(env, &tail);

        if (r || tail.file_bytes >= tail.used_bytes)
                return r;
        if (!write)
                return ENV_FOREIGN;
        r = resize(&tail, tail.used_bytes);
        whole = tail.file_bytes / tail.page_bytes;
        if (r || is_free(env, whole, tail.used_bytes / tail.page_bytes - whole))
                return r;
        r = resize(&tail, tail.file_bytes);
        return r ? err_trace(r) : ENV_FOREIGN;
}
