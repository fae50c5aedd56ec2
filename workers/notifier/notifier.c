/* notifier.c - which tasks an input touches, what their verdict is now, and which alerts follow. */
/*~ Fourth stop: what follows from a record. Read from the bottom: notifier_step() picks the tasks, judge_task()
 * compares verdict and alerts with what stands, emit() says what changed. Next: lib/model/judge.c, which opens
 * with the law; then workers/query/query_answer.c. */
#include "workers/notifier/notifier.h"

#include "lib/model/judge.h"
#include "proto/codec.h"
#include "proto/ids.h"

struct judging { /* one task at one cause */
        const struct notifier_step *step;
        struct world_task *task;
        uint64_t cause;
        uint32_t slot;
        struct verdict verdict;
        struct day recheck;
};

/* -- emitting -- */

static uint32_t next_ordinal(struct judging *j)
{
        const uint32_t index = (uint32_t)(j->task - j->step->world->tasks.at);

        invariant(j->slot < NOTIFIER_SLOTS);
        return index * NOTIFIER_SLOTS + j->slot++;
}

static struct task_ref ref_of(const struct world_task *task)
{
        return (struct task_ref){task->plan, ids_task_no(task->id)};
}

/* Out it goes, and into our own world, as if read back from the journal. */
static int emit(struct judging *j, const struct event *event)
{
        const struct record record = {
                .kind = event->kind,
                .author = ID_NOTIFIER,
                .task = j->task->id,
                .number = j->cause,
        };
        int r = j->step->sink->emit(j->step->sink->context, event);

        if (r)
                return err_trace(r);
        return world_fold(j->step->world, &record, event, j->step->reader);
}

/* -- verdict -- */

static int read_report(struct judging *j, const struct report **ret_report)
{
        struct record record;
        struct event *event = arena_take(j->step->arena, sizeof *event);
        struct flaw flaw;
        int r = event ? journal_read(j->step->reader, j->task->report, &record) : err_fail("out of memory");

        if (r == 0)
                r = codec_event(record.payload, j->step->arena, event, &flaw);
        if (r)
                return err_fail("report %llu is not readable: run `duband verify`",
                                (unsigned long long)j->task->report);
        *ret_report = event->kind == EVENT_CORRECTION ? event->correction.report : &event->report;
        return 0;
}

static int judge_now(struct judging *j)
{
        const struct world *world = j->step->world;
        struct facts facts = {
                .plan = &world->plan,
                .task = j->task->task,
                .policy = world->policy,
                .report_seq = j->task->report,
                .today = world->today,
                .suspended = j->task->suspended && (!day_is_set(j->task->suspended_until) ||
                                                    !day_before(j->task->suspended_until, world->today)),
        };
        int r = j->task->report ? read_report(j, &facts.report) : 0;

        if (r == 0)
                r = judge(&facts, j->step->arena, &j->verdict, &j->recheck);
        if (r)
                return err_trace(r);
        if (facts.suspended && day_is_set(j->task->suspended_until) &&
            (!day_is_set(j->recheck) || day_before(j->task->suspended_until, j->recheck)))
                j->recheck = day_plus(j->task->suspended_until, 1);
        return 0;
}

static bool verdict_changed(const struct judging *j)
{
        return j->verdict.verdict != j->task->verdict || j->verdict.raw_verdict != j->task->raw_verdict ||
               j->verdict.why != j->task->why || j->verdict.governing != j->task->governing;
}

static int emit_verdict(struct judging *j)
{
        struct event event = {.kind = EVENT_VERDICT};

        event.verdict = j->verdict;
        event.verdict.task = ref_of(j->task);
        event.verdict.cause = j->cause;
        event.verdict.was = j->task->verdict;
        event.verdict.ordinal = next_ordinal(j);
        return emit(j, &event);
}

/* -- alerts -- */

static int emit_alert(struct judging *j, const struct part_verdict *part, enum alert_change change,
                      const struct world_alert *open, struct alert_wish wish)
{
        struct event event = {.kind = EVENT_ALERT};
        uint64_t evidence[2] = {j->task->report ? j->task->report : j->cause, j->step->world->plan_seq};

        event.alert = (struct alert){
                .alert = {.cause = open ? open->cause : j->cause,
                          .task = ref_of(j->task),
                          .part = open ? open->part : part->part,
                          .kind = open ? open->kind : wish.kind},
                .change = change,
                .severity = change == ALERT_CLEARED ? open->severity : wish.severity,
                .was = open ? open->severity : SEVERITY_UNSPECIFIED,
                .cause = j->cause,
                .judge_version = JUDGE_VERSION,
                .policy_version = j->step->world->policy->version,
                .day = j->step->world->today,
                .arithmetic = part,
                .verdict = j->verdict.verdict,
                .why = part ? part->why : j->verdict.why,
        };
        event.alert.evidence.at = evidence;
        event.alert.evidence.n = COUNT_OF(evidence);
        event.alert.ordinal = next_ordinal(j);
        return emit(j, &event);
}

