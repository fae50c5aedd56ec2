/* query_archive.c - one snapshot of state and journal, and what is kept between answers. */
#include "workers/query/query_archive.h"

#include <stdlib.h>

#include "proto/codec.h"
#include "proto/limits.h"

int query_archive_new(const struct query_options *options, struct query_archive **ret_archive)
{
        struct query_archive *archive = calloc(1, sizeof *archive);
        int r;

        if (!archive)
                return err_fail("out of memory");
        archive->options = *options;
        archive->plan_arena = arena_new(LIMIT_ARENA_BYTES);
        archive->policy_arena = arena_new(LIMIT_ARENA_BYTES);
        r = archive->plan_arena && archive->policy_arena ? 0 : err_fail("out of memory");
        if (!r)
                r = journal_reader_new(options->journal, &archive->records);
        if (!r)
                r = state_reader_new(options->state, &archive->pointers);
        if (!r)
                r = query_roster_new(&archive->roster);
        if (r) {
                query_archive_free(archive);
                return r < 0 ? err_trace(r) : err_fail("no reader: outcome %d", r);
        }
        *ret_archive = archive;
        return 0;
}

struct query_archive *query_archive_free(struct query_archive *archive)
{
        if (archive) {
                query_roster_free(archive->roster);
                state_reader_free(archive->pointers);
                journal_reader_free(archive->records);
                arena_free(archive->policy_arena);
                arena_free(archive->plan_arena);
                free(archive);
        }
        return NULL;
}

int query_archive_begin(struct query_archive *archive)
{
        int r = state_read_begin(archive->pointers);

        if (r)
                return err_trace(r);
        r = journal_read_begin(archive->records);
        if (!r)
                r = state_meta(archive->pointers, &archive->meta);
        if (!r)
                r = query_roster_follow(archive->roster, archive->pointers, archive->records, archive->meta.applied);
        if (r) {
                query_archive_end(archive);
                return err_trace(r);
        }
        archive->head = journal_read_head(archive->records);
        return 0;
}

void query_archive_end(struct query_archive *archive)
{
        journal_read_end(archive->records);
        state_read_end(archive->pointers);
}

uint64_t query_archive_judged(const struct query_archive *archive)
{
        uint64_t judged = marks_get(archive->options.marks, MARK_JUDGED);

        return judged < archive->meta.applied ? judged : archive->meta.applied;
}

static int damaged(struct query_archive *archive, uint64_t seq)
{
        archive->damaged = seq;
        return QUERY_DAMAGED;
}

int query_archive_record(struct query_archive *archive, uint64_t seq, struct record *ret_record)
{
        int r = journal_read(archive->records, seq, ret_record);

        return r > 0 ? damaged(archive, seq) : query_pass(r);
}

int query_archive_event(struct query_archive *archive, uint64_t seq, struct arena *arena, struct record *ret_record,
                        struct event *ret_event)
{
        struct flaw flaw;
        int r = query_archive_record(archive, seq, ret_record);

        if (r)
                return query_pass(r);
        r = codec_event(ret_record->payload, arena, ret_event, &flaw);
        return r > 0 ? damaged(archive, seq) : query_pass(r);
}

int query_archive_told(struct query_archive *archive, uint64_t seq, enum event_kind kind, struct arena *arena,
                       struct event *ret_event)
{
        struct record record;
        int r = query_archive_event(archive, seq, arena, &record, ret_event);

        if (r)
                return query_pass(r);
        return ret_event->kind == kind ? 0 : damaged(archive, seq);
}

int query_archive_plan(struct query_archive *archive, const struct plan **ret_plan)
{
        struct bytes encoded;
        struct flaw flaw;
        uint64_t seq;
        int r;

        if (!archive->meta.plan_seq)
                return QUERY_MISSING;
        if (archive->plan_seq != archive->meta.plan_seq) {
                r = state_plan(archive->pointers, &encoded, &seq);
                if (r)
                        return r > 0 ? QUERY_MISSING : err_trace(r);
                archive->plan_seq = 0;
                arena_reset(archive->plan_arena);
                r = codec_plan(encoded, archive->plan_arena, &archive->plan, &flaw);
                if (r)
                        return r > 0 ? damaged(archive, seq) : err_trace(r);
                archive->plan_seq = archive->meta.plan_seq;
        }
        *ret_plan = &archive->plan;
        return 0;
}

static const struct policy *first_policy(const struct query_archive *archive)
{
        return archive->options.default_policy ? archive->options.default_policy : policy_default();
}

int query_archive_policy(struct query_archive *archive, const struct policy **ret_policy)
{
        struct event event;
        int r;

        if (!archive->meta.policy_seq) {
                *ret_policy = first_policy(archive);
                return 0;
        }
        if (archive->policy_seq != archive->meta.policy_seq) {
                archive->policy_seq = 0;
                arena_reset(archive->policy_arena);
                r = query_archive_told(archive, archive->meta.policy_seq, EVENT_POLICY, archive->policy_arena, &event);
                if (r)
                        return query_pass(r);
                archive->policy = event.policy;
                archive->policy_seq = archive->meta.policy_seq;
        }
        *ret_policy = &archive->policy;
        return 0;
}

int query_archive_decode_task(struct query_archive *archive, struct bytes encoded, struct arena *arena,
                              struct task *ret_task)
{
        struct flaw flaw;
        int r = codec_task(encoded, arena, ret_task, &flaw);

        return r > 0 ? damaged(archive, archive->meta.plan_seq) : query_pass(r);
}

int query_archive_task(struct query_archive *archive, uint64_t task, struct arena *arena, struct task *ret_task)
{
        struct bytes encoded;
        int r = state_plan_entry(archive->pointers, task, &encoded);

        if (r)
                return r == STATE_MISSING ? QUERY_MISSING : err_trace(r);
        return query_archive_decode_task(archive, encoded, arena, ret_task);
}

int query_archive_pointers(struct query_archive *archive, uint64_t task, struct task_state *ret_pointers)
{
        int r = state_task(archive->pointers, task, ret_pointers);

        if (r == STATE_MISSING) {
                *ret_pointers = (struct task_state){0};
                return 0;
        }
        return query_pass(r);
}

int query_archive_virtual_clock(struct query_archive *archive, bool *ret_virtual)
{
        ARENA struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
        struct event event;
        int r;

        if (!arena)
                return err_fail("out of memory");
        if (!archive->genesis_known) {
                r = query_archive_told(archive, 1, EVENT_GENESIS, arena, &event);
                if (r)
                        return query_pass(r);
                archive->virtual_clock = event.genesis.virtual_clock;
                archive->genesis_known = true;
        }
        *ret_virtual = archive->virtual_clock;
        return 0;
}
