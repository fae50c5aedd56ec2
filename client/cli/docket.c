/* docket.c - records become entries; approvals and amendments decide them. */
#include "client/cli/docket.h"

#include "client/cli/grow.h"

static struct docket_entry *find(const struct docket *docket, uint64_t seq)
{
        size_t low = 0;
        size_t high = docket->entry.n;

        while (low < high) {
                const size_t middle = low + (high - low) / 2;

                if (docket->entry.at[middle].seq < seq)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low < docket->entry.n && docket->entry.at[low].seq == seq ? &docket->entry.at[low] : NULL;
}

const struct docket_entry *docket_find(const struct docket *docket, uint64_t seq)
{
        return find(docket, seq);
}

/* -- deciding -- */

static bool counts(const struct docket_entry *entry, struct bytes approver)
{
        for (size_t i = 0; i < entry->approver.n; i++) {
                if (bytes_equal(entry->approver.at[i], approver))
                        return false;
        }
        return !bytes_equal(entry->author, approver);
}

static int approve(struct arena *arena, struct docket_entry *entry, struct bytes approver)
{
        if (!counts(entry, approver))
                return 0;
        entry->approver.at =
                grow(arena, entry->approver.at, entry->approver.n, 1, &entry->approver_room, sizeof approver);
        approver = arena_copy(arena, approver);
        if (!entry->approver.at || !approver.at)
                return err_fail("out of memory");
        entry->approver.at[entry->approver.n++] = approver;
        return 0;
}

static int decide(struct docket *docket, const struct approval *approval, struct bytes approver)
{
        struct docket_entry *entry = find(docket, approval->proposal_seq);

        if (!entry || entry->state != DOCKET_OPEN)
                return 0;
        if (approval->approved)
                return approve(docket->arena, entry, approver);
        entry->state = DOCKET_REJECTED;
        return 0;
}

static void amend(struct docket *docket, const struct amendment *amendment)
{
        struct docket_entry *entry = find(docket, amendment->proposal_seq);

        if (entry)
                entry->state = DOCKET_HOLDS;
}

/* -- entries -- */

/* As far as the event has them; false when it is no entry. */
static bool read_entry(const struct event *event, struct docket_entry *entry)
{
        switch (event->kind) {
        case EVENT_PROPOSAL:
                entry->state = DOCKET_OPEN;
                entry->part = event->proposal.part;
                entry->target = event->proposal.target;
                entry->until = event->proposal.due;
                entry->reason = event->proposal.reason;
                return true;
        case EVENT_EXTENSION:
                entry->state = DOCKET_OPEN;
                entry->part = event->extension.part;
                entry->until = event->extension.new_due;
                entry->reason = event->extension.reason;
                return true;
        case EVENT_ACCEPT:
                entry->part = event->accept.part;
                entry->until = event->accept.until;
                entry->reason = event->accept.reason;
                return true;
        case EVENT_SUSPENSION:
                entry->until = event->suspension.until;
                entry->reason = event->suspension.reason;
                return !event->suspension.lifted;
        case EVENT_CORRECTION:
                entry->reason = event->correction.reason;
                return true;
        case EVENT_RETURN:
                entry->reason = event->return_report.reason;
                return true;
        case EVENT_WITHDRAWAL:
                entry->part = event->withdrawal.alert.part;
                entry->reason = event->withdrawal.reason;
                return true;
        default:
                return false;
        }
}

static int put(struct docket *docket, struct docket_entry entry)
{
        struct arena *arena = docket->arena;

        entry.author = arena_copy(arena, entry.author);
        entry.department = arena_copy(arena, entry.department);
        entry.reason = arena_copy(arena, entry.reason);
        docket->entry.at = grow(arena, docket->entry.at, docket->entry.n, 1, &docket->room, sizeof entry);
        if (!docket->entry.at || !entry.author.at || !entry.department.at || !entry.reason.at)
                return err_fail("out of memory");
        docket->entry.at[docket->entry.n++] = entry;
        return 0;
}

int docket_add(struct docket *docket, const struct record_view *record, const struct event *event, struct bytes plan)
{
        struct docket_entry entry = {.seq = record->seq,
                                     .at = record->at,
                                     .kind = event->kind,
                                     .state = DOCKET_HOLDS,
                                     .author = record->author,
                                     .department = record->department};

        if (event->kind == EVENT_APPROVAL)
                return decide(docket, &event->approval, record->author);
        if (event->kind == EVENT_AMENDMENT)
                amend(docket, &event->amendment);
        if (!bytes_equal(plan, docket->plan) || !read_entry(event, &entry))
                return 0;
        entry.task = event_task(event)->no;
        return put(docket, entry);
}

/* -- reading -- */

static int take(void *context, const struct record_view *record, const struct event *event, struct bytes plan)
{
        struct docket *docket = context;

        docket->withheld += event == NULL;
        return event ? docket_add(docket, record, event, plan) : 0;
}

int docket_read(struct session *session, struct bytes plan, uint64_t kinds, uint64_t through_seq,
                struct docket *ret_docket)
{
        struct docket docket = {.arena = session->arena, .plan = plan};
        int r = records_walk(session, kinds, through_seq, take, &docket);

        if (r == 0)
                *ret_docket = docket;
        return r;
}
