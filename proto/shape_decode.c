/* shape_decode.c - from bytes, through protobuf-c, to a plain struct; with every check on the way.
 *
 * protobuf-c allocates up to 68 times the input and checks neither text nor enums. So it allocates from the
 * message's arena, whose budget is the bound, and each value is checked here when it is moved over. */
#include "proto/shape.h"

#include <stdio.h>

#include "lib/base/text.h"
#include "proto/limits.h"

struct decoding {
        struct arena *arena;
        bool spent; /* the arena refused to give more */
        uint32_t unknown; /* fields so far */
        struct flaw flaw;
};

static int decode_message(struct decoding *, const struct shape *, const ProtobufCMessage *, uint8_t *plain);

static int flawed(struct decoding *decoding, enum code code)
{
        decoding->flaw.code = code;
        return CODEC_BAD;
}

/* The path is written from its end, while the calls return: "unit", "[2].unit", "line[2].unit". */
static int flawed_in(struct decoding *decoding, const char *step)
{
        struct flaw *flaw = &decoding->flaw;
        const char *dot = flaw->field[0] && flaw->field[0] != '[' ? "." : "";
        char path[sizeof flaw->field];
        const int len = snprintf(path, sizeof path, "%s%s%s", step, dot, flaw->field);

        invariant(len > 0 && (size_t)len < sizeof path);
        memcpy(flaw->field, path, (size_t)len + 1);
        return CODEC_BAD;
}

static int flawed_at(struct decoding *decoding, size_t index)
{
        char step[24];

        snprintf(step, sizeof step, "[%zu]", index);
        return flawed_in(decoding, step);
}

/* -- memory -- */

static void *give(void *context, size_t size)
{
        struct decoding *decoding = context;
        void *at = arena_take(decoding->arena, size);

        if (!at)
                decoding->spent = true;
        return at;
}

static void leave(void *context, void *at)
{
        (void)context; /* the arena frees it with all the rest */
        (void)at;
}

static void *take(struct decoding *decoding, size_t count, size_t size)
{
        void *at = arena_array(decoding->arena, count, size);

        if (!at)
                flawed(decoding, CODE_TOO_LARGE);
        return at;
}

/* -- one value; `from` is the field in protobuf-c's struct, `to` the plain member -- */

static int decode_day(struct decoding *decoding, const void *from, struct day *to)
{
        return day_from_number(*(const uint32_t *)from, to) == 0 ? 0 : flawed(decoding, CODE_BAD_DATE);
}

static int decode_enum(struct decoding *decoding, const ProtobufCFieldDescriptor *field, const int *from, unsigned *to)
{
        if (!protobuf_c_enum_descriptor_get_value(field->descriptor, *from))
                return flawed(decoding, CODE_BAD_VALUE);
        *to = (unsigned)*from;
        return 0;
}

static int decode_bytes(struct decoding *decoding, const struct row *row, const ProtobufCBinaryData *from,
                        struct bytes *to)
{
        const struct bytes content = bytes_of(from->data, from->len);

        if (row->exact && content.len != row->bytes && content.len != 0)
                return flawed(decoding, CODE_BAD_VALUE);
        if (content.len > row->bytes)
                return flawed(decoding, CODE_TOO_LARGE);
        if (row->form != FORM_RAW && !text_is_plain(content, row->form == FORM_TEXT ? TEXT_LINES : TEXT_LINE))
                return flawed(decoding, CODE_BAD_TEXT);
        *to = content;
        return 0;
}

static int decode_value(struct decoding *decoding, const struct row *row, const ProtobufCFieldDescriptor *field,
                        const void *from, void *to)
{
        switch (row->form) {
        case FORM_U32:
        case FORM_I32:
                memcpy(to, from, sizeof(uint32_t));
                return 0;
        case FORM_U64:
        case FORM_I64:
                memcpy(to, from, sizeof(uint64_t));
                return 0;
        case FORM_BOOL:
                *(bool *)to = *(const protobuf_c_boolean *)from != 0;
                return 0;
        case FORM_ENUM:
                return decode_enum(decoding, field, from, to);
        case FORM_DAY:
                return decode_day(decoding, from, to);
        case FORM_NAME:
        case FORM_TEXT:
        case FORM_RAW:
                return decode_bytes(decoding, row, from, to);
        case FORM_MESSAGE:
                return decode_message(decoding, row->shape, *(ProtobufCMessage *const *)from, to);
        case FORM_COUNT:
                break;
        }
        err_broken(__FILE__, __LINE__, "a row has a form");
}

