/* verb_suspend.c - `duban suspend TASK` (中止): a task rests with a reason and an end, or goes on again. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"reason", "TEXT", "理由(必填)", "why (needed)", false},
        {"until", "DATE", "中止至该日(默认至解除为止)", "to the end of this day (default: until it is lifted)", false},
        {"lift", NULL, "解除中止", "lift the suspension", false},
        {NULL, NULL, NULL, NULL, false},
};

static void say(struct session *session, const struct suspension *suspension)
{
        char until[DAY_TEXT_SIZE];

        if (suspension->lifted)
                decision_say(session, "解除任务 %" PRIu32 " 的中止", "task %" PRIu32 " goes on", suspension->task.no);
        else if (day_is_set(suspension->until))
                decision_say(session, "任务 %" PRIu32 " 中止至 %s", "task %" PRIu32 " is suspended until %s",
                             suspension->task.no, day_text(suspension->until, until));
        else
                decision_say(session, "任务 %" PRIu32 " 中止,至解除为止",
                             "task %" PRIu32 " is suspended until that is lifted", suspension->task.no);
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_SUSPENSION};
        struct suspension *suspension = &event.suspension;
        const struct task_view *view;
        int r;

        suspension->lifted = args_has(args, "lift");
        if (suspension->lifted && args_has(args, "until"))
                return session_complain(session, CLI_USAGE, "--lift 与 --until 只能取一",
                                        "give --lift or --until, not both");
        r = decision_reason(session, args, &suspension->reason);
        if (r == 0)
                r = session_day(session, "--until", args_get(args, "until"), &suspension->until);
        if (r == 0)
                r = decision_look_whole(session, args->word[0], &view);
        if (r)
                return r;
        suspension->task = view->task;
        say(session, suspension);
        return submit_event(session, &event);
}

const struct verb verb_suspend = {
        .name = "suspend",
        .group = GROUP_SUPERVISOR,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "中止任务(按单位统计),或以 --lift 解除",
        .en = "suspend a task (counted per department), or let it go on with --lift",
        .example = "duban suspend 45 --reason 上级政策调整 --until 2023-12-31",
        .options = OPTIONS,
        .run = run,
};
