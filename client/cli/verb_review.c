/* verb_review.c - `duban review`: where the machine and the office differ, what is excused, what cannot be judged, what
 * looks wrong in a report or another lead objects to, which alerts to withdraw, and to which the department objects.
 * Exit 1 when there is anything to look at. */
#include "client/cli/alert_rows.h"
#include "client/cli/countersign_rows.h"
#include "client/cli/task_facts.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct column DISAGREEMENTS[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"verdict", "系统判定", "Verdict", 0},
        {"governing", "短板指标", "Governing part", 0},
        {"gap_points", "进度差", "Gap", COLUMN_RIGHT},
        {"distance_pct", "距目标%", "Distance %", COLUMN_RIGHT},
        {"proposed", "建议备注", "Proposed", 0},
        {"remark", "备注", "Remark", 0},
};

static const struct column EXCUSES[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},       {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},           {"raw_verdict", "原判定", "Raw verdict", 0},
        {"excuse", "说明", "Excuse", COLUMN_WRAP}, {"remark", "备注", "Remark", 0},
};

static const struct column NOT_JUDGED[] = {
        {"no", "序号", "No.", COLUMN_RIGHT}, {"title", "任务", "Task", COLUMN_WRAP}, {"lead", "牵头单位", "Lead", 0},
        {"why", "原因", "Why", 0},           {"remark", "备注", "Remark", 0},
};

static bool disagrees(const struct task_view *view)
{
        return view->verdict && view->proposed != REMARK_UNSPECIFIED && view->remark != REMARK_UNSPECIFIED &&
               view->proposed != view->remark;
}

static bool is_not_judged(const struct task_view *view)
{
        return !view->verdict || view->verdict->verdict == VERDICT_UNKNOWN;
}

static void add_disagreement(struct page *page, const struct task_view *view, const struct plan_view *plan)
{
        const struct part_verdict *governing = task_rows_governing(view);
        const struct ratio none = {0, 0};
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                task_rows_verdict(page, view),
                task_rows_part_name(page, ask_find_task(plan, view->task.no), view->verdict->governing),
                cell_percent(page, governing ? governing->gap : none),
                cell_percent(page, governing ? governing->distance : none),
                cell_word(page, &WORDS_REMARK, (int)view->proposed),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(DISAGREEMENTS), "a cell for each column");
        page_row(page, cells);
}

static void add_excuse(struct page *page, const struct task_view *view, const struct plan_view *plan UNUSED)
{
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_word(page, &WORDS_VERDICT, view->verdict ? (int)view->verdict->raw_verdict : 0),
                task_rows_excuse(page, view->excuse),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(EXCUSES), "a cell for each column");
        page_row(page, cells);
}

static void add_not_judged(struct page *page, const struct task_view *view, const struct plan_view *plan UNUSED)
{
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_word(page, &WORDS_WHY, view->verdict ? (int)view->verdict->why : 0),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(NOT_JUDGED), "a cell for each column");
        page_row(page, cells);
}

static const struct {
        const char *id;
        const char *zh;
        const char *en;
        const struct column *columns;
        size_t n_columns;
        bool (*belongs)(const struct task_view *);
        void (*add)(struct page *, const struct task_view *, const struct plan_view *);
} LISTS[] = {
        {"disagreements", "系统判定与备注不一致", "Verdict and remark differ", DISAGREEMENTS, COUNT_OF(DISAGREEMENTS),
         disagrees, add_disagreement},
        {"claimed_excuses", "有说明待认可", "Claimed excuses", EXCUSES, COUNT_OF(EXCUSES), task_rows_claims,
         add_excuse},
        {"not_judged", "无法判定", "What cannot be judged", NOT_JUDGED, COUNT_OF(NOT_JUDGED), is_not_judged,
         add_not_judged},
};

static void begin_list(struct page *page, const char *name, size_t n, const char *id, const struct column *columns,
                       size_t n_columns)
{
        page_heading(page, page_text(page, page_say(page, "%s(%zu 项)", "%s (%zu)"), name, n));
        page_table(page, id, columns, n_columns);
}

