/* verb_correct.c - `duban correct TASK` (更正): a report in place of another, with a reason.
 *
 * A correction supersedes the whole report, so by options it starts from what it replaces: whoever corrects one figure
 * must not lose the others. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/report_args.h"
#include "client/cli/report_base.h"
#include "client/cli/report_json.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/base/clock.h"

static const struct args_option OPTIONS[] = {
        {"reason", "TEXT", "更正理由(必填)", "why (needed)", false},
        {"replaces", "SEQ", "被更正填报的日志序号(默认当前填报)",
         "sequence of the report it replaces (default: the current one)", false},
        {"date", "DATE", "数据日期(默认与被更正的相同)", "the data date (default: that of the report replaced)", false},
        REPORT_ARGS_OPTIONS,
        {"file", "FILE.json", "整份更正:文件中的一份填报(格式见 duban push --help)",
         "the whole report from a file (format: `duban push --help`)", false},
        {NULL, NULL, NULL, NULL, false},
};

/* A file states the report as a whole; nothing is taken over from the one replaced. */
static int read_file(struct session *session, const char *path, const struct task_view *view, struct report *ret_report)
{
        struct report_json file;
        int r = report_json_read(session, path, &file);

        if (r)
                return r;
        if (file.report.n != 1 || file.report.at[0].task.no != view->task.no)
                return session_complain(session, CLI_USAGE, "%s 须恰有一份任务 %" PRIu32 " 的填报",
                                        "%s has to hold one report, on task %" PRIu32, path, view->task.no);
        *ret_report = file.report.at[0];
        return 0;
}

static bool has_options(const struct args *args)
{
        return args_has(args, "line") || args_has(args, "progress") || args_has(args, "date") ||
               args_has(args, "on-behalf-of");
}

static int read_report(struct session *session, const struct args *args, uint64_t replaces,
                       const struct task_view *view, struct report *ret_report)
{
        const char *path = args_get(args, "file");
        const struct report *replaced = NULL;
        int r;

        if (path && has_options(args))
                return session_complain(session, CLI_USAGE,
                                        "--file 不能与 --line、--progress、--date、--on-behalf-of 同用",
                                        "--file goes without --line, --progress, --date and --on-behalf-of");
        if (!path && !has_options(args))
                return session_complain(session, CLI_USAGE,
                                        "没有写明更正什么:须给出 --line、--progress、--date 或 --file",
                                        "nothing is corrected: give --line, --progress, --date or --file");
        if (path)
                return read_file(session, path, view, ret_report);
        r = report_base_read(session, replaces, view, &replaced);
        return r ? r : report_args_read(session, args, replaced, ret_report);
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_CORRECTION};
        struct correction *correction = &event.correction;
        const struct task_view *view;
        struct report report;
        int r;

        r = decision_reason(session, args, &correction->reason);
        if (r == 0)
                r = decision_look_whole(session, args->word[0], &view);
        if (r)
                return r;
        correction->replaces_seq = view->report_seq;
        r = session_count(session, "--replaces", args_get(args, "replaces"), INT64_MAX, &correction->replaces_seq);
        if (r)
                return r;
        if (correction->replaces_seq == 0)
                return session_complain(session, CLI_REFUSED, "还没有可更正的填报;填报用 duban push",
                                        "there is no report to correct; report with `duban push`");
        r = read_report(session, args, correction->replaces_seq, view, &report);
        if (r)
                return r;
        report.task = view->task;
        report.sent_at = (uint64_t)clock_now().ms;
        correction->report = &report;
        decision_say(session, "任务 %" PRIu32 ":更正填报 %" PRIu64, "task %" PRIu32 ": corrects report %" PRIu64,
                     view->task.no, correction->replaces_seq);
        return submit_event(session, &event);
}

const struct verb verb_correct = {
        .name = "correct",
        .group = GROUP_DEPARTMENT,
        .arguments = "TASK",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "更正一份填报,写明理由",
        .en = "correct a report, with a reason",
        .example = "duban correct 72 --line 2=18场 --reason 漏计六月场次",
        .more_zh = "以被更正的填报为底稿:--line 只替换所写分项的数字,--progress 替换全部进展文字,其余照旧。"
                   "--file 则整份替换。原填报和当时的判定都保留。",
        .more_en =
                "It starts from the report it replaces: --line replaces the figure of its part only, --progress all "
                "paragraphs, the rest stays. --file replaces it as a whole. The old report and its verdict are kept.",
        .options = OPTIONS,
        .run = run,
};
