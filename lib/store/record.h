/* record.h - the bytes of one journal record, and its place in the chain. Inside lib/store only.
 *
 * docs/STORAGE.md has the layout byte by byte and the recipe for changing it. Pure; any thread. */
#ifndef DUBAN_STORE_RECORD_H
#define DUBAN_STORE_RECORD_H

#include "lib/store/journal.h"

enum {
        RECORD_VERSION = 1,
        RECORD_HEADER_SIZE = 104,
        RECORD_SALT_SIZE = 16,
        RECORD_OVERHEAD = RECORD_HEADER_SIZE + HASH_SIZE + RECORD_SALT_SIZE, /* before the payload */
};

static inline size_t record_size(const struct record *record)
{
        return RECORD_OVERHEAD + record->payload.len;
}

/* Writes record_size() bytes: everything, with the chain hash that follows from `previous` and the rest.
 * `ret_hash` gets that hash. */
void record_put(const struct record *, const uint8_t salt[RECORD_SALT_SIZE], const uint8_t previous[HASH_SIZE],
                uint8_t *at, uint8_t ret_hash[HASH_SIZE]);
/* False when the bytes have not the shape of a record. The payload is a view into `value`. */
bool record_get(struct bytes value, struct record *ret_record);
/* Does the stored hash follow from the bytes and the predecessor's hash? `value` has the right shape. */
bool record_follows(struct bytes value, const uint8_t previous[HASH_SIZE]);

#endif
