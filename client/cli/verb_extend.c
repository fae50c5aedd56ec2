/* verb_extend.c - `duban extend TASK[.PART]` (延期申请): a department asks for a later date; others approve it. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"to", "DATE", "延至该日(必填)", "the new due date (needed)", false},
        {"reason", "TEXT", "理由(必填)", "why (needed)", false},
        {NULL, NULL, NULL, NULL, false},
};

/* The date in force of the part, or no day when the plan's end holds. */
static struct day due_of(const struct task_view *view, uint32_t no)
{
        const struct part *part = no && view->plan_entry ? plan_part(view->plan_entry, no) : NULL;

        return part ? amendment_part(view->amendment, part).due : (struct day){0};
}

static int check(struct session *session, const struct task_view *view, const struct extension *extension)
{
        const struct day due = due_of(view, extension->part);
        char text[DAY_TEXT_SIZE];

        if (day_is_set(due) && !day_before(due, extension->new_due))
                return session_complain(session, CLI_USAGE, "现期限是 %s,延期须晚于它",
                                        "it is due on %s now; an extension is later than that", day_text(due, text));
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_EXTENSION};
        struct extension *extension = &event.extension;
        const struct task_view *view;
        char to[DAY_TEXT_SIZE];
        int r;

        r = decision_reason(session, args, &extension->reason);
        if (r == 0)
                r = decision_day(session, args, "--to", &extension->new_due);
        if (r == 0)
                r = decision_look(session, args->word[0], &extension->part, &view);
        if (r == 0)
                r = check(session, view, extension);
        if (r)
                return r;
        extension->task = view->task;
        decision_say(session, "申请 %s 延期至 %s;经督查员批准后生效,原期限始终列出",
                     "asks to move %s to %s; it holds once supervisors approve, and the original date stays shown",
                     decision_name(session, view->task, extension->part), day_text(extension->new_due, to));
        return submit_event(session, &event);
}

const struct verb verb_extend = {
        .name = "extend",
        .group = GROUP_DEPARTMENT,
        .arguments = "TASK[.PART]",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "申请延期(到期前提出,经批准生效)",
        .en = "ask for a later due date, before the present one",
        .example = "duban extend 61.3 --to 2024-03-31 --reason 招标流标",
        .more_zh = "不写分项即整个任务的各分项。是否批准见 duban task;批准的延期按单位统计。",
        .more_en = "Without a part: all parts of the task. `duban task` shows whether it was approved; extensions are "
                   "counted per department.",
        .options = OPTIONS,
        .run = run,
};
