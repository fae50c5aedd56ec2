/* world_alerts.c - open alerts of a task, and those that a correction took the ground from. */
#include "workers/notifier/world_alerts.h"

#include <stdlib.h>

struct world_alert *world_alerts_find(const struct world_task *task, uint32_t part, enum alert_kind kind)
{
        for (size_t i = 0; i < task->n_alerts; i++)
                if (task->alerts[i].part == part && task->alerts[i].kind == kind)
                        return &task->alerts[i];
        return NULL;
}

static int open_alert(struct world_task *task, const struct alert *alert)
{
        const struct part_verdict *part = alert->arithmetic;
        struct world_alert *at = reallocarray(task->alerts, task->n_alerts + 1u, sizeof *at);

        if (!at)
                return err_fail("out of memory");
        task->alerts = at;
        at[task->n_alerts++] = (struct world_alert){
                .cause = alert->alert.cause,
                .part = alert->alert.part,
                .kind = alert->alert.kind,
                .severity = alert->severity,
                .target = part ? part->target : (struct number){0},
                .due = part ? part->due : (struct day){0},
                .ladder = ladder_open(alert->day, alert->cycles),
        };
        return 0;
}

/* -- what a supervisor may withdraw -- */

static struct world_unfounded *find_unfounded(const struct world *world, uint64_t task, const struct alert_ref *ref)
{
        for (size_t i = 0; i < world->unfounded.n; i++) {
                struct world_unfounded *at = &world->unfounded.at[i];

                if (at->task == task && at->alert.cause == ref->cause && at->alert.part == ref->part &&
                    at->alert.kind == ref->kind)
                        return at;
        }
        return NULL;
}

const struct world_unfounded *world_alerts_unfounded(const struct world *world, uint64_t task,
                                                     const struct alert_ref *ref)
{
        return find_unfounded(world, task, ref);
}

static int add_unfounded(struct world *world, const struct world_task *task, const struct alert *alert)
{
        const size_t n = world->unfounded.n;
        struct world_unfounded *at = reallocarray(world->unfounded.at, n + 1, sizeof *at);

        if (!at)
                return err_fail("out of memory");
        world->unfounded.at = at;
        world->unfounded.n++;
        at[n] = (struct world_unfounded){.alert = alert->alert, .task = task->id, .severity = alert->severity};
        at[n].alert.task = (struct task_ref){0};
        return 0;
}

static void remove_unfounded(struct world *world, const struct world_task *task, const struct alert *alert)
{
        struct world_unfounded *found = find_unfounded(world, task->id, &alert->alert);

        if (found)
                *found = world->unfounded.at[--world->unfounded.n];
}

/* -- the life of an alert -- */

static int clear_alert(struct world *world, struct world_task *task, struct world_alert *open,
                       const struct alert *alert)
{
        if (open)
                *open = task->alerts[--task->n_alerts];
        return alert->unfounded ? add_unfounded(world, task, alert) : 0;
}

int world_alerts_fold(struct world *world, struct world_task *task, const struct alert *alert)
{
        struct world_alert *open = world_alerts_find(task, alert->alert.part, alert->alert.kind);

        if (alert->change == ALERT_WITHDRAWN) { /* it was cleared before; another may be open */
                remove_unfounded(world, task, alert);
                return 0;
        }
        if (alert->change == ALERT_CLEARED)
                return clear_alert(world, task, open, alert);
        if (!open)
                return open_alert(task, alert);
        open->severity = alert->severity;
        open->ladder.rung = (enum rung)alert->rung;
        if (alert->change == ALERT_LAPSED)
                open->answered = false;
        return 0;
}

void world_alerts_answer(const struct world *world, struct world_task *task, const struct alert_answer *answer)
{
        struct world_alert *open = world_alerts_find(task, answer->alert.part, answer->alert.kind);

        if (!open || open->cause != answer->alert.cause || !task->task)
                return;
        ladder_answer(&open->ladder, world->policy, plan_cadence(task->task, &world->plan), world->today, answer->date);
        open->answered = open->answered || ladder_is_answered(&open->ladder, world->today);
}
