/* judging.c - the verdict of a task now, and whether it says anything new. */
#include "workers/notifier/judging.h"

#include "lib/model/judge.h"
#include "lib/model/recorded.h"
#include "lib/model/suspension.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "workers/notifier/world_twins.h"

struct judging judging_open(const struct notifier_step *step, struct world_task *task, uint64_t cause)
{
        return (struct judging){.step = step, .task = task, .cause = cause};
}

struct task_ref judging_ref(const struct judging *j)
{
        return (struct task_ref){j->task->plan, ids_task_no(j->task->id)};
}

/* -- emitting -- */

static void number_event(struct event *event, uint32_t ordinal)
{
        switch (event->kind) {
        case EVENT_VERDICT:
                event->verdict.ordinal = ordinal;
                break;
        case EVENT_ALERT:
                event->alert.ordinal = ordinal;
                break;
        default:
                invariant(event->kind == EVENT_INTAKE);
                event->intake.ordinal = ordinal;
        }
}

int judging_emit(struct judging *j, struct event *event)
{
        const struct record record = {
                .kind = event->kind,
                .author = ID_NOTIFIER,
                .task = j->task->id,
                .number = j->cause,
                .ordinal = world_next_ordinal(j->step->world, j->cause),
        };
        int r;

        number_event(event, record.ordinal);
        r = j->step->sink->emit(j->step->sink->context, event);
        if (r)
                return err_trace(r);
        return world_fold(j->step->world, &record, event, j->step->reader);
}

/* -- judging -- */

static const struct report *report_of(const struct event *event)
{
        return event->kind == EVENT_CORRECTION ? event->correction.report : &event->report;
}

static int read_report(struct judging *j)
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
        j->report = report_of(event);
        return 0;
}

/* Mostly it is the cause itself, which was read and decoded a moment ago. */
static int find_report(struct judging *j)
{
        if (!j->said || j->task->report != j->cause)
                return read_report(j);
        j->report = j->said;
        return 0;
}

void judging_look_again_on(struct judging *j, struct day day)
{
        if (day_is_set(day) && (!day_is_set(j->recheck) || day_before(day, j->recheck)))
                j->recheck = day;
}

int judging_judge(struct judging *j)
{
        const struct world *world = j->step->world;
        const bool suspended = world_is_suspended(world, j->task);
        const bool reported =
                j->task->report && (!j->task->returned || j->terms); /* compared is what was sent back, too */
        struct facts facts;
        int r;

        j->report = NULL;
        r = reported ? find_report(j) : 0;
        facts = (struct facts){
                .plan = &world->plan,
                .task = j->terms ? j->terms : j->task->task,
                .policy = world->policy,
                .report = j->report,
                .report_seq = j->task->report,
                .today = world->today,
                .suspended = suspended,
                .history = &j->task->history,
                .outages = &world->outages,
        };
        if (r == 0)
                r = judge(&facts, j->step->arena, &j->verdict, &j->recheck);
        if (r)
                return err_trace(r);
        if (suspended)
                judging_look_again_on(j, suspension_end(j->task->suspended_until));
        return 0;
}

/* -- saying it -- */

/* Silence is said of a report: whoever has a newer one must not go on showing it. */
static bool is_silent_anew(const struct judging *j)
{
        return recorded_is_silent(&j->verdict) && j->verdict.report_seq != j->task->told_report;
}

static bool verdict_changed(const struct judging *j)
{
        return j->verdict.verdict != j->task->verdict || j->verdict.raw_verdict != j->task->raw_verdict ||
               j->verdict.why != j->task->why || j->verdict.governing != j->task->governing ||
               !history_holds(&j->task->history, &j->verdict) || is_silent_anew(j);
}

static int emit_verdict(struct judging *j)
{
        struct event event = {.kind = EVENT_VERDICT};

        event.verdict = j->verdict;
        event.verdict.task = judging_ref(j);
        event.verdict.cause = j->cause;
        event.verdict.was = j->task->verdict;
        return judging_emit(j, &event);
}

