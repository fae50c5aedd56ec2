/* verb_countersign.c - `duban countersign TASK` (会签): another lead consents or objects to the report that counts. */
#include <inttypes.h>

#include "client/cli/countersign_rows.h"
#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"object", NULL, "提出异议(须写明 --reason)", "object (needs --reason)", false},
        {"reason", "TEXT", "意见;有异议的必填", "what there is to say; needed to object", false},
        {"report", "SEQ", "只会签这一份填报;其间已有新的则不签", "only this report: not when there is a newer one",
         false},
        {"yes", NULL, "会签(否则只列出将会签什么)", "do it (without it only shows what would be signed)", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct column FIGURES[] = {
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "指标或节点", "Indicator or milestone", COLUMN_WRAP},
        {"actual", "实际值", "Actual", COLUMN_RIGHT},
        {"unit", "单位", "Unit", 0},
        {"state", "状态", "State", 0},
        {"evidence", "口径", "Evidence", 0},
        {"as_written", "填报原文", "As written", COLUMN_WRAP},
};

static int own_department(struct session *session, struct bytes *ret_department)
{
        const struct query query = {.ask = ASK_WHOAMI};
        struct answer answer;
        const int r = ask_now(session, &query, &answer);

        if (r)
                return r;
        if (!answer.whoami)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有身份", "the answer holds no identity");
        *ret_department = answer.whoami->department;
        return 0;
}

/* Is it this department's to countersign, and would it say anything new? */
static int check_turn(const struct session *session, const struct task_view *view, struct bytes department,
                      bool objection)
{
        const struct countersign_view *row = countersign_rows_find(view, department);

        if (!row)
                return session_complain(session, CLI_REFUSED,
                                        "任务 %" PRIu32 " 的填报 %" PRIu64
                                        " 不待本单位会签:须为牵头单位,且填报非本单位所报、非历史导入",
                                        "task %" PRIu32 ": report %" PRIu64
                                        " does not wait for your department: it must be a lead, and the report "
                                        "another's and no imported history",
                                        view->task.no, view->report_seq);
        if (row->seq && row->objection == objection)
                return session_complain(session, CLI_REFUSED, "填报 %" PRIu64 " 本单位已%s(日志序号 %" PRIu64 ")",
                                        "to report %" PRIu64 " your department has said so (%s, sequence %" PRIu64 ")",
                                        view->report_seq,
                                        objection ? session_say(session, "提出异议", "objection")
                                                  : session_say(session, "会签同意", "consent"),
                                        row->seq);
        return 0;
}

static void add_figures(struct page *page, const struct task_view *view)
{
        const size_t n = view->report ? view->report->line.n : 0;

        if (!task_rows_list(page, "figures", page_say(page, "填报数字", "Figures"), n, FIGURES, COUNT_OF(FIGURES)))
                return;
        for (size_t i = 0; i < n; i++) {
                const struct line *line = &view->report->line.at[i];
                const struct cell cells[] = {
                        cell_count(page, line->part),
                        task_rows_part_name(page, view->plan_entry, line->part),
                        cell_number(page, line->value),
                        cell_bytes(page, line->unit),
                        cell_word(page, &WORDS_STATE, (int)line->state),
                        cell_word(page, &WORDS_EVIDENCE, (int)line->evidence),
                        cell_bytes(page, line->as_written),
                };

                _Static_assert(COUNT_OF(cells) == COUNT_OF(FIGURES), "a cell for each column");
                page_row(page, cells);
        }
}

static int preview(struct session *session, const struct task_view *view, const struct countersign *countersign)
{
        struct page page;

        page_open(&page, session->arena, session->language);
        task_rows_head(&page, view);
        page_fact(&page, "report_seq", "将会签的填报", "Report to countersign", cell_count(&page, view->report_seq));
        page_fact(&page, "data_date", "数据日期", "Data date", cell_day(&page, view->data_date));
        page_fact(&page, "reported_by", "填报人", "Reported by", cell_bytes(&page, view->reported_by));
        page_fact(&page, "reported_at", "填报时间", "Reported at", cell_instant(&page, view->reported_at));
        page_fact(&page, "objection", "会签意见", "To be said",
                  cell_pair(countersign->objection ? page_say(&page, "异议", "objection")
                                                   : page_say(&page, "同意", "consent"),
                            json_boolean(countersign->objection)));
        page_fact(&page, "reason", "内容", "Text", cell_bytes(&page, countersign->text));
        add_figures(&page, view);
        page_fact(&page, "progress", "进展情况", "Progress",
                  cell_paragraphs(&page, view->progress.at, view->progress.n));
        return decision_preview(session, &page);
}

static int look(struct session *session, const struct args *args, const struct task_view **ret_view)
{
        struct bytes department;
        int r = decision_look_whole(session, args->word[0], ret_view);

        if (r == 0)
                r = decision_report(session, args, *ret_view);
        if (r == 0)
                r = own_department(session, &department);
        return r ? r : check_turn(session, *ret_view, department, args_has(args, "object"));
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_COUNTERSIGN};
        struct countersign *countersign = &event.countersign;
        const struct task_view *view;
        int r = 0;

        countersign->objection = args_has(args, "object");
        if (countersign->objection || args_has(args, "reason"))
                r = decision_reason(session, args, &countersign->text);
        if (r == 0)
                r = look(session, args, &view);
        if (r)
                return r;
        if (!args_has(args, "yes"))
                return preview(session, view, countersign);
        countersign->task = view->task;
        countersign->report_seq = view->report_seq;
        decision_say(session,
                     countersign->objection ? "对任务 %" PRIu32 " 的填报 %" PRIu64 " 提出异议"
                                            : "会签任务 %" PRIu32 " 的填报 %" PRIu64,
                     countersign->objection ? "task %" PRIu32 ": objects to report %" PRIu64
                                            : "task %" PRIu32 ": countersigns report %" PRIu64,
                     view->task.no, view->report_seq);
        return submit_event(session, &event);
}

const struct verb verb_countersign = {
        .name = "countersign",
        .group = GROUP_DEPARTMENT,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "会签:对其他单位所报的当前填报表示同意或提出异议",
        .en = "another lead's consent, or objection, to the current report",
        .example = "duban countersign 70 --object --reason 未含我委数据 --yes",
        .more_zh = "限牵头单位,且填报非本单位所报。只供查看,不改变判定;可再次会签改变意见;"
                   "有新填报或更正的须重新会签。待会签的见 duban due。",
        .more_en = "For leads, of a report that another department made. It is shown and changes no verdict; a later "
                   "word replaces it, and another report or a correction is countersigned anew. `duban due` lists what "
                   "waits.",
        .options = OPTIONS,
        .run = run,
};
