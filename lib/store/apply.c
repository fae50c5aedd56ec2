/* apply.c - the table: what each kind of record does to the state.
 *
 * First what every record does by its header (stream, agent, task: task_fold.c), then its kind's own row. A function
 * depends on the record and the state before it and on nothing else, so any state can be made again. */
#include "lib/store/apply.h"

#include "lib/base/log.h"
#include "lib/store/rows.h"
#include "lib/store/task_fold.h"
#include "proto/codec.h"
#include "proto/ids.h"

void apply_unreadable(uint64_t seq, const char *what)
{
        log_warning("unreadable", "seq=%llu what=%s", (unsigned long long)seq, what);
}

/* -- by header -- */

/* Ticks, policies, plans and outages by kind and sequence: which one was in force, or the newest, at any time. */
int apply_timeline(struct apply *apply, const struct record *record, uint32_t value)
{
        const struct row_key key = keys_timeline(record->kind, record->seq);
        uint8_t row[4];

        be32_put(row, value);
        return change_put(&apply->change, &key, bytes_of(row, sizeof row));
}

/* The day that begins with this record: a tick's, and the genesis record's first one. */
static int open_day(struct apply *apply, const struct record *record, struct day day)
{
        const struct record tick = {.kind = EVENT_TICK, .seq = record->seq};

        apply->meta.today = day;
        return apply_timeline(apply, &tick, (uint32_t)day.n);
}

static int on_tick(struct apply *apply, const struct record *record)
{
        return open_day(apply, record, record->day);
}

static int on_policy(struct apply *apply, const struct record *record)
{
        apply->meta.policy_seq = record->seq;
        return apply_timeline(apply, record, 0);
}

static int on_resumed(struct apply *apply, const struct record *record)
{
        return apply_timeline(apply, record, 0);
}

/* -- by content -- */

static int put_member(struct apply *apply, const struct member *member)
{
        const struct row_key key = keys_id(TABLE_MEMBER, ids_of_name(member->name));
        struct bytes encoded;
        int r;

        arena_reset(apply->scratch);
        r = codec_put_member(member, apply->scratch, &encoded);
        return r ? err_trace(r) : change_put(&apply->change, &key, encoded);
}

static int put_key(struct apply *apply, const struct record *record, const struct key *key)
{
        struct row_key place;
        struct bytes encoded;
        int r;

        if (key->public_key.len != KEY_SIZE) {
                apply_unreadable(record->seq, "key");
                return 0;
        }
        place = keys_id(TABLE_KEY, ids_of_key(key->public_key.at));
        arena_reset(apply->scratch);
        r = codec_put_key(key, apply->scratch, &encoded);
        return r ? err_trace(r) : change_put(&apply->change, &place, encoded);
}

static int on_genesis(struct apply *apply, const struct record *record, const struct event *event)
{
        const struct genesis *genesis = &event->genesis;
        int r = open_day(apply, record, genesis->first_day);

        if (r == 0 && genesis->operator_member)
                r = put_member(apply, genesis->operator_member);
        if (r == 0 && genesis->operator_key)
                r = put_key(apply, record, genesis->operator_key);
        return r;
}

static int on_roster_change(struct apply *apply, const struct record *record, const struct event *event)
{
        const struct roster_change *change = &event->roster_change;
        int r = 0;

        for (size_t i = 0; r == 0 && i < change->member.n; i++)
                r = put_member(apply, &change->member.at[i]);
        for (size_t i = 0; r == 0 && i < change->key.n; i++)
                r = put_key(apply, record, &change->key.at[i]);
        return r;
}

static int on_cursor(struct apply *apply, const struct record *record, const struct event *event)
{
        uint8_t row[ROWS_SIZE_MAX];
        struct row_key key;

        if (event->cursor.name.len > KEYS_NAME_MAX) {
                apply_unreadable(record->seq, "cursor");
                return 0;
        }
        key = keys_cursor(record->agent, event->cursor.name);
        return change_put(&apply->change, &key, bytes_of(row, rows_put(&ROWS_CURSOR, &event->cursor, row)));
}

