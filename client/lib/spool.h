/* spool.h - store and forward: what is to be sent stands on this disk, numbered, until long after it was
 * answered.
 *
 * HOME/spool holds the stream's name, segments of records, the receipts and two locks; docs/SPOOL.md has
 * the format. Several processes may put at once (write.lock, for the time of a put); one at a time sends
 * (send.lock, for as long as it wants). Owner: whoever opened it; one thread. 0, SPOOL_* as listed,
 * negative = this machine failed or the spool is damaged, told on standard error with file and place. */
#ifndef DUBAN_CLIENT_SPOOL_H
#define DUBAN_CLIENT_SPOOL_H

#include "client/lib/receipts.h"
#include "lib/base/bytes.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"

enum {
        SPOOL_FULL = 1, /* unanswered records alone reach the bound */
        SPOOL_BUSY, /* another process is sending */
        SPOOL_ABSENT, /* no such record here (any more) */
};

struct spool;

struct spool_limits {
        uint64_t segment_bytes; /* begin a new segment past this */
        uint64_t bound_bytes; /* all segments together; the oldest answered go first */
        int64_t keep_ms; /* answered records are kept this long at least, if the bound allows */
};
extern const struct spool_limits SPOOL_LIMITS; /* 1 MiB, 256 MiB, 7 days */

struct spool_marks {
        uint64_t oldest; /* first number still here; put + 1 when there is none */
        uint64_t answered; /* every number up to here is answered */
        uint64_t put; /* last number given */
        uint64_t seq; /* of the newest answer, in the journal; 0 when not known */
};

/* Makes HOME/spool on first use. Call ids_start() before. */
int spool_open(const char *home, const struct spool_limits *, struct spool **ret_spool) CHECKED;
struct spool *spool_close(struct spool *); /* lets go of the locks; accepts NULL, returns NULL */
const uint8_t *spool_stream(const struct spool *); /* STREAM_SIZE */
const char *spool_directory(const struct spool *); /* its path, to watch it; terminated, lives as long as the spool */

/* One record of 1..LIMIT_RECORD_BYTES, on disk when this returns. → SPOOL_FULL. */
int spool_put(struct spool *, struct bytes record, uint64_t *ret_number) CHECKED;
/* How things stand, with what other processes did. The sender's view is synced before it is told. */
int spool_look(struct spool *, struct spool_marks *ret_marks) CHECKED;
/* Drop whole segments that were answered more than keep_ms ago. */
int spool_evict(struct spool *, struct instant now) CHECKED;

/* -- for the one that sends -- */
int spool_claim(struct spool *) CHECKED; /* → SPOOL_BUSY */
void spool_release(struct spool *);
/* A number up to `put`; cheapest in ascending order. The view holds until the next call. → SPOOL_ABSENT. */
int spool_read(struct spool *, uint64_t number, struct bytes *ret_record) CHECKED;
/* Note what was answered; synced. */
int spool_note(struct spool *, const struct receipts_row *, size_t n) CHECKED;

#endif
