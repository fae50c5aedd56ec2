/* query_countersign.c - walks from the task's newest record back to its report. */
#include "workers/query/query_countersign.h"

enum { COUNTERSIGN_WORDS = 1024 }; /* bytes of a text that a row shows */

struct bytes query_countersign_reporter(const struct roster_member *author, const struct report *report)
{
        return author && author->member.role == ROLE_AGENT ? author->member.department : report->on_behalf_of;
}

static struct countersign_view *find(const struct task_view *view, struct bytes department)
{
        for (size_t i = 0; i < view->countersign.n; i++)
                if (bytes_equal(view->countersign.at[i].department, department))
                        return &view->countersign.at[i];
        return NULL;
}

/* One row a lead that did not make the report. */
static int list_leads(struct inquiry *inquiry, const struct task *task, struct bytes reporter, struct task_view *view)
{
        const int r = query_inquiry_take(inquiry, task->lead.n, sizeof *view->countersign.at, &view->countersign.at);

        for (size_t i = 0; !r && i < task->lead.n; i++)
                if (!bytes_equal(task->lead.at[i], reporter) && !find(view, task->lead.at[i]))
                        view->countersign.at[view->countersign.n++].department = task->lead.at[i];
        return r ? err_trace(r) : 0;
}

/* -- what they said -- */

static int copy_text(struct inquiry *inquiry, struct bytes text, struct bytes *ret_text)
{
        const char *copy;
        const bool cut = text.len > COUNTERSIGN_WORDS;

        if (cut)
                for (text.len = COUNTERSIGN_WORDS; text.len && (text.at[text.len] & 0xc0) == 0x80;)
                        text.len--;
        copy = arena_print(inquiry->arena, "%.*s%s", BYTES_ARG(text), cut ? "…" : "");
        if (!copy)
                return err_fail("the memory of an answer is spent");
        *ret_text = bytes_str(copy);
        return 0;
}

/* Newest first, so only a lead's last word to this report counts. */
static int note_word(struct inquiry *inquiry, const struct record *record, uint64_t report, bool reads,
                     struct task_view *view, size_t *left)
{
        struct query_archive *archive = inquiry->archive;
        const struct roster_member *author = query_roster_author(archive->roster, record->author, record->agent);
        struct countersign_view *row = author ? find(view, author->member.department) : NULL;
        struct event event;
        int r;

        if (!row || row->seq)
                return 0;
        r = query_archive_told(archive, record->seq, EVENT_COUNTERSIGN, inquiry->scratch, &event);
        if (r || event.countersign.report_seq != report)
                return query_pass(r);
        row->seq = record->seq;
        row->at = (uint64_t)record->at.ms;
        row->by = author->member.name;
        row->objection = event.countersign.objection;
        (*left)--;
        return reads ? copy_text(inquiry, event.countersign.text, &row->text) : 0;
}

static int walk_back(struct inquiry *inquiry, const struct task_state *pointers, bool reads, struct task_view *view)
{
        size_t left = view->countersign.n;
        uint64_t seq = pointers->head;
        struct record record;
        int r = 0;

        while (!r && left && seq > pointers->report) {
                r = query_archive_record(inquiry->archive, seq, &record);
                if (!r && record.kind == EVENT_COUNTERSIGN)
                        r = note_word(inquiry, &record, pointers->report, reads, view, &left);
                if (!r && record.prev_of_task >= seq) { /* a chain leads back, else it would never end */
                        inquiry->archive->damaged = seq;
                        r = QUERY_DAMAGED;
                }
                seq = record.prev_of_task;
        }
        return query_pass(r);
}

/* -- who is waited for -- */

/* A collective cannot speak, and history is past waiting. */
static void mark_silent(struct inquiry *inquiry, const struct plan *plan, struct task_view *view)
{
        const struct query_archive *archive = inquiry->archive;
        size_t n = 0;

        for (size_t i = 0; i < view->countersign.n; i++) {
                struct countersign_view row = view->countersign.at[i];

                row.keyless = !row.seq && !query_roster_speaks(archive->roster, row.department, archive->now.today);
                if (row.seq || !plan->backfill)
                        view->countersign.at[n++] = row;
        }
        view->countersign.n = n;
}

int query_countersign(struct inquiry *inquiry, const struct standing *standing, struct bytes reporter, bool reads,
                      struct task_view *view)
{
        int r;

        if (!standing->pointers.report || standing->returned)
                return 0;
        r = list_leads(inquiry, standing->task, reporter, view);
        if (!r)
                r = walk_back(inquiry, &standing->pointers, reads, view);
        if (!r)
                mark_silent(inquiry, standing->plan, view);
        return query_pass(r);
}

static int read_reporter(struct inquiry *inquiry, uint64_t seq, struct bytes *ret_department)
{
        struct query_archive *archive = inquiry->archive;
        struct record record;
        struct event event;
        const int r = query_archive_event(archive, seq, inquiry->scratch, &record, &event);

        if (!r)
                *ret_department = query_countersign_reporter(
                        query_roster_author(archive->roster, record.author, record.agent),
                        event.kind == EVENT_CORRECTION ? event.correction.report : &event.report);
        return query_pass(r);
}

int query_countersign_waits(struct inquiry *inquiry, const struct standing *standing, struct bytes department,
                            bool *ret_waits)
{
        const uint64_t report = standing->pointers.report;
        struct task_view view = {0};
        struct bytes reporter;
        int r;

        *ret_waits = false;
        if (!report || standing->suspended || standing->closed)
                return 0;
        r = read_reporter(inquiry, report, &reporter);
        if (!r)
                r = query_countersign(inquiry, standing, reporter, false, &view);
        for (size_t i = 0; !r && i < view.countersign.n; i++) {
                const struct countersign_view *row = &view.countersign.at[i];

                *ret_waits |=
                        !row->seq && !row->keyless && (!department.len || bytes_equal(row->department, department));
        }
        return query_pass(r);
}
