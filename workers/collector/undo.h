/* undo.h - what to put back when a batch is lost: marks and heads as they were at the last commit.
 * Owner: the collector; its thread only. */
#ifndef DUBAN_COLLECTOR_UNDO_H
#define DUBAN_COLLECTOR_UNDO_H

#include "workers/collector/book.h"

struct undo_item {
        size_t stream; /* index in the book */
        bool is_new; /* the stream came with this batch */
        uint64_t number;
        uint64_t head;
        uint8_t hash[HASH_SIZE];
        size_t task; /* index in the book; SIZE_MAX = none */
        uint64_t task_head;
        bool task_had_remark;
};

struct undo {
        struct undo_item *at;
        size_t n;
        size_t room;
};

/* Note how stream and task (or NULL) stand now. */
int undo_note(struct undo *, const struct book *, const struct book_stream *, bool is_new,
              const struct book_task *) CHECKED;
void undo_apply(const struct undo_item *, struct book *);
void undo_done(struct undo *);

#endif
