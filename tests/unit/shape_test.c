/* shape_test.c - every row against the generated descriptor, and every shape there and back. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/unit/fill.h"

/* Everything that can be reached from what travels and what is stored, once each. */
static const struct shape *const ROOTS[] = {
        &shape_event, &shape_batch, &shape_reply, &shape_bell, &shape_query, &shape_answer,
};
enum { SHAPES_MAX = 128 };
static const struct shape *all[SHAPES_MAX];
static size_t n_all;

static void collect(const struct shape *shape)
{
        for (size_t i = 0; i < n_all; i++)
                if (all[i] == shape)
                        return;
        assert_true(n_all < SHAPES_MAX);
        all[n_all++] = shape;
        for (size_t i = 0; i < shape->n; i++)
                if (shape->rows[i].shape)
                        collect(shape->rows[i].shape);
}

static int collect_all(void **state)
{
        (void)state;
        for (size_t i = 0; i < COUNT_OF(ROOTS); i++)
                collect(ROOTS[i]);
        return n_all > 60 ? 0 : -1;
}

static const ProtobufCType TYPE_OF_FORM[FORM_COUNT] = {
        [FORM_U32] = PROTOBUF_C_TYPE_UINT32,      [FORM_U64] = PROTOBUF_C_TYPE_UINT64,
        [FORM_I32] = PROTOBUF_C_TYPE_SINT32,      [FORM_I64] = PROTOBUF_C_TYPE_SINT64,
        [FORM_BOOL] = PROTOBUF_C_TYPE_BOOL,       [FORM_ENUM] = PROTOBUF_C_TYPE_ENUM,
        [FORM_DAY] = PROTOBUF_C_TYPE_UINT32,      [FORM_NAME] = PROTOBUF_C_TYPE_BYTES,
        [FORM_TEXT] = PROTOBUF_C_TYPE_BYTES,      [FORM_RAW] = PROTOBUF_C_TYPE_BYTES,
        [FORM_MESSAGE] = PROTOBUF_C_TYPE_MESSAGE,
};

static void check_row(const char *shape_name, const struct row *row, const ProtobufCFieldDescriptor *field)
{
        const bool repeated = field->label == PROTOBUF_C_LABEL_REPEATED;
        const bool text = row->form == FORM_NAME || row->form == FORM_TEXT || row->form == FORM_RAW;

        if (strcmp(row->name, field->name) != 0)
                fail_msg("%s: row %s stands where field %s is", shape_name, row->name, field->name);
        if (TYPE_OF_FORM[row->form] != field->type)
                fail_msg("%s.%s: form %d for a field of type %d", shape_name, row->name, (int)row->form,
                         (int)field->type);
        if ((row->holder == HOLDER_LIST) != repeated)
                fail_msg("%s.%s: list or not?", shape_name, row->name);
        if (row->holder == HOLDER_POINTER && row->form != FORM_MESSAGE)
                fail_msg("%s.%s: only messages stand behind pointers", shape_name, row->name);
        if ((row->form == FORM_MESSAGE) != (row->shape != NULL) || text != (row->bytes != 0))
                fail_msg("%s.%s: the row lacks its shape or length", shape_name, row->name);
        if (row->shape && row->shape->message != field->descriptor)
                fail_msg("%s.%s: shape of another message", shape_name, row->name);
}

static void every_field_has_its_row(void **state)
{
        (void)state;
        for (size_t i = 0; i < n_all; i++) {
                const struct shape *shape = all[i];

                if (shape->n != shape->message->n_fields)
                        fail_msg("%s: %zu rows for %u fields", all[i]->message->short_name, shape->n,
                                 shape->message->n_fields);
                for (size_t k = 0; k < shape->n; k++)
                        check_row(all[i]->message->short_name, &shape->rows[k], &shape->message->fields[k]);
        }
}

/* Two rows must not share a member; Event's are a union. */
static void no_member_is_used_twice(void **state)
{
        (void)state;
        for (size_t i = 0; i < n_all; i++)
                for (size_t k = 0; all[i] != &shape_event && k < all[i]->n; k++)
                        for (size_t m = 0; m < k; m++)
                                if (all[i]->rows[k].at == all[i]->rows[m].at)
                                        fail_msg("%s: %s and %s", all[i]->message->short_name, all[i]->rows[k].name,
                                                 all[i]->rows[m].name);
}

static void every_shape_comes_back(void **state)
{
        (void)state;
        for (size_t i = 0; i < n_all; i++) {
                ARENA struct arena *arena = arena_new(0);
                const struct shape *shape = all[i];
                void *out = arena_take(arena, shape->size);
                void *back = arena_take(arena, shape->size);
                struct bytes first;
                struct bytes second;
                struct flaw flaw;
                unsigned seed = 0;

                if (shape == &shape_event)
                        continue;
                fill_shape(shape, arena, &seed, out);
                assert_int_equal(shape_encode(shape, out, SHAPE_ALL_ROWS, arena, &first), 0);
                if (shape_decode(shape, first, arena, 0, back, &flaw) != 0)
                        fail_msg("%s.%s: code %d", all[i]->message->short_name, flaw.field, (int)flaw.code);
                if (!fill_same(shape, out, back))
                        fail_msg("%s differs after the journey", all[i]->message->short_name);
                assert_int_equal(shape_encode(shape, back, SHAPE_ALL_ROWS, arena, &second), 0);
                assert_true(bytes_equal(first, second));
        }
}

static void nothing_said_is_nothing_sent(void **state)
{
        (void)state;
        for (size_t i = 0; i < n_all; i++) {
                ARENA struct arena *arena = arena_new(0);
                struct bytes encoded;

                if (all[i] == &shape_event)
                        continue;
                assert_int_equal(shape_encode(all[i], arena_take(arena, all[i]->size), SHAPE_ALL_ROWS, arena, &encoded),
                                 0);
                assert_int_equal(encoded.len, 0);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_field_has_its_row),
                cmocka_unit_test(no_member_is_used_twice),
                cmocka_unit_test(every_shape_comes_back),
                cmocka_unit_test(nothing_said_is_nothing_sent),
        };

        return cmocka_run_group_tests(tests, collect_all, NULL);
}
