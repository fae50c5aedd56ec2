/* verb_explain.c - `duban explain N`: the verdict with all it rests on, so that a clerk can redo it by hand. */
#include <inttypes.h>

#include "client/cli/explain_inputs.h"
#include "client/cli/plan_curve.h"
#include "client/cli/rules.h"
#include "client/cli/task_facts.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct column PARTS[] = {
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "指标或节点", "Indicator or milestone", COLUMN_WRAP},
        {"kind", "类别", "Kind", 0},
        {"soft", "力争", "Soft", COLUMN_DATA},
        {"actual_of_target", "实际/目标", "Actual/target", COLUMN_RIGHT | COLUMN_PEOPLE},
        {"actual", "实际值", "Actual", COLUMN_DATA},
        {"target", "目标值", "Target", COLUMN_DATA},
        {"baseline", "期初数", "Baseline", COLUMN_DATA},
        {"unit", "单位", "Unit", 0},
        {"attainment", "完成率%", "Attained %", COLUMN_RIGHT},
        {"planned", "序时%", "Planned %", COLUMN_RIGHT},
        {"gap", "进度差", "Gap", COLUMN_RIGHT},
        {"distance", "距目标%", "Distance %", COLUMN_RIGHT},
        {"tolerance", "容差%", "Tolerance %", COLUMN_RIGHT},
        {"due", "期限", "Due", COLUMN_DATA},
        {"evidence_class", "口径", "Evidence", 0},
        {"state", "状态", "State", 0},
        {"verdict", "判定", "Verdict", 0},
        {"raw_verdict", "原判定", "Raw", COLUMN_DATA},
        {"why", "原因", "Why", 0},
        {"rule", "规则", "Rule", COLUMN_RIGHT},
        {"excuse", "说明", "Excuse", COLUMN_DATA},
        {"proxy", "口径待核", "Proxy", COLUMN_DATA},
        {"blocked", "受阻", "Blocked", COLUMN_DATA},
        {"accepted_until", "说明认可至", "Accepted until", COLUMN_DATA},
        {"broken", "承诺未兑现", "Broken promises", COLUMN_DATA},
        {"paced", "可预测", "Paced", COLUMN_DATA},
        {"done_before", "此前已完成", "Done before", COLUMN_DATA},
};

/* "8/26"; a floor or ceiling without a figure prints "–/26". */
static struct cell actual_of_target(struct page *page, const struct part_verdict *judged)
{
        char actual[NUMBER_TEXT_SIZE];
        char target[NUMBER_TEXT_SIZE];

        if (!judged->actual.known && !judged->target.known)
                return cell_none();
        number_text(judged->actual, actual);
        number_text(judged->target, target);
        return cell_pair(page_text(page, "%s/%s", *actual ? actual : "–", *target ? target : "–"), json_null());
}

static void add_part(struct page *page, const struct task_view *view, const struct part_verdict *judged)
{
        const struct part *part = view->plan_entry ? plan_part(view->plan_entry, judged->part) : NULL;
        const struct line *line = view->report ? report_line(view->report, judged->part) : NULL;
        const struct bytes none = {NULL, 0};
        const int evidence = line ? (int)(line->evidence ? line->evidence : EVIDENCE_MEASURED) : 0;
        const struct cell cells[] = {
                cell_count(page, judged->part),
                task_rows_part_name(page, view->plan_entry, judged->part),
                cell_word(page, &WORDS_PART_KIND, part ? (int)part->kind : 0),
                cell_yes(page, judged->soft),
                actual_of_target(page, judged),
                cell_number(page, judged->actual),
                cell_number(page, judged->target),
                cell_number(page, judged->baseline),
                cell_bytes(page, part ? part->unit : none),
                task_rows_exact(page, judged->attainment),
                task_rows_exact(page, judged->planned),
                task_rows_exact(page, judged->gap),
                task_rows_exact(page, judged->distance),
                task_rows_exact(page, judged->tolerance),
                cell_day(page, judged->due),
                cell_word(page, &WORDS_EVIDENCE, evidence),
                cell_word(page, &WORDS_STATE, line ? (int)line->state : 0),
                cell_word(page, &WORDS_VERDICT, (int)judged->verdict),
                cell_word(page, &WORDS_VERDICT, (int)judged->raw_verdict),
                cell_word(page, &WORDS_WHY, (int)judged->why),
                cell_nonzero(page, judged->rule),
                cell_word(page, &WORDS_EXCUSE, (int)judged->excuse),
                cell_yes(page, judged->proxy),
                cell_yes(page, judged->blocked),
                cell_day(page, judged->accepted_until),
                cell_count(page, judged->broken),
                cell_yes(page, judged->paced),
                cell_yes(page, judged->done_before),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(PARTS), "a cell for each column");
        page_row(page, cells);
}

