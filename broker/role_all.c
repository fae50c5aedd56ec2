/* role_all.c - everything as threads of one process: the thread that owns a client socket calls its worker
 * directly, so a report crosses no queue between the network and the journal. */
#include "broker/doors.h"
#include "broker/front.h"
#include "broker/roles.h"
#include "broker/thread.h"
#include "broker/wiring.h"

struct all {
        struct service *service;
        struct doors doors;
        struct wired_collector collector;
        struct query_worker *query;
};

static int run_reports(void *context)
{
        struct all *all = context;
        struct service *s = all->service;
        struct front_options options = {
                .kind = FRONT_REPORTS,
                .bus = s->bus,
                .gate = s->gate,
                .keys = &s->keys,
                .clients = all->doors.reports,
                .bell = &all->doors.bell,
                .service = collector_service(all->collector.collector),
                .wake_fd = s->wake_fd,
                .ready = service_ready,
                .ready_context = s,
                .stop = &s->stop,
        };

        return front_run(&options);
}

static int run_queries(void *context)
{
        struct all *all = context;
        struct service *s = all->service;
        const struct front_options options = {
                .kind = FRONT_QUERIES,
                .bus = s->bus,
                .gate = s->gate,
                .keys = &s->keys,
                .clients = all->doors.queries,
                .service = query_service(all->query),
                .wake_fd = s->wake_fd,
                .stop = &s->stop,
        };

        return front_run(&options);
}

static int open_all(struct all *all)
{
        struct service *s = all->service;
        const struct query_options query = {.journal = s->journal, .state = s->state, .marks = s->marks};
        int r = wiring_open_collector(&all->collector, "inproc");

        if (r == 0)
                r = query_new(&query, &all->query);
        if (r == 0)
                r = doors_open(s, &all->doors);
        if (r == 0)
                r = doors_test(s, &all->doors);
        return r == 0 ? doors_announce(s, &all->doors) : err_trace(r);
}

int role_all(struct service *s)
{
        struct all all = {.service = s, .collector = {.service = s}};
        struct wired_notifier notifier = {.service = s, .transport = "inproc"};
        struct thread threads[] = {
                {.name = "reports", .run = run_reports, .context = &all},
                {.name = "queries", .run = run_queries, .context = &all},
                {.name = "applier", .run = wiring_run_applier, .context = s},
                {.name = "notifier", .run = wiring_run_notifier, .context = &notifier},
        };
        int r = open_all(&all);

        if (r == 0)
                r = thread_run_all(s, threads, COUNT_OF(threads));
        doors_close(&all.doors);
        wiring_close_collector(&all.collector);
        query_free(all.query);
        return r;
}
