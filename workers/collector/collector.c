/* collector.c - a request in, records in the batch, answers when it is durable. */
/*~ Second stop of the tour: the broker has said whose key it is, now it is decided what becomes a record. Read
 * take_record() for the three things a number can be, take_next() for "decode, decide, append", and turn() for
 * the promise: commit first, acknowledge after. Next: lib/store/journal.c. */
#include "workers/collector/collector_internal.h"

#include <stdlib.h>

#include "proto/ids.h"
#include "proto/limits.h"

enum { CLOCK_LOOK_US = 1000000 };

/* -- putting records into the batch -- */

/* The batch is lost to a full disk: everything prepared since the last commit goes back. */
static void roll_back(struct collector *c)
{
        for (size_t i = c->undo.n; i-- > 0;)
                undo_apply(&c->undo.at[i], c->book);
        c->undo.n = 0;
        c->pending = 0;
        c->bell_bytes = c->bell_bytes_durable;
        c->bell_end = c->bell_durable;
        *c->bell_end = NULL;
        c->is_full = true;
}

int collector_append(struct collector *c, struct record *draft)
{
        struct book_stream *stream = book_stream(c->book, draft->agent, draft->stream);
        struct book_task *task = NULL;
        const bool is_new = !stream;
        int r = draft->task ? book_task_need(c->book, draft->task, &task) : 0;

        if (r == 0 && is_new)
                r = book_stream_new(c->book, draft->agent, draft->stream, &stream);
        if (r == 0)
                r = undo_note(&c->undo, c->book, stream, is_new, task);
        if (r)
                return err_trace(r);
        draft->epoch = c->book->epoch;
        draft->at = c->clock.now(c->clock.context);
        draft->prev_of_stream = stream->head;
        draft->prev_of_task = task ? task->head : 0;
        r = journal_add(c->journal, draft);
        if (r == JOURNAL_FULL) {
                roll_back(c);
                return COLLECTOR_FULL;
        }
        if (r)
                return err_trace(r);
        stream->number = draft->number;
        stream->head = draft->seq;
        memcpy(stream->hash, draft->hash, HASH_SIZE);
        if (task)
                book_task_note(task, draft);
        c->pending++;
        return 0;
}

int collector_commit(struct collector *c)
{
        int r;

        if (c->pending == 0)
                return 0;
        r = journal_commit(c->journal);
        if (r == JOURNAL_FULL) {
                roll_back(c);
                return COLLECTOR_FULL;
        }
        if (r)
                return err_trace(r);
        c->pending = 0;
        c->undo.n = 0;
        c->bell_durable = c->bell_end;
        c->bell_bytes_durable = c->bell_bytes;
        return 0;
}

/* Records that change what later ones are judged by: durable at once, then folded into the book. */
static int commit_and_fold(struct collector *c, const struct record *record, const struct event *event)
{
        int r = collector_commit(c);

        if (r)
                return r;
        r = journal_read_begin(c->reader);
        if (r)
                return err_trace(r);
        r = book_apply(c->book, record, event, c->reader);
        journal_read_end(c->reader);
        return r ? err_trace(r) : 0;
}

int collector_append_own(struct collector *c, const struct event *event, struct record *ret_record)
{
        static const uint8_t OWN_STREAM[STREAM_SIZE] = {0};
        const struct book_stream *own = book_stream(c->book, ID_COLLECTOR, OWN_STREAM);
        const struct task_ref *task = event_task(event);
        struct record record = {
                .kind = event->kind,
                .author = ID_COLLECTOR,
                .agent = ID_COLLECTOR,
                .number = own ? own->number + 1 : 1,
                .task = task && task->no ? book_task_id(c->book, *task) : 0,
                .day = event_day(event),
        };
        int r;

        arena_reset(c->own);
        r = codec_put_event(event, c->own, &record.payload);
        if (r == 0)
                r = collector_append(c, &record);
        if (r == 0 && event->kind == EVENT_ALERT)
                r = collector_note_alert(c, record.seq, record.payload);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret_record = record;
        return 0;
}

int collector_say(struct collector *c, const struct event *event)
{
        struct record record;
        int r = collector_append_own(c, event, &record);

        return r ? r : commit_and_fold(c, &record, event);
}

/* -- one record of a batch -- */

