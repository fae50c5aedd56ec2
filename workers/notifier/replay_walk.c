/* replay_walk.c - one walk over the inputs, one cursor over the rest. */
#include "workers/notifier/replay_walk.h"

#include "proto/codec.h"

enum { RECORDS_PER_SNAPSHOT = 256 };

int replay_walk_open(const struct replay_options *options, struct replay_walk *ret_walk)
{
        struct replay_walk walk = {.options = options, .next = 1};
        int r = journal_reader_new(options->journal, &walk.reader);

        walk.input = arena_new(0);
        walk.recorded = arena_new(0);
        walk.scratch = arena_new(0);
        if (r == 0 && (!walk.input || !walk.recorded || !walk.scratch))
                r = err_fail("out of memory");
        if (r == 0)
                r = journal_read_begin(walk.reader);
        if (r) {
                replay_walk_close(&walk);
                return err_trace(r);
        }
        walk.head = journal_read_head(walk.reader);
        journal_read_end(walk.reader);
        *ret_walk = walk;
        return 0;
}

void replay_walk_close(struct replay_walk *walk)
{
        walk->reader = journal_reader_free(walk->reader);
        walk->input = arena_free(walk->input);
        walk->recorded = arena_free(walk->recorded);
        walk->scratch = arena_free(walk->scratch);
}

int replay_walk_event(const struct record *record, struct arena *arena, struct event *ret_event)
{
        struct flaw flaw;

        arena_reset(arena);
        if (!world_needs_event(record->kind))
                return 0;
        if (codec_event(record->payload, arena, ret_event, &flaw))
                return err_fail("record %llu is no event: %s", (unsigned long long)record->seq, flaw.field);
        return 0;
}

int replay_walk_read(struct journal_reader *reader, uint64_t seq, struct arena *arena, struct record *ret_record,
                     struct event *ret_event)
{
        if (journal_read(reader, seq, ret_record))
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
        return replay_walk_event(ret_record, arena, ret_event);
}

static int peek(struct replay_walk *walk, uint64_t seq, struct record *ret_record)
{
        if (journal_peek(walk->reader, seq, ret_record))
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
        return 0;
}

/* → REPLAY_STOPPED */
static int renew(struct replay_walk *walk, uint64_t seq)
{
        const struct replay_options *options = walk->options;

        if (options && !options->go_on(options->context, seq, walk->head))
                return REPLAY_STOPPED;
        return journal_read_begin(walk->reader);
}

int replay_walk_run(struct replay_walk *walk, uint64_t through,
                    int (*input)(void *context, const struct record *, const struct event *), void *context)
{
        int r = 0;

        for (uint64_t seq = 1; seq <= through && r == 0; seq++) {
                struct record record;
                struct event event = {0};

                if (seq % RECORDS_PER_SNAPSHOT == 1)
                        r = renew(walk, seq);
                if (r == 0)
                        r = peek(walk, seq, &record);
                if (r || record.author == ID_NOTIFIER)
                        continue;
                r = replay_walk_read(walk->reader, seq, walk->input, &record, &event);
                if (r == 0)
                        r = input(context, &record, &event);
        }
        return r < 0 ? err_trace(r) : r;
}

/* -- the cursor -- */

int replay_walk_derived(struct replay_walk *walk, struct record *ret_record)
{
        for (; walk->next <= walk->head; walk->next++) {
                struct record record;
                int r = peek(walk, walk->next, &record);

                if (r)
                        return err_trace(r);
                if (record.author == ID_NOTIFIER) {
                        *ret_record = record;
                        return 0;
                }
        }
        return REPLAY_NO_MORE;
}

int replay_walk_advance(struct replay_walk *walk)
{
        struct record record;

        if (journal_read(walk->reader, walk->next, &record))
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)walk->next);
        walk->next++;
        return 0;
}

/* Causes rise through the journal. */
int replay_walk_fold(struct replay_walk *walk, uint64_t cause, struct world *world)
{
        struct record record;
        int r;

        while ((r = replay_walk_derived(walk, &record)) == 0 && record.number <= cause) {
                struct event event = {0};

                r = replay_walk_read(walk->reader, walk->next++, walk->recorded, &record, &event);
                if (r == 0)
                        r = world_fold(world, &record, &event, walk->reader);
                if (r)
                        break;
        }
        return r < 0 ? err_trace(r) : r;
}
