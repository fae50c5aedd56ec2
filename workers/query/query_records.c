/* query_records.c - questions about records: history of a task, records onward from a sequence. */
#include "proto/codec.h"
#include "workers/query/query_asks.h"
#include "workers/query/query_entries.h"

enum {
        HISTORY_ROWS = 50,
        SCAN_MAX = 20000, /* records looked at for one page */
};

/* -- who may read what a record says -- */

enum reading { /* closed unless said otherwise */
               READ_TEXTS, /* the words of a department: its own task, or a role that reads texts */
               READ_KEYS, /* says public keys */
               READ_LINK, /* of a department's link: its own, or a role that reads texts */
               READ_ALL,
};

static const enum reading READINGS[EVENT_KIND_END] = {
        [EVENT_GENESIS] = READ_KEYS,      [EVENT_TICK] = READ_ALL,          [EVENT_RESUMED] = READ_ALL,
        [EVENT_CLOCK_ADVANCE] = READ_ALL, [EVENT_CLOCK_CONFIRM] = READ_ALL, [EVENT_ROSTER_CHANGE] = READ_KEYS,
        [EVENT_POLICY] = READ_ALL,        [EVENT_PLAN_CHUNK] = READ_ALL,    [EVENT_PLAN_IN_FORCE] = READ_ALL,
        [EVENT_APPROVAL] = READ_ALL,      [EVENT_REMARK] = READ_ALL,        [EVENT_SIGNING] = READ_ALL,
        [EVENT_SUSPENSION] = READ_ALL,    [EVENT_CLOSE] = READ_ALL,         [EVENT_RESTORED] = READ_ALL,
        [EVENT_JUDGE_VERSION] = READ_ALL, [EVENT_LETTER_SIGNED] = READ_ALL, [EVENT_BULLETIN_CLOSED] = READ_ALL,
        [EVENT_AMENDMENT] = READ_ALL,     [EVENT_WITHDRAWAL] = READ_ALL,    [EVENT_VERDICT] = READ_ALL,
        [EVENT_ALERT] = READ_ALL,         [EVENT_LINK] = READ_LINK,
};

/* Does the asker's department have a part in the task of the record? */
static int owns(struct inquiry *inquiry, uint64_t id, bool *ret_owns)
{
        struct task task;
        int r;

        *ret_owns = false;
        if (!id)
                return 0;
        arena_reset(inquiry->scratch);
        r = query_entries_task(inquiry->archive, id, inquiry->scratch, &task);
        if (r)
                return r == QUERY_MISSING ? 0 : query_pass(r);
        *ret_owns = plan_has_duty(&task, inquiry->asker->member.department);
        return 0;
}

/* The alert about the clock, which has no department either, is for all. */
static int reads_link(struct inquiry *inquiry, const struct record *record, bool *ret_reads)
{
        struct bytes department;
        struct event event;
        struct flaw flaw;
        int r;

        *ret_reads = false;
        arena_reset(inquiry->scratch);
        r = codec_event(record->payload, inquiry->scratch, &event, &flaw);
        if (r)
                return r < 0 ? err_trace(r) : 0;
        department = record->kind == EVENT_LINK ? event.link.department : event.alert.alert.department;
        *ret_reads = department.len == 0 || query_inquiry_reads_link(inquiry, department);
        return 0;
}

static enum reading reading_of(const struct record *record)
{
        if (record->kind == EVENT_ALERT && record->task == 0)
                return READ_LINK;
        return (unsigned)record->kind < EVENT_KIND_END ? READINGS[record->kind] : READ_TEXTS;
}

static int reads(struct inquiry *inquiry, const struct record *record, bool *ret_reads)
{
        const enum reading reading = reading_of(record);

        if (reading == READ_LINK)
                return reads_link(inquiry, record, ret_reads);
        if (reading == READ_TEXTS && !roster_reads_texts(inquiry->asker->member.role))
                return owns(inquiry, record->task, ret_reads);
        *ret_reads = reading != READ_KEYS || query_inquiry_reads_keys(inquiry);
        return 0;
}

/* -- records -- */

/* Adds the record to the answer, or says that the page is full. → QUERY_PAGE_FULL */
static int add_record(struct inquiry *inquiry, const struct record *record)
{
        const struct roster_member *author =
                query_roster_author(inquiry->archive->roster, record->author, record->agent);
        struct record_view *view = &inquiry->answer.record.at[inquiry->answer.record.n];
        struct answer row = {0};
        bool ok;
        int r = reads(inquiry, record, &ok);

        if (r)
                return query_pass(r);
        *view = (struct record_view){
                .seq = record->seq,
                .at = (uint64_t)record->at.ms,
                .kind = (uint32_t)record->kind,
                .hash = arena_copy(inquiry->arena, bytes_of(record->hash, HASH_SIZE)),
                .event = ok ? record->payload : (struct bytes){0},
                .epoch = record->epoch,
        };
        if (!view->hash.at)
                return err_fail("the memory of an answer is spent");
        if (author) {
                view->author = author->member.name;
                view->department = author->member.department;
        }
        row.record.at = view;
        row.record.n = 1;
        r = query_inquiry_fits(inquiry, &row, &ok);
        if (r)
                return query_pass(r);
        if (!ok)
                return QUERY_PAGE_FULL;
        inquiry->answer.record.n++;
        return 0;
}

