/* file.c - a file is replaced by writing a new one beside it and renaming: fsync of the file before the rename, of
 * the directory after it, or a power cut could leave an empty file under the name. */
#include "lib/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
        int error;
        int outcome;
} OUTCOMES[] = {
        {ENOENT, FILE_MISSING},      {ENOTDIR, FILE_MISSING}, {EACCES, FILE_DENIED}, {EPERM, FILE_DENIED},
        {EISDIR, FILE_DENIED},       {EROFS, FILE_DENIED},    {ELOOP, FILE_DENIED},  {ENXIO, FILE_DENIED},
        {ENAMETOOLONG, FILE_DENIED}, {ENOSPC, FILE_FULL},     {EDQUOT, FILE_FULL},   {EEXIST, FILE_EXISTS},
};

static int outcome_of(const char *doing, const char *path)
{
        for (size_t i = 0; i < COUNT_OF(OUTCOMES); i++)
                if (OUTCOMES[i].error == errno)
                        return OUTCOMES[i].outcome;
        return err_fail("%s %s: %s", doing, path, strerror(errno));
}

const char *file_reason(int outcome)
{
        static const char *const REASONS[] = {
                [FILE_MISSING] = "it does not exist",
                [FILE_DENIED] = "it may not be opened, or it is not a regular file",
                [FILE_TOO_BIG] = "it is too big",
                [FILE_FULL] = "the disk is full",
                [FILE_EXISTS] = "it exists already",
                [FILE_EXPOSED] = "others can read or write it, or it belongs to somebody else",
        };

        invariant(outcome > 0 && (size_t)outcome < COUNT_OF(REASONS));
        return REASONS[outcome];
}

/* Reads until `size` bytes or the end; how many, or -1 with errno. */
static ssize_t read_all(int fd, uint8_t *at, size_t size)
{
        size_t done = 0;

        while (done < size) {
                const ssize_t n = read(fd, at + done, size - done);

                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0)
                        return -1;
                if (n == 0)
                        break;
                done += (size_t)n;
        }
        return (ssize_t)done;
}

/* One byte more than the size is asked for, to see a file that grows meanwhile. */
static int read_open(int fd, const char *path, size_t cap, struct arena *arena, struct bytes *ret_content)
{
        struct stat status;
        uint8_t *at;
        ssize_t n;

        if (fstat(fd, &status) < 0)
                return outcome_of("stat", path);
        if (!S_ISREG(status.st_mode))
                return FILE_DENIED;
        if ((uint64_t)status.st_size > cap)
                return FILE_TOO_BIG;
        at = arena_take(arena, (size_t)status.st_size + 1);
        if (!at)
                return FILE_TOO_BIG;
        n = read_all(fd, at, (size_t)status.st_size + 1);
        if (n < 0)
                return outcome_of("read", path);
        if (n > status.st_size)
                return err_fail("%s grew while it was read", path);
        *ret_content = bytes_of(at, (size_t)n);
        return 0;
}

/* Not blocking on a pipe that somebody put there. */
int file_read(const char *path, size_t cap, struct arena *arena, struct bytes *ret_content)
{
        const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        int r;

        if (fd < 0)
                return outcome_of("open", path);
        r = read_open(fd, path, cap, arena, ret_content);
        close(fd);
        return r;
}

static int write_all(int fd, struct bytes content)
{
        while (content.len > 0) {
                const ssize_t n = write(fd, content.at, content.len);

                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0)
                        return -1;
                content = bytes_of(content.at + n, content.len - (size_t)n);
        }
        return 0;
}

/* The directory that holds `path`, opened to be synced. */
static int open_parent(const char *path)
{
        char parent[PATH_MAX];
        const char *slash = strrchr(path, '/');

        if (!slash)
                return open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (slash == path)
                return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        snprintf(parent, sizeof parent, "%.*s", (int)(slash - path), path);
        return open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int sync_parent(const char *path)
{
        const int fd = open_parent(path);
        int r;

        if (fd < 0)
                return outcome_of("open the directory of", path);
        r = fsync(fd) < 0 ? err_fail("fsync the directory of %s: %s", path, strerror(errno)) : 0;
        close(fd);
        return r;
}

/* The mode is set on the descriptor: the umask has no say. */
static int fill(int fd, struct bytes content, mode_t mode)
{
        if (fchmod(fd, mode) < 0 || write_all(fd, content) < 0)
                return -1;
        return fsync(fd);
}

int file_write(const char *path, struct bytes content, mode_t mode, enum file_if_there if_there)
{
        char beside[PATH_MAX];
        int fd;
        int r = 0;

        if ((size_t)snprintf(beside, sizeof beside, "%s.XXXXXX", path) >= sizeof beside)
                return FILE_DENIED;
        fd = mkostemp(beside, O_CLOEXEC);
        if (fd < 0)
                return outcome_of("create beside", path);
        if (fill(fd, content, mode) < 0)
                r = outcome_of("write", beside);
        close(fd);
        if (!r && renameat2(AT_FDCWD, beside, AT_FDCWD, path, if_there == FILE_KEEP ? RENAME_NOREPLACE : 0) < 0)
                r = outcome_of("rename to", path);
        if (r) {
                unlink(beside);
                return r < 0 ? err_trace(r) : r;
        }
        return sync_parent(path);
}

static int check_owner(const struct stat *status)
{
        const bool shared = (status->st_mode & (S_IRWXG | S_IRWXO)) != 0;

        return shared || status->st_uid != geteuid() ? FILE_EXPOSED : 0;
}

int file_make_private_directory(const char *path)
{
        struct stat status;

        if (mkdir(path, S_IRWXU) == 0)
                return sync_parent(path);
        if (errno != EEXIST)
                return outcome_of("make directory", path);
        if (stat(path, &status) < 0)
                return outcome_of("stat", path);
        return S_ISDIR(status.st_mode) ? check_owner(&status) : FILE_DENIED;
}

int file_check_private(const char *path)
{
        struct stat status;

        if (stat(path, &status) < 0)
                return outcome_of("stat", path);
        return S_ISREG(status.st_mode) ? check_owner(&status) : FILE_DENIED;
}