static int alert_of(struct apply *apply, const struct alert_ref *ref, struct alert_state **ret_alert)
{
        const struct alert_state identity = {
                .cause = ref->cause,
                .task = ids_of_subject(ref),
                .part = ref->part,
                .kind = ref->kind,
        };

        return dirty_alert(apply->dirty, &apply->change, &identity, ret_alert);
}

/* The alert as it was, before something changes it: under the sequence of its newest change until now. */
static int keep_alert(struct apply *apply, const struct alert_state *alert)
{
        uint8_t row[ROWS_SIZE_MAX];
        struct row_key key;

        if (alert->raised_seq == 0)
                return 0;
        key = keys_past_alert(alert, state_alert_changed(alert));
        return change_put(&apply->change, &key, bytes_of(row, rows_put(&ROWS_ALERT, alert, row)));
}

/* Under its task too: who asks about one task, or about none, is not to walk past the alerts of all. */
static int list_under_task(struct apply *apply, const struct alert_state *alert)
{
        const struct row_key key = keys_task_alert(alert);

        return change_put(&apply->change, &key, bytes_of("", 0));
}

static int on_alert(struct apply *apply, const struct record *record, const struct event *event)
{
        const enum alert_change change = event->alert.change;
        struct alert_state *alert;
        int r = alert_of(apply, &event->alert.alert, &alert);

        if (r == 0)
                r = keep_alert(apply, alert);
        if (r)
                return r;
        if (alert->raised_seq == 0) {
                alert->raised_seq = record->seq;
                r = list_under_task(apply, alert);
        }
        alert->last_seq = record->seq;
        alert->severity = event->alert.severity;
        alert->open = change != ALERT_CLEARED && change != ALERT_WITHDRAWN;
        return r;
}

/* Signings, answers and letters of an alert that was never raised leave no trace. */
static int on_signing(struct apply *apply, const struct record *record, const struct event *event)
{
        struct alert_state *alert;
        int r = alert_of(apply, &event->signing.alert, &alert);

        if (r == 0)
                r = keep_alert(apply, alert);
        if (r == 0 && alert->raised_seq)
                alert->signed_seq = record->seq;
        return r;
}

/* 申辩 promises nothing: it takes no answer back that was given before. */
static int on_answer(struct apply *apply, const struct record *record, const struct event *event)
{
        struct alert_state *alert;
        int r = alert_of(apply, &event->alert_answer.alert, &alert);

        if (r == 0)
                r = keep_alert(apply, alert);
        if (r || alert->raised_seq == 0)
                return r;
        if (event->alert_answer.objection)
                alert->objected_seq = record->seq;
        else
                alert->answered_seq = record->seq;
        return 0;
}

static int on_letter(struct apply *apply, const struct record *record, const struct event *event)
{
        struct alert_state *alert;
        int r = alert_of(apply, &event->letter_signed.alert, &alert);

        if (r == 0)
                r = keep_alert(apply, alert);
        if (r == 0 && alert->raised_seq)
                alert->letter_seq = record->seq;
        return r;
}

static int on_correction(struct apply *apply, const struct record *record, const struct event *event)
{
        const struct row_key key = keys_id(TABLE_CORRECTION, event->correction.replaces_seq);

        return change_put_u64(&apply->change, &key, record->seq);
}

static int on_link(struct apply *apply, const struct record *record, const struct event *event)
{
        struct agent_state *agent;
        const int r = dirty_agent(apply->dirty, &apply->change, ids_of_name(event->link.member), &agent);

        if (r == 0)
                agent->link = record->seq;
        return r;
}

/* -- the table -- */

typedef int on_header(struct apply *, const struct record *);
typedef int on_event(struct apply *, const struct record *, const struct event *);

static const struct rule {
        on_header *header;
        on_event *event; /* set = the payload is decoded */
} RULES[EVENT_KIND_END] = {
        [EVENT_GENESIS] = {.event = on_genesis},
        [EVENT_TICK] = {.header = on_tick},
        [EVENT_RESUMED] = {.header = on_resumed},
        [EVENT_ROSTER_CHANGE] = {.event = on_roster_change},
        [EVENT_POLICY] = {.header = on_policy},
        [EVENT_PLAN_CHUNK] = {.event = apply_plan_chunk},
        [EVENT_PLAN_IN_FORCE] = {.event = apply_plan_in_force},
        [EVENT_CORRECTION] = {.event = on_correction},
        [EVENT_SIGNING] = {.event = on_signing},
        [EVENT_ALERT_ANSWER] = {.event = on_answer},
        [EVENT_LETTER_SIGNED] = {.event = on_letter},
        [EVENT_CURSOR] = {.event = on_cursor},
        [EVENT_LINK] = {.event = on_link},
        [EVENT_ALERT] = {.event = on_alert},
};

