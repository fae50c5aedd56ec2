/* verb_alerts.c - `duban alerts`, `sign`, `answer`: alerts as they stand, and what a department says to them. */
#include "client/cli/alert_rows.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option ALERTS_OPTIONS[] = {
        {"open", NULL, "只列未解除的", "only those that are open", false},
        {"department", "NAME", "只列该单位的", "only this department's", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run_alerts(struct session *session, const struct args *args)
{
        const struct query query = {
                .ask = ASK_ALERTS,
                .open_only = args_has(args, "open"),
                .department = bytes_str(args_get(args, "department")),
        };
        struct answer answer;
        struct page page;
        bool any_open = false;
        int r;

        r = ask_all(session, &query, &answer);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        alert_rows_table(&page);
        for (size_t i = 0; i < answer.alert.n; i++) {
                const struct alert_view *view = &answer.alert.at[i];
                const struct alert_row row = {
                        .seq = view->last_seq,
                        .raised_seq = view->raised_seq,
                        .alert = view->alert,
                        .title = view->title,
                        .title_en = view->title_en,
                        .part_name = view->part_name,
                        .part_name_en = view->part_name_en,
                        .unit = view->unit,
                        .signed_seq = view->signed_seq,
                        .answered_seq = view->answered_seq,
                        .open = view->open,
                        .lead = view->lead.at,
                        .n_lead = view->lead.n,
                };

                any_open = any_open || view->open;
                alert_rows_add(&page, &row);
        }
        task_rows_through(&page, &answer);
        return session_print(session, &page, any_open ? CLI_FOUND : CLI_FINE);
}

static int run_sign(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_SIGNING};
        int r = alert_rows_find(session, args->word[0], &event.signing.alert);

        return r ? r : submit_event(session, &event);
}

static const struct args_option ANSWER_OPTIONS[] = {
        {"plan-text", "TEXT", "整改措施", "what will be done", false},
        {"date", "DATE", "完成日期", "done by when", false},
        {"objection", NULL, "申辩:不认可该预警", "object to the alert", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run_answer(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_ALERT_ANSWER};
        struct alert_answer *answer = &event.alert_answer;
        int r;

        answer->plan = bytes_str(args_get(args, "plan-text"));
        answer->objection = args_has(args, "objection");
        r = session_day(session, "--date", args_get(args, "date"), &answer->date);
        if (r)
                return r;
        if (answer->plan.len == 0 || (!answer->objection && !day_is_set(answer->date)))
                return session_complain(session, CLI_USAGE, "须给出 --plan-text 和 --date(申辩可不给日期)",
                                        "give --plan-text and --date (an objection needs no date)");
        r = alert_rows_find(session, args->word[0], &answer->alert);
        return r ? r : submit_event(session, &event);
}

const struct verb verb_alerts = {
        .name = "alerts",
        .group = GROUP_SUPERVISOR,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_AS_OF,
        .zh = "预警及其现状",
        .en = "alerts as they stand",
        .example = "duban alerts --open",
        .options = ALERTS_OPTIONS,
        .run = run_alerts,
};

const struct verb verb_sign = {
        .name = "sign",
        .group = GROUP_DEPARTMENT,
        .arguments = "ALERT",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "签收预警(ALERT 为预警号)",
        .en = "sign for an alert (its number as in `duban alerts`)",
        .example = "duban sign 431",
        .run = run_sign,
};

const struct verb verb_answer = {
        .name = "answer",
        .group = GROUP_DEPARTMENT,
        .arguments = "ALERT",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "整改反馈:措施和日期",
        .en = "answer an alert with plan and date",
        .example = "duban answer 431 --plan-text 增派施工队,九月底完工 --date 2023-09-30",
        .options = ANSWER_OPTIONS,
        .run = run_answer,
};
