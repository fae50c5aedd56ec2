/* verb_close.c - `duban close TASK` (销号): the task owes nothing any more; --reopen undoes it. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/evidence.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"reason", "TEXT", "理由(必填)", "why (needed)", false},
        {"evidence", "FILE", "佐证材料:记入文件名和校验值,文件自存;可多次给出",
         "a document that shows it: its name and hash are recorded, you keep the file; may be repeated", true},
        {"reopen", NULL, "撤销销号,恢复督办", "take the closing back", false},
        {NULL, NULL, NULL, NULL, false},
};

static int read_evidence(struct session *session, const struct args *args, struct close *close)
{
        size_t position = 0;
        const char *path;
        int r = 0;

        close->evidence.at = arena_array(session->arena, args->n_chosen, sizeof *close->evidence.at);
        if (!close->evidence.at)
                return err_fail("out of memory");
        while (r == 0 && (path = args_next(args, "evidence", &position)))
                r = evidence_read(session, path, &close->evidence.at[close->evidence.n++]);
        return r;
}

static int check(const struct session *session, const struct close *close, const struct task_view *view)
{
        if (close->reopened && close->evidence.n)
                return session_complain(session, CLI_USAGE, "--reopen 与 --evidence 只能取一",
                                        "give --reopen or --evidence, not both");
        if (close->reopened && view->closed_seq == 0)
                return session_complain(session, CLI_REFUSED, "任务 %" PRIu32 " 没有销号",
                                        "task %" PRIu32 " is not closed", view->task.no);
        if (!close->reopened && view->closed_seq)
                return session_complain(session, CLI_REFUSED, "任务 %" PRIu32 " 已销号(日志序号 %" PRIu64 ")",
                                        "task %" PRIu32 " is closed already (sequence %" PRIu64 ")", view->task.no,
                                        view->closed_seq);
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_CLOSE};
        struct close *close = &event.close;
        const struct task_view *view;
        int r;

        close->reopened = args_has(args, "reopen");
        r = decision_reason(session, args, &close->reason);
        if (r == 0)
                r = read_evidence(session, args, close);
        if (r == 0)
                r = decision_look_whole(session, args->word[0], &view);
        if (r == 0)
                r = check(session, close, view);
        if (r)
                return r;
        close->task = view->task;
        if (close->reopened)
                decision_say(session, "任务 %" PRIu32 " 恢复督办", "task %" PRIu32 " is open again", view->task.no);
        else
                decision_say(session, "任务 %" PRIu32 " 销号,佐证 %zu 件;未解除的预警随之解除",
                             "task %" PRIu32 " is closed with %zu documents; what is open is cleared", view->task.no,
                             close->evidence.n);
        return submit_event(session, &event);
}

const struct verb verb_close = {
        .name = "close",
        .group = GROUP_SUPERVISOR,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "销号:不再督办;以 --reopen 撤销",
        .en = "close a task: it owes nothing any more; --reopen takes that back",
        .example = "duban close 34 --reason 已验收 --evidence 验收意见.pdf",
        .more_zh = "系统判定仍继续,但不再预警、不再催报。",
        .more_en = "Its verdict goes on being shown; no alert and no reminder come any more.",
        .options = OPTIONS,
        .run = run,
};
