/* world_twins.c - pairs of parts, found from either of the two. */
#include "workers/notifier/world_twins.h"

#include <stdlib.h>

#include "proto/ids.h"

static uint64_t place_of(uint32_t task_no, uint32_t part)
{
        return (uint64_t)task_no << 32 | part;
}

void world_twins_clear(struct world *world)
{
        world->twins.n = 0;
        map_clear(world->twin_index);
}

/* Into the chain of those that belong to one part. */
static int add_twin(struct world *world, uint64_t of, uint32_t task_no, uint32_t part)
{
        const uint64_t *first = map_get(world->twin_index, &of);
        const size_t n = world->twins.n;
        struct world_twin *at = world->twins.at;

        if ((n & (n - 1)) == 0) {
                at = reallocarray(at, n ? n * 2 : 1, sizeof *at);
                if (!at)
                        return err_fail("out of memory");
                world->twins.at = at;
        }
        at[n] = (struct world_twin){.task_no = task_no, .part = part, .next = first ? (uint32_t)*first : WORLD_NO_TWIN};
        world->twins.n++;
        return map_put(world->twin_index, &of, n);
}

int world_twins_add(struct world *world, const struct task *task)
{
        int r = 0;

        for (size_t i = 0; i < task->part.n && r == 0; i++) {
                const struct part *part = &task->part.at[i];
                const struct same_as *same = part->same_as;

                if (!same || same->task_no == task->no) /* in one report they are seen together */
                        continue;
                r = add_twin(world, place_of(task->no, part->no), same->task_no, same->part);
                if (r == 0)
                        r = add_twin(world, place_of(same->task_no, same->part), task->no, part->no);
        }
        return r ? err_trace(r) : 0;
}

static size_t count_twins(const struct world *world, const struct task *task)
{
        size_t n = 0;

        for (size_t i = 0; i < task->part.n; i++) {
                const uint64_t of = place_of(task->no, task->part.at[i].no);
                const uint64_t *first = map_get(world->twin_index, &of);

                for (uint64_t at = first ? *first : WORLD_NO_TWIN; at != WORLD_NO_TWIN; at = world->twins.at[at].next)
                        n++;
        }
        return n;
}

/* What its newest report says of it; a returned one says nothing. */
static void add_figure(const struct world *world, const struct world_twin *twin, uint32_t own,
                       struct intake_facts *facts)
{
        const struct world_task *task = world_task(world, ids_task((struct task_ref){world->plan.id, twin->task_no}));
        const struct history_part *part = task ? history_part(&task->history, twin->part) : NULL;

        if (part && part->fresh && !task->retired)
                facts->twin.at[facts->twin.n++] = (struct intake_twin){
                        .own = own,
                        .task_no = twin->task_no,
                        .part = twin->part,
                        .day = task->history.report_day,
                        .figure = part->figure,
                };
}

int world_twins_figures(const struct world *world, const struct world_task *task, struct arena *arena,
                        struct intake_facts *ret_facts)
{
        ret_facts->twin.at = arena_array(arena, count_twins(world, task->task), sizeof *ret_facts->twin.at);
        ret_facts->twin.n = 0;
        if (!ret_facts->twin.at)
                return err_fail("out of memory");
        for (size_t i = 0; i < task->task->part.n; i++) {
                const uint32_t own = task->task->part.at[i].no;
                const uint64_t of = place_of(task->task->no, own);
                const uint64_t *first = map_get(world->twin_index, &of);

                for (uint64_t at = first ? *first : WORLD_NO_TWIN; at != WORLD_NO_TWIN; at = world->twins.at[at].next)
                        add_figure(world, &world->twins.at[at], own, ret_facts);
        }
        return 0;
}
