/* bare.c - start, load and stop a bare server; append to a bare LMDB. */
#include "tests/bench/bare.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/bare_server.h"
#include "tests/bench/bare_store.h"

enum { APPEND_BYTES = 128 << 20 }; /* enough to tell, and not a disk full of it */

static pid_t start_server(const struct bare_options *options, const struct bus_keypair *keys, int fd)
{
        const pid_t pid = fork();

        if (pid != 0)
                return pid;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        bare_server(options, keys, fd);
}

int bare_start(const struct bare_options *options, struct bare *ret_bare)
{
        struct bare bare = {.place = *options->like};
        struct bus_keypair keys;
        struct bare_doors doors;
        int ends[2];
        int r = bus_keypair_new(&keys);

        if (r || pipe(ends) != 0)
                return err_fail("no pipe");
        bare.pid = start_server(options, &keys, ends[1]);
        close(ends[1]);
        r = bare.pid > 0 && read(ends[0], &doors, sizeof doors) == sizeof doors ? 0 : err_fail("no bare server");
        close(ends[0]);
        memcpy(bare.place.server_key, keys.public_key, BUS_KEY_SIZE);
        memcpy(bare.place.reports, doors.reports, PEER_ENDPOINT);
        memcpy(bare.place.bell, doors.bell, PEER_ENDPOINT);
        *ret_bare = bare;
        return r;
}

void bare_stop(struct bare *bare)
{
        kill(bare->pid, SIGKILL);
        waitpid(bare->pid, NULL, 0);
}

static int answered(UNUSED void *self, UNUSED int connection, UNUSED struct bytes body, struct load_answer *answer)
{
        answer->done++;
        return 0;
}

int bare_load(const struct bare_options *options, const struct load_options *like, int64_t us, struct samples *samples,
              double *ret_rate)
{
        struct load_options load = *like;
        struct load_result result;
        struct bare bare;
        int r = bare_start(options, &bare);

        if (r)
                return err_trace(r);
        load.context = zmq_ctx_new();
        load.driver.answered = answered;
        load.endpoint = bare.place.reports;
        load.bell = NULL;
        load.place = &bare.place;
        load.us = us;
        load.latencies = samples;
        r = load_run(&load, &result);
        zmq_ctx_term(load.context);
        bare_stop(&bare);
        if (r == 0)
                *ret_rate = (double)result.messages * 1e6 / (double)result.us;
        return r ? err_trace(r) : 0;
}

int bare_append(const struct run *run, int batch, size_t bytes, int64_t us, double *ret_rate)
{
        static const uint8_t RECORD[BUS_BODY_MAX];
        struct bare_store store;
        struct mono start;
        int r = bare_store_open(&store, run->dir);

        start = clock_mono();
        while (r == 0 && mono_since_us(start) < us && store.seq * bytes < APPEND_BYTES)
                r = bare_store_append(&store, bytes_of(RECORD, bytes), batch);
        if (r == 0)
                *ret_rate = (double)store.seq * 1e6 / (double)mono_since_us(start);
        bare_store_close(&store);
        return r ? err_trace(r) : 0;
}
