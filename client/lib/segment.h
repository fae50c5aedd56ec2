/* segment.h - one file of the spool: a run of records with dense numbers, appended and never changed.
 *
 * docs/SPOOL.md has the format. A struct segment is a place in such a file: a reader walks it forward with
 * segment_next, the writer appends where the walk ended. Owner: the spool. One writer at a time (the
 * spool's lock), any number of readers beside it. 0, SEGMENT_* as listed, negative = this machine failed. */
#ifndef DUBAN_CLIENT_SEGMENT_H
#define DUBAN_CLIENT_SEGMENT_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"
#include "lib/model/roster.h"
#include "proto/limits.h"

enum {
        SEGMENT_HEAD = 48, /* bytes before the first record */
        SEGMENT_RECORD_HEAD = 40, /* bytes before each record's own */
        SEGMENT_RECORD_MAX = SEGMENT_RECORD_HEAD + LIMIT_RECORD_BYTES,
        SEGMENT_NAME = 32,
};

enum {
        SEGMENT_ABSENT = 1,
        SEGMENT_END, /* nothing after this place */
        SEGMENT_TORN, /* what follows is an append that did not finish, or that is going on right now */
        SEGMENT_DAMAGED, /* what follows was whole once and is not any more */
};

struct segment {
        int fd; /* -1: none */
        uint64_t first; /* number of its first record */
        uint64_t next; /* number of the record at `at` */
        uint64_t at;
};

#define SEGMENT_NONE ((struct segment){.fd = -1})

/* "segment-00000000000000000001" for a first number, and back; 0 for a name that is none. */
void segment_name(uint64_t first, char out[SEGMENT_NAME]);
uint64_t segment_first(const char *name);

/* A new segment without a record, its directory entry synced. */
int segment_create(const char *directory, const uint8_t stream[STREAM_SIZE], uint64_t first) CHECKED;
/* → SEGMENT_ABSENT, SEGMENT_DAMAGED (its head). Stands before its first record. */
int segment_open(const char *directory, const uint8_t stream[STREAM_SIZE], uint64_t first,
                 struct segment *ret_segment) CHECKED;
void segment_close(struct segment *);
/* Take one record and step over it; the view is into `buffer` of SEGMENT_RECORD_MAX bytes. → SEGMENT_END,
 * SEGMENT_TORN, SEGMENT_DAMAGED. */
int segment_next(struct segment *, uint8_t *buffer, struct bytes *ret_record) CHECKED;
/* At the end: append and sync; after a failure the file is as before. */
int segment_append(struct segment *, uint8_t *buffer, struct bytes record) CHECKED;
/* After SEGMENT_TORN: the bytes from here on go into a file of their own and the segment ends here. */
int segment_cut(struct segment *, const char *directory, uint8_t *buffer) CHECKED;
int segment_sync(const struct segment *) CHECKED;

#endif
