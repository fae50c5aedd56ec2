/* authority_amendment.c - the last approval that a proposal needs puts it in force.
 *
 * An amendment lists all that differs from the task as imported, so the newest one of a task says everything; a
 * change that leads back to what was imported leaves the list. */
#include "proto/ids.h"
#include "workers/collector/authority_checks.h"
#include "workers/collector/authority_votes.h"

/* What differs of the part once the motion is in force. False when nothing does. */
static bool change_of(const struct authority_case *c, const struct book_task *task, const struct book_part *part,
                      const struct motion *motion, struct part_change *ret_change)
{
        const struct part_change *so_far = book_change(task, part);
        struct part_change change = {
                .part = part->no,
                .target = book_target(task, part),
                .due = book_due(c->book, task, part),
                .was_target = part->target,
                .was_due = book_imported_due(c->book, part),
                .proposal_seq = so_far ? so_far->proposal_seq : 0,
        };

        if (motion_concerns(motion, part)) {
                change.proposal_seq = motion->seq;
                if (motion_moves_target(motion, task, part))
                        change.target = motion->target;
                if (motion_moves_due(motion, c->book, task, part))
                        change.due = motion->due;
        }
        if (book_same_number(change.target, change.was_target))
                change.target = (struct number){0};
        if (change.due.n == change.was_due.n)
                change.due = (struct day){0};
        *ret_change = change;
        return change.target.known || day_is_set(change.due);
}

static int amend(const struct authority_case *c, const struct book_task *task, const struct motion *motion,
                 struct arena *arena, struct amendment *ret_amendment)
{
        struct amendment amendment = {.task = {c->book->plan_id, ids_task_no(task->id)}, .proposal_seq = motion->seq};

        amendment.change.at = arena_array(arena, task->n_parts, sizeof *amendment.change.at);
        if (!amendment.change.at)
                return err_fail("out of memory: amendment");
        for (size_t i = 0; i < task->n_parts; i++)
                if (change_of(c, task, &task->parts[i], motion, &amendment.change.at[amendment.change.n]))
                        amendment.change.n++;
        *ret_amendment = amendment;
        return 0;
}

int authority_amendment(const struct authority_case *c, struct arena *arena, struct event *ret_event)
{
        const struct approval *approval = &c->event->approval;
        const struct book_task *task = book_task(c->book, book_task_id(c->book, approval->task));
        struct event event = {.kind = EVENT_NONE};
        struct motion motion;
        struct flaw flaw;
        uint32_t votes = 0;
        int r = 0;

        if (approval->approved)
                r = authority_votes(c, task, &flaw, &votes);
        if (r == 0 && approval->approved && votes + 1 >= c->book->approvals_needed) {
                r = authority_motion(c, task, &flaw, &motion);
                if (r == 0)
                        r = amend(c, task, &motion, arena, &event.amendment);
                event.kind = EVENT_AMENDMENT;
        }
        if (r)
                return r < 0 ? err_trace(r) : err_fail("an approval that was let through is refused: %s", flaw.field);
        *ret_event = event;
        return 0;
}
