/* fuzz_wire.c - any bytes into any decoder: no crash, no bloat, and what decodes must come back the same.
 *
 * The first byte chooses the decoder; the rest is the message. What was decoded is encoded, decoded and
 * encoded again: both encodings must be equal. (The input itself need not be: protobuf has many spellings.) */
#include "proto/codec.h"
#include "proto/limits.h"
#include "tests/fuzz/fuzz.h"

static void check_flaw(const struct flaw *flaw)
{
        invariant(code_row((unsigned)flaw->code) != NULL);
        invariant(memchr(flaw->field, '\0', sizeof flaw->field) != NULL);
}

#define ROUND_TRIP(type, decode, put)                                                                                  \
        static void fuzz_##type(struct bytes message, struct arena *budget, struct arena *rest)                        \
        {                                                                                                              \
                struct type value;                                                                                     \
                struct type again;                                                                                     \
                struct bytes first;                                                                                    \
                struct bytes second;                                                                                   \
                struct flaw flaw;                                                                                      \
                                                                                                                       \
                if (decode(message, budget, &value, &flaw) != 0) {                                                     \
                        check_flaw(&flaw);                                                                             \
                        return;                                                                                        \
                }                                                                                                      \
                invariant(put(&value, rest, &first) == 0);                                                             \
                invariant(decode(first, rest, &again, &flaw) == 0);                                                    \
                invariant(put(&again, rest, &second) == 0);                                                            \
                invariant(bytes_equal(first, second));                                                                 \
        }

ROUND_TRIP(event, codec_event, codec_put_event)
ROUND_TRIP(task, codec_task, codec_put_task)
ROUND_TRIP(plan, codec_plan, codec_put_plan)
ROUND_TRIP(member, codec_member, codec_put_member)
ROUND_TRIP(key, codec_key, codec_put_key)
ROUND_TRIP(reply, codec_reply, codec_put_reply)
ROUND_TRIP(query, codec_query, codec_put_query)
ROUND_TRIP(answer, codec_answer, codec_put_answer)
ROUND_TRIP(bell, codec_bell, codec_put_bell)

/* The walk sees as many records as it announced, all inside the message. */
static void fuzz_batch(struct bytes message, struct arena *budget, struct arena *rest)
{
        struct batch_walk walk;
        struct bytes record;
        enum code code;
        const char *field;
        uint32_t records = 0;

        if (wire_batch_open(message, &walk, &code, &field) != 0) {
                invariant(code_row((unsigned)code) != NULL && field != NULL);
                return;
        }
        while (wire_batch_next(&walk, &record) == 0) {
                invariant(record.at >= message.at && record.at + record.len <= message.at + message.len);
                records++;
                arena_reset(budget);
                fuzz_event(record, budget, rest);
        }
        invariant(records == walk.records);
}

static void (*const TARGETS[])(struct bytes, struct arena *, struct arena *) = {
        fuzz_batch, fuzz_event, fuzz_task,  fuzz_plan,   fuzz_member,
        fuzz_key,   fuzz_reply, fuzz_query, fuzz_answer, fuzz_bell,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        ARENA struct arena *budget = arena_new(LIMIT_ARENA_BYTES);
        ARENA struct arena *rest = arena_new(0);

        if (size > 0)
                TARGETS[data[0] % COUNT_OF(TARGETS)](bytes_of(data + 1, size - 1), budget, rest);
        return 0;
}