static const struct rule *rule_of(enum event_kind kind)
{
        static const struct rule NONE = {0};

        return (unsigned)kind < EVENT_KIND_END ? &RULES[kind] : &NONE;
}

static int apply_last_seen(struct apply *apply, const struct record *record)
{
        struct agent_state *agent;
        int r = dirty_agent(apply->dirty, &apply->change, record->agent, &agent);

        if (r)
                return r;
        agent->seq = record->seq;
        agent->at_ms = record->at.ms;
        return 0;
}

/* Everybody's numbers are dense, the collector's own too; a derived event's number is its cause. */
static int apply_stream(struct apply *apply, const struct record *record)
{
        struct stream_state *stream;
        struct row_key key;
        int r;

        if (record->agent == ID_NOTIFIER)
                return 0;
        r = dirty_stream(apply->dirty, &apply->change, record->agent, record->stream, &stream);
        if (r)
                return r;
        stream->number = record->number;
        stream->head = record->seq;
        memcpy(stream->hash, record->hash, HASH_SIZE);
        if (record->agent < ID_RESERVED_END)
                return 0;
        r = apply_last_seen(apply, record);
        if (r || record->number % APPLY_SIGNPOST_EVERY != 0)
                return r;
        key = keys_signpost(record->agent, record->stream, record->number);
        return change_put_u64(&apply->change, &key, record->seq);
}

static int keep_task(struct apply *apply, uint64_t task, const struct task_state *row)
{
        const struct row_key key = keys_past_task(task, row->head);
        uint8_t encoded[ROWS_SIZE_MAX];

        return change_put(&apply->change, &key, bytes_of(encoded, rows_put(&ROWS_TASK, row, encoded)));
}

static int apply_task(struct apply *apply, const struct record *record)
{
        struct task_state *row;
        int r;

        if (!record->task)
                return 0;
        r = dirty_task(apply->dirty, &apply->change, record->task, &row);
        if (r == 0)
                r = task_fold(row, record, apply->arena);
        if (r == TASK_FOLD_UNREADABLE) {
                apply_unreadable(record->seq, "correction");
                r = 0;
        }
        if (r == 0 && row->records % TASK_FOLD_EVERY == 0)
                r = keep_task(apply, record->task, row);
        return r;
}

static int apply_content(struct apply *apply, const struct record *record, on_event *event_function)
{
        struct event event;
        struct flaw flaw;
        int r;

        arena_reset(apply->arena);
        r = codec_event(record->payload, apply->arena, &event, &flaw);
        if (r == CODEC_BAD || (r == 0 && event.kind != record->kind)) {
                apply_unreadable(record->seq, "event");
                return 0;
        }
        return r ? err_trace(r) : event_function(apply, record, &event);
}

static void apply_meta(struct state_meta *meta, const struct record *record)
{
        meta->applied = record->seq;
        memcpy(meta->hash, record->hash, HASH_SIZE);
        meta->epoch = record->epoch;
        if (record->author == ID_NOTIFIER) { /* the collector raises an alert of its own about the clock */
                meta->derived_cause = record->number;
                meta->derived_ordinal = record->ordinal;
                meta->derived_seq = record->seq;
        }
}

int apply_record(struct apply *apply, const struct record *record)
{
        const struct rule *rule = rule_of(record->kind);
        int r = apply_stream(apply, record);

        if (r == 0)
                r = apply_task(apply, record);
        if (r == 0 && rule->header)
                r = rule->header(apply, record);
        if (r == 0 && rule->event)
                r = apply_content(apply, record, rule->event);
        if (r == 0)
                apply_meta(&apply->meta, record);
        return r;
}
