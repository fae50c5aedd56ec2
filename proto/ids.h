/* ids.h - fingerprints: how names, keys and tasks become the fixed-size ids of a record.
 *
 * First 8 bytes of BLAKE2b-256, big-endian, lifted above the reserved ids. A task id is the first 4 bytes
 * of the plan id's hash and the task number. Pure (libsodium); any thread after ids_start. */
#ifndef DUBAN_PROTO_IDS_H
#define DUBAN_PROTO_IDS_H

#include "lib/model/event.h"

int ids_start(void) CHECKED; /* once per process, before threads: sodium_init */
uint64_t ids_of_name(struct bytes name);
uint64_t ids_of_key(const uint8_t public_key[KEY_SIZE]);
uint64_t ids_task(struct task_ref);
uint32_t ids_task_no(uint64_t task);
/* What an alert is about: a task, a department's link, or 0, the service itself. */
uint64_t ids_of_subject(const struct alert_ref *);
/* BLAKE2b-256. */
void ids_hash(struct bytes, uint8_t out[HASH_SIZE]);
/* Random bytes from the system. */
void ids_random(uint8_t *out, size_t len);

#endif
