/* resend.c - one walk a batch finds all the records it repeats. */
#include "workers/collector/resend.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/log.h"
#include "proto/ids.h"
#include "proto/limits.h"
#include "workers/collector/collector_internal.h"

/* The record to start from: the signpost at or after `to`, or the stream's head. */
static int start_of_walk(struct collector *c, const struct resend *resend, uint64_t to, uint64_t head,
                         uint64_t *ret_seq)
{
        int r = state_read_begin(c->state);

        if (r)
                return err_trace(r);
        r = state_signpost(c->state, resend->agent, resend->stream, to, ret_seq);
        state_read_end(c->state);
        if (r == STATE_MISSING)
                *ret_seq = head;
        return r < 0 ? err_trace(r) : 0;
}

/* → JOURNAL_DAMAGED */
static int walk_back(struct collector *c, struct resend *resend, uint64_t seq)
{
        struct record record = {.number = UINT64_MAX};

        while (seq != 0 && record.number > resend->first) {
                int r = journal_read(c->reader, seq, &record);

                if (r)
                        return r < 0 ? err_trace(r) : JOURNAL_DAMAGED;
                if (record.number >= resend->first && record.number - resend->first < resend->n)
                        resend->seqs[record.number - resend->first] = seq;
                seq = record.prev_of_stream;
        }
        return 0;
}

/* Find the records of the numbers from `number` on that this batch can repeat. */
static int find_records(struct collector *c, struct resend *resend, uint64_t number)
{
        const struct book_stream *stream = book_stream(c->book, resend->agent, resend->stream);
        const uint64_t last = number + LIMIT_BATCH_RECORDS - 1;
        const uint64_t to = last < stream->number ? last : stream->number;
        uint64_t seq;
        int r;

        resend->first = number;
        resend->n = (size_t)(to - number + 1);
        resend->seqs = calloc(resend->n, sizeof *resend->seqs);
        if (!resend->seqs)
                return err_fail("out of memory");
        r = start_of_walk(c, resend, to, stream->head, &seq);
        return r ? r : walk_back(c, resend, seq);
}

static int repeat_refusal(struct collector *c, struct round_answer *answer, uint64_t number,
                          const struct record *record, struct bytes bytes, bool *ret_same)
{
        uint8_t hash[HASH_SIZE];
        struct event event;
        struct flaw flaw;
        struct refusal *refusal;
        char field[sizeof flaw.field] = "";
        int r;

        ids_hash(bytes, hash);
        arena_reset(c->scratch);
        if (codec_event(record->payload, c->scratch, &event, &flaw))
                return err_fail("record %llu is no event", (unsigned long long)record->seq);
        *ret_same = bytes_equal(event.refused.hash, bytes_of(hash, HASH_SIZE));
        if (!*ret_same)
                return 0;
        snprintf(field, sizeof field, "%.*s", BYTES_ARG(event.refused.field));
        r = round_refuse(&c->round, answer, number, (enum code)event.refused.code, field, &refusal);
        if (r == 0)
                refusal->seq = record->seq;
        return r ? err_trace(r) : 0;
}

static int refuse(struct collector *c, const struct resend *resend, struct round_answer *answer, uint64_t number,
                  enum code code)
{
        const struct collector_no no = {answer, resend->key_id, number, code, "number"};
        const bool is_found = number - resend->first < resend->n;
        struct refusal *refusal;
        int r = collector_refuse_run(c, &no, &refusal);

        if (r != COLLECTOR_STOP)
                return r;
        refusal->seq = is_found ? resend->seqs[number - resend->first] : 0;
        log_warning("resend", "code=%s agent=%016llx number=%llu seq=%llu", code_row(code)->name,
                    (unsigned long long)answer->agent, (unsigned long long)number, (unsigned long long)refusal->seq);
        return r;
}

/* → JOURNAL_DAMAGED */
static int compare(struct collector *c, const struct resend *resend, struct round_answer *answer, uint64_t number,
                   struct bytes bytes)
{
        struct record record;
        bool same = true;
        int r = journal_read(c->reader, resend->seqs[number - resend->first], &record);

        if (r)
                return r < 0 ? err_trace(r) : JOURNAL_DAMAGED;
        if (record.kind == EVENT_REFUSED)
                r = repeat_refusal(c, answer, number, &record, bytes, &same);
        else
                same = bytes_equal(record.payload, bytes);
        if (r)
                return err_trace(r);
        return same ? 0 : refuse(c, resend, answer, number, CODE_CONFLICT);
}

int resend_check(struct collector *c, struct resend *resend, struct round_answer *answer, uint64_t number,
                 struct bytes bytes)
{
        int r = collector_commit(c); /* what it repeats may be in the open batch */

        if (r)
                return r < 0 ? err_trace(r) : r;
        r = journal_read_begin(c->reader);
        if (r == 0 && resend->first == 0)
                r = find_records(c, resend, number);
        if (r == 0)
                r = compare(c, resend, answer, number, bytes);
        journal_read_end(c->reader);
        return r == JOURNAL_DAMAGED ? refuse(c, resend, answer, number, CODE_DAMAGED) : r;
}

void resend_done(struct resend *resend)
{
        free(resend->seqs);
}