static void add_verdict(struct page *page, const struct task_view *view)
{
        const struct verdict *verdict = view->verdict;
        const struct part_verdict *governing = task_rows_governing(view);

        task_rows_head(page, view);
        page_fact(page, "data_date", "数据日期", "Data date", cell_day(page, view->data_date));
        page_fact(page, "verdict", "系统判定", "Verdict", task_rows_verdict(page, view));
        page_fact(page, "raw_verdict", "原判定", "Raw verdict",
                  cell_word(page, &WORDS_VERDICT, (int)verdict->raw_verdict));
        page_fact(page, "why", "原因", "Why", cell_word(page, &WORDS_WHY, (int)verdict->why));
        page_fact(page, "governing", "短板指标", "Governing part",
                  task_rows_part_name(page, view->plan_entry, verdict->governing));
        page_fact(page, "governing_part", "", "", cell_count(page, verdict->governing));
        page_fact(page, "gap_points", "进度差", "Gap (points)",
                  cell_percent(page, governing ? governing->gap : (struct ratio){0, 0}));
        page_fact(page, "excuse", "说明", "Excuse", task_rows_excuse(page, view->excuse));
        page_fact(page, "remark", "备注", "Remark", cell_word(page, &WORDS_REMARK, (int)view->remark));
        page_fact(page, "proposed_remark", "建议备注", "Proposed remark",
                  cell_word(page, &WORDS_REMARK, (int)view->proposed));
}

/* The rule of the governing part; without one, rule 7 says why nothing could be judged. */
static uint32_t rule_of(const struct task_view *view)
{
        const struct part_verdict *governing = task_rows_governing(view);

        if (governing && governing->rule)
                return governing->rule;
        return view->verdict->why != WHY_UNSPECIFIED ? 7 : 6;
}

static void add_rule(struct page *page, const struct task_view *view, const struct policy *policy)
{
        const uint32_t rule = rule_of(view);
        const struct verdict *verdict = view->verdict;

        page_fact(page, "rule", "规则", "Rule", cell_count(page, rule));
        page_fact(page, "rule_sentence", "", "", cell_string(page, rules_sentence(page, rule, policy)));
        page_fact(page, "policy_version", "规则版本", "Policy version", cell_count(page, verdict->policy_version));
        page_fact(page, "judge_version", "判定程序版本", "Judge version", cell_count(page, verdict->judge_version));
        page_fact(page, "day", "判定日", "Judged on", cell_day(page, verdict->day));
        page_paragraph(page, rules_sentence(page, rule, policy));
        if (rule != 6 && verdict->part.n > 1)
                page_paragraph(page, rules_sentence(page, 6, policy));
        if (view->excuse)
                page_paragraph(page, rules_sentence(page, 8, policy));
}

/* The sum of the governing part, written out. */
static void add_sum(struct page *page, const struct task_view *view)
{
        const struct part_verdict *judged = task_rows_governing(view);
        const struct part *part = judged && view->plan_entry ? plan_part(view->plan_entry, judged->part) : NULL;

        if (part && part->curve)
                page_paragraph(page, page_text(page, page_say(page, "序时计划:%s", "Curve: %s"),
                                               plan_curve_text(page, part->curve)));
        if (part && ratio_is_set(judged->gap))
                page_paragraph(page, rules_sum(page, part->kind, judged));
}

static void add_evidence(struct page *page, const struct task_view *view, uint64_t plan_seq)
{
        const struct verdict *verdict = view->verdict;

        page_fact(page, "report_seq", "填报日志序号", "Report sequence", cell_count(page, view->report_seq));
        page_fact(page, "verdict_seq", "判定日志序号", "Verdict sequence", cell_count(page, view->verdict_seq));
        page_fact(page, "plan_seq", "计划日志序号", "Plan sequence", cell_count(page, plan_seq));
        page_fact(page, "remark_seq", "备注日志序号", "Remark sequence", cell_count(page, view->remark_seq));
        page_fact(page, "evidence", "依据的日志序号", "Evidence sequences",
                  cell_sequences(page, verdict->evidence.at, verdict->evidence.n));
}

static void fill(struct page *page, const struct answer *answer, const struct task_view *view,
                 const struct plan_view *plan, const struct policy *policy)
{
        add_verdict(page, view);
        page_table(page, "parts", PARTS, COUNT_OF(PARTS));
        for (size_t i = 0; i < view->verdict->part.n; i++)
                add_part(page, view, &view->verdict->part.at[i]);
        add_sum(page, view);
        add_rule(page, view, policy);
        task_facts_standing(page, view);
        task_facts_forecast(page, view);
        task_facts_amendment(page, view);
        task_facts_findings(page, view);
        add_evidence(page, view, plan ? plan->seq : 0);
        explain_inputs(page, view, plan ? plan->header : NULL, policy);
        task_rows_through(page, answer);
}

static int run(struct session *session, const struct args *args)
{
        const struct query plan_query = {.ask = ASK_PLAN, .limit = 1};
        const struct task_view *view;
        struct task_ref task = {.no = 0};
        struct answer answer;
        struct answer plan;
        struct answer rules;
        struct page page;
        int r;

        r = session_task(session, args->word[0], &task);
        if (r == 0)
                r = ask_task(session, task, &answer, &view);
        if (r == 0)
                r = ask_once(session, &plan_query, &plan);
        if (r == 0)
                r = ask_policy(session, &rules);
        if (r)
                return r;
        if (!view->verdict)
                return session_complain(session, CLI_REFUSED, "任务 %u 还没有判定", "task %u has no verdict yet",
                                        task.no);
        page_open(&page, session->arena, session->language);
        fill(&page, &answer, view, plan.plan, rules.policy);
        return session_print(session, &page, verdict_is_bad(view->verdict->verdict) ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_explain = {
        .name = "explain",
        .group = GROUP_EVERYONE,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "逐项列出判定的算式、规则和依据",
        .en = "the verdict's arithmetic, rule and evidence",
        .example = "duban explain 72 --format json",
        .run = run,
};
