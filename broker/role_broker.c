/* role_broker.c - the front desk as a process of its own: no journal, no state, only the network. */
#include "broker/doors.h"
#include "broker/front.h"
#include "broker/roles.h"
#include "broker/thread.h"
#include "broker/wiring.h"
#include "lib/bus/link_serve.h"

struct desk { /* one front and the way to its worker */
        struct service *service;
        struct doors *doors;
        enum front_kind kind;
};

static int run_desk(void *context)
{
        struct desk *desk = context;
        struct service *s = desk->service;
        struct bus_socket *link = NULL;
        struct link_forward *forward = NULL;
        struct front_options options = {
                .kind = desk->kind,
                .bus = s->bus,
                .gate = s->gate,
                .keys = &s->keys,
                .clients = desk->kind == FRONT_REPORTS ? desk->doors->reports : desk->doors->queries,
                .bell = desk->kind == FRONT_REPORTS ? &desk->doors->bell : NULL,
                .wake_fd = s->wake_fd,
                .ready = desk->kind == FRONT_REPORTS ? service_ready : NULL,
                .ready_context = s,
                .stop = &s->stop,
        };
        int r = wiring_connect(s, desk->kind == FRONT_REPORTS ? "collector.ipc" : "query.ipc", &link);

        if (r == 0)
                r = link_forward_new(link, &forward);
        if (r == 0) {
                options.service = link_forward_service(forward);
                r = front_run(&options);
        }
        link_forward_free(forward);
        bus_close(link);
        return r;
}

int role_broker(struct service *s)
{
        struct doors doors = {0};
        struct desk reports = {s, &doors, FRONT_REPORTS};
        struct desk queries = {s, &doors, FRONT_QUERIES};
        struct thread threads[] = {
                {.name = "reports", .run = run_desk, .context = &reports},
                {.name = "queries", .run = run_desk, .context = &queries},
        };
        int r = doors_open(s, &doors);

        if (r == 0)
                r = doors_test(s, &doors);
        if (r == 0)
                r = doors_announce(s, &doors);
        if (r == 0)
                r = thread_run_all(s, threads, COUNT_OF(threads));
        doors_close(&doors);
        return r ? err_trace(r) : 0;
}
