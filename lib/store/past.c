/* past.c - walks back along a task's records, from the nearest row that was kept. */
#include "lib/store/past.h"

#include <stdlib.h>

#include "lib/base/map.h"
#include "lib/store/task_fold.h"

static int damaged(struct past *past, uint64_t seq)
{
        past->damaged = seq;
        return PAST_DAMAGED;
}

/* A record of the task's chain, which leads back, else it would never end. */
static int read_record(struct past *past, uint64_t task, uint64_t seq, struct record *ret_record)
{
        const int r = journal_read(past->journal, seq, ret_record);

        if (r < 0)
                return err_trace(r);
        return r || ret_record->task != task || ret_record->prev_of_task >= seq ? damaged(past, seq) : 0;
}

/* The newest row kept at or before `seq`; all zero when there is none. */
static int kept_row(struct past *past, uint64_t task, uint64_t seq, struct task_state *ret_row)
{
        const int r = state_past_task(past->state, task, seq, ret_row);

        if (r == STATE_MISSING)
                *ret_row = (struct task_state){0};
        return r < 0 ? err_trace(r) : 0;
}

/* -- as of a sequence -- */

struct stretch { /* records between two rows that were kept, newest first */
        uint64_t seq[TASK_FOLD_EVERY];
        size_t n;
};

/* The task's records in (base, until], on the way from `from` down. */
static int collect(struct past *past, uint64_t task, uint64_t from, uint64_t until, uint64_t base,
                   struct stretch *ret_stretch)
{
        uint64_t seq = from;

        ret_stretch->n = 0;
        while (seq > base) {
                struct record record;
                const int r = read_record(past, task, seq, &record);

                if (r)
                        return r;
                if (seq <= until) {
                        if (ret_stretch->n == TASK_FOLD_EVERY)
                                return damaged(past, seq);
                        ret_stretch->seq[ret_stretch->n++] = seq;
                }
                seq = record.prev_of_task;
        }
        return seq == base ? 0 : damaged(past, base);
}

static int fold_one(struct past *past, uint64_t task, uint64_t seq, struct task_state *row)
{
        struct record record;
        int r = read_record(past, task, seq, &record);

        if (r)
                return r;
        r = task_fold(row, &record, past->scratch);
        return r < 0 ? err_trace(r) : 0;
}

static int fold(struct past *past, uint64_t task, const struct stretch *stretch, struct task_state *row)
{
        int r = 0;

        for (size_t i = stretch->n; i-- > 0 && r == 0;)
                r = fold_one(past, task, stretch->seq[i], row);
        return r;
}

int past_task(struct past *past, uint64_t task, uint64_t seq, struct task_state *ret_row)
{
        struct stretch stretch;
        struct task_state newest;
        struct task_state next;
        struct task_state row;
        int r = state_task(past->state, task, &newest);

        if (r < 0)
                return err_trace(r);
        if (r == STATE_MISSING)
                newest = (struct task_state){0};
        if (newest.head <= seq) {
                *ret_row = newest;
                return 0;
        }
        r = kept_row(past, task, seq, &row);
        if (r)
                return r;
        r = state_next_task(past->state, task, seq + 1, &next);
        if (r < 0)
                return err_trace(r);
        r = collect(past, task, r == STATE_MISSING ? newest.head : next.head, seq, row.head, &stretch);
        if (r == 0)
                r = fold(past, task, &stretch, &row);
        if (r == 0)
                *ret_row = row;
        return r;
}

/* -- now -- */

struct tail { /* records that the applier has not seen, newest first */
        LIST(uint64_t) seq;
};

static int note_tail(struct tail *tail, uint64_t seq)
{
        const size_t n = tail->seq.n;

        if ((n & (n - 1)) == 0) {
                uint64_t *bigger = reallocarray(tail->seq.at, n ? n * 2 : 1, sizeof *bigger);

                if (!bigger)
                        return err_fail("out of memory: %zu records of a task", n);
                tail->seq.at = bigger;
        }
        tail->seq.at[tail->seq.n++] = seq;
        return 0;
}

/* The task's records in (base, head]. */
static int collect_tail(struct past *past, uint64_t task, uint64_t head, uint64_t base, struct tail *tail)
{
        uint64_t seq = head;

        while (seq > base) {
                struct record record;
                int r = read_record(past, task, seq, &record);

                if (r == 0)
                        r = note_tail(tail, seq);
                if (r)
                        return r;
                seq = record.prev_of_task;
        }
        return seq == base ? 0 : damaged(past, base);
}

int past_newest(struct past *past, uint64_t task, uint64_t head, struct task_state *ret_row)
{
        struct tail tail = {0};
        struct task_state row = {0};
        int r = state_task(past->state, task, &row);

        if (r == 0 || r == STATE_MISSING)
                r = collect_tail(past, task, head, row.head, &tail);
        while (r == 0 && tail.seq.n > 0)
                r = fold_one(past, task, tail.seq.at[--tail.seq.n], &row);
        free(tail.seq.at);
        if (r)
                return r < 0 ? err_trace(r) : r;
        *ret_row = row;
        return 0;
}

