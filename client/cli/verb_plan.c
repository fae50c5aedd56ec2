/* verb_plan.c - `duban plan import|check|show`. An import is inert chunks and one switch that puts them in
 * force, so a plan is there as a whole or not at all. */
#include <inttypes.h>

#include "client/cli/ask.h"
#include "client/cli/plan_csv.h"
#include "client/cli/submit.h"
#include "client/cli/task_rows.h"
#include "client/cli/verb.h"
#include "proto/codec.h"
#include "proto/ids.h"
#include "proto/limits.h"

enum { CHUNK_BYTES = 48 * 1024, IMPORT_ID_SIZE = 16 };

static const struct args_option IMPORT_OPTIONS[] = {
        {"id", "ID", "计划标识(必填),如 tianmen-2023", "the plan's id (needed), such as tianmen-2023", false},
        {"title", "TEXT", "计划名称(必填)", "the plan's title (needed)", false},
        {"start", "DATE", "起始日(必填)", "first day (needed)", false},
        {"end", "DATE", "截止日(必填)", "last day (needed)", false},
        {"cadence", "WORD", "报送频次:weekly monthly quarterly half_yearly on_call",
         "weekly, monthly, quarterly, "
         "half_yearly or on_call",
         false},
        {"issuer", "TEXT", "印发机关", "who issues it", false},
        {"inspector", "TEXT", "督查单位", "who inspects it", false},
        {"document-no", "TEXT", "文号", "document number", false},
        {"backfill", NULL, "补录历史:不算迟报漏报,不预警", "imported history: never late, missing or alerted", false},
        {NULL, NULL, NULL, NULL, false},
};

struct import {
        struct session *session;
        struct plan plan;
        struct plan_chunk chunk; /* being filled */
        size_t chunk_bytes;
        LIST(struct bytes) encoded; /* all tasks */
        size_t bytes;
};

static int put_chunk(struct import *import)
{
        const struct event event = {.kind = EVENT_PLAN_CHUNK, .plan_chunk = import->chunk};
        uint64_t number;
        int r;

        if (import->chunk.task.n == 0)
                return 0;
        r = submit_put(import->session, &event, &number);
        if (r)
                return r;
        import->chunk.index++;
        import->chunk.task.at += import->chunk.task.n;
        import->chunk.task.n = 0;
        import->chunk_bytes = 0;
        return 0;
}

/* Encodes all tasks before anything leaves: what cannot be sent stops the whole import. */
static int encode_tasks(struct import *import, const struct plan_csv *tasks)
{
        import->encoded.at = arena_array(import->session->arena, tasks->task.n, sizeof *import->encoded.at);
        if (!import->encoded.at)
                return err_fail("out of memory");
        for (size_t i = 0; i < tasks->task.n; i++) {
                int r = codec_put_task(&tasks->task.at[i], import->session->arena, &import->encoded.at[i]);

                if (r)
                        return err_trace(r);
                if (import->encoded.at[i].len > CHUNK_BYTES)
                        return session_complain(import->session, CLI_USAGE, "任务 %" PRIu32 " 的内容过长",
                                                "task %" PRIu32 " is too long", tasks->task.at[i].no);
                import->bytes += import->encoded.at[i].len;
                import->encoded.n++;
        }
        return 0;
}

static int hash_tasks(struct import *import)
{
        uint8_t *all = arena_take(import->session->arena, import->bytes);
        uint8_t *hash = arena_take(import->session->arena, HASH_SIZE);
        size_t at = 0;

        if (!all || !hash)
                return err_fail("out of memory");
        for (size_t i = 0; i < import->encoded.n; i++) {
                memcpy(all + at, import->encoded.at[i].at, import->encoded.at[i].len);
                at += import->encoded.at[i].len;
        }
        ids_hash(bytes_of(all, at), hash);
        import->plan.hash = bytes_of(hash, HASH_SIZE);
        return 0;
}

static int put_chunks(struct import *import)
{
        int r = 0;

        import->chunk.task.at = import->encoded.at;
        for (size_t i = 0; i < import->encoded.n && r == 0; i++) {
                const size_t len = import->encoded.at[i].len;

                if (import->chunk_bytes + len > CHUNK_BYTES || import->chunk.task.n == LIMIT_LIST_ITEMS)
                        r = put_chunk(import);
                import->chunk.task.n++;
                import->chunk_bytes += len;
                session_progress(import->session, "已存入", "spooled", i + 1, import->encoded.n);
        }
        return r ? r : put_chunk(import);
}

static int put_plan(struct import *import)
{
        struct event event = {.kind = EVENT_PLAN_IN_FORCE};
        uint64_t number;

        import->plan.chunks = import->chunk.index;
        import->plan.tasks = (uint32_t)import->encoded.n;
        event.plan_in_force = import->plan;
        return submit_put(import->session, &event, &number);
}

static int read_header(struct session *session, const struct args *args, struct plan *plan)
{
        int cadence = 0;
        int r;

        plan->id = bytes_str(args_get(args, "id"));
        plan->title = bytes_str(args_get(args, "title"));
        plan->issuer = bytes_str(args_get(args, "issuer"));
        plan->inspector = bytes_str(args_get(args, "inspector"));
        plan->document_no = bytes_str(args_get(args, "document-no"));
        plan->backfill = args_has(args, "backfill");
        r = session_day(session, "--start", args_get(args, "start"), &plan->start);
        if (r == 0)
                r = session_day(session, "--end", args_get(args, "end"), &plan->end);
        if (r == 0)
                r = session_word(session, "--cadence", args_get(args, "cadence"), &WORDS_CADENCE, &cadence);
        if (r)
                return r;
        plan->cadence = (enum cadence)cadence;
        if (plan->id.len == 0 || plan->title.len == 0 || !day_before(plan->start, plan->end) ||
            !day_is_set(plan->start))
                return session_complain(session, CLI_USAGE, "须给出 --id、--title、--start 和晚于它的 --end",
                                        "give --id, --title, --start and a later --end");
        return 0;
}

