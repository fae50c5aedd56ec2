/* disk.c - reading and writing small files so that a crash leaves them whole or absent. */
#include "client/lib/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int disk_close(int fd)
{
        if (fd >= 0)
                close(fd);
        return -1;
}

int disk_open_directory(int parent, const char *name, bool make, int *ret_directory)
{
        int fd;

        if (make && mkdirat(parent, name, 0700) == 0) {
                if (parent >= 0 && fsync(parent) < 0)
                        return err_fail("cannot sync the directory above %s: %s", name, strerror(errno));
        } else if (make && errno != EEXIST) {
                return err_fail("cannot make directory %s: %s", name, strerror(errno));
        }
        fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0)
                return errno == ENOENT ? DISK_ABSENT : err_fail("cannot open directory %s: %s", name, strerror(errno));
        *ret_directory = fd;
        return 0;
}

int disk_read_at(int fd, uint64_t offset, void *buffer, size_t size, size_t *ret_len)
{
        size_t done = 0;

        while (done < size) {
                const ssize_t n = pread(fd, (uint8_t *)buffer + done, size - done, (off_t)(offset + done));

                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0)
                        return err_fail("cannot read: %s", strerror(errno));
                if (n == 0)
                        break;
                done += (size_t)n;
        }
        *ret_len = done;
        return 0;
}

int disk_write_at(int fd, uint64_t offset, struct bytes content)
{
        size_t done = 0;

        while (done < content.len) {
                const ssize_t n = pwrite(fd, content.at + done, content.len - done, (off_t)(offset + done));

                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0)
                        return err_fail("cannot write: %s", strerror(errno));
                done += (size_t)n;
        }
        return 0;
}

int disk_size(int fd, uint64_t *ret_size)
{
        struct stat about;

        if (fstat(fd, &about) < 0)
                return err_fail("cannot stat: %s", strerror(errno));
        *ret_size = (uint64_t)about.st_size;
        return 0;
}

int disk_read(int directory, const char *name, void *buffer, size_t size, size_t *ret_len)
{
        const int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
        uint64_t there;
        int r;

        if (fd < 0)
                return errno == ENOENT ? DISK_ABSENT : err_fail("cannot open %s: %s", name, strerror(errno));
        r = disk_size(fd, &there);
        if (r == 0)
                r = there > size ? DISK_TOO_LARGE : disk_read_at(fd, 0, buffer, size, ret_len);
        disk_close(fd);
        return r < 0 ? err_trace(r) : r;
}

/* A synced file under a name of this process; nobody else looks at it. */
static int write_aside(int directory, const char *aside, struct bytes content, mode_t mode)
{
        const int fd = openat(directory, aside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
        int r;

        if (fd < 0)
                return err_fail("cannot create %s: %s", aside, strerror(errno));
        r = disk_write_at(fd, 0, content);
        if (r == 0 && fsync(fd) < 0)
                r = err_fail("cannot sync %s: %s", aside, strerror(errno));
        disk_close(fd);
        if (r < 0)
                unlinkat(directory, aside, 0);
        return r < 0 ? err_trace(r) : 0;
}

static int name_aside(const char *name, char *aside, size_t size)
{
        const int n = snprintf(aside, size, ".%s.%ld", name, (long)getpid());

        return n < 0 || (size_t)n >= size ? err_fail("file name %s is too long", name) : 0;
}

static int sync_directory(int directory, const char *name)
{
        return fsync(directory) < 0 ? err_fail("cannot sync the directory of %s: %s", name, strerror(errno)) : 0;
}

int disk_create(int directory, const char *name, struct bytes content, mode_t mode)
{
        char aside[256];
        int r = name_aside(name, aside, sizeof aside);

        if (r == 0)
                r = write_aside(directory, aside, content, mode);
        if (r < 0)
                return err_trace(r);
        if (linkat(directory, aside, directory, name, 0) < 0)
                r = errno == EEXIST ? DISK_EXISTS : err_fail("cannot create %s: %s", name, strerror(errno));
        unlinkat(directory, aside, 0);
        return r == 0 ? sync_directory(directory, name) : r;
}

int disk_replace(int directory, const char *name, struct bytes content, mode_t mode)
{
        char aside[256];
        int r = name_aside(name, aside, sizeof aside);

        if (r == 0)
                r = write_aside(directory, aside, content, mode);
        if (r < 0)
                return err_trace(r);
        if (renameat(directory, aside, directory, name) < 0) {
                r = err_fail("cannot put %s in place: %s", name, strerror(errno));
                unlinkat(directory, aside, 0);
                return r;
        }
        return sync_directory(directory, name);
}
