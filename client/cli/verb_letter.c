/* verb_letter.c - `duban letter`: drafts the letter to a department on all its open alerts; `duban letter sign`
 * (签发) gives it out under a number. */
#include "client/cli/alert_rows.h"
#include "client/cli/letter.h"

#include <inttypes.h>

#include "client/cli/ask.h"
#include "client/cli/decision.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"
#include "lib/model/ladder.h"
#include "proto/limits.h"

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
                if (alerts->alert.at[i].raised_seq == seq && alert_rows_is_answered(&alerts->alert.at[i])) {
                        letter->department = letter_addressee(letter->plan, &alerts->alert.at[i]);
                        return 0;
                }
        }
        return session_complain(session, CLI_REFUSED, "没有须答复的未解除预警 %s;见 duban alerts --open",
                                "there is no open alert %s to answer; see `duban alerts --open`", text);
}

/* As long as it takes from a 提示函 to a 督办函. */
static struct day answer_by(const struct policy *policy, struct day today)
{
        const int days = policy_working_days(policy->supervision_days) - policy_working_days(policy->letter_days);

        return day_plus_working(today, days > 0 ? days : 1, &policy->calendar);
}

static int ask_clock_and_policy(struct session *session, struct letter *letter)
{
        struct answer clock;
        struct answer rules;
        int r = ask_clock(session, &clock);

        if (r == 0)
                r = ask_policy(session, &rules);
        if (r)
                return r;
        letter->today = clock.health->today;
        letter->answer_by = answer_by(rules.policy, letter->today);
        return 0;
}

/* The letter as it would be today; `plan` and `alerts` are what its views point into. */
static int make(struct session *session, const char *text, struct letter *letter, struct answer *alerts,
                struct answer *plan)
{
        const struct query open = {.ask = ASK_ALERTS, .open_only = true};
        int r;

        r = ask_all(session, &open, alerts);
        if (r == 0)
                r = ask_plan(session, plan);
        if (r == 0)
                r = ask_clock_and_policy(session, letter);
        if (r)
                return r;
        letter->plan = plan->plan;
        r = find_department(session, text, alerts, letter);
        if (r == 0)
                r = letter_collect(letter, alerts, session->arena);
        if (r == 0 && letter->alert.n == 0)
                r = session_complain(session, CLI_REFUSED, "%.*s 没有须答复的预警", "%.*s has no alert to answer",
                                     BYTES_ARG(letter->department));
        return r;
}

static void lay_out(struct page *page, const struct session *session, const struct args *args,
                    const struct letter *letter)
{
        page_open(page, session->arena, args_has(args, "lang") ? session->language : LANGUAGE_ZH);
        letter_page(page, letter);
}

static int run(struct session *session, const struct args *args)
{
        struct letter letter = {.number = bytes_str(args_get(args, "number"))};
        struct answer alerts;
        struct answer plan;
        struct page page;
        int r = make(session, args->word[0], &letter, &alerts, &plan);

        if (r)
                return r;
        lay_out(&page, session, args, &letter);
        return session_print(session, &page, CLI_FINE);
}

/* -- signing -- */

static const struct args_option SIGN_OPTIONS[] = {
        {"number", "TEXT", "编号(必填)", "number (needed)", false},
        {"yes", NULL, "签发(否则只列出函件)", "sign it (without it only shows the letter)", false},
        {NULL, NULL, NULL, NULL, false},
};

static int check(const struct session *session, const struct letter *letter)
{
        if (letter->number.len == 0 || letter->number.len > LIMIT_NAME_BYTES)
                return session_complain(session, CLI_USAGE, "须给出 --number,不超过 %d 字节",
                                        "give --number, at most %d bytes", LIMIT_NAME_BYTES);
        if (letter->signed_number.len)
                return session_complain(session, CLI_REFUSED, "已签发,编号 %.*s", "signed already, number %.*s",
                                        BYTES_ARG(letter->signed_number));
        if (letter->rung < RUNG_LETTER)
                return session_complain(session, CLI_REFUSED, "%.*s 的预警都还没有升到提示函一级",
                                        "no alert of %.*s has come to the rung of a letter",
                                        BYTES_ARG(letter->department));
        return 0;
}

/* One record an alert, all with the letter's number and rung. */
static int put_signatures(struct session *session, const struct letter *letter)
{
        int r = 0;

        for (size_t i = 0; i < letter->alert.n && r == 0; i++) {
                const struct event event = {
                        .kind = EVENT_LETTER_SIGNED,
                        .letter_signed = {.alert = letter->alert.at[i]->alert->alert,
                                          .rung = letter_rung(letter),
                                          .number = letter->number},
                };

                r = submit_put(session, &event);
        }
        return r;
}

static int run_sign(struct session *session, const struct args *args)
{
        struct letter letter = {.number = bytes_str(args_get(args, "number"))};
        struct answer alerts;
        struct answer plan;
        struct page page;
        int r = make(session, args->word[0], &letter, &alerts, &plan);

        if (r == 0)
                r = check(session, &letter);
        if (r)
                return r;
        if (!args_has(args, "yes")) {
                lay_out(&page, session, args, &letter);
                return decision_preview(session, &page);
        }
        r = put_signatures(session, &letter);
        if (r)
                return r;
        decision_say(session, "签发,含预警 %zu 件;duban letter 输出正式文本",
                     "signed, with %zu alerts; `duban letter` prints it", letter.alert.n);
        return submit_flush(session);
}

const struct verb verb_letter_sign = {
        .name = "letter sign",
        .group = GROUP_SUPERVISOR,
        .arguments = "ALERT|DEPARTMENT",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_MD | OUTPUT_HTML,
        .zh = "签发一个单位的函件:函中每件预警记同一编号",
        .en = "sign the letter to a department: each alert in it gets its number",
        .example = "duban letter sign 市商务局 --number 督〔2023〕12号 --yes",
        .more_zh = "一个单位未解除的预警合为一件,不是每件预警一函。预警未升到提示函一级的,或已按该等级签发的,不能签发;"
                   "等级再升,可再签发。",
        .more_en = "One letter for all open alerts of a department, not one an alert. Not before an alert has come to "
                   "that "
                   "rung, and not twice at the same rung; when one climbs higher, another letter may follow.",
        .options = SIGN_OPTIONS,
        .run = run_sign,
};

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
        .more_zh = "签发(duban letter "
                   "sign)之前只是草稿,之后带编号。预警升到督办函一级的用督办函,否则用提示函。内容为中文,--lang en "
                   "才用英文。",
        .more_en = "A draft until `duban letter sign`, then it has its number. A supervision letter once an alert has "
                   "come to that rung, else a "
                   "reminder letter. Chinese unless --lang en is given.",
        .options = OPTIONS,
        .run = run,
};
