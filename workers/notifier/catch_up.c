/* catch_up.c - one look back for the last cause, one walk forward. */
#include "workers/notifier/catch_up.h"

#include "proto/codec.h"

enum { RECORDS_PER_SNAPSHOT = 256 };

int catch_up_read(const struct catch_up *c, uint64_t seq, struct record *ret_record, struct event *ret_event)
{
        struct flaw flaw;
        int r = journal_read(c->reader, seq, ret_record);

        if (r)
                return err_fail("record %llu is not readable: run `duband verify`", (unsigned long long)seq);
        arena_reset(c->arena);
        if (!world_needs_event(ret_record->kind))
                return 0;
        if (codec_event(ret_record->payload, c->arena, ret_event, &flaw))
                return err_fail("record %llu is no event: %s", (unsigned long long)seq, flaw.field);
        return 0;
}

static int fold_range(const struct catch_up *c, uint64_t from, uint64_t to, uint64_t last_cause)
{
        int r = journal_read_begin(c->reader);

        for (uint64_t seq = from; seq <= to && r == 0; seq++) {
                struct record record;
                struct event event = {0};

                r = catch_up_read(c, seq, &record, &event);
                if (r == 0 && (seq <= last_cause || record.author == ID_NOTIFIER))
                        r = world_fold(c->world, &record, &event, c->reader);
        }
        journal_read_end(c->reader);
        return r ? err_trace(r) : 0;
}

/* The cause of the last derived record, found from the head backwards; 0 = none. */
static int find_last_cause(struct journal_reader *reader, uint64_t *ret_head, uint64_t *ret_cause)
{
        struct record record = {0};
        int r = journal_read_begin(reader);

        if (r)
                return err_trace(r);
        *ret_head = journal_read_head(reader);
        for (uint64_t seq = *ret_head; seq > 0 && r == 0 && record.author != ID_NOTIFIER; seq--)
                r = journal_peek(reader, seq, &record);
        journal_read_end(reader);
        *ret_cause = record.author == ID_NOTIFIER ? record.number : 0;
        return r ? err_fail("the journal cannot be read: run `duband verify`") : 0;
}

int catch_up(const struct catch_up *c, uint64_t *ret_judged)
{
        uint64_t head = 0;
        uint64_t cause = 0;
        int r = find_last_cause(c->reader, &head, &cause);

        for (uint64_t from = 1; r == 0 && from <= head; from += RECORDS_PER_SNAPSHOT) {
                const uint64_t last = from + RECORDS_PER_SNAPSHOT - 1;

                r = fold_range(c, from, last < head ? last : head, cause);
        }
        if (r)
                return err_trace(r);
        *ret_judged = cause ? cause - 1 : 0;
        return 0;
}
