/* verb_push.c - `duban push`: reports into the spool, synced, then to the service. */
#include "client/cli/report_args.h"
#include "client/cli/report_base.h"
#include "client/cli/report_json.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/base/clock.h"

static const struct args_option OPTIONS[] = {
        {"task", "N", "任务序号(不用文件时)", "the task's number (without a file)", false},
        {"date", "DATE", "数据日期(用 --keep 时默认与当前填报相同)",
         "the data date (with --keep by default that of the current report)", false},
        REPORT_ARGS_OPTIONS,
        {"keep", NULL, "保留其他分项:以当前填报为底稿,未写的分项照旧(须属同一报送期)",
         "keep the other parts as the current report has them; it has to be of the same cycle", false},
        {"spool-only", NULL, "只存入待发区,由 duban-agent 发送", "only into the spool; duban-agent sends it", false},
        {NULL, NULL, NULL, NULL, false},
};

static int report_of_options(struct session *session, const struct args *args, struct report *report)
{
        struct report base = {.task = {.no = 0}};
        int r;

        if (args_has(args, "keep"))
                return report_base_keep(session, args, report);
        r = session_task(session, args_get(args, "task"), &base.task);
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

static int check_options(const struct session *session, const struct args *args)
{
        if (args->words && args_has(args, "task"))
                return session_complain(session, CLI_USAGE, "文件与 --task 只能取一", "give files or --task, not both");
        if (!args_has(args, "keep"))
                return 0;
        if (!args_has(args, "task") || !args_has(args, "line"))
                return session_complain(session, CLI_USAGE, "--keep 须与 --task、--line 同用",
                                        "--keep goes with --task and --line");
        if (args_has(args, "spool-only"))
                return session_complain(session, CLI_USAGE, "--keep 要向服务查询当前填报,不能与 --spool-only 同用",
                                        "--keep asks the service for the current report: it goes without --spool-only");
        return 0;
}

/* The record of the newest receipt is the report: it went into the spool last. It is taken, whatever comes of asking. */
static int tell_dropped(struct session *session, const struct report *report)
{
        uint64_t answered;
        uint64_t put;
        uint64_t seq;
        int r = duban_waiting(session->client, &answered, &put);

        if (r == 0)
                r = duban_answered_seq(session->client, &seq);
        if (r)
                return err_trace(r);
        if (answered == put && seq > 1)
                r = report_base_tell_dropped(session, seq, report);
        return r < 0 ? err_trace(r) : CLI_FINE;
}

static int run(struct session *session, const struct args *args)
{
        const bool by_options = args_has(args, "task");
        struct report report = {.task = {.no = 0}};
        int r = check_options(session, args);

        if (r == 0)
                r = put_files(session, args);
        if (r == 0 && by_options)
                r = report_of_options(session, args, &report);
        if (r == 0 && by_options)
                r = put_reports(session, &report, 1);
        if (r)
                return r;
        if (args_has(args, "spool-only"))
                return CLI_FINE;
        r = submit_flush(session);
        if (r == 0 && by_options && !args_has(args, "keep"))
                r = tell_dropped(session, &report);
        return r;
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
                "每次填报代表整项任务:未列出的分项视为未报数,不沿用上次(已报办结的节点仍为办结);\n"
                "只补报本单位的分项时用 --keep:duban push --task 72 --line 2=8家 --keep\n"
                "只有 task 和 data_date 必填;词写错时会列出可用的词。不给文件和 --task 时,只发送待发区中尚未答复的。",
        .more_en = "Files hold one object a report, one after another:\n" FILE_FORMAT
                   "A report speaks for the whole task: a part that it leaves out has no figure, whatever an earlier "
                   "one said; a node that was reported done stays done.\n"
                   "Who owns one part of it adds to the others: duban push --task 72 --line 2=8家 --keep\n"
                   "Only task and data_date are needed; a wrong word is answered with those that are known. Without a "
                   "file and --task it sends what the spool still holds.",
        .options = OPTIONS,
        .run = run,
};
