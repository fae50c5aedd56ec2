/* audit_status.c - the answers of the query role against the checker's own picture. The arithmetic is done again
 * in plain 128-bit integers, apart from lib/model. */
#include <stdlib.h>

#include "lib/model/policy.h"
#include "lib/model/words.h"
#include "tests/sim/audit.h"
#include "tests/sim/fail.h"

struct plain_ratio {
        __int128 num;
        __int128 den;
};

/* Months that have passed by the close of the day: whole ones, and a part of the one that runs; `start` is a first. */
static struct plain_ratio months_between(struct day start, struct day at)
{
        const struct date from = day_date(start);
        const struct date now = day_date(day_plus(at, 1));
        const int whole = (now.year - from.year) * 12 + now.month - from.month;
        const int length = day_days_in_month(now.year, now.month);

        return (struct plain_ratio){(__int128)whole * length + now.day - 1, length};
}

/* Equal months. */
static struct plain_ratio planned_by_month(struct day start, struct day due, struct day at)
{
        const struct plain_ratio passed = months_between(start, at);
        const struct plain_ratio all = months_between(start, due);

        if (!day_before(at, due))
                return (struct plain_ratio){1, 1};
        if (day_before(at, start))
                return (struct plain_ratio){0, 1};
        return (struct plain_ratio){passed.num * all.den, passed.den * all.num};
}

static bool equals(struct ratio is, struct plain_ratio should)
{
        return ratio_is_set(is) && is.num * should.den == should.num * is.den;
}

static __int128 at_scale_nine(struct number number)
{
        __int128 value = number.unscaled;

        for (uint32_t i = number.scale; i < 9; i++)
                value *= 10;
        return value;
}

static void check_count(const struct ledger *ledger, const struct city_task *task, const struct part *part,
                        const struct part_verdict *is)
{
        const struct ledger_task *known = &ledger->task[task->task.no];
        const struct plan *plan = &ledger->city->now->plan;
        const struct day start = day_is_set(part->start) ? part->start : plan->start;
        const struct day due = docket_due(&ledger->docket, task->task.no, part->no);
        const struct number target = docket_target(&ledger->docket, task->task.no, part->no);
        const struct number value = known->value[part->no];
        const struct plain_ratio planned = planned_by_month(start, due, ledger->docket.task[task->task.no].report_day);
        struct plain_ratio done;

        EXPECT(equals(is->planned, planned), "task %u part %u: planned is %lld/%lld", task->task.no, part->no,
               (long long)is->planned.num, (long long)is->planned.den);
        EXPECT(is->actual.known == value.known, "task %u part %u: there is%s a figure", task->task.no, part->no,
               value.known ? "" : " not");
        if (!value.known)
                return;
        done = (struct plain_ratio){at_scale_nine(value), at_scale_nine(target)};
        EXPECT(equals(is->attainment, done), "task %u part %u: attainment is %lld/%lld", task->task.no, part->no,
               (long long)is->attainment.num, (long long)is->attainment.den);
        done.num = done.num * planned.den - planned.num * done.den;
        done.den *= planned.den;
        EXPECT(equals(is->gap, done), "task %u part %u: the gap is %lld/%lld", task->task.no, part->no,
               (long long)is->gap.num, (long long)is->gap.den);
}

static void check_counts(const struct ledger *ledger, const struct city_task *task, const struct verdict *verdict)
{
        const struct docket_task *known = &ledger->docket.task[task->task.no];

        for (size_t i = 0; i < verdict->part.n; i++) {
                const struct part_verdict *is = &verdict->part.at[i];
                const struct part *part;

                EXPECT(is->part >= 1 && is->part <= task->task.part.n, "task %u has no part %u", task->task.no,
                       is->part);
                part = &task->part[is->part - 1];
                if (part->kind == PART_CUMULATIVE && docket_target(&ledger->docket, task->task.no, part->no).known &&
                    !part->curve && known->report && !known->returned)
                        check_count(ledger, task, part, is);
        }
}

