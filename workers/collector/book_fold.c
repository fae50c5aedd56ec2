/* book_fold.c - how the book follows the journal: one function a kind, and the load at start. */
#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "proto/limits.h"
#include "workers/collector/book.h"

/* -- roster -- */

/* Room for one more item in a plain list; doubles. */
static int make_room(void **at, size_t n, size_t size)
{
        void *bigger;

        if (n != 0 && (n & (n - 1)) != 0)
                return 0;
        bigger = reallocarray(*at, n ? n * 2 : 1, size);
        if (!bigger)
                return err_fail("out of memory: %zu items", n);
        *at = bigger;
        return 0;
}

static int put_member(struct book *book, const struct member *member)
{
        const uint64_t id = ids_of_name(member->name);
        const uint64_t *index = map_get(book->member_index, &id);
        const struct book_member value = {
                .id = id,
                .department = ids_of_name(member->department),
                .role = member->role,
                .retired = member->retired,
                .quota = member->quota ? *member->quota : (struct quota){0},
        };
        void *at = book->members.at;
        int r;

        if (index) {
                book->members.at[*index] = value;
                return 0;
        }
        r = make_room(&at, book->members.n, sizeof value);
        if (r)
                return err_trace(r);
        book->members.at = at;
        r = map_put(book->member_index, &id, book->members.n);
        if (r)
                return err_trace(r);
        book->members.at[book->members.n++] = value;
        return 0;
}

static int put_key(struct book *book, const struct key *key)
{
        struct book_key value = {
                .member = ids_of_name(key->member),
                .not_before = key->not_before,
                .not_after = key->not_after,
                .revoked = key->revoked,
        };
        const uint64_t *index;
        void *at = book->keys.at;
        int r;

        memcpy(value.public_key, key->public_key.at, KEY_SIZE);
        value.id = ids_of_key(value.public_key);
        index = map_get(book->key_index, &value.id);
        if (index) {
                book->keys.at[*index] = value;
                return 0;
        }
        r = make_room(&at, book->keys.n, sizeof value);
        if (r)
                return err_trace(r);
        book->keys.at = at;
        r = map_put(book->key_index, &value.id, book->keys.n);
        if (r)
                return err_trace(r);
        book->keys.at[book->keys.n++] = value;
        return 0;
}

static int fold_roster(struct book *book, const struct roster_change *change)
{
        int r = 0;

        for (size_t i = 0; i < change->member.n && r == 0; i++)
                r = put_member(book, &change->member.at[i]);
        for (size_t i = 0; i < change->key.n && r == 0; i++)
                r = put_key(book, &change->key.at[i]);
        book->roster_changed = true;
        return r;
}

static int fold_genesis(struct book *book, const struct genesis *genesis)
{
        int r;

        book->virtual_clock = genesis->virtual_clock;
        book->utc_offset_minutes = genesis->utc_offset_minutes;
        book->epoch = genesis->epoch;
        book->today = genesis->first_day;
        book->roster_changed = true;
        r = put_member(book, genesis->operator_member);
        if (r)
                return err_trace(r);
        return put_key(book, genesis->operator_key);
}

/* -- plan -- */

static void note_department(uint64_t *departments, uint16_t *n, struct bytes name)
{
        const uint64_t id = ids_of_name(name);

        for (size_t i = 0; i < *n; i++)
                if (departments[i] == id)
                        return;
        departments[(*n)++] = id;
}

static int fill_task(struct book *book, const struct task *task, struct book_task *entry)
{
        const size_t most = task->lead.n + task->responsible.n + task->part.n;
        uint64_t *departments = arena_array(book->task_memory, most, sizeof *departments);
        struct book_part *parts = arena_array(book->task_memory, task->part.n, sizeof *parts);

        if (!departments || !parts)
                return err_fail("out of memory: plan");
        for (size_t i = 0; i < task->lead.n; i++)
                note_department(departments, &entry->n_departments, task->lead.at[i]);
        for (size_t i = 0; i < task->responsible.n; i++)
                note_department(departments, &entry->n_departments, task->responsible.at[i]);
        for (size_t i = 0; i < task->part.n; i++) {
                if (task->part.at[i].owner.len)
                        note_department(departments, &entry->n_departments, task->part.at[i].owner);
                parts[i] = (struct book_part){task->part.at[i].no, task->part.at[i].kind};
        }
        entry->departments = departments;
        entry->parts = parts;
        entry->n_parts = (uint16_t)task->part.n;
        return 0;
}

