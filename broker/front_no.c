/* front_no.c - how the front desk says no. */
#include "broker/front_no.h"

#include "proto/codec.h"

enum code front_bad_code(enum front_kind kind)
{
        return kind == FRONT_REPORTS ? CODE_BAD_BATCH : CODE_BAD_QUERY;
}

static struct refusal refusal_of(enum code code, uint32_t retry_after_ms)
{
        const struct code_row *row = code_row(code);

        invariant(row);
        return (struct refusal){
                .code = code,
                .name = bytes_str(row->name),
                .sentence_zh = bytes_str(row->zh),
                .sentence_en = bytes_str(row->en),
                .retry = row->cost == CODE_RETRY,
                .retry_after_ms = retry_after_ms,
        };
}

static int no_to_batch(struct refusal refusal, struct bytes request, struct arena *arena, struct bytes *ret_body)
{
        struct batch_walk walk;
        struct reply reply = {0};
        enum code code;
        const char *field;

        if (wire_batch_open(request, &walk, &code, &field) == 0)
                refusal.number = walk.first_number;
        reply.refusal.at = &refusal;
        reply.refusal.n = 1;
        return codec_put_reply(&reply, arena, ret_body);
}

static int no_to_query(struct refusal refusal, struct bytes request, struct arena *arena, struct bytes *ret_body)
{
        struct answer answer = {.refusal = &refusal};
        struct query query;
        struct flaw flaw;

        if (codec_query(request, arena, &query, &flaw) == 0)
                answer.id = query.id;
        arena_reset(arena); /* the request may have spent it */
        return codec_put_answer(&answer, arena, ret_body);
}

int front_no(enum front_kind kind, enum code code, struct bytes request, uint32_t retry_after_ms, struct arena *arena,
             struct bytes *ret_body)
{
        const struct refusal refusal = refusal_of(code, retry_after_ms);
        int r = kind == FRONT_REPORTS ? no_to_batch(refusal, request, arena, ret_body)
                                      : no_to_query(refusal, request, arena, ret_body);

        return r ? err_trace(r) : 0;
}