/* -- fields -- */

static int decode_list(struct decoding *decoding, const struct row *row, const ProtobufCFieldDescriptor *field,
                       size_t n, const uint8_t *from, void *to)
{
        const size_t step = shape_packed_size(row);
        const size_t size = shape_plain_size(row);
        struct shape_list list = {.n = n};

        if (row->items && n > row->items)
                return flawed(decoding, CODE_TOO_LARGE);
        list.at = take(decoding, n, size);
        if (!list.at)
                return CODEC_BAD;
        for (size_t i = 0; i < n; i++)
                if (decode_value(decoding, row, field, from + i * step, (uint8_t *)list.at + i * size) != 0)
                        return flawed_at(decoding, i);
        memcpy(to, &list, sizeof list);
        return 0;
}

static int decode_pointer(struct decoding *decoding, const struct row *row, const ProtobufCFieldDescriptor *field,
                          const void *from, void *to)
{
        void *plain = take(decoding, 1, row->shape->size);

        if (!plain || decode_value(decoding, row, field, from, plain) != 0)
                return CODEC_BAD;
        memcpy(to, &plain, sizeof plain);
        return 0;
}

static int decode_field(struct decoding *decoding, const struct row *row, const ProtobufCFieldDescriptor *field,
                        const uint8_t *message, uint8_t *plain)
{
        const uint8_t *from = message + field->offset;

        if (row->holder == HOLDER_LIST) {
                const size_t n = *(const size_t *)(const void *)(message + field->quantifier_offset);

                return n == 0 ? 0 : decode_list(decoding, row, field, n, *(uint8_t *const *)(const void *)from, plain);
        }
        if (row->form == FORM_MESSAGE) {
                if (!*(ProtobufCMessage *const *)(const void *)from)
                        return 0;
                if (row->holder == HOLDER_POINTER)
                        return decode_pointer(decoding, row, field, from, plain);
        } else if (!*(const protobuf_c_boolean *)(const void *)(message + field->quantifier_offset)) {
                return 0;
        }
        return decode_value(decoding, row, field, from, plain);
}

static int decode_message(struct decoding *decoding, const struct shape *shape, const ProtobufCMessage *message,
                          uint8_t *plain)
{
        const uint8_t *from = (const uint8_t *)message;

        decoding->unknown += message->n_unknown_fields;
        if (decoding->unknown > LIMIT_UNKNOWN_FIELDS)
                return flawed(decoding, CODE_TOO_LARGE);
        for (size_t i = 0; i < shape->n; i++) {
                const struct row *row = &shape->rows[i];
                int r = decode_field(decoding, row, &shape->message->fields[i], from, plain + row->at);

                if (r == 0 && row->needed && shape_is_empty(row, plain + row->at))
                        r = flawed(decoding, CODE_MISSING_FIELD);
                if (r != 0)
                        return flawed_in(decoding, row->name);
        }
        if (shape->known)
                *(bool *)(plain + shape->known) = true;
        return !shape->is_valid || shape->is_valid(plain) ? 0 : flawed(decoding, CODE_BAD_VALUE);
}

int shape_decode(const struct shape *shape, struct bytes bytes, struct arena *arena, uint32_t unknown, void *plain,
                 struct flaw *ret_flaw)
{
        struct decoding decoding = {.arena = arena, .unknown = unknown};
        ProtobufCAllocator allocator = {give, leave, &decoding};
        const ProtobufCMessage *message;
        int r;

        message = protobuf_c_message_unpack(shape->message, &allocator, bytes.len, bytes.at);
        if (message)
                r = decode_message(&decoding, shape, message, plain);
        else
                r = flawed(&decoding, decoding.spent ? CODE_TOO_LARGE : CODE_MALFORMED);
        if (r != 0)
                *ret_flaw = decoding.flaw;
        return r;
}
