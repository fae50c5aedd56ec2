/* audit.c - replay, rebuild, verify. */
#include "tests/sim/audit.h"

#include <stdio.h>
#include <stdlib.h>

#include "proto/codec.h"
#include "proto/ids.h"
#include "tests/sim/fail.h"
#include "workers/notifier/notifier.h"

#define LLU(number) ((unsigned long long)(number))

/* -- replay -- */

struct replay {
        struct journal_reader *reader;
        struct world *world;
        struct arena *own;
        struct arena *scratch;
        struct arena *decode;
        uint64_t next; /* where to look for the next derived record */
        uint64_t head;
};

/* The next derived record in the journal is this one, byte for byte. */
static int compare_derived(void *context, const struct event *event)
{
        struct replay *replay = context;
        const uint64_t cause = event->kind == EVENT_VERDICT ? event->verdict.cause : event->alert.cause;
        const uint32_t ordinal = event->kind == EVENT_VERDICT ? event->verdict.ordinal : event->alert.ordinal;
        struct record record = {0};
        struct bytes bytes;

        while (replay->next <= replay->head && record.author != ID_NOTIFIER)
                MUST(journal_peek(replay->reader, replay->next++, &record));
        EXPECT(record.author == ID_NOTIFIER, "the replay derives (%llu, %u), the journal has no more", LLU(cause),
               ordinal);
        EXPECT(record.number == cause && record.ordinal == ordinal,
               "the replay derives (%llu, %u), record %llu is (%llu, %u)", LLU(cause), ordinal, LLU(record.seq),
               LLU(record.number), record.ordinal);
        arena_reset(replay->own);
        MUST(codec_put_event(event, replay->own, &bytes));
        EXPECT(bytes_equal(bytes, record.payload), "the replay derives (%llu, %u) with other bytes than record %llu",
               LLU(cause), ordinal, LLU(record.seq));
        return 0;
}

static int task_done(void *context UNUSED)
{
        return 0;
}

static void replay_record(struct replay *replay, const struct notifier_step *step, uint64_t seq)
{
        struct record record;
        struct event event = {0};
        struct flaw flaw;

        MUST(journal_peek(replay->reader, seq, &record));
        if (record.author == ID_NOTIFIER)
                return;
        arena_reset(replay->decode);
        if (world_needs_event(record.kind))
                MUST(codec_event(record.payload, replay->decode, &event, &flaw));
        MUST(notifier_step(step, &record, &event));
}

void audit_replay(struct office *office)
{
        struct replay replay = {.own = arena_new(0),
                                .scratch = arena_new(0),
                                .decode = arena_new(0),
                                .reader = office->reader,
                                .next = 1};
        const struct notifier_sink sink = {&replay, compare_derived, task_done};
        struct notifier_step step = {.reader = office->reader, .arena = replay.scratch, .sink = &sink};
        struct record record = {0};

        MUST(world_new(&replay.world));
        step.world = replay.world;
        MUST(journal_read_begin(office->reader));
        replay.head = journal_read_head(office->reader);
        for (uint64_t seq = 1; seq <= replay.head; seq++)
                replay_record(&replay, &step, seq);
        for (; replay.next <= replay.head; replay.next++) {
                MUST(journal_peek(office->reader, replay.next, &record));
                EXPECT(record.author != ID_NOTIFIER, "the replay does not derive record %llu: (%llu, %u)",
                       LLU(record.seq), LLU(record.number), record.ordinal);
        }
        journal_read_end(office->reader);
        world_free(replay.world);
        arena_free(replay.own);
        arena_free(replay.scratch);
        arena_free(replay.decode);
}

/* -- state -- */

void audit_state(struct office *office)
{
        char path[OFFICE_PATH_SIZE + 16];
        const struct state_options options = {.dir = path, .write = true, .map_size = (uint64_t)256 << 20};
        struct state *fresh;
        struct applier *applier;
        uint64_t applied;
        char where[256] = "";
        int r;

        snprintf(path, sizeof path, "%s/fresh", office->dir);
        MUST(state_open(&options, &fresh));
        MUST(applier_new(office->journal, fresh, &applier));
        MUST(applier_step(applier, 0, &applied));
        r = applier_compare(office->state, fresh, where, sizeof where);
        EXPECT(r == 0, "the rebuilt state differs at record %llu: %s", LLU(applied), where);
        applier_free(applier);
        state_close(fresh);
}

/* -- journal -- */

static void check_sender(const struct sender *sender)
{
        EXPECT(sender->acknowledged <= sender->seen, "%s: acknowledged %llu, in the journal %llu", sender->name,
               LLU(sender->acknowledged), LLU(sender->seen));
        EXPECT(sender->mark == sender->seen, "%s: consumed %llu, in the journal %llu", sender->name, LLU(sender->mark),
               LLU(sender->seen));
}

void audit_journal(struct office *office, const struct ledger *ledger)
{
        struct journal_flaw flaw = {0};
        struct journal_head head;

        MUST(journal_head(office->journal, &head));
        EXPECT(head.seq == ledger->head, "the journal ends at %llu, the ledger at %llu", LLU(head.seq),
               LLU(ledger->head));
        EXPECT(journal_verify(office->journal, 1, 0, NULL, NULL, &flaw) == 0, "verify: record %llu: %s", LLU(flaw.seq),
               flaw.what);
        for (uint32_t i = 0; i < ledger->n_senders; i++)
                check_sender(&ledger->senders[i]);
}
