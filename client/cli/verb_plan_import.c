/* verb_plan_import.c - `duban plan import`: inert chunks and one switch that puts them in force, so a plan is there
 * as a whole or not at all. What would change in a plan that is in force is shown first. */
#include <inttypes.h>

#include "client/cli/confirm.h"
#include "client/cli/plan_diff.h"
#include "client/cli/submit.h"
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
        CONFIRM_OPTION,
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
        int r;

        if (import->chunk.task.n == 0)
                return 0;
        r = submit_put(import->session, &event);
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

        import->plan.chunks = import->chunk.index;
        import->plan.tasks = (uint32_t)import->encoded.n;
        event.plan_in_force = import->plan;
        return submit_put(import->session, &event);
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

/* The plan is in force: shows what would change and asks. `ret_go` false = there is nothing to send. */
static int review(struct import *import, const struct args *args, struct plan_csv *tasks, bool *ret_go)
{
        struct session *session = import->session;
        struct plan_in_force plan;
        struct plan_diff diff;
        struct page page;
        int r;

        session->plan = import->plan.id;
        r = plan_read(session, &plan);
        if (r)
                return r;
        r = plan_diff(session->arena, &plan, &import->plan, tasks, &diff);
        if (r)
                return err_trace(r);
        page_open(&page, session->arena, session->language);
        plan_diff_page(&page, &diff);
        r = session_print(session, &page, 0);
        if (r)
                return r;
        if (plan_diff_moves_plan(&diff))
                return session_complain(session, CLI_REFUSED, "生效的计划不能通过导入变更起止日;期限请逐项提议",
                                        "an import does not move the first or last day of a plan in force; propose "
                                        "dates part by part");
        if (!plan_diff_imports(&diff))
                return session_complain(session, diff.proposal.n ? CLI_FOUND : CLI_FINE, "没有可导入的内容",
                                        "there is nothing to import");
        memcpy(&tasks->task, &diff.task, sizeof tasks->task);
        return confirm_ask(session, args, "照此变更生效的计划?", "Change the plan in force like this?", ret_go);
}

static int send(struct import *import, const struct plan_csv *tasks)
{
        uint8_t import_id[IMPORT_ID_SIZE];
        int r = ids_start();

        if (r)
                return err_trace(r);
        ids_random(import_id, sizeof import_id);
        import->plan.import_id = bytes_of(import_id, sizeof import_id);
        import->chunk.plan = import->plan.id;
        import->chunk.import_id = import->plan.import_id;
        r = encode_tasks(import, tasks);
        if (r == 0)
                r = hash_tasks(import);
        if (r == 0)
                r = put_chunks(import);
        if (r == 0)
                r = put_plan(import);
        return r ? r : submit_flush(import->session);
}

static int run_import(struct session *session, const struct args *args)
{
        struct import import = {.session = session};
        struct plan_csv tasks;
        bool in_force = false;
        bool go = false;
        int r;

        r = read_header(session, args, &import.plan);
        if (r == 0)
                r = plan_csv_read(session, args->word[0], &tasks);
        if (r == 0)
                r = ask_in_force(session, import.plan.id, &in_force);
        if (r == 0 && in_force)
                r = review(&import, args, &tasks, &go);
        if (r || (in_force && !go))
                return r;
        return send(&import, &tasks);
}

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
        .more_zh = plan_csv_columns_zh,
        .more_en = plan_csv_columns_en,
        .options = IMPORT_OPTIONS,
        .run = run_import,
};
