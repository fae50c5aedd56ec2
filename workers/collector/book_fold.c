/* book_fold.c - how the book follows the journal: one function a kind. */
#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "proto/limits.h"
#include "workers/collector/book_fold.h"

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

static int keep_names(struct book *book, const struct member *member, struct book_member *value)
{
        value->name = arena_copy(book->names, member->name);
        value->department_name = arena_copy(book->names, member->department);
        return value->name.at && value->department_name.at ? 0 : err_fail("out of memory: roster");
}

int book_put_member(struct book *book, const struct member *member)
{
        const uint64_t id = ids_of_name(member->name);
        const uint64_t *index = map_get(book->member_index, &id);
        struct book_member value = {
                .id = id,
                .department = ids_of_name(member->department),
                .role = member->role,
                .retired = member->retired,
                .quota = member->quota ? *member->quota : (struct quota){0},
        };
        void *at = book->members.at;
        int r = keep_names(book, member, &value);

        if (r)
                return err_trace(r);
        if (index) {
                value.link = book->members.at[*index].link;
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

int book_put_key(struct book *book, const struct key *key)
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
                r = book_put_member(book, &change->member.at[i]);
        for (size_t i = 0; i < change->key.n && r == 0; i++)
                r = book_put_key(book, &change->key.at[i]);
        book->roster_changed = true;
        return r;
}

int book_fold_link(struct book *book, const struct link *link)
{
        const uint64_t id = ids_of_name(link->member);
        const struct bytes department = arena_copy(book->names, link->department);

        if (!department.at)
                return err_fail("out of memory: links");
        if (book_member(book, id))
                book_member_at(book, id)->link = (struct book_link){link->state, department, link->since};
        return 0;
}

int book_fold_genesis(struct book *book, const struct genesis *genesis)
{
        int r;

        book->virtual_clock = genesis->virtual_clock;
        book->utc_offset_minutes = genesis->utc_offset_minutes;
        book->epoch = genesis->epoch;
        book->today = genesis->first_day;
        book->roster_changed = true;
        r = book_put_member(book, genesis->operator_member);
        if (r)
                return err_trace(r);
        return book_put_key(book, genesis->operator_key);
}

/* -- policy -- */

void book_put_policy(struct book *book, const struct policy *policy)
{
        book->policy_version = policy->version;
        book->approvals_needed = policy->approvals_needed;
}

/* -- plan -- */

static struct book_task history_of(const struct book_task *task)
{
        return (struct book_task){.id = task->id,
                                  .head = task->head,
                                  .amendment_seq = task->amendment_seq,
                                  .has_remark = task->has_remark};
}

static void note_department(uint64_t *departments, uint16_t *n, struct bytes name)
{
        const uint64_t id = ids_of_name(name);

        for (size_t i = 0; i < *n; i++)
                if (departments[i] == id)
                        return;
        departments[(*n)++] = id;
}

static struct book_part part_of(const struct part *part)
{
        return (struct book_part){part->no, part->kind, part->target, part->upper, part->start, part->due};
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
        entry->n_leads = entry->n_departments;
        for (size_t i = 0; i < task->responsible.n; i++)
                note_department(departments, &entry->n_departments, task->responsible.at[i]);
        for (size_t i = 0; i < task->part.n; i++) {
                if (task->part.at[i].owner.len)
                        note_department(departments, &entry->n_departments, task->part.at[i].owner);
                parts[i] = part_of(&task->part.at[i]);
        }
        entry->departments = departments;
        entry->parts = parts;
        entry->n_parts = (uint16_t)task->part.n;
        return 0;
}

int book_put_task(struct book *book, uint64_t id, const struct task *task)
{
        struct book_task *entry;
        int r = book_task_need(book, id, &entry);

        if (r)
                return err_trace(r);
        *entry = history_of(entry);
        return fill_task(book, task, entry);
}

int book_put_plan(struct book *book, const struct plan *plan)
{
        const struct bytes id = arena_copy(book->task_memory, plan->id);

        if (!id.at)
                return err_fail("out of memory: plan");
        book->plan_tag = (uint32_t)(ids_task((struct task_ref){plan->id, 0}) >> 32);
        book->plan_id = id;
        book->plan_start = plan->start;
        book->plan_end = plan->end;
        return 0;
}

/* -- the plan comes into force -- */

/* Tasks that the plan now in force does not name take no more reports; their history stays. What the old plan
 * said of its tasks goes. */
static int retire_tasks(struct book *book)
{
        struct arena *memory = arena_new(0);

        if (!memory)
                return err_fail("out of memory: plan");
        for (size_t i = 0; i < book->tasks.n; i++)
                book->tasks.at[i] = history_of(&book->tasks.at[i]);
        arena_free(book->task_memory);
        book->task_memory = memory;
        return 0;
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
                r = book_put_task(book, ids_task((struct task_ref){chunk->plan, task.no}), &task);
        }
        return r;
}

