/* catch_up.c - one look back for the last cause, one walk forward: a cursor on the inputs, one on what was derived. */
#include "workers/notifier/catch_up.h"

#include "proto/codec.h"
#include "workers/notifier/notifier.h"

enum { RECORDS_PER_SNAPSHOT = 256 };

struct walk {
        const struct catch_up *c;
        uint64_t head;
        uint64_t last_cause; /* 0 = nothing was derived yet */
        enum event_kind last_kind; /* of that cause */
        uint64_t derived; /* the next derived record is here or later */
        uint64_t cause; /* its cause, once it is found; 0 = not yet */
};

int catch_up_read(const struct catch_up *c, uint64_t seq, struct record *ret_record, struct event *ret_event)
{
        struct flaw flaw;
        int r = c->is_live ? journal_follow(c->reader, seq, ret_record) : journal_read(c->reader, seq, ret_record);

        if (r)
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
        arena_reset(c->arena);
        if (!world_needs_event(ret_record->kind))
                return 0;
        if (codec_event(ret_record->payload, c->arena, ret_event, &flaw))
                return err_fail("record %llu is no event: %s", (unsigned long long)seq, flaw.field);
        return 0;
}

static int peek(const struct catch_up *c, uint64_t seq, struct record *ret_record)
{
        return journal_peek(c->reader, seq, ret_record) ? err_fail("the journal cannot be read: run `duband verify`")
                                                        : 0;
}

static int fold(const struct catch_up *c, uint64_t seq)
{
        struct record record;
        struct event event = {0};
        int r = catch_up_read(c, seq, &record, &event);

        return r ? err_trace(r) : world_fold(c->world, &record, &event, c->reader);
}

static int find_derived(struct walk *walk)
{
        while (!walk->cause && walk->derived <= walk->head) {
                struct record record;

                if (peek(walk->c, walk->derived, &record))
                        return -1;
                if (record.author == ID_NOTIFIER)
                        walk->cause = record.number;
                else
                        walk->derived++;
        }
        return 0;
}

/* Everything derived from inputs up to there. Causes rise through the journal. */
static int fold_derived(struct walk *walk, uint64_t cause)
{
        int r = find_derived(walk);

        while (r == 0 && walk->cause && walk->cause <= cause) {
                r = fold(walk->c, walk->derived++);
                walk->cause = 0;
                if (r == 0)
                        r = find_derived(walk);
        }
        return r ? err_trace(r) : 0;
}

static int fold_range(struct walk *walk, uint64_t from, uint64_t to)
{
        int r = journal_read_begin(walk->c->reader);

        for (uint64_t seq = from; seq <= to && r == 0; seq++) {
                struct record record;

                r = peek(walk->c, seq, &record);
                if (r == 0 && record.author != ID_NOTIFIER)
                        r = fold(walk->c, seq);
                if (r == 0)
                        r = fold_derived(walk, seq);
        }
        journal_read_end(walk->c->reader);
        return r ? err_trace(r) : 0;
}

/* The cause of the last derived record, found from the head backwards. */
static int find_last_cause(struct walk *walk)
{
        struct journal_reader *reader = walk->c->reader;
        struct record record = {0};
        int r = journal_read_begin(reader);

        if (r)
                return err_trace(r);
        walk->head = journal_read_head(reader);
        for (uint64_t seq = walk->head; seq > 0 && r == 0 && record.author != ID_NOTIFIER; seq--)
                r = peek(walk->c, seq, &record);
        if (r == 0 && record.author == ID_NOTIFIER) {
                walk->last_cause = record.number;
                r = peek(walk->c, walk->last_cause, &record);
                walk->last_kind = record.kind;
        }
        journal_read_end(reader);
        return r ? err_trace(r) : 0;
}

int catch_up(const struct catch_up *c, uint64_t *ret_judged)
{
        struct walk walk = {.c = c, .derived = 1};
        int r = find_last_cause(&walk);

        for (uint64_t from = 1; r == 0 && from <= walk.last_cause; from += RECORDS_PER_SNAPSHOT) {
                const uint64_t last = from + RECORDS_PER_SNAPSHOT - 1;

                r = fold_range(&walk, from, last < walk.last_cause ? last : walk.last_cause);
        }
        if (r)
                return err_trace(r);
        *ret_judged = walk.last_cause - (walk.last_cause && notifier_touches_many(walk.last_kind) ? 1 : 0);
        return 0;
}
