/* verb_due.c - `duban due` (催报): who still owes a report; exit 1 when somebody does. Beside that, what waits for
 * another lead's 会签: no deadline runs for it, so it is a list of its own and no reason for exit 1. */
#include "client/cli/countersign_rows.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"department", "NAME", "只列该单位的任务", "only this department's tasks", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct column DUE[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"cadence", "报送频次", "Cadence", 0},
        {"due_by", "报送截止", "In time until", 0},
        {"due_moved", "顺延(服务中断)", "Moved by our outage", 0},
        {"data_date", "上次数据日期", "Last data date", 0},
        {"reports", "已报次数", "Reports", COLUMN_RIGHT},
        {"late", "迟报期数", "Late", COLUMN_RIGHT},
        {"missing", "漏报期数", "Missing", COLUMN_RIGHT},
        {"returned", "已退回", "Returned", 0},
};

static void add(struct page *page, const struct task_view *view, const struct plan_view *plan)
{
        const struct task *entry = ask_find_task(plan, view->task.no);
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_word(page, &WORDS_CADENCE, entry ? (int)plan_cadence(entry, plan->header) : 0),
                cell_day(page, view->due_by),
                cell_yes(page, view->due_moved),
                cell_day(page, view->data_date),
                cell_count(page, view->reports),
                cell_count(page, view->verdict ? view->verdict->late : 0),
                cell_count(page, view->verdict ? view->verdict->missing : 0),
                cell_yes(page, view->returned_seq != 0),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(DUE), "a cell for each column");
        page_row(page, cells);
}

static int run(struct session *session, const struct args *args)
{
        const struct query query = {.ask = ASK_DUE, .department = bytes_str(args_get(args, "department"))};
        struct query of_waiting = query;
        struct answer waiting;
        struct answer answer;
        struct answer plan;
        struct page page;
        int r;

        of_waiting.ask = ASK_COUNTERSIGN;
        r = ask_with_plan(session, &query, &answer, &plan);
        if (r == 0 && answer.task.n == 0)
                r = ask_known(session, plan.plan, query.department);
        if (r == 0)
                r = ask_all(session, &of_waiting, &waiting);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        page_paragraph(&page,
                       page_text(&page, page_say(&page, "未填报 %zu 项", "%zu tasks owe a report"), answer.task.n));
        page_table(&page, "due", DUE, COUNT_OF(DUE));
        for (size_t i = 0; i < answer.task.n; i++)
                add(&page, &answer.task.at[i], plan.plan);
        countersign_rows_waiting(&page, &waiting, query.department);
        task_rows_through(&page, &answer);
        return session_print(session, &page, answer.task.n ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_due = {
        .name = "due",
        .group = GROUP_DEPARTMENT,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "催报:哪些任务本期尚未填报;哪些填报待会签",
        .en = "who has not reported yet; which reports wait for a lead to countersign",
        .example = "duban due --department 市水利和湖泊局",
        .options = OPTIONS,
        .run = run,
};
