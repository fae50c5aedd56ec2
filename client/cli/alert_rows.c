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
        {"rung_word", "督办等级", "Rung", 0},
        {"cycles", "连续期数", "Cycles", COLUMN_RIGHT},
        {"day", "判定日", "Day", 0},
        {"cause", "起因序号", "Cause", COLUMN_DATA},
        {"why_now", "为何此时", "Why now", COLUMN_DATA},
        {"evidence", "依据", "Evidence", COLUMN_DATA},
        {"signed_seq", "签收", "Signed", COLUMN_DATA},
        {"answered_seq", "反馈", "Answered", COLUMN_DATA},
        {"answer_date", "反馈期限", "Answer holds to", COLUMN_DATA},
        {"answer_lapsed", "反馈已到期", "Answer lapsed", COLUMN_DATA},
        {"objection_seq", "申辩", "Objection", COLUMN_DATA},
        {"letter_number", "函号", "Letter", COLUMN_DATA},
        {"letter_rung", "函件等级", "Letter's rung", COLUMN_DATA},
        {"letter_seq", "签发序号", "Letter's sequence", COLUMN_DATA},
        {"muted", "不单独提示", "Muted", COLUMN_DATA},
        {"unfounded", "待撤销", "Unfounded", COLUMN_DATA},
        {"marks", "备考", "Marks", COLUMN_PEOPLE | COLUMN_WRAP},
        {"open", "未解除", "Open", 0},
};

static const struct {
        const char *zh;
        const char *en;
} WHY_NOW[ALERT_CHANGE_COUNT] = {
        [ALERT_RAISED] = {"首次触发", "raised for the first time"},
        [ALERT_WORSENED] = {"情况加重", "it has become worse"},
        [ALERT_CLEARED] = {"情况好转,解除", "it is well again"},
        [ALERT_WITHDRAWN] = {"填报更正,更正后的数字本不会触发,撤销",
                             "withdrawn: the corrected figures would not have raised it"},
};

/* The record says which rung, not whether cycles or working days brought it there: the cycles stand beside it. */
static const char *escalation(struct page *page, const struct alert *alert)
{
        const char *rung = word_in(word_of(&WORDS_RUNG, (int)alert->rung), page->language);

        if (alert->cycles > 1)
                return page_text(page,
                                 page_say(page, "无有效反馈,升级为%s;至今连续%" PRIu32 "期",
                                          "no answer that holds: up to %s; bad cycles in a row so far: %" PRIu32),
                                 rung, alert->cycles);
        return page_text(page, page_say(page, "无有效反馈,升级为%s", "no answer that holds: up to %s"), rung);
}

/* The rung as it is: most answers that lapse gain none, some gain one at once. */
static const char *lapse(struct page *page, const struct alert *alert)
{
        return page_text(
                page,
                page_say(page, "整改反馈的期限已过而未好转,督办等级(现为%s)从原处继续计算",
                         "the date of its answer has passed and it is not well; the ladder goes on, now at %s"),
                word_in(word_of(&WORDS_RUNG, (int)alert->rung), page->language));
}

const char *alert_rows_why_now(struct page *page, const struct alert_view *view)
{
        const enum alert_change change = view->alert->change;

        if (change == ALERT_ESCALATED)
                return escalation(page, view->alert);
        if (change == ALERT_LAPSED)
                return lapse(page, view->alert);
        if (alert_rows_is_unfounded(view))
                return page_say(
                        page, "更正后的数字本不会触发,解除,待督查员确认撤销",
                        "cleared: the corrected figures would not have raised it; a supervisor may withdraw it");
        if (change <= ALERT_CHANGE_UNSPECIFIED || change >= ALERT_CHANGE_COUNT)
                return "";
        return page_say(page, WHY_NOW[change].zh, WHY_NOW[change].en);
}

bool alert_rows_is_answered(const struct alert_view *view)
{
        return view->alert->alert.department.len == 0;
}

/* The newest word of the department. */
static bool stands_objection(const struct alert_view *view)
{
        return view->objection_seq > view->answered_seq;
}

