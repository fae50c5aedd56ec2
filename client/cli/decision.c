/* decision.c - one way to name a task, to give a reason and to be sure. */
#include "client/cli/decision.h"

#include <inttypes.h>
#include <stdarg.h>

enum { SENTENCE_MAX = 512 };

int decision_target(const struct session *session, const char *text, struct task_ref *ret_task, uint32_t *ret_part)
{
        const char *dot = strchr(text, '.');
        struct task_ref task = {.no = 0};
        uint64_t part = 0;
        char *number = arena_string(session->arena, bytes_of(text, dot ? (size_t)(dot - text) : strlen(text)));
        int r;

        if (!number)
                return err_fail("out of memory");
        r = session_task(session, number, &task);
        if (r == 0 && dot)
                r = session_count(session, "PART", dot + 1, UINT32_MAX, &part);
        if (r)
                return r;
        if (dot && part == 0)
                return session_complain(session, CLI_USAGE, "分项从 1 开始,如 72.2", "parts begin with 1, as in 72.2");
        *ret_task = task;
        *ret_part = (uint32_t)part;
        return 0;
}

int decision_reason(const struct session *session, const struct args *args, struct bytes *ret_reason)
{
        const char *reason = args_get(args, "reason");

        if (!reason || !*reason)
                return session_complain(session, CLI_USAGE, "须给出 --reason", "give --reason");
        *ret_reason = bytes_str(reason);
        return 0;
}

int decision_day(const struct session *session, const struct args *args, const char *option, struct day *ret_day)
{
        const char *text = args_get(args, option + strlen("--"));

        if (!text)
                return session_complain(session, CLI_USAGE, "须给出 %s", "give %s", option);
        return session_day(session, option, text, ret_day);
}

int decision_report(const struct session *session, const struct args *args, const struct task_view *view)
{
        uint64_t wanted = view->report_seq;
        int r = session_count(session, "--report", args_get(args, "report"), INT64_MAX, &wanted);

        if (r)
                return r;
        if (view->report_seq == 0)
                return session_complain(session, CLI_REFUSED, "任务 %" PRIu32 " 还没有填报",
                                        "task %" PRIu32 " has no report yet", view->task.no);
        if (view->returned_seq)
                return session_complain(session, CLI_REFUSED, "填报 %" PRIu64 " 已退回(日志序号 %" PRIu64 "),待重报",
                                        "report %" PRIu64 " was returned already (sequence %" PRIu64
                                        ") and is to be made anew",
                                        view->report_seq, view->returned_seq);
        if (wanted != view->report_seq)
                return session_complain(session, CLI_REFUSED, "当前填报是 %" PRIu64 ",不是 %" PRIu64,
                                        "the current report is %" PRIu64 ", not %" PRIu64, view->report_seq, wanted);
        return 0;
}

/* Who has just sent something decides about what came of it: the correction of a report that is on its way into the
 * state would else replace the one before it. */
static int await_own(struct session *session)
{
        struct duban_client *client;
        int r;

        if (session->at_least)
                return 0;
        r = session_client(session, &client);
        if (r)
                return r;
        r = duban_answered_seq(client, &session->at_least);
        return r < 0 ? err_trace(r) : 0;
}

int decision_look(struct session *session, const char *text, uint32_t *ret_part, const struct task_view **ret_view)
{
        struct answer *answer = arena_take(session->arena, sizeof *answer);
        const struct task_view *view;
        struct task_ref task;
        uint32_t part;
        int r;

        if (!answer)
                return err_fail("out of memory");
        r = decision_target(session, text, &task, &part);
        if (r == 0)
                r = await_own(session);
        if (r == 0)
                r = ask_task(session, task, answer, &view);
        if (r)
                return r;
        if (part && (!view->plan_entry || !plan_part(view->plan_entry, part)))
                return session_complain(session, CLI_REFUSED, "任务 %" PRIu32 " 没有第 %" PRIu32 " 分项",
                                        "task %" PRIu32 " has no part %" PRIu32, task.no, part);
        *ret_part = part;
        *ret_view = view;
        return 0;
}

int decision_look_whole(struct session *session, const char *text, const struct task_view **ret_view)
{
        uint32_t part = 0;
        int r = decision_look(session, text, &part, ret_view);

        if (r == 0 && part)
                return session_complain(session, CLI_USAGE, "按任务,不分分项;应如 72,不能是 %s",
                                        "the task as a whole is meant, such as 72, not %s", text);
        return r;
}

void decision_say(struct session *session, const char *zh, const char *en, ...)
{
        char sentence[SENTENCE_MAX];
        va_list args;

        if (session->output->format != OUTPUT_TEXT)
                return;
        va_start(args, en);
        vsnprintf(sentence, sizeof sentence, session_say(session, zh, en), args);
        va_end(args);
        session->done = arena_string(session->arena, bytes_str(sentence));
}

const char *decision_name(struct session *session, struct task_ref task, uint32_t part)
{
        const char *name = part ? arena_print(session->arena, "%" PRIu32 ".%" PRIu32, task.no, part)
                                : arena_print(session->arena, "%" PRIu32, task.no);

        return name ? name : "";
}

int decision_preview(struct session *session, struct page *page)
{
        page_fact(page, "sent", "", "", cell_pair("", json_false()));
        page_paragraph(page, page_say(page, "以上尚未执行;加 --yes 执行,执行后留作日志记录。",
                                      "Nothing was sent yet; --yes does it, and it stays on record."));
        return session_print(session, page, CLI_FINE);
}
