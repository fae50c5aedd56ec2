/* verb_alerts.c - `duban alerts`, `sign`, `answer`: alerts as they stand, and what a department says to them. */
#include "client/cli/alert_rows.h"
#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

static const struct args_option ALERTS_OPTIONS[] = {
        {"open", NULL, "只列未解除的", "only those that are open", false},
        {"department", "NAME", "只列该单位的", "only this department's", false},
        {NULL, NULL, NULL, NULL, false},
};

static int check_department(struct session *session, struct bytes department)
{
        struct answer plan;
        int r = ask_plan(session, &plan);

        return r ? r : ask_known(session, plan.plan, department);
}

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
        if (r == 0 && answer.alert.n == 0 && query.department.len)
                r = check_department(session, query.department);
        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        alert_rows_table(&page);
        for (size_t i = 0; i < answer.alert.n; i++) {
                any_open = any_open || answer.alert.at[i].open;
                alert_rows_add(&page, &answer.alert.at[i]);
        }
        task_rows_through(&page, &answer);
        return session_print(session, &page, any_open ? CLI_FOUND : CLI_FINE);
}

static int run_sign(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_SIGNING};
        const struct alert_view *view;
        int r = alert_rows_find(session, args->word[0], &view);

        if (r)
                return r;
        event.signing.alert = view->alert->alert;
        return submit_event(session, &event);
}

static const struct args_option ANSWER_OPTIONS[] = {
        {"plan-text", "TEXT", "整改措施", "what will be done", false},
        {"date", "DATE", "完成日期", "done by when", false},
        {"objection", NULL, "申辩:不认可该预警", "object to the alert", false},
        {NULL, NULL, NULL, NULL, false},
};

static int read_answer(struct session *session, const struct args *args, struct alert_answer *answer)
{
        int r;

        answer->plan = bytes_str(args_get(args, "plan-text"));
        answer->objection = args_has(args, "objection");
        r = session_day(session, "--date", args_get(args, "date"), &answer->date);
        if (r)
                return r;
        if (answer->plan.len == 0 || (!answer->objection && !day_is_set(answer->date)))
                return session_complain(session, CLI_USAGE, "须给出 --plan-text 和 --date(申辩只给 --plan-text)",
                                        "give --plan-text and --date (for an objection --plan-text alone)");
        if (answer->objection && day_is_set(answer->date))
                return session_complain(session, CLI_USAGE, "申辩不带日期;要停止升级,请另作整改反馈",
                                        "an objection has no date; what stops the ladder is an answer");
        return 0;
}

/* An answer for a day that is over would be none. */
static int check_date(struct session *session, const struct alert_answer *answer)
{
        struct answer clock;
        char text[DAY_TEXT_SIZE];
        int r;

        if (!day_is_set(answer->date))
                return 0;
        r = ask_clock(session, &clock);
        if (r == 0 && day_before(answer->date, clock.health->today))
                return session_complain(session, CLI_USAGE, "今天是 %s,反馈的完成日期已过",
                                        "today is %s; an answer for a day that is over is none",
                                        day_text(clock.health->today, text));
        return r;
}

static int run_answer(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_ALERT_ANSWER};
        struct alert_answer *answer = &event.alert_answer;
        const struct alert_view *view;
        char date[DAY_TEXT_SIZE];
        int r;

        r = read_answer(session, args, answer);
        if (r == 0)
                r = alert_rows_find(session, args->word[0], &view);
        if (r == 0)
                r = check_date(session, answer);
        if (r)
                return r;
        answer->alert = view->alert->alert;
        if (day_is_set(answer->date))
                decision_say(session, "反馈在 %s 及以前有效,其间不再升级;届时未解除即失效",
                             "the answer holds until %s: no further rung comes before; if the alert is open then, it "
                             "lapses",
                             day_text(answer->date, date));
        return submit_event(session, &event);
}

const struct verb verb_alerts = {
        .name = "alerts",
        .group = GROUP_EVERYONE,
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
        .more_zh = "有措施和日期的反馈使督办等级不再上升,到该日为止;届时未解除,反馈失效,等级从原处继续上升。",
        .more_en =
                "An answer with plan and date stops the ladder until that day; if the alert is open then, the answer "
                "lapses and the ladder goes on where it stood.",
        .example = "duban answer 431 --plan-text 增派施工队,九月底完工 --date 2023-09-30",
        .options = ANSWER_OPTIONS,
        .run = run_answer,
};