bool alert_rows_is_objected(const struct alert_view *view)
{
        return view->open && stands_objection(view);
}

bool alert_rows_is_unfounded(const struct alert_view *view)
{
        return view->alert->change == ALERT_CLEARED && view->alert->unfounded;
}

static const char *answer_mark(struct page *page, const struct alert_view *view)
{
        char day[DAY_TEXT_SIZE];

        if (!day_is_set(view->answer_date))
                return page_say(page, "已反馈", "answered");
        return page_text(page,
                         view->answer_lapsed ? page_say(page, "反馈已于%s到期", "answer lapsed, it held until %s")
                                             : page_say(page, "反馈期限%s", "answered, until %s"),
                         day_text(view->answer_date, day));
}

const char *alert_rows_marks(struct page *page, const struct alert_view *view)
{
        const char *text = view->muted ? page_say(page, "不单独提示", "muted") : "";

        if (alert_rows_is_unfounded(view))
                text = page_join(page, text, page_say(page, "待撤销", "to withdraw"));
        if (stands_objection(view))
                text = page_join(page, text, page_say(page, "已申辩", "objected to"));
        if (view->answered_seq)
                text = page_join(page, text, answer_mark(page, view));
        else if (view->signed_seq)
                text = page_join(page, text, page_say(page, "已签收", "signed for"));
        if (view->letter_seq)
                text = page_join(page, text,
                                 page_text(page, "%s %.*s",
                                           word_in(word_of(&WORDS_RUNG, (int)view->letter_rung), page->language),
                                           BYTES_ARG(view->letter_number)));
        return text;
}

struct cell alert_rows_title(struct page *page, const struct alert_view *view)
{
        const struct bytes department = view->alert->alert.department;

        return department.len ? cell_bytes(page, department) : task_rows_title(page, view->title, view->title_en);
}

void alert_rows_table(struct page *page)
{
        page_table(page, "alerts", ALERTS, COUNT_OF(ALERTS));
}

void alert_rows_add(struct page *page, const struct alert_view *view)
{
        static const struct part_verdict NOTHING = {.part = 0};
        const struct alert *alert = view->alert;
        const struct part_verdict *sum = alert->arithmetic ? alert->arithmetic : &NOTHING;
        const struct cell cells[] = {
                cell_count(page, view->last_seq),
                cell_count(page, view->last_seq),
                cell_nonzero(page, view->raised_seq),
                cell_word(page, &WORDS_ALERT_CHANGE, (int)alert->change),
                cell_word(page, &WORDS_SEVERITY, (int)alert->severity),
                cell_word(page, &WORDS_SEVERITY, (int)alert->was),
                cell_word(page, &WORDS_ALERT_KIND, (int)alert->alert.kind),
                cell_nonzero(page, alert->alert.task.no),
                alert_rows_title(page, view),
                cell_names(page, view->lead.at, view->lead.n),
                cell_nonzero(page, alert->alert.part),
                task_rows_title(page, view->part_name, view->part_name_en),
                cell_word(page, &WORDS_VERDICT, (int)alert->verdict),
                cell_word(page, &WORDS_WHY, (int)alert->why),
                cell_number(page, sum->actual),
                cell_number(page, sum->target),
                cell_bytes(page, view->unit),
                cell_percent(page, sum->attainment),
                cell_percent(page, sum->planned),
                cell_percent(page, sum->gap),
                cell_percent(page, sum->distance),
                cell_nonzero(page, sum->rule),
                cell_count(page, alert->policy_version),
                cell_count(page, alert->rung),
                cell_word(page, &WORDS_RUNG, (int)alert->rung),
                cell_nonzero(page, alert->cycles),
                cell_day(page, alert->day),
                cell_count(page, alert->cause),
                cell_string(page, alert_rows_why_now(page, view)),
                cell_sequences(page, alert->evidence.at, alert->evidence.n),
                cell_nonzero(page, view->signed_seq),
                cell_nonzero(page, view->answered_seq),
                cell_day(page, view->answer_date),
                cell_yes(page, view->answer_lapsed),
                cell_nonzero(page, view->objection_seq),
                cell_bytes(page, view->letter_number),
                cell_nonzero(page, view->letter_rung),
                cell_nonzero(page, view->letter_seq),
                cell_yes(page, view->muted),
                cell_yes(page, alert_rows_is_unfounded(view)),
                cell_pair(alert_rows_marks(page, view), json_null()),
                cell_yes(page, view->open),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(ALERTS), "a cell for each column");
        page_row(page, cells);
}

