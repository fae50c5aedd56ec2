/* digest.c - sorts alerts and due dates into one page. */
#include "client/cli/digest.h"

#include <inttypes.h>

#include "client/cli/alert_rows.h"
#include "client/cli/task_rows.h"

enum { DUE_DAYS = 14 };

bool digest_covers(const struct digest *digest, uint32_t task_no)
{
        const struct task *task;

        if (digest->sponsor.len == 0)
                return true;
        task = ask_find_task(digest->plan, task_no);
        return task && bytes_equal(task->sponsor, digest->sponsor);
}

/* A department that leads a task of the sponsor's. */
static bool covers_department(const struct digest *digest, struct bytes department)
{
        for (size_t i = 0; i < digest->plan->task.n; i++) {
                const struct task *task = &digest->plan->task.at[i];

                if (task->lead.n && bytes_equal(task->lead.at[0], department) && digest_covers(digest, task->no))
                        return true;
        }
        return digest->sponsor.len == 0;
}

static bool covers_alert(const struct digest *digest, const struct alert_ref *alert)
{
        return alert->department.len ? covers_department(digest, alert->department)
                                     : digest_covers(digest, alert->task.no);
}

enum digest_list digest_list_of(const struct digest *digest, const struct alert_view *view)
{
        if (view->last_seq <= digest->since || !covers_alert(digest, &view->alert->alert))
                return DIGEST_LISTS;
        if (!view->open)
                return DIGEST_CLEARED;
        return view->raised_seq > digest->since ? DIGEST_NEW : DIGEST_WORSE;
}

/* -- alerts -- */

static const struct {
        const char *id;
        const char *zh;
        const char *en;
        const char *command; /* lists the rest */
} LISTS[DIGEST_LISTS] = {
        [DIGEST_NEW] = {"new", "新增预警", "New alerts", "duban alerts --open"},
        [DIGEST_WORSE] = {"worse", "加重或升级", "Worse", "duban alerts --open"},
        [DIGEST_CLEARED] = {"cleared", "已解除", "Cleared", "duban alerts"},
};

/* What a leader needs fits beside each other on a page; the rest is for programs. */
static const struct column ALERTS[] = {
        {"task", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"severity", "级别", "Severity", COLUMN_RIGHT},
        {"kind", "种类", "Kind", 0},
        {"part_name", "指标或节点", "Part", 0},
        {"off", "差距", "Off", COLUMN_PEOPLE | COLUMN_RIGHT},
        {"gap_points", "进度差", "Gap", COLUMN_DATA},
        {"distance_pct", "距目标%", "Distance %", COLUMN_DATA},
        {"change", "变化", "Change", COLUMN_DATA},
        {"rung", "督办等级", "Rung", 0},
        {"cycles", "连续期数", "Cycles", COLUMN_DATA},
        {"muted", "不单独提示", "Muted", COLUMN_DATA},
        {"why_now", "为何此时", "Why now", COLUMN_DATA},
        {"marks", "备考", "Marks", COLUMN_PEOPLE | COLUMN_WRAP},
        {"alert", "预警号", "Alert", COLUMN_DATA},
};

/* A gap in points, or else a distance in percent. */
static struct cell off(struct page *page, const struct part_verdict *sum)
{
        char text[NUMBER_TEXT_SIZE];

        if (ratio_is_set(sum->gap))
                return cell_pair(
                        page_text(page, page_say(page, "%s点", "%s points"), ratio_percent_text(sum->gap, text)),
                        json_null());
        if (ratio_is_set(sum->distance))
                return cell_pair(page_text(page, "%s%%", ratio_percent_text(sum->distance, text)), json_null());
        return cell_none();
}

static void add_alert(struct page *page, const struct alert_view *view)
{
        static const struct part_verdict NOTHING = {.part = 0};
        const struct alert *alert = view->alert;
        const struct part_verdict *sum = alert->arithmetic ? alert->arithmetic : &NOTHING;
        const struct cell cells[] = {
                cell_nonzero(page, alert->alert.task.no),
                alert_rows_title(page, view),
                cell_names(page, view->lead.at, view->lead.n),
                cell_word(page, &WORDS_SEVERITY, (int)alert->severity),
                cell_word(page, &WORDS_ALERT_KIND, (int)alert->alert.kind),
                task_rows_title(page, view->part_name, view->part_name_en),
                off(page, sum),
                cell_percent(page, sum->gap),
                cell_percent(page, sum->distance),
                cell_word(page, &WORDS_ALERT_CHANGE, (int)alert->change),
                cell_word(page, &WORDS_RUNG, (int)alert->rung),
                cell_count(page, alert->cycles),
                cell_yes(page, view->muted),
                cell_string(page, alert_rows_why_now(page, view)),
                cell_pair(alert_rows_marks(page, view), json_null()),
                cell_count(page, view->raised_seq),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(ALERTS), "a cell for each column");
        page_row(page, cells);
}

static size_t add_alerts(struct page *page, const struct digest *digest, enum digest_list list)
{
        size_t n = 0;

        for (size_t i = 0; i < digest->alerts->alert.n; i++)
                n += digest_list_of(digest, &digest->alerts->alert.at[i]) == list;
        if (!task_rows_list(page, LISTS[list].id, page_say(page, LISTS[list].zh, LISTS[list].en), n, ALERTS,
                            COUNT_OF(ALERTS)))
                return 0;
        for (int severity = SEVERITY_COUNT - 1; severity >= 0; severity--) { /* worst first */
                for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                        const struct alert_view *view = &digest->alerts->alert.at[i];

                        if ((int)view->alert->severity == severity && digest_list_of(digest, view) == list)
                                add_alert(page, view);
                }
        }
        page_few(page, DIGEST_ROWS, LISTS[list].command);
        return n;
}

