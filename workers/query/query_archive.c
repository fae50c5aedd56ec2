/* query_archive.c - one snapshot of state and journal, and what is kept between answers. */
#include "workers/query/query_archive.h"

#include <stdlib.h>

#include "proto/codec.h"
#include "proto/limits.h"
#include "workers/query/query_entries.h"
#include "workers/query/query_outages.h"

int query_archive_new(const struct query_options *options, struct query_archive **ret_archive)
{
        struct query_archive *archive = calloc(1, sizeof *archive);
        int r;

        if (!archive)
                return err_fail("out of memory");
        archive->options = *options;
        archive->plan_arena = arena_new(LIMIT_ARENA_BYTES);
        archive->policy_arena = arena_new(LIMIT_ARENA_BYTES);
        archive->past_arena = arena_new(LIMIT_ARENA_BYTES);
        r = archive->plan_arena && archive->policy_arena && archive->past_arena ? 0 : err_fail("out of memory");
        if (!r)
                r = query_entries_new(&archive->entries);
        if (!r)
                r = query_entries_new(&archive->eve);
        if (!r)
                r = query_outages_new(&archive->outages);
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
                query_outages_free(archive->outages);
                query_entries_free(archive->eve);
                query_entries_free(archive->entries);
                arena_free(archive->past_arena);
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
                r = state_meta(archive->pointers, &archive->now);
        if (!r)
                r = query_roster_follow(archive->roster, archive->pointers, archive->records, archive->now.applied);
        if (r) {
                query_archive_end(archive);
                return err_trace(r);
        }
        archive->meta = archive->now;
        archive->head = journal_read_head(archive->records);
        archive->for_date = (struct day){0};
        archive->today = archive->meta.today;
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

/* -- looking back -- */

/* What was in force at the sequence; 0 and no word when nothing was. */
static int in_force(struct query_archive *archive, enum event_kind kind, uint64_t as_of, uint64_t *ret_seq,
                    uint32_t *ret_value)
{
        const int r = state_timeline(archive->pointers, kind, as_of, ret_seq, ret_value);

        if (r == STATE_MISSING) {
                *ret_seq = 0;
                *ret_value = 0;
        }
        return r < 0 ? err_trace(r) : 0;
}

static int meta_of(struct query_archive *archive, uint64_t as_of, struct state_meta *ret_meta)
{
        struct state_meta meta = {.applied = as_of};
        struct record record;
        uint64_t tick;
        uint32_t day;
        uint32_t word;
        int r = query_archive_record(archive, as_of, &record);

        if (!r)
                r = in_force(archive, EVENT_TICK, as_of, &tick, &day);
        if (!r)
                r = in_force(archive, EVENT_POLICY, as_of, &meta.policy_seq, &word);
        if (!r)
                r = in_force(archive, EVENT_PLAN_IN_FORCE, as_of, &meta.plan_seq, &word);
        if (r)
                return query_pass(r);
        meta.epoch = record.epoch;
        meta.today = (struct day){(int32_t)day};
        *ret_meta = meta;
        return 0;
}

int query_archive_look_back(struct query_archive *archive, uint64_t as_of, struct day for_date)
{
        if (as_of) {
                const int r = meta_of(archive, as_of, &archive->meta);

                if (r)
                        return query_pass(r);
                archive->head = as_of;
        }
        archive->for_date = for_date;
        archive->today = archive->meta.today;
        if (day_is_set(for_date) && day_before(for_date, archive->today))
                archive->today = for_date;
        return 0;
}

bool query_archive_looks_back(const struct query_archive *archive)
{
        return archive->meta.applied < archive->now.applied;
}

/* -- records -- */

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

/* -- plan and policy -- */

int query_archive_plan(struct query_archive *archive, const struct plan **ret_plan)
{
        struct event event;
        int r;

        if (!archive->meta.plan_seq)
                return QUERY_MISSING;
        if (archive->plan_seq != archive->meta.plan_seq) {
                archive->plan_seq = 0;
                arena_reset(archive->plan_arena);
                r = query_archive_told(archive, archive->meta.plan_seq, EVENT_PLAN_IN_FORCE, archive->plan_arena,
                                       &event);
                if (r)
                        return query_pass(r);
                archive->plan = event.plan_in_force;
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

/* -- tasks -- */

static int past_outcome(struct query_archive *archive, const struct past *past, int r)
{
        return r == PAST_DAMAGED ? damaged(archive, past->damaged) : query_pass(r);
}

int query_archive_until(struct query_archive *archive, uint64_t task, struct day until, struct task_state *pointers)
{
        struct past past = {archive->pointers, archive->records, archive->past_arena, 0};

        return past_outcome(archive, &past, past_until(&past, task, until, pointers));
}

static int past_pointers(struct query_archive *archive, uint64_t task, struct task_state *ret_pointers)
{
        struct past past = {archive->pointers, archive->records, archive->past_arena, 0};
        const int r = past_outcome(archive, &past, past_task(&past, task, archive->meta.applied, ret_pointers));

        return r || !day_is_set(archive->for_date)
                       ? r
                       : query_archive_until(archive, task, archive->for_date, ret_pointers);
}

int query_archive_pointers(struct query_archive *archive, uint64_t task, struct task_state *ret_pointers)
{
        int r;

        if (query_archive_looks_back(archive) || day_is_set(archive->for_date))
                return past_pointers(archive, task, ret_pointers);
        r = state_task(archive->pointers, task, ret_pointers);
        if (r == STATE_MISSING) {
                *ret_pointers = (struct task_state){0};
                return 0;
        }
        return query_pass(r);
}

/* -- alerts -- */

int query_archive_alerts(struct query_archive *archive, struct alert_range range, state_each_alert *each, void *context)
{
        range.as_of = query_archive_looks_back(archive) ? archive->meta.applied : 0;
        return state_alerts(archive->pointers, &range, each, context);
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
