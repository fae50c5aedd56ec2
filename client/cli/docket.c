/* docket.c - records become entries; approvals and amendments decide them. */
#include "client/cli/docket.h"

#include <inttypes.h>

#include "client/cli/ask.h"
#include "proto/codec.h"

#define BIT(kind) (UINT64_C(1) << (kind))

uint64_t docket_kinds(void)
{
        return BIT(EVENT_PROPOSAL) | BIT(EVENT_APPROVAL) | BIT(EVENT_CORRECTION) | BIT(EVENT_RETURN) |
               BIT(EVENT_ACCEPT) | BIT(EVENT_EXTENSION) | BIT(EVENT_SUSPENSION) | BIT(EVENT_AMENDMENT) |
               BIT(EVENT_WITHDRAWAL);
}

bool docket_waits(const struct docket_entry *entry)
{
        const bool asked = entry->kind == EVENT_EXTENSION || entry->kind == EVENT_PROPOSAL;

        return asked && !entry->in_force && !entry->rejected;
}

static struct docket_entry *find(struct docket *docket, uint64_t seq)
{
        for (size_t i = 0; i < docket->entry.n; i++) {
                if (docket->entry.at[i].seq == seq)
                        return &docket->entry.at[i];
        }
        return NULL;
}

static void approve(struct docket *docket, const struct approval *approval)
{
        struct docket_entry *entry = find(docket, approval->proposal_seq);

        if (!entry)
                return;
        entry->approvals += approval->approved;
        entry->rejected = entry->rejected || !approval->approved;
}

static void amend(struct docket *docket, const struct amendment *amendment)
{
        struct docket_entry *entry = find(docket, amendment->proposal_seq);

        if (entry)
                entry->in_force = true;
}

/* As far as the event has them; false when it is no entry. */
static bool read_entry(const struct event *event, struct docket_entry *entry)
{
        switch (event->kind) {
        case EVENT_PROPOSAL:
                entry->part = event->proposal.part;
                entry->target = event->proposal.target;
                entry->until = event->proposal.due;
                entry->reason = event->proposal.reason;
                return true;
        case EVENT_EXTENSION:
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

/* The list doubles; the old place stays in the arena. */
static int put(struct docket *docket, struct arena *arena, struct docket_entry entry)
{
        entry.author = arena_copy(arena, entry.author);
        entry.department = arena_copy(arena, entry.department);
        entry.reason = arena_copy(arena, entry.reason);
        if (!entry.author.at || !entry.department.at || !entry.reason.at)
                return err_fail("out of memory");
        if (docket->entry.n == docket->room) {
                const size_t room = docket->room ? 2 * docket->room : 16;
                struct docket_entry *moved = arena_array(arena, room, sizeof *moved);

                if (!moved)
                        return err_fail("out of memory");
                if (docket->entry.n)
                        memcpy(moved, docket->entry.at, docket->entry.n * sizeof *moved);
                docket->entry.at = moved;
                docket->room = room;
        }
        docket->entry.at[docket->entry.n++] = entry;
        return 0;
}

int docket_add(struct docket *docket, struct arena *arena, const struct record_view *record, const struct event *event)
{
        const struct task_ref *task = event_task(event);
        struct docket_entry entry = {
                .seq = record->seq, .kind = event->kind, .author = record->author, .department = record->department};

        if (event->kind == EVENT_APPROVAL)
                approve(docket, &event->approval);
        if (event->kind == EVENT_AMENDMENT)
                amend(docket, &event->amendment);
        if (!task || (task->plan.len && !bytes_equal(task->plan, docket->plan)) || !read_entry(event, &entry))
                return 0;
        entry.task = task->no;
        return put(docket, arena, entry);
}

static int add_page(struct session *session, const struct answer *page, struct arena *keep, struct docket *docket)
{
        for (size_t i = 0; i < page->record.n; i++) {
                const struct record_view *record = &page->record.at[i];
                struct event event;
                struct flaw flaw;
                int r;

                if (record->kind > EVENT_WITHDRAWAL || !(docket_kinds() & BIT(record->kind)))
                        continue; /* of a service that does not know how to choose */
                if (record->event.len == 0) {
                        docket->withheld++;
                        continue;
                }
                r = codec_event(record->event, session->arena, &event, &flaw);
                if (r == 0)
                        r = docket_add(docket, keep, record, &event);
                if (r < 0)
                        return err_trace(r);
                if (r > 0)
                        return session_complain(session, CLI_NO_ANSWER, "日志 %" PRIu64 " 无法识别(%s)",
                                                "record %" PRIu64 " makes no sense (%s)", record->seq, flaw.field);
        }
        return 0;
}

/* Page by page in an arena of its own: the entries are few, the records may be millions. */
int docket_read(struct session *session, struct bytes plan, struct docket *ret_docket)
{
        ARENA struct arena *arena = arena_new(0);
        struct query query = {.ask = ASK_RECORDS, .from_seq = 1, .kinds = docket_kinds()};
        struct docket docket = {.plan = plan};
        struct session scan = *session;

        if (!arena)
                return err_fail("out of memory");
        scan.arena = arena;
        while (query.from_seq) {
                struct answer page;
                int r;

                arena_reset(arena);
                r = ask_once(&scan, &query, &page);
                session->client = scan.client;
                if (r == 0)
                        r = add_page(&scan, &page, session->arena, &docket);
                if (r)
                        return r;
                if (page.next_seq && page.next_seq <= query.from_seq)
                        return session_complain(session, CLI_NO_ANSWER, "服务的分页应答没有进展",
                                                "the service pages without getting on");
                query.from_seq = page.next_seq;
        }
        *ret_docket = docket;
        return 0;
}
