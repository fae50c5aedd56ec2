/* verb_promises.c - `duban promises` (承诺): what was promised, and what became of it; exit 1 when one was broken. */
#include "client/cli/promises.h"

#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"department", "NAME", "只列该单位的承诺", "only this department's promises", false},
        {"due-within", "DAYS", "只列今后 DAYS 天内到期的", "only what falls due within so many days", false},
        {NULL, NULL, NULL, NULL, false},
};

static int take_void(void *context, const struct record_view *record UNUSED, const struct event *event,
                     struct bytes plan)
{
        return event ? promises_void(context, event, plan) : 0;
}

static int take(void *context, const struct record_view *record, const struct event *event, struct bytes plan)
{
        return promises_add(context, record, event, plan);
}

/* Everything up to one sequence, that of the plan. */
static int read_promises(struct session *session, struct promises *promises, struct answer *plan)
{
        int r = ask_plan(session, plan);

        if (r == 0)
                r = promises_open(promises, session->arena, plan->plan);
        if (r == 0)
                r = records_walk(session, PROMISES_VOID_KINDS, plan->through_seq, take_void, promises);
        if (r)
                return r;
        promises_sort(promises);
        r = records_walk(session, PROMISES_KINDS, plan->through_seq, take, promises);
        if (r)
                return r;
        promises_end(promises);
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        struct promises_filter filter = {.department = bytes_str(args_get(args, "department")),
                                         .due_within = args_has(args, "due-within")};
        struct promises promises;
        struct answer plan;
        struct page page;
        uint64_t days = 0;
        size_t broken;
        int r;

        r = session_count(session, "--due-within", args_get(args, "due-within"), INT32_MAX, &days);
        filter.days = (uint32_t)days;
        if (r == 0)
                r = read_promises(session, &promises, &plan);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        broken = promises_page(&page, &promises, &filter);
        page_fact(&page, "withheld", promises.withheld ? "无权查看的记录" : "",
                  promises.withheld ? "Not yours to read" : "", cell_count(&page, promises.withheld));
        page_fact(&page, "through_seq", "截至日志序号", "Through sequence", cell_count(&page, plan.through_seq));
        return session_print(session, &page, broken ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_promises = {
        .name = "promises",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_AS_OF,
        .zh = "承诺台账:谁承诺何时办到何事,是否兑现",
        .en = "ledger of promises: who said what would be done by when, and was it",
        .example = "duban promises --department 市教育局 --due-within 30",
        .more_zh = "承诺是填报(分项或未登记事项)和整改反馈中写明日期的话。更正、退回的填报和同一数据日期的旧填报不计,"
                   "同一单位就同一事项、同一日期的重复承诺只计一次。\n"
                   "已兑现:有数据日期不晚于承诺日期的填报,节点已办结或数字(实测或推算自登记项)达到当时有效的目标;"
                   "未登记事项报为已办结;预警在承诺日期前解除。\n"
                   "未兑现:日期已过,而该分项判定为滞后或更差,或判定又计一次承诺未兑现;预警仍未解除。"
                   "迟到的填报证明当日已办到的,改为已兑现。\n"
                   "未到期:日期未过。无法判定:日期已过,上述各条都说明不了;"
                   "或预警被撤销、因中止或销号解除。只计有权查看的记录。",
        .more_en =
                "A promise is a dated statement in a report (about a part, or in a mention) or in an answer to an "
                "alert. Reports corrected, sent back or followed by another of the same data date do not count; the "
                "same department's same promise for the same day counts once.\n"
                "kept: a report with a data date up to the promise's shows the milestone done, the figure (measured "
                "or derived) at the target in force then, or the mention done; the alert was cleared by that day.\n"
                "broken: the day passed with the part judged behind or worse, or with one more promise of it counted "
                "broken by the judge; with the alert not cleared. A late report that shows it done by the day makes "
                "it kept.\nopen: the day has not passed. unknown: it has, and none of this can be said; the alert was "
                "withdrawn, or ended by suspension or closing. Only records "
                "that you may read count.",
        .options = OPTIONS,
        .run = run,
};
