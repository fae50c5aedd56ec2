/* recorder.c - preloaded into a program: puts what it does to its files on a tape (tape.h), and lets one call fail.
 *
 * It looks at each call by itself, by the path behind the descriptor, so nothing is to be remembered and nothing is
 * missed by a dup. It asks the kernel directly; libc's own calls inside are not seen, which is why every test
 * compares the end of the tape with the files as they are. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>

#include "tests/fault/tape.h"

static struct {
        pthread_mutex_t lock;
        int fd; /* -1 = nothing is recorded */
        char below[PATH_MAX];
        size_t below_len;
        long calls; /* writes, cuts and syncs so far */
        long fault_at;
        int fault;
} recorder = {.lock = PTHREAD_MUTEX_INITIALIZER, .fd = -1};

enum { NO_FAULT = -9 };

__attribute__((constructor)) static void start(void)
{
        const char *file = getenv(TAPE_FILE);
        const char *below = getenv(TAPE_BELOW);
        const char *program = getenv(TAPE_PROGRAM);
        const char *fault = getenv(TAPE_FAULT);

        if (!file || !below || !program || strcmp(program, program_invocation_short_name) != 0)
                return;
        recorder.below_len = strlen(below);
        if (recorder.below_len >= sizeof recorder.below)
                abort();
        memcpy(recorder.below, below, recorder.below_len + 1);
        if (fault && sscanf(fault, "%ld:%d", &recorder.fault_at, &recorder.fault) != 2)
                abort();
        recorder.fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (recorder.fd < 0)
                abort();
}

/* -- the tape -- */

/* Calls and their entries are one step, in every thread and process that is recorded. */
static void begin(void)
{
        pthread_mutex_lock(&recorder.lock);
        flock(recorder.fd, LOCK_EX);
}

static void end(void)
{
        const int saved = errno;

        flock(recorder.fd, LOCK_UN);
        pthread_mutex_unlock(&recorder.lock);
        errno = saved;
}

static void put(enum tape_kind kind, const char *name, uint64_t inode, uint64_t offset, const struct iovec *data,
                size_t len)
{
        const struct tape_head head = {kind, (uint32_t)strlen(name), inode, offset, len};
        struct iovec all[IOV_MAX] = {{(void *)(uintptr_t)&head, sizeof head}, {(void *)(uintptr_t)name, head.name_len}};
        const size_t whole = sizeof head + head.name_len + len;
        const int saved = errno;
        size_t n = 2;

        for (size_t left = len; left > 0 && n < IOV_MAX; n++, data++) {
                all[n] = (struct iovec){data->iov_base, data->iov_len < left ? data->iov_len : left};
                left -= all[n].iov_len;
        }
        if (syscall(SYS_writev, recorder.fd, all, n) != (long)whole)
                abort(); /* a tape with a hole would prove nothing */
        errno = saved;
}

static void put_name(enum tape_kind kind, const char *name, uint64_t inode)
{
        put(kind, name, inode, 0, NULL, 0);
}

void recorder_say(const void *, size_t);
void recorder_say(const void *data, size_t len)
{
        const struct iovec said = {(void *)(uintptr_t)data, len};

        if (recorder.fd < 0)
                return;
        begin();
        put(TAPE_SAY, "", 0, 0, &said, len);
        end();
}

/* -- which file -- */

struct place {
        char path[PATH_MAX];
        const char *name; /* in path, below the recorded directory; "" = the directory itself */
        uint64_t inode;
        bool directory;
        bool dsync;
};

static bool is_below(struct place *place)
{
        if (strncmp(place->path, recorder.below, recorder.below_len) != 0)
                return false;
        place->name = place->path + recorder.below_len;
        if (*place->name == '/')
                place->name++;
        else if (*place->name)
                return false;
        return true;
}

static bool path_of(int fd, char path[PATH_MAX])
{
        char link[64];
        long n;

        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        n = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
        path[n > 0 ? n : 0] = 0;
        return n > 0;
}

static bool find(int fd, struct place *place)
{
        const int saved = errno;
        struct stat status;
        bool found = recorder.fd >= 0 && fd >= 0 && path_of(fd, place->path) && is_below(place) &&
                     fstat(fd, &status) == 0 && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));

        if (found) {
                place->inode = status.st_ino;
                place->directory = S_ISDIR(status.st_mode);
                place->dsync = (fcntl(fd, F_GETFL) & O_DSYNC) != 0;
        }
        errno = saved;
        return found;
}

static bool find_name(int at, const char *name, struct place *place)
{
        char directory[PATH_MAX] = "";

        if (recorder.fd < 0)
                return false;
        if (*name != '/' && at == AT_FDCWD && !getcwd(directory, sizeof directory))
                return false;
        if (*name != '/' && at != AT_FDCWD && !path_of(at, directory))
                return false;
        if (*name == '/')
                snprintf(place->path, sizeof place->path, "%s", name);
        else if (snprintf(place->path, sizeof place->path, "%s/%s", directory, name) >= PATH_MAX)
                return false;
        return is_below(place);
}