/* Adds the task, or replaces it and keeps its history's head. */
static int put_task(struct book *book, uint64_t id, const struct task *task, uint64_t head)
{
        struct book_task entry = {.id = id, .head = head};
        const uint64_t *index;
        void *at = book->tasks.at;
        int r = fill_task(book, task, &entry);

        if (r)
                return err_trace(r);
        index = map_get(book->task_index, &id);
        if (index) {
                entry.head = book->tasks.at[*index].head;
                book->tasks.at[*index] = entry;
                return 0;
        }
        r = make_room(&at, book->tasks.n, sizeof entry);
        if (r)
                return err_trace(r);
        book->tasks.at = at;
        r = map_put(book->task_index, &id, book->tasks.n);
        if (r)
                return err_trace(r);
        book->tasks.at[book->tasks.n++] = entry;
        return 0;
}

/* Tasks that the plan now in force does not name take no more reports; their history stays. */
static void retire_tasks(struct book *book)
{
        for (size_t i = 0; i < book->tasks.n; i++) {
                book->tasks.at[i].n_departments = 0;
                book->tasks.at[i].n_parts = 0;
        }
}

static int fold_chunk_tasks(struct book *book, const struct plan_chunk *chunk, struct arena *arena)
{
        struct flaw flaw;
        int r = 0;

        for (size_t i = 0; i < chunk->task.n && r == 0; i++) {
                struct task task;

                r = codec_task(chunk->task.at[i], arena, &task, &flaw);
                if (r)
                        return err_fail("task %zu of a plan chunk is not readable: %s", i, flaw.field);
                r = put_task(book, ids_task((struct task_ref){chunk->plan, task.no}), &task, 0);
        }
        return r;
}

static int name_plan(struct book *book, struct bytes id)
{
        book->plan = arena_copy(book->task_memory, id);
        if (!book->plan.at)
                return err_fail("out of memory");
        book->plan_tag = (uint32_t)(ids_task((struct task_ref){id, 0}) >> 32);
        return 0;
}

static int fold_plan(struct book *book, const struct plan *plan, struct journal_reader *reader)
{
        ARENA struct arena *arena = arena_new(0);
        struct flaw flaw;
        int r = arena ? name_plan(book, plan->id) : err_fail("out of memory");

        retire_tasks(book);
        for (uint32_t i = 0; i < plan->chunks && r == 0; i++) {
                struct record record;
                struct event event;

                arena_reset(arena);
                r = journal_read(reader, book_chunk(book, plan->import_id, i), &record);
                if (r == 0)
                        r = codec_event(record.payload, arena, &event, &flaw);
                if (r)
                        return err_fail("chunk %u of the plan in force is not readable", i);
                r = fold_chunk_tasks(book, &event.plan_chunk, arena);
        }
        return r;
}

/* -- one record -- */

bool book_needs_event(enum event_kind kind)
{
        switch (kind) {
        case EVENT_GENESIS:
        case EVENT_ROSTER_CHANGE:
        case EVENT_PLAN_CHUNK:
        case EVENT_PLAN_IN_FORCE:
        case EVENT_POLICY:
        case EVENT_RESTORED:
                return true;
        default:
                return false;
        }
}

static int fold_heads(struct book *book, const struct record *record)
{
        struct book_stream *stream = book_stream(book, record->agent, record->stream);
        struct book_task *task = record->task ? book_task(book, record->task) : NULL;
        int r;

        if (!stream) {
                r = book_stream_new(book, record->agent, record->stream, &stream);
                if (r)
                        return err_trace(r);
        }
        stream->number = record->number;
        stream->head = record->seq;
        memcpy(stream->hash, record->hash, HASH_SIZE);
        if (task)
                task->head = record->seq;
        return 0;
}

