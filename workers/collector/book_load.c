/* book_load.c - the book at start: state/ first, then the journal's tail. */
#include "lib/store/state_walk.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/collector/book_fold.h"

struct load {
        struct book *book;
        struct journal_reader *journal;
        struct state_reader *state;
        struct arena *arena;
};

static int load_member(void *context, uint64_t id, struct bytes encoded)
{
        struct load *load = context;
        struct member member;
        struct flaw flaw;

        (void)id;
        arena_reset(load->arena);
        if (codec_member(encoded, load->arena, &member, &flaw))
                return err_fail("a member in state is not readable: %s", flaw.field);
        return book_put_member(load->book, &member);
}

static int load_key(void *context, uint64_t id, struct bytes encoded)
{
        struct load *load = context;
        struct key key;
        struct flaw flaw;

        (void)id;
        arena_reset(load->arena);
        if (codec_key(encoded, load->arena, &key, &flaw))
                return err_fail("a key in state is not readable: %s", flaw.field);
        return book_put_key(load->book, &key);
}

static int load_task(void *context, uint64_t id, struct bytes encoded)
{
        struct load *load = context;
        struct task task;
        struct task_state state = {0};
        struct book_task *entry;
        struct flaw flaw;
        int r;

        arena_reset(load->arena);
        if (codec_task(encoded, load->arena, &task, &flaw))
                return err_fail("a task in state is not readable: %s", flaw.field);
        r = state_task(load->state, id, &state);
        if (r < 0)
                return err_trace(r);
        r = book_task_new(load->book, id, &state, &entry);
        if (r == 0)
                r = book_put_task(load->book, id, &task);
        return r ? err_trace(r) : book_read_amendment(load->book, entry, load->journal);
}

static int load_plan(struct load *load)
{
        struct bytes encoded;
        struct plan plan;
        struct flaw flaw;
        uint64_t seq;
        int r = state_plan(load->state, &encoded, &seq);

        if (r)
                return r == STATE_MISSING ? 0 : err_trace(r);
        arena_reset(load->arena);
        if (codec_plan(encoded, load->arena, &plan, &flaw))
                return err_fail("the plan in state is not readable: %s", flaw.field);
        r = book_put_plan(load->book, &plan);
        return r ? err_trace(r) : state_plan_entries(load->state, 0, load_task, load);
}

static int load_stream(void *context, const struct stream_state *from)
{
        struct load *load = context;
        struct book_stream *stream;
        int r = book_stream_new(load->book, from->agent, from->stream, &stream);

        if (r)
                return err_trace(r);
        stream->number = from->number;
        stream->head = from->head;
        memcpy(stream->hash, from->hash, HASH_SIZE);
        return 0;
}

static int load_chunk(void *context, struct bytes import_id, uint32_t index, uint64_t seq)
{
        struct load *load = context;

        return book_chunk_note(load->book, import_id, index, seq);
}

/* What the header of the journal says of clock and zone; state does not repeat it. */
static int load_genesis(struct book *book, struct journal_reader *journal, struct arena *arena)
{
        struct record record;
        struct event event;
        struct flaw flaw;
        int r = journal_read(journal, 1, &record);

        if (r == JOURNAL_MISSING)
                return 0;
        if (r == 0)
                r = codec_event(record.payload, arena, &event, &flaw);
        if (r || event.kind != EVENT_GENESIS)
                return err_fail("record 1 is no genesis record");
        return book_fold_genesis(book, &event.genesis);
}

static int load_clock_alert(void *context, const struct alert_state *alert)
{
        struct load *load = context;

        if (alert->kind == ALERT_CLOCK)
                load->book->clock_alert = alert->cause;
        return 0;
}

static int load_link(void *context, const struct agent_state *agent)
{
        struct load *load = context;
        struct record record;
        struct event event;
        struct flaw flaw;
        int r = agent->link ? journal_read(load->journal, agent->link, &record) : 0;

        if (agent->link == 0)
                return 0;
        arena_reset(load->arena);
        if (r == 0)
                r = codec_event(record.payload, load->arena, &event, &flaw);
        if (r || event.kind != EVENT_LINK)
                return err_fail("record %llu says nothing of a link", (unsigned long long)agent->link);
        return book_fold_link(load->book, &event.link);
}