/* -- faults -- */

static void die(void)
{
        syscall(SYS_kill, getpid(), SIGKILL);
}

/* Counts a call; the fault that is to strike it. */
static int fault_now(void)
{
        if (++recorder.calls != recorder.fault_at)
                return NO_FAULT;
        put_name(TAPE_FAULTED, "", 0);
        if (recorder.fault == TAPE_KILL_BEFORE)
                die();
        return recorder.fault;
}

/* -- the calls -- */

static void note_created(int fd, bool was_there)
{
        struct place place;

        if (!was_there && find(fd, &place) && !place.directory)
                put_name(TAPE_CREATE, place.name, place.inode);
}

static int open_at(int at, const char *name, int flags, mode_t mode)
{
        struct place place;
        bool was_there;
        long fd;

        if (!(flags & (O_CREAT | O_TRUNC)) || !find_name(at, name, &place))
                return (int)syscall(SYS_openat, at, name, flags, mode);
        if (flags & O_TRUNC)
                abort(); /* not on this tape, because nobody does it */
        begin();
        was_there = syscall(SYS_faccessat, at, name, F_OK) == 0;
        fd = syscall(SYS_openat, at, name, flags, mode);
        note_created((int)fd, was_there);
        end();
        return (int)fd;
}

#define MODE_AFTER(flags)                                                                                              \
        ({                                                                                                             \
                mode_t mode = 0;                                                                                       \
                if ((flags)&O_CREAT) {                                                                                 \
                        va_list more;                                                                                  \
                        va_start(more, flags);                                                                         \
                        mode = va_arg(more, mode_t);                                                                   \
                        va_end(more);                                                                                  \
                }                                                                                                      \
                mode;                                                                                                  \
        })

int open(const char *name, int flags, ...)
{
        return open_at(AT_FDCWD, name, flags, MODE_AFTER(flags));
}

int openat(int at, const char *name, int flags, ...)
{
        return open_at(at, name, flags, MODE_AFTER(flags));
}

int mkostemp(char *name, int flags)
{
        static int (*real)(char *, int);
        struct place place;
        int fd;

        if (!real)
                real = (int (*)(char *, int))(uintptr_t)dlsym(RTLD_NEXT, "mkostemp");
        if (!find_name(AT_FDCWD, name, &place))
                return real(name, flags);
        begin();
        fd = real(name, flags);
        note_created(fd, false);
        end();
        return fd;
}

int mkdir(const char *name, mode_t mode)
{
        struct place place;
        long r;

        if (!find_name(AT_FDCWD, name, &place))
                return (int)syscall(SYS_mkdirat, AT_FDCWD, name, mode);
        begin();
        r = syscall(SYS_mkdirat, AT_FDCWD, name, mode);
        if (r == 0)
                put_name(TAPE_MAKE_DIRECTORY, place.name, 0);
        end();
        return (int)r;
}

int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
        struct place old, new;
        struct iovec name;
        long r;

        if (!find_name(from_at, from, &old) || !find_name(to_at, to, &new))
                return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
        begin();
        r = syscall(SYS_renameat2, from_at, from, to_at, to, flags);
        name = (struct iovec){(void *)(uintptr_t) new.name, strlen(new.name)};
        if (r == 0)
                put(TAPE_RENAME, old.name, 0, 0, &name, name.iov_len);
        end();
        return (int)r;
}

int rename(const char *from, const char *to)
{
        return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int at, const char *name, int flags)
{
        struct place place;
        long r;

        if (!find_name(at, name, &place))
                return (int)syscall(SYS_unlinkat, at, name, flags);
        begin();
        r = syscall(SYS_unlinkat, at, name, flags);
        if (r == 0)
                put_name(TAPE_UNLINK, place.name, 0);
        end();
        return (int)r;
}

int unlink(const char *name)
{
        return unlinkat(AT_FDCWD, name, 0);
}

