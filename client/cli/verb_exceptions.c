/* verb_exceptions.c - `duban exceptions`: per lead department, what was greened or moved by exception. */
#include "client/cli/exceptions.h"

#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"department", "NAME", "只列该牵头单位", "only this lead department", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run(struct session *session, const struct args *args)
{
        const struct query of_status = {.ask = ASK_STATUS};
        struct exceptions exceptions;
        struct docket docket;
        struct answer status;
        struct answer plan;
        struct page page;
        int r;

        r = ask_with_plan(session, &of_status, &status, &plan);
        if (r == 0)
                r = docket_read(session, plan.plan->header->id, DOCKET_KINDS, status.through_seq, &docket);
        if (r == 0)
                r = exceptions_count(&docket, plan.plan, &status, session->arena, &exceptions);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        exceptions_page(&page, &exceptions, bytes_str(args_get(args, "department")));
        page_fact(&page, "withheld", docket.withheld ? "无权查看的记录" : "",
                  docket.withheld ? "Not yours to read" : "", cell_count(&page, docket.withheld));
        task_rows_through(&page, &status);
        return session_print(session, &page, CLI_FINE);
}

const struct verb verb_exceptions = {
        .name = "exceptions",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_AS_OF,
        .zh = "各牵头单位的例外:延期、变更、中止、认可说明、撤销预警,及更正、退回、迟报、漏报、承诺未兑现",
        .en = "per lead department: extensions, changes, suspensions, excuses, withdrawals; late, missing, broken",
        .example = "duban exceptions --format csv",
        .more_zh = "只计已批准的延期和变更。一项任务计入其第一牵头单位。",
        .more_en = "Of extensions and changes only those granted. A task counts for its first lead.",
        .options = OPTIONS,
        .run = run,
};
