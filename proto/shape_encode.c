/* shape_encode.c - from a plain struct, through protobuf-c, to bytes. What is zero or empty is left out. */
#include "proto/shape.h"

#include "lib/model/day.h"

static ProtobufCMessage *encode_message(const struct shape *, const uint8_t *plain, size_t only, struct arena *);

/* protobuf-c reads through the pointer only, but its struct is not const. */
static ProtobufCBinaryData encode_bytes(const struct bytes *from)
{
        ProtobufCBinaryData to = {.len = from->len};

        memcpy(&to.data, &from->at, sizeof to.data);
        return to;
}

/* `from` is the plain value, `to` the field in protobuf-c's struct. */
static int encode_value(const struct row *row, const void *from, void *to, struct arena *arena)
{
        switch (row->form) {
        case FORM_U32:
        case FORM_I32:
        case FORM_ENUM:
                memcpy(to, from, sizeof(uint32_t));
                return 0;
        case FORM_U64:
        case FORM_I64:
                memcpy(to, from, sizeof(uint64_t));
                return 0;
        case FORM_BOOL:
                *(protobuf_c_boolean *)to = *(const bool *)from;
                return 0;
        case FORM_DAY:
                *(uint32_t *)to = day_to_number(*(const struct day *)from);
                return 0;
        case FORM_NAME:
        case FORM_TEXT:
        case FORM_RAW:
                *(ProtobufCBinaryData *)to = encode_bytes(from);
                return 0;
        case FORM_MESSAGE:
                *(ProtobufCMessage **)to = encode_message(row->shape, from, SHAPE_ALL_ROWS, arena);
                return *(ProtobufCMessage **)to ? 0 : -1;
        case FORM_COUNT:
                break;
        }
        err_broken(__FILE__, __LINE__, "a row has a form");
}

static int encode_list(const struct row *row, const void *from, size_t *ret_n, void *to, struct arena *arena)
{
        const size_t step = shape_packed_size(row);
        const size_t size = shape_plain_size(row);
        struct shape_list list;
        uint8_t *items;

        memcpy(&list, from, sizeof list);
        items = arena_array(arena, list.n, step);
        if (!items)
                return err_fail("arena spent");
        for (size_t i = 0; i < list.n; i++)
                if (encode_value(row, (const uint8_t *)list.at + i * size, items + i * step, arena) < 0)
                        return -1;
        *(uint8_t **)to = items;
        *ret_n = list.n;
        return 0;
}

static int encode_field(const struct row *row, const ProtobufCFieldDescriptor *field, const void *from,
                        uint8_t *message, struct arena *arena)
{
        void *to = message + field->offset;
        void *quantifier = message + field->quantifier_offset;

        if (row->holder == HOLDER_LIST)
                return encode_list(row, from, quantifier, to, arena);
        if (row->holder == HOLDER_POINTER)
                memcpy(&from, from, sizeof from);
        if (row->form != FORM_MESSAGE)
                *(protobuf_c_boolean *)quantifier = 1;
        return encode_value(row, from, to, arena);
}

static ProtobufCMessage *encode_message(const struct shape *shape, const uint8_t *plain, size_t only,
                                        struct arena *arena)
{
        ProtobufCMessage *message = arena_take(arena, shape->message->sizeof_message);

        if (!message) {
                err_fail("arena spent");
                return NULL;
        }
        protobuf_c_message_init(shape->message, message);
        for (size_t i = 0; i < shape->n; i++) {
                const struct row *row = &shape->rows[i];
                const void *from = plain + row->at;

                if (only == SHAPE_ALL_ROWS ? shape_is_empty(row, from) : only != i)
                        continue;
                if (encode_field(row, &shape->message->fields[i], from, (uint8_t *)message, arena) < 0)
                        return NULL;
        }
        return message;
}

int shape_encode(const struct shape *shape, const void *plain, size_t only, struct arena *arena,
                 struct bytes *ret_bytes)
{
        const ProtobufCMessage *message = encode_message(shape, plain, only, arena);
        uint8_t *at;
        size_t len;

        if (!message)
                return err_trace(-1);
        len = protobuf_c_message_get_packed_size(message);
        at = arena_take(arena, len);
        if (!at)
                return err_fail("arena spent by %zu bytes of %s", len, shape->message->short_name);
        *ret_bytes = bytes_of(at, protobuf_c_message_pack(message, at));
        return 0;
}
