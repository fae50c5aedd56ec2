/* verb_letter.c - `duban letter`: drafts the letter to a department on all its open alerts. */
#include "client/cli/letter.h"

#include "client/cli/ask.h"
#include "client/cli/verb.h"

static const struct args_option OPTIONS[] = {
        {"number", "TEXT", "编号(默认留空)", "number (default: left blank)", false},
        {NULL, NULL, NULL, NULL, false},
};

static bool is_number(const char *text)
{
        return text[strspn(text, "0123456789")] == '\0';
}

/* The department named, or the one that has to answer the alert of that number. */
static int find_department(struct session *session, const char *text, const struct answer *alerts,
                           struct letter *letter)
{
        uint64_t seq = 0;
        int r;

        letter->department = bytes_str(text);
        if (!is_number(text))
                return 0;
        r = session_count(session, "ALERT", text, INT64_MAX, &seq);
        if (r)
                return r;
        for (size_t i = 0; i < alerts->alert.n; i++) {
                if (alerts->alert.at[i].raised_seq == seq) {
                        letter->department = letter_addressee(letter->plan, &alerts->alert.at[i]);
                        return 0;
                }
        }
        return session_complain(session, CLI_REFUSED, "没有未解除的预警 %s;见 duban alerts --open",
                                "there is no open alert %s; see `duban alerts --open`", text);
}

/* As long as it takes from a 提示函 to a 督办函. */
static struct day answer_by(const struct policy *policy, struct day today)
{
        const int days = policy_working_days(policy->supervision_days) - policy_working_days(policy->letter_days);

        return day_plus_working(today, days > 0 ? days : 1, &policy->calendar);
}

static int ask_clock_and_policy(struct session *session, struct letter *letter)
{
        const struct query clock = {.ask = ASK_CLOCK};
        const struct query policy = {.ask = ASK_POLICY};
        struct answer today;
        struct answer rules;
        int r;

        r = ask_once(session, &clock, &today);
        if (r == 0)
                r = ask_once(session, &policy, &rules);
        if (r)
                return r;
        if (!today.health || !rules.policy)
                return session_complain(session, CLI_NO_ANSWER, "应答中没有当前日期或规则",
                                        "the answer holds no day or no policy");
        letter->today = today.health->today;
        letter->answer_by = answer_by(rules.policy, letter->today);
        return 0;
}

static int run(struct session *session, const struct args *args)
{
        const struct query open = {.ask = ASK_ALERTS, .open_only = true};
        struct letter letter = {.number = bytes_str(args_get(args, "number"))};
        struct answer alerts;
        struct answer plan;
        struct page page;
        int r;

        r = ask_all(session, &open, &alerts);
        if (r == 0)
                r = ask_plan(session, &plan);
        if (r == 0)
                r = ask_clock_and_policy(session, &letter);
        if (r)
                return r;
        letter.plan = plan.plan;
        r = find_department(session, args->word[0], &alerts, &letter);
        if (r == 0)
                r = letter_collect(&letter, &alerts, session->arena);
        if (r)
                return r;
        if (letter.alert.n == 0)
                return session_complain(session, CLI_REFUSED, "%.*s 没有须答复的预警", "%.*s has no alert to answer",
                                        BYTES_ARG(letter.department));
        page_open(&page, session->arena, args_has(args, "lang") ? session->language : LANGUAGE_ZH);
        letter_page(&page, &letter);
        return session_print(session, &page, CLI_FINE);
}

const struct verb verb_letter = {
        .name = "letter",
        .group = GROUP_SUPERVISOR,
        .arguments = "ALERT|DEPARTMENT",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_MD | OUTPUT_HTML,
        .zh = "起草提示函或督办函:一个单位全部未解除的预警合为一件",
        .en = "draft the letter to a department on all its open alerts",
        .example = "duban letter 市商务局 --format html --number 督〔2023〕12号 > letter.html",
        .more_zh = "只是草稿,须由人签发。预警升到督办函一级的用督办函,否则用提示函。内容为中文,--lang en 才用英文。",
        .more_en = "Only a draft: a person signs. A supervision letter once an alert has come to that rung, else a "
                   "reminder letter. Chinese unless --lang en is given.",
        .options = OPTIONS,
        .run = run,
};
