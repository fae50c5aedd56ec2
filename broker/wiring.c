/* wiring.c - the pieces that both wirings share. */
#include "broker/wiring.h"

#include <stdio.h>

#include "lib/store/applier.h"
#include "workers/notifier/notifier_run.h"

static void inside_endpoint(const struct service *s, const char *transport, const char *name, char *out, size_t size)
{
        if (transport[1] == 'n')
                snprintf(out, size, "inproc://%s", name);
        else
                snprintf(out, size, "ipc://%s/run/%s", s->dir, name);
}

static int open_inside(struct service *s, enum bus_kind kind, bool bind, const char *endpoint,
                       struct bus_socket **ret_socket)
{
        const struct bus_options options = {.kind = kind, .endpoint = endpoint, .bind = bind, .large = true};
        int r = bus_open(s->bus, &options, ret_socket);

        if (r == BUS_IN_USE)
                return err_fail("%s is in use: another duband runs this role here", endpoint);
        if (r > 0)
                return err_fail("%s cannot be opened: is the path longer than 100 characters?", endpoint);
        return r;
}

int wiring_bind(struct service *s, const char *name, struct bus_socket **ret_socket)
{
        char endpoint[SERVICE_PATH + 16];

        inside_endpoint(s, "ipc", name, endpoint, sizeof endpoint);
        return open_inside(s, BUS_ROUTER, true, endpoint, ret_socket);
}

int wiring_connect(struct service *s, const char *name, struct bus_socket **ret_socket)
{
        char endpoint[SERVICE_PATH + 16];

        inside_endpoint(s, "ipc", name, endpoint, sizeof endpoint);
        return open_inside(s, BUS_DEALER, false, endpoint, ret_socket);
}

int wiring_open_collector(struct wired_collector *wired, const char *transport)
{
        struct service *s = wired->service;
        const struct collector_options options = {
                .journal = s->journal,
                .state = s->state,
                .marks = s->marks,
                .alive_path = wired->alive,
        };
        char endpoint[SERVICE_PATH + 16];
        int r;

        snprintf(wired->alive, sizeof wired->alive, "%s/run/alive", s->dir);
        inside_endpoint(s, transport, "derived.ipc", endpoint, sizeof endpoint);
        r = open_inside(s, BUS_ROUTER, true, endpoint, &wired->derived);
        if (r == 0)
                r = collector_new(&options, &wired->collector);
        if (r == 0) {
                collector_set_inner(wired->collector, wired->derived);
                r = collector_resume(wired->collector);
        }
        return r ? err_trace(r) : 0;
}

void wiring_close_collector(struct wired_collector *wired)
{
        wired->collector = collector_free(wired->collector);
        wired->derived = bus_close(wired->derived);
}

int wiring_run_applier(void *context)
{
        struct service *s = context;
        struct applier *applier = NULL;
        int r = applier_new(s->journal, s->state, &applier);

        if (r == 0)
                r = applier_run(applier, s->marks, &s->stop);
        applier_free(applier);
        return r;
}

int wiring_run_notifier(void *context)
{
        struct wired_notifier *wired = context;
        struct service *s = wired->service;
        char endpoint[SERVICE_PATH + 16];
        const struct notifier_options options = {
                .journal = s->journal,
                .marks = s->marks,
                .bus = s->bus,
                .collector = endpoint,
                .wake_fd = s->wake_fd,
                .stop = &s->stop,
        };

        inside_endpoint(s, wired->transport, "derived.ipc", endpoint, sizeof endpoint);
        return notifier_run(&options);
}
