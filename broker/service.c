/* service.c - open in order, close in reverse; every refusal says what to do. */
#include "broker/service.h"

#include <stdio.h>
#include <sys/eventfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "broker/keyfile.h"
#include "broker/settings.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "proto/ids.h"

const char *service_path(struct service *s, const char *name)
{
        snprintf(s->path, sizeof s->path, "%s/%s", s->dir, name);
        return s->path;
}

static int say(int status, const char *dir, const char *sentence)
{
        fprintf(stderr, "duband: %s: %s\n", dir, sentence);
        return status;
}

static int open_journal(struct service *s, bool write)
{
        const struct journal_options options = {
                .dir = service_path(s, "journal"),
                .mode = write ? JOURNAL_WRITE : JOURNAL_READ,
                .map_size = config_number(s->config, "map_size"),
        };

        switch (journal_open(&options, &s->journal)) {
        case 0:
                return 0;
        case JOURNAL_ABSENT:
                return say(EX_NOINPUT, s->dir, "there is no journal; make one with `duband init DIR`");
        case JOURNAL_BUSY:
                return say(EX_TEMPFAIL, s->dir, "another duband is writing this journal");
        case JOURNAL_FOREIGN:
                return say(EX_IOERR, s->dir, "the journal is not used: the line above says why");
        case JOURNAL_FULL:
                return say(EX_TEMPFAIL, s->dir, "the disk is full");
        default:
                return EX_IOERR;
        }
}

static int open_state(struct service *s, bool write)
{
        const struct state_options options = {
                .dir = service_path(s, "state"),
                .write = write,
                .map_size = config_number(s->config, "map_size"),
        };

        switch (state_open(&options, &s->state)) {
        case 0:
                return 0;
        case STATE_ABSENT:
                return say(EX_TEMPFAIL, s->dir, "there is no state yet: start the collector first");
        case STATE_FULL:
                return say(EX_TEMPFAIL, s->dir, "the disk is full");
        case STATE_FOREIGN:
                return say(EX_IOERR, s->dir, "state/ is not used: move it away and run `duband rebuild`");
        default:
                return EX_IOERR;
        }
}

static int open_doors(struct service *s)
{
        const struct gate_limits limits = {
                (uint32_t)config_number(s->config, "records_per_second"),
                (uint32_t)config_number(s->config, "burst"),
        };

        if (keyfile_read(service_path(s, "server.key"), &s->keys))
                return EX_NOINPUT;
        if (gate_new(limits, &s->gate) || bus_guard_start(s->bus, gate_may_enter, s->gate))
                return EX_SOFTWARE;
        return 0;
}

int service_open(struct service *s, const char *dir, unsigned needs)
{
        int status = 0;

        *s = (struct service){.dir = dir, .wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), .ready_fd = -1};
        if (s->wake_fd < 0 || ids_start())
                return EX_OSERR;
        if (settings_load(dir, &s->config))
                return EX_CONFIG;
        if (file_make_private_directory(service_path(s, "run")))
                return say(EX_NOPERM, dir, "run/ must be a directory of yours with mode 0700");
        s->bus = bus_new();
        if (!s->bus || marks_open(service_path(s, "run/marks"), &s->marks))
                return EX_OSERR;
        if (needs & (NEED_JOURNAL | NEED_WRITER))
                status = open_journal(s, needs & NEED_WRITER);
        if (status == 0 && (needs & (NEED_STATE | NEED_WRITER)))
                status = open_state(s, needs & NEED_WRITER);
        if (status == 0 && (needs & NEED_DOORS))
                status = open_doors(s);
        return status;
}

void service_stop(struct service *s)
{
        const uint64_t one = 1;

        __atomic_store_n(&s->stop, 1, __ATOMIC_RELEASE);
        if (write(s->wake_fd, &one, sizeof one) < 0)
                service_fail(s);
        if (s->marks)
                marks_release(s->marks);
}

bool service_is_stopping(const struct service *s)
{
        return __atomic_load_n(&s->stop, __ATOMIC_ACQUIRE);
}

void service_fail(struct service *s)
{
        __atomic_store_n(&s->failed, 1, __ATOMIC_RELEASE);
}

bool service_has_failed(const struct service *s)
{
        return __atomic_load_n(&s->failed, __ATOMIC_ACQUIRE);
}

void service_ready(void *context)
{
        static const char LINE[] = "ready\n";
        struct service *s = context;

        if (s->ready_fd >= 0 && write(s->ready_fd, LINE, sizeof LINE - 1) < 0)
                log_warning("ready", "told=no");
        s->ready_fd = -1;
}

void service_close(struct service *s)
{
        if (s->bus)
                bus_guard_stop(s->bus);
        bus_free(s->bus);
        gate_free(s->gate);
        state_close(s->state);
        journal_close(s->journal);
        marks_close(s->marks);
        config_free(s->config);
        if (s->wake_fd >= 0)
                close(s->wake_fd);
}
