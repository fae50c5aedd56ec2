/* digest.c - sorts alerts and due dates into one page. */
#include "client/cli/digest.h"

#include <inttypes.h>

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

enum digest_list digest_list_of(const struct digest *digest, const struct alert_view *view)
{
        if (view->last_seq <= digest->since || !digest_covers(digest, view->alert->alert.task.no))
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
} LISTS[DIGEST_LISTS] = {
        [DIGEST_NEW] = {"new", "新增预警", "New alerts"},
        [DIGEST_WORSE] = {"worse", "加重或升级", "Worse"},
        [DIGEST_CLEARED] = {"cleared", "已解除", "Cleared"},
};

static const struct column ALERTS[] = {
        {"task", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"severity", "级别", "Severity", COLUMN_RIGHT},
        {"kind", "种类", "Kind", 0},
        {"part_name", "指标或节点", "Part", 0},
        {"gap_points", "进度差", "Gap", COLUMN_RIGHT},
        {"distance_pct", "距目标%", "Distance %", COLUMN_RIGHT},
        {"alert", "预警号", "Alert", COLUMN_RIGHT},
};

static void add_alert(struct page *page, const struct alert_view *view)
{
        static const struct part_verdict NOTHING = {.part = 0};
        const struct alert *alert = view->alert;
        const struct part_verdict *sum = alert->arithmetic ? alert->arithmetic : &NOTHING;
        const struct cell cells[] = {
                cell_count(page, alert->alert.task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_word(page, &WORDS_SEVERITY, (int)alert->severity),
                cell_word(page, &WORDS_ALERT_KIND, (int)alert->alert.kind),
                task_rows_title(page, view->part_name, view->part_name_en),
                cell_percent(page, sum->gap),
                cell_percent(page, sum->distance),
                cell_count(page, view->raised_seq),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(ALERTS), "a cell for each column");
        page_row(page, cells);
}

/* People see no empty list, machines do. Returns whether a table was begun. */
static bool begin_list(struct page *page, const char *id, const char *name, size_t n, const struct column *columns,
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

static size_t add_alerts(struct page *page, const struct digest *digest, enum digest_list list)
{
        size_t n = 0;

        for (size_t i = 0; i < digest->alerts->alert.n; i++)
                n += digest_list_of(digest, &digest->alerts->alert.at[i]) == list;
        if (!begin_list(page, LISTS[list].id, page_say(page, LISTS[list].zh, LISTS[list].en), n, ALERTS,
                        COUNT_OF(ALERTS)))
                return 0;
        for (int severity = SEVERITY_COUNT - 1; severity >= 0; severity--) { /* worst first */
                for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                        const struct alert_view *view = &digest->alerts->alert.at[i];

                        if ((int)view->alert->severity == severity && digest_list_of(digest, view) == list)
                                add_alert(page, view);
                }
        }
        return n;
}

/* -- due soon -- */

static const struct column DUE[] = {
        {"task", "序号", "No.", COLUMN_RIGHT}, {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},       {"part_name", "指标或节点", "Part", 0},
        {"due", "到期日", "Due", 0},           {"verdict", "判定", "Verdict", 0},
};

static bool is_due_soon(const struct digest *digest, const struct part_verdict *part)
{
        return day_is_set(part->due) && part->verdict != VERDICT_COMPLETED && !day_before(part->due, digest->today) &&
               !day_before(day_plus(digest->today, DUE_DAYS), part->due);
}

static size_t walk_due(struct page *page, const struct digest *digest, bool printing)
{
        size_t n = 0;

        for (size_t i = 0; i < digest->status->task.n; i++) {
                const struct task_view *view = &digest->status->task.at[i];

                if (!view->verdict || !digest_covers(digest, view->task.no))
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
                                                 cell_word(page, &WORDS_VERDICT, (int)part->verdict),
                                         });
                }
        }
        return n;
}

static size_t add_due(struct page *page, const struct digest *digest)
{
        const size_t n = walk_due(page, digest, false);

        if (begin_list(page, "due", page_say(page, "十四日内到期", "Due within 14 days"), n, DUE, COUNT_OF(DUE)))
                walk_due(page, digest, true);
        return n;
}

/* -- decisions that wait -- */

struct waiting {
        size_t excuses;
        size_t no_target;
        size_t no_remark;
        size_t letters;
};

