/* receipts.h - the spool's second file: every answer of the service, appended and synced.
 *
 * Its last row says how far the stream is answered, so a restart needs nobody to ask; all of them together
 * witness the service's history. Written by the one process that is sending, read by all. Files are opened
 * for each call: nothing is held. 0, RECEIPTS_* as listed, negative = this machine failed or the file is
 * damaged (told with its place). */
#ifndef DUBAN_CLIENT_RECEIPTS_H
#define DUBAN_CLIENT_RECEIPTS_H

#include "lib/base/bytes.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "lib/model/roster.h"

enum receipts_kind {
        RECEIPTS_RECEIPT = 1, /* everything up to `number` is in the journal */
        RECEIPTS_REFUSAL = 2, /* `number` was refused for good with `code` */
        RECEIPTS_REWIND = 3, /* the service lost what came after `mark`, or is to be told again */
};

struct receipts_row {
        enum receipts_kind kind;
        uint32_t code;
        uint32_t epoch;
        uint64_t number;
        uint64_t seq;
        uint64_t mark; /* after this row, every number up to here is answered */
        struct instant at;
        uint8_t chain[HASH_SIZE];
};

enum { RECEIPTS_ROW = 96, RECEIPTS_APPEND_MAX = 66, RECEIPTS_ROWS_MAX = 200000 };

/* The last row: its mark says how far the stream is answered, its sequence (0 after a rewind) where in the journal.
 * All zeros when there is none. */
int receipts_last(const char *directory, const uint8_t stream[STREAM_SIZE], struct receipts_row *ret_last) CHECKED;
/* The writer's first call: cuts what an unfinished append left, and forgets the older half past
 * RECEIPTS_ROWS_MAX. */
int receipts_repair(const char *directory, const uint8_t stream[STREAM_SIZE]) CHECKED;
/* At most RECEIPTS_APPEND_MAX rows; synced. */
int receipts_append(const char *directory, const uint8_t stream[STREAM_SIZE], const struct receipts_row *,
                    size_t n) CHECKED;

/* Called for each row, oldest first; a value other than 0 ends the walk and is handed back. */
typedef int receipts_see(void *context, const struct receipts_row *);
int receipts_walk(const char *directory, const uint8_t stream[STREAM_SIZE], receipts_see *, void *context) CHECKED;

#endif
