/* field.h - one protobuf field after another, by hand: for frames that are looked at before, or instead of,
 * being decoded. No allocation; views into the input. Inside proto only. Pure; any thread. */
#ifndef DUBAN_PROTO_FIELD_H
#define DUBAN_PROTO_FIELD_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum field_wire { FIELD_VARINT = 0, FIELD_64BIT = 1, FIELD_BYTES = 2, FIELD_32BIT = 5 };

struct field {
        uint32_t number; /* >= 1 */
        enum field_wire wire;
        uint64_t value; /* of a FIELD_VARINT */
        struct bytes bytes; /* content of a FIELD_BYTES */
};

enum { FIELD_END = 1, FIELD_BAD = 2 };

/* Takes the next field off `rest`. → FIELD_END; FIELD_BAD: cut short, field number 0, a varint that does
 * not fit 64 bits, a group or an unknown wire type. */
int field_next(struct bytes *rest, struct field *ret_field) CHECKED;

#endif
