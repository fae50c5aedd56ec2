/* verb_policy.c - `duban policy show|set`: the thresholds in force, in the units people use, and putting others in
 * force. */
#include <inttypes.h>

#include "client/cli/ask.h"
#include "client/cli/confirm.h"
#include "client/cli/policy_calendar.h"
#include "client/cli/rules.h"
#include "client/cli/source.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"
#include "lib/model/policy_field.h"
#include "proto/policy_json.h"

/* -- show -- */

static const struct column COLUMNS[] = {
        {"name", "参数", "Name", COLUMN_DATA},
        {"meaning", "含义", "Meaning", COLUMN_PEOPLE | COLUMN_WRAP},
        {"value", "值", "Value", COLUMN_RIGHT | COLUMN_PEOPLE},
        {"stored", "存储值", "Stored", COLUMN_DATA},
};

/* As stored, and as people read it. */
static struct cell threshold(struct page *page, const struct policy_field *field, uint32_t stored)
{
        return cell_pair(rules_threshold(page, field, stored), json_integer(stored));
}

static void add(struct page *page, const struct policy *policy, const struct policy_field *field)
{
        const uint32_t stored = policy_field_value(field, policy);
        const struct cell cells[] = {
                cell_string(page, field->id),
                cell_string(page, page_say(page, field->zh, field->en)),
                threshold(page, field, stored),
                cell_count(page, stored),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(COLUMNS), "a cell for each column");
        page_row(page, cells);
}

static int run_show(struct session *session, const struct args *args UNUSED)
{
        const struct policy_field *field;
        const struct policy *policy;
        struct answer answer;
        struct page page;
        int r = ask_policy(session, &answer);

        if (r)
                return r;
        policy = answer.policy;
        page_open(&page, session->arena, session->language);
        page_fact(&page, "version", "版本", "Version", cell_count(&page, policy->version));
        page_fact(&page, "title", "名称", "Title", cell_bytes(&page, policy->title));
        page_fact(&page, "holidays", "节假日", "Holidays",
                  policy_calendar_cell(&page, policy->calendar.holiday.at, policy->calendar.holiday.n));
        page_fact(&page, "makeup_days", "调休上班", "Make-up days",
                  policy_calendar_cell(&page, policy->calendar.makeup.at, policy->calendar.makeup.n));
        page_table(&page, "thresholds", COLUMNS, COUNT_OF(COLUMNS));
        for (size_t i = 0; (field = policy_field_at(i)); i++)
                add(&page, policy, field);
        task_rows_through(&page, &answer);
        return session_print(session, &page, CLI_FINE);
}

/* -- set -- */

static const struct args_option SET_OPTIONS[] = {
        {"calendar", "FILE", "节假日和调休文件,每行一段", "a file of holidays and make-up days, one range a line",
         false},
        CONFIRM_OPTION,
        {NULL, NULL, NULL, NULL, false},
};

static const struct column CHANGES[] = {
        {"name", "参数", "Name", COLUMN_DATA},
        {"meaning", "含义", "Meaning", COLUMN_PEOPLE | COLUMN_WRAP},
        {"was", "现为", "Now", COLUMN_RIGHT},
        {"becomes", "改为", "Then", COLUMN_RIGHT},
};

/* People see no empty table, machines do. */
static bool add_changes(struct page *page, const struct policy *was, const struct policy *now)
{
        const struct policy_field *field;
        bool any = false;

        for (size_t i = 0; (field = policy_field_at(i)); i++) {
                const uint32_t old = policy_field_value(field, was);
                const uint32_t new = policy_field_value(field, now);

                if (old == new)
                        continue;
                if (!any)
                        page_table(page, "changes", CHANGES, COUNT_OF(CHANGES));
                any = true;
                page_row(page, (struct cell[]){
                                       cell_string(page, field->id),
                                       cell_string(page, page_say(page, field->zh, field->en)),
                                       threshold(page, field, old),
                                       threshold(page, field, new),
                               });
        }
        if (!any)
                page_fact(page, "changes", "", "", cell_pair("", json_array()));
        return any;
}

/* The days of one list that the other lacks; true when there are any. */
static bool add_days(struct page *page, const char *id, const char *zh, const char *en, const struct day *days,
                     size_t n, const struct day *without, size_t n_without)
{
        struct day *only = arena_array(page->arena, n, sizeof *only);
        size_t n_only = 0;

        page->failed = page->failed || !only;
        for (size_t i = 0; only && i < n; i++) {
                if (!day_is_among(days[i], without, n_without))
                        only[n_only++] = days[i];
        }
        page_fact(page, id, n_only ? zh : "", n_only ? en : "", policy_calendar_cell(page, only, n_only));
        return n_only > 0;
}

