/* query_entries.c - the tasks of a plan, from the state or from the chunks it was made of. */
#include "workers/query/query_entries.h"

#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "proto/limits.h"

struct place { /* where a task of the indexed plan stands */
        uint32_t no;
        uint32_t index; /* in its chunk */
        uint64_t chunk; /* the chunk's record */
        enum cadence cadence; /* of its reports */
        size_t order; /* among all of the import */
};

struct query_entries {
        uint64_t plan_seq; /* the plan that is indexed; 0 = none */
        bool backfill; /* it is imported history */
        struct place *places; /* by number */
        size_t n;
        size_t room;
        uint64_t chunk_seq; /* the chunk that is decoded; 0 = none */
        struct plan_chunk chunk;
        struct arena *chunk_arena;
        struct arena *scratch;
};

int query_entries_new(struct query_entries **ret_entries)
{
        struct query_entries *entries = calloc(1, sizeof *entries);

        if (!entries)
                return err_fail("out of memory");
        entries->chunk_arena = arena_new(LIMIT_ARENA_BYTES);
        entries->scratch = arena_new(LIMIT_ARENA_BYTES);
        if (!entries->chunk_arena || !entries->scratch) {
                query_entries_free(entries);
                return err_fail("out of memory");
        }
        *ret_entries = entries;
        return 0;
}

struct query_entries *query_entries_free(struct query_entries *entries)
{
        if (entries) {
                free(entries->places);
                arena_free(entries->chunk_arena);
                arena_free(entries->scratch);
                free(entries);
        }
        return NULL;
}

/* -- the index of one plan -- */

/* One that cannot be read holds no tasks, as for the applier. → QUERY_DAMAGED */
static int read_chunk(struct query_archive *archive, struct query_entries *entries, uint64_t seq)
{
        struct record record;
        struct event event;
        struct flaw flaw;
        int r;

        if (entries->chunk_seq == seq)
                return 0;
        r = query_archive_record(archive, seq, &record);
        if (r)
                return query_pass(r);
        entries->chunk_seq = 0;
        arena_reset(entries->chunk_arena);
        r = codec_event(record.payload, entries->chunk_arena, &event, &flaw);
        if (r < 0)
                return err_trace(r);
        entries->chunk = r == 0 && event.kind == EVENT_PLAN_CHUNK ? event.plan_chunk : (struct plan_chunk){0};
        entries->chunk_seq = seq;
        return 0;
}

static int add_place(struct query_entries *entries, struct place place)
{
        if (entries->n == entries->room) {
                const size_t room = entries->room ? entries->room * 2 : 256;
                struct place *places = reallocarray(entries->places, room, sizeof *places);

                if (!places)
                        return err_fail("out of memory: %zu tasks of an earlier plan", room);
                entries->places = places;
                entries->room = room;
        }
        entries->places[entries->n++] = place;
        return 0;
}

static int index_chunk(struct query_archive *archive, struct query_entries *entries, const struct plan *plan,
                       uint64_t seq)
{
        int r = read_chunk(archive, entries, seq);

        for (uint32_t i = 0; r == 0 && i < entries->chunk.task.n; i++) {
                struct task task;
                struct flaw flaw;

                arena_reset(entries->scratch);
                r = codec_task(entries->chunk.task.at[i], entries->scratch, &task, &flaw);
                if (r == 0)
                        r = add_place(entries, (struct place){task.no, i, seq, plan_cadence(&task, plan), entries->n});
                else if (r == CODEC_BAD)
                        r = 0;
        }
        return query_pass(r);
}

static int by_place(const void *a, const void *b)
{
        const struct place *x = a;
        const struct place *y = b;

        if (x->no != y->no)
                return x->no < y->no ? -1 : 1;
        return x->order < y->order ? -1 : 1;
}

/* The last of several with one number counts. */
static void sort_places(struct query_entries *entries)
{
        size_t n = 0;

        if (entries->n > 1)
                qsort(entries->places, entries->n, sizeof *entries->places, by_place);
        for (size_t i = 0; i < entries->n; i++)
                if (i + 1 == entries->n || entries->places[i + 1].no != entries->places[i].no)
                        entries->places[n++] = entries->places[i];
        entries->n = n;
}

/* Be the index of the plan that came into force at that sequence. → QUERY_DAMAGED */
static int index_plan(struct query_archive *archive, struct query_entries *entries, uint64_t plan_seq)
{
        struct event event;
        struct plan plan;
        uint64_t chunk;
        int r;

        if (entries->plan_seq == plan_seq)
                return 0;
        entries->plan_seq = 0;
        entries->n = 0;
        arena_reset(entries->scratch);
        r = query_archive_told(archive, plan_seq, EVENT_PLAN_IN_FORCE, entries->scratch, &event);
        if (r)
                return query_pass(r);
        plan = event.plan_in_force; /* from the first chunk on without its words */
        for (uint32_t i = 0; r == 0 && i < plan.chunks; i++) {
                r = state_plan_chunk(archive->pointers, plan_seq, i, &chunk);
                r = r == STATE_MISSING ? 0 : r ? r : index_chunk(archive, entries, &plan, chunk);
        }
        if (r)
                return query_pass(r);
        sort_places(entries);
        entries->backfill = plan.backfill;
        entries->plan_seq = plan_seq;
        return 0;
}

/* The first place with that number or a higher one. */
static size_t first_place(const struct query_entries *entries, uint32_t no)
{
        size_t low = 0;
        size_t high = entries->n;

        while (low < high) {
                const size_t middle = low + (high - low) / 2;

                if (entries->places[middle].no < no)
                        low = middle + 1;
                else
                        high = middle;
        }
        return low;
}