/* -- objections -- */

const struct column alert_rows_objections[ALERT_ROWS_OBJECTIONS] = {
        {"alert", "预警号", "Alert", COLUMN_RIGHT}, {"task", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},     {"kind", "种类", "Kind", 0},
        {"part_name", "指标或节点", "Part", 0},     {"objection_seq", "申辩序号", "Objection", COLUMN_RIGHT},
};

void alert_rows_add_objection(struct page *page, const struct alert_view *view)
{
        const struct cell cells[] = {
                cell_count(page, view->raised_seq),
                cell_count(page, view->alert->alert.task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_word(page, &WORDS_ALERT_KIND, (int)view->alert->alert.kind),
                task_rows_title(page, view->part_name, view->part_name_en),
                cell_count(page, view->objection_seq),
        };

        _Static_assert(COUNT_OF(cells) == ALERT_ROWS_OBJECTIONS, "a cell for each column");
        page_row(page, cells);
}

/* -- a line -- */

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

/* What the words of the change do not say by themselves. */
static const char *tail(struct page *page, const struct alert_view *view)
{
        const enum alert_change change = view->alert->change;
        const bool plain = change == ALERT_RAISED || change == ALERT_WORSENED ||
                           (change == ALERT_CLEARED && !view->alert->unfounded);
        const char *text = page_join(page, plain ? "" : alert_rows_why_now(page, view),
                                     view->muted ? alert_rows_marks(page, view) : "");

        return *text ? page_text(page, page_say(page, ";%s", "; %s"), text) : "";
}

/* The task, its part and the arithmetic; or the department that cannot reach us. */
static const char *subject_of(struct page *page, const struct alert_view *view)
{
        const struct alert *alert = view->alert;

        if (alert->alert.department.len)
                return page_text(page, "%.*s", BYTES_ARG(alert->alert.department));
        return page_text(page, "%" PRIu32 " %s %s%s (%s)", alert->alert.task.no,
                         text_in(page, view->title, view->title_en), text_in(page, view->part_name, view->part_name_en),
                         sum_of(page, alert->arithmetic),
                         word_in(word_of(&WORDS_VERDICT, (int)alert->verdict), page->language));
}

const char *alert_rows_line(struct page *page, const struct alert_view *view)
{
        const struct alert *alert = view->alert;
        const enum language in = page->language;
        char day[DAY_TEXT_SIZE];

        return page_text(page, "%s #%" PRIu64 " %s %s %s %s%s", day_text(alert->day, day), view->last_seq,
                         word_in(word_of(&WORDS_ALERT_CHANGE, (int)alert->change), in),
                         word_in(word_of(&WORDS_SEVERITY, (int)alert->severity), in),
                         word_in(word_of(&WORDS_ALERT_KIND, (int)alert->alert.kind), in), subject_of(page, view),
                         tail(page, view));
}

static int take_found(const struct session *session, const struct alert_view *view, const struct alert_view **ret_view)
{
        if (!alert_rows_is_answered(view))
                return session_complain(session, CLI_REFUSED, "单位失联无须签收或反馈,恢复通联即解除",
                                        "a link that is down is not signed for or answered: it clears when it is up "
                                        "again");
        *ret_view = view;
        return 0;
}

int alert_rows_find(struct session *session, const char *text, const struct alert_view **ret_view)
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
                if (answer.alert.at[i].raised_seq == seq)
                        return take_found(session, &answer.alert.at[i], ret_view);
        }
        return session_complain(session, CLI_REFUSED, "没有预警号 %s;duban alerts 列出全部预警号",
                                "there is no alert %s; `duban alerts` lists them", text);
}
