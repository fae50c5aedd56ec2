/* bulletin_tables.c - the appendices: every task in plan order; in the internal edition also who is behind and by how
 * much, what changed since the last bulletin, corrections, exceptions, and where the journal stood. */
#include <inttypes.h>

#include "client/cli/bulletin.h"
#include "client/cli/countersign_rows.h"
#include "client/cli/task_rows.h"

/* -- every task -- */

static const struct column INTERNAL[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务内容", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"responsible", "责任单位", "Responsible", 0},
        {"progress", "进展情况", "Progress", COLUMN_WRAP | COLUMN_WIDE},
        {"remark", "备注", "Remark", 0},
        {"judged", "系统判定", "Verdict", COLUMN_PEOPLE | COLUMN_WRAP},
        {"verdict", "系统判定", "Verdict", COLUMN_DATA},
        {"governing", "短板指标", "Governing part", COLUMN_DATA},
        {"gap_points", "进度差", "Gap", COLUMN_DATA},
        {"distance_pct", "距目标%", "Distance %", COLUMN_DATA},
        {"excuse", "说明", "Excuse", COLUMN_DATA},
        {"original", "填报原文", "As reported", COLUMN_DATA},
};
enum { PUBLIC_COLUMNS = 6 }; /* the public edition has the first ones only */

/* "8/26场", as far as it is known. */
static const char *figures_text(struct page *page, const struct part_verdict *sum, const struct part *part)
{
        char actual[NUMBER_TEXT_SIZE];
        char target[NUMBER_TEXT_SIZE];

        if (!sum || !sum->target.known)
                return "";
        return page_text(page, "%s/%s%.*s", sum->actual.known ? number_text(sum->actual, actual) : "–",
                         number_text(sum->target, target), part ? (int)part->unit.len : 0,
                         part ? (const char *)part->unit.at : "");
}

/* "-19.2点" or "距目标-8.3%" */
static const char *gap_text(struct page *page, const struct part_verdict *sum)
{
        char text[NUMBER_TEXT_SIZE];

        if (!sum)
                return "";
        if (ratio_is_set(sum->gap))
                return page_text(page, page_say(page, "%s点", "%s points"), ratio_percent_text(sum->gap, text));
        if (ratio_is_set(sum->distance))
                return page_text(page, page_say(page, "距目标%s%%", "off by %s%%"),
                                 ratio_percent_text(sum->distance, text));
        return "";
}

static struct cell percent(struct page *page, const struct ratio *ratio)
{
        return ratio ? cell_percent(page, *ratio) : cell_none();
}

static const struct part *governing_part(const struct bulletin *bulletin, const struct task_view *view)
{
        const struct task *entry = ask_find_task(bulletin->plan, view->task.no);

        return entry && view->verdict && view->verdict->governing ? plan_part(entry, view->verdict->governing) : NULL;
}

static struct cell part_name(struct page *page, const struct part *part)
{
        return part ? task_rows_title(page, part->name, part->name_en) : cell_none();
}

/* "滞后", what governs it, how far it is off, the excuse: a line each. */
static const char *judged_text(struct page *page, const struct bulletin *bulletin, const struct task_view *view)
{
        const char *gap = gap_text(page, task_rows_governing(view));
        const struct part *part = governing_part(bulletin, view);
        const struct word *why = word_of(&WORDS_WHY, view->verdict ? (int)view->verdict->why : 0);
        struct cell verdict = task_rows_verdict(page, view);
        struct cell name = part_name(page, part);
        struct cell excuse = task_rows_excuse(page, view->excuse);
        const char *text = page_text(page, "%s%s%s%s%s%s%s%s%s", verdict.text, *why->zh ? "\n" : "",
                                     word_in(why, page->language), *name.text ? "\n" : "", name.text, *gap ? "\n" : "",
                                     gap, *excuse.text ? "\n" : "", excuse.text);

        json_decref(verdict.json);
        json_decref(name.json);
        json_decref(excuse.json);
        return text;
}