int rmdir(const char *name)
{
        return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

static size_t length_of(const struct iovec *data, int count)
{
        size_t len = 0;

        for (int i = 0; i < count; i++)
                len += data[i].iov_len;
        return len;
}

/* `offset` < 0: at the descriptor's own. */
static ssize_t kernel_write(int fd, const struct iovec *data, int count, off_t offset)
{
        return offset < 0 ? syscall(SYS_writev, fd, data, count) : syscall(SYS_pwritev, fd, data, count, offset, 0);
}

static off_t offset_of(int fd)
{
        const bool append = (fcntl(fd, F_GETFL) & O_APPEND) != 0;

        return lseek(fd, 0, append ? SEEK_END : SEEK_CUR);
}

/* Through O_DSYNC the bytes are in the cache when waiting for the disk fails. */
static ssize_t faulty_write(int fd, const struct iovec *data, int count, off_t offset, int fault, bool dsync)
{
        const struct iovec half = {data->iov_base, data->iov_len / 2};

        if (fault == NO_FAULT || fault == TAPE_KILL_INSIDE)
                return kernel_write(fd, data, count, offset);
        if (fault == TAPE_SHORT && half.iov_len > 0)
                return kernel_write(fd, &half, 1, offset);
        if (dsync && kernel_write(fd, data, count, offset) < 0)
                abort();
        errno = fault;
        return -1;
}

static ssize_t write_at(int fd, const struct iovec *data, int count, off_t offset)
{
        struct place place;
        off_t where;
        ssize_t n;
        int fault;

        if (!find(fd, &place))
                return kernel_write(fd, data, count, offset);
        begin();
        where = offset < 0 ? offset_of(fd) : offset;
        fault = fault_now();
        n = faulty_write(fd, data, count, offset, fault, place.dsync);
        if (n < 0)
                put(TAPE_WRITE_FAILED, place.name, place.inode, (uint64_t)where, data, length_of(data, count));
        else
                put(TAPE_WRITE, place.name, place.inode, (uint64_t)where, data, (size_t)n);
        if (fault == TAPE_KILL_INSIDE)
                die();
        if (n > 0 && place.dsync)
                put_name(TAPE_SYNC_LAST, place.name, place.inode);
        end();
        return n;
}

ssize_t write(int fd, const void *data, size_t len)
{
        const struct iovec one = {(void *)(uintptr_t)data, len};

        return write_at(fd, &one, 1, -1);
}

ssize_t writev(int fd, const struct iovec *data, int count)
{
        return write_at(fd, data, count, -1);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t offset)
{
        const struct iovec one = {(void *)(uintptr_t)data, len};

        return write_at(fd, &one, 1, offset);
}

ssize_t pwritev(int fd, const struct iovec *data, int count, off_t offset)
{
        return write_at(fd, data, count, offset);
}

int ftruncate(int fd, off_t size)
{
        struct place place;
        int fault;
        long r = -1;

        if (!find(fd, &place))
                return (int)syscall(SYS_ftruncate, fd, size);
        begin();
        fault = fault_now();
        if (fault == TAPE_KILL_INSIDE)
                die();
        if (fault == NO_FAULT || fault == TAPE_SHORT)
                r = syscall(SYS_ftruncate, fd, size);
        else
                errno = fault;
        if (r == 0)
                put(TAPE_CUT, place.name, place.inode, (uint64_t)size, NULL, 0);
        end();
        return (int)r;
}

static int sync_by(long call, int fd)
{
        struct place place;
        int fault;
        long r = -1;

        if (!find(fd, &place))
                return (int)syscall(call, fd);
        begin();
        fault = fault_now();
        if (fault == TAPE_KILL_INSIDE)
                die();
        if (fault == NO_FAULT || fault == TAPE_SHORT)
                r = syscall(call, fd);
        else
                errno = fault;
        if (r != 0 && !place.directory)
                put_name(TAPE_SYNC_FAILED, place.name, place.inode);
        if (r == 0)
                put_name(place.directory ? TAPE_SYNC_NAMES : TAPE_SYNC, place.name, place.inode);
        end();
        return (int)r;
}

int fsync(int fd)
{
        return sync_by(SYS_fsync, fd);
}

int fdatasync(int fd)
{
        return sync_by(SYS_fdatasync, fd);
}

void *mmap(void *at, size_t len, int protection, int flags, int fd, off_t offset)
{
        struct place place;

        if ((protection & PROT_WRITE) && (flags & MAP_SHARED) && find(fd, &place)) {
                begin();
                put_name(TAPE_MAPPED, place.name, place.inode);
                end();
        }
        return (void *)syscall(SYS_mmap, at, len, protection, flags, fd, offset); /* NOLINT */
}

/* What a service says, in the thread that says it, before anybody can have heard it. */
int zmq_send(void *, const void *, size_t, int);
int zmq_send(void *socket, const void *data, size_t len, int flags)
{
        static int (*real)(void *, const void *, size_t, int);

        if (!real)
                real = (int (*)(void *, const void *, size_t, int))(uintptr_t)dlsym(RTLD_NEXT, "zmq_send");
        recorder_say(data, len);
        return real(socket, data, len, flags);
}

int open64(const char *, int, ...) __attribute__((alias("open")));
int openat64(int, const char *, int, ...) __attribute__((alias("openat")));
int mkostemp64(char *, int) __attribute__((alias("mkostemp")));
ssize_t pwrite64(int, const void *, size_t, off_t) __attribute__((alias("pwrite")));
ssize_t pwritev64(int, const struct iovec *, int, off_t) __attribute__((alias("pwritev")));
int ftruncate64(int, off_t) __attribute__((alias("ftruncate")));
void *mmap64(void *, size_t, int, int, int, off_t) __attribute__((alias("mmap")));
