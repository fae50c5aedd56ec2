/* docket.c - one event at a time. */
#include "tests/sim/docket.h"

#include <stdlib.h>

#include "tests/sim/fail.h"

/* -- memory -- */

void docket_done(struct docket *docket)
{
        free(docket->motions.at);
        free(docket->alerts.at);
        free(docket->corrected.at);
}

/* Lists grow by doubling at each power of two. */
static void *room_for_one(void *at, size_t n, size_t size)
{
        if ((n & (n - 1)) == 0)
                at = reallocarray(at, n ? n * 2 : 1, size);
        EXPECT(at, "out of memory");
        return at;
}

static void copy_list(void *to, const void *from, size_t n, size_t size, void *ret_list)
{
        size_t room = 1;

        while (room < n)
                room *= 2;
        to = reallocarray(to, room, size);
        EXPECT(to, "out of memory");
        if (n)
                memcpy(to, from, n * size);
        memcpy(ret_list, &to, sizeof to);
}

void docket_copy(struct docket *to, const struct docket *from)
{
        struct docket_motion *motions = to->motions.at;
        struct docket_alert *alerts = to->alerts.at;
        uint64_t *corrected = to->corrected.at;

        *to = *from;
        copy_list(motions, from->motions.at, from->motions.n, sizeof *motions, &to->motions.at);
        copy_list(alerts, from->alerts.at, from->alerts.n, sizeof *alerts, &to->alerts.at);
        copy_list(corrected, from->corrected.at, from->corrected.n, sizeof *corrected, &to->corrected.at);
}

/* -- looking up -- */

const struct city_task *docket_task(const struct docket *docket, uint32_t no)
{
        if (!docket->plan || no == 0 || no > CITY_NUMBERS || !docket->plan->task[no - 1].in_plan)
                return NULL;
        return &docket->plan->task[no - 1];
}

struct docket_motion *docket_motion(const struct docket *docket, uint64_t seq)
{
        for (size_t i = 0; i < docket->motions.n; i++)
                if (docket->motions.at[i].seq == seq)
                        return &docket->motions.at[i];
        return NULL;
}

struct docket_alert *docket_alert(const struct docket *docket, const struct alert_ref *ref)
{
        for (size_t i = docket->alerts.n; i-- > 0;) {
                struct docket_alert *alert = &docket->alerts.at[i];

                if (alert->cause == ref->cause && alert->task == ref->task.no && alert->part == ref->part &&
                    alert->kind == ref->kind)
                        return alert;
        }
        return NULL;
}

bool docket_is_corrected(const struct docket *docket, uint64_t seq)
{
        for (size_t i = docket->corrected.n; i-- > 0;)
                if (docket->corrected.at[i] == seq)
                        return true;
        return false;
}

/* -- what is in force -- */

static __int128 at_scale_nine(struct number number)
{
        __int128 value = number.unscaled;

        for (uint32_t i = number.scale; i < 9; i++)
                value *= 10;
        return value;
}

bool docket_same(struct number a, struct number b)
{
        return a.known == b.known && (!a.known || at_scale_nine(a) == at_scale_nine(b));
}

static const struct part *imported(const struct docket *docket, uint32_t task, uint32_t no)
{
        return &docket->plan->task[task - 1].part[no - 1];
}

static const struct docket_change *change_of(const struct docket *docket, uint32_t task, uint32_t no)
{
        return &docket->task[task].change[no - 1];
}

struct number docket_target(const struct docket *docket, uint32_t task, uint32_t no)
{
        const struct number changed = change_of(docket, task, no)->target;

        return changed.known ? changed : imported(docket, task, no)->target;
}

struct day docket_imported_due(const struct docket *docket, uint32_t task, uint32_t no)
{
        const struct day due = imported(docket, task, no)->due;

        return day_is_set(due) ? due : docket->plan->plan.end;
}

struct day docket_due(const struct docket *docket, uint32_t task, uint32_t no)
{
        const struct day changed = change_of(docket, task, no)->due;

        return day_is_set(changed) ? changed : docket_imported_due(docket, task, no);
}

bool docket_is_suspended(const struct docket *docket, uint32_t no)
{
        const struct docket_task *task = &docket->task[no];

        return task->suspended && (!day_is_set(task->suspended_until) || task->suspended_until.n >= docket->today.n);
}

/* -- motions -- */

static bool is_about(const struct docket_motion *motion, uint32_t part)
{
        return motion->part == part || (motion->is_extension && motion->part == 0);
}

static bool moves_target(const struct docket *docket, const struct docket_motion *motion, uint32_t part)
{
        return motion->target.known && !docket_same(motion->target, docket_target(docket, motion->task, part));
}

/* Time that was given is never taken by an extension. */
static bool moves_due(const struct docket *docket, const struct docket_motion *motion, uint32_t part)
{
        const int due = docket_due(docket, motion->task, part).n;

        return day_is_set(motion->due) && (motion->is_extension ? motion->due.n > due : motion->due.n != due);
}