/* 采用稿: what the office made of the report is printed; the internal edition has what was reported below it. A report
 * that was sent back counts as not made. */
static struct cell progress_cell(struct page *page, const struct bulletin *bulletin, const struct task_view *view)
{
        const bool adopted = view->adopted.n > 0;
        struct cell cell = cell_paragraphs(page, view->progress.at, view->progress.n);
        const char *original = cell.text;

        if (adopted || (view->returned_seq && !bulletin->internal)) {
                json_decref(cell.json);
                cell = cell_paragraphs(page, view->adopted.at, view->adopted.n);
        }
        if (bulletin->internal && view->returned_seq)
                cell.text = page_text(page, page_say(page, "〔已退回〕%s", "[sent back] %s"), cell.text);
        if (bulletin->internal && adopted)
                cell.text = page_text(page, page_say(page, "%s\n〔填报原文〕%s", "%s\n[as reported] %s"), cell.text,
                                      original);
        return cell;
}

static void add_task(struct page *page, const struct bulletin *bulletin, const struct task_view *view)
{
        const struct part_verdict *sum = task_rows_governing(view);
        struct cell cells[COUNT_OF(INTERNAL)] = {
                cell_count(page, view->task.no),
                task_rows_title(page, view->title, view->title_en),
                cell_names(page, view->lead.at, view->lead.n),
                cell_names(page, view->responsible.at, view->responsible.n),
                progress_cell(page, bulletin, view),
                cell_word(page, &WORDS_REMARK, (int)view->remark),
        };

        if (bulletin->internal) {
                size_t at = PUBLIC_COLUMNS;

                cells[at++] = cell_string(page, judged_text(page, bulletin, view));
                cells[at++] = task_rows_verdict(page, view);
                cells[at++] = part_name(page, governing_part(bulletin, view));
                cells[at++] = percent(page, sum ? &sum->gap : NULL);
                cells[at++] = percent(page, sum ? &sum->distance : NULL);
                cells[at++] = task_rows_excuse(page, view->excuse);
                cells[at++] =
                        view->adopted.n ? cell_paragraphs(page, view->progress.at, view->progress.n) : cell_none();
        }
        page_row(page, cells);
}

static void add_tasks(struct page *page, const struct bulletin *bulletin)
{
        page_appendix(page,
                      bulletin->internal ? page_say(page, "附件1", "Appendix 1") : page_say(page, "附件", "Appendix"),
                      page_say(page, "重点任务进展情况表", "Progress of the tasks"));
        page_table(page, "tasks", INTERNAL, bulletin->internal ? COUNT_OF(INTERNAL) : PUBLIC_COLUMNS);
        for (size_t i = 0; i < bulletin->n_tasks; i++)
                add_task(page, bulletin, &bulletin->task[i]);
}

/* -- who is behind -- */

static const struct column BEHIND[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"title", "任务内容", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},
        {"verdict", "系统判定", "Verdict", 0},
        {"governing", "短板指标", "Governing part", 0},
        {"figures", "实际/目标", "Actual/target", 0},
        {"attainment_pct", "完成率%", "Attained %", COLUMN_RIGHT},
        {"planned_pct", "序时进度%", "Planned %", COLUMN_RIGHT},
        {"gap", "差距", "Gap", COLUMN_RIGHT},
        {"remark", "备注", "Remark", 0},
};

static void add_behind(struct page *page, const struct bulletin *bulletin)
{
        page_heading(page, page_text(page, page_say(page, "滞后任务（%zu项，重者在前）", "Behind (%zu, worst first)"),
                                     bulletin->behind.n));
        page_table(page, "behind", BEHIND, COUNT_OF(BEHIND));
        for (size_t i = 0; i < bulletin->behind.n; i++) {
                const struct task_view *view = bulletin->behind.at[i];
                const struct part_verdict *sum = task_rows_governing(view);
                const struct part *part = governing_part(bulletin, view);
                const struct cell cells[] = {
                        cell_count(page, view->task.no),
                        task_rows_title(page, view->title, view->title_en),
                        cell_names(page, view->lead.at, view->lead.n),
                        task_rows_verdict(page, view),
                        part_name(page, part),
                        cell_string(page, figures_text(page, sum, part)),
                        percent(page, sum ? &sum->attainment : NULL),
                        percent(page, sum ? &sum->planned : NULL),
                        cell_string(page, gap_text(page, sum)),
                        cell_word(page, &WORDS_REMARK, (int)view->remark),
                };

                _Static_assert(COUNT_OF(cells) == COUNT_OF(BEHIND), "a cell for each column");
                page_row(page, cells);
        }
}