static struct waiting count_waiting(const struct digest *digest)
{
        struct waiting waiting = {0};

        for (size_t i = 0; i < digest->status->task.n; i++) {
                const struct task_view *view = &digest->status->task.at[i];

                if (!digest_covers(digest, view->task.no))
                        continue;
                waiting.excuses += view->excuse && !view->excuse->accepted;
                waiting.no_target += view->verdict && view->verdict->why == WHY_NO_TARGET;
                waiting.no_remark += view->remark == REMARK_UNSPECIFIED;
        }
        for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                const struct alert_view *view = &digest->alerts->alert.at[i];

                waiting.letters += view->open && view->alert->rung && !view->answered_seq &&
                                   digest_covers(digest, view->alert->alert.task.no);
        }
        return waiting;
}

static const struct column EXCUSES[] = {
        {"task", "序号", "No.", COLUMN_RIGHT},     {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},           {"raw_verdict", "原判定", "Raw verdict", 0},
        {"excuse", "说明", "Excuse", COLUMN_WRAP},
};

static void add_excuses(struct page *page, const struct digest *digest, size_t n)
{
        if (!begin_list(page, "claimed_excuses", page_say(page, "有说明待认可", "Claimed excuses"), n, EXCUSES,
                        COUNT_OF(EXCUSES)))
                return;
        for (size_t i = 0; i < digest->status->task.n; i++) {
                const struct task_view *view = &digest->status->task.at[i];

                if (!view->excuse || view->excuse->accepted || !digest_covers(digest, view->task.no))
                        continue;
                page_row(page,
                         (struct cell[]){
                                 cell_count(page, view->task.no),
                                 task_rows_title(page, view->title, view->title_en),
                                 cell_names(page, view->lead.at, view->lead.n),
                                 cell_word(page, &WORDS_VERDICT, view->verdict ? (int)view->verdict->raw_verdict : 0),
                                 task_rows_excuse(page, view->excuse),
                         });
        }
}

static const char *waiting_text(struct page *page, struct waiting waiting)
{
        return page_text(page,
                         page_say(page,
                                  "待决:说明待认可%zu项,无量化指标待人工评定%zu项,尚无备注%zu项,督办函件待签发%zu项。",
                                  "Waiting for a decision: %zu claimed excuses, %zu tasks without a measurable target, "
                                  "%zu without a remark, %zu letters to sign."),
                         waiting.excuses, waiting.no_target, waiting.no_remark, waiting.letters);
}

static void add_counts(struct page *page, const size_t *lists, size_t due, struct waiting waiting)
{
        page_fact(page, "counts", "", "",
                  cell_pair("", json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "new", (json_int_t)lists[DIGEST_NEW],
                                          "worse", (json_int_t)lists[DIGEST_WORSE], "cleared",
                                          (json_int_t)lists[DIGEST_CLEARED], "due", (json_int_t)due, "claimed_excuses",
                                          (json_int_t)waiting.excuses, "no_target", (json_int_t)waiting.no_target,
                                          "no_remark", (json_int_t)waiting.no_remark, "letters",
                                          (json_int_t)waiting.letters)));
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
static const char *nothing_new(struct page *page, const struct digest *digest, struct waiting waiting)
{
        return page_text(page, page_say(page, "%s:无新情况,待决%zu项。", "%s: nothing new, %zu decisions wait."),
                         headline(page, digest), waiting.excuses + waiting.no_target + waiting.letters);
}

bool digest_page(struct page *page, const struct digest *digest)
{
        const struct waiting waiting = count_waiting(digest);
        const bool news = count_news(digest) || walk_due(page, digest, false);
        size_t lists[DIGEST_LISTS];
        size_t due;

        if (news) {
                page_heading(page, headline(page, digest));
                page_paragraph(page, waiting_text(page, waiting));
        } else {
                page_paragraph(page, nothing_new(page, digest, waiting));
        }
        for (enum digest_list list = DIGEST_NEW; list < DIGEST_LISTS; list++)
                lists[list] = add_alerts(page, digest, list);
        due = add_due(page, digest);
        if (news)
                add_excuses(page, digest, waiting.excuses);
        add_counts(page, lists, due, waiting);
        page_fact(page, "through_seq", "", "", cell_count(page, digest->status->through_seq));
        return news;
}
