/* book.c - look-ups and streams of the collector's book; folding is in book_fold.c. */
#include "workers/collector/book.h"

#include <stdlib.h>

#include "proto/ids.h"
#include "workers/collector/book_fold.h"

enum { STREAM_KEY_SIZE = 8 + STREAM_SIZE, CHUNK_KEY_SIZE = 16 + 4 };

int book_new(struct book **ret_book)
{
        struct book *book = calloc(1, sizeof *book);

        if (!book)
                return err_fail("out of memory");
        book_put_policy(book, policy_default());
        book->member_index = map_new(sizeof(uint64_t));
        book->key_index = map_new(sizeof(uint64_t));
        book->task_index = map_new(sizeof(uint64_t));
        book->stream_index = map_new(STREAM_KEY_SIZE);
        book->chunks = map_new(CHUNK_KEY_SIZE);
        book->task_memory = arena_new(0);
        book->names = arena_new(0);
        if (!book->names || !book->member_index || !book->key_index || !book->task_index || !book->stream_index ||
            !book->chunks || !book->task_memory) {
                book_free(book);
                return err_fail("out of memory");
        }
        *ret_book = book;
        return 0;
}

struct book *book_free(struct book *book)
{
        if (!book)
                return NULL;
        map_free(book->member_index);
        map_free(book->key_index);
        map_free(book->task_index);
        map_free(book->stream_index);
        map_free(book->chunks);
        arena_free(book->task_memory);
        arena_free(book->names);
        free(book->members.at);
        free(book->keys.at);
        free(book->tasks.at);
        free(book->streams.at);
        free(book);
        return NULL;
}

const struct book_member *book_member(const struct book *book, uint64_t member_id)
{
        const uint64_t *index = map_get(book->member_index, &member_id);

        return index ? &book->members.at[*index] : NULL;
}

const struct book_key *book_key(const struct book *book, uint64_t key_id)
{
        const uint64_t *index = map_get(book->key_index, &key_id);
        const struct book_key *key = index ? &book->keys.at[*index] : NULL;
        const struct book_member *member = key ? book_member(book, key->member) : NULL;

        if (!key || !member || key->revoked || member->retired)
                return NULL;
        if (day_is_set(key->not_before) && day_before(book->today, key->not_before))
                return NULL;
        if (day_is_set(key->not_after) && day_before(key->not_after, book->today))
                return NULL;
        return key;
}

struct book_member *book_member_at(struct book *book, uint64_t member_id)
{
        const uint64_t *index = map_get(book->member_index, &member_id);

        invariant(index);
        return &book->members.at[*index];
}

uint64_t book_task_id(const struct book *book, struct task_ref ref)
{
        const bool in_force = ref.plan.len == 0 || bytes_equal(ref.plan, book->plan_id); /* nearly always: no hash */

        return in_force ? (uint64_t)book->plan_tag << 32 | ref.no : ids_task(ref);
}

struct book_task *book_task(const struct book *book, uint64_t task_id)
{
        const uint64_t *index = map_get(book->task_index, &task_id);

        return index ? &book->tasks.at[*index] : NULL;
}

/* Since the load every record about a task went through here, so what is not known has the history that the
 * state says. */
static int history_in_state(struct book *book, uint64_t task_id, struct task_state *ret_row)
{
        struct task_state row = {0};
        int r = state_read_begin(book->state);

        if (r == 0)
                r = state_task(book->state, task_id, &row);
        state_read_end(book->state);
        if (r < 0)
                return err_trace(r);
        *ret_row = row;
        return 0;
}

int book_task_need(struct book *book, uint64_t task_id, struct book_task **ret_task)
{
        struct book_task *at = book_task(book, task_id);
        struct task_state row;
        int r = at ? 0 : history_in_state(book, task_id, &row);

        if (r == 0 && !at)
                r = book_task_new(book, task_id, &row, &at);
        if (r)
                return err_trace(r);
        *ret_task = at;
        return 0;
}

