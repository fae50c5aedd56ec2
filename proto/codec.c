/* codec.c - the door: one function a message and direction, all over the shapes. */
#include "proto/codec.h"

#include <stdio.h>

#include "proto/rows.h"

static int bad(struct flaw *ret_flaw, enum code code)
{
        *ret_flaw = (struct flaw){.code = code};
        return CODEC_BAD;
}

static int decode(const struct shape *shape, struct bytes bytes, struct arena *arena, void *ret_plain,
                  struct flaw *ret_flaw)
{
        void *plain;
        int r;

        if (bytes.len > LIMIT_FRAME_BYTES)
                return bad(ret_flaw, CODE_TOO_LARGE);
        plain = arena_take(arena, shape->size);
        if (!plain)
                return bad(ret_flaw, CODE_TOO_LARGE);
        r = shape_decode(shape, bytes, arena, 0, plain, ret_flaw);
        if (r == 0)
                memcpy(ret_plain, plain, shape->size);
        return r;
}

static int encode(const struct shape *shape, const void *plain, struct arena *arena, struct bytes *ret_bytes)
{
        return shape_encode(shape, plain, SHAPE_ALL_ROWS, arena, ret_bytes);
}

/* -- events: one row of shape_event -- */

/* The row of a kind; SIZE_MAX when there is no such kind. */
static size_t row_of_kind(int kind)
{
        const ProtobufCMessageDescriptor *message = shape_event.message;
        const ProtobufCFieldDescriptor *field =
                kind > 0 ? protobuf_c_message_descriptor_get_field(message, (unsigned)kind) : NULL;

        return field ? (size_t)(field - message->fields) : SIZE_MAX;
}

/* "report" before "line[2].unit". */
static void prefix_path(struct flaw *flaw, const char *name)
{
        const struct flaw old = *flaw;
        const int len = snprintf(flaw->field, sizeof flaw->field, "%s%s%s", name, old.field[0] ? "." : "", old.field);

        invariant(len > 0 && (size_t)len < sizeof flaw->field);
}

int codec_event(struct bytes bytes, struct arena *arena, struct event *ret_event, struct flaw *ret_flaw)
{
        struct wire_event wire;
        const struct row *row;
        struct event *event;
        int r;

        if (bytes.len > LIMIT_RECORD_BYTES)
                return bad(ret_flaw, CODE_TOO_LARGE);
        if (wire_event_open(bytes, &wire) != 0)
                return bad(ret_flaw, CODE_MALFORMED);
        event = arena_take(arena, sizeof *event);
        if (!event)
                return bad(ret_flaw, CODE_TOO_LARGE);
        row = &shape_event.rows[row_of_kind(wire.kind)];
        r = shape_decode(row->shape, wire.body, arena, wire.unknown, (uint8_t *)event + row->at, ret_flaw);
        if (r != 0) {
                prefix_path(ret_flaw, row->name);
                return r;
        }
        event->kind = (enum event_kind)wire.kind;
        *ret_event = *event;
        return 0;
}

int codec_put_event(const struct event *event, struct arena *arena, struct bytes *ret_bytes)
{
        const size_t row = row_of_kind((int)event->kind);

        if (row == SIZE_MAX)
                return err_fail("no event kind %d", (int)event->kind);
        return shape_encode(&shape_event, event, row, arena, ret_bytes);
}

/* -- everything else -- */

#define DECODER(name)                                                                                                  \
        int codec_##name(struct bytes bytes, struct arena *arena, struct name *ret_##name, struct flaw *ret_flaw)      \
        {                                                                                                              \
                return decode(&shape_##name, bytes, arena, ret_##name, ret_flaw);                                      \
        }
#define ENCODER(name)                                                                                                  \
        int codec_put_##name(const struct name *name, struct arena *arena, struct bytes *ret_bytes)                    \
        {                                                                                                              \
                return encode(&shape_##name, name, arena, ret_bytes);                                                  \
        }

DECODER(task)
DECODER(plan)
DECODER(member)
DECODER(key)
DECODER(reply)
DECODER(query)
DECODER(answer)
DECODER(bell)

ENCODER(task)
ENCODER(plan)
ENCODER(member)
ENCODER(key)
ENCODER(batch)
ENCODER(reply)
ENCODER(query)
ENCODER(answer)
ENCODER(bell)
