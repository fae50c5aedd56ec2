/* report_base.c - what a report takes over from the one before it, and what it drops. */
#include "client/cli/report_base.h"

#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/records.h"
#include "client/cli/report_args.h"
#include "lib/base/text.h"
#include "lib/model/cycle.h"
#include "lib/model/judge.h"

static int no_report(const struct session *session, uint64_t seq, uint32_t task)
{
        return session_complain(session, CLI_REFUSED, "日志序号 %" PRIu64 " 不是任务 %" PRIu32 " 的填报",
                                "sequence %" PRIu64 " is no report on task %" PRIu32, seq, task);
}

int report_base_read(struct session *session, uint64_t seq, const struct task_view *view,
                     const struct report **ret_report)
{
        struct event *event = arena_take(session->arena, sizeof *event);
        const struct report *report;
        struct record_view record;
        int r = event ? records_one(session, seq, &record, event) : err_fail("out of memory");

        if (r)
                return r;
        if (event->kind != EVENT_REPORT && event->kind != EVENT_CORRECTION)
                return no_report(session, seq, view->task.no);
        report = event->kind == EVENT_REPORT ? &event->report : event->correction.report;
        if (report->task.no != view->task.no ||
            (report->task.plan.len && !bytes_equal(report->task.plan, view->task.plan)))
                return no_report(session, seq, view->task.no);
        *ret_report = report;
        return 0;
}

/* -- keeping -- */

/* What was said of one cycle is not true of another because somebody else reports. */
static int check_day(struct session *session, const struct task_view *view, struct day basis, struct day wanted)
{
        const struct query query = {.ask = ASK_PLAN, .limit = 1};
        char text[DAY_TEXT_SIZE];
        struct answer answer;
        struct duty duty;
        int r = ask_once(session, &query, &answer);

        if (r)
                return r;
        if (!answer.plan || !answer.plan->header || !view->plan_entry)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有计划", "the answer holds no plan");
        duty = cycle_duty(view->plan_entry, answer.plan->header, NULL, NULL);
        if (cycle_end(&duty, basis).n == cycle_end(&duty, wanted).n && !day_before(wanted, basis))
                return 0;
        return session_complain(session, CLI_USAGE,
                                "填报 %" PRIu64 " 的数据日期是 %s,较晚或属另一报送期,其数字不能沿用;请去掉 --keep",
                                "report %" PRIu64 " is of %s, later or another cycle: its figures are not those of "
                                "that day; leave out --keep",
                                view->report_seq, day_text(basis, text));
}

static int read_current(struct session *session, const struct args *args, const struct task_view **ret_view,
                        const struct report **ret_report)
{
        const struct task_view *view;
        int r = decision_look_whole(session, args_get(args, "task"), &view);

        if (r)
                return r;
        *ret_view = view;
        if (view->report_seq && !view->returned_seq)
                return report_base_read(session, view->report_seq, view, ret_report);
        return session_complain(session, CLI_USAGE, "任务 %" PRIu32 " 没有有效的填报可沿用;请去掉 --keep",
                                "task %" PRIu32 " has no report that counts, so there is nothing to keep: leave out "
                                "--keep",
                                view->task.no);
}

/* "10个", "done"; "" of a line with neither. */
static const char *said(const struct session *session, const struct line *line)
{
        char number[NUMBER_TEXT_SIZE];
        const char *text;

        if (!line->value.known)
                return word_in(word_of(&WORDS_STATE, (int)line->state), session->language);
        number_text(line->value, number);
        text = arena_print(session->arena, "%s%.*s", number, BYTES_ARG(text_escape(session->arena, line->unit)));
        return text ? text : "";
}

static void say_kept(const struct session *session, const struct args *args, uint64_t seq, const struct report *report)
{
        for (size_t i = 0; i < report->line.n && session->output->format == OUTPUT_TEXT; i++) {
                const struct line *line = &report->line.at[i];
                const char *figure = said(session, line);

                if (!report_args_names(args, line->part))
                        fprintf(session->out,
                                session_say(session, "沿用分项 %" PRIu32 "%s%s(填报 %" PRIu64 ")\n",
                                            "keeps part %" PRIu32 "%s%s of report %" PRIu64 "\n"),
                                line->part, *figure ? " = " : "", figure, seq);
        }
}

int report_base_keep(struct session *session, const struct args *args, struct report *ret_report)
{
        const struct task_view *view;
        const struct report *current;
        struct report base;
        int r = read_current(session, args, &view, &current);

        if (r)
                return r;
        base = *current;
        base.task = view->task;
        base.on_behalf_of = (struct bytes){0}; /* who speaks now does so for itself */
        r = report_args_read(session, args, &base, ret_report);
        if (r == 0)
                r = check_day(session, view, current->data_date, ret_report->data_date);
        if (r == 0)
                say_kept(session, args, view->report_seq, ret_report);
        return r;
}

/* -- dropping -- */

/* R5: a node that was done is done without being named again. */
static bool is_lost(const struct task *task, const struct line *line)
{
        const struct part *part = task ? plan_part(task, line->part) : NULL;

        return (line->value.known || line->state) &&
               !(part && judge_done(part, line, HISTORY_NOT_DONE) != HISTORY_NOT_DONE);
}

/* "1, 2": the parts of which the older report says how far they are, and the newer one nothing. */
static const char *dropped(const struct session *session, const struct task_view *view, const struct report *newer)
{
        const struct report *older = view->report;
        const char *text = "";

        for (size_t i = 0; text && i < older->line.n; i++) {
                const struct line *line = &older->line.at[i];

                if (is_lost(view->plan_entry, line) && !report_line(newer, line->part))
                        text = arena_print(session->arena, "%s%s%" PRIu32, text,
                                           *text ? session_say(session, "、", ", ") : "", line->part);
        }
        return text ? text : "";
}

int report_base_tell_dropped(struct session *session, uint64_t seq, const struct report *report)
{
        const uint64_t as_of = session->as_of;
        const struct task_view *view;
        struct answer answer;
        const char *parts;
        int r;

        session->as_of = seq - 1; /* asked behind the receipt: who is offline waits for nothing more */
        r = ask_task(session, report->task, &answer, &view);
        session->as_of = as_of;
        if (r || !view->report || view->returned_seq || day_before(report->data_date, view->data_date))
                return r;
        parts = dropped(session, view, report);
        if (*parts)
                session_complain(session, 0,
                                 "填报 %1$" PRIu64 " 另有分项 %2$s 的数字,本次未列,现为未报数:填报代表整项任务,"
                                 "可用 duban correct %3$" PRIu32 " --line … 补上,下次用 --keep",
                                 "report %1$" PRIu64
                                 " also had figures for parts %2$s; this one speaks for the whole task "
                                 "and leaves them without: add them with `duban correct %3$" PRIu32
                                 " --line …`, next time with --keep",
                                 view->report_seq, parts, report->task.no);
        return 0;
}
