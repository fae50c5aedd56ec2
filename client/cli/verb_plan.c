/* verb_plan.c - `duban plan check|show`. */
#include "client/cli/plan_csv.h"
#include "client/cli/plan_curve.h"
#include "client/cli/plan_read.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"

/* -- check: what could not be judged, and what would make it so -- */

static const struct column GAPS[] = {
        {"no", "任务", "Task", COLUMN_RIGHT},
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "名称", "Name", COLUMN_WRAP},
        {"gap", "缺什么", "What is missing", COLUMN_WRAP},
        {"remedy", "怎样补", "What would help", COLUMN_WRAP},
};

enum gap { GAP_NO_HARD_PART, GAP_NO_BASELINE, GAP_NO_DUE, GAP_NO_UNIT, GAP_NOBODY_SPEAKS };

static const struct {
        const char *zh;
        const char *en;
        const char *remedy_zh;
        const char *remedy_en;
} GAP_WORDS[] = {
        [GAP_NO_HARD_PART] = {"没有考核分项,系统无法判定", "no hard part: cannot be judged",
                              "登记一个有目标值或期限的分项", "register a part with a target or a date"},
        [GAP_NO_BASELINE] = {"没有期初数,只能按水平指标判定", "no baseline: judged as a level only", "填写 baseline",
                             "fill in baseline"},
        [GAP_NO_DUE] = {"节点没有期限,以计划截止日为限", "no date: due at the plan's end", "填写 due", "fill in due"},
        [GAP_NO_UNIT] = {"没有单位,口径无法核对", "no unit: another unit would not be noticed", "填写 unit",
                         "fill in unit"},
        [GAP_NOBODY_SPEAKS] = {"各单位均无密钥,只能由督查员代报",
                               "no department of it has a key: only a supervisor can report",
                               "登记一个有密钥的牵头或责任单位", "name a lead or responsible department that has one"},
};

static void add_gap(struct page *page, const struct task *task, const struct part *part, enum gap gap)
{
        const struct cell cells[] = {
                cell_count(page, task->no),
                cell_nonzero(page, part ? part->no : 0),
                cell_bytes(page, part ? part->name : task->title),
                cell_string(page, page_say(page, GAP_WORDS[gap].zh, GAP_WORDS[gap].en)),
                cell_string(page, page_say(page, GAP_WORDS[gap].remedy_zh, GAP_WORDS[gap].remedy_en)),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(GAPS), "a cell for each column");
        page_row(page, cells);
}

static bool is_measured(enum part_kind kind)
{
        return kind == PART_CUMULATIVE || kind == PART_STOCK || kind == PART_LEVEL || kind == PART_GROWTH;
}

static void check_task(struct page *page, const struct task *task)
{
        bool hard = false;

        for (size_t i = 0; i < task->part.n; i++) {
                const struct part *part = &task->part.at[i];

                hard = hard || !part->soft;
                if ((part->kind == PART_STOCK || part->kind == PART_STAGE) && !part->baseline.known)
                        add_gap(page, task, part, GAP_NO_BASELINE);
                if (part->kind == PART_MILESTONE && !day_is_set(part->due))
                        add_gap(page, task, part, GAP_NO_DUE);
                if (is_measured(part->kind) && part->unit.len == 0)
                        add_gap(page, task, part, GAP_NO_UNIT);
        }
        if (!hard)
                add_gap(page, task, NULL, GAP_NO_HARD_PART);
}

/* -- check: who could not speak. A collective (各乡镇办场) is in no roster -- */

static bool speaks(const struct csv *roster, struct bytes department)
{
        const int of_department = csv_column(roster, "department");
        const int of_role = csv_column(roster, "role");
        const int of_key = csv_column(roster, "public_key");

        for (size_t i = 0; i < roster->row.n; i++) {
                const struct csv_row *row = &roster->row.at[i];

                if (word_find(&WORDS_ROLE, csv_cell(row, of_role)) == ROLE_AGENT && csv_cell(row, of_key).len &&
                    bytes_equal(csv_cell(row, of_department), department))
                        return true;
        }
        return false;
}

static bool anybody_speaks(const struct csv *roster, const struct task *task)
{
        for (size_t i = 0; i < task->lead.n; i++)
                if (speaks(roster, task->lead.at[i]))
                        return true;
        for (size_t i = 0; i < task->responsible.n; i++)
                if (speaks(roster, task->responsible.at[i]))
                        return true;
        for (size_t i = 0; i < task->part.n; i++)
                if (task->part.at[i].owner.len && speaks(roster, task->part.at[i].owner))
                        return true;
        return false;
}