int book_task_new(struct book *book, uint64_t task_id, const struct task_state *row, struct book_task **ret_task)
{
        const size_t n = book->tasks.n;
        struct book_task *at = book->tasks.at;
        int r;

        if ((n & (n - 1)) == 0) {
                at = reallocarray(at, n ? n * 2 : 1, sizeof *at);
                if (!at)
                        return err_fail("out of memory: %zu tasks", n);
                book->tasks.at = at;
        }
        r = map_put(book->task_index, &task_id, n);
        if (r)
                return err_trace(r);
        at[n] = (struct book_task){
                .id = task_id, .head = row->head, .amendment_seq = row->amendment, .has_remark = row->remark != 0};
        book->tasks.n++;
        *ret_task = &at[n];
        return 0;
}

void book_task_note(struct book_task *task, const struct record *record)
{
        task->head = record->seq;
        if (record->kind == EVENT_REMARK)
                task->has_remark = true;
}

const struct book_part *book_part(const struct book_task *task, uint32_t no)
{
        for (size_t i = 0; i < task->n_parts; i++)
                if (task->parts[i].no == no)
                        return &task->parts[i];
        return NULL;
}

static bool is_among(const uint64_t *departments, size_t n, uint64_t department)
{
        for (size_t i = 0; i < n; i++)
                if (departments[i] == department)
                        return true;
        return false;
}

bool book_task_concerns(const struct book_task *task, uint64_t department)
{
        return is_among(task->departments, task->n_departments, department);
}

bool book_task_leads(const struct book_task *task, uint64_t department)
{
        return is_among(task->departments, task->n_leads, department);
}

static void stream_key(uint8_t key[STREAM_KEY_SIZE], uint64_t agent, const uint8_t stream[STREAM_SIZE])
{
        be64_put(key, agent);
        memcpy(key + 8, stream, STREAM_SIZE);
}

struct book_stream *book_stream(const struct book *book, uint64_t agent, const uint8_t stream[STREAM_SIZE])
{
        uint8_t key[STREAM_KEY_SIZE];
        const uint64_t *index;

        stream_key(key, agent, stream);
        index = map_get(book->stream_index, key);
        return index ? &book->streams.at[*index] : NULL;
}

int book_stream_new(struct book *book, uint64_t agent, const uint8_t stream[STREAM_SIZE],
                    struct book_stream **ret_stream)
{
        uint8_t key[STREAM_KEY_SIZE];
        struct book_stream *at = book->streams.at;
        int r;

        if (book->streams.n == book->streams_room) {
                const size_t room = book->streams_room ? book->streams_room * 2 : 64;

                at = reallocarray(at, room, sizeof *at);
                if (!at)
                        return err_fail("out of memory: %zu streams", room);
                book->streams.at = at;
                book->streams_room = room;
        }
        stream_key(key, agent, stream);
        r = map_put(book->stream_index, key, book->streams.n);
        if (r)
                return err_trace(r);
        at = &book->streams.at[book->streams.n++];
        *at = (struct book_stream){.agent = agent};
        memcpy(at->stream, stream, STREAM_SIZE);
        *ret_stream = at;
        return 0;
}

void book_stream_forget(struct book *book)
{
        uint8_t key[STREAM_KEY_SIZE];
        const struct book_stream *last = &book->streams.at[--book->streams.n];

        stream_key(key, last->agent, last->stream);
        map_remove(book->stream_index, key);
}

void book_open_day(struct book *book, struct day day)
{
        book->today = day;
        book->roster_changed = true; /* keys may start or end today */
}

static void chunk_key(uint8_t key[CHUNK_KEY_SIZE], struct bytes import_id, uint32_t index)
{
        memset(key, 0, CHUNK_KEY_SIZE);
        memcpy(key, import_id.at, import_id.len < 16 ? import_id.len : 16);
        be32_put(key + 16, index);
}

uint64_t book_chunk(const struct book *book, struct bytes import_id, uint32_t index)
{
        uint8_t key[CHUNK_KEY_SIZE];
        const uint64_t *seq;

        chunk_key(key, import_id, index);
        seq = map_get(book->chunks, key);
        return seq ? *seq : 0;
}

int book_chunk_note(struct book *book, struct bytes import_id, uint32_t index, uint64_t seq)
{
        uint8_t key[CHUNK_KEY_SIZE];
        int r;

        chunk_key(key, import_id, index);
        r = map_put(book->chunks, key, seq);
        return r ? err_trace(r) : 0;
}
