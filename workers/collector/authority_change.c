/* authority_change.c - asking for another target or date of a plan in force, and saying yes or no to that. */
#include <stdio.h>

#include "proto/limits.h"
#include "workers/collector/authority_checks.h"
#include "workers/collector/authority_votes.h"

/* -- proposals -- */

static int check_values(const struct authority_case *c, const struct book_task *task, const struct book_part *part,
                        struct flaw *flaw)
{
        const struct proposal *proposal = &c->event->proposal;
        const struct record not_yet = {0};
        const struct motion motion = motion_of(&not_yet, c->event);

        if (proposal->target.known && !authority_takes_value(part->kind))
                return authority_refuse(flaw, CODE_WRONG_SHAPE, "proposal.target");
        if (proposal->target.known && !motion_moves_target(&motion, task, part))
                return authority_refuse(flaw, CODE_ALREADY_DONE, "proposal.target");
        if (day_is_set(proposal->due) && !day_before(book_start(c->book, part), proposal->due))
                return authority_refuse(flaw, CODE_BAD_VALUE, "proposal.due");
        if (day_is_set(proposal->due) && !motion_moves_due(&motion, c->book, task, part))
                return authority_refuse(flaw, CODE_ALREADY_DONE, "proposal.due");
        return 0;
}

int authority_check_proposal(const struct authority_case *c, struct flaw *flaw)
{
        const struct proposal *proposal = &c->event->proposal;
        const struct book_task *task;
        const struct book_part *part;
        int r = authority_task(c, &proposal->task, flaw, &task);

        if (r)
                return r;
        part = book_part(task, proposal->part);
        if (!part)
                return authority_refuse(flaw, CODE_UNKNOWN_PART, "proposal.part");
        if (proposal->reason.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "proposal.reason");
        if (!proposal->target.known && !day_is_set(proposal->due))
                return authority_refuse(flaw, CODE_MISSING_FIELD, "proposal.target");
        return check_values(c, task, part, flaw);
}

/* -- extensions -- */

/* Asked for in time, and for more of it. */
static int check_longer(const struct authority_case *c, const struct book_task *task, const struct book_part *part,
                        struct flaw *flaw)
{
        const struct day due = book_due(c->book, task, part);
        char field[sizeof flaw->field];

        snprintf(field, sizeof field, "extension.part[%u].due", part->no);
        if (day_before(due, c->book->today))
                return authority_refuse(flaw, CODE_TOO_LATE, field);
        if (!day_before(due, c->event->extension.new_due))
                return authority_refuse(flaw, CODE_NOT_LATER, field);
        return 0;
}

/* 延期 of every part is one of each: if one of them is refused, so is the whole. */
int authority_check_extension(const struct authority_case *c, struct flaw *flaw)
{
        const struct extension *extension = &c->event->extension;
        const struct book_task *task;
        int r = authority_task(c, &extension->task, flaw, &task);

        if (r == 0)
                r = authority_part(task, extension->part, "extension.part", flaw);
        if (r)
                return r;
        if (task->n_parts == 0)
                return authority_refuse(flaw, CODE_UNKNOWN_PART, "extension.part");
        if (extension->reason.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "extension.reason");
        for (size_t i = 0; i < task->n_parts && r == 0; i++)
                if (extension->part == 0 || task->parts[i].no == extension->part)
                        r = check_longer(c, task, &task->parts[i], flaw);
        return r;
}

/* -- approvals -- */

/* The plan may have changed since it was asked: an approval must still change something. */
static int check_effect(const struct authority_case *c, const struct book_task *task, const struct motion *motion,
                        struct flaw *flaw)
{
        static const char FIELD[] = "approval.proposal_seq";
        bool is_there = false;

        for (size_t i = 0; i < task->n_parts; i++) {
                const struct book_part *part = &task->parts[i];

                if (!motion_concerns(motion, part))
                        continue;
                is_there = true;
                if (motion_moves_target(motion, task, part) || motion_moves_due(motion, c->book, task, part))
                        return 0;
        }
        return authority_refuse(flaw, is_there ? CODE_ALREADY_DONE : CODE_UNKNOWN_REFERENCE, FIELD);
}

int authority_check_approval(const struct authority_case *c, struct flaw *flaw)
{
        const struct approval *approval = &c->event->approval;
        const struct book_task *task;
        struct motion motion;
        uint32_t votes;
        int r;

        if (approval->task.no == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "approval.task");
        if (!approval->approved && approval->reason.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "approval.reason");
        r = authority_task(c, &approval->task, flaw, &task);
        if (r == 0)
                r = authority_motion(c, task, flaw, &motion);
        if (r == 0 && motion.author == c->key_id)
                r = authority_refuse(flaw, CODE_NOT_ALLOWED, "approval.proposal_seq");
        if (r == 0)
                r = authority_votes(c, task, flaw, &votes);
        if (r == 0 && approval->approved)
                r = check_effect(c, task, &motion, flaw);
        return r;
}
