/* env.c - an LMDB environment: place, lock, length and format are checked before anything is believed.
 *
 * LMDB itself checks none of this: it opens a file that is shorter than it says (and dies of SIGBUS later),
 * lets two programs of different formats share one file, and leaves the new directory entry unsynced. */
#include "lib/store/env.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include "lib/base/log.h"
#include "lib/store/env_tail.h"

enum {
        OPEN_FLAGS = MDB_NOTLS,
        UNSAFE_FLAGS = MDB_NOSYNC | MDB_NOMETASYNC | MDB_WRITEMAP | MDB_MAPASYNC | MDB_NOLOCK | MDB_NOMEMINIT,
        FORMAT_ROW_SIZE = ENV_MAGIC_SIZE + 4,
};
_Static_assert((OPEN_FLAGS & UNSAFE_FLAGS) == 0, "acknowledged means on disk: no flag may weaken the commit");

static const uint64_t DEFAULT_MAP_SIZE = UINT64_C(1) << 40;
static const uint64_t DISK_FULL_BELOW = UINT64_C(1) << 20; /* a short write with less than this left: disk full */
static uint8_t FORMAT_KEY[] = {0}; /* sorts before every other key; LMDB takes no const */

static int refuse(const char *dir, const char *why)
{
        log_error("refused", "dir=%s why=\"%s\"", dir, why);
        return ENV_FOREIGN;
}

/* File systems whose locks, mmap or fsync end at another machine or in a user's program. */
static const struct {
        uint32_t magic;
        const char *why;
} REFUSED_PLACES[] = {
        {0x6969, "NFS"},        {0x517B, "SMB"},        {0xFF534D42, "CIFS"}, {0xFE534D42, "SMB2"},
        {0x01021997, "9p"},     {0x65735546, "FUSE"},   {0x5346414F, "AFS"},  {0x73757245, "Coda"},
        {0x00C36400, "Ceph"},   {0x0BD00BD0, "Lustre"}, {0x01161970, "GFS2"}, {0x7461636F, "OCFS2"},
        {0x786F4256, "VBoxSF"},
};

static int check_file_system(const struct env_options *options, const struct env *env)
{
        struct statfs place;

        if (fstatfs(env->dir_fd, &place) != 0)
                return err_fail("statfs %s: %s", options->dir, strerror(errno));
        for (size_t i = 0; i < COUNT_OF(REFUSED_PLACES); i++)
                if ((uint32_t)place.f_type == REFUSED_PLACES[i].magic) {
                        log_error("place", "dir=%s file_system=%s", options->dir, REFUSED_PLACES[i].why);
                        return refuse(options->dir, "a network or user-space file system");
                }
        return 0;
}

