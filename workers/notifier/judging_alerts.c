/* judging_alerts.c - which alerts are raised, go on, or clear. One event at most for an alert and a cause. */
#include "lib/model/alert.h"
#include "workers/notifier/judging.h"
#include "workers/notifier/world_alerts.h"
#include "workers/notifier/world_links.h"

/* -- what is called for -- */

static const struct part_verdict *part_of(const struct verdict *verdict, uint32_t no)
{
        for (size_t i = 0; i < verdict->part.n; i++)
                if (verdict->part.at[i].part == no)
                        return &verdict->part.at[i];
        return NULL;
}

/* Suspended, closed, imported as history, or no longer in the plan: it calls for nothing. */
static bool is_heard_of(const struct judging *j)
{
        return !j->task->retired && !j->task->closed && j->verdict.verdict != VERDICT_SUSPENDED &&
               !j->step->world->plan.backfill;
}

struct outlook { /* what the wishes of one part rest on; `facts` points into it */
        struct forecast forecast;
        struct alert_facts facts;
};

static void look_ahead(const struct judging *j, const struct part_verdict *verdict, enum alert_kind open_kind,
                       enum severity open, struct outlook *ret_outlook)
{
        const struct world *world = j->step->world;
        const struct part *part = plan_part(j->task->task, verdict->part);

        ret_outlook->facts = (struct alert_facts){
                .policy = world->policy,
                .today = world->today,
                .history = history_part(&j->task->history, verdict->part),
                .endless = part->kind == PART_DUTY || part->kind == PART_STATEMENT,
                .open_kind = open_kind,
                .open = open,
        };
        if (verdict->paced && j->report &&
            forecast_of(part, &world->plan, verdict, j->report->data_date, FORECAST_REPORTS, &ret_outlook->forecast) ==
                    0)
                ret_outlook->facts.forecast = &ret_outlook->forecast;
}

/* An open `behind` has its say in what the part calls for. */
static struct alert_wish wish_of(const struct judging *j, const struct part_verdict *verdict)
{
        const struct world_alert *behind = world_alerts_find(j->task, verdict->part, ALERT_BEHIND);
        struct outlook outlook;

        look_ahead(j, verdict, behind ? ALERT_BEHIND : ALERT_UNSPECIFIED,
                   behind ? behind->severity : SEVERITY_UNSPECIFIED, &outlook);
        return alert_for_part(verdict, &outlook.facts);
}

static struct alert_wish wish_of_task(const struct judging *j)
{
        const struct world_alert *open = world_alerts_find(j->task, 0, ALERT_NO_REPORT);

        return alert_for_task(&j->task->history, open ? open->severity : SEVERITY_UNSPECIFIED);
}

static bool stays_open(const struct judging *j, const struct world_alert *open)
{
        const struct part_verdict *verdict = part_of(&j->verdict, open->part);
        struct outlook outlook;

        if (!is_heard_of(j))
                return false;
        if (open->part == 0)
                return wish_of_task(j).kind == open->kind;
        if (!verdict)
                return false;
        look_ahead(j, verdict, open->kind, open->severity, &outlook);
        return alert_stays(verdict, &outlook.facts);
}

/* R12: what has not begun is told as that, and not as a figure that failed to come. */
static bool mutes(const struct world_alert *loud, const struct world_alert *quiet, const struct part_verdict *verdict)
{
        const bool not_started = verdict && verdict->rule == 12 && loud->kind == ALERT_BEHIND;

        return alert_mutes(loud->kind, quiet->kind, quiet->severity) || (not_started && quiet->kind == ALERT_NO_FIGURE);
}

/* Muted by another open one, and not what the part calls for. */
static bool is_muted(const struct judging *j, const struct world_alert *quiet, enum alert_kind wish)
{
        for (size_t i = 0; i < j->task->n_alerts; i++) {
                const struct world_alert *loud = &j->task->alerts[i];

                if (loud->part == quiet->part && quiet->kind != wish &&
                    mutes(loud, quiet, part_of(&j->verdict, quiet->part)))
                        return true;
        }
        return false;
}

/* Who cannot reach us is not held to it that nothing came. */
static bool is_cut_off(const struct judging *j, const struct world_alert *quiet)
{
        return alert_mutes(ALERT_LINK_DOWN, quiet->kind, quiet->severity) &&
               world_links_is_told(j->step->world, j->task->lead);
}

/* -- saying it -- */

static enum why why_of(const struct judging *j, enum alert_kind kind, const struct part_verdict *part)
{
        if (kind == ALERT_NO_REPORT)
                return WHY_NO_REPORT;
        return part ? part->why : j->verdict.why;
}

/* The caller has set identity, change, severities, rung and `unfounded`. */
static int emit_alert(struct judging *j, struct alert alert)
{
        const struct world *world = j->step->world;
        const struct part_verdict *part = part_of(&j->verdict, alert.alert.part);
        uint64_t evidence[] = {j->task->report ? j->task->report : j->cause, world->plan_seq};
        struct event event = {.kind = EVENT_ALERT};

        alert.alert.task = judging_ref(j);
        alert.cause = j->cause;
        alert.judge_version = JUDGE_VERSION;
        alert.policy_version = world->policy->version;
        alert.day = world->today;
        alert.arithmetic = part;
        alert.verdict = j->task->verdict;
        alert.why = why_of(j, alert.alert.kind, part);
        alert.cycles = alert_cycles(alert.alert.kind, &j->task->history, part);
        alert.evidence.at = evidence;
        alert.evidence.n = COUNT_OF(evidence);
        event.alert = alert;
        return judging_emit(j, &event);
}

