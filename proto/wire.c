/* wire.c - batches and the kind of a record, read in place. */
#include "proto/wire.h"

#include "lib/model/event.h"
#include "proto/field.h"
#include "proto/limits.h"

/* -- batches -- */

enum batch_field { BATCH_STREAM = 1, BATCH_FIRST_NUMBER = 2, BATCH_RECORD = 3, BATCH_KEEPS_LINK = 4 };

static const enum field_wire BATCH_WIRE[] = {
        [BATCH_STREAM] = FIELD_BYTES,
        [BATCH_FIRST_NUMBER] = FIELD_VARINT,
        [BATCH_RECORD] = FIELD_BYTES,
        [BATCH_KEEPS_LINK] = FIELD_VARINT,
};
static const char *const BATCH_NAME[] = {
        [BATCH_STREAM] = "stream",
        [BATCH_FIRST_NUMBER] = "first_number",
        [BATCH_RECORD] = "record",
        [BATCH_KEEPS_LINK] = "keeps_link",
};

struct fault { /* what is wrong with a batch */
        enum code code;
        const char *field;
};

static struct fault fault(enum code code, enum batch_field field)
{
        return (struct fault){code, BATCH_NAME[field]};
}

/* What the fields were, besides what the walk keeps. */
struct seen {
        bool stream;
        bool first_number;
        uint32_t unknown;
};

static struct fault read_field(struct batch_walk *walk, struct seen *seen, const struct field *field, struct bytes from)
{
        if (field->number > BATCH_KEEPS_LINK)
                return ++seen->unknown > LIMIT_UNKNOWN_FIELDS ? (struct fault){CODE_BAD_BATCH, ""} : (struct fault){0};
        if (field->wire != BATCH_WIRE[field->number])
                return fault(CODE_BAD_BATCH, (enum batch_field)field->number);
        switch ((enum batch_field)field->number) {
        case BATCH_STREAM:
                if (seen->stream)
                        return fault(CODE_BAD_BATCH, BATCH_STREAM);
                seen->stream = true;
                walk->stream = field->bytes;
                break;
        case BATCH_FIRST_NUMBER:
                if (seen->first_number)
                        return fault(CODE_BAD_BATCH, BATCH_FIRST_NUMBER);
                seen->first_number = true;
                walk->first_number = field->value;
                break;
        case BATCH_RECORD:
                if (walk->records == LIMIT_BATCH_RECORDS)
                        return fault(CODE_BAD_BATCH, BATCH_RECORD);
                if (walk->records++ == 0)
                        walk->rest = from;
                break;
        case BATCH_KEEPS_LINK:
                walk->keeps_link = field->value != 0;
                break;
        }
        return (struct fault){0};
}

static struct fault read_batch(struct bytes message, struct batch_walk *walk)
{
        struct seen seen = {0};
        struct fault found = {0};
        struct bytes rest = message;
        struct bytes from = rest;
        struct field field;
        int r;

        if (message.len > LIMIT_FRAME_BYTES)
                return (struct fault){CODE_BAD_BATCH, ""};
        while (!found.code && (r = field_next(&rest, &field)) != FIELD_END) {
                if (r != 0)
                        return (struct fault){CODE_BAD_BATCH, ""};
                found = read_field(walk, &seen, &field, from);
                from = rest;
        }
        if (found.code)
                return found;
        if (walk->stream.len != STREAM_SIZE)
                return fault(CODE_BAD_STREAM, BATCH_STREAM);
        if (walk->records && (walk->first_number == 0 || walk->first_number > UINT64_MAX - walk->records))
                return fault(CODE_BAD_BATCH, BATCH_FIRST_NUMBER);
        return (struct fault){0};
}

int wire_batch_open(struct bytes message, struct batch_walk *ret_walk, enum code *ret_code, const char **ret_field)
{
        struct batch_walk walk = {0};
        const struct fault found = read_batch(message, &walk);

        if (found.code) {
                *ret_code = found.code;
                *ret_field = found.field;
                return WIRE_BAD;
        }
        *ret_walk = walk;
        return 0;
}

int wire_batch_next(struct batch_walk *walk, struct bytes *ret_record)
{
        struct field field;

        while (field_next(&walk->rest, &field) == 0)
                if (field.number == BATCH_RECORD) {
                        *ret_record = field.bytes;
                        return 0;
                }
        return WIRE_END;
}

/* -- events -- */

int wire_event_open(struct bytes record, struct wire_event *ret_event)
{
        struct wire_event event = {0};
        struct field field;
        int r;

        while ((r = field_next(&record, &field)) == 0) {
                if (!event_row((enum event_kind)field.number)) {
                        event.unknown++;
                        continue;
                }
                if (event.kind != EVENT_NONE || field.wire != FIELD_BYTES)
                        return WIRE_BAD;
                event.kind = (int)field.number;
                event.body = field.bytes;
        }
        if (r != FIELD_END || event.kind == EVENT_NONE)
                return WIRE_BAD;
        *ret_event = event;
        return 0;
}

int wire_event_kind(struct bytes record)
{
        struct wire_event event;

        return wire_event_open(record, &event) == 0 ? event.kind : EVENT_NONE;
}