static bool is_private(const struct stat *status)
{
        return (status->st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

static int open_directory(const struct env_options *options, struct env *env)
{
        struct stat status;

        if (options->write && options->create && mkdir(options->dir, 0700) != 0 && errno != EEXIST)
                return err_fail("mkdir %s: %s", options->dir, strerror(errno));
        env->dir_fd = open(options->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (env->dir_fd < 0)
                return errno == ENOENT ? ENV_ABSENT : err_fail("open %s: %s", options->dir, strerror(errno));
        if (fstat(env->dir_fd, &status) != 0)
                return err_fail("stat %s: %s", options->dir, strerror(errno));
        if (!is_private(&status))
                return refuse(options->dir, "directory open to others, must be 0700");
        return check_file_system(options, env);
}

static int check_files(const struct env_options *options, struct env *env)
{
        static const char *const NAMES[] = {"data.mdb", "lock.mdb", "writer.lock"};
        struct stat status;

        for (size_t i = 0; i < COUNT_OF(NAMES); i++) {
                if (fstatat(env->dir_fd, NAMES[i], &status, 0) == 0) {
                        if (!is_private(&status))
                                return refuse(options->dir, "file open to others, must be 0600");
                } else if (errno != ENOENT) {
                        return err_fail("stat %s/%s: %s", options->dir, NAMES[i], strerror(errno));
                }
        }
        if (options->write && options->create)
                return 0;
        /* a data file of no bytes is a creation that was cut short */
        return fstatat(env->dir_fd, "data.mdb", &status, 0) == 0 && status.st_size > 0 ? 0 : ENV_ABSENT;
}

static int take_writer_lock(const struct env_options *options, struct env *env)
{
        if (!options->write)
                return 0;
        env->lock_fd = openat(env->dir_fd, "writer.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (env->lock_fd < 0)
                return env_error(errno, "open writer.lock");
        if (flock(env->lock_fd, LOCK_EX | LOCK_NB) != 0)
                return errno == EWOULDBLOCK ? ENV_BUSY : err_fail("flock %s: %s", options->dir, strerror(errno));
        return 0;
}

static int open_database(const struct env_options *options, struct env *env)
{
        const unsigned flags = OPEN_FLAGS | (options->write ? 0u : (unsigned)MDB_RDONLY);
        int fd;
        int rc = mdb_env_create(&env->mdb);

        if (rc == 0)
                rc = mdb_env_set_mapsize(env->mdb, options->map_size ? options->map_size : DEFAULT_MAP_SIZE);
        if (rc == 0)
                rc = mdb_env_open(env->mdb, options->dir, flags, 0600);
        if (rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH)
                return refuse(options->dir, "data.mdb is no database of this LMDB");
        if (rc == 0)
                rc = mdb_env_get_fd(env->mdb, &fd);
        if (rc == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) /* LMDB leaves this one open across exec */
                rc = errno;
        return rc ? env_error(rc, "open database") : 0;
}

/* A writer that was killed inside its commit leaves a meta page that is newer than what lock.mdb says, if another
 * process kept that open: readers then still begin at the commit before, and what is read there would be appended and
 * applied a second time. Who takes the write lock next puts that right; and what the page says may not be on the disk
 * yet, so it is synced before anything builds on it. */
static int take_over(const struct env_options *options, struct env *env)
{
        MDB_txn *txn;
        int rc;

        if (!options->write)
                return 0;
        rc = mdb_txn_begin(env->mdb, NULL, 0, &txn);
        if (rc)
                return env_error(rc, "begin");
        mdb_txn_abort(txn);
        rc = mdb_env_sync(env->mdb, 1);
        return rc ? env_error(rc, "sync") : 0;
}

static int check_length(const struct env_options *options, struct env *env)
{
        const int r = env_tail_check(env, options->write);

        return r == ENV_FOREIGN ? refuse(options->dir, "data.mdb is shorter than it says") : r;
}

static void format_row(const struct env_options *options, uint8_t row[FORMAT_ROW_SIZE])
{
        memcpy(row, options->magic, ENV_MAGIC_SIZE);
        be32_put(row + ENV_MAGIC_SIZE, options->format);
}

static int write_format(const struct env_options *options, struct env *env)
{
        uint8_t row[FORMAT_ROW_SIZE];
        MDB_val key = {sizeof FORMAT_KEY, FORMAT_KEY};
        MDB_val value = {sizeof row, row};
        MDB_txn *txn;
        int rc = mdb_txn_begin(env->mdb, NULL, 0, &txn);

        if (rc)
                return env_error(rc, "begin");
        format_row(options, row);
        rc = mdb_put(txn, env->dbi, &key, &value, 0);
        if (rc) {
                mdb_txn_abort(txn);
                return env_error(rc, "write format");
        }
        return env_commit(env, txn);
}

static int check_format(const struct env_options *options, struct env *env)
{
        uint8_t row[FORMAT_ROW_SIZE];
        MDB_val key = {sizeof FORMAT_KEY, FORMAT_KEY};
        MDB_val value;
        MDB_stat stat = {0};
        MDB_txn *txn;
        bool known;
        int rc = mdb_txn_begin(env->mdb, NULL, MDB_RDONLY, &txn);

        if (rc)
                return env_error(rc, "begin");
        rc = mdb_dbi_open(txn, NULL, 0, &env->dbi);
        if (rc == 0)
                rc = mdb_stat(txn, env->dbi, &stat);
        if (rc == 0)
                rc = mdb_get(txn, env->dbi, &key, &value);
        format_row(options, row);
        known = rc == 0 && bytes_equal(bytes_of(value.mv_data, value.mv_size), bytes_of(row, sizeof row));
        mdb_txn_abort(txn);
        if (known)
                return 0;
        if (rc != 0 && rc != MDB_NOTFOUND)
                return env_error(rc, "read format");
        if (rc == 0 || stat.ms_entries != 0)
                return refuse(options->dir, "unknown format");
        return options->write && options->create ? write_format(options, env) : ENV_ABSENT;
}

/* fsync of a file does not make its name durable: the directory, and the directory's own name, do. Done at
 * every writer's start, because the start that made them may have been cut off before this. */
static int sync_names(const struct env_options *options, struct env *env)
{
        int parent;
        int failed;

        if (!options->write)
                return 0;
        parent = openat(env->dir_fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (parent < 0)
                return err_fail("open parent of %s: %s", options->dir, strerror(errno));
        failed = fsync(env->dir_fd) != 0 || fsync(parent) != 0;
        close(parent);
        return failed ? err_fail("fsync %s: %s", options->dir, strerror(errno)) : 0;
}

int env_open(const struct env_options *options, struct env *ret_env)
{
        static int (*const STEPS[])(const struct env_options *, struct env *) = {
                open_directory, check_files,  take_writer_lock, open_database,
                take_over,      check_length, check_format,     sync_names,
        };
        struct env env = {.dir_fd = -1, .lock_fd = -1};

        for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
                const int r = STEPS[i](options, &env);

                if (r) {
                        env_close(&env);
                        return r;
                }
        }
        env_tidy(&env);
        *ret_env = env;
        return 0;
}

void env_close(struct env *env)
{
        if (env->mdb)
                mdb_env_close(env->mdb);
        if (env->lock_fd >= 0)
                close(env->lock_fd);
        if (env->dir_fd >= 0)
                close(env->dir_fd);
        *env = (struct env){.dir_fd = -1, .lock_fd = -1};
}

static bool means_full(int rc)
{
        return rc == MDB_MAP_FULL || rc == ENOSPC || rc == EDQUOT;
}

int env_error(int rc, const char *what)
{
        return means_full(rc) ? ENV_FULL : err_fail("%s: %s", what, mdb_strerror(rc));
}

static bool disk_is_full(const struct env *env)
{
        struct statvfs disk;

        return fstatvfs(env->dir_fd, &disk) == 0 && disk.f_bavail * disk.f_frsize < DISK_FULL_BELOW;
}

/* The last bytes of a disk come as a short write, which LMDB calls EIO; the tree it was about to replace is
 * untouched, so that is as good as ENOSPC. If the meta page itself failed, LMDB refuses every further
 * transaction: then the outcome is unknown. */
int env_commit(const struct env *env, MDB_txn *txn)
{
        MDB_txn *probe;
        int rc = mdb_txn_commit(txn);

        if (rc == 0)
                return env_tail_fill(env);
        if (!means_full(rc) && !(rc == EIO && disk_is_full(env)))
                return err_fail("commit, outcome unknown: %s", mdb_strerror(rc));
        rc = mdb_txn_begin(env->mdb, NULL, 0, &probe);
        if (rc)
                return err_fail("commit on a full disk, outcome unknown: %s", mdb_strerror(rc));
        mdb_txn_abort(probe);
        return ENV_FULL;
}

void env_tidy(const struct env *env)
{
        int dead = 0;

        if (mdb_reader_check(env->mdb, &dead) == 0 && dead > 0)
                log_debug("readers", "freed=%d", dead);
}

int env_size(const struct env *env, struct env_size *ret_size)
{
        struct statvfs disk;
        MDB_envinfo info;
        uint64_t used = 0;
        int r = env_tail_bytes(env, &used);

        if (r)
                return err_trace(r);
        if (mdb_env_info(env->mdb, &info) != 0 || fstatvfs(env->dir_fd, &disk) != 0)
                return err_fail("size of database: %s", strerror(errno));
        *ret_size = (struct env_size){used, info.me_mapsize, disk.f_bavail * disk.f_frsize};
        return 0;
}