/* -- since the last bulletin -- */

static const struct column CHANGES[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},       {"title", "任务内容", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},           {"was", "上期判定", "Verdict then", 0},
        {"verdict", "本期判定", "Verdict now", 0},
};

/* Left out as long as no bulletin has been closed. */
static void add_changes(struct page *page, const struct bulletin *bulletin)
{
        const struct bulletin_journal *journal = &bulletin->journal;

        if (!journal->last.through_seq) {
                page_heading(page, page_say(page, "与上期通报相比的变化", "Changes since the last bulletin"));
                page_paragraph(page,
                               page_say(page, "首期通报，没有上期可比。", "The first bulletin: there is no last one."));
                return;
        }
        page_heading(page, page_text(page,
                                     page_say(page, "与上期通报（数据截至%s）相比的变化",
                                              "Changes since the last bulletin (data up to %s)"),
                                     page_date(page, journal->last.data_date)));
        page_table(page, "changes", CHANGES, COUNT_OF(CHANGES));
        for (size_t i = 0; i < bulletin->n_tasks; i++) {
                const struct task_view *view = &bulletin->task[i];
                const enum verdict_word was = bulletin_journal_was(journal, view->task.no);

                if (was == VERDICT_UNSPECIFIED || !view->verdict || was == view->verdict->verdict)
                        continue;
                page_row(page, (struct cell[]){
                                       cell_count(page, view->task.no),
                                       task_rows_title(page, view->title, view->title_en),
                                       cell_names(page, view->lead.at, view->lead.n),
                                       cell_word(page, &WORDS_VERDICT, (int)was),
                                       task_rows_verdict(page, view),
                               });
        }
}

/* -- corrections and exceptions -- */

static const struct column NOTES[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},
        {"kind", "类别", "Kind", COLUMN_WRAP},
        {"part", "分项", "Part", COLUMN_DATA},
        {"department", "经办单位", "Department", 0},
        {"until", "期限", "Until", 0},
        {"reason", "理由", "Reason", COLUMN_WRAP},
        {"seq", "日志序号", "Sequence", 0},
        {"target", "目标值", "Target", COLUMN_DATA},
        {"was_target", "原目标值", "Target as imported", COLUMN_DATA},
        {"was_due", "原期限", "Due as imported", COLUMN_DATA},
};

/* "（目标26→20；原期限2023-12-31）", as far as something was changed. */
static const char *change_text(struct page *page, const struct bulletin_note *note)
{
        char was[NUMBER_TEXT_SIZE];
        char now[NUMBER_TEXT_SIZE];
        const char *text = "";

        if (note->target.known)
                text = page_text(page, page_say(page, "目标%s→%s", "target %s→%s"),
                                 note->was_target.known ? number_text(note->was_target, was) : "–",
                                 number_text(note->target, now));
        if (day_is_set(note->was_due))
                text = page_text(page, page_say(page, "%s%s原期限%s", "%s%sdue %s before"), text,
                                 *text ? page_say(page, "；", "; ") : "", day_text(note->was_due, was));
        return *text ? page_text(page, page_say(page, "（%s）", " (%s)"), text) : "";
}

