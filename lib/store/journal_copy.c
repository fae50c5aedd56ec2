/* journal_copy.c - a copy of the journal beside a running writer: one snapshot, synced, then named. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/store/journal_private.h"

enum { PATH_SIZE = 4096 };

static int sync_file(const char *path, int flags)
{
        const int fd = open(path, flags | O_CLOEXEC);
        int r = fd < 0 || fsync(fd) != 0 ? -1 : 0;

        if (fd >= 0)
                close(fd);
        return r ? err_fail("sync %s: %s", path, strerror(errno)) : 0;
}

/* LMDB's copy: every page of one snapshot, whatever is committed meanwhile. */
static int copy_to(struct journal *journal, const char *path)
{
        const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        int rc;

        if (fd < 0)
                return err_fail("create %s: %s", path, strerror(errno));
        rc = mdb_env_copyfd(journal->env.mdb, fd);
        if (rc == 0 && fsync(fd) != 0)
                rc = errno;
        close(fd);
        if (rc == ENOSPC || rc == EDQUOT) {
                unlink(path);
                return JOURNAL_FULL;
        }
        return rc ? err_fail("copy to %s: %s", path, mdb_strerror(rc)) : 0;
}

int journal_copy(struct journal *journal, const char *dir)
{
        char temporary[PATH_SIZE];
        char path[PATH_SIZE];
        int r;

        snprintf(temporary, sizeof temporary, "%s/data.mdb.new", dir);
        snprintf(path, sizeof path, "%s/data.mdb", dir);
        if (mkdir(dir, 0700) != 0)
                return errno == EEXIST ? JOURNAL_BUSY : err_fail("mkdir %s: %s", dir, strerror(errno));
        r = copy_to(journal, temporary);
        if (r)
                return r;
        if (rename(temporary, path) != 0)
                return err_fail("rename %s: %s", temporary, strerror(errno));
        return sync_file(dir, O_RDONLY | O_DIRECTORY);
}
