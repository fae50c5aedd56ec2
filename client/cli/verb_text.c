/* verb_text.c - `duban text TASK` (采用稿): the office's edited progress text; the original stays beside it. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/source.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/base/text.h"
#include "proto/limits.h"

static const struct args_option OPTIONS[] = {
        {"file", "FILE", "从文件读取,每行一段;- 为标准输入",
         "read from a file, a paragraph a line; - is standard input", false},
        {NULL, NULL, NULL, NULL, false},
};

static struct bytes trimmed(struct bytes line)
{
        while (line.len && line.at[line.len - 1] == ' ')
                line.len--;
        return line;
}

static int split(struct session *session, struct bytes text, struct plan_text *adopted)
{
        struct bytes line;

        adopted->progress.at = arena_array(session->arena, LIMIT_LIST_ITEMS, sizeof *adopted->progress.at);
        if (!adopted->progress.at)
                return err_fail("out of memory");
        while (text_next_line(&text, &line)) {
                line = trimmed(line);
                if (line.len == 0)
                        continue;
                if (adopted->progress.n == LIMIT_LIST_ITEMS)
                        return session_complain(session, CLI_USAGE, "最多 %d 段", "at most %d paragraphs",
                                                LIMIT_LIST_ITEMS);
                adopted->progress.at[adopted->progress.n++] = line;
        }
        return 0;
}

static int read_text(struct session *session, const struct args *args, struct plan_text *adopted)
{
        const char *path = args_get(args, "file");
        struct bytes text;
        int r;

        if (path && args->words > 1)
                return session_complain(session, CLI_USAGE, "文字与 --file 只能取一", "give texts or --file, not both");
        if (path) {
                r = source_read_text(session, path, LIMIT_RECORD_BYTES, &text);
                return r ? r : split(session, text, adopted);
        }
        adopted->progress.at = arena_array(session->arena, args->words, sizeof *adopted->progress.at);
        if (!adopted->progress.at)
                return err_fail("out of memory");
        for (size_t i = 1; i < args->words; i++)
                adopted->progress.at[adopted->progress.n++] = bytes_str(args->word[i]);
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_PLAN_TEXT};
        const struct task_view *view;
        char date[DAY_TEXT_SIZE];
        int r;

        r = read_text(session, args, &event.plan_text);
        if (r)
                return r;
        if (event.plan_text.progress.n == 0)
                return session_complain(session, CLI_USAGE, "须给出采用的文字或 --file", "give the text or --file");
        r = decision_look_whole(session, args->word[0], &view);
        if (r)
                return r;
        if (view->report_seq == 0)
                return session_complain(session, CLI_REFUSED, "任务 %" PRIu32 " 还没有填报",
                                        "nothing was reported on task %" PRIu32, view->task.no);
        event.plan_text.task = view->task;
        event.plan_text.data_date = view->data_date;
        decision_say(session, "任务 %" PRIu32 " 数据日期 %s 的采用稿,共 %zu 段;填报原文保留",
                     "task %" PRIu32 ", data date %s: %zu paragraphs adopted; what was reported stays", view->task.no,
                     day_text(view->data_date, date), event.plan_text.progress.n);
        return submit_event(session, &event);
}

const struct verb verb_text = {
        .name = "text",
        .group = GROUP_SUPERVISOR,
        .arguments = "TASK [TEXT]...",
        .words_min = 1,
        .words_max = ARGS_WORDS_MAX,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "采用稿:通报采用的进展文字,填报原文保留",
        .en = "the progress text that the bulletin takes; the original stays beside it",
        .example = "duban text 72 --file 72.txt",
        .more_zh = "每个 TEXT 一段。采用稿只对当前填报有效,有新填报或更正须重新采用;再次采用即替换。",
        .more_en = "Each TEXT is a paragraph. It holds for the current report; a new report, or a correction, needs a "
                   "new one. Adopting "
                   "again replaces it.",
        .options = OPTIONS,
        .run = run,
};
