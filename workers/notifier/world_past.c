/* world_past.c - what was said and what was not: the histories. */
#include "workers/notifier/world_past.h"

#include <stdlib.h>

static bool is_idle(const struct world *world, const struct world_task *task)
{
        return task->closed || world_is_suspended(world, task);
}

/* -- reports -- */

static void note_report(struct world *world, struct world_task *task, const struct report *report, bool replaces)
{
        const struct duty duty = world_duty(world, task);

        history_note_report(&task->history, &duty, task->task, report, replaces, is_idle(world, task));
}

static bool is_newest(const struct world_task *task, const struct report *report)
{
        return !task->report || task->returned || !day_before(report->data_date, task->report_day);
}

static void make_current(struct world_task *task, uint64_t seq, const struct report *report)
{
        task->report = seq;
        task->report_day = report->data_date;
        task->returned = false;
}

/* An older data date fills its cycle, and changes nothing else; unless the newest was sent back. */
void world_past_report(struct world *world, struct world_task *task, uint64_t seq, const struct report *report)
{
        if (task->task)
                note_report(world, task, report, false);
        if (!is_newest(task, report))
                return;
        make_current(task, seq, report);
        task->origin = seq;
}

/* As lib/store/task_fold.c: what corrects the current report is current, whatever its data date. */
void world_past_correction(struct world *world, struct world_task *task, uint64_t seq,
                           const struct correction *correction)
{
        if (correction->replaces_seq != task->report) {
                world_past_report(world, task, seq, correction->report);
                return;
        }
        if (task->task)
                note_report(world, task, correction->report, true);
        make_current(task, seq, correction->report);
}

void world_past_return(struct world *world, struct world_task *task, const struct return_report *returned)
{
        if (returned->report_seq != task->report || task->returned)
                return;
        task->returned = true;
        if (task->task) {
                const struct duty duty = world_duty(world, task);

                history_note_return(&task->history, &duty, is_idle(world, task));
        }
}

void world_past_verdict(const struct world *world, struct world_task *task, const struct verdict *verdict)
{
        struct duty duty;

        if (!task->task)
                return;
        duty = world_duty(world, task);
        history_note_verdict(&task->history, &duty, verdict);
}

/* -- days -- */

static void meet_next_day(struct world *world, const struct history *history)
{
        const struct day next = history_next_day(history);

        if (day_is_set(next) && (!day_is_set(world->next_day) || day_before(next, world->next_day)))
                world->next_day = next;
}

void world_past_tick(struct world *world)
{
        if (!day_is_set(world->next_day) || day_before(world->today, world->next_day))
                return;
        world->next_day = (struct day){0};
        for (size_t i = 0; i < world->tasks.n; i++) {
                struct world_task *task = &world->tasks.at[i];
                const struct day next = history_next_day(&task->history);

                if (!task->task)
                        continue;
                if (day_is_set(next) && !day_before(world->today, next)) {
                        const struct duty duty = world_duty(world, task);

                        history_note_tick(&task->history, &duty, is_idle(world, task), world->today);
                }
                meet_next_day(world, &task->history);
        }
}

void world_past_refresh(struct world *world)
{
        world->next_day = (struct day){0};
        for (size_t i = 0; i < world->tasks.n; i++) {
                struct world_task *task = &world->tasks.at[i];
                struct duty duty;

                if (!task->task)
                        continue;
                duty = world_duty(world, task);
                history_refresh(&task->history, &duty);
                meet_next_day(world, &task->history);
        }
}

int world_past_resumed(struct world *world, const struct resumed *resumed)
{
        const size_t n = world->outages.outage.n;
        struct outage *at;

        if (!cycle_is_outage(resumed->down_from, resumed->down_to))
                return 0;
        at = reallocarray(world->outages.outage.at, n + 1, sizeof *at);
        if (!at)
                return err_fail("out of memory");
        at[n] = (struct outage){resumed->down_from_day, resumed->down_to_day};
        world->outages.outage.at = at;
        world->outages.outage.n++;
        world_past_refresh(world);
        return 0;
}
