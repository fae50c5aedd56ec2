/* digest_waiting.c - what a leader's page lists as waiting for a decision. */
#include "client/cli/alert_rows.h"
#include "client/cli/countersign_rows.h"
#include "client/cli/digest.h"
#include "client/cli/letter.h"
#include "client/cli/task_rows.h"

static bool is_request(const struct digest *digest, const struct docket_entry *entry)
{
        return entry->state == DOCKET_OPEN && digest_covers(digest, entry->task);
}

static bool is_withdrawal(const struct digest *digest, const struct alert_view *view)
{
        return alert_rows_is_unfounded(view) && digest_covers(digest, view->alert->alert.task.no);
}

static bool is_objection(const struct digest *digest, const struct alert_view *view)
{
        return alert_rows_is_objected(view) && digest_covers(digest, view->alert->alert.task.no);
}

static bool wants_letter(const struct digest *digest, const struct alert_view *view)
{
        return letter_waits(view, digest->today) && digest_covers(digest, view->alert->alert.task.no);
}

/* The first alert of its department that wants a letter stands for the letter. */
static bool begins_letter(const struct digest *digest, size_t at)
{
        const struct bytes department = letter_addressee(digest->plan, &digest->alerts->alert.at[at]);

        if (!wants_letter(digest, &digest->alerts->alert.at[at]))
                return false;
        for (size_t i = 0; i < at; i++) {
                const struct alert_view *view = &digest->alerts->alert.at[i];

                if (wants_letter(digest, view) && bytes_equal(letter_addressee(digest->plan, view), department))
                        return false;
        }
        return true;
}

struct digest_waiting digest_waiting_count(const struct digest *digest)
{
        struct digest_waiting waiting = {0};

        for (size_t i = 0; i < digest->status->task.n; i++) {
                const struct task_view *view = &digest->status->task.at[i];

                if (!digest_covers(digest, view->task.no))
                        continue;
                waiting.excuses += task_rows_claims(view);
                waiting.lead_objections += countersign_rows_objections(view);
                waiting.no_target += view->verdict && view->verdict->why == WHY_NO_TARGET;
                waiting.no_remark += view->remark == REMARK_UNSPECIFIED;
        }
        for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                waiting.letters += begins_letter(digest, i);
                waiting.withdrawals += is_withdrawal(digest, &digest->alerts->alert.at[i]);
                waiting.objections += is_objection(digest, &digest->alerts->alert.at[i]);
        }
        for (size_t i = 0; i < digest->docket->entry.n; i++)
                waiting.requests += is_request(digest, &digest->docket->entry.at[i]);
        return waiting;
}

size_t digest_waiting_sum(const struct digest_waiting *waiting)
{
        return waiting->excuses + waiting->no_target + waiting->letters + waiting->requests + waiting->withdrawals +
               waiting->objections + waiting->lead_objections;
}

const char *digest_waiting_text(struct page *page, const struct digest_waiting *waiting)
{
        return page_text(
                page,
                page_say(page,
                         "待决:延期和变更申请%zu项,督办函件待签发%zu件,申辩待处理%zu件,预警待撤销%zu项,会签异议%zu项,"
                         "说明待认可%zu项,无量化指标待人工评定%zu项,尚无备注%zu项。",
                         "Waiting for a decision: %zu requests, %zu letters to sign, %zu objections, %zu alerts to "
                         "withdraw, %zu objections of other leads, %zu claimed excuses, %zu tasks without a measurable "
                         "target, %zu without a remark."),
                waiting->requests, waiting->letters, waiting->objections, waiting->withdrawals,
                waiting->lead_objections, waiting->excuses, waiting->no_target, waiting->no_remark);
}

/* -- extensions and proposals -- */

static const struct column REQUESTS[] = {
        {"seq", "申请序号", "Sequence", COLUMN_RIGHT},
        {"kind", "种类", "Kind", 0},
        {"task", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"part_name", "指标或节点", "Part", 0},
        {"target", "目标值改为", "Target", COLUMN_RIGHT},
        {"until", "期限改为", "Date", 0},
        {"reason", "理由", "Reason", COLUMN_WRAP},
        {"department", "申请单位", "Asked by", 0},
        {"approvals", "已批准", "Approvals", COLUMN_RIGHT},
};

static void add_request(struct page *page, const struct digest *digest, const struct docket_entry *entry)
{
        const struct task *task = ask_find_task(digest->plan, entry->task);
        const struct event_row *row = event_row(entry->kind);
        const struct bytes none = {NULL, 0};
        const struct cell cells[] = {
                cell_count(page, entry->seq),
                cell_pair(page_say(page, row->zh, row->name), json_string(row->name)),
                cell_count(page, entry->task),
                task_rows_title(page, task ? task->title : none, task ? task->title_en : none),
                task_rows_part_name(page, task, entry->part),
                cell_number(page, entry->target),
                cell_day(page, entry->until),
                cell_bytes(page, entry->reason),
                cell_bytes(page, entry->department),
                cell_count(page, entry->approver.n),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(REQUESTS), "a cell for each column");
        page_row(page, cells);
}