static int run_import(struct session *session, const struct args *args)
{
        struct import import = {.session = session};
        uint8_t import_id[IMPORT_ID_SIZE];
        struct plan_csv tasks;
        int r;

        r = read_header(session, args, &import.plan);
        if (r == 0)
                r = plan_csv_read(session, args->word[0], &tasks);
        if (r)
                return r;
        r = ids_start();
        if (r)
                return err_trace(r);
        ids_random(import_id, sizeof import_id);
        import.plan.import_id = bytes_of(import_id, sizeof import_id);
        import.chunk.plan = import.plan.id;
        import.chunk.import_id = import.plan.import_id;
        r = encode_tasks(&import, &tasks);
        if (r == 0)
                r = hash_tasks(&import);
        if (r == 0)
                r = put_chunks(&import);
        if (r == 0)
                r = put_plan(&import);
        return r ? r : submit_flush(session);
}

static int run_check(struct session *session, const struct args *args)
{
        struct plan_csv plan;
        struct page page;
        size_t without = 0;
        int r = plan_csv_read(session, args->word[0], &plan);

        if (r)
                return r;
        for (size_t i = 0; i < plan.task.n; i++)
                without += plan.task.at[i].part.n == 0;
        page_open(&page, session->arena, session->language);
        page_fact(&page, "tasks", "任务", "Tasks", cell_count(&page, plan.task.n));
        page_fact(&page, "parts", "分解事项", "Parts", cell_count(&page, plan.parts));
        page_fact(&page, "without_parts", "无量化指标的任务", "Without parts", cell_count(&page, without));
        return session_print(session, &page, CLI_FINE);
}

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

static int run_show(struct session *session, const struct args *args UNUSED)
{
        const struct plan *plan;
        struct answer answer;
        struct page page;
        int r = ask_plan(session, &answer);

        if (r)
                return r;
        plan = answer.plan->header;
        page_open(&page, session->arena, session->language);
        page_fact(&page, "id", "计划标识", "Plan", cell_bytes(&page, plan->id));
        page_fact(&page, "title", "名称", "Title", cell_bytes(&page, plan->title));
        page_fact(&page, "start", "起始日", "From", cell_day(&page, plan->start));
        page_fact(&page, "end", "截止日", "To", cell_day(&page, plan->end));
        page_fact(&page, "issuer", "印发机关", "Issuer", cell_bytes(&page, plan->issuer));
        page_fact(&page, "document_no", "文号", "Document", cell_bytes(&page, plan->document_no));
        page_fact(&page, "seq", "日志序号", "Sequence", cell_count(&page, answer.plan->seq));
        page_fact(&page, "hash", "校验值", "Hash", cell_hex(&page, plan->hash));
        page_table(&page, "tasks", TASKS, COUNT_OF(TASKS));
        for (size_t i = 0; i < answer.plan->task.n; i++)
                add_task(&page, &answer.plan->task.at[i], plan);
        return session_print(session, &page, CLI_FINE);
}

#define COLUMNS_ZH                                                                                                                                   \
        "表头(次序不限):task_no title lead(以上必填)title_en content responsible sponsor person contact cadence\n"                         \
        "part_no name name_en kind soft final unit direction strict baseline target upper start due owner goal\n"                                    \
        "statistics same_as addends。多个名称用 | 隔开;同一任务的后续行可不重复任务列;无指标的任务分项列留空。\n" \
        "编码为 UTF-8 或 GB18030。kind 为空即 cumulative;是否类填 1 或空。"
#define COLUMNS_EN                                                                                                     \
        "Columns in any order: task_no title lead (these are needed) title_en content responsible sponsor person\n"    \
        "contact cadence part_no name name_en kind soft final unit direction strict baseline target upper start due\n" \
        "owner goal statistics same_as addends. Names are separated by |; further rows of a task may leave its\n"      \
        "columns empty; a task without parts has empty part columns. UTF-8 or GB18030."

const struct verb verb_plan_import = {
        .name = "plan import",
        .group = GROUP_OPERATOR,
        .arguments = "FILE.csv",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "导入计划并使其生效(全部或全不)",
        .en = "bring in a plan and put it in force, all or nothing",
        .example = "duban plan import plan.csv --id tianmen-2023 --title 2023年重点任务 --start 2023-01-01 --end "
                   "2023-12-31 --cadence half_yearly",
        .more_zh = COLUMNS_ZH,
        .more_en = COLUMNS_EN,
        .options = IMPORT_OPTIONS,
        .run = run_import,
};

const struct verb verb_plan_check = {
        .name = "plan check",
        .group = GROUP_OPERATOR,
        .arguments = "FILE.csv",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "只检查计划文件",
        .en = "check a plan file, send nothing",
        .example = "duban plan check plan.csv",
        .more_zh = COLUMNS_ZH,
        .more_en = COLUMNS_EN,
        .run = run_check,
};

const struct verb verb_plan_show = {
        .name = "plan show",
        .group = GROUP_EVERYONE,
        .arguments = "",
        .formats = OUTPUT_TEXT | OUTPUT_JSON | OUTPUT_CSV | OUTPUT_MD,
        .past = PAST_BOTH,
        .zh = "生效的计划",
        .en = "the plan in force",
        .example = "duban plan show --format csv",
        .run = run_show,
};
