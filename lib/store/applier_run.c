/* applier_run.c - when to step: at once after a rest, else at most every 10 ms, a few times a second under load.
 *
 * State and journal share a disk, and an acknowledgement waits for the journal only. Measured: a state commit every
 * 250 ms lets the journal have the disk; more often slows it, more rarely makes the commits themselves too long.
 * And when reports come one at a time, a state commit after each makes the next one's receipt a fifth later. */
#include <limits.h>

#include "lib/base/log.h"
#include "lib/store/applier_private.h"

enum {
        CALM_RECORDS = 64, /* so few at once are no load */
        CALM_PACE_MS = 10,
        PACE_MS = 250,
        LOOK_MS = 1000, /* marks are a hint: look at the journal itself this often */
        FULL_MS = 1000,
        TIDY_MS = 60000,
};

struct pace {
        struct mono stepped; /* when the last step with something to do ended */
        struct mono tidied;
        uint64_t applied;
        uint64_t last_count; /* records of that step */
};

static int since_ms(struct mono then)
{
        const int64_t ms = mono_since_us(then) / 1000;

        return ms < INT_MAX ? (int)ms : INT_MAX;
}

/* No futex can be waited on for "time": wait for a mark that never comes. */
static void pause_ms(struct marks *marks, int ms)
{
        if (ms > 0)
                marks_wait(marks, MARK_HEAD, UINT64_MAX, ms);
}

static bool stopped(const volatile int *stop)
{
        return __atomic_load_n(stop, __ATOMIC_ACQUIRE) != 0;
}

static void await_records(struct marks *marks, const struct pace *pace)
{
        const uint64_t head = marks_wait(marks, MARK_HEAD, pace->applied + 1, LOOK_MS);

        const bool calm = pace->last_count <= CALM_RECORDS && head <= pace->applied + CALM_RECORDS;

        if (head > pace->applied)
                pause_ms(marks, (calm ? CALM_PACE_MS : PACE_MS) - since_ms(pace->stepped));
}

static int step(struct applier *applier, struct marks *marks, struct pace *pace)
{
        uint64_t applied = pace->applied;
        const int r = applier_step(applier, 0, &applied);

        if (r == APPLIER_FULL) {
                log_warning("full", "applied=%llu", (unsigned long long)pace->applied);
                pause_ms(marks, FULL_MS);
                return 0;
        }
        if (r)
                return r;
        if (applied != pace->applied) {
                pace->last_count = applied - pace->applied;
                pace->stepped = clock_mono();
                pace->applied = applied;
                marks_set(marks, MARK_APPLIED, applied);
        }
        return 0;
}

int applier_run(struct applier *applier, struct marks *marks, const volatile int *stop)
{
        struct pace pace = {.stepped = clock_mono(), .tidied = clock_mono()};
        int r = applier_step(applier, 0, &pace.applied);

        if (r == 0)
                marks_set(marks, MARK_APPLIED, pace.applied);
        else if (r == APPLIER_FULL)
                r = 0;
        while (r == 0 && !stopped(stop)) {
                await_records(marks, &pace);
                r = step(applier, marks, &pace);
                if (since_ms(pace.tidied) >= TIDY_MS) {
                        journal_tidy(applier->journal);
                        state_tidy(applier->state);
                        pace.tidied = clock_mono();
                }
        }
        return r;
}
