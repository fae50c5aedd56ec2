/* verb_status.c - `duban status`: every task with its verdict; exit 1 when something is behind. */
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"department", "NAME", "只列该单位牵头或负责的任务", "only tasks it leads or is responsible for", false},
        {"behind", NULL, "只列滞后、严重滞后和逾期的任务", "only what is behind or worse", false},
        {NULL, NULL, NULL, NULL, false},
};

static bool is_bad(const struct task_view *view)
{
        return view->verdict && verdict_is_bad(view->verdict->verdict);
}

/* Keeps the bad ones only, in order. */
static size_t keep_bad(struct task_view *views, size_t n)
{
        size_t kept = 0;

        for (size_t i = 0; i < n; i++) {
                if (is_bad(&views[i]))
                        views[kept++] = views[i];
        }
        return kept;
}

static const char *counts(struct page *page, const struct task_view *views, size_t n)
{
        size_t count[VERDICT_COUNT] = {0};
        const char *text = page_text(page, page_say(page, "共 %zu 项", "%zu tasks"), n);

        for (size_t i = 0; i < n; i++)
                count[views[i].verdict ? views[i].verdict->verdict : VERDICT_UNSPECIFIED]++;
        for (int v = 1; v < VERDICT_COUNT; v++) {
                const char *word = word_in(word_of(&WORDS_VERDICT, v), page->language);

                if (count[v])
                        text = page_text(page, page_say(page, "%s,%s %zu", "%s, %s %zu"), text, word, count[v]);
        }
        return text;
}

static int run(struct session *session, const struct args *args)
{
        const struct query query = {.ask = ASK_STATUS, .department = bytes_str(args_get(args, "department"))};
        struct answer answer;
        struct answer plan;
        struct page page;
        bool found = false;
        int r;

        r = ask_with_plan(session, &query, &answer, &plan);
        if (r == 0 && answer.task.n == 0)
                r = ask_known(session, plan.plan, query.department);
        if (r)
                return r;
        for (size_t i = 0; i < answer.task.n; i++)
                found = found || is_bad(&answer.task.at[i]);
        page_open(&page, session->arena, session->language);
        page_paragraph(&page, counts(&page, answer.task.at, answer.task.n));
        if (args_has(args, "behind"))
                answer.task.n = keep_bad(answer.task.at, answer.task.n);
        task_rows_status(&page, answer.task.at, answer.task.n, plan.plan);
        task_rows_through(&page, &answer);
        return session_print(session, &page, found ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_status = {
        .name = "status",
        .group = GROUP_LEADER,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "全部任务的系统判定与备注",
        .en = "every task with its verdict and remark",
        .example = "duban status --behind",
        .options = OPTIONS,
        .run = run,
};
