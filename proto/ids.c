/* ids.c - fingerprints by BLAKE2b-256. */
#include "proto/ids.h"

#include <sodium.h>

int ids_start(void)
{
        return sodium_init() < 0 ? err_fail("libsodium does not start") : 0;
}

void ids_hash(struct bytes content, uint8_t out[HASH_SIZE])
{
        crypto_generichash(out, HASH_SIZE, content.at, content.len, NULL, 0);
}

static uint64_t fingerprint(struct bytes content)
{
        uint8_t hash[HASH_SIZE];
        uint64_t id;

        ids_hash(content, hash);
        id = be64_get(hash);
        return id < ID_RESERVED_END ? id + ID_RESERVED_END : id;
}

uint64_t ids_of_name(struct bytes name)
{
        return fingerprint(name);
}

uint64_t ids_of_key(const uint8_t public_key[KEY_SIZE])
{
        return fingerprint(bytes_of(public_key, KEY_SIZE));
}

uint64_t ids_task(struct task_ref ref)
{
        uint8_t hash[HASH_SIZE];

        ids_hash(ref.plan, hash);
        return (uint64_t)be32_get(hash) << 32 | ref.no;
}

uint32_t ids_task_no(uint64_t task)
{
        return (uint32_t)task;
}

uint64_t ids_of_subject(const struct alert_ref *ref)
{
        if (ref->task.no)
                return ids_task(ref->task);
        return ref->department.len ? ids_of_name(ref->department) : 0;
}

void ids_random(uint8_t *out, size_t len)
{
        randombytes_buf(out, len);
}