static const struct part_verdict *part_of(const struct verdict *verdict, uint32_t no)
{
        for (size_t i = 0; i < verdict->part.n; i++)
                if (verdict->part.at[i].part == no)
                        return &verdict->part.at[i];
        return NULL;
}

/* What the part calls for, given what is open for it. A soft or suspended part calls for nothing. */
static struct alert_wish wish_of(const struct judging *j, const struct part_verdict *part)
{
        const struct world *world = j->step->world;
        struct alert_wish wish = {ALERT_UNSPECIFIED, SEVERITY_UNSPECIFIED};
        const struct world_alert *open;

        if (!part || part->soft || j->verdict.verdict == VERDICT_SUSPENDED || world->plan.backfill)
                return wish;
        wish = judge_alert(part, world->policy, world->today, ALERT_UNSPECIFIED, SEVERITY_UNSPECIFIED);
        open = world_alert(j->task, part->part, wish.kind ? wish.kind : ALERT_BEHIND);
        return open ? judge_alert(part, world->policy, world->today, open->kind, open->severity) : wish;
}

/* A missing figure clears nothing; overdue mutes behind, and what is muted stays open. */
static bool stays_open(enum alert_kind open, enum alert_kind wish)
{
        return wish == open || wish == ALERT_NO_FIGURE || (wish == ALERT_OVERDUE && open == ALERT_BEHIND);
}

/* Clear what is no longer called for. Emitting removes it from the list, so the walk starts again. */
static int clear_alerts(struct judging *j)
{
        for (size_t i = 0; i < j->task->n_alerts; i++) {
                const struct world_alert open = j->task->alerts[i];
                const struct part_verdict *part = part_of(&j->verdict, open.part);
                const struct alert_wish wish = wish_of(j, part);
                int r;

                if (stays_open(open.kind, wish.kind))
                        continue;
                r = emit_alert(j, part, ALERT_CLEARED, &open, wish);
                if (r)
                        return err_trace(r);
                i = SIZE_MAX;
        }
        return 0;
}

static int raise_alerts(struct judging *j)
{
        int r = 0;

        for (size_t i = 0; i < j->verdict.part.n && r == 0; i++) {
                const struct part_verdict *part = &j->verdict.part.at[i];
                const struct alert_wish wish = wish_of(j, part);
                const struct world_alert *found = world_alert(j->task, part->part, wish.kind);
                const struct world_alert open = found ? *found : (struct world_alert){0};

                if (wish.kind == ALERT_UNSPECIFIED)
                        continue;
                if (!found)
                        r = emit_alert(j, part, ALERT_RAISED, NULL, wish);
                else if (wish.severity > open.severity)
                        r = emit_alert(j, part, ALERT_WORSENED, &open, wish);
        }
        return r ? err_trace(r) : 0;
}

/* A task that left the plan has no verdict any more; what was open for it is cleared. */
static int judge_one(struct judging *j)
{
        int r;

        if (j->task->retired)
                return clear_alerts(j);
        r = judge_now(j);
        if (r == 0 && verdict_changed(j))
                r = emit_verdict(j);
        if (r == 0)
                r = clear_alerts(j);
        return r == 0 ? raise_alerts(j) : err_trace(r);
}

static int judge_task(const struct notifier_step *step, struct world_task *task, uint64_t cause)
{
        struct judging j = {.step = step, .task = task, .cause = cause};
        int r;

        arena_reset(step->arena);
        r = judge_one(&j);
        task->recheck = j.recheck;
        if (r == 0)
                r = step->sink->task_done(step->sink->context);
        return r < 0 ? err_trace(r) : r;
}

/* -- which tasks -- */

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

int notifier_step(const struct notifier_step *step, const struct record *record, const struct event *event)
{
        struct world_task *task = record->task ? world_task(step->world, record->task) : NULL;
        int r = world_fold(step->world, record, event, step->reader);

        if (r)
                return err_trace(r);
        switch (record->kind) {
        case EVENT_TICK:
                return judge_all(step, record->seq, true);
        case EVENT_PLAN_IN_FORCE:
        case EVENT_POLICY:
                return judge_all(step, record->seq, false);
        case EVENT_REPORT:
        case EVENT_CORRECTION:
                return task && task->report == record->seq ? judge_task(step, task, record->seq) : 0;
        case EVENT_SUSPENSION:
                return task ? judge_task(step, task, record->seq) : 0;
        default:
                return 0;
        }
}