/* -- due soon -- */

static const struct column DUE[] = {
        {"task", "序号", "No.", COLUMN_RIGHT}, {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},       {"part_name", "指标或节点", "Part", 0},
        {"due", "到期日", "Due", 0},           {"was_due", "原期限", "Original date", 0},
        {"verdict", "判定", "Verdict", 0},
};

static bool is_due_soon(const struct digest *digest, const struct part_verdict *part)
{
        return day_is_set(part->due) && part->verdict != VERDICT_COMPLETED && !day_before(part->due, digest->today) &&
               !day_before(day_plus(digest->today, DUE_DAYS), part->due);
}

/* Section 4: the date as imported, where another was approved since. */
static struct day original_due(const struct task_view *view, uint32_t part)
{
        const struct part_change *change = view->amendment ? amendment_of(view->amendment, part) : NULL;

        return change && day_is_set(change->due) ? change->was_due : (struct day){0};
}

/* What is closed or suspended has nothing coming. */
static bool is_running(const struct task_view *view)
{
        return view->verdict && view->verdict->verdict != VERDICT_SUSPENDED && !view->closed_seq;
}

static size_t walk_due(struct page *page, const struct digest *digest, bool printing)
{
        size_t n = 0;

        for (size_t i = 0; i < digest->status->task.n; i++) {
                const struct task_view *view = &digest->status->task.at[i];

                if (!is_running(view) || !digest_covers(digest, view->task.no))
                        continue;
                for (size_t j = 0; j < view->verdict->part.n; j++) {
                        const struct part_verdict *part = &view->verdict->part.at[j];

                        if (!is_due_soon(digest, part))
                                continue;
                        n++;
                        if (printing)
                                page_row(page,
                                         (struct cell[]){
                                                 cell_count(page, view->task.no),
                                                 task_rows_title(page, view->title, view->title_en),
                                                 cell_names(page, view->lead.at, view->lead.n),
                                                 task_rows_part_name(page, ask_find_task(digest->plan, view->task.no),
                                                                     part->part),
                                                 cell_day(page, part->due),
                                                 cell_day(page, original_due(view, part->part)),
                                                 cell_word(page, &WORDS_VERDICT, (int)part->verdict),
                                         });
                }
        }
        return n;
}

static size_t add_due(struct page *page, const struct digest *digest)
{
        const size_t n = walk_due(page, digest, false);

        if (!task_rows_list(page, "due", page_say(page, "十四日内到期", "Due within 14 days"), n, DUE, COUNT_OF(DUE)))
                return 0;
        walk_due(page, digest, true);
        page_few(page, DIGEST_ROWS, "duban plan show");
        return n;
}

static void add_counts(struct page *page, const size_t *lists, size_t due, const struct digest_waiting *waiting)
{
        const struct {
                const char *id;
                size_t n;
        } counts[] = {
                {"new", lists[DIGEST_NEW]},
                {"worse", lists[DIGEST_WORSE]},
                {"cleared", lists[DIGEST_CLEARED]},
                {"due", due},
                {"claimed_excuses", waiting->excuses},
                {"no_target", waiting->no_target},
                {"no_remark", waiting->no_remark},
                {"letters", waiting->letters},
                {"requests", waiting->requests},
                {"withdrawals", waiting->withdrawals},
                {"objections", waiting->objections},
                {"lead_objections", waiting->lead_objections},
        };
        json_t *object = json_object();

        for (size_t i = 0; i < COUNT_OF(counts); i++)
                json_object_set_new(object, counts[i].id, json_integer((json_int_t)counts[i].n));
        page_fact(page, "counts", "", "", cell_pair("", object));
}

/* -- the page -- */

static size_t count_news(const struct digest *digest)
{
        size_t n = 0;

        for (size_t i = 0; i < digest->alerts->alert.n; i++)
                n += digest_list_of(digest, &digest->alerts->alert.at[i]) != DIGEST_LISTS;
        return n;
}

/* "2023-07-01督办摘要", for whom, since when. */
static const char *headline(struct page *page, const struct digest *digest)
{
        char day[DAY_TEXT_SIZE];

        return page_text(page,
                         page_say(page, "%s督办摘要%s%.*s(日志%" PRIu64 "之后至%" PRIu64 ")",
                                  "Digest of %s%s%.*s (after sequence %" PRIu64 " to %" PRIu64 ")"),
                         day_text(digest->today, day), digest->sponsor.len ? page_say(page, ":", ", ") : "",
                         BYTES_ARG(digest->sponsor), digest->since, digest->status->through_seq);
}

/* The only line when nothing is new. */
static const char *nothing_new(struct page *page, const struct digest *digest, const struct digest_waiting *waiting)
{
        return page_text(page, page_say(page, "%s:无新情况,待决%zu项。", "%s: nothing new, %zu decisions wait."),
                         headline(page, digest), digest_waiting_sum(waiting));
}

bool digest_page(struct page *page, const struct digest *digest)
{
        const struct digest_waiting waiting = digest_waiting_count(digest);
        const bool news = count_news(digest) || walk_due(page, digest, false);
        size_t lists[DIGEST_LISTS];
        size_t due;

        if (news) {
                page_heading(page, headline(page, digest));
                page_paragraph(page, digest_waiting_text(page, &waiting));
        } else {
                page_paragraph(page, nothing_new(page, digest, &waiting));
        }
        for (enum digest_list list = DIGEST_NEW; list < DIGEST_LISTS; list++)
                lists[list] = add_alerts(page, digest, list);
        due = add_due(page, digest);
        if (news)
                digest_waiting_lists(page, digest, &waiting);
        add_counts(page, lists, due, &waiting);
        page_fact(page, "through_seq", "", "", cell_count(page, digest->status->through_seq));
        return news;
}