/* Returns how many rows stand in the list. */
static size_t add_list(struct page *page, size_t list, const struct answer *answer, const struct plan_view *plan)
{
        size_t n = 0;

        for (size_t i = 0; i < answer->task.n; i++)
                n += LISTS[list].belongs(&answer->task.at[i]);
        begin_list(page, page_say(page, LISTS[list].zh, LISTS[list].en), n, LISTS[list].id, LISTS[list].columns,
                   LISTS[list].n_columns);
        for (size_t i = 0; i < answer->task.n; i++) {
                if (LISTS[list].belongs(&answer->task.at[i]))
                        LISTS[list].add(page, &answer->task.at[i], plan);
        }
        return n;
}

/* -- lists that are not of tasks -- */

static const struct column FINDINGS[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        TASK_FACTS_FINDING,
        {"report_seq", "填报序号", "Report", COLUMN_RIGHT},
};

static size_t add_findings(struct page *page, const struct answer *answer, const struct plan_view *plan)
{
        size_t n = 0;

        for (size_t i = 0; i < answer->task.n; i++)
                n += answer->task.at[i].intake ? answer->task.at[i].intake->finding.n : 0;
        begin_list(page, page_say(page, "填报存疑", "In doubt"), n, "findings", FINDINGS, COUNT_OF(FINDINGS));
        for (size_t i = 0; i < answer->task.n; i++) {
                const struct task_view *view = &answer->task.at[i];

                for (size_t j = 0; view->intake && j < view->intake->finding.n; j++) {
                        struct cell cells[COUNT_OF(FINDINGS)] = {
                                cell_count(page, view->task.no),
                                task_rows_title(page, view->title, view->title_en),
                                cell_names(page, view->lead.at, view->lead.n),
                        };

                        task_facts_finding(page, &view->intake->finding.at[j], ask_find_task(plan, view->task.no),
                                           cells + 3);
                        cells[COUNT_OF(cells) - 1] = cell_count(page, view->intake->cause);
                        page_row(page, cells);
                }
        }
        return n;
}

static size_t add_lead_objections(struct page *page, const struct answer *answer)
{
        size_t n = 0;

        for (size_t i = 0; i < answer->task.n; i++)
                n += countersign_rows_objections(&answer->task.at[i]);
        begin_list(page, page_say(page, "会签异议", "Objections of other leads"), n, "lead_objections",
                   countersign_rows_columns, COUNTERSIGN_ROWS_COLUMNS);
        for (size_t i = 0; i < answer->task.n; i++)
                countersign_rows_add(page, &answer->task.at[i]);
        return n;
}

static const struct column WITHDRAWALS[] = {
        {"alert", "预警号", "Alert", COLUMN_RIGHT},
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"kind", "种类", "Kind", 0},
        {"part_name", "指标或节点", "Part", 0},
        {"day", "解除日", "Cleared on", 0},
};

static size_t add_withdrawals(struct page *page, const struct answer *alerts)
{
        size_t n = 0;

        for (size_t i = 0; i < alerts->alert.n; i++)
                n += alert_rows_is_unfounded(&alerts->alert.at[i]);
        begin_list(page, page_say(page, "待撤销的预警", "Alerts to withdraw"), n, "withdrawals", WITHDRAWALS,
                   COUNT_OF(WITHDRAWALS));
        for (size_t i = 0; i < alerts->alert.n; i++) {
                const struct alert_view *view = &alerts->alert.at[i];

                if (alert_rows_is_unfounded(view))
                        page_row(page, (struct cell[]){
                                               cell_count(page, view->raised_seq),
                                               cell_count(page, view->alert->alert.task.no),
                                               task_rows_title(page, view->title, view->title_en),
                                               cell_names(page, view->lead.at, view->lead.n),
                                               cell_word(page, &WORDS_ALERT_KIND, (int)view->alert->alert.kind),
                                               task_rows_title(page, view->part_name, view->part_name_en),
                                               cell_day(page, view->alert->day),
                                       });
        }
        return n;
}