bool docket_moves(const struct docket *docket, const struct docket_motion *motion, uint32_t part)
{
        return is_about(motion, part) && (moves_target(docket, motion, part) || moves_due(docket, motion, part));
}

bool docket_completes(const struct docket *docket, const struct docket_motion *motion)
{
        return motion->votes + 1 >= docket->approvals_needed;
}

static struct docket_change changed_by(const struct docket *docket, const struct docket_motion *motion, uint32_t part)
{
        struct docket_change change = *change_of(docket, motion->task, part);

        if (!is_about(motion, part))
                return change;
        change.motion = motion->seq;
        if (moves_target(docket, motion, part))
                change.target = motion->target;
        if (moves_due(docket, motion, part))
                change.due = motion->due;
        return change;
}

size_t docket_amendment(const struct docket *docket, const struct docket_motion *motion, struct part_change *changes)
{
        const struct city_task *task = docket_task(docket, motion->task);
        size_t n = 0;

        for (uint32_t no = 1; no <= task->task.part.n; no++) {
                const struct number target = imported(docket, motion->task, no)->target;
                const struct day due = docket_imported_due(docket, motion->task, no);
                struct docket_change change = changed_by(docket, motion, no);

                if (docket_same(change.target, target))
                        change.target = (struct number){0};
                if (change.due.n == due.n)
                        change.due = (struct day){0};
                if (change.target.known || day_is_set(change.due))
                        changes[n++] = (struct part_change){no, change.target, change.due, target, due, change.motion};
        }
        return n;
}

static void put_in_force(struct docket *docket, const struct docket_motion *motion)
{
        struct part_change changes[CITY_PARTS];
        const size_t n = docket_amendment(docket, motion, changes);
        struct docket_task *task = &docket->task[motion->task];

        memset(task->change, 0, sizeof task->change);
        for (size_t i = 0; i < n; i++)
                task->change[changes[i].part - 1] =
                        (struct docket_change){changes[i].target, changes[i].due, changes[i].proposal_seq};
}

static void fold_motion(struct docket *docket, struct docket_motion motion)
{
        docket->motions.at = room_for_one(docket->motions.at, docket->motions.n, sizeof motion);
        docket->motions.at[docket->motions.n++] = motion;
}

static void fold_approval(struct docket *docket, uint64_t key_id, const struct approval *approval)
{
        struct docket_motion *motion = docket_motion(docket, approval->proposal_seq);

        EXPECT(motion && !motion->decided, "an approval of what is decided, or was never asked for");
        motion->decided = !approval->approved || docket_completes(docket, motion);
        if (!approval->approved)
                return;
        if (motion->decided)
                put_in_force(docket, motion);
        EXPECT(motion->votes < DOCKET_VOTES, "more votes than anybody needs");
        motion->voter[motion->votes++] = key_id;
}

/* -- departments -- */

uint32_t docket_department(const struct docket *docket, uint64_t key_id)
{
        for (uint32_t i = 0; i < docket->n_senders; i++)
                for (uint32_t k = 0; k < docket->senders[i].keys; k++)
                        if (docket->senders[i].key[k].id == key_id)
                                return docket->senders[i].department;
        return CITY_NOBODY;
}

static uint32_t department_named(const struct docket *docket, struct bytes name)
{
        for (uint32_t i = 0; i < CITY_DEPARTMENTS; i++)
                if (bytes_is(name, docket->city->department[i]))
                        return i;
        return CITY_NOBODY;
}

/* -- reports, alerts, plans -- */

static const struct line *line_about(const struct report *report, uint32_t part)
{
        for (size_t i = 0; i < report->line.n; i++)
                if (report->line.at[i].part == part)
                        return &report->line.at[i];
        return NULL;
}

/* Milestones and awards of the city have no figures; what is not spoken of is as it was. */
static uint8_t done_by(const struct line *line, uint8_t before)
{
        if (!line || (line->state == STATE_UNSPECIFIED && line->stage == STAGE_UNSPECIFIED))
                return before;
        if (line->state != STATE_DONE && line->stage != STAGE_CERTIFIED)
                return DOCKET_UNDONE;
        return line->evidence == EVIDENCE_PROXY || line->evidence == EVIDENCE_INFERRED ||
                               line->evidence == EVIDENCE_NARRATIVE
                       ? DOCKET_TOLD_DONE
                       : DOCKET_DONE;
}

static void fold_nodes(struct docket_task *task, const struct report *report, bool in_place)
{
        for (uint32_t i = 0; i < CITY_PARTS; i++) {
                struct docket_node *node = &task->node[i];

                if (!in_place)
                        node->earlier = node->now;
                node->now = done_by(line_about(report, i + 1), node->earlier);
        }
}