static int room_for_records(struct inquiry *inquiry, uint32_t rows)
{
        return query_inquiry_take(inquiry, rows, sizeof(struct record_view), &inquiry->answer.record.at);
}

/* The newest record of the asked task, or the one to go on from. */
static int history_start(struct inquiry *inquiry, uint64_t task, uint64_t *ret_seq)
{
        struct task_state pointers;
        struct record record;
        uint64_t seq = inquiry->query.from_seq;
        int r;

        if (!seq) {
                r = query_archive_pointers(inquiry->archive, task, &pointers);
                if (r)
                        return query_pass(r);
                *ret_seq = pointers.head;
                return 0;
        }
        if (seq > inquiry->archive->head)
                return query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "from_seq");
        r = query_archive_record(inquiry->archive, seq, &record);
        if (r)
                return query_pass(r);
        if (record.task != task)
                return query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "from_seq");
        *ret_seq = seq;
        return 0;
}

static int walk_back(struct inquiry *inquiry, uint64_t seq, uint32_t rows)
{
        struct answer *answer = &inquiry->answer;
        struct record record;
        int r;

        while (seq && answer->record.n < rows) {
                r = query_archive_record(inquiry->archive, seq, &record);
                if (!r)
                        r = add_record(inquiry, &record);
                if (r == QUERY_PAGE_FULL)
                        break;
                if (r)
                        return query_pass(r);
                if (record.prev_of_task >= seq) { /* a chain leads back, else it would never end */
                        inquiry->archive->damaged = seq;
                        return QUERY_DAMAGED;
                }
                seq = record.prev_of_task;
        }
        answer->next_seq = seq;
        return 0;
}

/* Is there such a task, in the plan in force or in what was ever said? */
static int history_known(struct inquiry *inquiry, uint64_t task, uint64_t head)
{
        struct task entry;
        int r;

        if (head)
                return 0;
        arena_reset(inquiry->scratch);
        r = query_entries_task(inquiry->archive, task, inquiry->scratch, &entry);
        return r == QUERY_MISSING ? query_inquiry_refuse(inquiry, CODE_NOT_FOUND, "task.no") : query_pass(r);
}

int query_records_history(struct inquiry *inquiry)
{
        uint32_t rows = query_inquiry_rows(inquiry, HISTORY_ROWS);
        uint64_t task = 0, seq = 0;
        int r = query_inquiry_task(inquiry, &task);

        if (!r && !task)
                r = query_inquiry_refuse(inquiry, CODE_BAD_QUERY, "task.no");
        if (!r)
                r = history_start(inquiry, task, &seq);
        if (!r)
                r = history_known(inquiry, task, seq);
        if (!r)
                r = room_for_records(inquiry, rows);
        return r ? query_pass(r) : walk_back(inquiry, seq, rows);
}

/* By the header alone: a record that is left out is not decoded. */
static bool is_asked_for(const struct query *query, enum event_kind kind)
{
        const uint64_t kinds = query->alerts_only ? UINT64_C(1) << EVENT_ALERT : query->kinds;

        return !kinds || ((unsigned)kind < 64 && kinds >> kind & 1);
}

/* Here the answer speaks for the whole journal (or for all up to as_of), not for what is applied: who reads on
 * until next_seq is 0 has everything through through_seq. */
int query_records_onward(struct inquiry *inquiry)
{
        const struct query *query = &inquiry->query;
        struct answer *answer = &inquiry->answer;
        uint32_t rows = query_inquiry_rows(inquiry, QUERY_ROWS_MAX);
        uint64_t head = inquiry->archive->head;
        uint64_t seq = query->from_seq ? query->from_seq : 1;
        uint64_t from = seq;
        struct record record;
        int r = room_for_records(inquiry, rows);

        while (!r && seq <= head && answer->record.n < rows && seq - from < SCAN_MAX) {
                r = query_archive_record(inquiry->archive, seq, &record);
                if (!r && is_asked_for(query, record.kind))
                        r = add_record(inquiry, &record);
                if (!r)
                        seq++;
        }
        if (r && r != QUERY_PAGE_FULL)
                return query_pass(r);
        answer->through_seq = head;
        answer->next_seq = seq <= head ? seq : 0;
        return 0;
}
