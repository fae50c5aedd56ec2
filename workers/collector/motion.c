/* motion.c - see the header. */
#include "workers/collector/motion.h"

struct motion motion_of(const struct record *record, const struct event *event)
{
        struct motion motion = {.seq = record->seq, .author = record->author};

        if (event->kind == EVENT_EXTENSION) {
                motion.is_extension = true;
                motion.part = event->extension.part;
                motion.due = event->extension.new_due;
        } else {
                invariant(event->kind == EVENT_PROPOSAL);
                motion.part = event->proposal.part;
                motion.target = event->proposal.target;
                motion.due = event->proposal.due;
        }
        return motion;
}

bool motion_concerns(const struct motion *motion, const struct book_part *part)
{
        return motion->part == part->no || (motion->part == 0 && motion->is_extension);
}

bool motion_moves_target(const struct motion *motion, const struct book_task *task, const struct book_part *part)
{
        return motion->target.known && !book_same_number(motion->target, book_target(task, part));
}

bool motion_moves_due(const struct motion *motion, const struct book *book, const struct book_task *task,
                      const struct book_part *part)
{
        const struct day due = book_due(book, task, part);

        if (!day_is_set(motion->due))
                return false;
        return motion->is_extension ? day_before(due, motion->due) : due.n != motion->due.n;
}