/* docs/STORAGE.md, "The current report". */
static void fold_report(struct docket *docket, uint64_t seq, uint64_t key_id, const struct report *report,
                        uint64_t replaces)
{
        struct docket_task *task = &docket->task[report->task.no];
        const bool corrects = replaces && replaces == task->report;

        task->moved_from = corrects && !task->returned ? task->report_day : (struct day){0};
        if (report->data_date.n < task->report_day.n && !corrects && !task->returned)
                return;
        fold_nodes(task, report, corrects || task->returned || report->data_date.n == task->report_day.n);
        task->report = seq;
        task->reporter = report->on_behalf_of.len ? department_named(docket, report->on_behalf_of)
                                                  : docket_department(docket, key_id);
        memset(task->word, DOCKET_SAYS_NOTHING, sizeof task->word);
        task->report_day = report->data_date;
        task->returned = false;
        if (!corrects)
                task->origin = seq;
}

static void fold_correction(struct docket *docket, uint64_t seq, uint64_t key_id, const struct correction *correction)
{
        fold_report(docket, seq, key_id, correction->report, correction->replaces_seq);
        docket->corrected.at = room_for_one(docket->corrected.at, docket->corrected.n, sizeof seq);
        docket->corrected.at[docket->corrected.n++] = correction->replaces_seq;
}

static void fold_alert(struct docket *docket, const struct alert *alert)
{
        struct docket_alert *known = docket_alert(docket, &alert->alert);

        if (!known) {
                docket->alerts.at = room_for_one(docket->alerts.at, docket->alerts.n, sizeof *known);
                known = &docket->alerts.at[docket->alerts.n++];
                *known = (struct docket_alert){.cause = alert->alert.cause,
                                               .task = alert->alert.task.no,
                                               .part = alert->alert.part,
                                               .kind = alert->alert.kind};
        }
        known->change = alert->change;
        known->rung = alert->rung;
        known->unfounded = alert->unfounded;
}

static void fold_plan(struct docket *docket, const struct plan *plan)
{
        for (int i = 0; i < CITY_PLANS; i++)
                if (bytes_equal(plan->import_id, bytes_of(docket->city->plan[i].import_id, 16)))
                        docket->plan = &docket->city->plan[i];
}

static void fold_about_task(struct docket *docket, const struct event *event)
{
        const struct task_ref *ref = event_task(event);
        struct docket_task *task = ref ? &docket->task[ref->no] : NULL;

        switch (event->kind) {
        case EVENT_RETURN:
                task->returned = true;
                for (int i = 0; i < CITY_PARTS; i++)
                        task->node[i].now = task->node[i].earlier;
                break;
        case EVENT_REMARK:
                task->has_remark = true;
                break;
        case EVENT_CLOSE:
                task->closed = !event->close.reopened;
                break;
        case EVENT_SUSPENSION:
                task->suspended = !event->suspension.lifted;
                task->suspended_until = event->suspension.until;
                break;
        case EVENT_WITHDRAWAL:
                docket_alert(docket, &event->withdrawal.alert)->withdrawal = true;
                break;
        default:
                break;
        }
}

void docket_fold(struct docket *docket, uint64_t seq, uint64_t key_id, const struct event *event)
{
        switch (event->kind) {
        case EVENT_GENESIS:
                docket->today = event->genesis.first_day;
                docket->approvals_needed = 1;
                break;
        case EVENT_TICK:
                docket->today = event->tick.day;
                break;
        case EVENT_POLICY:
                docket->approvals_needed = event->policy.approvals_needed ? event->policy.approvals_needed : 1;
                break;
        case EVENT_PLAN_IN_FORCE:
                fold_plan(docket, &event->plan_in_force);
                break;
        case EVENT_PROPOSAL:
                fold_motion(docket, (struct docket_motion){.seq = seq,
                                                           .author = key_id,
                                                           .task = event->proposal.task.no,
                                                           .part = event->proposal.part,
                                                           .target = event->proposal.target,
                                                           .due = event->proposal.due});
                break;
        case EVENT_EXTENSION:
                fold_motion(docket, (struct docket_motion){.seq = seq,
                                                           .author = key_id,
                                                           .task = event->extension.task.no,
                                                           .part = event->extension.part,
                                                           .is_extension = true,
                                                           .due = event->extension.new_due});
                break;
        case EVENT_APPROVAL:
                fold_approval(docket, key_id, &event->approval);
                break;
        case EVENT_REPORT:
                fold_report(docket, seq, key_id, &event->report, 0);
                break;
        case EVENT_CORRECTION:
                fold_correction(docket, seq, key_id, &event->correction);
                break;
        case EVENT_COUNTERSIGN:
                docket->task[event->countersign.task.no].word[docket_department(docket, key_id)] =
                        event->countersign.objection ? DOCKET_OBJECTS : DOCKET_CONSENTS;
                break;
        case EVENT_ALERT:
                fold_alert(docket, &event->alert);
                break;
        default:
                fold_about_task(docket, event);
        }
}
