/* promises.c - records become promises, and decide them. */
#include "client/cli/promises.h"

#include <stdlib.h>

#include "client/cli/grow.h"

int promises_open(struct promises *promises, struct arena *arena, const struct plan_view *plan)
{
        *promises = (struct promises){.arena = arena, .plan = plan};
        promises->task = arena_array(arena, plan->task.n + 1, sizeof *promises->task);
        if (!promises->task)
                return err_fail("out of memory");
        for (size_t i = 0; i < plan->task.n; i++) {
                const struct task *task = &plan->task.at[i];
                struct promises_part *part = arena_array(arena, task->part.n + 1, sizeof *part);

                if (!part)
                        return err_fail("out of memory");
                for (size_t j = 0; j < task->part.n; j++)
                        part[j].target = task->part.at[j].target;
                promises->task[i].part = part;
        }
        return 0;
}

/* -- what is void -- */

int promises_void(struct promises *promises, const struct event *event, struct bytes plan)
{
        const uint64_t seq =
                event->kind == EVENT_CORRECTION ? event->correction.replaces_seq : event->return_report.report_seq;
        uint64_t *room = grow(promises->arena, promises->withdrawn.at, promises->withdrawn.n, 1,
                              &promises->withdrawn_room, sizeof *room);

        if (!room)
                return err_fail("out of memory");
        promises->withdrawn.at = room;
        if (bytes_equal(plan, promises->plan->header->id))
                promises->withdrawn.at[promises->withdrawn.n++] = seq;
        return 0;
}

static int by_sequence(const void *a, const void *b)
{
        const uint64_t *left = a;
        const uint64_t *right = b;

        return (*left > *right) - (*left < *right);
}

void promises_sort(struct promises *promises)
{
        if (promises->withdrawn.n)
                qsort(promises->withdrawn.at, promises->withdrawn.n, sizeof(uint64_t), by_sequence);
}

static bool is_withdrawn(const struct promises *promises, uint64_t seq)
{
        return promises->withdrawn.n &&
               bsearch(&seq, promises->withdrawn.at, promises->withdrawn.n, sizeof seq, by_sequence);
}

/* -- states -- */

static void decide(struct promises_entry *entry, enum promise_state state, uint64_t evidence)
{
        if (entry->state != PROMISE_OPEN && !(entry->state == PROMISE_BROKEN && state == PROMISE_KEPT))
                return;
        entry->state = state;
        entry->evidence = evidence;
}

static struct promises_part *find_part(const struct promises_task *task, const struct task *entry, uint32_t no)
{
        const struct part *part = plan_part(entry, no);

        return part ? &task->part[part - entry->part.at] : NULL;
}

/* -- promises are made -- */

static bool is_same(const struct promises_entry *a, const struct promises_entry *b)
{
        if (a->gone || a->source != b->source || a->date.n != b->date.n || a->part != b->part ||
            !bytes_equal(a->department, b->department))
                return false;
        if (a->source == PROMISED_IN_ANSWER)
                return a->alert.cause == b->alert.cause && a->alert.kind == b->alert.kind;
        return bytes_equal(a->name, b->name);
}

/* Copies it, unless it was said before. */
static int put(struct promises *promises, struct promises_task *task, const struct promises_entry *made)
{
        struct promises_entry **list;
        struct promises_entry *entry;

        for (entry = task->entry; entry; entry = entry->next) {
                if (is_same(entry, made))
                        return 0;
        }
        list = grow(promises->arena, promises->entry.at, promises->entry.n, 1, &promises->entry_room, sizeof *list);
        entry = arena_take(promises->arena, sizeof *entry);
        if (!list || !entry)
                return err_fail("out of memory");
        *entry = *made;
        entry->name = arena_copy(promises->arena, made->name);
        entry->what = arena_copy(promises->arena, made->what);
        entry->department = arena_copy(promises->arena, made->department);
        entry->alert.task.plan = (struct bytes){NULL, 0}; /* of the plan that is looked at */
        if (!entry->name.at || !entry->what.at || !entry->department.at)
                return err_fail("out of memory");
        entry->state = PROMISE_OPEN;
        entry->next = task->entry;
        task->entry = entry;
        promises->entry.at = list;
        promises->entry.at[promises->entry.n++] = entry;
        return 0;
}

static int put_promise(struct promises *promises, struct promises_task *task, struct promises_entry *made,
                       const struct promise *promise)
{
        if (!promise || !day_is_set(promise->date))
                return 0;
        made->what = promise->what;
        made->date = promise->date;
        return put(promises, task, made);
}

/* -- a report -- */

/* A figure by proxy, inferred or told proves nothing (rule 9). */
static bool is_proof(const struct line *line)
{
        return line->evidence == EVIDENCE_UNSPECIFIED || line->evidence == EVIDENCE_MEASURED ||
               line->evidence == EVIDENCE_DERIVED;
}

