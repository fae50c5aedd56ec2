/* verb_return.c - `duban return TASK` (退回): the current report is sent back and counts as not made. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"reason", "TEXT", "理由(必填)", "why (needed)", false},
        {"report", "SEQ", "只退回这一份填报;其间已有新的则不退", "only this report: not when there is a newer one",
         false},
        {"yes", NULL, "退回(否则只列出将退回什么)", "do it (without it only shows what would be returned)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int preview(struct session *session, const struct task_view *view, struct bytes reason)
{
        struct page page;

        page_open(&page, session->arena, session->language);
        task_rows_head(&page, view);
        page_fact(&page, "report_seq", "将退回的填报", "Report to return", cell_count(&page, view->report_seq));
        page_fact(&page, "data_date", "数据日期", "Data date", cell_day(&page, view->data_date));
        page_fact(&page, "reported_by", "填报人", "Reported by", cell_bytes(&page, view->reported_by));
        page_fact(&page, "reported_at", "填报时间", "Reported at", cell_instant(&page, view->reported_at));
        page_fact(&page, "progress", "进展情况", "Progress",
                  cell_paragraphs(&page, view->progress.at, view->progress.n));
        page_fact(&page, "reason", "理由", "Reason", cell_bytes(&page, reason));
        page_paragraph(&page, page_say(&page, "退回后视同未填报:判定为无法判定(未填报),本期须重报。",
                                       "Once returned it counts as not made: the verdict becomes unknown (no report) "
                                       "and the cycle is owed again."));
        return decision_preview(session, &page);
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_RETURN};
        struct return_report *returned = &event.return_report;
        const struct task_view *view;
        int r;

        r = decision_reason(session, args, &returned->reason);
        if (r == 0)
                r = decision_look_whole(session, args->word[0], &view);
        if (r == 0)
                r = decision_report(session, args, view);
        if (r)
                return r;
        if (!args_has(args, "yes"))
                return preview(session, view, returned->reason);
        returned->task = view->task;
        returned->report_seq = view->report_seq;
        decision_say(session, "退回任务 %" PRIu32 " 的填报 %" PRIu64, "task %" PRIu32 ": report %" PRIu64 " goes back",
                     view->task.no, view->report_seq);
        return submit_event(session, &event);
}

const struct verb verb_return = {
        .name = "return",
        .group = GROUP_SUPERVISOR,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "退回当前填报:视同未填报,须重报",
        .en = "send the current report back: it counts as not made",
        .example = "duban return 72 --reason 数字与附件不符 --yes",
        .options = OPTIONS,
        .run = run,
};
