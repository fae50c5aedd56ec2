/* amendment.c - a task as its approved changes leave it. */
#include "lib/model/amendment.h"

const struct part_change *amendment_of(const struct amendment *amendment, uint32_t part)
{
        for (size_t i = 0; i < amendment->change.n; i++)
                if (amendment->change.at[i].part == part)
                        return &amendment->change.at[i];
        return NULL;
}

struct part amendment_part(const struct amendment *amendment, const struct part *part)
{
        const struct part_change *change = amendment ? amendment_of(amendment, part->no) : NULL;
        struct part amended = *part;

        if (change && change->target.known)
                amended.target = change->target;
        if (change && day_is_set(change->due))
                amended.due = change->due;
        return amended;
}

int amendment_apply(const struct amendment *amendment, const struct task *task, struct arena *arena,
                    struct task *ret_task)
{
        struct task amended = *task;

        if (amendment && amendment->change.n > 0) {
                amended.part.at = arena_array(arena, task->part.n, sizeof *amended.part.at);
                if (!amended.part.at)
                        return err_fail("out of memory: amended task");
                for (size_t i = 0; i < task->part.n; i++)
                        amended.part.at[i] = amendment_part(amendment, &task->part.at[i]);
        }
        *ret_task = amended;
        return 0;
}
