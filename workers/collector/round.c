/* round.c - collects answers and sends them when the batch is durable. */
#include "workers/collector/round.h"

#include "proto/limits.h"

int round_new(struct round *round)
{
        *round = (struct round){.arena = arena_new(0)};
        round->end = &round->first;
        return round->arena ? 0 : err_fail("out of memory");
}

void round_done(struct round *round)
{
        round->arena = arena_free(round->arena);
}

void round_reset(struct round *round)
{
        arena_reset(round->arena);
        round->first = NULL;
        round->end = &round->first;
}

bool round_is_empty(const struct round *round)
{
        return round->first == NULL;
}

int round_add(struct round *round, const struct bus_route *route, struct round_answer **ret_answer)
{
        struct round_answer *answer = arena_take(round->arena, sizeof *answer);

        if (!answer)
                return err_fail("out of memory");
        answer->route = *route;
        answer->end = &answer->refusals;
        *round->end = answer;
        round->end = &answer->next;
        *ret_answer = answer;
        return 0;
}

int round_refuse(struct round *round, struct round_answer *answer, uint64_t number, enum code code, const char *field,
                 struct refusal **ret_refusal)
{
        const struct code_row *row = code_row(code);
        struct round_refusal *item = arena_take(round->arena, sizeof *item);
        struct bytes path = arena_copy(round->arena, bytes_str(field));

        invariant(row);
        if (!item || !path.at)
                return err_fail("out of memory");
        item->refusal = (struct refusal){
                .number = number,
                .code = code,
                .name = bytes_str(row->name),
                .field = path,
                .sentence_zh = bytes_str(row->zh),
                .sentence_en = bytes_str(row->en),
                .retry = row->cost == CODE_RETRY,
        };
        *answer->end = item;
        answer->end = &item->next;
        if (ret_refusal)
                *ret_refusal = &item->refusal;
        return 0;
}

/* A refusal that was to consume its number did not happen if the batch was lost to a full disk. */
static bool still_true(const struct refusal *refusal, uint64_t durable)
{
        const struct code_row *row = code_row(refusal->code);

        return refusal->number == 0 || row->cost != CODE_CONSUMES || refusal->number <= durable;
}

/* What a gap misses is known only now: an earlier batch of the round may have been lost, a later one may
 * have brought it. */
static struct refusal as_it_stands(struct refusal refusal, uint64_t durable)
{
        if (refusal.code == CODE_GAP)
                refusal.expected = durable + 1;
        return refusal;
}

static int gather(struct round *round, struct round_answer *answer, uint64_t durable, struct reply *reply)
{
        size_t most = 1;
        int r;

        if (answer->last > durable) {
                r = round_refuse(round, answer, durable + 1, CODE_DISK_FULL, "", NULL);
                if (r)
                        return err_trace(r);
        }
        for (const struct round_refusal *i = answer->refusals; i; i = i->next)
                most++;
        reply->refusal.at = arena_array(round->arena, most, sizeof *reply->refusal.at);
        if (!reply->refusal.at)
                return err_fail("out of memory");
        for (const struct round_refusal *i = answer->refusals; i; i = i->next)
                if (still_true(&i->refusal, durable))
                        reply->refusal.at[reply->refusal.n++] = as_it_stands(i->refusal, durable);
        return 0;
}

static int send_answer(struct round *round, struct round_answer *answer, const struct book *book,
                       const struct link_sink *sink)
{
        const struct book_stream *stream = answer->agent ? book_stream(book, answer->agent, answer->stream) : NULL;
        struct receipt receipt = {.stream = bytes_of(answer->stream, STREAM_SIZE), .epoch = book->epoch};
        struct reply reply = {.receipt = answer->agent ? &receipt : NULL};
        struct bytes body;
        int r;

        if (stream) {
                receipt.number = stream->number;
                receipt.seq = stream->head;
                receipt.chain = bytes_of(stream->hash, HASH_SIZE);
        }
        r = gather(round, answer, receipt.number, &reply);
        if (r == 0)
                r = codec_put_reply(&reply, round->arena, &body);
        if (r)
                return err_trace(r);
        return sink->reply(sink->context, &answer->route, body);
}

/* One receipt covers the stream, so of several plain answers of a round to one peer only the last one is
 * sent; a peer that waits for one reply a request (it sent the empty frame) gets them all. */
static bool is_covered(const struct round_answer *answer)
{
        const struct round_answer *next = answer->next;

        return next && !answer->route.delimiter && !answer->refusals && next->agent == answer->agent &&
               answer->agent != 0 && memcmp(next->stream, answer->stream, STREAM_SIZE) == 0 &&
               next->route.len == answer->route.len && memcmp(next->route.at, answer->route.at, answer->route.len) == 0;
}

int round_send(struct round *round, const struct book *book, const struct link_sink *sink)
{
        int r = 0;

        for (struct round_answer *i = round->first; i && r == 0; i = i->next)
                if (!is_covered(i))
                        r = send_answer(round, i, book, sink);
        return r ? err_trace(r) : 0;
}