struct taking { /* one batch being taken */
        uint64_t key_id;
        struct book_member member; /* a copy: a roster change inside the batch may move the book's */
        struct round_answer *answer;
        uint64_t number;
        struct bytes bytes;
};

static struct record draft_of(const struct taking *t, enum event_kind kind)
{
        struct record record = {
                .kind = kind,
                .author = t->key_id,
                .agent = t->member.id,
                .number = t->number,
                .payload = t->bytes,
        };

        memcpy(record.stream, t->answer->stream, STREAM_SIZE);
        return record;
}

/* A final refusal uses up its number and is a record, so that it is given again for ever. */
static int record_refusal(struct collector *c, const struct taking *t, const struct flaw *flaw)
{
        uint8_t hash[HASH_SIZE];
        struct event event = {.kind = EVENT_REFUSED};
        struct record record = draft_of(t, EVENT_REFUSED);
        struct refusal *refusal;
        int r;

        ids_hash(t->bytes, hash);
        event.refused = (struct refused){
                .code = flaw->code,
                .field = bytes_str(flaw->field),
                .hash = bytes_of(hash, HASH_SIZE),
                .length = (uint32_t)t->bytes.len,
        };
        r = codec_put_event(&event, c->own, &record.payload);
        if (r == 0)
                r = collector_append(c, &record);
        if (r)
                return r < 0 ? err_trace(r) : r;
        r = round_refuse(&c->round, t->answer, t->number, flaw->code, flaw->field, &refusal);
        if (r == 0)
                refusal->seq = record.seq;
        return r ? err_trace(r) : 0;
}

int collector_refuse_run(struct collector *c, const struct collector_no *no, struct refusal **ret_refusal)
{
        int r = round_refuse(&c->round, no->answer, no->number, no->code, no->field, ret_refusal);

        if (r)
                return err_trace(r);
        tally_add(&c->tally, no->key_id, no->code, c->clock.now(c->clock.context));
        return COLLECTOR_STOP;
}

static int refuse_run(struct collector *c, const struct taking *t, enum code code, const char *field)
{
        const struct collector_no no = {t->answer, t->key_id, t->number, code, field};
        struct refusal *refusal;

        return collector_refuse_run(c, &no, &refusal);
}

/* An event that refers to earlier records is judged with all of those on the disk. What follows from it is found
 * in the same snapshot. */
static int judge_authority(struct collector *c, const struct taking *t, const struct event *event, struct flaw *flaw,
                           struct event *ret_then)
{
        const struct authority_case question = {c->book, &t->member, t->key_id, event, c->reader};
        int r;

        ret_then->kind = EVENT_NONE;
        if (!authority_reads_journal(event->kind))
                return authority_check(&question, flaw);
        r = collector_commit(c);
        if (r)
                return r;
        r = journal_read_begin(c->reader);
        if (r)
                return err_trace(r);
        r = authority_check(&question, flaw);
        if (r == 0 && event->kind == EVENT_APPROVAL)
                r = authority_amendment(&question, c->scratch, ret_then);
        journal_read_end(c->reader);
        return r;
}

/* The last approval and the amendment that follows from it are one batch: no crash comes between them. */
static int accept_event(struct collector *c, const struct taking *t, const struct event *event,
                        const struct event *then)
{
        const struct task_ref *task = event_task(event);
        struct record record = draft_of(t, event->kind);
        int r;

        record.task = task && task->no ? book_task_id(c->book, *task) : 0;
        record.day = event_day(event);
        r = collector_append(c, &record);
        if (r)
                return r;
        if (then->kind != EVENT_NONE)
                return collector_say(c, then);
        if (book_needs_event(event->kind)) {
                r = commit_and_fold(c, &record, event);
                if (r)
                        return r;
        }
        return event->kind == EVENT_CLOCK_ADVANCE   ? collector_advance(c, event->clock_advance.to)
               : event->kind == EVENT_CLOCK_CONFIRM ? collector_confirm_clock(c)
                                                    : 0;
}

