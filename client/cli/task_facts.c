/* task_facts.c - the past and the future of a task, in rows. */
#include "client/cli/task_facts.h"

#include <inttypes.h>

#include "client/cli/countersign_rows.h"
#include "client/cli/task_rows.h"

uint32_t task_facts_broken(const struct task_view *view)
{
        uint32_t broken = 0;

        for (size_t i = 0; view->verdict && i < view->verdict->part.n; i++)
                broken += view->verdict->part.at[i].broken;
        return broken;
}

/* -- marks -- */

static const char *with_count(struct page *page, const char *text, size_t n, const char *zh, const char *en)
{
        return n ? page_join(page, text, page_text(page, "%s %zu", page_say(page, zh, en), n)) : text;
}

const char *task_facts_marks(struct page *page, const struct task_view *view)
{
        char day[DAY_TEXT_SIZE];
        const char *text = "";

        if (view->closed_seq)
                text = page_join(page, text, page_say(page, "已销号", "closed"));
        if (view->returned_seq)
                text = page_join(page, text, page_say(page, "已退回", "returned"));
        if (day_is_set(view->suspended_until))
                text = page_join(page, text,
                                 page_text(page, page_say(page, "中止至%s", "suspended until %s"),
                                           day_text(view->suspended_until, day)));
        if (view->amendment)
                text = page_join(page, text, page_say(page, "目标或期限已变更", "target or date changed"));
        text = with_count(page, text, view->intake ? view->intake->finding.n : 0, "存疑", "in doubt");
        text = with_count(page, text, countersign_rows_objections(view), "会签异议", "leads object");
        if (view->verdict) {
                text = with_count(page, text, view->verdict->missing, "漏报", "missing");
                text = with_count(page, text, view->verdict->late, "迟报", "late");
        }
        return with_count(page, text, task_facts_broken(view), "承诺未兑现", "broken promises");
}

/* -- facts -- */

static void add_sequence(struct page *page, const char *id, const char *zh, const char *en, uint64_t seq)
{
        page_fact(page, id, seq ? zh : "", seq ? en : "", cell_nonzero(page, seq));
}

void task_facts_standing(struct page *page, const struct task_view *view)
{
        const struct verdict *verdict = view->verdict;
        const bool suspended = day_is_set(view->suspended_until);
        const bool owes = view->owes_report;
        const bool moved = view->due_moved;

        page_fact(page, "late", "迟报期数", "Late cycles", cell_count(page, verdict ? verdict->late : 0));
        page_fact(page, "missing", "漏报期数", "Missing cycles", cell_count(page, verdict ? verdict->missing : 0));
        page_fact(page, "due_by", owes ? "报送截止" : "", owes ? "In time until" : "", cell_day(page, view->due_by));
        page_fact(page, "due_moved", moved ? "顺延(服务中断)" : "", moved ? "Moved by our outage" : "",
                  cell_yes(page, moved));
        page_fact(page, "broken_promises", "承诺未兑现", "Broken promises", cell_count(page, task_facts_broken(view)));
        page_fact(page, "suspended_until", suspended ? "中止至" : "", suspended ? "Suspended until" : "",
                  cell_day(page, view->suspended_until));
        add_sequence(page, "returned_seq", "已退回,日志序号", "Returned, sequence", view->returned_seq);
        add_sequence(page, "closed_seq", "已销号,日志序号", "Closed, sequence", view->closed_seq);
}

void task_facts_adopted(struct page *page, const struct task_view *view)
{
        const bool any = view->adopted.n > 0;

        page_fact(page, "adopted", any ? "采用稿" : "", any ? "Adopted text" : "",
                  cell_paragraphs(page, view->adopted.at, view->adopted.n));
        add_sequence(page, "adopted_seq", "采用稿日志序号", "Adopted, sequence", view->adopted_seq);
}

/* -- forecast -- */

static const struct column FORECAST[] = {
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "指标或节点", "Indicator or milestone", COLUMN_WRAP},
        {"finish", "预计完成", "Expected finish", 0},
        {"value", "预计年末值", "Expected figure", COLUMN_RIGHT},
        {"unit", "单位", "Unit", 0},
        {"share", "预计完成率%", "Expected %", COLUMN_RIGHT},
        {"catch_up", "追赶倍数", "Catch-up factor", COLUMN_RIGHT},
        {"misses", "预计不达标", "Will miss", 0},
};

/* For people with one decimal, for machines the fraction. */
static struct cell decimal(struct page *page, struct ratio ratio)
{
        char text[NUMBER_TEXT_SIZE];
        struct ratio hundredth = ratio;

