/* verb_digest.c - `duban digest`: one page on what happened since; one line when nothing did. */
#include "client/cli/digest.h"

#include <inttypes.h>

#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"sponsor", "NAME", "只看该分管市领导的任务", "only the tasks of this sponsor", false},
        {"since", "SEQ", "该日志序号以来(默认从头)", "since this sequence (default: from the start)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int ask(struct session *session, struct answer *status, struct answer *alerts, struct answer *plan,
               struct answer *clock)
{
        const struct query of_status = {.ask = ASK_STATUS};
        const struct query of_alerts = {.ask = ASK_ALERTS};
        int r = ask_with_plan(session, &of_status, status, plan);

        if (r == 0)
                r = ask_all(session, &of_alerts, alerts);
        return r ? r : ask_clock(session, clock);
}

static bool is_sponsor(const struct plan_view *plan, struct bytes name)
{
        for (size_t i = 0; i < plan->task.n; i++) {
                if (bytes_equal(plan->task.at[i].sponsor, name))
                        return true;
        }
        return false;
}

static int run(struct session *session, const struct args *args)
{
        struct digest digest = {.sponsor = bytes_str(args_get(args, "sponsor"))};
        struct answer status;
        struct answer alerts;
        struct answer plan;
        struct answer clock;
        struct docket docket;
        struct page page;
        bool news;
        int r;

        r = session_count(session, "--since", args_get(args, "since"), INT64_MAX, &digest.since);
        if (r == 0)
                r = ask(session, &status, &alerts, &plan, &clock);
        if (r == 0)
                r = docket_read(session, plan.plan->header->id, DOCKET_REQUESTS, status.through_seq, &docket);
        if (r)
                return r;
        if (digest.sponsor.len && !is_sponsor(plan.plan, digest.sponsor))
                return session_complain(session, CLI_REFUSED, "计划中没有分管市领导 %.*s",
                                        "the plan has no sponsor %.*s", BYTES_ARG(digest.sponsor));
        if (digest.since > status.through_seq) /* of another journal, or of one that was restored since */
                return session_complain(session, CLI_REFUSED, "日志只到 %" PRIu64 ",没有 %" PRIu64,
                                        "the journal has come to %" PRIu64 " only, not to %" PRIu64, status.through_seq,
                                        digest.since);
        digest.today = clock.health->today;
        digest.plan = plan.plan;
        digest.status = &status;
        digest.alerts = &alerts;
        digest.docket = &docket;
        page_open(&page, session->arena, session->language);
        news = digest_page(&page, &digest);
        return session_print(session, &page, news ? CLI_FOUND : CLI_FINE);
}

const struct verb verb_digest = {
        .name = "digest",
        .group = GROUP_LEADER,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_MD | OUTPUT_HTML,
        .zh = "摘要:新增、加重、解除的预警,即将到期的,待决的",
        .en = "one page: alerts new, worse, cleared; what is due; what waits for a decision",
        .example = "duban digest --since 431 --sponsor 张副市长",
        .more_zh = "没有新情况时只有一行;每个清单只印前12项,JSON 为全部。下次以本次末尾的日志序号作 --since。",
        .more_en = "One line when nothing is new; of a list the first 12 rows, in JSON all. Next time give --since the "
                   "last sequence named here.",
        .options = OPTIONS,
        .run = run,
};