static void list_requests(struct page *page, const struct digest *digest, size_t n)
{
        if (!task_rows_list(page, "requests", page_say(page, "待批的延期和变更", "Requests to decide"), n, REQUESTS,
                            COUNT_OF(REQUESTS)))
                return;
        for (size_t i = 0; i < digest->docket->entry.n; i++) {
                if (is_request(digest, &digest->docket->entry.at[i]))
                        add_request(page, digest, &digest->docket->entry.at[i]);
        }
        page_few(page, DIGEST_ROWS, "duban plan proposals");
}

/* -- letters -- */

static const struct column LETTERS[] = {
        {"department", "主送单位", "To", 0},
        {"rung", "督办等级", "Rung", 0},
        {"alerts", "预警", "Alerts", COLUMN_RIGHT},
};

static void add_letter(struct page *page, const struct digest *digest, struct bytes department)
{
        uint32_t rung = 0;
        size_t n = 0;

        for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                const struct alert_view *view = &digest->alerts->alert.at[i];

                if (!wants_letter(digest, view) || !bytes_equal(letter_addressee(digest->plan, view), department))
                        continue;
                n++;
                rung = view->alert->rung > rung ? view->alert->rung : rung;
        }
        page_row(page, (struct cell[]){
                               cell_bytes(page, department),
                               cell_word(page, &WORDS_RUNG, (int)rung),
                               cell_count(page, n),
                       });
}

static void list_letters(struct page *page, const struct digest *digest, size_t n)
{
        if (!task_rows_list(page, "letters", page_say(page, "待签发的函件", "Letters to sign"), n, LETTERS,
                            COUNT_OF(LETTERS)))
                return;
        for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                if (begins_letter(digest, i))
                        add_letter(page, digest, letter_addressee(digest->plan, &digest->alerts->alert.at[i]));
        }
        page_few(page, DIGEST_ROWS, "duban alerts --open");
}

/* -- objections, alerts to withdraw, objections of other leads, excuses to accept -- */

static void list_objections(struct page *page, const struct digest *digest, size_t n)
{
        if (!task_rows_list(page, "objections", page_say(page, "单位申辩", "Objections"), n, alert_rows_objections,
                            ALERT_ROWS_OBJECTIONS))
                return;
        for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                if (is_objection(digest, &digest->alerts->alert.at[i]))
                        alert_rows_add_objection(page, &digest->alerts->alert.at[i]);
        }
        page_few(page, DIGEST_ROWS, "duban review");
}

static const struct column WITHDRAWALS[] = {
        {"alert", "预警号", "Alert", COLUMN_RIGHT},
        {"task", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"kind", "种类", "Kind", 0},
        {"part_name", "指标或节点", "Part", 0},
};

static void list_withdrawals(struct page *page, const struct digest *digest, size_t n)
{
        if (!task_rows_list(page, "withdrawals", page_say(page, "待撤销的预警", "Alerts to withdraw"), n, WITHDRAWALS,
                            COUNT_OF(WITHDRAWALS)))
                return;
        for (size_t i = 0; i < digest->alerts->alert.n; i++) {
                const struct alert_view *view = &digest->alerts->alert.at[i];

                if (is_withdrawal(digest, view))
                        page_row(page, (struct cell[]){
                                               cell_count(page, view->raised_seq),
                                               cell_count(page, view->alert->alert.task.no),
                                               task_rows_title(page, view->title, view->title_en),
                                               cell_names(page, view->lead.at, view->lead.n),
                                               cell_word(page, &WORDS_ALERT_KIND, (int)view->alert->alert.kind),
                                               task_rows_title(page, view->part_name, view->part_name_en),
                                       });
        }
        page_few(page, DIGEST_ROWS, "duban review");
}

static void list_lead_objections(struct page *page, const struct digest *digest, size_t n)
{
        if (!task_rows_list(page, "lead_objections", page_say(page, "会签异议", "Objections of other leads"), n,
                            countersign_rows_columns, COUNTERSIGN_ROWS_COLUMNS))
                return;
        for (size_t i = 0; i < digest->status->task.n; i++)
                if (digest_covers(digest, digest->status->task.at[i].task.no))
                        countersign_rows_add(page, &digest->status->task.at[i]);
        page_few(page, DIGEST_ROWS, "duban review");
}

static const struct column EXCUSES[] = {
        {"task", "序号", "No.", COLUMN_RIGHT},     {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},           {"raw_verdict", "原判定", "Raw verdict", 0},
        {"excuse", "说明", "Excuse", COLUMN_WRAP},
};

static void list_excuses(struct page *page, const struct digest *digest, size_t n)
{
        if (!task_rows_list(page, "claimed_excuses", page_say(page, "有说明待认可", "Claimed excuses"), n, EXCUSES,
                            COUNT_OF(EXCUSES)))
                return;
        for (size_t i = 0; i < digest->status->task.n; i++) {
                const struct task_view *view = &digest->status->task.at[i];

                if (!task_rows_claims(view) || !digest_covers(digest, view->task.no))
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
        page_few(page, DIGEST_ROWS, "duban review");
}

void digest_waiting_lists(struct page *page, const struct digest *digest, const struct digest_waiting *waiting)
{
        list_requests(page, digest, waiting->requests);
        list_letters(page, digest, waiting->letters);
        list_objections(page, digest, waiting->objections);
        list_withdrawals(page, digest, waiting->withdrawals);
        list_lead_objections(page, digest, waiting->lead_objections);
        list_excuses(page, digest, waiting->excuses);
}
