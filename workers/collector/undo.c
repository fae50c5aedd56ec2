/* undo.c - a list of old values, put back from the newest to the oldest. */
#include "workers/collector/undo.h"

#include <stdlib.h>

int undo_note(struct undo *undo, const struct book *book, const struct book_stream *stream, bool is_new,
              const struct book_task *task)
{
        struct undo_item *item;

        if (undo->n == undo->room) {
                const size_t room = undo->room ? undo->room * 2 : 256;
                struct undo_item *bigger = reallocarray(undo->at, room, sizeof *bigger);

                if (!bigger)
                        return err_fail("out of memory");
                undo->at = bigger;
                undo->room = room;
        }
        item = &undo->at[undo->n++];
        *item = (struct undo_item){
                .stream = (size_t)(stream - book->streams.at),
                .is_new = is_new,
                .number = stream->number,
                .head = stream->head,
                .task = task ? (size_t)(task - book->tasks.at) : SIZE_MAX,
                .task_head = task ? task->head : 0,
                .task_had_remark = task && task->has_remark,
        };
        memcpy(item->hash, stream->hash, HASH_SIZE);
        return 0;
}

void undo_apply(const struct undo_item *item, struct book *book)
{
        struct book_stream *stream = &book->streams.at[item->stream];

        stream->number = item->number;
        stream->head = item->head;
        memcpy(stream->hash, item->hash, HASH_SIZE);
        if (item->task != SIZE_MAX) {
                book->tasks.at[item->task].head = item->task_head;
                book->tasks.at[item->task].has_remark = item->task_had_remark;
        }
        if (item->is_new)
                book_stream_forget(book);
}

void undo_done(struct undo *undo)
{
        free(undo->at);
        *undo = (struct undo){0};
}
