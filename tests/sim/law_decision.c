/* law_decision.c - decisions that are refused for what stands in the journal: what they name, or what was decided
 * before. What is wrong with a letter by itself is planted by whoever writes it. */
#include "tests/sim/fail.h"
#include "tests/sim/law.h"

static bool has_part(const struct law *law, uint32_t task, uint32_t part)
{
        return part >= 1 && part <= docket_task(law->docket, task)->task.part.n;
}

/* 退回 */
static enum code of_return(const struct law *law, const struct return_report *back)
{
        const struct docket_task *task = &law->docket->task[back->task.no];

        if (back->report_seq != task->report)
                return CODE_UNKNOWN_REFERENCE;
        return task->returned ? CODE_ALREADY_DONE : CODE_NONE;
}

/* 更正: what was corrected before is so no more; its correction may be. */
static enum code of_correction(const struct law *law, const struct correction *correction)
{
        return docket_is_corrected(law->docket, correction->replaces_seq) ? CODE_ALREADY_DONE : CODE_NONE;
}

/* 会签: of the report that counts, by a lead that did not make it; not the same word twice. */
static enum code of_countersign(const struct law *law, uint64_t key_id, const struct countersign *countersign)
{
        const struct docket_task *task = &law->docket->task[countersign->task.no];
        const uint32_t department = docket_department(law->docket, key_id);
        const enum docket_word word = countersign->objection ? DOCKET_OBJECTS : DOCKET_CONSENTS;

        if (!city_leads(docket_task(law->docket, countersign->task.no), department))
                return CODE_NOT_ALLOWED;
        if (countersign->report_seq != task->report)
                return CODE_UNKNOWN_REFERENCE;
        if (task->returned)
                return CODE_ALREADY_DONE;
        if (task->reporter == department)
                return CODE_NOT_ALLOWED;
        return task->word[department] == word ? CODE_ALREADY_DONE : CODE_NONE;
}

/* 认可说明 */
static enum code of_accept(const struct law *law, const struct accept *accept)
{
        if (accept->part && !has_part(law, accept->task.no, accept->part))
                return CODE_UNKNOWN_PART;
        return accept->until.n < law->today.n ? CODE_NOT_LATER : CODE_NONE;
}

/* 中止 */
static enum code of_suspension(const struct law *law, const struct suspension *suspension)
{
        const bool ends = !suspension->lifted && day_is_set(suspension->until);

        return ends && suspension->until.n < law->today.n ? CODE_NOT_LATER : CODE_NONE;
}

/* 整改反馈 */
static enum code of_answer(const struct law *law, const struct alert_answer *answer)
{
        return !answer->objection && answer->date.n < law->today.n ? CODE_NOT_LATER : CODE_NONE;
}

/* 撤销 */
static enum code of_withdrawal(const struct law *law, const struct withdrawal *withdrawal)
{
        const struct docket_alert *alert = docket_alert(law->docket, &withdrawal->alert);

        if (!alert)
                return CODE_UNKNOWN_REFERENCE;
        if (alert->withdrawal || alert->change == ALERT_WITHDRAWN)
                return CODE_ALREADY_DONE;
        return alert->change == ALERT_CLEARED && alert->unfounded ? CODE_NONE : CODE_UNKNOWN_REFERENCE;
}

/* -- changes of the plan -- */

static bool takes_value(const struct part *part)
{
        return part->kind != PART_MILESTONE && part->kind != PART_DUTY && part->kind != PART_STATEMENT;
}

/* 变更提议 */
static enum code of_proposal(const struct law *law, const struct proposal *proposal)
{
        const uint32_t no = proposal->task.no;
        const struct part *part;
        struct day start;

        if (!has_part(law, no, proposal->part))
                return CODE_UNKNOWN_PART;
        if (proposal->reason.len == 0)
                return CODE_MISSING_FIELD;
        part = &docket_task(law->docket, no)->part[proposal->part - 1];
        start = day_is_set(part->start) ? part->start : law->docket->plan->plan.start;
        if (!proposal->target.known && !day_is_set(proposal->due))
                return CODE_MISSING_FIELD;
        if (proposal->target.known && !takes_value(part))
                return CODE_WRONG_SHAPE;
        if (proposal->target.known && docket_same(proposal->target, docket_target(law->docket, no, proposal->part)))
                return CODE_ALREADY_DONE;
        if (day_is_set(proposal->due) && proposal->due.n <= start.n)
                return CODE_BAD_VALUE;
        if (day_is_set(proposal->due) && proposal->due.n == docket_due(law->docket, no, proposal->part).n)
                return CODE_ALREADY_DONE;
        return CODE_NONE;
}