static int fold_plan(struct book *book, const struct plan *plan, struct journal_reader *reader)
{
        ARENA struct arena *arena = arena_new(0);
        struct flaw flaw;
        int r = arena ? 0 : err_fail("out of memory");

        if (r == 0)
                r = retire_tasks(book);
        if (r == 0)
                r = book_put_plan(book, plan);
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
        return r ? r : book_read_amendments(book, reader);
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
        case EVENT_ALERT:
        case EVENT_AMENDMENT:
        case EVENT_LINK:
                return true;
        default:
                return false;
        }
}

static int fold_heads(struct book *book, const struct record *record)
{
        struct book_stream *stream = book_stream(book, record->agent, record->stream);
        struct book_task *task = NULL;
        int r = record->task ? book_task_need(book, record->task, &task) : 0;

        if (r == 0 && !stream)
                r = book_stream_new(book, record->agent, record->stream, &stream);
        if (r)
                return err_trace(r);
        stream->number = record->number;
        stream->head = record->seq;
        memcpy(stream->hash, record->hash, HASH_SIZE);
        if (task)
                book_task_note(task, record);
        return 0;
}

static void fold_derived(struct book *book, const struct record *record)
{
        if (record->author != ID_NOTIFIER)
                return;
        book->derived_cause = record->number;
        book->derived_ordinal = record->ordinal;
}

static void fold_clock_alert(struct book *book, const struct record *record, const struct alert *alert)
{
        if (record->author == ID_COLLECTOR && alert->alert.kind == ALERT_CLOCK)
                book->clock_alert = alert->change == ALERT_CLEARED ? 0 : alert->alert.cause;
}

int book_apply(struct book *book, const struct record *record, const struct event *event, struct journal_reader *reader)
{
        int r = fold_heads(book, record);

        if (r)
                return err_trace(r);
        fold_derived(book, record);
        switch (record->kind) {
        case EVENT_GENESIS:
                return book_fold_genesis(book, &event->genesis);
        case EVENT_TICK:
                book_open_day(book, record->day);
                return 0;
        case EVENT_ROSTER_CHANGE:
                return fold_roster(book, &event->roster_change);
        case EVENT_PLAN_CHUNK:
                return book_chunk_note(book, event->plan_chunk.import_id, event->plan_chunk.index, record->seq);
        case EVENT_PLAN_IN_FORCE:
                return fold_plan(book, &event->plan_in_force, reader);
        case EVENT_POLICY:
                book_put_policy(book, &event->policy);
                return 0;
        case EVENT_AMENDMENT:
                return book_fold_amendment(book, record, &event->amendment);
        case EVENT_RESTORED:
                book->epoch = event->restored.epoch;
                return 0;
        case EVENT_ALERT:
                fold_clock_alert(book, record, &event->alert);
                return 0;
        case EVENT_LINK:
                return book_fold_link(book, &event->link);
        default:
                return 0;
        }
}