/* A record of the tail: does it correct the one that is asked for? */
static int corrects(struct past *past, const struct record *record, uint64_t replaced, bool *ret_does)
{
        uint64_t seq = 0;
        int r = 0;

        if (record->kind == EVENT_CORRECTION)
                r = task_fold_replaces(record, past->scratch, &seq);
        *ret_does = r == 0 && seq == replaced;
        return r < 0 ? err_trace(r) : 0;
}

/* Among the task's records behind `base`. */
static int correction_in_tail(struct past *past, uint64_t task, uint64_t head, uint64_t base, uint64_t replaced,
                              uint64_t *ret_seq)
{
        uint64_t seq = head;
        bool found = false;

        while (seq > base && !found) {
                struct record record;
                int r = read_record(past, task, seq, &record);

                if (r == 0)
                        r = corrects(past, &record, replaced, &found);
                if (r)
                        return r;
                *ret_seq = found ? seq : 0;
                seq = record.prev_of_task;
        }
        return 0;
}

int past_correction(struct past *past, uint64_t task, uint64_t head, uint64_t replaced, uint64_t *ret_seq)
{
        struct task_state row = {0};
        int r = state_correction(past->state, replaced, ret_seq);

        if (r != STATE_MISSING)
                return r ? err_trace(r) : 0;
        r = state_task(past->state, task, &row);
        if (r < 0)
                return err_trace(r);
        *ret_seq = 0;
        return correction_in_tail(past, task, head, row.head > replaced ? row.head : replaced, replaced, ret_seq);
}

/* -- without later days -- */

struct search {
        struct past *past;
        uint64_t task;
        struct day until;
        struct map *gone; /* sequences taken back: by a correction, or by a return that another report followed */
        uint64_t report; /* the newest found */
        struct day report_day;
        uint32_t reports; /* of days up to `until` */
        bool counted; /* those of all that is older are in */
};

static int note_gone(struct search *search, const struct record *record)
{
        uint64_t seq;
        int r = task_fold_replaces(record, search->past->scratch, &seq);

        if (r)
                return r == TASK_FOLD_UNREADABLE ? 0 : err_trace(r);
        if (!search->gone)
                search->gone = map_new(sizeof seq);
        if (!search->gone)
                return err_fail("out of memory: corrections");
        return map_put(search->gone, &seq, 0);
}

/* A report that was sent back goes on being the current one until the next comes. */
static bool takes_back(const struct search *search, const struct record *record)
{
        return record->kind == EVENT_CORRECTION || (record->kind == EVENT_RETURN && search->report);
}

/* Newest first: what takes a report back has been seen before it, and of two with one date the later one. */
static int look_at(struct search *search, const struct record *record)
{
        if (takes_back(search, record)) {
                const int r = note_gone(search, record);

                if (r)
                        return err_trace(r);
        }
        if (record->kind != EVENT_REPORT && record->kind != EVENT_CORRECTION)
                return 0;
        if (day_before(search->until, record->day))
                return 0;
        if (record->kind == EVENT_REPORT && !search->counted)
                search->reports++;
        if (search->gone && map_get(search->gone, &record->seq))
                return 0;
        if (!search->report || day_before(search->report_day, record->day)) {
                search->report = record->seq;
                search->report_day = record->day;
        }
        return 0;
}

static int look_through(struct search *search, uint64_t from, uint64_t base)
{
        uint64_t seq = from;

        while (seq > base) {
                struct record record;
                int r = read_record(search->past, search->task, seq, &record);

                if (r == 0)
                        r = look_at(search, &record);
                if (r)
                        return r;
                seq = record.prev_of_task;
        }
        return seq == base ? 0 : damaged(search->past, base);
}

/* Can anything between the two rows matter: a figure early enough, a correction, a return? */
static bool may_matter(const struct search *search, const struct task_state *row, const struct task_state *base)
{
        if (row->corrections != base->corrections || row->returned != base->returned)
                return true;
        return day_is_set(row->earliest) && !day_before(search->until, row->earliest);
}

/* Stretch by stretch, until nothing older can be newer than what is found. */
static int search_back(struct search *search, const struct task_state *row)
{
        struct task_state end = *row;

        while (end.head) {
                struct task_state base;
                int r = kept_row(search->past, search->task, end.head - 1, &base);

                if (r == 0 && may_matter(search, &end, &base))
                        r = look_through(search, end.head, base.head);
                if (r)
                        return r;
                if (!search->counted && !day_before(search->until, base.latest)) {
                        search->reports += base.reports;
                        search->counted = true;
                }
                if (search->report && !day_before(search->report_day, base.latest))
                        return 0;
                end = base;
        }
        return 0;
}

int past_until(struct past *past, uint64_t task, struct day until, struct task_state *row)
{
        struct search search = {.past = past, .task = task, .until = until};
        int r;

        if (!day_before(until, row->latest))
                return 0;
        r = search_back(&search, row);
        map_free(search.gone);
        if (r)
                return r;
        row->report = search.report;
        row->report_day = search.report_day;
        row->reports = search.reports;
        return 0;
}
