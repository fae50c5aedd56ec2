/* task_rows.c - one row a task, the same words everywhere. */
#include "client/cli/task_rows.h"

#include "client/cli/countersign_rows.h"
#include "client/cli/task_facts.h"

const struct part_verdict *task_rows_part(const struct verdict *verdict, uint32_t part)
{
        for (size_t i = 0; verdict && part && i < verdict->part.n; i++) {
                if (verdict->part.at[i].part == part)
                        return &verdict->part.at[i];
        }
        return NULL;
}

const struct part_verdict *task_rows_governing(const struct task_view *view)
{
        return view->verdict ? task_rows_part(view->verdict, view->verdict->governing) : NULL;
}

/* For people: the title in their language where there is one. For machines: as entered. */
struct cell task_rows_title(struct page *page, struct bytes zh, struct bytes en)
{
        struct cell cell = cell_bytes(page, zh);

        if (page->language == LANGUAGE_EN && en.len)
                cell.text = page_text(page, "%.*s", BYTES_ARG(en));
        return cell;
}

struct cell task_rows_part_name(struct page *page, const struct task *task, uint32_t part)
{
        const struct part *entry = task && part ? plan_part(task, part) : NULL;

        return entry ? task_rows_title(page, entry->name, entry->name_en) : cell_none();
}

static const char *excuse_mark(struct page *page, const struct excuse_view *excuse)
{
        char until[DAY_TEXT_SIZE];

        if (!excuse)
                return "";
        if (!excuse->accepted)
                return page_say(page, "(有说明,待认可)", " (excuse claimed)");
        if (!day_is_set(excuse->until))
                return page_say(page, "(说明已认可)", " (excuse accepted)");
        return page_text(page, page_say(page, "(说明已认可至%s)", " (excuse accepted until %s)"),
                         day_text(excuse->until, until));
}

struct cell task_rows_verdict(struct page *page, const struct task_view *view)
{
        struct cell cell = cell_word(page, &WORDS_VERDICT, view->verdict ? (int)view->verdict->verdict : 0);
        const struct part_verdict *governing = task_rows_governing(view);

        cell.text = page_text(page, "%s%s%s", cell.text, excuse_mark(page, view->excuse),
                              governing && governing->blocked ? page_say(page, "(受阻)", " (blocked)") : "");
        return cell;
}

bool task_rows_claims(const struct task_view *view)
{
        return view->excuse && !view->excuse->accepted;
}

struct cell task_rows_excuse(struct page *page, const struct excuse_view *excuse)
{
        struct cell kind;
        struct cell text;
        struct cell until;
        json_t *json;

        if (!excuse)
                return cell_none();
        kind = cell_word(page, &WORDS_EXCUSE, (int)excuse->kind);
        text = cell_bytes(page, excuse->text);
        until = cell_day(page, excuse->until);
        json = json_pack("{s:o,s:I,s:o,s:b,s:o}", "kind", kind.json, "part", (json_int_t)excuse->part, "text",
                         text.json, "accepted", excuse->accepted, "until", until.json);
        return cell_pair(page_text(page, "%s%s%s", kind.text, *text.text ? ": " : "", text.text), json);
}

struct cell task_rows_exact(struct page *page, struct ratio ratio)
{
        struct cell cell = cell_percent(page, ratio);

        if (ratio_is_set(ratio))
                cell.json = json_pack("{s:I,s:I,s:o}", "num", (json_int_t)ratio.num, "den", (json_int_t)ratio.den,
                                      "percent", cell.json);
        return cell;
}

bool task_rows_list(struct page *page, const char *id, const char *name, size_t n, const struct column *columns,
                    size_t n_columns)
{
        if (n == 0) {
                page_fact(page, id, "", "", cell_pair("", json_array()));
                return false;
        }
        page_heading(page, page_text(page, page_say(page, "%s(%zu项)", "%s (%zu)"), name, n));
        page_table(page, id, columns, n_columns);
        return true;
}