static const struct place *find_place(const struct query_entries *entries, uint32_t no)
{
        const size_t i = first_place(entries, no);

        return i < entries->n && entries->places[i].no == no ? &entries->places[i] : NULL;
}

/* A view until the next chunk is read. */
static int read_place(struct query_archive *archive, const struct place *place, struct bytes *ret_encoded)
{
        struct query_entries *entries = archive->entries;
        const int r = read_chunk(archive, entries, place->chunk);

        if (r)
                return query_pass(r);
        *ret_encoded = entries->chunk.task.at[place->index];
        return 0;
}

/* -- which import -- */

/* The newest import of the plan (by the upper half of its tasks' ids) in force by `seq`; 0 = none. */
static int import_of(struct query_archive *archive, uint32_t plan, uint64_t seq, uint64_t *ret_seq)
{
        uint64_t found = seq + 1;
        uint32_t word;
        int r;

        do
                r = state_timeline(archive->pointers, EVENT_PLAN_IN_FORCE, found - 1, &found, &word);
        while (r == 0 && word != plan);
        if (r < 0)
                return err_trace(r);
        *ret_seq = r == STATE_MISSING ? 0 : found;
        return 0;
}

/* Of the plan of this task: was another import in force than that of which the state has the tasks? 0 = no. */
static int earlier_import(struct query_archive *archive, uint64_t task, uint64_t *ret_seq, bool *ret_none)
{
        const uint32_t plan = (uint32_t)(task >> 32);
        uint64_t then = 0;
        uint64_t now = 0;
        int r = 0;

        if (query_archive_looks_back(archive)) {
                r = import_of(archive, plan, archive->meta.applied, &then);
                if (r == 0)
                        r = import_of(archive, plan, archive->now.applied, &now);
        }
        *ret_seq = then == now ? 0 : then;
        *ret_none = then == 0 && now != 0;
        return query_pass(r);
}

/* The import in force on the eve of the day, and its plan by the upper half of its tasks' ids; 0 = none. */
static int in_force_before(struct query_archive *archive, struct day day, uint64_t *ret_seq, uint32_t *ret_plan)
{
        uint64_t found = archive->meta.applied + 1;
        uint64_t tick;
        uint32_t since;
        int r;

        do {
                r = state_timeline(archive->pointers, EVENT_PLAN_IN_FORCE, found - 1, &found, ret_plan);
                if (r == 0)
                        r = state_timeline(archive->pointers, EVENT_TICK, found, &tick, &since);
        } while (r == 0 && !day_before((struct day){(int32_t)since}, day));
        if (r < 0)
                return err_trace(r);
        *ret_seq = r == STATE_MISSING ? 0 : found;
        return 0;
}

int query_entries_begun(struct query_archive *archive, const struct plan *plan, const struct task *task, struct day end,
                        bool *ret_begun)
{
        const uint64_t id = ids_task((struct task_ref){plan->id, task->no});
        const struct place *place;
        uint32_t eve_plan = 0;
        uint64_t eve = 0;
        int r = in_force_before(archive, end, &eve, &eve_plan);

        if (r)
                return err_trace(r);
        *ret_begun = eve == archive->meta.plan_seq;
        if (*ret_begun || eve == 0 || eve_plan != (uint32_t)(id >> 32))
                return 0;
        r = index_plan(archive, archive->eve, eve);
        if (r)
                return query_pass(r);
        place = archive->eve->backfill ? NULL : find_place(archive->eve, task->no);
        *ret_begun = place && place->cadence == plan_cadence(task, plan);
        return 0;
}

/* -- a task, all tasks -- */

int query_entries_decode(struct query_archive *archive, struct bytes encoded, struct arena *arena,
                         struct task *ret_task)
{
        struct flaw flaw;
        const int r = codec_task(encoded, arena, ret_task, &flaw);

        if (r <= 0)
                return query_pass(r);
        archive->damaged = archive->meta.plan_seq;
        return QUERY_DAMAGED;
}

static int find_task(struct query_archive *archive, uint64_t plan_seq, uint32_t no, struct bytes *ret_encoded)
{
        const int r = index_plan(archive, archive->entries, plan_seq);
        const struct place *place = r ? NULL : find_place(archive->entries, no);

        if (r)
                return query_pass(r);
        return place ? read_place(archive, place, ret_encoded) : QUERY_MISSING;
}

int query_entries_task(struct query_archive *archive, uint64_t task, struct arena *arena, struct task *ret_task)
{
        struct bytes encoded;
        uint64_t earlier;
        bool none;
        int r = earlier_import(archive, task, &earlier, &none);

        if (r)
                return query_pass(r);
        if (none)
                return QUERY_MISSING;
        if (earlier) {
                r = find_task(archive, earlier, (uint32_t)task, &encoded);
        } else {
                r = state_plan_entry(archive->pointers, task, &encoded);
                if (r == STATE_MISSING)
                        return QUERY_MISSING;
        }
        return r ? query_pass(r) : query_entries_decode(archive, encoded, arena, ret_task);
}

static int each_place(struct query_archive *archive, uint32_t from_no, state_each_bytes *each, void *context)
{
        const struct query_entries *entries = archive->entries;
        int r = index_plan(archive, archive->entries, archive->meta.plan_seq);

        for (size_t i = first_place(entries, from_no); r == 0 && i < entries->n; i++) {
                struct bytes encoded;

                r = read_place(archive, &entries->places[i], &encoded);
                if (r == 0)
                        r = each(context, entries->places[i].no, encoded);
        }
        return query_pass(r);
}

int query_entries_each(struct query_archive *archive, uint32_t from_no, state_each_bytes *each, void *context)
{
        if (archive->meta.plan_seq == archive->now.plan_seq)
                return state_plan_entries(archive->pointers, from_no, each, context);
        return archive->meta.plan_seq ? each_place(archive, from_no, each, context) : 0;
}