/* A task that is behind is heard of; one that is suspended or closed is not. */
static void check_alerts(const struct ledger *ledger, uint32_t no, const struct verdict *verdict)
{
        size_t open = 0;

        for (size_t i = 0; i < ledger->open.n; i++)
                open += ledger->open.at[i].task == no;
        if (ledger->docket.task[no].closed || ledger->docket.plan->plan.backfill) {
                EXPECT(open == 0, "task %u is closed, or history, and an alert is open", no);
                return;
        }
        if (verdict_is_bad(verdict->verdict))
                EXPECT(open > 0, "task %u is %s and no alert is open", no,
                       word_of(&WORDS_VERDICT, (int)verdict->verdict)->id);
        if (verdict->verdict == VERDICT_SUSPENDED)
                EXPECT(open == 0, "task %u is suspended and an alert is open", no);
        for (size_t i = 0; i < verdict->part.n; i++) {
                const struct part_verdict *part = &verdict->part.at[i];

                if (verdict->verdict != VERDICT_SUSPENDED && !part->soft && verdict_is_bad(part->verdict))
                        EXPECT(ledger_alert(ledger, no, part->part, ALERT_BEHIND) ||
                                       ledger_alert(ledger, no, part->part, ALERT_OVERDUE) ||
                                       ledger_alert(ledger, no, part->part, ALERT_NO_FIGURE) ||
                                       ledger_alert(ledger, no, part->part, ALERT_UNSTABLE) ||
                                       ledger_alert(ledger, no, part->part, ALERT_HOLD_ZERO),
                               "task %u part %u is %s and has no alert", no, part->part,
                               word_of(&WORDS_VERDICT, (int)part->verdict)->id);
                if (part->verdict == VERDICT_COMPLETED || part->verdict == VERDICT_AHEAD)
                        EXPECT(!ledger_alert(ledger, no, part->part, ALERT_BEHIND) &&
                                       !ledger_alert(ledger, no, part->part, ALERT_OVERDUE),
                               "task %u part %u is %s and its alert is still open", no, part->part,
                               word_of(&WORDS_VERDICT, (int)part->verdict)->id);
        }
}

/* Before anything was written everything is unknown. */
static void check_words(uint32_t no, const struct verdict *is, const struct ledger_task *known)
{
        const struct ledger_words *should = &known->words;
        const enum verdict_word verdict = known->verdict_seq ? should->verdict : VERDICT_UNKNOWN;

        EXPECT(is->verdict == verdict, "task %u: status says %s, the journal %s", no,
               word_of(&WORDS_VERDICT, (int)is->verdict)->id, word_of(&WORDS_VERDICT, (int)verdict)->id);
        EXPECT(is->late == should->late && is->missing == should->missing,
               "task %u: status says late %u, missing %u, the journal %u and %u", no, is->late, is->missing,
               should->late, should->missing);
        if (!known->verdict_seq)
                return;
        EXPECT(is->raw_verdict == should->raw && is->why == should->why && is->governing == should->governing,
               "task %u: raw %d, why %d, part %u, in the journal %d, %d, %u", no, (int)is->raw_verdict, (int)is->why,
               is->governing, (int)should->raw, (int)should->why, should->governing);
        for (size_t i = 0; i < is->part.n; i++) {
                const struct part_verdict *a = &is->part.at[i];
                const struct part_verdict *b = &should->part[a->part - 1];

                if (!b->part) /* it came with a later plan, and nothing was said of it */
                        continue;
                EXPECT(a->verdict == b->verdict && a->raw_verdict == b->raw_verdict && a->why == b->why,
                       "task %u part %u: status says %s, %s, %d, the journal %s, %s, %d", no, a->part,
                       word_of(&WORDS_VERDICT, (int)a->verdict)->id, word_of(&WORDS_VERDICT, (int)a->raw_verdict)->id,
                       (int)a->why, word_of(&WORDS_VERDICT, (int)b->verdict)->id,
                       word_of(&WORDS_VERDICT, (int)b->raw_verdict)->id, (int)b->why);
                EXPECT(a->rule == b->rule && a->excuse == b->excuse && a->broken == b->broken &&
                               a->accepted_until.n == b->accepted_until.n && a->paced == b->paced &&
                               a->done_before == b->done_before,
                       "task %u part %u: rule, excuse, promises, pace or what was done before are not those of the "
                       "journal",
                       no, a->part);
        }
}

static bool is_amended(const struct docket_task *task)
{
        for (int i = 0; i < CITY_PARTS; i++)
                if (task->change[i].target.known || day_is_set(task->change[i].due))
                        return true;
        return false;
}

/* A row for each lead that did not make the report that counts; nothing for history but what was said. */
static void check_countersigned(const struct docket *docket, const struct task_view *view)
{
        const uint32_t no = view->task.no;
        const struct docket_task *task = &docket->task[no];
        const struct city_task *entry = docket_task(docket, no);
        const uint32_t leads[] = {entry->lead_department, entry->co_department};
        size_t rows = 0;

        for (size_t i = 0; i < 2 && task->report && !task->returned; i++) {
                const enum docket_word word = leads[i] == CITY_NOBODY ? 0 : (enum docket_word)task->word[leads[i]];
                const struct countersign_view *row = &view->countersign.at[rows];

                if (leads[i] == CITY_NOBODY || leads[i] == task->reporter ||
                    (docket->plan->plan.backfill && word == DOCKET_SAYS_NOTHING))
                        continue;
                EXPECT(++rows <= view->countersign.n && bytes_is(row->department, docket->city->department[leads[i]]),
                       "task %u: its lead %u is not told of", no, leads[i]);
                EXPECT((row->seq == 0) == (word == DOCKET_SAYS_NOTHING) && row->objection == (word == DOCKET_OBJECTS) &&
                               !row->keyless,
                       "task %u: lead %u has said %d, and is told otherwise", no, leads[i], (int)word);
        }
        EXPECT(rows == view->countersign.n, "task %u: %zu leads are told of, not %zu", no, view->countersign.n, rows);
}

