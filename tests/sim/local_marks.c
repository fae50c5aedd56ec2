/* local_marks.c - lib/store/marks.h for one process and one thread, linked in place of lib/store/marks.c:
 * nobody sleeps here, the one who waits lets the others run. */
#include <stdlib.h>

#include "lib/store/marks.h"
#include "tests/sim/notifier_fiber.h"

struct marks {
        uint64_t at[MARK_COUNT];
};

int marks_open(const char *path UNUSED, struct marks **ret_marks)
{
        struct marks *marks = calloc(1, sizeof *marks);

        if (!marks)
                return err_fail("out of memory");
        *ret_marks = marks;
        return 0;
}

struct marks *marks_close(struct marks *marks)
{
        free(marks);
        return NULL;
}

uint64_t marks_get(const struct marks *marks, enum mark mark)
{
        return marks->at[mark];
}

void marks_set(struct marks *marks, enum mark mark, uint64_t seq)
{
        marks->at[mark] = seq;
}

uint64_t marks_wait(struct marks *marks, enum mark mark, uint64_t seq, int timeout_ms UNUSED)
{
        if (marks->at[mark] < seq)
                notifier_fiber_yield(true);
        return marks->at[mark];
}

void marks_release(struct marks *marks UNUSED)
{
}
