/* amendment.c - a task as its approved changes leave it. */
#include "lib/model/amendment.h"

const struct part_change *amendment_of(const struct amendment *amendment, uint32_t part)
{
        for (size_t i = 0; i < amendment->change.n; i++)
                if (amendment->change.at[i].part == part)
                        return &amendment->change.at[i];
        return NULL;
}

static void change_part(struct part *part, const struct part_change *change)
{
        if (change->target.known)
                part->target = change->target;
        if (day_is_set(change->due))
                part->due = change->due;
}

int amendment_apply(const struct amendment *amendment, const struct task *task, struct arena *arena,
                    struct task *ret_task)
{
        struct task amended = *task;

        if (amendment && amendment->change.n > 0) {
                amended.part.at = arena_array(arena, task->part.n, sizeof *amended.part.at);
                if (!amended.part.at)
                        return err_fail("out of memory: amended task");
                for (size_t i = 0; i < task->part.n; i++) {
                        const struct part_change *change = amendment_of(amendment, task->part.at[i].no);

                        amended.part.at[i] = task->part.at[i];
                        if (change)
                                change_part(&amended.part.at[i], change);
                }
        }
        *ret_task = amended;
        return 0;
}
