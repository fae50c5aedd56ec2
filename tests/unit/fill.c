/* fill.c - walks the rows of a shape to fill and to compare. */
#include "tests/unit/fill.h"

#include "lib/model/number.h"

enum { ITEMS = 2 };

static struct bytes made_bytes(const struct row *row, struct arena *arena, unsigned seed)
{
        if (row->form == FORM_NAME)
                return bytes_str(arena_print(arena, "name %u 市发改委", seed));
        if (row->form == FORM_TEXT)
                return bytes_str(arena_print(arena, "text %u,\n\t督办", seed));

        const size_t len = row->exact ? row->bytes : 5;
        uint8_t *at = arena_take(arena, len);

        for (size_t i = 0; i < len; i++)
                at[i] = (uint8_t)(seed + i);
        return bytes_of(at, len);
}

static unsigned made_enum(const ProtobufCFieldDescriptor *field, unsigned seed)
{
        const ProtobufCEnumDescriptor *list = field->descriptor;

        return (unsigned)list->values[1 + seed % (list->n_values - 1)].value;
}

static void fill_value(const struct row *row, const ProtobufCFieldDescriptor *field, struct arena *arena,
                       unsigned *seed, void *to)
{
        const unsigned n = ++*seed;

        switch (row->form) {
        case FORM_U32:
                *(uint32_t *)to = n;
                break;
        case FORM_U64:
                *(uint64_t *)to = (uint64_t)n << 32 | n;
                break;
        case FORM_I32:
                *(int32_t *)to = -(int32_t)n;
                break;
        case FORM_I64:
                *(int64_t *)to = (int64_t)n << 33;
                break;
        case FORM_BOOL:
                *(bool *)to = true;
                break;
        case FORM_ENUM:
                *(unsigned *)to = made_enum(field, n);
                break;
        case FORM_DAY:
                *(struct day *)to = day_plus(day_of(2023, 1, 1), (int)n);
                break;
        case FORM_NAME:
        case FORM_TEXT:
        case FORM_RAW:
                *(struct bytes *)to = made_bytes(row, arena, n);
                break;
        case FORM_MESSAGE:
                fill_shape(row->shape, arena, seed, to);
                break;
        case FORM_COUNT:
                break;
        }
}

static void fill_row(const struct row *row, const ProtobufCFieldDescriptor *field, struct arena *arena, unsigned *seed,
                     uint8_t *to)
{
        const size_t size = shape_plain_size(row);
        const size_t n = row->holder == HOLDER_LIST ? ITEMS : 1;
        struct shape_list list = {.at = to, .n = n};

        if (row->holder != HOLDER_ONE)
                list.at = arena_array(arena, n, size);
        for (size_t i = 0; i < n; i++)
                fill_value(row, field, arena, seed, (uint8_t *)list.at + i * size);
        if (row->holder == HOLDER_LIST)
                memcpy(to, &list, sizeof list);
        else if (row->holder == HOLDER_POINTER)
                memcpy(to, &list.at, sizeof list.at);
}

void fill_shape(const struct shape *shape, struct arena *arena, unsigned *seed, void *plain)
{
        for (size_t i = 0; i < shape->n; i++)
                fill_row(&shape->rows[i], &shape->message->fields[i], arena, seed,
                         (uint8_t *)plain + shape->rows[i].at);
        if (shape == &shape_number) {
                struct number *number = plain;

                number->scale %= NUMBER_SCALE_MAX + 1;
                number->known = true;
        }
}

void fill_event(size_t row, struct arena *arena, unsigned *seed, struct event *ret_event)
{
        *ret_event = (struct event){.kind = (enum event_kind)shape_event.message->fields[row].id};
        fill_row(&shape_event.rows[row], &shape_event.message->fields[row], arena, seed,
                 (uint8_t *)ret_event + shape_event.rows[row].at);
}

static bool same_value(const struct row *row, const void *a, const void *b)
{
        switch (row->form) {
        case FORM_NAME:
        case FORM_TEXT:
        case FORM_RAW:
                return bytes_equal(*(const struct bytes *)a, *(const struct bytes *)b);
        case FORM_MESSAGE:
                return fill_same(row->shape, a, b);
        default:
                return memcmp(a, b, shape_plain_size(row)) == 0;
        }
}

static bool same_row(const struct row *row, const uint8_t *a, const uint8_t *b)
{
        const size_t size = shape_plain_size(row);
        struct shape_list left = {0};
        struct shape_list right = {0};

        if (row->holder == HOLDER_ONE)
                return same_value(row, a, b);
        memcpy(&left, a, row->holder == HOLDER_LIST ? sizeof left : sizeof left.at);
        memcpy(&right, b, row->holder == HOLDER_LIST ? sizeof right : sizeof right.at);
        if (row->holder == HOLDER_POINTER)
                return !left.at == !right.at && (!left.at || same_value(row, left.at, right.at));
        if (left.n != right.n)
                return false;
        for (size_t i = 0; i < left.n; i++)
                if (!same_value(row, (uint8_t *)left.at + i * size, (uint8_t *)right.at + i * size))
                        return false;
        return true;
}

bool fill_same(const struct shape *shape, const void *a, const void *b)
{
        for (size_t i = 0; i < shape->n; i++) {
                const struct row *row = &shape->rows[i];

                if (!same_row(row, (const uint8_t *)a + row->at, (const uint8_t *)b + row->at))
                        return false;
        }
        return !shape->known || ((const bool *)a)[shape->known] == ((const bool *)b)[shape->known];
}
