/* verb_accept.c - `duban accept TASK[.PART]` (认可说明): a claimed excuse holds until a day. */
#include <inttypes.h>

#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"until", "DATE", "认可至该日(必填),次日起恢复原判定",
         "accepted to the end of this day (needed); then the raw verdict returns", false},
        {"reason", "TEXT", "理由", "why", false},
        {NULL, NULL, NULL, NULL, false},
};

/* The one part whose excuse is claimed; when there are several the person has to say which. */
static int only_claim(const struct session *session, const struct task_view *view, uint32_t *ret_part)
{
        const struct verdict *verdict = view->verdict;
        uint32_t part = 0;
        size_t n = 0;

        for (size_t i = 0; verdict && i < verdict->part.n; i++) {
                if (verdict->part.at[i].excuse == EXCUSE_UNSPECIFIED)
                        continue;
                part = verdict->part.at[i].part;
                n++;
        }
        if (n == 1) {
                *ret_part = part;
                return 0;
        }
        if (n)
                return session_complain(
                        session, CLI_USAGE, "任务 %" PRIu32 " 有 %zu 个分项提出说明;请写明分项,如 %" PRIu32 ".%" PRIu32,
                        "of task %" PRIu32 " %zu parts claim an excuse; name one, as %" PRIu32 ".%" PRIu32,
                        view->task.no, n, view->task.no, part);
        return session_complain(session, CLI_REFUSED,
                                "任务 %" PRIu32 " 没有待认可的说明;仍要认可的,请写明分项,如 %" PRIu32 ".1",
                                "no part of task %" PRIu32 " claims an excuse; to accept one all the same name the "
                                "part, as %" PRIu32 ".1",
                                view->task.no, view->task.no);
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_ACCEPT};
        struct accept *accept = &event.accept;
        const struct task_view *view;
        char until[DAY_TEXT_SIZE];
        int r;

        r = decision_day(session, args, "--until", &accept->until);
        if (r == 0)
                r = decision_look(session, args->word[0], &accept->part, &view);
        if (r == 0 && accept->part == 0)
                r = only_claim(session, view, &accept->part);
        if (r)
                return r;
        if (view->report_seq == 0)
                return session_complain(session, CLI_REFUSED, "任务 %" PRIu32 " 还没有填报",
                                        "nothing was reported on task %" PRIu32, view->task.no);
        accept->task = view->task;
        accept->report_seq = view->report_seq;
        accept->reason = bytes_str(args_get(args, "reason"));
        decision_say(session, "认可 %s 的说明(填报 %" PRIu64 "),至 %s",
                     "the excuse of %s (report %" PRIu64 ") is accepted until %s",
                     decision_name(session, view->task, accept->part), view->report_seq,
                     day_text(accept->until, until));
        return submit_event(session, &event);
}

const struct verb verb_accept = {
        .name = "accept",
        .group = GROUP_SUPERVISOR,
        .arguments = "TASK[.PART]",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "认可说明:该分项在期限内按达序时对待",
        .en = "accept a claimed excuse until a day",
        .example = "duban accept 66.1 --until 2023-10-31 --reason 设备已到港",
        .more_zh = "不写分项时取唯一提出说明的分项。期限一过恢复原判定,承诺计为未兑现。待认可的见 duban review。",
        .more_en = "Without a part: the only one that claims an excuse. After that day the raw verdict returns and the "
                   "promise counts as broken. `duban review` lists the claims.",
        .options = OPTIONS,
        .run = run,
};
