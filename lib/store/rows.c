/* rows.c - one table of fields a row. A change here changes STATE_FORMAT; docs/STORAGE.md has the recipe. */
#include "lib/store/rows.h"

#include <stddef.h>

enum width { FLAG, WORD32, WORD64, RAW };

struct field {
        uint16_t offset;
        uint8_t size;
        uint8_t width;
};

struct row_shape {
        const struct field *field;
        size_t fields;
};

#define SIZE_OF(type, member) sizeof(((type *)0)->member)
#define FIELD(type, member, width)                                                                                     \
        {                                                                                                              \
                offsetof(type, member), SIZE_OF(type, member), width                                                   \
        }
#define SHAPE(name, fields) const struct row_shape name = {fields, COUNT_OF(fields)}

_Static_assert(sizeof(enum severity) == 4 && sizeof(struct day) == 4 && sizeof(bool) == 1,
               "widths of the fields below");

#define META(member, width) FIELD(struct state_meta, member, width)
static const struct field META_FIELDS[] = {
        META(applied, WORD64),     META(hash, RAW),          META(epoch, WORD32),         META(today, WORD32),
        META(plan_seq, WORD64),    META(policy_seq, WORD64), META(derived_cause, WORD64), META(derived_ordinal, WORD32),
        META(derived_seq, WORD64),
};
SHAPE(ROWS_META, META_FIELDS);

#define TASK(member, width) FIELD(struct task_state, member, width)
static const struct field TASK_FIELDS[] = {
        TASK(head, WORD64),    TASK(report, WORD64),    TASK(report_day, WORD32), TASK(reports, WORD32),
        TASK(verdict, WORD64), TASK(remark, WORD64),    TASK(accept, WORD64),     TASK(suspension, WORD64),
        TASK(close, WORD64),   TASK(plan_text, WORD64), TASK(records, WORD32),    TASK(corrections, WORD32),
        TASK(latest, WORD32),  TASK(earliest, WORD32),  TASK(returned, WORD64),   TASK(amendment, WORD64),
        TASK(intake, WORD64),
};
SHAPE(ROWS_TASK, TASK_FIELDS);

#define STREAM(member, width) FIELD(struct stream_state, member, width)
static const struct field STREAM_FIELDS[] = {
        STREAM(agent, WORD64), STREAM(stream, RAW), STREAM(number, WORD64), STREAM(head, WORD64), STREAM(hash, RAW),
};
SHAPE(ROWS_STREAM, STREAM_FIELDS);

#define ALERT(member, width) FIELD(struct alert_state, member, width)
static const struct field ALERT_FIELDS[] = {
        ALERT(cause, WORD64),      ALERT(task, WORD64),         ALERT(part, WORD32),       ALERT(kind, WORD32),
        ALERT(severity, WORD32),   ALERT(open, FLAG),           ALERT(raised_seq, WORD64), ALERT(last_seq, WORD64),
        ALERT(signed_seq, WORD64), ALERT(answered_seq, WORD64), ALERT(letter_seq, WORD64), ALERT(objected_seq, WORD64),
};
SHAPE(ROWS_ALERT, ALERT_FIELDS);

#define AGENT(member, width) FIELD(struct agent_state, member, width)
static const struct field AGENT_FIELDS[] = {AGENT(agent, WORD64), AGENT(seq, WORD64), AGENT(at_ms, WORD64),
                                            AGENT(link, WORD64)};
SHAPE(ROWS_AGENT, AGENT_FIELDS);

#define CURSOR(member, width) FIELD(struct cursor, member, width)
static const struct field CURSOR_FIELDS[] = {CURSOR(epoch, WORD32), CURSOR(seq, WORD64)};
SHAPE(ROWS_CURSOR, CURSOR_FIELDS);

static void put_field(const struct field *field, const uint8_t *from, uint8_t *at)
{
        uint32_t word32;
        uint64_t word64;

        switch ((enum width)field->width) {
        case FLAG:
                *at = *(const bool *)from ? 1 : 0;
                break;
        case WORD32:
                memcpy(&word32, from, sizeof word32);
                be32_put(at, word32);
                break;
        case WORD64:
                memcpy(&word64, from, sizeof word64);
                be64_put(at, word64);
                break;
        case RAW:
                memcpy(at, from, field->size);
                break;
        }
}

static void get_field(const struct field *field, const uint8_t *at, uint8_t *to)
{
        uint32_t word32;
        uint64_t word64;

        switch ((enum width)field->width) {
        case FLAG:
                *(bool *)to = *at != 0;
                break;
        case WORD32:
                word32 = be32_get(at);
                memcpy(to, &word32, sizeof word32);
                break;
        case WORD64:
                word64 = be64_get(at);
                memcpy(to, &word64, sizeof word64);
                break;
        case RAW:
                memcpy(to, at, field->size);
                break;
        }
}

static size_t size_of(const struct row_shape *shape)
{
        size_t size = 0;

        for (size_t i = 0; i < shape->fields; i++)
                size += shape->field[i].size;
        return size;
}

size_t rows_put(const struct row_shape *shape, const void *row, uint8_t at[ROWS_SIZE_MAX])
{
        size_t used = 0;

        invariant(size_of(shape) <= ROWS_SIZE_MAX);
        for (size_t i = 0; i < shape->fields; i++) {
                put_field(&shape->field[i], (const uint8_t *)row + shape->field[i].offset, at + used);
                used += shape->field[i].size;
        }
        return used;
}

bool rows_get(const struct row_shape *shape, struct bytes value, void *ret_row)
{
        const uint8_t *at = value.at;

        if (value.len != size_of(shape))
                return false;
        for (size_t i = 0; i < shape->fields; i++) {
                get_field(&shape->field[i], at, (uint8_t *)ret_row + shape->field[i].offset);
                at += shape->field[i].size;
        }
        return true;
}
