/* marks.c - three numbers in a shared page, and futexes to sleep on until one moves. */
#include "lib/store/marks.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/base/clock.h"

struct page { /* shared between processes; all zero when new */
        _Atomic uint64_t value[MARK_COUNT];
        _Atomic uint32_t moves[MARK_COUNT]; /* futex words: changed at every set */
};

struct marks {
        struct page *page;
        atomic_bool released; /* this process only */
};

int marks_open(const char *path, struct marks **ret_marks)
{
        struct marks *marks = calloc(1, sizeof *marks);
        struct stat status;
        int fd;

        if (!marks)
                return err_fail("out of memory: marks");
        marks->page = MAP_FAILED;
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd >= 0 && fstat(fd, &status) == 0 &&
            (status.st_size >= (off_t)sizeof(struct page) || ftruncate(fd, sizeof(struct page)) == 0))
                marks->page = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (marks->page == MAP_FAILED) {
                const int r = err_fail("marks %s: %s", path, strerror(errno));

                if (fd >= 0)
                        close(fd);
                free(marks);
                return r;
        }
        close(fd);
        *ret_marks = marks;
        return 0;
}

struct marks *marks_close(struct marks *marks)
{
        if (marks)
                munmap(marks->page, sizeof(struct page));
        free(marks);
        return NULL;
}

uint64_t marks_get(const struct marks *marks, enum mark mark)
{
        return atomic_load(&marks->page->value[mark]);
}

static void wake(struct marks *marks, enum mark mark)
{
        atomic_fetch_add(&marks->page->moves[mark], 1);
        syscall(SYS_futex, &marks->page->moves[mark], FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void marks_set(struct marks *marks, enum mark mark, uint64_t seq)
{
        atomic_store(&marks->page->value[mark], seq);
        wake(marks, mark);
}

static void doze(struct marks *marks, enum mark mark, uint32_t moves, int64_t us)
{
        const struct timespec timeout = {us / 1000000, us % 1000000 * 1000};

        syscall(SYS_futex, &marks->page->moves[mark], FUTEX_WAIT, moves, &timeout, NULL, 0);
}

uint64_t marks_wait(struct marks *marks, enum mark mark, uint64_t seq, int timeout_ms)
{
        const struct mono start = clock_mono();

        for (;;) {
                /* taken before the look: a set in between makes the sleep return at once */
                const uint32_t moves = atomic_load(&marks->page->moves[mark]);
                const uint64_t value = marks_get(marks, mark);
                const int64_t left = (int64_t)timeout_ms * 1000 - mono_since_us(start);

                if (value >= seq || left <= 0 || atomic_load(&marks->released))
                        return value;
                doze(marks, mark, moves, left);
        }
}

void marks_release(struct marks *marks)
{
        atomic_store(&marks->released, true);
        for (enum mark mark = 0; mark < MARK_COUNT; mark++)
                wake(marks, mark); /* other processes look, and sleep on */
}