/* What people decided, as it is told. */
static void check_decisions(const struct docket *docket, const struct task_view *view)
{
        const uint32_t no = view->task.no;
        const struct docket_task *task = &docket->task[no];
        const bool is_told_amended = view->amendment && view->amendment->change.n > 0;

        EXPECT((view->closed_seq != 0) == task->closed, "task %u is told as closed, or as open", no);
        EXPECT((view->returned_seq != 0) == task->returned, "task %u: its report is told as returned, or as not", no);
        EXPECT((view->remark != REMARK_UNSPECIFIED) == task->has_remark, "task %u: there is a remark, or not", no);
        EXPECT(is_told_amended == is_amended(task), "task %u is told as amended, or as imported", no);
        if (docket_is_suspended(docket, no))
                EXPECT(view->suspended_until.n == task->suspended_until.n, "task %u is suspended until another day",
                       no);
}

static void check_view(const struct ledger *ledger, const struct task_view *view)
{
        const uint32_t no = view->task.no;
        const struct ledger_task *known = &ledger->task[no];
        const struct city_task *task = city_task(ledger->city, no);
        const uint64_t report = ledger->docket.task[no].report;

        EXPECT(task, "status lists task %u, which is not in the plan", no);
        EXPECT(view->verdict, "status lists task %u without a verdict", no);
        EXPECT(view->report_seq == report, "task %u: the current report is %llu, not %llu", no,
               (unsigned long long)report, (unsigned long long)view->report_seq);
        check_words(no, view->verdict, known);
        check_decisions(&ledger->docket, view);
        check_countersigned(&ledger->docket, view);
        check_counts(ledger, task, view->verdict);
        check_alerts(ledger, no, view->verdict);
}

static void check_open_alerts(struct office *office, const struct ledger *ledger, uint64_t key_id, struct arena *arena)
{
        struct query query = {.ask = ASK_ALERTS, .open_only = true};
        struct answer answer;
        size_t n = 0;

        do {
                arena_reset(arena);
                office_ask(office, key_id, &query, arena, &answer);
                for (size_t i = 0; i < answer.alert.n; i++) {
                        const struct alert *alert = answer.alert.at[i].alert;

                        EXPECT(ledger_alert_of(ledger, &alert->alert),
                               "an alert of task %u is listed as open and is not", alert->alert.task.no);
                        if (alert->alert.kind == ALERT_NO_REPORT)
                                EXPECT(answer.alert.at[i].muted ==
                                               clerk_is_cut_off(&ledger->clerk, alert->alert.task.no),
                                       "task %u: its missing report is told as muted, or not", alert->alert.task.no);
                        n++;
                }
                query.from_seq = answer.next_seq;
                query.from_no = answer.next_no;
        } while (answer.next_seq);
        for (size_t i = 0; i < ledger->open.n; i++) {
                const struct ledger_alert *open = &ledger->open.at[i];
                const struct city_task *task = city_task(ledger->city, open->task);

                EXPECT(!open->task || (task && open->part <= task->task.part.n),
                       "an alert is open for task %u part %u, which the plan in force does not have", open->task,
                       open->part);
        }
        EXPECT(n == ledger->open.n, "%zu alerts are open, %zu are listed", ledger->open.n, n);
}

void audit_status(struct office *office, const struct ledger *ledger, uint64_t key_id)
{
        ARENA struct arena *arena = arena_new(0);
        struct query query = {.ask = ASK_STATUS};
        struct answer answer;
        size_t tasks = 0;
        size_t should = 0;

        if (!ledger->city->now)
                return;
        do {
                arena_reset(arena);
                office_ask(office, key_id, &query, arena, &answer);
                for (size_t i = 0; i < answer.task.n; i++)
                        check_view(ledger, &answer.task.at[i]);
                tasks += answer.task.n;
                query.from_no = answer.next_no;
        } while (answer.next_no);
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                should += city_task(ledger->city, no) != NULL;
        EXPECT(tasks == should, "status lists %zu tasks of %zu", tasks, should);
        check_open_alerts(office, ledger, key_id, arena);
}
