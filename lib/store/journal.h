/* journal.h - the one ordered, hash-chained, append-only record of everything. The truth.
 *
 * Sequences are dense from 1. One writer (the collector's thread); any number of readers in any thread or
 * process, each with a reader of its own. A record is durable only after journal_commit returned 0; a
 * batch is all there or not at all. Every read verifies the record against the chain: nothing damaged is
 * ever served. An environment is opened once per process, by the composition root.
 * docs/STORAGE.md gives the bytes. Every function: 0, JOURNAL_* as listed, negative = fatal. */
#ifndef DUBAN_STORE_JOURNAL_H
#define DUBAN_STORE_JOURNAL_H

#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "lib/model/event.h"

enum { JOURNAL_FULL = 1, JOURNAL_MISSING, JOURNAL_DAMAGED, JOURNAL_ABSENT, JOURNAL_BUSY, JOURNAL_FOREIGN };

enum { JOURNAL_FORMAT = 1, JOURNAL_PAYLOAD_MAX = 131072 };
enum { JOURNAL_FRESH = 262144 }; /* newest records: some 100 MB, still in memory as they were written */

struct record {
        uint64_t seq;
        uint32_t epoch;
        enum event_kind kind;
        struct instant at; /* committed: max(previous, now) */
        uint64_t author; /* key id, or a reserved id */
        uint64_t agent; /* member id, or a reserved id */
        uint8_t stream[STREAM_SIZE]; /* zero for the service itself */
        uint64_t number; /* in its stream; a derived event's cause */
        uint32_t ordinal; /* of a derived event; else 0 */
        uint64_t prev_of_stream; /* 0 = first */
        uint64_t prev_of_task;
        uint64_t task; /* ids_task(); 0 = about no task */
        struct day day; /* the day it speaks of */
        uint8_t hash[HASH_SIZE]; /* of the chain at this record; set by the journal */
        struct bytes payload; /* one Event, byte for byte as received */
};

struct journal_head {
        uint64_t seq; /* 0 = empty */
        uint32_t epoch;
        struct instant at;
        uint8_t hash[HASH_SIZE];
};

enum journal_mode { JOURNAL_READ, JOURNAL_WRITE };

struct journal;
struct journal_reader;

struct journal_options {
        const char *dir; /* holds data.mdb; made with mode 0700 by JOURNAL_WRITE when `create` */
        enum journal_mode mode;
        bool create;
        uint64_t map_size; /* bytes of address space; 0 = 1 TiB */
};

/* → JOURNAL_ABSENT: no journal there; JOURNAL_BUSY: another writer is active; JOURNAL_FOREIGN: a format we
 * do not know, a file shorter than it says, a network file system, or permissions wider than 0700/0600
 * (one line is logged); JOURNAL_DAMAGED: the newest record fails its hash, nothing may be built on it
 * (writer only); JOURNAL_FULL: no room to create it. map_size is the same in every process. */
int journal_open(const struct journal_options *, struct journal **ret_journal) CHECKED;
/* Accepts NULL, returns NULL. Uncommitted records are dropped. Close readers first. */
struct journal *journal_close(struct journal *);

/* -- the writer's side; one thread -- */

/* Add one record to the open batch (the first add opens it). `record` is a draft: seq, hash and at are set
 * by this call, at to the latest of its own value, the head's and now; the payload (at most
 * JOURNAL_PAYLOAD_MAX bytes) is copied. epoch is the caller's.
 * → JOURNAL_FULL: disk or map is full, the whole batch was discarded. */
int journal_add(struct journal *, struct record *record) CHECKED;
/* Make the batch durable. → JOURNAL_FULL: as above. Negative: outcome unknown, the process must end. */
int journal_commit(struct journal *) CHECKED;
void journal_discard(struct journal *);
/* The durable head (writer: its own; reader process: as of now). Any thread. */
int journal_head(struct journal *, struct journal_head *ret_head) CHECKED;

/* -- the readers' side -- */

int journal_reader_new(struct journal *, struct journal_reader **ret_reader) CHECKED;
struct journal_reader *journal_reader_free(struct journal_reader *);
/* A snapshot: what it sees does not change until _end. Keep it short (256 records or 50 ms): an old
 * snapshot pins pages. Begin on an open snapshot renews it. */
int journal_read_begin(struct journal_reader *) CHECKED;
void journal_read_end(struct journal_reader *);
uint64_t journal_read_head(const struct journal_reader *); /* newest sequence of the snapshot */
/* `ret_record->payload` points into the map and holds until _end. → JOURNAL_MISSING: seq 0 or past the
 * head; JOURNAL_DAMAGED: the record or its chain link is not what was written. */
int journal_read(struct journal_reader *, uint64_t seq, struct record *ret_record) CHECKED;
/* The same for who follows the writer: a record that this process appended itself, and that is still JOURNAL_FRESH, is
 * not hashed a second time. Never for what is served outside, or is to prove something (docs/adr/0021). */
int journal_follow(struct journal_reader *, uint64_t seq, struct record *ret_record) CHECKED;
/* The same without verifying the chain: only for folding records this process verifies elsewhere. */
int journal_peek(struct journal_reader *, uint64_t seq, struct record *ret_record) CHECKED;

/* -- whole-journal checks (duband verify) -- */

struct journal_flaw {
        uint64_t seq;
        const char *what; /* static text */
};
typedef void journal_progress(void *context, uint64_t seq, uint64_t head);
/* Walks from..to (0 = head) in short snapshots, beside a running writer. → JOURNAL_DAMAGED with the first
 * bad record. */
int journal_verify(struct journal *, uint64_t from, uint64_t to, journal_progress *, void *context,
                   struct journal_flaw *ret_flaw) CHECKED;

/* A copy of one snapshot into a new directory, beside a running writer. On return 0 it is on the disk.
 * → JOURNAL_BUSY: the directory is there already; JOURNAL_FULL. */
int journal_copy(struct journal *, const char *dir) CHECKED;

struct journal_size {
        uint64_t used_bytes; /* pages in use */
        uint64_t map_bytes;
        uint64_t disk_free_bytes;
};
int journal_size(struct journal *, struct journal_size *ret_size) CHECKED;
/* Frees the reader slots of processes that were killed; the applier calls it once a minute. */
void journal_tidy(struct journal *);

#endif
