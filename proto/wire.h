/* wire.h - batches, replies and the bell as plain structs. Mirrors proto/wire.proto. */
#ifndef DUBAN_PROTO_WIRE_H
#define DUBAN_PROTO_WIRE_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"
#include "lib/model/roster.h"
#include "proto/codes.h"

struct batch {
        struct bytes stream; /* STREAM_SIZE */
        uint64_t first_number;
        LIST(struct bytes) record; /* encoded Events */
        bool keeps_link;
};

struct receipt {
        struct bytes stream;
        uint64_t number;
        uint32_t epoch;
        uint64_t seq;
        struct bytes chain; /* HASH_SIZE */
        struct bytes signature;
};

struct refusal {
        uint64_t number;
        uint32_t code;
        struct bytes name;
        struct bytes field;
        struct bytes sentence_zh;
        struct bytes sentence_en;
        bool retry;
        uint64_t seq;
        uint64_t expected;
        uint32_t retry_after_ms;
};

struct reply {
        const struct receipt *receipt; /* NULL = none */
        LIST(struct refusal) refusal;
};

struct bell_record {
        uint64_t seq;
        struct bytes event;
};

struct bell {
        uint32_t epoch;
        uint64_t head;
        uint64_t previous_head;
        bool complete;
        LIST(struct bell_record) record;
};

/* -- reading a Batch without copying: the hot path, no allocation -- */

struct batch_walk {
        struct bytes stream; /* views into the message */
        uint64_t first_number;
        uint32_t records;
        bool keeps_link;
        struct bytes rest; /* the message from its first record on */
};
enum { WIRE_END = 1, WIRE_BAD = 2 };
/* Checks the whole frame: field types, stream of 16 bytes, first_number >= 1 when there are records, at most
 * LIMIT_BATCH_RECORDS of them. → WIRE_BAD with the code and a static field name. A record longer than
 * LIMIT_RECORD_BYTES is let through, because codec_event refuses it under its own number; a refused batch would
 * leave its stream stuck for ever. */
int wire_batch_open(struct bytes message, struct batch_walk *ret_walk, enum code *ret_code,
                    const char **ret_field) CHECKED;
/* The next record in order. → WIRE_END. */
int wire_batch_next(struct batch_walk *, struct bytes *ret_record) CHECKED;

/* -- looking into an Event without decoding it -- */

struct wire_event {
        int kind; /* enum event_kind */
        struct bytes body; /* the message in its one field; a view into the record */
        uint32_t unknown; /* fields beside it */
};
/* → WIRE_BAD when it does not set exactly one known field exactly once. */
int wire_event_open(struct bytes record, struct wire_event *ret_event) CHECKED;
/* The kind alone; EVENT_NONE when it has none. */
int wire_event_kind(struct bytes record);

#endif