/* Does the line say that its part is where it was to come? What has no end is never there. */
static bool is_reached(const struct line *line, const struct part *part, struct number target)
{
        const struct number figure = report_figure(line, part);
        const bool ceiling = part->direction == DIRECTION_AT_MOST;
        int order;

        if (!is_proof(line))
                return false;
        switch (part->kind) {
        case PART_MILESTONE:
        case PART_AWARD:
                return line->state == STATE_DONE || line->stage == STAGE_CERTIFIED;
        case PART_CUMULATIVE:
        case PART_STOCK:
        case PART_LEVEL:
        case PART_GROWTH:
        case PART_STAGE:
                break;
        default:
                return false;
        }
        if (!figure.known || !target.known || line->approximate == APPROXIMATION_NEARLY ||
            (ceiling && part->kind == PART_CUMULATIVE))
                return false;
        order = number_compare(figure, target);
        if (order == 0)
                return !part->strict;
        if (part->direction == DIRECTION_HOLD && part->upper.known && number_compare(figure, part->upper) > 0)
                return false;
        return ceiling ? order < 0 : order > 0;
}

static bool is_done(const struct promises_entry *entry, const struct report *report, const struct task *task,
                    const struct promises_task *standing)
{
        const struct line *line = entry->source == PROMISED_IN_REPORT ? report_line(report, entry->part) : NULL;
        const struct part *part = line ? plan_part(task, entry->part) : NULL;

        if (part)
                return is_reached(line, part, find_part(standing, task, entry->part)->target);
        for (size_t i = 0; entry->source == PROMISED_IN_MENTION && i < report->mention.n; i++) {
                if (report->mention.at[i].state == STATE_DONE && bytes_equal(report->mention.at[i].name, entry->name))
                        return true;
        }
        return false;
}

/* What the report says about promises made before, and about its own. */
static void look_back(struct promises_task *standing, const struct task *task, uint64_t seq,
                      const struct report *report)
{
        for (struct promises_entry *entry = standing->entry; entry; entry = entry->next) {
                if (!day_before(entry->date, report->data_date) && is_done(entry, report, task, standing))
                        decide(entry, PROMISE_KEPT, seq);
        }
}

/* Of two reports with the same data date the newer one counts. */
static void forget(struct promises_task *task, struct day data_date)
{
        for (struct promises_entry *entry = task->entry; entry; entry = entry->next) {
                if (entry->source != PROMISED_IN_ANSWER && entry->data_date.n == data_date.n)
                        entry->gone = true;
        }
}

static int add_report(struct promises *promises, struct promises_task *standing, const struct task *task,
                      const struct record_view *record, const struct report *report)
{
        struct promises_entry made = {.seq = record->seq,
                                      .task = task->no,
                                      .data_date = report->data_date,
                                      .department =
                                              report->on_behalf_of.len ? report->on_behalf_of : record->department};
        int r = 0;

        if (is_withdrawn(promises, record->seq))
                return 0;
        forget(standing, report->data_date);
        made.source = PROMISED_IN_REPORT;
        for (size_t i = 0; i < report->line.n && r == 0; i++) {
                made.part = report->line.at[i].part;
                r = put_promise(promises, standing, &made, report->line.at[i].promise);
        }
        made.source = PROMISED_IN_MENTION;
        made.part = 0;
        for (size_t i = 0; i < report->mention.n && r == 0; i++) {
                made.name = report->mention.at[i].name;
                r = put_promise(promises, standing, &made, report->mention.at[i].promise);
        }
        look_back(standing, task, record->seq, report);
        return r;
}

/* -- alerts -- */

static int add_answer(struct promises *promises, struct promises_task *standing, const struct record_view *record,
                      const struct alert_answer *answer)
{
        const struct promises_entry made = {.seq = record->seq,
                                            .source = PROMISED_IN_ANSWER,
                                            .task = answer->alert.task.no,
                                            .part = answer->alert.part,
                                            .alert = answer->alert,
                                            .department = record->department,
                                            .what = answer->plan,
                                            .date = answer->date};

        return answer->objection || !day_is_set(answer->date) ? 0 : put(promises, standing, &made);
}

static bool is_about(const struct promises_entry *entry, const struct alert_ref *alert)
{
        return entry->source == PROMISED_IN_ANSWER && entry->alert.cause == alert->cause &&
               entry->alert.part == alert->part && entry->alert.kind == alert->kind;
}

