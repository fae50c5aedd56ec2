/* task_fold.c - what one record does to the row of its task. */
#include "lib/store/task_fold.h"

#include <stddef.h>

#include "proto/codec.h"

/* Figures of no day belong to every date. */
static const struct day EVER = {INT32_MIN};

#define POINTER(member) (offsetof(struct task_state, member))

/* The member of the row that points to the newest record of the kind; 0 = none. */
static const size_t POINTERS[EVENT_KIND_END] = {
        [EVENT_ACCEPT] = POINTER(accept),         [EVENT_REMARK] = POINTER(remark),
        [EVENT_SUSPENSION] = POINTER(suspension), [EVENT_CLOSE] = POINTER(close),
        [EVENT_PLAN_TEXT] = POINTER(plan_text),   [EVENT_VERDICT] = POINTER(verdict),
        [EVENT_RETURN] = POINTER(returned),       [EVENT_AMENDMENT] = POINTER(amendment),
        [EVENT_INTAKE] = POINTER(intake),
};
_Static_assert(POINTER(head) == 0, "no kind may point at head");

int task_fold_replaces(const struct record *record, struct arena *arena, uint64_t *ret_seq)
{
        struct event event;
        struct flaw flaw;
        int r;

        arena_reset(arena);
        r = codec_event(record->payload, arena, &event, &flaw);
        if (r == CODEC_BAD || (r == 0 && event.kind != EVENT_CORRECTION && event.kind != EVENT_RETURN))
                return TASK_FOLD_UNREADABLE;
        if (r)
                return err_trace(r);
        *ret_seq = event.kind == EVENT_RETURN ? event.return_report.report_seq : event.correction.replaces_seq;
        return 0;
}

static void note_day(struct task_state *row, struct day day)
{
        if (!day_is_set(row->latest) || day_before(row->latest, day))
                row->latest = day;
        if (!day_is_set(row->earliest) || day_before(day, row->earliest))
                row->earliest = day;
}

static void make_current(struct task_state *row, const struct record *record)
{
        row->report = record->seq;
        row->report_day = record->day;
}

/* A return names the report that is current then. */
static bool is_returned(const struct task_state *row)
{
        return row->returned > row->report;
}

/* Newest by (date, sequence): a tie goes to the later sequence. What was sent back stands in nobody's way. */
static bool is_newest(const struct task_state *row, const struct record *record)
{
        return !row->report || is_returned(row) || !day_before(record->day, row->report_day);
}

static void fold_report(struct task_state *row, const struct record *record)
{
        row->reports++;
        if (is_newest(row, record))
                make_current(row, record);
}

/* A correction is current when it is newest by (date, sequence) or when it takes back the current report,
 * even to an older date: the figures that were taken back must not go on being judged. */
static int fold_correction(struct task_state *row, const struct record *record, struct arena *arena)
{
        uint64_t replaced;
        int r;

        row->corrections++;
        if (is_newest(row, record)) {
                make_current(row, record);
                return 0;
        }
        r = task_fold_replaces(record, arena, &replaced); /* only one to an older date has to be opened */
        if (r)
                return r;
        if (replaced == row->report)
                make_current(row, record);
        return 0;
}

int task_fold(struct task_state *row, const struct record *record, struct arena *arena)
{
        const size_t pointer = (unsigned)record->kind < EVENT_KIND_END ? POINTERS[record->kind] : 0;

        if (row->records % TASK_FOLD_EVERY == 0)
                row->earliest = (struct day){0};
        row->records++;
        row->head = record->seq;
        if (pointer)
                memcpy((uint8_t *)row + pointer, &record->seq, sizeof record->seq);
        if (record->kind != EVENT_REPORT && record->kind != EVENT_CORRECTION)
                return 0;
        note_day(row, day_is_set(record->day) ? record->day : EVER);
        if (record->kind == EVENT_CORRECTION)
                return fold_correction(row, record, arena);
        fold_report(row, record);
        return 0;
}