/* The version counts up; state says only where the policy stands. */
static int load_policy(struct load *load, uint64_t seq)
{
        struct record record;
        struct event event;
        struct flaw flaw;
        int r = seq ? journal_read(load->journal, seq, &record) : 0;

        if (seq == 0)
                return 0;
        arena_reset(load->arena);
        if (r == 0)
                r = codec_event(record.payload, load->arena, &event, &flaw);
        if (r || event.kind != EVENT_POLICY)
                return err_fail("the policy, record %llu, is not readable", (unsigned long long)seq);
        book_put_policy(load->book, &event.policy);
        return 0;
}

/* State has no row for the stream of the notifier: how far it came is told by its newest record. */
static int load_derived(struct load *load, uint64_t seq)
{
        struct book_stream *stream;
        struct record record;
        int r;

        if (seq == 0)
                return 0;
        if (journal_peek(load->journal, seq, &record))
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
        r = book_stream_new(load->book, ID_NOTIFIER, record.stream, &stream);
        if (r)
                return err_trace(r);
        stream->number = record.number;
        stream->head = record.seq;
        memcpy(stream->hash, record.hash, HASH_SIZE);
        load->book->derived_cause = record.number;
        load->book->derived_ordinal = record.ordinal;
        return 0;
}

static int load_rows(struct load *load)
{
        const struct alert_range own = {.open_only = true, .of_task = true, .task = 0};
        int r = state_members(load->state, load_member, load);

        if (r == 0)
                r = state_keys(load->state, load_key, load);
        if (r == 0)
                r = load_plan(load);
        if (r == 0)
                r = state_agents(load->state, load_link, load);
        if (r == 0)
                r = state_chunks(load->state, load_chunk, load);
        if (r == 0)
                r = state_alerts(load->state, &own, load_clock_alert, load);
        return r == 0 ? state_streams(load->state, 0, load_stream, load) : err_trace(r);
}

static int load_state(struct load *load, const struct state_meta *meta)
{
        int r;

        if (meta->applied == 0)
                return 0;
        if (day_is_set(meta->today))
                load->book->today = meta->today;
        load->book->epoch = meta->epoch;
        r = load_rows(load);
        if (r == 0)
                r = load_policy(load, meta->policy_seq);
        return r == 0 ? load_derived(load, meta->derived_seq) : err_trace(r);
}

static int load_tail(struct book *book, struct journal_reader *journal, uint64_t applied, struct arena *arena)
{
        const uint64_t head = journal_read_head(journal);
        int r = 0;

        for (uint64_t seq = applied + 1; seq <= head && r == 0; seq++) {
                struct record record;
                struct event event = {0};
                struct flaw flaw;

                arena_reset(arena);
                r = journal_read(journal, seq, &record);
                if (r == 0 && book_needs_event(record.kind))
                        r = codec_event(record.payload, arena, &event, &flaw);
                if (r)
                        return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
                r = book_apply(book, &record, &event, journal);
        }
        return r;
}

int book_load(struct book *book, struct journal_reader *journal, struct state_reader *state)
{
        ARENA struct arena *arena = arena_new(0);
        struct load load = {book, journal, state, arena};
        struct state_meta meta = {0};
        int r = arena ? 0 : err_fail("out of memory");

        book->state = state;
        if (r == 0)
                r = journal_read_begin(journal);
        if (r)
                return err_trace(r);
        r = state_read_begin(state);
        if (r == 0)
                r = load_genesis(book, journal, arena);
        if (r == 0)
                r = state_meta(state, &meta);
        if (r == 0)
                r = load_state(&load, &meta);
        state_read_end(state);
        if (r == 0)
                r = load_tail(book, journal, meta.applied, arena);
        journal_read_end(journal);
        return r ? err_trace(r) : 0;
}