static bool add_calendar(struct page *page, const struct calendar *was, const struct calendar *now)
{
        bool any = add_days(page, "holidays_added", "新增节假日", "Holidays added", now->holiday.at, now->holiday.n,
                            was->holiday.at, was->holiday.n);

        any = add_days(page, "holidays_removed", "取消节假日", "Holidays removed", was->holiday.at, was->holiday.n,
                       now->holiday.at, now->holiday.n) ||
              any;
        any = add_days(page, "makeup_days_added", "新增调休上班", "Make-up days added", now->makeup.at, now->makeup.n,
                       was->makeup.at, was->makeup.n) ||
              any;
        return add_days(page, "makeup_days_removed", "取消调休上班", "Make-up days removed", was->makeup.at,
                        was->makeup.n, now->makeup.at, now->makeup.n) ||
               any;
}

/* Prints what would change; `ret_any` false = nothing would. */
static int print_changes(struct session *session, const struct policy *was, const struct policy *now, bool *ret_any)
{
        struct page page;
        bool any;

        page_open(&page, session->arena, session->language);
        page_fact(&page, "was_version", "现行版本", "Version now", cell_count(&page, was->version));
        page_fact(&page, "version", "新版本", "New version", cell_count(&page, now->version));
        page_fact(&page, "title", "名称", "Title", cell_bytes(&page, now->title));
        any = !bytes_equal(was->title, now->title);
        any = add_calendar(&page, &was->calendar, &now->calendar) || any;
        any = add_changes(&page, was, now) || any;
        *ret_any = any;
        return session_print(session, &page, 0);
}

/* Every problem of the file is told with its place. */
static int read_file(struct session *session, const char *path, struct policy *ret_policy)
{
        struct policy_json_flaws flaws;
        struct bytes text;
        int r = source_read_text(session, path, POLICY_JSON_BYTES_MAX, &text);

        if (r)
                return r;
        r = policy_json_read(text, session->arena, ret_policy, &flaws);
        if (r != POLICY_JSON_BAD)
                return r ? err_trace(r) : 0;
        for (size_t i = 0; i < flaws.flaw.n; i++)
                session_problem(session, path, "%s: %s", "%s: %s", flaws.flaw.at[i].path,
                                session_say(session, flaws.flaw.at[i].zh, flaws.flaw.at[i].en));
        return session_complain(session, CLI_USAGE, "%s 有 %zu 处问题", "%s: problems: %zu", path, flaws.flaw.n);
}

static int read_policy(struct session *session, const struct args *args, const struct policy *was,
                       struct policy *ret_policy)
{
        const char *calendar = args_get(args, "calendar");
        int r = 0;

        *ret_policy = *was;
        if (args->words == 0 && !calendar)
                return session_complain(session, CLI_USAGE, "须给出规则文件或 --calendar",
                                        "give a policy's file, or --calendar");
        if (args->words == 1)
                r = read_file(session, args->word[0], ret_policy);
        else
                ret_policy->version = 0;
        if (r == 0 && calendar)
                r = policy_calendar_read(session, calendar, &ret_policy->calendar);
        if (r)
                return r;
        if (ret_policy->version == 0)
                ret_policy->version = was->version + 1;
        if (ret_policy->version <= was->version)
                return session_complain(
                        session, CLI_USAGE, "version: 现行版本是 %" PRIu32 ",新版本须大于它;不写 version 即为 %" PRIu32,
                        "version: %" PRIu32 " is in force, a new one must be higher; leave the key out for %" PRIu32,
                        was->version, was->version + 1);
        return 0;
}

static int run_set(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_POLICY};
        struct answer answer;
        bool any = false;
        bool go = false;
        int r = ask_policy(session, &answer);

        if (r == 0)
                r = read_policy(session, args, answer.policy, &event.policy);
        if (r == 0)
                r = print_changes(session, answer.policy, &event.policy, &any);
        if (r)
                return r;
        if (!any)
                return session_complain(session, CLI_FINE, "与现行规则没有差异",
                                        "no difference from the policy in force");
        r = confirm_ask(session, args, "照此变更规则?", "Put this policy in force?", &go);
        return r || !go ? r : submit_event(session, &event);
}

const struct verb verb_policy_show = {
        .name = "policy show",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "判定规则的版本、阈值和日历",
        .en = "version, thresholds and calendar that verdicts rest on",
        .example = "duban policy show",
        .run = run_show,
};

const struct verb verb_policy_set = {
        .name = "policy set",
        .group = GROUP_OPERATOR,
        .arguments = "[FILE.json]",
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "变更判定规则:先列出差异再询问",
        .en = "put another policy in force: shows the changes, then asks",
        .example = "duban policy set --calendar 2024.txt",
        .more_zh =
                "规则文件即 duban policy show --format json 所印,改好后交回;version 须大于现行版本,不写即加一。\n"
                "日历文件每行一段:2024-02-10..2024-02-17 休 春节;2024-02-04 班。所列年份整年以文件为准,其余年份不变。",
        .more_en = "The file is what `duban policy show --format json` prints, edited; its version must be higher than "
                   "the one in force, and is one more when left out.\nA calendar has lines such as "
                   "`2024-02-10..2024-02-17 "
                   "off` and `2024-02-04 work`. It states the whole of the years that it names, others stay.",
        .options = SET_OPTIONS,
        .run = run_set,
};