static const struct column STATUS[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"verdict", "系统判定", "Verdict", 0},
        {"why", "原因", "Why", 0},
        {"raw_verdict", "原判定", "Raw verdict", COLUMN_DATA},
        {"excuse", "说明", "Excuse", COLUMN_DATA},
        {"governing", "短板指标", "Governing part", 0},
        {"governing_part", "分解事项", "Part", COLUMN_DATA},
        {"gap_points", "进度差", "Gap", COLUMN_RIGHT},
        {"distance_pct", "距目标%", "Distance %", COLUMN_RIGHT},
        {"remark", "备注", "Remark", 0},
        {"proxy", "口径待核", "Proxy", COLUMN_DATA},
        {"report_seq", "填报序号", "Report", COLUMN_DATA},
        {"data_date", "数据日期", "Data date", COLUMN_DATA},
        {"owes_report", "欠报", "Owes a report", COLUMN_DATA},
        {"late", "迟报", "Late", COLUMN_DATA},
        {"missing", "漏报", "Missing", COLUMN_DATA},
        {"broken_promises", "承诺未兑现", "Broken promises", COLUMN_DATA},
        {"findings", "存疑", "In doubt", COLUMN_DATA},
        {"lead_objections", "会签异议", "Leads object", COLUMN_DATA},
        {"amended", "目标或期限已变更", "Amended", COLUMN_DATA},
        {"suspended_until", "中止至", "Suspended until", COLUMN_DATA},
        {"returned_seq", "已退回", "Returned", COLUMN_DATA},
        {"closed_seq", "已销号", "Closed", COLUMN_DATA},
        {"marks", "备考", "Marks", COLUMN_PEOPLE | COLUMN_WRAP},
};

static bool has_proxy(const struct verdict *verdict)
{
        for (size_t i = 0; verdict && i < verdict->part.n; i++) {
                if (verdict->part.at[i].proxy)
                        return true;
        }
        return false;
}

static void add_status(struct page *page, const struct task_view *view, const struct task *entry)
{
        const struct verdict *verdict = view->verdict;
        const struct part_verdict *governing = task_rows_governing(view);
        const struct ratio none = {0, 0};
        const struct cell cells[] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                task_rows_verdict(page, view),
                cell_word(page, &WORDS_WHY, verdict ? (int)verdict->why : 0),
                cell_word(page, &WORDS_VERDICT, verdict ? (int)verdict->raw_verdict : 0),
                task_rows_excuse(page, view->excuse),
                task_rows_part_name(page, entry, verdict ? verdict->governing : 0),
                cell_nonzero(page, verdict ? verdict->governing : 0),
                cell_percent(page, governing ? governing->gap : none),
                cell_percent(page, governing ? governing->distance : none),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
                cell_yes(page, has_proxy(verdict)),
                cell_nonzero(page, view->report_seq),
                cell_day(page, view->data_date),
                cell_yes(page, view->owes_report),
                cell_count(page, verdict ? verdict->late : 0),
                cell_count(page, verdict ? verdict->missing : 0),
                cell_count(page, task_facts_broken(view)),
                cell_count(page, view->intake ? view->intake->finding.n : 0),
                cell_count(page, countersign_rows_objections(view)),
                cell_yes(page, view->amendment != NULL),
                cell_day(page, view->suspended_until),
                cell_nonzero(page, view->returned_seq),
                cell_nonzero(page, view->closed_seq),
                cell_pair(task_facts_marks(page, view), json_null()),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(STATUS), "a cell for each column");
        page_row(page, cells);
}

void task_rows_status(struct page *page, const struct task_view *views, size_t n, const struct plan_view *plan)
{
        page_table(page, "tasks", STATUS, COUNT_OF(STATUS));
        for (size_t i = 0; i < n; i++)
                add_status(page, &views[i], ask_find_task(plan, views[i].task.no));
}

void task_rows_head(struct page *page, const struct task_view *view)
{
        page_fact(page, "no", "序号", "No.", cell_count(page, view->task.no));
        page_fact(page, "title", "任务", "Task", task_rows_title(page, view->title, view->title_en));
        page_fact(page, "lead", "牵头单位", "Lead", cell_names(page, view->lead.at, view->lead.n));
}

void task_rows_through(struct page *page, const struct answer *answer)
{
        page_fact(page, "through_seq", "截至日志序号", "Through sequence", cell_count(page, answer->through_seq));
        page_fact(page, "judged_through", "判定至", "Judged through", cell_count(page, answer->judged_through));
}
