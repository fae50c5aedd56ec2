/* role_workers.c - collector, notifier and query, each as a process of its own. */
#include "broker/roles.h"
#include "broker/thread.h"
#include "broker/wiring.h"
#include "lib/bus/link_serve.h"

static int serve(struct service *s, const char *name, struct link_service service)
{
        const struct link_serve_options options = {.service = service, .wake_fd = s->wake_fd, .stop = &s->stop};
        struct link_serve_options serving = options;
        int r = wiring_bind(s, name, &serving.link);

        if (r == 0) {
                service_ready(s);
                r = link_serve(&serving);
        }
        bus_close(serving.link);
        return r;
}

static int run_collector(void *context)
{
        struct wired_collector *wired = context;
        int r = wiring_open_collector(wired, "ipc");

        if (r == 0)
                r = serve(wired->service, "collector.ipc", collector_service(wired->collector));
        wiring_close_collector(wired);
        return r;
}

int role_collector(struct service *s)
{
        struct wired_collector wired = {.service = s};
        struct thread threads[] = {
                {.name = "collector", .run = run_collector, .context = &wired},
                {.name = "applier", .run = wiring_run_applier, .context = s},
        };

        return thread_run_all(s, threads, COUNT_OF(threads));
}

int role_notifier(struct service *s)
{
        struct wired_notifier wired = {.service = s, .transport = "ipc"};
        struct thread thread = {.name = "notifier", .run = wiring_run_notifier, .context = &wired};

        service_ready(s);
        return thread_run_all(s, &thread, 1);
}

static int run_query(void *context)
{
        struct service *s = context;
        const struct query_options options = {.journal = s->journal, .state = s->state, .marks = s->marks};
        struct query_worker *worker = NULL;
        int r = query_new(&options, &worker);

        if (r == 0)
                r = serve(s, "query.ipc", query_service(worker));
        query_free(worker);
        return r;
}

int role_query(struct service *s)
{
        struct thread thread = {.name = "query", .run = run_query, .context = s};

        return thread_run_all(s, &thread, 1);
}