static size_t add_objections(struct page *page, const struct answer *alerts)
{
        size_t n = 0;

        for (size_t i = 0; i < alerts->alert.n; i++)
                n += alert_rows_is_objected(&alerts->alert.at[i]);
        begin_list(page, page_say(page, "单位申辩", "Objections"), n, "objections", alert_rows_objections,
                   ALERT_ROWS_OBJECTIONS);
        for (size_t i = 0; i < alerts->alert.n; i++) {
                if (alert_rows_is_objected(&alerts->alert.at[i]))
                        alert_rows_add_objection(page, &alerts->alert.at[i]);
        }
        return n;
}

/* How many there are for each reason: they are never merged. */
static json_t *count_reasons(const struct answer *answer, size_t *reasons)
{
        json_t *object = json_object();

        for (size_t i = 0; i < answer->task.n; i++) {
                const struct task_view *view = &answer->task.at[i];

                if (is_not_judged(view))
                        reasons[view->verdict ? view->verdict->why : WHY_UNSPECIFIED]++;
        }
        for (int why = 1; why < WHY_COUNT; why++)
                json_object_set_new(object, word_of(&WORDS_WHY, why)->id, json_integer((json_int_t)reasons[why]));
        return object;
}

static void add_reasons(struct page *page, const struct answer *answer)
{
        size_t reasons[WHY_COUNT] = {0};
        json_t *object = count_reasons(answer, reasons);
        const char *text = "";

        for (int why = 1; why < WHY_COUNT; why++) {
                if (reasons[why])
                        text = page_text(page, "%s%s%s %zu", text, *text ? "; " : "",
                                         word_in(word_of(&WORDS_WHY, why), page->language), reasons[why]);
        }
        page_fact(page, "reasons", *text ? "无法判定的原因" : "", *text ? "Not judged because" : "",
                  cell_pair(text, object));
}

/* Counts a list under its id; returns n. */
static size_t note(json_t *counts, const char *id, size_t n)
{
        json_object_set_new(counts, id, json_integer((json_int_t)n));
        return n;
}

static size_t fill(struct page *page, const struct answer *answer, const struct plan_view *plan,
                   const struct answer *alerts)
{
        json_t *counts = json_object();
        size_t total = 0;

        for (size_t i = 0; i < COUNT_OF(LISTS); i++)
                total += note(counts, LISTS[i].id, add_list(page, i, answer, plan));
        total += note(counts, "findings", add_findings(page, answer, plan));
        total += note(counts, "lead_objections", add_lead_objections(page, answer));
        total += note(counts, "withdrawals", add_withdrawals(page, alerts));
        total += note(counts, "objections", add_objections(page, alerts));
        page_fact(page, "counts", "", "", cell_pair("", counts));
        add_reasons(page, answer);
        task_rows_through(page, answer);
        return total;
}

/* Alerts have no data date: with --for-date they are those of now, or of --as-of. */
static int ask_alerts(struct session *session, struct answer *ret_alerts)
{
        const struct query query = {.ask = ASK_ALERTS};
        const struct day for_date = session->for_date;
        int r;

        session->for_date = (struct day){0};
        r = ask_all(session, &query, ret_alerts);
        session->for_date = for_date;
        return r;
}

static int run(struct session *session, const struct args *args UNUSED)
{
        const struct query of_status = {.ask = ASK_STATUS};
        struct answer answer;
        struct answer alerts;
        struct answer plan;
        struct page page;
        size_t total;
        int r;

        r = ask_with_plan(session, &of_status, &answer, &plan);
        if (r == 0)
                r = ask_alerts(session, &alerts);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        total = fill(&page, &answer, plan.plan, &alerts);
        return session_print(session, &page, total ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_review = {
        .name = "review",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD | OUTPUT_HTML,
        .zh = "核对清单:判定与备注不一致的、待认可的、无法判定的、填报存疑的、会签有异议的、待撤销的预警、单位申辩",
        .en = "where verdict and remark differ, what is excused, in doubt, not judged, to withdraw, objected to",
        .example = "duban review --format md",
        .past = PAST_BOTH,
        .run = run,
};
