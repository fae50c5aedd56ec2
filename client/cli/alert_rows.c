/* alert_rows.c - every alert with its arithmetic and why it comes now. */
#include "client/cli/alert_rows.h"

#include <inttypes.h>

#include "client/cli/task_rows.h"

static const struct column ALERTS[] = {
        {"seq", "日志序号", "Sequence", COLUMN_DATA},
        {"last_seq", "最新序号", "Last", COLUMN_DATA},
        {"raised_seq", "预警号", "Alert", COLUMN_RIGHT},
        {"change", "变化", "Change", 0},
        {"severity", "级别", "Severity", 0},
        {"was", "原级别", "Was", COLUMN_DATA},
        {"kind", "种类", "Kind", 0},
        {"task", "任务", "Task", COLUMN_RIGHT},
        {"title", "任务名称", "Title", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", COLUMN_DATA},
        {"part", "分项", "Part", COLUMN_DATA},
        {"part_name", "指标或节点", "Part", 0},
        {"verdict", "系统判定", "Verdict", 0},
        {"why", "原因", "Why", COLUMN_DATA},
        {"actual", "实际值", "Actual", COLUMN_RIGHT},
        {"target", "目标值", "Target", COLUMN_RIGHT},
        {"unit", "单位", "Unit", 0},
        {"attainment_pct", "完成率%", "Attained %", COLUMN_DATA},
        {"planned_pct", "序时%", "Planned %", COLUMN_DATA},
        {"gap_points", "进度差", "Gap", COLUMN_RIGHT},
        {"distance_pct", "距目标%", "Distance %", COLUMN_RIGHT},
        {"rule", "规则", "Rule", COLUMN_DATA},
        {"policy_version", "规则版本", "Policy", COLUMN_DATA},
        {"rung", "督办等级", "Rung", COLUMN_DATA},
        {"day", "判定日", "Day", 0},
        {"cause", "起因序号", "Cause", COLUMN_DATA},
        {"why_now", "为何此时", "Why now", COLUMN_DATA},
        {"evidence", "依据", "Evidence", COLUMN_DATA},
        {"signed_seq", "签收", "Signed", COLUMN_DATA},
        {"answered_seq", "反馈", "Answered", COLUMN_DATA},
        {"open", "未解除", "Open", 0},
};

static const struct {
        const char *zh;
        const char *en;
} WHY_NOW[ALERT_CHANGE_COUNT] = {
        [ALERT_RAISED] = {"首次触发", "raised for the first time"},
        [ALERT_WORSENED] = {"情况加重", "it has become worse"},
        [ALERT_ESCALATED] = {"未见反馈,升级督办", "no answer came, it goes up a rung"},
        [ALERT_CLEARED] = {"情况好转,解除", "it is well again"},
        [ALERT_WITHDRAWN] = {"填报更正,撤销", "the figures were corrected"},
};

static struct cell why_now(struct page *page, enum alert_change change)
{
        if (change <= ALERT_CHANGE_UNSPECIFIED || change >= ALERT_CHANGE_COUNT)
                return cell_none();
        return cell_string(page, page_say(page, WHY_NOW[change].zh, WHY_NOW[change].en));
}

static struct cell known(struct page *page, uint64_t seq)
{
        return seq ? cell_count(page, seq) : cell_none();
}

void alert_rows_table(struct page *page)
{
        page_table(page, "alerts", ALERTS, COUNT_OF(ALERTS));
}

void alert_rows_add(struct page *page, const struct alert_row *row)
{
        static const struct part_verdict NOTHING = {.part = 0};
        const struct alert *alert = row->alert;
        const struct part_verdict *sum = alert->arithmetic ? alert->arithmetic : &NOTHING;
        const struct cell cells[] = {
                cell_count(page, row->seq),
                cell_count(page, row->seq),
                known(page, row->raised_seq),
                cell_word(page, &WORDS_ALERT_CHANGE, (int)alert->change),
                cell_word(page, &WORDS_SEVERITY, (int)alert->severity),
                cell_word(page, &WORDS_SEVERITY, (int)alert->was),
                cell_word(page, &WORDS_ALERT_KIND, (int)alert->alert.kind),
                cell_count(page, alert->alert.task.no),
                task_rows_title(page, row->title, row->title_en),
                cell_names(page, row->lead, row->n_lead),
                known(page, alert->alert.part),
                task_rows_title(page, row->part_name, row->part_name_en),
                cell_word(page, &WORDS_VERDICT, (int)alert->verdict),
                cell_word(page, &WORDS_WHY, (int)alert->why),
                cell_number(page, sum->actual),
                cell_number(page, sum->target),
                cell_bytes(page, row->unit),
                cell_percent(page, sum->attainment),
                cell_percent(page, sum->planned),
                cell_percent(page, sum->gap),
                cell_percent(page, sum->distance),
                known(page, sum->rule),
                cell_count(page, alert->policy_version),
                cell_count(page, alert->rung),
                cell_day(page, alert->day),
                cell_count(page, alert->cause),
                why_now(page, alert->change),
                cell_sequences(page, alert->evidence.at, alert->evidence.n),
                known(page, row->signed_seq),
                known(page, row->answered_seq),
                cell_yes(page, row->open),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(ALERTS), "a cell for each column");
        page_row(page, cells);
}

static const char *text_in(struct page *page, struct bytes zh, struct bytes en)
{
        const struct bytes text = page->language == LANGUAGE_EN && en.len ? en : zh;

        return page_text(page, "%.*s", BYTES_ARG(text));
}

static const char *sum_of(struct page *page, const struct part_verdict *sum)
{
        char actual[NUMBER_TEXT_SIZE];
        char target[NUMBER_TEXT_SIZE];
        char percent[NUMBER_TEXT_SIZE];

        if (!sum || !sum->target.known)
                return "";
        number_text(sum->actual, actual);
        number_text(sum->target, target);
        if (ratio_is_set(sum->gap))
                return page_text(page, page_say(page, " %s/%s 进度差 %s 点", " %s/%s gap %s points"),
                                 *actual ? actual : "–", target, ratio_percent_text(sum->gap, percent));
        if (ratio_is_set(sum->distance))
                return page_text(page, page_say(page, " %s/%s 距目标 %s%%", " %s/%s off by %s %%"),
                                 *actual ? actual : "–", target, ratio_percent_text(sum->distance, percent));
        return page_text(page, " %s/%s", *actual ? actual : "–", target);
}

const char *alert_rows_line(struct page *page, const struct alert_row *row)
{
        const struct alert *alert = row->alert;
        const enum language in = page->language;
        char day[DAY_TEXT_SIZE];

        return page_text(page, "%s #%" PRIu64 " %s %s %s %" PRIu32 " %s %s%s (%s)", day_text(alert->day, day), row->seq,
                         word_in(word_of(&WORDS_ALERT_CHANGE, (int)alert->change), in),
                         word_in(word_of(&WORDS_SEVERITY, (int)alert->severity), in),
                         word_in(word_of(&WORDS_ALERT_KIND, (int)alert->alert.kind), in), alert->alert.task.no,
                         text_in(page, row->title, row->title_en), text_in(page, row->part_name, row->part_name_en),
                         sum_of(page, alert->arithmetic), word_in(word_of(&WORDS_VERDICT, (int)alert->verdict), in));
}

int alert_rows_find(struct session *session, const char *text, struct alert_ref *ret_alert)
{
        const struct query query = {.ask = ASK_ALERTS};
        struct answer answer;
        uint64_t seq = 0;
        int r;

        r = session_count(session, "ALERT", text, INT64_MAX, &seq);
        if (r == 0)
                r = ask_all(session, &query, &answer);
        if (r)
                return r;
        for (size_t i = 0; i < answer.alert.n; i++) {
                if (answer.alert.at[i].raised_seq == seq) {
                        *ret_alert = answer.alert.at[i].alert->alert;
                        return 0;
                }
        }
        return session_complain(session, CLI_REFUSED, "没有预警号 %s;duban alerts 列出全部预警号",
                                "there is no alert %s; `duban alerts` lists them", text);
}
