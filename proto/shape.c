/* shape.c - what both directions ask of a row. */
#include "proto/shape.h"

#include "lib/model/day.h"

static const struct form_size {
        size_t packed;
        size_t plain;
} SIZES[FORM_COUNT] = {
        [FORM_U32] = {sizeof(uint32_t), sizeof(uint32_t)},
        [FORM_U64] = {sizeof(uint64_t), sizeof(uint64_t)},
        [FORM_I32] = {sizeof(int32_t), sizeof(int32_t)},
        [FORM_I64] = {sizeof(int64_t), sizeof(int64_t)},
        [FORM_BOOL] = {sizeof(protobuf_c_boolean), sizeof(bool)},
        [FORM_ENUM] = {sizeof(int), sizeof(unsigned)},
        [FORM_DAY] = {sizeof(uint32_t), sizeof(struct day)},
        [FORM_NAME] = {sizeof(ProtobufCBinaryData), sizeof(struct bytes)},
        [FORM_TEXT] = {sizeof(ProtobufCBinaryData), sizeof(struct bytes)},
        [FORM_RAW] = {sizeof(ProtobufCBinaryData), sizeof(struct bytes)},
        [FORM_MESSAGE] = {sizeof(ProtobufCMessage *), 0},
};

size_t shape_packed_size(const struct row *row)
{
        return SIZES[row->form].packed;
}

size_t shape_plain_size(const struct row *row)
{
        return row->form == FORM_MESSAGE ? row->shape->size : SIZES[row->form].plain;
}

static bool is_zero(const uint8_t *at, size_t len)
{
        for (size_t i = 0; i < len; i++)
                if (at[i] != 0)
                        return false;
        return true;
}

static bool message_is_empty(const struct shape *shape, const uint8_t *plain)
{
        if (shape->known)
                return !*(const bool *)(plain + shape->known);
        for (size_t i = 0; i < shape->n; i++)
                if (!shape_is_empty(&shape->rows[i], plain + shape->rows[i].at))
                        return false;
        return true;
}

bool shape_is_empty(const struct row *row, const void *plain)
{
        struct shape_list list;

        if (row->holder == HOLDER_LIST) {
                memcpy(&list, plain, sizeof list);
                return list.n == 0;
        }
        if (row->holder == HOLDER_POINTER)
                return is_zero(plain, sizeof(void *));
        switch (row->form) {
        case FORM_NAME:
        case FORM_TEXT:
        case FORM_RAW:
                return ((const struct bytes *)plain)->len == 0;
        case FORM_MESSAGE:
                return message_is_empty(row->shape, plain);
        default:
                return is_zero(plain, shape_plain_size(row));
        }
}