static void add_silent_lead(struct page *page, const struct task *task, struct bytes lead)
{
        page_row(page, (struct cell[]){
                               cell_count(page, task->no),
                               cell_none(),
                               cell_bytes(page, task->title),
                               cell_string(page, page_text(page,
                                                           page_say(page, "牵头单位“%.*s”没有密钥,不能填报和会签",
                                                                    "lead \"%.*s\" has no key: it cannot report or "
                                                                    "countersign"),
                                                           BYTES_ARG(lead))),
                               cell_string(page, page_say(page, "由任务的其他单位填报;不等其会签",
                                                          "another department of the task reports; nobody waits for "
                                                          "it to countersign")),
                       });
}

static void check_speakers(struct page *page, const struct csv *roster, const struct task *task)
{
        if (!anybody_speaks(roster, task)) {
                add_gap(page, task, NULL, GAP_NOBODY_SPEAKS);
                return;
        }
        for (size_t i = 0; i < task->lead.n; i++)
                if (!speaks(roster, task->lead.at[i]))
                        add_silent_lead(page, task, task->lead.at[i]);
}

static int read_roster(struct session *session, const char *path, struct csv *ret_roster)
{
        static const char *const HEADERS[] = {"department", "role", "public_key", "name", "contact"};
        const int r = csv_read(session, path, ret_roster);

        if (r)
                return r;
        csv_check_header(ret_roster, HEADERS, COUNT_OF(HEADERS), 3);
        return csv_finish(ret_roster);
}