static struct cell kind_cell(struct page *page, const struct bulletin_note *note)
{
        static const struct {
                enum event_kind kind;
                const char *zh;
                const char *en;
        } KINDS[] = {
                {EVENT_CORRECTION, "更正", "correction"},
                {EVENT_ACCEPT, "认可说明", "excuse accepted"},
                {EVENT_SUSPENSION, "中止", "suspended"},
                {EVENT_EXTENSION, "延期", "extended"},
                {EVENT_PROPOSAL, "目标或期限变更", "target or date changed"},
        };

        for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
                if (KINDS[i].kind == note->kind)
                        return cell_pair(page_text(page, "%s%s", page_say(page, KINDS[i].zh, KINDS[i].en),
                                                   change_text(page, note)),
                                         json_string(event_row(note->kind)->name));
        }
        return cell_none();
}

/* Counts, and prints if asked to, the notes since the last bulletin. */
static size_t walk_notes(struct page *page, const struct bulletin_journal *journal, bool corrections, bool printing)
{
        size_t n = 0;

        for (size_t i = 0; i < journal->note.n; i++) {
                const struct bulletin_note *note = &journal->note.at[i];

                if (note->seq <= journal->last.through_seq || (note->kind == EVENT_CORRECTION) != corrections)
                        continue;
                n++;
                if (!printing)
                        continue;
                page_row(page, (struct cell[]){
                                       cell_count(page, note->task),
                                       kind_cell(page, note),
                                       cell_nonzero(page, note->part),
                                       cell_bytes(page, note->department),
                                       cell_day(page, note->until),
                                       cell_bytes(page, note->reason),
                                       cell_count(page, note->seq),
                                       cell_number(page, note->target),
                                       cell_number(page, note->was_target),
                                       cell_day(page, note->was_due),
                               });
        }
        return n;
}

/* People see no empty table, machines do. */
static void add_note_table(struct page *page, const struct bulletin_journal *journal, const char *id,
                           const char *heading, bool corrections)
{
        page_heading(page, heading);
        if (walk_notes(page, journal, corrections, false) == 0) {
                page_paragraph(page, page_say(page, "本期没有。", "None."));
                page_fact(page, id, "", "", cell_pair("", json_array()));
                return;
        }
        page_table(page, id, NOTES, COUNT_OF(NOTES));
        walk_notes(page, journal, corrections, true);
}

/* Of other leads, to the reports printed above; people see no empty list. */
static void add_lead_objections(struct page *page, const struct bulletin *bulletin)
{
        size_t n = 0;

        for (size_t i = 0; i < bulletin->n_tasks; i++)
                n += countersign_rows_objections(&bulletin->task[i]);
        if (!task_rows_list(page, "lead_objections", page_say(page, "会签异议", "Objections of other leads"), n,
                            countersign_rows_columns, COUNTERSIGN_ROWS_COLUMNS))
                return;
        for (size_t i = 0; i < bulletin->n_tasks; i++)
                countersign_rows_add(page, &bulletin->task[i]);
}

static void add_journal(struct page *page, const struct bulletin *bulletin)
{
        page_heading(page, page_say(page, "数据依据", "What this rests on"));
        page_fact(page, "through_seq", "截至日志序号", "Through sequence", cell_count(page, bulletin->through_seq));
        page_fact(page, "judged_through", "判定至", "Judged through", cell_count(page, bulletin->judged_through));
        page_fact(page, "head_hash", "该序号链值", "Chain hash there", cell_hex(page, bulletin->hash));
}

void bulletin_tables(struct page *page, const struct bulletin *bulletin)
{
        add_tasks(page, bulletin);
        if (!bulletin->internal)
                return;
        page_appendix(page, page_say(page, "附件2", "Appendix 2"),
                      page_say(page, "督办情况（内部）", "Supervision (internal)"));
        add_behind(page, bulletin);
        add_changes(page, bulletin);
        add_lead_objections(page, bulletin);
        add_note_table(page, &bulletin->journal, "corrections", page_say(page, "填报更正", "Corrections"), true);
        add_note_table(page, &bulletin->journal, "exceptions", page_say(page, "已批准的例外", "Exceptions granted"),
                       false);
        bulletin_charts(page, bulletin);
        add_journal(page, bulletin);
}
