/* bulletin_read.h - a bulletin out of the service's answers, and the seal that tells whether it is still the same. */
#ifndef DUBAN_CLI_BULLETIN_READ_H
#define DUBAN_CLI_BULLETIN_READ_H

#include "client/cli/bulletin.h"

/* Fills in the rest of a bulletin of which edition, numbers, title and day of issue are set; no day: the journal's
 * today. It is one state of the journal: when records are added while it is read, it is read again. → outcomes of
 * ask.h */
int bulletin_read(struct session *, struct bulletin *) CHECKED;
/* BLAKE2b-256 of the public edition as text, in Chinese: HASH_SIZE bytes. Negative when out of memory. */
int bulletin_read_seal(struct session *, const struct bulletin *, uint8_t *ret_hash) CHECKED;

#endif
