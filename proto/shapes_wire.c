/* shapes_wire.c - proto/wire.proto. Lists are bounded by the frame alone. */
#include "proto/rows.h"
#include "proto/wire.h"
#include "wire.pb-c.h"

static const struct row BATCH[] = {
        {EXACT(batch, stream, STREAM_SIZE), NEEDED},
        {U64(batch, first_number)},
        {RAWS(batch, record, LIMIT_FRAME_BYTES)},
        {BOOL(batch, keeps_link)},
};
const struct shape shape_batch = {SHAPE(batch, batch, BATCH)};

static const struct row RECEIPT[] = {
        {EXACT(receipt, stream, STREAM_SIZE), NEEDED},
        {U64(receipt, number)},
        {U32(receipt, epoch)},
        {U64(receipt, seq)},
        {EXACT(receipt, chain, HASH_SIZE)},
        {RAW(receipt, signature, LIMIT_NAME_BYTES)},
};
const struct shape shape_receipt = {SHAPE(receipt, receipt, RECEIPT)};

static const struct row REFUSAL[] = {
        {U64(refusal, number)},       {U32(refusal, code), NEEDED},   {NAME(refusal, name)},  {NAME(refusal, field)},
        {TEXT(refusal, sentence_zh)}, {TEXT(refusal, sentence_en)},   {BOOL(refusal, retry)}, {U64(refusal, seq)},
        {U64(refusal, expected)},     {U32(refusal, retry_after_ms)},
};
const struct shape shape_refusal = {SHAPE(refusal, refusal, REFUSAL)};

static const struct row REPLY[] = {
        {POINTER(reply, receipt, receipt)},
        {MANY_UP_TO(0, reply, refusal, refusal)},
};
const struct shape shape_reply = {SHAPE(reply, reply, REPLY)};

static const struct row BELL_RECORD[] = {
        {U64(bell_record, seq), NEEDED},
        {RAW(bell_record, event, LIMIT_FRAME_BYTES)},
};
const struct shape shape_bell_record = {SHAPE(bell_record, bell_record, BELL_RECORD)};

static const struct row BELL[] = {
        {U32(bell, epoch)},
        {U64(bell, head)},
        {U64(bell, previous_head)},
        {BOOL(bell, complete)},
        {MANY_UP_TO(0, bell, record, bell_record)},
};
const struct shape shape_bell = {SHAPE(bell, bell, BELL)};