static struct alert change_of(const struct world_alert *open, enum alert_change change)
{
        return (struct alert){
                .alert = {.cause = open->cause, .part = open->part, .kind = open->kind},
                .change = change,
                .severity = open->severity,
                .was = open->severity,
                .rung = open->ladder.rung,
        };
}

/* -- clearing -- */

/* The newest report calls for it by itself, by the target and date in force. */
static bool is_called_for(const struct judging *j, const struct world_alert *open)
{
        const struct world *world = j->step->world;
        const struct part_verdict *part = part_of(&j->verdict, open->part);

        return part && judge_alert(part, world->policy, world->today, ALERT_UNSPECIFIED, SEVERITY_UNSPECIFIED).kind ==
                               open->kind;
}

/* R15: raised by the figures that were corrected, or by those that they corrected in turn. */
static bool is_unfounded(const struct judging *j, const struct world_alert *open)
{
        for (size_t i = 0; i < j->corrected.effect.n; i++) {
                const struct correction_effect *effect = &j->corrected.effect.at[i];

                if (effect->part == open->part && effect->unfounded == open->kind && open->cause >= j->corrected_from)
                        return !is_called_for(j, open);
        }
        return false;
}

/* Emitting takes it off the list, so the walk starts again. */
static int clear_alerts(struct judging *j)
{
        for (size_t i = 0; i < j->task->n_alerts; i++) {
                const struct world_alert *open = &j->task->alerts[i];
                const bool unfounded = is_unfounded(j, open);
                struct alert alert;
                int r;

                if (!unfounded && stays_open(j, open))
                        continue;
                alert = change_of(open, ALERT_CLEARED);
                alert.unfounded = unfounded;
                r = emit_alert(j, alert);
                if (r)
                        return err_trace(r);
                i = SIZE_MAX;
        }
        return 0;
}

/* -- raising -- */

static int raise(struct judging *j, uint32_t part, struct alert_wish wish)
{
        const struct alert alert = {
                .alert = {.cause = j->cause, .part = part, .kind = wish.kind},
                .change = ALERT_RAISED,
                .severity = wish.severity,
                .rung = RUNG_REMINDER,
        };

        if (wish.kind == ALERT_UNSPECIFIED || world_alerts_find(j->task, part, wish.kind))
                return 0;
        return emit_alert(j, alert);
}

static int raise_alerts(struct judging *j)
{
        int r = 0;

        for (size_t i = 0; i < j->verdict.part.n && r == 0; i++)
                r = raise(j, j->verdict.part.at[i].part, wish_of(j, &j->verdict.part.at[i]));
        return r ? r : raise(j, 0, wish_of_task(j));
}

/* -- going on -- */

static enum rung rung_of(const struct judging *j, const struct world_alert *open)
{
        const struct part_verdict *part = part_of(&j->verdict, open->part);
        const struct world *world = j->step->world;

        if (!alert_climbs(open->kind))
                return open->ladder.rung;
        return ladder_rung(&open->ladder, world->policy, alert_cycles(open->kind, &j->task->history, part),
                           world->today);
}

/* What does not climb asks for no answer, so none lapses. */
static bool has_lapsed(const struct judging *j, const struct world_alert *open)
{
        return open->answered && alert_climbs(open->kind) && !ladder_is_answered(&open->ladder, j->step->world->today);
}

/* An answer that lapsed, a further rung, a worse colour: whichever says most, with all three as they are now. */
static int go_on(struct judging *j, const struct world_alert *open, struct alert_wish wish)
{
        struct alert alert = change_of(open, ALERT_WORSENED);

        if (wish.kind == open->kind && wish.severity > open->severity)
                alert.severity = wish.severity;
        alert.rung = rung_of(j, open);
        if (has_lapsed(j, open))
                alert.change = ALERT_LAPSED;
        else if (alert.rung > open->ladder.rung)
                alert.change = ALERT_ESCALATED;
        else if (alert.severity == open->severity)
                return 0;
        return emit_alert(j, alert);
}

static void look_again(struct judging *j, const struct world_alert *open)
{
        const struct world *world = j->step->world;

        if (alert_climbs(open->kind))
                judging_look_again_on(j, ladder_next_day(&open->ladder, world->policy, world->today));
}

static int go_on_with_all(struct judging *j)
{
        int r = 0;

        for (size_t i = 0; i < j->task->n_alerts && r == 0; i++) {
                const struct world_alert *open = &j->task->alerts[i];
                const struct part_verdict *part = part_of(&j->verdict, open->part);
                const struct alert_wish wish = part ? wish_of(j, part) : wish_of_task(j);

                if (is_cut_off(j, open)) /* the link comes back by itself: the next day sees it */
                        judging_look_again_on(j, day_plus(j->step->world->today, 1));
                if (is_cut_off(j, open) || is_muted(j, open, wish.kind))
                        continue;
                r = go_on(j, open, wish);
                if (r == 0)
                        look_again(j, open);
        }
        return r;
}

int judging_alerts(struct judging *j)
{
        int r = clear_alerts(j);

        if (r == 0 && is_heard_of(j))
                r = raise_alerts(j);
        if (r == 0 && is_heard_of(j))
                r = go_on_with_all(j);
        return r < 0 ? err_trace(r) : r;
}

/* -- withdrawing -- */

int judging_withdraw(struct judging *j, const struct withdrawal *withdrawal)
{
        const struct world_unfounded *found = world_alerts_unfounded(j->step->world, j->task->id, &withdrawal->alert);
        int r;

        if (!found)
                return 0;
        r = emit_alert(j, (struct alert){
                                  .alert = found->alert,
                                  .change = ALERT_WITHDRAWN,
                                  .severity = found->severity,
                                  .was = found->severity,
                                  .rung = RUNG_REMINDER,
                                  .unfounded = true,
                          });
        return r < 0 ? err_trace(r) : r;
}
