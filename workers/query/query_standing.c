/* query_standing.c - how a task stands by what people decided. */
#include "workers/query/query_standing.h"

#include "lib/model/suspension.h"
#include "proto/ids.h"
#include "workers/query/query_cycle.h"
#include "workers/query/query_entries.h"
#include "workers/query/query_outages.h"

/* The newest event of the kind about the task; → QUERY_MISSING when there is none. */
static int newest(struct inquiry *inquiry, uint64_t seq, enum event_kind kind, struct event *ret_event)
{
        return seq ? query_archive_told(inquiry->archive, seq, kind, inquiry->scratch, ret_event) : QUERY_MISSING;
}

static int read_suspension(struct inquiry *inquiry, struct standing *standing)
{
        struct event event;
        const int r = newest(inquiry, standing->pointers.suspension, EVENT_SUSPENSION, &event);

        if (r)
                return r == QUERY_MISSING ? 0 : query_pass(r);
        standing->suspended =
                !event.suspension.lifted &&
                (!day_is_set(event.suspension.until) || !day_before(event.suspension.until, inquiry->archive->today));
        if (standing->suspended)
                standing->suspended_until = event.suspension.until;
        return 0;
}

static int read_close(struct inquiry *inquiry, struct standing *standing)
{
        struct event event;
        const int r = newest(inquiry, standing->pointers.close, EVENT_CLOSE, &event);

        if (r)
                return r == QUERY_MISSING ? 0 : query_pass(r);
        standing->closed = !event.close.reopened;
        return 0;
}

static int read_return(struct inquiry *inquiry, struct standing *standing)
{
        struct event event;
        const int r = newest(inquiry, standing->pointers.returned, EVENT_RETURN, &event);

        if (r)
                return r == QUERY_MISSING ? 0 : query_pass(r);
        standing->returned = event.return_report.report_seq == standing->pointers.report;
        return 0;
}

int query_standing(struct inquiry *inquiry, const struct plan *plan, const struct task *task,
                   struct standing *ret_standing)
{
        struct query_archive *archive = inquiry->archive;
        struct standing standing = {.plan = plan, .task = task};
        int r;

        arena_reset(inquiry->scratch);
        r = query_archive_pointers(archive, ids_task((struct task_ref){plan->id, task->no}), &standing.pointers);
        if (!r)
                r = query_archive_policy(archive, &standing.policy);
        if (!r)
                r = query_outages_known(archive, &standing.outages);
        if (!r)
                r = read_suspension(inquiry, &standing);
        if (!r)
                r = read_close(inquiry, &standing);
        if (!r)
                r = read_return(inquiry, &standing);
        if (r)
                return query_pass(r);
        *ret_standing = standing;
        return 0;
}

/* -- what is owed -- */

/* A returned report on a later cycle says nothing about the one that ended: then it matters what came before. */
static int is_reported(struct inquiry *inquiry, const struct standing *standing, const struct duty *duty,
                       struct day end, bool *ret_reported)
{
        const uint64_t task = ids_task((struct task_ref){standing->plan->id, standing->task->no});
        struct task_state pointers = standing->pointers;

        if (standing->returned) {
                const struct day eve = cycle_eve(duty->cadence, pointers.report_day);
                const int r = query_archive_until(inquiry->archive, task, eve, &pointers);

                if (r)
                        return query_pass(r);
        }
        *ret_reported = query_cycle_reported(duty, end, pointers.report_day);
        return 0;
}

int query_standing_due(struct inquiry *inquiry, const struct standing *standing, struct day *ret_due, bool *ret_moved)
{
        const struct duty duty = cycle_duty(standing->task, standing->plan, standing->policy, &standing->outages);
        const struct day end = query_cycle_ended(&duty, inquiry->archive->today);
        bool reported = false;
        bool begun = false;
        int r;

        *ret_due = (struct day){0};
        if (!day_is_set(end) || standing->suspended || standing->closed)
                return 0;
        r = is_reported(inquiry, standing, &duty, end, &reported);
        if (!r && !reported)
                r = query_entries_begun(inquiry->archive, standing->plan, standing->task, end, &begun);
        if (r)
                return query_pass(r);
        if (begun)
                *ret_due = cycle_deadline(&duty, end, ret_moved);
        return 0;
}
