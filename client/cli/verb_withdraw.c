/* verb_withdraw.c - `duban withdraw ALERT` (撤销): an alert that the corrected figures would not have raised. */
#include <inttypes.h>

#include "client/cli/alert_rows.h"
#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"reason", "TEXT", "理由(必填)", "why (needed)", false},
        {"yes", NULL, "撤销(否则只列出该预警)", "do it (without it only shows the alert)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int check(const struct session *session, const struct alert_view *view)
{
        if (alert_rows_is_unfounded(view))
                return 0;
        if (view->open)
                return session_complain(session, CLI_REFUSED,
                                        "预警 %" PRIu64 " 尚未解除;更正后的数字使其解除时才能撤销",
                                        "alert %" PRIu64 " is open; it can be withdrawn when corrected figures have "
                                        "cleared it",
                                        view->raised_seq);
        if (view->alert->change == ALERT_WITHDRAWN)
                return session_complain(session, CLI_REFUSED, "预警 %" PRIu64 " 已撤销",
                                        "alert %" PRIu64 " was withdrawn already", view->raised_seq);
        return session_complain(session, CLI_REFUSED, "预警 %" PRIu64 " 因情况好转而解除,不是误报,不能撤销",
                                "alert %" PRIu64 " was cleared because things went well; it was not raised wrongly",
                                view->raised_seq);
}

static int preview(struct session *session, const struct alert_view *view, struct bytes reason)
{
        struct page page;

        page_open(&page, session->arena, session->language);
        alert_rows_table(&page);
        alert_rows_add(&page, view);
        page_fact(&page, "reason", "理由", "Reason", cell_bytes(&page, reason));
        return decision_preview(session, &page);
}

static int run(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_WITHDRAWAL};
        const struct alert_view *view;
        int r;

        r = decision_reason(session, args, &event.withdrawal.reason);
        if (r == 0)
                r = alert_rows_find(session, args->word[0], &view);
        if (r == 0)
                r = check(session, view);
        if (r)
                return r;
        if (!args_has(args, "yes"))
                return preview(session, view, event.withdrawal.reason);
        event.withdrawal.alert = view->alert->alert;
        decision_say(session, "撤销预警 %" PRIu64 ",曾被告知的各方都将获知",
                     "alert %" PRIu64 " is withdrawn; everyone who was told hears it", view->raised_seq);
        return submit_event(session, &event);
}

const struct verb verb_withdraw = {
        .name = "withdraw",
        .group = GROUP_SUPERVISOR,
        .arguments = "ALERT",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "撤销预警:更正后的数字本不会触发的",
        .en = "withdraw an alert that the corrected figures would not have raised",
        .example = "duban withdraw 431 --reason 填报更正 --yes",
        .more_zh = "待撤销的见 duban review。撤销按单位统计。",
        .more_en = "`duban review` lists those to withdraw. Withdrawals are counted per department.",
        .options = OPTIONS,
        .run = run,
};
