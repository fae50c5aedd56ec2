/* book_change.c - targets and dates of a plan in force: as imported, as approved changes have made them. */
#include "proto/codec.h"
#include "workers/collector/book_fold.h"

/* -- what is in force -- */

const struct part_change *book_change(const struct book_task *task, const struct book_part *part)
{
        return task->amendment ? amendment_of(task->amendment, part->no) : NULL;
}

struct number book_target(const struct book_task *task, const struct book_part *part)
{
        const struct part_change *change = book_change(task, part);

        return change && change->target.known ? change->target : part->target;
}

struct day book_due(const struct book *book, const struct book_task *task, const struct book_part *part)
{
        const struct part_change *change = book_change(task, part);

        return change && day_is_set(change->due) ? change->due : book_imported_due(book, part);
}

struct day book_imported_due(const struct book *book, const struct book_part *part)
{
        return day_is_set(part->due) ? part->due : book->plan_end;
}

struct day book_start(const struct book *book, const struct book_part *part)
{
        return day_is_set(part->start) ? part->start : book->plan_start;
}

bool book_same_number(struct number a, struct number b)
{
        return a.known == b.known && (!a.known || number_compare(a, b) == 0);
}

/* -- amendments -- */

/* What an older one said stays in memory until the next import: approvals are rare. */
static int put_amendment(struct book *book, struct book_task *task, const struct amendment *from)
{
        struct amendment *amendment = arena_take(book->task_memory, sizeof *amendment);
        struct part_change *changes = arena_array(book->task_memory, from->change.n, sizeof *changes);

        if (!amendment || !changes)
                return err_fail("out of memory: amendment");
        if (from->change.n)
                memcpy(changes, from->change.at, from->change.n * sizeof *changes);
        *amendment = (struct amendment){.proposal_seq = from->proposal_seq, .change = {changes, from->change.n}};
        task->amendment = amendment;
        return 0;
}

static int read_amendment(struct book *book, struct book_task *task, struct journal_reader *reader)
{
        ARENA struct arena *arena = arena_new(0);
        struct record record;
        struct event event;
        struct flaw flaw;
        int r = arena ? 0 : err_fail("out of memory");

        if (r)
                return r;
        r = journal_read(reader, task->amendment_seq, &record);
        if (r == 0)
                r = codec_event(record.payload, arena, &event, &flaw);
        if (r || event.kind != EVENT_AMENDMENT)
                return err_fail("the amendment, record %llu, is not readable: run `duband verify`",
                                (unsigned long long)task->amendment_seq);
        return put_amendment(book, task, &event.amendment);
}

int book_read_amendment(struct book *book, struct book_task *task, struct journal_reader *reader)
{
        return task->amendment_seq ? read_amendment(book, task, reader) : 0;
}

int book_fold_amendment(struct book *book, const struct record *record, const struct amendment *amendment)
{
        struct book_task *task = book_task(book, record->task);

        if (!task)
                return 0;
        task->amendment_seq = record->seq;
        return task->n_departments ? put_amendment(book, task, amendment) : 0;
}

/* A task keeps its changes through imports, and while it is in no plan. */
int book_read_amendments(struct book *book, struct journal_reader *reader)
{
        int r = 0;

        for (size_t i = 0; i < book->tasks.n && r == 0; i++)
                if (book->tasks.at[i].n_departments)
                        r = book_read_amendment(book, &book->tasks.at[i], reader);
        return r;
}
