/* field.c - tags, varints and lengths, strictly. */
#include "proto/field.h"

enum { WIRE_BITS = 3, WIRE_MASK = 7, VARINT_BYTES = 10 };

static struct bytes after(struct bytes rest, size_t n)
{
        return bytes_of(rest.at + n, rest.len - n);
}

static int take_varint(struct bytes *rest, uint64_t *ret_value)
{
        uint64_t value = 0;

        for (unsigned i = 0; i < VARINT_BYTES && i < rest->len; i++) {
                const uint8_t byte = rest->at[i];

                if (i == VARINT_BYTES - 1 && byte > 1)
                        return FIELD_BAD;
                value |= (uint64_t)(byte & 0x7f) << (7 * i);
                if (byte < 0x80) {
                        *rest = after(*rest, i + 1);
                        *ret_value = value;
                        return 0;
                }
        }
        return FIELD_BAD;
}

static int take_bytes(struct bytes *rest, uint64_t len, struct bytes *ret_bytes)
{
        if (len > rest->len)
                return FIELD_BAD;
        *ret_bytes = bytes_of(rest->at, (size_t)len);
        *rest = after(*rest, (size_t)len);
        return 0;
}

static int take_content(struct bytes *rest, struct field *field)
{
        switch (field->wire) {
        case FIELD_VARINT:
                return take_varint(rest, &field->value);
        case FIELD_64BIT:
                return take_bytes(rest, 8, &field->bytes);
        case FIELD_BYTES:
                if (take_varint(rest, &field->value) != 0)
                        return FIELD_BAD;
                return take_bytes(rest, field->value, &field->bytes);
        case FIELD_32BIT:
                return take_bytes(rest, 4, &field->bytes);
        default:
                return FIELD_BAD;
        }
}

int field_next(struct bytes *rest, struct field *ret_field)
{
        struct bytes ahead = *rest;
        struct field field = {0};
        uint64_t tag;

        if (rest->len == 0)
                return FIELD_END;
        if (take_varint(&ahead, &tag) != 0 || tag > UINT32_MAX)
                return FIELD_BAD;
        field.number = (uint32_t)tag >> WIRE_BITS;
        field.wire = (enum field_wire)(tag & WIRE_MASK);
        if (field.number == 0 || take_content(&ahead, &field) != 0)
                return FIELD_BAD;
        *rest = ahead;
        *ret_field = field;
        return 0;
}
