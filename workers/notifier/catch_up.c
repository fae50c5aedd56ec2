/* catch_up.c - one look back for the last cause, one walk forward to it. */
#include "workers/notifier/catch_up.h"

#include "workers/notifier/notifier.h"
#include "workers/notifier/replay_walk.h"

struct walk {
        struct replay_walk replay;
        struct world *world;
        uint64_t last_cause; /* 0 = nothing was derived yet */
        enum event_kind last_kind; /* of that cause */
};

static int peek(struct walk *walk, uint64_t seq, struct record *ret_record)
{
        if (journal_peek(walk->replay.reader, seq, ret_record))
                return err_fail("the journal cannot be read: run `duband verify`");
        return 0;
}

/* The cause of the last derived record, found from the head backwards. */
static int find_last_cause(struct walk *walk)
{
        struct journal_reader *reader = walk->replay.reader;
        struct record record = {0};
        int r = journal_read_begin(reader);

        if (r)
                return err_trace(r);
        walk->replay.head = journal_read_head(reader);
        for (uint64_t seq = walk->replay.head; seq > 0 && r == 0 && record.author != ID_NOTIFIER; seq--)
                r = peek(walk, seq, &record);
        if (r == 0 && record.author == ID_NOTIFIER) {
                walk->last_cause = record.number;
                r = peek(walk, walk->last_cause, &record);
                walk->last_kind = record.kind;
        }
        journal_read_end(reader);
        return r ? err_trace(r) : 0;
}

static int on_input(void *context, const struct record *record, const struct event *event)
{
        struct walk *walk = context;
        int r = world_fold(walk->world, record, event, walk->replay.reader);

        if (r == 0)
                r = replay_walk_fold(&walk->replay, record->seq, walk->world);
        return r < 0 ? err_trace(r) : 0;
}

int catch_up(const struct catch_up *c, uint64_t *ret_judged)
{
        struct walk walk = {.world = c->world,
                            .replay = {.reader = c->reader, .input = c->arena, .recorded = c->arena, .next = 1}};
        int r = find_last_cause(&walk);

        if (r == 0)
                r = replay_walk_run(&walk.replay, walk.last_cause, on_input, &walk);
        journal_read_end(c->reader);
        if (r)
                return err_trace(r);
        *ret_judged = walk.last_cause - (walk.last_cause && notifier_touches_many(walk.last_kind) ? 1 : 0);
        return 0;
}
