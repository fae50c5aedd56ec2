/* admin_run.c - `duband run [ROLE]`: open, start, wait for a signal, stop. */
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "broker/admin.h"
#include "broker/options.h"
#include "broker/roles.h"
#include "lib/base/log.h"
#include "lib/base/signals.h"

enum { LOOK_MS = 1000 };

struct watch { /* the thread that turns a signal into a stop */
        struct service *service;
        int signal_fd;
};

static void *watch_signals(void *context)
{
        const struct watch *watch = context;
        struct pollfd fds[2] = {{.fd = watch->signal_fd, .events = POLLIN},
                                {.fd = watch->service->wake_fd, .events = POLLIN}};

        while (!service_is_stopping(watch->service)) {
                enum signals_wish wish;

                if (poll(fds, 2, LOOK_MS) <= 0)
                        continue;
                while (signals_next(watch->signal_fd, &wish) == 0)
                        if (wish == SIGNALS_STOP)
                                service_stop(watch->service);
        }
        return NULL;
}

static int run_role(struct service *s, const struct role_row *role, int signal_fd)
{
        struct watch watch = {s, signal_fd};
        pthread_t watcher;
        int r;

        if (pthread_create(&watcher, NULL, watch_signals, &watch))
                return EX_OSERR;
        r = role->run(s);
        service_stop(s);
        pthread_join(watcher, NULL);
        log_info("stopped", "role=%s outcome=%d", role->name, r);
        return r < 0 ? EX_TEMPFAIL : service_has_failed(s) ? EX_SOFTWARE : 0;
}

static int list_roles(const struct admin_verb *verb)
{
        admin_usage(verb, 0);
        printf("\nroles:\n");
        for (size_t i = 0; role_at(i); i++)
                printf("  %-10s %s\n", role_at(i)->name, role_at(i)->help);
        return 0;
}

int admin_run(const struct admin_verb *verb, int argc, char **argv)
{
        const char *dir = NULL;
        const char *name = NULL;
        const char *ready = NULL;
        const struct option_row rows[] = {{NULL, &name, NULL}, {"--dir", &dir, NULL}, {"--ready-fd", &ready, NULL}};
        const struct role_row *role;
        struct service service;
        uint64_t ready_fd = 0;
        int signal_fd;
        int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return list_roles(verb);
        if (status || !dir || (ready && options_number("--ready-fd", ready, &ready_fd)))
                return admin_usage(verb, 2);
        role = role_find(name ? name : "all");
        if (!role) {
                fprintf(stderr, "duband run: there is no role `%s`; try `duband run --help`\n", name);
                return 2;
        }
        if (signals_open(&signal_fd))
                return EX_OSERR;
        status = service_open(&service, dir, role->needs);
        service.ready_fd = ready ? (int)ready_fd : -1;
        if (status == 0)
                status = run_role(&service, role, signal_fd);
        service_close(&service);
        close(signal_fd);
        return status;
}
