/* verb_startup.c - kill -9, start again, until the service is ready; and until everything is judged again. */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bare_store.h"
#include "tests/bench/service.h"

enum { STARTS = 3, READY_FD = 9 };

static pid_t start(const struct run *run, int ready)
{
        const pid_t pid = fork();

        if (pid != 0)
                return pid;
        if (dup2(ready, READY_FD) == READY_FD)
                execl(run->duband, "duband", "run", "--dir", run->dir, "--ready-fd", "9", NULL);
        _exit(1);
}

/* Starts, waits, and kills it once it has judged everything. */
static int start_once(const struct run *run, struct samples *ready_samples, struct samples *judged_samples)
{
        const struct mono begin = clock_mono();
        struct service_sizes sizes;
        struct place place;
        char ready;
        int ends[2];
        pid_t pid;
        int r = pipe2(ends, O_CLOEXEC) == 0 ? 0 : err_fail("no pipe");

        if (r)
                return r;
        pid = start(run, ends[1]);
        close(ends[1]);
        r = read(ends[0], &ready, 1) == 1 ? samples_add(ready_samples, mono_since_us(begin))
                                          : err_fail("%s does not start", run->duband);
        close(ends[0]);
        if (r == 0)
                r = place_read(run, &place);
        if (r == 0)
                r = service_settle(&place, NULL, &sizes);
        if (r == 0)
                r = samples_add(judged_samples, mono_since_us(begin));
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        return r ? err_trace(r) : 0;
}

static int open_bare(const struct run *run, struct samples *samples)
{
        static const char *const NAMES[] = {"journal", "state"};
        const struct mono begin = clock_mono();
        const pid_t pid = fork();
        int status = 1;

        if (pid == 0) {
                int r = 0;

                for (size_t i = 0; i < COUNT_OF(NAMES) && r == 0; i++) {
                        char dir[PEER_ENDPOINT];

                        snprintf(dir, sizeof dir, "%s/%s", run->dir, NAMES[i]);
                        r = bare_store_last(dir);
                }
                _exit(r ? 1 : 0);
        }
        waitpid(pid, &status, 0);
        return status == 0 ? samples_add(samples, mono_since_us(begin)) : err_fail("the environments do not open");
}

int bench_startup(const struct run *run)
{
        struct samples ready = {0}, judged = {0}, bare = {0};
        int r = 0;

        for (int i = 0; i < STARTS && r == 0; i++) {
                r = open_bare(run, &bare);
                if (r == 0)
                        r = start_once(run, &ready, &judged);
        }
        if (r == 0) {
                const struct limit limit = {samples_percentile(&bare, 50) / 1000,
                                            "a process that opens both LMDB and reads their last rows"};

                figure_print(run, "startup", samples_percentile(&ready, 50) / 1000, "ms", limit);
                figure_print(run, "startup_judged", samples_percentile(&judged, 50) / 1000, "ms", limit);
        }
        samples_done(&ready);
        samples_done(&judged);
        samples_done(&bare);
        return r ? err_trace(r) : 0;
}
