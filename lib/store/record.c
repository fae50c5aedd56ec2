/* record.c - header, chain hash, salt, payload: one value in the journal. */
#include "lib/store/record.h"

#include "proto/ids.h"

enum { /* where each field stands; docs/STORAGE.md prints this table */
       AT_VERSION = 0, /* u8 */
       AT_ZERO = 1, /* u8 */
       AT_KIND = 2, /* u16 */
       AT_EPOCH = 4, /* u32 */
       AT_SEQ = 8, /* u64 */
       AT_TIME = 16, /* i64, UTC milliseconds */
       AT_AUTHOR = 24, /* u64 */
       AT_AGENT = 32, /* u64 */
       AT_STREAM = 40, /* 16 bytes */
       AT_NUMBER = 56, /* u64 */
       AT_ORDINAL = 64, /* u32 */
       AT_DAY = 68, /* i32, days since 1970-01-01 */
       AT_PREV_OF_STREAM = 72, /* u64 */
       AT_PREV_OF_TASK = 80, /* u64 */
       AT_TASK = 88, /* u64 */
       AT_LENGTH = 96, /* u32, of the payload */
       AT_SIGNATURE_LENGTH = 100, /* u16, reserved: 0 */
       AT_ZERO_TAIL = 102, /* u16 */
       AT_HASH = RECORD_HEADER_SIZE,
       AT_SALT = AT_HASH + HASH_SIZE,
       AT_PAYLOAD = AT_SALT + RECORD_SALT_SIZE,
};

static void put_header(const struct record *record, uint8_t *at)
{
        at[AT_VERSION] = RECORD_VERSION;
        at[AT_ZERO] = 0;
        be16_put(at + AT_KIND, (uint16_t)record->kind);
        be32_put(at + AT_EPOCH, record->epoch);
        be64_put(at + AT_SEQ, record->seq);
        be64_put(at + AT_TIME, (uint64_t)record->at.ms);
        be64_put(at + AT_AUTHOR, record->author);
        be64_put(at + AT_AGENT, record->agent);
        memcpy(at + AT_STREAM, record->stream, STREAM_SIZE);
        be64_put(at + AT_NUMBER, record->number);
        be32_put(at + AT_ORDINAL, record->ordinal);
        be32_put(at + AT_DAY, (uint32_t)record->day.n);
        be64_put(at + AT_PREV_OF_STREAM, record->prev_of_stream);
        be64_put(at + AT_PREV_OF_TASK, record->prev_of_task);
        be64_put(at + AT_TASK, record->task);
        be32_put(at + AT_LENGTH, (uint32_t)record->payload.len);
        be16_put(at + AT_SIGNATURE_LENGTH, 0);
        be16_put(at + AT_ZERO_TAIL, 0);
}

/* H(header ‖ H(salt ‖ payload) ‖ previous). Hashing the payload apart lets a payload be proved, or redacted,
 * without showing it. */
static void chain_hash(struct bytes value, const uint8_t previous[HASH_SIZE], uint8_t ret_hash[HASH_SIZE])
{
        uint8_t link[RECORD_HEADER_SIZE + HASH_SIZE + HASH_SIZE];

        memcpy(link, value.at, RECORD_HEADER_SIZE);
        ids_hash(bytes_of(value.at + AT_SALT, value.len - AT_SALT), link + RECORD_HEADER_SIZE);
        memcpy(link + RECORD_HEADER_SIZE + HASH_SIZE, previous, HASH_SIZE);
        ids_hash(bytes_of(link, sizeof link), ret_hash);
}

void record_put(const struct record *record, const uint8_t salt[RECORD_SALT_SIZE], const uint8_t previous[HASH_SIZE],
                uint8_t *at, uint8_t ret_hash[HASH_SIZE])
{
        put_header(record, at);
        memcpy(at + AT_SALT, salt, RECORD_SALT_SIZE);
        if (record->payload.len)
                memcpy(at + AT_PAYLOAD, record->payload.at, record->payload.len);
        chain_hash(bytes_of(at, record_size(record)), previous, ret_hash);
        memcpy(at + AT_HASH, ret_hash, HASH_SIZE);
}

bool record_get(struct bytes value, struct record *ret_record)
{
        const uint8_t *at = value.at;

        if (value.len < RECORD_OVERHEAD || value.len > RECORD_OVERHEAD + JOURNAL_PAYLOAD_MAX ||
            at[AT_VERSION] != RECORD_VERSION || be32_get(at + AT_LENGTH) != value.len - RECORD_OVERHEAD ||
            be16_get(at + AT_SIGNATURE_LENGTH) != 0)
                return false;
        *ret_record = (struct record){
                .seq = be64_get(at + AT_SEQ),
                .epoch = be32_get(at + AT_EPOCH),
                .kind = (enum event_kind)be16_get(at + AT_KIND),
                .at = {(int64_t)be64_get(at + AT_TIME)},
                .author = be64_get(at + AT_AUTHOR),
                .agent = be64_get(at + AT_AGENT),
                .number = be64_get(at + AT_NUMBER),
                .ordinal = be32_get(at + AT_ORDINAL),
                .prev_of_stream = be64_get(at + AT_PREV_OF_STREAM),
                .prev_of_task = be64_get(at + AT_PREV_OF_TASK),
                .task = be64_get(at + AT_TASK),
                .day = {(int32_t)be32_get(at + AT_DAY)},
                .payload = bytes_of(at + AT_PAYLOAD, value.len - RECORD_OVERHEAD),
        };
        memcpy(ret_record->stream, at + AT_STREAM, STREAM_SIZE);
        memcpy(ret_record->hash, at + AT_HASH, HASH_SIZE);
        return true;
}

bool record_follows(struct bytes value, const uint8_t previous[HASH_SIZE])
{
        uint8_t hash[HASH_SIZE];

        chain_hash(value, previous, hash);
        return memcmp(hash, value.at + AT_HASH, HASH_SIZE) == 0;
}