int book_apply(struct book *book, const struct record *record, const struct event *event, struct journal_reader *reader)
{
        int r = fold_heads(book, record);

        if (r)
                return err_trace(r);
        switch (record->kind) {
        case EVENT_GENESIS:
                return fold_genesis(book, &event->genesis);
        case EVENT_TICK:
                book->today = record->day;
                book->roster_changed = true; /* keys may start or end today */
                return 0;
        case EVENT_ROSTER_CHANGE:
                return fold_roster(book, &event->roster_change);
        case EVENT_PLAN_CHUNK:
                return book_chunk_note(book, event->plan_chunk.import_id, event->plan_chunk.index, record->seq);
        case EVENT_PLAN_IN_FORCE:
                return fold_plan(book, &event->plan_in_force, reader);
        case EVENT_POLICY:
                book->policy_version = event->policy.version;
                return 0;
        case EVENT_RESTORED:
                book->epoch = event->restored.epoch;
                return 0;
        case EVENT_VERDICT:
        case EVENT_ALERT:
                if (record->author == ID_NOTIFIER) {
                        book->derived_cause = record->number;
                        book->derived_ordinal = record->ordinal;
                }
                return 0;
        default:
                return 0;
        }
}

/* -- the load at start -- */

struct load {
        struct book *book;
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
        return put_member(load->book, &member);
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
        return put_key(load->book, &key);
}

static int load_task(void *context, uint64_t id, struct bytes encoded)
{
        struct load *load = context;
        struct task task;
        struct task_state state = {0};
        struct flaw flaw;
        int r;

        arena_reset(load->arena);
        if (codec_task(encoded, load->arena, &task, &flaw))
                return err_fail("a task in state is not readable: %s", flaw.field);
        r = state_task(load->state, id, &state);
        if (r < 0)
                return err_trace(r);
        return put_task(load->book, id, &task, state.head);
}

static int load_plan(struct book *book, struct state_reader *state, struct arena *arena)
{
        struct bytes encoded;
        struct plan plan;
        struct flaw flaw;
        uint64_t seq;
        int r = state_plan(state, &encoded, &seq);

        if (r)
                return r == STATE_MISSING ? 0 : err_trace(r);
        arena_reset(arena);
        if (codec_plan(encoded, arena, &plan, &flaw))
                return err_fail("the plan in state is not readable: %s", flaw.field);
        return name_plan(book, plan.id);
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
        return fold_genesis(book, &event.genesis);
}

static int load_state(struct book *book, struct state_reader *state, struct arena *arena)
{
        struct load load = {.book = book, .state = state, .arena = arena};
        struct state_meta meta;
        int r = state_meta(state, &meta);

        if (r)
                return err_trace(r);
        if (meta.applied == 0)
                return 0;
        if (day_is_set(meta.today))
                book->today = meta.today;
        book->epoch = meta.epoch;
        book->derived_cause = meta.derived_cause;
        book->derived_ordinal = meta.derived_ordinal;
        r = state_members(state, load_member, &load);
        if (r == 0)
                r = state_keys(state, load_key, &load);
        if (r == 0)
                r = load_plan(book, state, arena);
        if (r == 0)
                r = state_plan_entries(state, 0, load_task, &load);
        if (r == 0)
                r = state_chunks(state, load_chunk, &load);
        return r == 0 ? state_streams(state, 0, load_stream, &load) : err_trace(r);
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
        struct state_meta meta = {0};
        int r = arena ? 0 : err_fail("out of memory");

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
                r = load_state(book, state, arena);
        state_read_end(state);
        if (r == 0)
                r = load_tail(book, journal, meta.applied, arena);
        journal_read_end(journal);
        return r ? err_trace(r) : 0;
}