/* The next number of its stream: decode, decide, append. */
static int take_next(struct collector *c, const struct taking *t)
{
        struct event event;
        struct event then;
        struct flaw flaw = {0};
        int r;

        arena_reset(c->scratch);
        arena_reset(c->own);
        r = authority_check_kind(&t->member, (enum event_kind)wire_event_kind(t->bytes), &flaw);
        if (r == 0)
                r = codec_event(t->bytes, c->scratch, &event, &flaw);
        if (r == 0)
                r = judge_authority(c, t, &event, &flaw, &then);
        if (r == CODEC_BAD && code_row(flaw.code)->cost != CODE_CONSUMES)
                return refuse_run(c, t, flaw.code, flaw.field);
        if (r == CODEC_BAD)
                return record_refusal(c, t, &flaw);
        if (r)
                return r < 0 ? err_trace(r) : r;
        return accept_event(c, t, &event, &then);
}

/* -- one batch -- */

/* Who says this is looked up for every record: an earlier one of the batch may have revoked the key. */
static bool may_go_on(const struct collector *c, struct taking *t)
{
        const struct book_key *key = book_key(c->book, t->key_id);

        if (key)
                t->member = *book_member(c->book, key->member);
        return key != NULL;
}

static int take_record(struct collector *c, struct taking *t, struct resend *resend)
{
        const struct book_stream *stream = book_stream(c->book, t->answer->agent, t->answer->stream);
        const uint64_t mark = stream ? stream->number : 0;

        if (!may_go_on(c, t))
                return refuse_run(c, t, CODE_UNKNOWN_KEY, "");
        if (t->number <= mark)
                return resend_check(c, resend, t->answer, t->number, t->bytes);
        if (t->number > mark + 1)
                return refuse_run(c, t, CODE_GAP, "first_number"); /* round_send says which was expected */
        return c->is_full || c->is_down ? COLLECTOR_FULL : take_next(c, t);
}

static int take_records(struct collector *c, struct batch_walk *walk, struct taking *t)
{
        struct resend resend = {.agent = t->answer->agent, .stream = t->answer->stream, .key_id = t->key_id};
        int r = 0;

        t->number = walk->first_number;
        while (r == 0 && wire_batch_next(walk, &t->bytes) == 0) {
                r = take_record(c, t, &resend);
                if (r == 0 || r == COLLECTOR_FULL)
                        t->answer->last = t->number;
                t->number++;
        }
        resend_done(&resend);
        return r == COLLECTOR_STOP || r == COLLECTOR_FULL ? 0 : r;
}

static int take(void *self, const struct link_request *request, const struct link_sink *sink)
{
        struct collector *c = self;
        const struct book_key *key = book_key(c->book, request->key_id);
        struct taking t = {0};
        struct batch_walk walk;
        enum code code;
        const char *field;
        int r = round_add(&c->round, &request->route, &t.answer);

        (void)sink;
        if (r)
                return err_trace(r);
        if (!key)
                return round_refuse(&c->round, t.answer, 0, CODE_UNKNOWN_KEY, "", NULL);
        t.key_id = key->id;
        if (wire_batch_open(request->body, &walk, &code, &field)) {
                r = refuse_run(c, &t, code, field);
                return r == COLLECTOR_STOP ? 0 : r;
        }
        t.answer->agent = key->member;
        memcpy(t.answer->stream, walk.stream.at, STREAM_SIZE);
        r = walk.keeps_link ? collector_link_heard(c, t.answer->agent) : 0;
        return r ? err_trace(r) : take_records(c, &walk, &t);
}

/* -- the end of a round -- */

static int turn(void *self, const struct link_sink *sink)
{
        struct collector *c = self;
        int r = collector_commit(c);

        if (r == 0 && c->clock.mono(c->clock.context).us - c->last_mono.us >= CLOCK_LOOK_US)
                r = collector_mind_clock(c);
        if (r == COLLECTOR_FULL)
                r = 0; /* the answers say so */
        if (r == 0)
                r = collector_tell(c, sink);
        if (r == 0 && !round_is_empty(&c->round))
                r = round_send(&c->round, c->book, sink);
        round_reset(&c->round);
        c->is_full = false;
        return r ? err_trace(r) : 0;
}

static int patience(void *self)
{
        const struct collector *c = self;

        return c->book->roster_changed ? 0 : 1000; /* somebody waits for the keys; else the clock wants a look */
}

static int inner_ready(void *self, const struct link_sink *sink)
{
        (void)sink;
        return collector_serve_inner(self);
}

static int greet(void *self)
{
        struct collector *c = self;

        c->book->roster_changed = true;
        return 0;
}

struct link_service collector_service(struct collector *c)
{
        return (struct link_service){c, take, turn, patience, c->inner, inner_ready, greet};
}
