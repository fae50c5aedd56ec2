/* notifier.c - which tasks an input touches. */
/*~ Fourth stop: what follows from a record. notifier_step() folds it and picks the tasks; judging.c compares verdict
 * and alerts with what stands, and says what changed. Next: lib/model/judge.c. */
#include "workers/notifier/notifier.h"

#include "workers/notifier/judging.h"
#include "workers/notifier/judging_links.h"

static int done(const struct notifier_step *step, int r)
{
        if (r == 0)
                r = step->sink->task_done(step->sink->context);
        return r < 0 ? err_trace(r) : r;
}

static int judge_task(const struct notifier_step *step, struct world_task *task, uint64_t cause)
{
        struct judging j = judging_open(step, task, cause);

        arena_reset(step->arena);
        return done(step, judging_task(&j));
}

static int judge_all(const struct notifier_step *step, uint64_t cause, bool only_due)
{
        const struct world *world = step->world;
        int r = 0;

        for (size_t i = 0; i < world->tasks.n && r == 0; i++) {
                struct world_task *task = &world->tasks.at[i];

                if (only_due && (!day_is_set(task->recheck) || day_before(world->today, task->recheck)))
                        continue;
                r = judge_task(step, task, cause);
        }
        return r < 0 ? err_trace(r) : r;
}

/* A report is looked at against what was known before it, then folded, then judged. */
static int judge_report(const struct notifier_step *step, struct world_task *task, const struct record *record,
                        const struct event *event)
{
        struct judging j = judging_open(step, task, record->seq);
        struct intake_findings findings = {0};
        int r;

        arena_reset(step->arena);
        r = task->retired ? 0 : judging_look(&j, event, &findings);
        if (r == 0)
                r = world_fold(step->world, record, event, step->reader);
        if (r == 0)
                r = judging_report(&j, &findings);
        return done(step, r);
}

static int withdraw(const struct notifier_step *step, struct world_task *task, uint64_t cause,
                    const struct withdrawal *withdrawal)
{
        struct judging j = judging_open(step, task, cause);

        arena_reset(step->arena);
        return done(step, judging_withdraw(&j, withdrawal));
}

static int step_task(const struct notifier_step *step, struct world_task *task, const struct record *record,
                     const struct event *event)
{
        int r;

        if (record->kind == EVENT_REPORT || record->kind == EVENT_CORRECTION)
                return judge_report(step, task, record, event);
        r = world_fold(step->world, record, event, step->reader);
        if (r)
                return err_trace(r);
        switch (record->kind) {
        case EVENT_RETURN:
        case EVENT_ACCEPT:
        case EVENT_ALERT_ANSWER:
        case EVENT_SUSPENSION:
        case EVENT_CLOSE:
        case EVENT_AMENDMENT:
                return judge_task(step, task, record->seq);
        case EVENT_WITHDRAWAL:
                return withdraw(step, task, record->seq, &event->withdrawal);
        default:
                return 0;
        }
}

struct notifier_number notifier_number(const struct event *event)
{
        switch (event->kind) {
        case EVENT_VERDICT:
                return (struct notifier_number){event->verdict.cause, event->verdict.ordinal};
        case EVENT_ALERT:
                return (struct notifier_number){event->alert.cause, event->alert.ordinal};
        default:
                invariant(event->kind == EVENT_INTAKE);
                return (struct notifier_number){event->intake.cause, event->intake.ordinal};
        }
}

bool notifier_touches_many(enum event_kind kind)
{
        return kind == EVENT_TICK || kind == EVENT_PLAN_IN_FORCE || kind == EVENT_POLICY;
}

int notifier_step(const struct notifier_step *step, const struct record *record, const struct event *event)
{
        struct world_task *task = record->task ? world_task(step->world, record->task) : NULL;
        int r;

        if (task)
                return step_task(step, task, record, event);
        if (record->kind == EVENT_LINK)
                return judging_links_event(step, record, event);
        r = world_fold(step->world, record, event, step->reader);
        if (r)
                return err_trace(r);
        if (!notifier_touches_many(record->kind))
                return 0;
        r = judge_all(step, record->seq, record->kind == EVENT_TICK);
        return r == 0 && record->kind == EVENT_TICK ? judging_links_day(step, record->seq) : r;
}