        if (!ratio_is_set(ratio))
                return cell_none();
        hundredth = ratio_make(ratio.num, (__int128)ratio.den * 100); /* so that "percent" is the value itself */
        ratio_percent_text(hundredth, text);
        return cell_pair(page_text(page, "%s", text),
                         json_pack("{s:I,s:I}", "num", (json_int_t)ratio.num, "den", (json_int_t)ratio.den));
}

void task_facts_forecast(struct page *page, const struct task_view *view)
{
        if (!task_rows_list(page, "forecast", page_say(page, "预测", "Forecast"), view->forecast.n, FORECAST,
                            COUNT_OF(FORECAST)))
                return;
        for (size_t i = 0; i < view->forecast.n; i++) {
                const struct forecast_view *forecast = &view->forecast.at[i];
                const struct part *part = view->plan_entry ? plan_part(view->plan_entry, forecast->part) : NULL;
                const struct bytes none = {NULL, 0};
                const struct cell cells[] = {
                        cell_count(page, forecast->part),
                        task_rows_part_name(page, view->plan_entry, forecast->part),
                        cell_day(page, forecast->finish),
                        decimal(page, forecast->value),
                        cell_bytes(page, part ? part->unit : none),
                        task_rows_exact(page, forecast->share),
                        decimal(page, forecast->catch_up),
                        cell_yes(page, forecast->misses),
                };

                _Static_assert(COUNT_OF(cells) == COUNT_OF(FORECAST), "a cell for each column");
                page_row(page, cells);
        }
}

/* -- amendment -- */

static const struct column AMENDMENT[] = {
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "指标或节点", "Indicator or milestone", COLUMN_WRAP},
        {"was_target", "原目标值", "Original target", COLUMN_RIGHT},
        {"target", "现目标值", "Target now", COLUMN_RIGHT},
        {"was_due", "原期限", "Original date", 0},
        {"due", "现期限", "Date now", 0},
        {"proposal_seq", "申请序号", "Asked for by", COLUMN_RIGHT},
};

void task_facts_amendment(struct page *page, const struct task_view *view)
{
        const size_t n = view->amendment ? view->amendment->change.n : 0;

        if (!task_rows_list(page, "amendment", page_say(page, "目标或期限的变更", "Changes of target or date"), n,
                            AMENDMENT, COUNT_OF(AMENDMENT)))
                return;
        for (size_t i = 0; i < n; i++) {
                const struct part_change *change = &view->amendment->change.at[i];
                const struct cell cells[] = {
                        cell_count(page, change->part),
                        task_rows_part_name(page, view->plan_entry, change->part),
                        cell_number(page, change->was_target),
                        cell_number(page, change->target.known ? change->target : change->was_target),
                        cell_day(page, change->was_due),
                        cell_day(page, day_is_set(change->due) ? change->due : change->was_due),
                        cell_count(page, change->proposal_seq),
                };

                _Static_assert(COUNT_OF(cells) == COUNT_OF(AMENDMENT), "a cell for each column");
                page_row(page, cells);
        }
}

/* -- findings -- */

static const struct column FINDINGS[] = {TASK_FACTS_FINDING};
_Static_assert(COUNT_OF(FINDINGS) == TASK_FACTS_FINDING_COLUMNS, "as many as promised");

/* A wrong share speaks of percentages, every other finding of figures. */
static struct cell finding_number(struct page *page, const struct intake_finding *finding, struct number number)
{
        struct cell cell = cell_number(page, number);

        if (finding->flag == INTAKE_WRONG_SHARE && number.known)
                cell.text = page_text(page, "%s%%", cell.text);
        return cell;
}

void task_facts_finding(struct page *page, const struct intake_finding *finding, const struct task *entry,
                        struct cell *ret_cells)
{
        const struct cell cells[TASK_FACTS_FINDING_COLUMNS] = {
                cell_word(page, &WORDS_INTAKE, (int)finding->flag),
                cell_nonzero(page, finding->part),
                task_rows_part_name(page, entry, finding->part),
                finding_number(page, finding, finding->reported),
                finding_number(page, finding, finding->other),
                cell_place(page, finding->twin_task, finding->twin_part),
        };

        memcpy(ret_cells, cells, sizeof cells);
}

void task_facts_findings(struct page *page, const struct task_view *view)
{
        const size_t n = view->intake ? view->intake->finding.n : 0;

        if (!task_rows_list(page, "findings", page_say(page, "存疑", "In doubt"), n, FINDINGS, COUNT_OF(FINDINGS)))
                return;
        for (size_t i = 0; i < n; i++) {
                struct cell cells[TASK_FACTS_FINDING_COLUMNS];

                task_facts_finding(page, &view->intake->finding.at[i], view->plan_entry, cells);
                page_row(page, cells);
        }
}
