/* authority_plan_kept.c - what an import may not change in a plan that is in force: a target or date that a part
 * has. It may add what was not there; the rest is proposed and approved. */
#include <stdio.h>

#include "proto/ids.h"
#include "workers/collector/authority_checks.h"

/* As it is in force, as it was imported last, or for the first time. */
static bool target_is_kept(const struct book_task *task, const struct book_part *old, const struct part *part)
{
        const struct number in_force = book_target(task, old);

        return !in_force.known || book_same_number(part->target, in_force) ||
               book_same_number(part->target, old->target);
}

static bool upper_is_kept(const struct book_part *old, const struct part *part)
{
        return !old->upper.known || book_same_number(part->upper, old->upper);
}

/* A part without a date of its own is due with the plan; it may get one that is earlier. */
static bool due_is_kept(const struct authority_case *c, const struct book_task *task, const struct book_part *old,
                        const struct part *part)
{
        const struct day due = plan_part_due(part, &c->event->plan_in_force);
        const struct day in_force = book_due(c->book, task, old);
        const struct day imported = book_imported_due(c->book, old);

        if (due.n == in_force.n || due.n == imported.n)
                return true;
        return !day_is_set(old->due) && in_force.n == imported.n && day_is_set(part->due) && day_before(due, in_force);
}

static int check_part(const struct authority_case *c, const struct book_task *task, const struct part *part,
                      struct flaw *flaw)
{
        const struct book_part *old = book_part(task, part->no);
        const char *changed = NULL;
        char field[sizeof flaw->field];

        if (!old)
                return 0;
        if (!target_is_kept(task, old, part))
                changed = "target";
        else if (!upper_is_kept(old, part))
                changed = "upper";
        else if (!due_is_kept(c, task, old, part))
                changed = "due";
        if (!changed)
                return 0;
        snprintf(field, sizeof field, "plan_in_force.task[%u].part[%u].%s", ids_task_no(task->id), part->no, changed);
        return authority_refuse(flaw, CODE_NEEDS_APPROVAL, field);
}

int authority_check_task_kept(const struct authority_case *c, const struct task *task, struct flaw *flaw)
{
        const struct task_ref ref = {c->event->plan_in_force.id, task->no};
        const struct book_task *old = book_task(c->book, ids_task(ref));
        int r = 0;

        if (!old || old->n_departments == 0)
                return 0; /* new, or of another plan */
        for (size_t i = 0; i < task->part.n && r == 0; i++)
                r = check_part(c, old, &task->part.at[i], flaw);
        return r;
}