static void add_alert(struct promises_task *standing, uint64_t seq, const struct alert *alert)
{
        const bool cleared = alert->change == ALERT_CLEARED;

        for (struct promises_entry *entry = standing->entry; entry; entry = entry->next) {
                if (!is_about(entry, &alert->alert) || entry->state == PROMISE_UNKNOWN)
                        continue;
                if (alert->change == ALERT_WITHDRAWN || (cleared && alert->unfounded)) {
                        entry->state = PROMISE_UNKNOWN; /* there was nothing to mend */
                        entry->evidence = seq;
                } else if (day_before(entry->date, alert->day)) {
                        decide(entry, PROMISE_BROKEN, seq);
                } else if (cleared) {
                        const bool exempted = standing->exempted_by && alert->cause == standing->exempted_by;

                        decide(entry, exempted ? PROMISE_UNKNOWN : PROMISE_KEPT, seq);
                }
        }
}

/* -- verdicts -- */

/* The day of the promise is over: how did the part stand then, as far as was told before? */
static void look_at_part(struct promises_entry *entry, const struct promises_part *part, struct day day)
{
        if (day_before(entry->date, day) && verdict_is_bad(part->word))
                decide(entry, PROMISE_BROKEN, part->seq);
}

static void add_verdict(struct promises_task *standing, const struct task *task, uint64_t seq,
                        const struct verdict *verdict)
{
        for (size_t i = 0; i < verdict->part.n; i++) {
                const struct part_verdict *judged = &verdict->part.at[i];
                struct promises_part *part = find_part(standing, task, judged->part);

                for (struct promises_entry *entry = part ? standing->entry : NULL; entry; entry = entry->next) {
                        if (entry->source != PROMISED_IN_REPORT || entry->part != judged->part)
                                continue;
                        look_at_part(entry, part, verdict->day);
                        if (judged->broken > part->broken && day_before(entry->date, verdict->day))
                                decide(entry, PROMISE_BROKEN, seq);
                }
                if (part) {
                        part->word = judged->verdict;
                        part->broken = judged->broken;
                        part->seq = seq;
                }
        }
}

static void add_amendment(struct promises_task *standing, const struct task *task, const struct amendment *amendment)
{
        for (size_t i = 0; i < task->part.n; i++) {
                const struct part_change *change = amendment_of(amendment, task->part.at[i].no);

                standing->part[i].target = change && change->target.known ? change->target : task->part.at[i].target;
        }
}

/* -- records -- */

static int add(struct promises *promises, const struct record_view *record, const struct event *event,
               const struct task *task)
{
        struct promises_task *standing = &promises->task[task - promises->plan->task.at];

        switch (event->kind) {
        case EVENT_REPORT:
                return add_report(promises, standing, task, record, &event->report);
        case EVENT_CORRECTION:
                return add_report(promises, standing, task, record, event->correction.report);
        case EVENT_ALERT_ANSWER:
                return add_answer(promises, standing, record, &event->alert_answer);
        case EVENT_ALERT:
                add_alert(standing, record->seq, &event->alert);
                return 0;
        case EVENT_VERDICT:
                add_verdict(standing, task, record->seq, &event->verdict);
                return 0;
        case EVENT_AMENDMENT:
                add_amendment(standing, task, &event->amendment);
                return 0;
        case EVENT_SUSPENSION:
        case EVENT_CLOSE:
                standing->exempted_by = record->seq;
                return 0;
        default:
                return 0;
        }
}

int promises_add(struct promises *promises, const struct record_view *record, const struct event *event,
                 struct bytes plan)
{
        const struct task_ref *ref;
        const struct task *task;

        if (!event) {
                promises->withheld++;
                return 0;
        }
        if (event->kind == EVENT_GENESIS)
                promises->today = event->genesis.first_day;
        if (event->kind == EVENT_TICK)
                promises->today = event->tick.day;
        ref = event_task(event);
        if (!ref || !bytes_equal(plan, promises->plan->header->id))
                return 0;
        task = ask_find_task(promises->plan, ref->no);
        return task ? add(promises, record, event, task) : 0;
}

/* An answered alert that is not cleared by now is open. */
void promises_end(struct promises *promises)
{
        for (size_t i = 0; i < promises->entry.n; i++) {
                struct promises_entry *entry = promises->entry.at[i];
                const struct task *task = ask_find_task(promises->plan, entry->task);
                const struct promises_task *standing = &promises->task[task - promises->plan->task.at];
                const struct promises_part *part = find_part(standing, task, entry->part);

                if (!day_before(entry->date, promises->today) || entry->state == PROMISE_UNKNOWN)
                        continue;
                if (entry->source == PROMISED_IN_ANSWER)
                        decide(entry, PROMISE_BROKEN, 0);
                else if (entry->source == PROMISED_IN_REPORT && part)
                        look_at_part(entry, part, promises->today);
                decide(entry, PROMISE_UNKNOWN, 0);
        }
}
