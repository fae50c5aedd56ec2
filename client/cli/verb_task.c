/* verb_task.c - `duban task N`: one task as planned, as reported, as judged. */
#include "client/cli/countersign_rows.h"
#include "client/cli/records.h"
#include "client/cli/task_facts.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct column PARTS[] = {
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "指标或节点", "Indicator or milestone", COLUMN_WRAP},
        {"kind", "类别", "Kind", 0},
        {"target", "目标值", "Target", COLUMN_RIGHT},
        {"unit", "单位", "Unit", 0},
        {"soft", "力争", "Soft", COLUMN_DATA},
        {"final", "办结节点", "Final", COLUMN_DATA},
        {"due", "期限", "Due", 0},
        {"owner", "责任单位", "Owner", 0},
        {"actual", "实际值", "Actual", COLUMN_RIGHT},
        {"actual_unit", "填报计量单位", "Unit reported", COLUMN_DATA},
        {"state", "状态", "State", 0},
        {"evidence", "口径", "Evidence", 0},
        {"verdict", "系统判定", "Verdict", 0},
        {"was_target", "原目标值", "Original target", COLUMN_DATA},
        {"was_due", "原期限", "Original date", COLUMN_DATA},
        {"accepted_until", "说明认可至", "Accepted until", 0},
        {"broken", "承诺未兑现", "Broken promises", COLUMN_RIGHT},
};

/* As reported: what is not in the registered unit stands with its own. */
static struct cell actual_of(struct page *page, const struct part *part, const struct line *line)
{
        struct cell cell;

        if (!line)
                return cell_none();
        cell = cell_number(page, line->value);
        if (line->value.known && line->unit.len && !bytes_equal(line->unit, part->unit))
                cell.text = page_text(page, "%s %.*s", cell.text, BYTES_ARG(line->unit));
        return cell;
}

static void add_part(struct page *page, const struct task_view *view, const struct part *part)
{
        const struct part now = amendment_part(view->amendment, part);
        const struct line *line = view->report ? report_line(view->report, part->no) : NULL;
        const struct part_verdict *judged = task_rows_part(view->verdict, part->no);
        const struct part_change *change = view->amendment ? amendment_of(view->amendment, part->no) : NULL;
        const struct number none = {.known = false};
        const struct bytes nothing = {NULL, 0};
        const struct day never = {0};
        const struct cell cells[] = {
                cell_count(page, part->no),
                task_rows_title(page, part->name, part->name_en),
                cell_word(page, &WORDS_PART_KIND, (int)part->kind),
                cell_number(page, now.target),
                cell_bytes(page, part->unit),
                cell_yes(page, part->soft),
                cell_yes(page, part->final),
                cell_day(page, now.due),
                cell_bytes(page, plan_part_owner(part, view->plan_entry)),
                actual_of(page, part, line),
                cell_bytes(page, line ? line->unit : nothing),
                cell_word(page, &WORDS_STATE, line ? (int)line->state : 0),
                cell_word(page, &WORDS_EVIDENCE, line ? (int)line->evidence : 0),
                cell_word(page, &WORDS_VERDICT, judged ? (int)judged->verdict : 0),
                cell_number(page, change ? change->was_target : none),
                cell_day(page, change ? change->was_due : never),
                cell_day(page, judged ? judged->accepted_until : never),
                cell_nonzero(page, judged ? judged->broken : 0),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(PARTS), "a cell for each column");
        page_row(page, cells);
}

/* 代报: who is meant to have said it. */
static void add_on_behalf(struct page *page, const struct report *report)
{
        const bool any = report && report->on_behalf_of.len;

        page_fact(page, "on_behalf_of", any ? "代报,所代单位" : "", any ? "On behalf of" : "",
                  any ? cell_bytes(page, report->on_behalf_of) : cell_none());
}

/* -- why it was closed or sent back: only the records tell -- */

struct decisions { /* of EVENT_NONE where there is none, or it may not be read */
        struct event close;
        struct event sent_back;
};

static int read_decision(struct session *session, uint64_t seq, struct event *ret_event)
{
        struct record_view record;

        return seq ? records_try(session, seq, &record, ret_event) : 0;
}

static int read_decisions(struct session *session, const struct task_view *view, struct decisions *ret_decisions)
{
        struct decisions decisions = {.close = {.kind = EVENT_NONE}};
        int r = read_decision(session, view->closed_seq, &decisions.close);

        if (r == 0)
                r = read_decision(session, view->returned_seq, &decisions.sent_back);
        *ret_decisions = decisions;
        return r;
}

/* A document's name with the hash by which it is known again, a line each. */
static struct cell documents(struct page *page, const struct close *close)
{
        const char *text = "";
        json_t *list = json_array();

