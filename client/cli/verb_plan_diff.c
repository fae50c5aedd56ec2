/* verb_plan_diff.c - `duban plan diff`: what a file would change in the plan in force. Sends nothing. */
#include "client/cli/plan_diff.h"
#include "client/cli/verb.h"

static int run(struct session *session, const struct args *args)
{
        struct plan_in_force plan;
        struct plan_csv file;
        struct plan_diff diff;
        struct page page;
        int r = plan_csv_read(session, args->word[0], &file);

        if (r == 0)
                r = plan_read(session, &plan);
        if (r)
                return r;
        r = plan_diff(session->arena, &plan, NULL, &file, &diff);
        if (r)
                return err_trace(r);
        page_open(&page, session->arena, session->language);
        plan_diff_page(&page, &diff);
        return session_print(session, &page, diff.change.n ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_plan_diff = {
        .name = "plan diff",
        .group = GROUP_OPERATOR,
        .arguments = "FILE.csv",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_AS_OF,
        .zh = "计划文件与生效计划的差异",
        .en = "what a plan file would change",
        .example = "duban plan diff plan.csv",
        .more_zh = "任务和分项按序号对应。有差异时退出码为 1。目标和期限不随导入变更,须用 duban plan propose 提议。",
        .more_en = "Tasks and parts are the same when their numbers are. Exit code 1 when something differs. An import "
                   "leaves targets and dates; `duban plan propose` asks for them.",
        .run = run,
};
