/* replay_walk.c - one walk over the inputs, one cursor over the rest. */
#include "workers/notifier/replay_walk.h"

#include "proto/ids.h"
#include "workers/notifier/catch_up.h"

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

int replay_walk_run(struct replay_walk *walk, int (*input)(void *context, const struct record *, const struct event *),
                    void *context)
{
        const struct catch_up reading = {.reader = walk->reader, .arena = walk->input};
        int r = 0;

        for (uint64_t seq = 1; seq <= walk->head && r == 0; seq++) {
                struct record record;
                struct event event = {0};

                if (seq % RECORDS_PER_SNAPSHOT == 1) {
                        if (!walk->options->go_on(walk->options->context, seq, walk->head))
                                r = REPLAY_STOPPED;
                        else
                                r = journal_read_begin(walk->reader);
                }
                if (r == 0)
                        r = catch_up_read(&reading, seq, &record, &event);
                if (r == 0 && record.author != ID_NOTIFIER)
                        r = input(context, &record, &event);
        }
        return r < 0 ? err_trace(r) : r;
}

int replay_walk_derived(struct replay_walk *walk, struct record *ret_record)
{
        for (; walk->next <= walk->head; walk->next++) {
                struct record record;

                if (journal_peek(walk->reader, walk->next, &record))
                        return err_fail("record %llu is not readable: run `duband verify`",
                                        (unsigned long long)walk->next);
                if (record.author == ID_NOTIFIER) {
                        *ret_record = record;
                        return 0;
                }
        }
        return REPLAY_NO_MORE;
}

int replay_walk_derived_event(struct replay_walk *walk, struct record *ret_record, struct event *ret_event)
{
        const struct catch_up reading = {.reader = walk->reader, .arena = walk->recorded};
        struct record record;
        int r = replay_walk_derived(walk, &record);

        if (r == 0)
                r = catch_up_read(&reading, walk->next, ret_record, ret_event);
        return r < 0 ? err_trace(r) : r;
}

void replay_walk_advance(struct replay_walk *walk)
{
        walk->next++;
}
