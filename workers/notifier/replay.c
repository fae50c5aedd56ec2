/* replay.c - what comes out of the judge is held against the next derived record. */
#include "workers/notifier/replay.h"

#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/notifier/notifier.h"

struct replay {
        struct replay_walk walk;
        struct notifier_step step;
        struct arena *encode;
        struct replay_result result;
        bool differs;
};

/* -- what an event says -- */

static struct replay_words words_of_verdict(const struct verdict *verdict)
{
        return (struct replay_words){
                .task = ids_task(verdict->task),
                .cause = verdict->cause,
                .ordinal = verdict->ordinal,
                .judge_version = verdict->judge_version,
                .policy_version = verdict->policy_version,
                .verdict = verdict->verdict,
                .raw_verdict = verdict->raw_verdict,
                .why = verdict->why,
                .governing = verdict->governing,
        };
}

/* A department's alert is about no task. */
static struct replay_words words_of_alert(const struct alert *alert)
{
        return (struct replay_words){
                .task = alert->alert.task.no ? ids_task(alert->alert.task) : 0,
                .cause = alert->cause,
                .ordinal = alert->ordinal,
                .judge_version = alert->judge_version,
                .policy_version = alert->policy_version,
                .verdict = alert->verdict,
                .why = alert->why,
                .part = alert->alert.part,
                .alert = alert->alert.kind,
                .change = alert->change,
                .severity = alert->severity,
        };
}

static struct replay_words words_of_intake(const struct intake *intake)
{
        return (struct replay_words){
                .task = ids_task(intake->task),
                .cause = intake->cause,
                .ordinal = intake->ordinal,
                .judge_version = intake->judge_version,
                .findings = intake->finding.n,
        };
}

static struct replay_words words_of(const struct event *event)
{
        struct replay_words words = {0};

        switch (event->kind) {
        case EVENT_VERDICT:
                words = words_of_verdict(&event->verdict);
                break;
        case EVENT_ALERT:
                words = words_of_alert(&event->alert);
                break;
        case EVENT_INTAKE:
                words = words_of_intake(&event->intake);
                break;
        default: /* in a journal that was tampered with */
                break;
        }
        words.there = true;
        words.kind = event->kind;
        return words;
}

/* -- comparing -- */

static bool comes_before(const struct replay_words *judged, const struct record *recorded)
{
        return judged->cause < recorded->number ||
               (judged->cause == recorded->number && judged->ordinal < recorded->ordinal);
}

/* The cursor peeks; what is told of a record is told after its hash was verified. */
static int recorded_words(struct replay_walk *walk, uint64_t seq, struct replay_words *ret_words)
{
        struct record record;
        struct event event;
        struct flaw flaw;

        if (journal_read(walk->reader, seq, &record))
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
        if (codec_event(record.payload, walk->recorded, &event, &flaw))
                return err_fail("record %llu is no event: %s", (unsigned long long)seq, flaw.field);
        *ret_words = words_of(&event);
        ret_words->task = record.task;
        ret_words->cause = record.number;
        ret_words->ordinal = record.ordinal;
        return 0;
}

/* Side by side stand two events of one number; else the one that comes first, and nothing on the other side. */
static int found_difference(struct replay *replay, const struct record *recorded, const struct replay_words *judged)
{
        struct replay_difference *difference = &replay->result.difference;

        replay->differs = true;
        difference->seq = recorded->seq;
        difference->judged = judged ? *judged : (struct replay_words){0};
        if (judged && comes_before(judged, recorded))
                return 0;
        if (judged && (judged->cause != recorded->number || judged->ordinal != recorded->ordinal))
                difference->judged.there = false;
        return recorded_words(&replay->walk, recorded->seq, &difference->recorded);
}

static void add_to_hash(uint8_t hash[HASH_SIZE], struct bytes payload)
{
        uint8_t both[2 * HASH_SIZE];

        memcpy(both, hash, HASH_SIZE);
        ids_hash(payload, both + HASH_SIZE);
        ids_hash(bytes_of(both, sizeof both), hash);
}

static void count_same(struct replay_result *result, const struct record *recorded)
{
        result->verdicts += recorded->kind == EVENT_VERDICT;
        result->alerts += recorded->kind == EVENT_ALERT;
        result->intakes += recorded->kind == EVENT_INTAKE;
        add_to_hash(result->hash, recorded->payload);
}

static int compare(struct replay *replay, const struct event *event)
{
        const struct replay_words judged = words_of(event);
        struct record recorded;
        struct bytes payload;
        int r = replay_walk_derived(&replay->walk, &recorded);

        if (r == REPLAY_NO_MORE) {
                if (replay->result.pending++ == 0)
                        replay->result.pending_cause = judged.cause;
                return 0;
        }
        arena_reset(replay->encode);
        if (r == 0)
                r = codec_put_event(event, replay->encode, &payload);
        if (r)
                return err_trace(r);
        if (recorded.number != judged.cause || recorded.ordinal != judged.ordinal || recorded.kind != judged.kind ||
            recorded.task != judged.task || !bytes_equal(recorded.payload, payload))
                return found_difference(replay, &recorded, &judged);
        count_same(&replay->result, &recorded);
        r = replay_walk_advance(&replay->walk);
        return r ? err_trace(r) : 0;
}

static int emit(void *context, const struct event *event)
{
        struct replay *replay = context;
        const int r = replay->differs ? 0 : compare(replay, event);

        return r ? err_trace(r) : 0;
}

static int task_done(void *context)
{
        const struct replay *replay = context;

        return replay->differs ? NOTIFIER_STOPPED : 0;
}

/* Recorded, and the judge had nothing to say about it. */
static int compare_rest(struct replay *replay)
{
        struct record recorded;
        const int r = replay_walk_derived(&replay->walk, &recorded);

        if (r)
                return r < 0 ? err_trace(r) : 0;
        return found_difference(replay, &recorded, NULL);
}

static int on_input(void *context, const struct record *record, const struct event *event)
{
        struct replay *replay = context;
        const int r = notifier_step(&replay->step, record, event);

        if (r < 0)
                return err_trace(r);
        return replay->differs ? REPLAY_DIFFERS : 0;
}

static int walk(struct replay *replay)
{
        const struct notifier_sink sink = {replay, emit, task_done};
        struct world *world;
        int r = world_new(&world);

        if (r)
                return err_trace(r);
        replay->result.head = replay->walk.head;
        replay->step = (struct notifier_step){world, replay->walk.reader, replay->walk.scratch, &sink};
        r = replay_walk_run(&replay->walk, replay->walk.head, on_input, replay);
        if (r == 0)
                r = compare_rest(replay);
        world_free(world);
        return r == 0 && replay->differs ? REPLAY_DIFFERS : r;
}

int replay_run(const struct replay_options *options, struct replay_result *ret_result)
{
        struct replay replay = {.encode = arena_new(0)};
        int r = replay.encode ? replay_walk_open(options, &replay.walk) : err_fail("out of memory");

        if (r == 0) {
                r = walk(&replay);
                replay_walk_close(&replay.walk);
        }
        arena_free(replay.encode);
        if (r == 0 || r == REPLAY_DIFFERS)
                *ret_result = replay.result;
        return r < 0 ? err_trace(r) : r;
}
