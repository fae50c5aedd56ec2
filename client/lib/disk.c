/* disk.c - the spool's plain file work. */
#include "client/lib/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int disk_path(const char *directory, const char *name, char ret_path[DISK_PATH])
{
        const int n = snprintf(ret_path, DISK_PATH, "%s/%s", directory, name);

        return n < 0 || n >= DISK_PATH ? err_fail("the path of %s is too long", name) : 0;
}

int disk_open(const char *directory, const char *name, int flags, int *ret_fd)
{
        char path[DISK_PATH];
        int fd, r;

        r = disk_path(directory, name, path);
        if (r < 0)
                return err_trace(r);
        fd = open(path, flags | O_CLOEXEC, 0600);
        if (fd < 0)
                return errno == ENOENT ? DISK_ABSENT : err_fail("cannot open %s: %s", path, strerror(errno));
        *ret_fd = fd;
        return 0;
}

int disk_close(int fd)
{
        if (fd >= 0)
                close(fd);
        return -1;
}

int disk_size(int fd, uint64_t *ret_size)
{
        struct stat about;

        if (fstat(fd, &about) < 0)
                return err_fail("cannot stat: %s", strerror(errno));
        *ret_size = (uint64_t)about.st_size;
        return 0;
}

int disk_read(int fd, uint64_t offset, void *buffer, size_t size, size_t *ret_len)
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

int disk_write(int fd, uint64_t offset, struct bytes content)
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

int disk_cut(int fd, uint64_t size)
{
        return ftruncate(fd, (off_t)size) < 0 ? err_fail("cannot cut a file: %s", strerror(errno)) : 0;
}

int disk_sync(int fd)
{
        return fdatasync(fd) < 0 ? err_fail("cannot sync: %s", strerror(errno)) : 0;
}

int disk_sync_names(const char *directory)
{
        const int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int r;

        if (fd < 0)
                return err_fail("cannot open %s: %s", directory, strerror(errno));
        r = fsync(fd) < 0 ? err_fail("cannot sync %s: %s", directory, strerror(errno)) : 0;
        close(fd);
        return r;
}