/* 延期: asked for by the date in force, for a later one; of all parts, or of none. */
static enum code of_extension(const struct law *law, const struct extension *extension)
{
        const struct city_task *task = docket_task(law->docket, extension->task.no);

        if (task->task.part.n == 0 || (extension->part && !has_part(law, extension->task.no, extension->part)))
                return CODE_UNKNOWN_PART;
        for (uint32_t no = 1; no <= task->task.part.n; no++) {
                const struct day due = docket_due(law->docket, extension->task.no, no);

                if (extension->part && extension->part != no)
                        continue;
                if (law->today.n > due.n)
                        return CODE_TOO_LATE;
                if (extension->new_due.n <= due.n)
                        return CODE_NOT_LATER;
        }
        return CODE_NONE;
}

static bool has_voted(const struct docket_motion *motion, uint64_t key_id)
{
        for (uint32_t i = 0; i < motion->votes; i++)
                if (motion->voter[i] == key_id)
                        return true;
        return false;
}

/* 变更批准 */
static enum code of_approval(const struct law *law, uint64_t key_id, const struct approval *approval)
{
        const struct docket_motion *motion = docket_motion(law->docket, approval->proposal_seq);
        const struct city_task *task = docket_task(law->docket, approval->task.no);
        bool is_there = false;

        if (!motion || motion->task != approval->task.no)
                return CODE_UNKNOWN_REFERENCE;
        if (motion->author == key_id)
                return CODE_NOT_ALLOWED;
        if (motion->decided || has_voted(motion, key_id))
                return CODE_ALREADY_DONE;
        if (!approval->approved)
                return CODE_NONE;
        for (uint32_t no = 1; no <= task->task.part.n; no++) {
                if (docket_moves(law->docket, motion, no))
                        return CODE_NONE;
                is_there |= motion->part == no || motion->part == 0;
        }
        return is_there ? CODE_ALREADY_DONE : CODE_UNKNOWN_REFERENCE;
}

/* -- the bulletin -- */

/* 定稿 */
static enum code of_bulletin(const struct law *law, const struct bulletin_closed *bulletin)
{
        if (bulletin->data_date.n > law->today.n)
                return law->clock_held ? CODE_CLOCK_HELD : CODE_FUTURE_DATE;
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                if (docket_task(law->docket, no) && !law->docket->task[no].has_remark)
                        return CODE_MISSING_FIELD;
        return CODE_NONE;
}

enum code law_of_decision(const struct law *law, uint64_t key_id, const struct event *event)
{
        switch (event->kind) {
        case EVENT_RETURN:
                return of_return(law, &event->return_report);
        case EVENT_CORRECTION:
                return of_correction(law, &event->correction);
        case EVENT_COUNTERSIGN:
                return of_countersign(law, key_id, &event->countersign);
        case EVENT_SUSPENSION:
                return of_suspension(law, &event->suspension);
        case EVENT_ACCEPT:
                return of_accept(law, &event->accept);
        case EVENT_ALERT_ANSWER:
                return of_answer(law, &event->alert_answer);
        case EVENT_WITHDRAWAL:
                return of_withdrawal(law, &event->withdrawal);
        case EVENT_PROPOSAL:
                return of_proposal(law, &event->proposal);
        case EVENT_EXTENSION:
                return of_extension(law, &event->extension);
        case EVENT_APPROVAL:
                return of_approval(law, key_id, &event->approval);
        case EVENT_BULLETIN_CLOSED:
                return of_bulletin(law, &event->bulletin_closed);
        default:
                return CODE_NONE;
        }
}

/* -- imports -- */

static bool keeps_target(const struct law *law, uint32_t task, const struct part *old, const struct part *part)
{
        const struct number in_force = docket_target(law->docket, task, part->no);

        return !in_force.known || docket_same(part->target, in_force) || docket_same(part->target, old->target);
}

static bool keeps_due(const struct law *law, uint32_t task, const struct part *part, const struct plan *plan)
{
        const struct day due = day_is_set(part->due) ? part->due : plan->end;

        return due.n == docket_due(law->docket, task, part->no).n ||
               due.n == docket_imported_due(law->docket, task, part->no).n;
}

enum code law_of_plan(const struct law *law, const struct city_plan *plan)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++) {
                const struct city_task *old = docket_task(law->docket, no);
                const struct city_task *task = &plan->task[no - 1];

                if (!old || !task->in_plan)
                        continue;
                for (uint32_t i = 0; i < task->task.part.n && i < old->task.part.n; i++)
                        if (!keeps_target(law, no, &old->part[i], &task->part[i]) ||
                            !keeps_due(law, no, &task->part[i], &plan->plan))
                                return CODE_NEEDS_APPROVAL;
        }
        return CODE_NONE;
}
