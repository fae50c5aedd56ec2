/* verb_push.c - `duban push`: reports into the spool, synced, then to the service. */
#include "client/cli/report_args.h"
#include "client/cli/report_json.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/base/clock.h"

static const struct args_option OPTIONS[] = {
        {"task", "N", "任务序号(不用文件时)", "the task's number (without a file)", false},
        {"date", "DATE", "数据日期", "the data date", false},
        REPORT_ARGS_OPTIONS,
        {"spool-only", NULL, "只存入待发区,由 duban-agent 发送", "only into the spool; duban-agent sends it", false},
        {NULL, NULL, NULL, NULL, false},
};

static int report_of_options(struct session *session, const struct args *args, struct report *report)
{
        struct report base = {.task = {.no = 0}};
        int r = session_task(session, args_get(args, "task"), &base.task);

        return r ? r : report_args_read(session, args, &base, report);
}

static int put_reports(struct session *session, const struct report *reports, size_t n)
{
        const uint64_t sent_at = (uint64_t)clock_now().ms;
        int r = 0;

        for (size_t i = 0; i < n && r == 0; i++) {
                struct event event = {.kind = EVENT_REPORT, .report = reports[i]};

                event.report.sent_at = sent_at;
                if (event.report.task.plan.len == 0)
                        event.report.task.plan = session->plan;
                r = submit_put(session, &event);
                session_progress(session, "已存入", "spooled", i + 1, n);
        }
        return r;
}

/* Reads everything before the first report is spooled: a file is pushed as a whole or not at all. */
static int put_files(struct session *session, const struct args *args)
{
        struct report_json files[ARGS_WORDS_MAX];
        int r = 0;

        for (size_t i = 0; i < args->words && r == 0; i++)
                r = report_json_read(session, args->word[i], &files[i]);
        for (size_t i = 0; i < args->words && r == 0; i++)
                r = put_reports(session, files[i].report.at, files[i].report.n);
        return r;
}

static int run(struct session *session, const struct args *args)
{
        struct report report = {.task = {.no = 0}};
        int r;

        if (args->words && args_has(args, "task"))
                return session_complain(session, CLI_USAGE, "文件与 --task 只能取一", "give files or --task, not both");
        r = put_files(session, args);
        if (r == 0 && args_has(args, "task"))
                r = report_of_options(session, args, &report);
        if (r == 0 && args_has(args, "task"))
                r = put_reports(session, &report, 1);
        if (r)
                return r;
        if (args_has(args, "spool-only"))
                return CLI_FINE;
        return submit_flush(session);
}

/* The whole of what a file may hold; the help shows it in either language. */
#define FILE_FORMAT                                                                                                              \
        "{\"plan\":\"tianmen-2023\",\"task\":72,\"data_date\":\"2023-06-30\",\n"                                                 \
        " \"lines\":[{\"part\":1,\"value\":\"26\",\"unit\":\"家\",\"evidence\":\"measured\",\"approximate\":"                   \
        "\"about\","                                                                                                             \
        "\"state\":\"done\",\n"                                                                                                  \
        "   \"stage\":\"applied\",\"pipeline\":[{\"stage\":\"applied\",\"count\":66}],\"forecast\":\"80.5\",\n"                  \
        "   \"promise\":{\"what\":\"…\",\"date\":\"2023-09-30\"},\"as_written\":\"…\",\"target_understood\":\"100\","        \
        "\"waiting_for\":\"…\"}],\n"                                                                                           \
        " \"progress\":[\"…\"],\"problems\":\"…\",\"next_steps\":\"…\",\"to_coordinate\":\"…\",\"waiting_for\":\"…\"," \
        "\n"                                                                                                                     \
        " \"on_behalf_of\":\"…\",\"mentions\":[{\"name\":\"…\",\"value\":\"1\"}]}\n"

const struct verb verb_push = {
        .name = "push",
        .group = GROUP_DEPARTMENT,
        .arguments = "[FILE.json|FILE.jsonl|-]...",
        .words_max = ARGS_WORDS_MAX,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "填报:先存入本机待发区,再报送,直到收到回执",
        .en = "report: into the spool first, then to the service until it is receipted",
        .example = "duban push --task 72 --date 2023-06-30 --line 1=26家 --line 2=8家 --progress 已完成申报",
        .more_zh =
                "文件格式(每个对象一次填报,可多个):\n" FILE_FORMAT
                "每次填报代表整项任务:未列出的分项视为未报数,不沿用上次。\n"
                "只有 task 和 data_date 必填;词写错时会列出可用的词。不给文件和 --task 时,只发送待发区中尚未答复的。",
        .more_en = "Files hold one object a report, one after another:\n" FILE_FORMAT
                   "A report speaks for the whole task: a part that it leaves out has no figure, whatever an earlier "
                   "one said.\n"
                   "Only task and data_date are needed; a wrong word is answered with those that are known. Without a "
                   "file and --task it sends what the spool still holds.",
        .options = OPTIONS,
        .run = run,
};
