/* shape.h - one table per message: which protobuf field goes where in our plain struct, and in what form.
 *
 * The rows of a shape stand in the order of the field numbers, one row a field; both directions read the
 * same rows. proto/rows.h has the macros they are written with; tests/unit/shape_test.c checks every row
 * against the generated descriptors. Adding a field: the .proto file, the plain struct, one row.
 * Inside proto only. Constant tables; any thread. */
#ifndef DUBAN_PROTO_SHAPE_H
#define DUBAN_PROTO_SHAPE_H

#include <protobuf-c/protobuf-c.h>

#include "lib/base/arena.h"
#include "lib/base/bytes.h"
#include "proto/codec.h"

enum form {
        FORM_U32,
        FORM_U64,
        FORM_I32,
        FORM_I64,
        FORM_BOOL,
        FORM_ENUM,
        FORM_DAY, /* YYYYMMDD ⇄ struct day */
        FORM_NAME, /* one line of text */
        FORM_TEXT, /* text, may have several lines */
        FORM_RAW, /* bytes */
        FORM_MESSAGE,
        FORM_COUNT,
};

enum holder {
        HOLDER_ONE, /* the value itself; zero or empty = not stated */
        HOLDER_POINTER, /* messages: NULL = not stated */
        HOLDER_LIST,
};

struct row {
        const char *name; /* of the field in the .proto file */
        enum form form;
        enum holder holder;
        size_t at; /* offset in the plain struct */
        uint32_t bytes; /* FORM_NAME, _TEXT, _RAW: the longest allowed */
        uint32_t items; /* HOLDER_LIST: the most allowed, 0 = as many as fit the frame */
        bool exact; /* FORM_RAW: `bytes` long or absent */
        bool needed; /* must be stated */
        const struct shape *shape; /* FORM_MESSAGE */
};

struct shape {
        const ProtobufCMessageDescriptor *message;
        size_t size; /* of the plain struct */
        const struct row *rows; /* rows[i] belongs to message->fields[i] */
        size_t n;
        size_t known; /* offset of a bool that is set when the message was there; 0 = no such member */
        bool (*is_valid)(const void *plain); /* NULL = always */
};

/* -- what both directions need -- */

struct shape_list { /* any LIST(T), for memcpy */
        void *at;
        size_t n;
};

size_t shape_packed_size(const struct row *); /* of one value in protobuf-c's struct */
size_t shape_plain_size(const struct row *); /* of one value in the plain struct */
/* Is the member at `plain` not stated? */
bool shape_is_empty(const struct row *, const void *plain);

/* -- the two directions -- */

/* Unpacks and checks. `plain` is shape->size bytes of zeroes, overwritten in part also on CODEC_BAD. `unknown` is
 * how many unknown fields the caller has met already. → CODEC_BAD with the flaw, its path relative to this message. */
int shape_decode(const struct shape *, struct bytes, struct arena *, uint32_t unknown, void *plain,
                 struct flaw *ret_flaw) CHECKED;
/* Packs; `only` is the index of the single row to write, or SHAPE_ALL_ROWS. 0, or negative when the arena is
 * spent. Values are not checked: the receiver does that and answers with the field. */
#define SHAPE_ALL_ROWS SIZE_MAX
int shape_encode(const struct shape *, const void *plain, size_t only, struct arena *, struct bytes *ret_bytes) CHECKED;

#endif