static const struct args_option CHECK_OPTIONS[] = {
        {"roster", "FILE.csv", "名册:另列出没有密钥、不能填报和会签的牵头单位",
         "the roster: list leads without a key too, which cannot report or countersign", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run_check(struct session *session, const struct args *args)
{
        const char *path = args_get(args, "roster");
        struct plan_csv plan;
        struct csv roster;
        struct page page;
        size_t without = 0;
        int r = plan_csv_read(session, args->word[0], &plan);

        if (r == 0 && path)
                r = read_roster(session, path, &roster);
        if (r)
                return r;
        for (size_t i = 0; i < plan.task.n; i++)
                without += plan.task.at[i].part.n == 0;
        page_open(&page, session->arena, session->language);
        page_fact(&page, "tasks", "任务", "Tasks", cell_count(&page, plan.task.n));
        page_fact(&page, "parts", "分解事项", "Parts", cell_count(&page, plan.parts));
        page_fact(&page, "without_parts", "无量化指标的任务", "Without parts", cell_count(&page, without));
        page_table(&page, "gaps", GAPS, COUNT_OF(GAPS));
        for (size_t i = 0; i < plan.task.n; i++) {
                check_task(&page, &plan.task.at[i]);
                if (path)
                        check_speakers(&page, &roster, &plan.task.at[i]);
        }
        return session_print(session, &page, CLI_FINE);
}

/* -- show -- */

static const struct column TASKS[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},   {"title", "任务", "Task", COLUMN_WRAP},
        {"lead", "牵头单位", "Lead", 0},       {"responsible", "责任单位", "Responsible", COLUMN_WRAP},
        {"cadence", "报送频次", "Cadence", 0}, {"parts", "分项", "Parts", COLUMN_RIGHT},
};

static void add_task(struct page *page, const struct task *task, const struct plan *plan)
{
        const struct cell cells[] = {
                cell_count(page, task->no),
                task_rows_title(page, task->title, task->title_en),
                cell_names(page, task->lead.at, task->lead.n),
                cell_names(page, task->responsible.at, task->responsible.n),
                cell_word(page, &WORDS_CADENCE, (int)plan_cadence(task, plan)),
                cell_count(page, task->part.n),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(TASKS), "a cell for each column");
        page_row(page, cells);
}

static const struct column PARTS[] = {
        {"no", "任务", "Task", COLUMN_RIGHT},
        {"part", "分项", "Part", COLUMN_RIGHT},
        {"name", "指标或节点", "Indicator or milestone", COLUMN_WRAP},
        {"kind", "类别", "Kind", 0},
        {"unit", "单位", "Unit", 0},
        {"target", "目标值", "Target", COLUMN_RIGHT},
        {"was_target", "原目标", "As imported", COLUMN_RIGHT},
        {"due", "期限", "Due", 0},
        {"was_due", "原期限", "As imported", 0},
        {"owner", "责任单位", "Owner", 0},
        {"soft", "力争", "Soft", COLUMN_DATA},
        {"final", "办结节点", "Final", COLUMN_DATA},
        {"direction", "方向", "Direction", COLUMN_DATA},
        {"strict", "严格界限", "Strict", COLUMN_DATA},
        {"baseline", "期初数", "Baseline", COLUMN_DATA},
        {"upper", "上限", "Upper bound", COLUMN_DATA},
        {"start", "起始日", "Start", COLUMN_DATA},
        {"curve", "序时计划", "Curve", COLUMN_DATA},
        {"proposal_seq", "变更依据", "Changed by", COLUMN_RIGHT},
};

/* What holds now; what was imported stands beside it where it was something else. */
static void add_part(struct page *page, const struct plan_row *row, const struct part *part, const struct plan *plan)
{
        const struct part_change *change = row->amendment ? amendment_of(row->amendment, part->no) : NULL;
        const struct part *imported = plan_part(&row->imported, part->no);
        const bool moved = change && day_is_set(change->due);
        const struct cell cells[] = {
                cell_count(page, row->now.no),
                cell_count(page, part->no),
                task_rows_title(page, part->name, part->name_en),
                cell_word(page, &WORDS_PART_KIND, (int)part->kind),
                cell_bytes(page, part->unit),
                cell_number(page, part->target),
                change && change->target.known ? cell_number(page, imported->target) : cell_none(),
                cell_day(page, plan_part_due(part, plan)),
                moved ? cell_day(page, plan_part_due(imported, plan)) : cell_none(),
                cell_bytes(page, plan_part_owner(part, &row->now)),
                cell_yes(page, part->soft),
                cell_yes(page, part->final),
                cell_word(page, &WORDS_DIRECTION, (int)part->direction),
                cell_yes(page, part->strict),
                cell_number(page, part->baseline),
                cell_number(page, part->upper),
                cell_day(page, plan_part_start(part, plan)),
                cell_string(page, plan_curve_text(page, part->curve)),
                cell_nonzero(page, change ? change->proposal_seq : 0),
        };

        _Static_assert(COUNT_OF(cells) == COUNT_OF(PARTS), "a cell for each column");
        page_row(page, cells);
}

static void add_header(struct page *page, const struct plan_in_force *plan)
{
        const struct plan *header = plan->header;

        page_fact(page, "id", "计划标识", "Plan", cell_bytes(page, header->id));
        page_fact(page, "title", "名称", "Title", cell_bytes(page, header->title));
        page_fact(page, "start", "起始日", "From", cell_day(page, header->start));
        page_fact(page, "end", "截止日", "To", cell_day(page, header->end));
        page_fact(page, "issuer", "印发机关", "Issuer", cell_bytes(page, header->issuer));
        page_fact(page, "document_no", "文号", "Document", cell_bytes(page, header->document_no));
        page_fact(page, "seq", "日志序号", "Sequence", cell_count(page, plan->seq));
        page_fact(page, "hash", "校验值", "Hash", cell_hex(page, header->hash));
}

static int run_show(struct session *session, const struct args *args UNUSED)
{
        struct plan_in_force plan;
        struct page page;
        int r = plan_read(session, &plan);

        if (r)
                return r;
        page_open(&page, session->arena, session->language);
        add_header(&page, &plan);
        page_table(&page, "tasks", TASKS, COUNT_OF(TASKS));
        for (size_t i = 0; i < plan.row.n; i++)
                add_task(&page, &plan.row.at[i].now, plan.header);
        page_table(&page, "parts", PARTS, COUNT_OF(PARTS));
        for (size_t i = 0; i < plan.row.n; i++) {
                for (size_t k = 0; k < plan.row.at[i].now.part.n; k++)
                        add_part(&page, &plan.row.at[i], &plan.row.at[i].now.part.at[k], plan.header);
        }
        return session_print(session, &page, CLI_FINE);
}

const struct verb verb_plan_check = {
        .name = "plan check",
        .group = GROUP_OPERATOR,
        .arguments = "FILE.csv",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "检查计划文件,列出将无法判定的内容",
        .en = "check a plan file, list what could not be judged",
        .example = "duban plan check plan.csv --roster roster.csv",
        .more_zh = plan_csv_columns_zh,
        .more_en = plan_csv_columns_en,
        .options = CHECK_OPTIONS,
        .run = run_check,
};

const struct verb verb_plan_show = {
        .name = "plan show",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "生效的计划;批准变更的目标和期限旁为原值",
        .en = "the plan in force; beside changed targets and dates those imported",
        .example = "duban plan show --format csv",
        .run = run_show,
};
