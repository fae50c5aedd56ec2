/* world.c - the fold: one function a kind. */
#include "workers/notifier/world.h"

#include <stdlib.h>

#include "lib/model/suspension.h"
#include "workers/notifier/keep.h"
#include "workers/notifier/world_alerts.h"
#include "workers/notifier/world_links.h"
#include "workers/notifier/world_past.h"
#include "workers/notifier/world_plan.h"

int world_new(struct world **ret_world)
{
        struct world *world = calloc(1, sizeof *world);

        if (!world)
                return err_fail("out of memory");
        world->policy = policy_default();
        world->index = map_new(sizeof(uint64_t));
        world->chunks = map_new(WORLD_PLAN_CHUNK_KEY);
        world->twin_index = map_new(sizeof(uint64_t));
        world->link_index = map_new(sizeof(uint64_t));
        world->department_index = map_new(sizeof(uint64_t));
        world->names = arena_new(0);
        world->plan_memory = arena_new(0);
        world->policy_memory = arena_new(0);
        if (!world->index || !world->chunks || !world->twin_index || !world->link_index || !world->department_index ||
            !world->names || !world->plan_memory || !world->policy_memory) {
                world_free(world);
                return err_fail("out of memory");
        }
        *ret_world = world;
        return 0;
}

struct world *world_free(struct world *world)
{
        if (!world)
                return NULL;
        for (size_t i = 0; i < world->tasks.n; i++) {
                free(world->tasks.at[i].alerts);
                free(world->tasks.at[i].amendment);
                free(world->tasks.at[i].history.part);
        }
        free(world->tasks.at);
        free(world->outages.outage.at);
        free(world->unfounded.at);
        free(world->twins.at);
        free(world->links.at);
        free(world->departments.at);
        map_free(world->link_index);
        map_free(world->department_index);
        map_free(world->twin_index);
        map_free(world->index);
        map_free(world->chunks);
        arena_free(world->names);
        arena_free(world->plan_memory);
        arena_free(world->policy_memory);
        free(world);
        return NULL;
}

struct world_task *world_task(const struct world *world, uint64_t task_id)
{
        const uint64_t *index = map_get(world->index, &task_id);

        return index ? &world->tasks.at[*index] : NULL;
}

uint32_t world_next_ordinal(const struct world *world, uint64_t cause)
{
        return cause == world->derived_cause ? world->derived_ordinal + 1 : 0;
}

bool world_is_suspended(const struct world *world, const struct world_task *task)
{
        return suspension_holds(!task->suspended, task->suspended_until, world->today);
}

struct duty world_duty(const struct world *world, const struct world_task *task)
{
        return cycle_duty(task->task, &world->plan, world->policy, &world->outages);
}

bool world_needs_event(enum event_kind kind)
{
        switch (kind) {
        case EVENT_GENESIS:
        case EVENT_RESUMED:
        case EVENT_POLICY:
        case EVENT_PLAN_CHUNK:
        case EVENT_PLAN_IN_FORCE:
        case EVENT_REPORT:
        case EVENT_CORRECTION:
        case EVENT_RETURN:
        case EVENT_ACCEPT:
        case EVENT_ALERT_ANSWER:
        case EVENT_SUSPENSION:
        case EVENT_CLOSE:
        case EVENT_AMENDMENT:
        case EVENT_WITHDRAWAL:
        case EVENT_LINK:
        case EVENT_VERDICT:
        case EVENT_ALERT:
                return true;
        default:
                return false;
        }
}

/* -- about one task -- */

static void fold_verdict(const struct world *world, struct world_task *task, const struct verdict *verdict)
{
        task->verdict = verdict->verdict;
        task->raw_verdict = verdict->raw_verdict;
        task->why = verdict->why;
        task->governing = verdict->governing;
        task->told_report = verdict->report_seq;
        world_past_verdict(world, task, verdict);
}

static int fold_task(struct world *world, const struct record *record, const struct event *event)
{
        struct world_task *task = world_task(world, record->task);

        if (!task)
                return 0;
        switch (record->kind) {
        case EVENT_REPORT:
                world_past_report(world, task, record->seq, &event->report);
                return 0;
        case EVENT_CORRECTION:
                world_past_correction(world, task, record->seq, &event->correction);
                return 0;
        case EVENT_RETURN:
                world_past_return(world, task, &event->return_report);
                return 0;
        case EVENT_ACCEPT:
                history_note_accept(&task->history, event->accept.part, event->accept.until);
                return 0;
        case EVENT_ALERT_ANSWER:
                world_alerts_answer(world, task, &event->alert_answer);
                return 0;
        case EVENT_SUSPENSION:
                task->suspended = !event->suspension.lifted;
                task->suspended_until = event->suspension.until;
                return 0;
        case EVENT_CLOSE:
                task->closed = !event->close.reopened;
                return 0;
        case EVENT_AMENDMENT:
                return world_plan_amend(world, task, &event->amendment);
        case EVENT_VERDICT:
                fold_verdict(world, task, &event->verdict);
                return 0;
        case EVENT_ALERT:
                return world_alerts_fold(world, task, &event->alert);
        default:
                return 0;
        }
}

/* -- about all -- */

static int fold_policy(struct world *world, const struct policy *policy)
{
        int r;

        arena_reset(world->policy_memory);
        r = keep_policy(policy, world->policy_memory, &world->policy);
        if (r == 0)
                world_past_refresh(world);
        return r ? err_trace(r) : 0;
}

static int fold_day(struct world *world, struct day day)
{
        world->today = day;
        world_past_tick(world);
        return 0;
}

/* About no task: the collector's alert about its clock is none of ours. */
static int fold_alert(struct world *world, const struct alert *alert)
{
        if (alert->alert.kind == ALERT_LINK_DOWN)
                world_links_alert(world, alert);
        return 0;
}

static bool is_derived(const struct record *record)
{
        return record->author == ID_NOTIFIER;
}

int world_fold(struct world *world, const struct record *record, const struct event *event,
               struct journal_reader *reader)
{
        if (is_derived(record)) {
                world->derived_cause = record->number;
                world->derived_ordinal = record->ordinal;
        }
        switch (record->kind) {
        case EVENT_GENESIS:
                return fold_day(world, event->genesis.first_day);
        case EVENT_TICK:
                return fold_day(world, record->day);
        case EVENT_RESUMED:
                return world_past_resumed(world, &event->resumed);
        case EVENT_POLICY:
                return fold_policy(world, &event->policy);
        case EVENT_PLAN_CHUNK:
                return world_plan_chunk(world, &event->plan_chunk, record->seq);
        case EVENT_PLAN_IN_FORCE:
                return world_plan_in_force(world, &event->plan_in_force, record->seq, reader);
        case EVENT_LINK:
                return world_links_fold(world, record->seq, &event->link);
        default:
                break;
        }
        if (record->task)
                return fold_task(world, record, event);
        return record->kind == EVENT_ALERT ? fold_alert(world, &event->alert) : 0;
}