static int emit_intake(struct judging *j, const struct intake_findings *findings)
{
        struct event event = {.kind = EVENT_INTAKE};

        event.intake = (struct intake){.task = judging_ref(j), .cause = j->cause, .judge_version = JUDGE_VERSION};
        event.intake.finding.at = findings->finding.at;
        event.intake.finding.n = findings->finding.n;
        return judging_emit(j, &event);
}

/* A task that left the plan has no verdict any more; what was open for it is cleared. */
int judging_task(struct judging *j)
{
        int r = j->task->retired ? 0 : judging_judge(j);

        if (r == 0 && !j->task->retired && verdict_changed(j))
                r = emit_verdict(j);
        if (r == 0)
                r = judging_alerts(j);
        j->task->recheck = j->recheck;
        return r < 0 ? err_trace(r) : r;
}

/* -- a report -- */

static int look_at_figures(struct judging *j, const struct report *report, bool replaces,
                           struct intake_findings *ret_findings)
{
        struct intake_facts facts = {
                .task = j->task->task,
                .report = report,
                .history = &j->task->history,
                .replaces = replaces,
        };
        int r = world_twins_figures(j->step->world, j->task, j->step->arena, &facts);

        if (r == 0)
                r = intake_check(&facts, j->step->arena, ret_findings);
        return r ? err_trace(r) : 0;
}

/* Of what is open for the part, the first that the reports in question raised; NULL = nothing. */
static const struct world_alert *first_raised(const struct world_task *task, uint32_t part)
{
        const struct world_alert *first = NULL;

        for (size_t i = 0; i < task->n_alerts; i++) {
                const struct world_alert *open = &task->alerts[i];

                if (open->part == part && open->cause >= task->origin && (!first || open->cause < first->cause))
                        first = open;
        }
        return first;
}

/* R15: the task by the targets and dates by which its alerts were raised: what was approved since then says nothing of
 * whether other figures would have raised them. */
static int find_terms(struct judging *j)
{
        const struct task *now = j->task->task;
        struct task *terms = arena_take(j->step->arena, sizeof *terms);
        struct part *parts = arena_array(j->step->arena, now->part.n, sizeof *parts);

        if (!terms || !parts)
                return err_fail("out of memory");
        for (size_t i = 0; i < now->part.n; i++) {
                const struct world_alert *raised = first_raised(j->task, now->part.at[i].no);

                parts[i] = now->part.at[i];
                if (raised) {
                        parts[i].target = raised->target;
                        parts[i].due = raised->due;
                }
        }
        *terms = *now;
        terms->part.at = parts;
        j->terms = terms;
        return 0;
}

int judging_look(struct judging *j, const struct event *event, struct intake_findings *ret_findings)
{
        const bool corrects = event->kind == EVENT_CORRECTION && event->correction.replaces_seq == j->task->report;
        int r;

        j->said = report_of(event);
        r = look_at_figures(j, j->said, corrects, ret_findings);
        if (r == 0 && corrects) {
                j->corrected_from = j->task->origin;
                r = find_terms(j);
                if (r == 0)
                        r = judging_judge(j);
        }
        return r ? err_trace(r) : 0;
}

/* R15: the same day, judged by the figures as they were and as they are. */
static int compare_figures(struct judging *j, const struct verdict *was)
{
        const struct world *world = j->step->world;
        int r = judging_judge(j);

        if (r == 0)
                r = correction_compare(was, &j->verdict, world->policy, world->today, j->step->arena, &j->corrected);
        j->terms = NULL;
        return r ? err_trace(r) : 0;
}

int judging_report(struct judging *j, const struct intake_findings *findings)
{
        const struct verdict was = j->verdict;
        int r = 0;

        if (findings->finding.n)
                r = emit_intake(j, findings);
        if (r == 0 && j->corrected_from)
                r = compare_figures(j, &was);
        return r ? r : judging_task(j);
}