        for (size_t i = 0; i < close->evidence.n; i++) {
                struct cell name = cell_bytes(page, close->evidence.at[i].name);
                struct cell hash = cell_hex(page, close->evidence.at[i].hash);

                text = page_text(page, "%s%s%s (%s)", text, *text ? "\n" : "", name.text, hash.text);
                json_array_append_new(list, json_pack("{s:o,s:o}", "name", name.json, "hash", hash.json));
        }
        return cell_pair(text, list);
}

static void add_decisions(struct page *page, const struct decisions *decisions)
{
        static const struct close OPEN = {.reopened = false};
        const bool closed = decisions->close.kind == EVENT_CLOSE;
        const bool sent_back = decisions->sent_back.kind == EVENT_RETURN;
        const struct close *close = closed ? &decisions->close.close : &OPEN;

        page_fact(page, "returned_reason", sent_back ? "退回理由" : "", sent_back ? "Returned because" : "",
                  sent_back ? cell_bytes(page, decisions->sent_back.return_report.reason) : cell_none());
        page_fact(page, "closed_reason", closed ? "销号理由" : "", closed ? "Closed because" : "",
                  cell_bytes(page, close->reason));
        page_fact(page, "closed_evidence", closed ? "佐证材料" : "", closed ? "Documents" : "", documents(page, close));
}

static void add_facts(struct page *page, const struct task_view *view, const struct decisions *decisions)
{
        const struct task *entry = view->plan_entry;

        task_rows_head(page, view);
        page_fact(page, "responsible", "责任单位", "Responsible",
                  cell_names(page, view->responsible.at, view->responsible.n));
        if (entry) {
                page_fact(page, "content", "任务内容", "Content", cell_bytes(page, entry->content));
                page_fact(page, "sponsor", "分管市领导", "Sponsor", cell_bytes(page, entry->sponsor));
                page_fact(page, "person", "责任人", "Person", cell_bytes(page, entry->person));
        }
        page_fact(page, "verdict", "系统判定", "Verdict", task_rows_verdict(page, view));
        page_fact(page, "remark", "备注", "Remark", cell_word(page, &WORDS_REMARK, (int)view->remark));
        page_fact(page, "excuse", "说明", "Excuse", task_rows_excuse(page, view->excuse));
        page_fact(page, "reports", "已报次数", "Reports", cell_count(page, view->reports));
        page_fact(page, "data_date", "数据日期", "Data date", cell_day(page, view->data_date));
        page_fact(page, "reported_by", "填报人", "Reported by", cell_bytes(page, view->reported_by));
        add_on_behalf(page, view->report);
        page_fact(page, "reported_at", "填报时间", "Reported at", cell_instant(page, view->reported_at));
        page_fact(page, "report_seq", "填报日志序号", "Report sequence", cell_count(page, view->report_seq));
        task_facts_standing(page, view);
        add_decisions(page, decisions);
}

static void add_texts(struct page *page, const struct task_view *view)
{
        const struct report *report = view->report;

        page_fact(page, "progress", "进展情况", "Progress", cell_paragraphs(page, view->progress.at, view->progress.n));
        task_facts_adopted(page, view);
        if (!report)
                return;
        page_fact(page, "problems", "存在问题", "Problems", cell_bytes(page, report->problems));
        page_fact(page, "next_steps", "下一步", "Next steps", cell_bytes(page, report->next_steps));
        page_fact(page, "to_coordinate", "需协调事项", "To coordinate", cell_bytes(page, report->to_coordinate));
        page_fact(page, "waiting_for", "等待", "Waiting for", cell_bytes(page, report->waiting_for));
}

static int run(struct session *session, const struct args *args)
{
        const struct task_view *view;
        struct task_ref task = {.no = 0};
        struct decisions decisions;
        struct answer answer;
        struct page page;
        int r;

        r = session_task(session, args->word[0], &task);
        if (r == 0)
                r = ask_task(session, task, &answer, &view);
        if (r == 0)
                r = read_decisions(session, view, &decisions);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        add_facts(&page, view, &decisions);
        page_table(&page, "parts", PARTS, COUNT_OF(PARTS));
        for (size_t i = 0; view->plan_entry && i < view->plan_entry->part.n; i++)
                add_part(&page, view, &view->plan_entry->part.at[i]);
        task_facts_forecast(&page, view);
        task_facts_amendment(&page, view);
        task_facts_findings(&page, view);
        countersign_rows_task(&page, view);
        add_texts(&page, view);
        task_rows_through(&page, &answer);
        return session_print(session, &page,
                             view->verdict && verdict_is_bad(view->verdict->verdict) ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_task = {
        .name = "task",
        .group = GROUP_EVERYONE,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "一项任务的计划、填报和判定",
        .en = "one task: plan, report, verdict",
        .example = "duban task 72",
        .run = run,
};
