/* verb_remark.c - `duban remark set|import`: the office's own word (备注), beside the machine's. */
#include "client/cli/csv.h"
#include "client/cli/submit.h"
#include "client/cli/verb.h"

static const struct args_option SET_OPTIONS[] = {
        {"reason", "TEXT", "理由", "why", false},
        {"date", "DATE", "针对的数据日期", "the data date it speaks of", false},
        {NULL, NULL, NULL, NULL, false},
};

static int run_set(struct session *session, const struct args *args)
{
        struct event event = {.kind = EVENT_REMARK};
        struct remark *remark = &event.remark;
        int word = 0;
        int r;

        r = session_task(session, args->word[0], &remark->task);
        if (r == 0)
                r = session_word(session, "WORD", args->word[1], &WORDS_REMARK, &word);
        if (r == 0)
                r = session_day(session, "--date", args_get(args, "date"), &remark->data_date);
        if (r)
                return r;
        remark->word = (enum remark_word)word;
        remark->reason = bytes_str(args_get(args, "reason"));
        return submit_event(session, &event);
}

static const char *const HEADERS[] = {"task_no", "remark", "data_date", "reason"};
enum { HEADERS_NEEDED = 2 };

static void read_row(struct csv *csv, const struct csv_row *row, struct remark *remark)
{
        const struct bytes no = csv_cell(row, csv_column(csv, "task_no"));
        const struct bytes word = csv_cell(row, csv_column(csv, "remark"));
        const int value = word_find(&WORDS_REMARK, word);
        struct number number = {.known = false};

        remark->task.plan = csv->session->plan;
        remark->reason = csv_cell(row, csv_column(csv, "reason"));
        if (number_from_text(no, &number) != 0 || !number.known || number.scale || number.unscaled < 1 ||
            number.unscaled > UINT32_MAX)
                csv_problem(csv, row->line, "task_no", "“%.*s”不是任务序号", "\"%.*s\" is no task number",
                            BYTES_ARG(no));
        else
                remark->task.no = (uint32_t)number.unscaled;
        if (value <= 0)
                csv_problem(csv, row->line, "remark", "没有“%.*s”这种备注", "there is no remark \"%.*s\"",
                            BYTES_ARG(word));
        else
                remark->word = (enum remark_word)value;
        if (csv_cell(row, csv_column(csv, "data_date")).len &&
            day_from_text(csv_cell(row, csv_column(csv, "data_date")), &remark->data_date) != 0)
                csv_problem(csv, row->line, "data_date", "不是日期", "is no date");
}

static int put_all(struct session *session, const struct remark *remarks, size_t n)
{
        int r = 0;

        for (size_t i = 0; i < n && r == 0; i++) {
                const struct event event = {.kind = EVENT_REMARK, .remark = remarks[i]};

                r = submit_put(session, &event);
                session_progress(session, "已存入", "spooled", i + 1, n);
        }
        return r;
}

static int run_import(struct session *session, const struct args *args)
{
        struct remark *remarks;
        struct csv csv;
        int r;

        r = csv_read(session, args->word[0], &csv);
        if (r)
                return r;
        csv_check_header(&csv, HEADERS, COUNT_OF(HEADERS), HEADERS_NEEDED);
        remarks = arena_array(session->arena, csv.row.n, sizeof *remarks);
        if (!remarks)
                return err_fail("out of memory");
        for (size_t i = 0; i < csv.row.n; i++)
                read_row(&csv, &csv.row.at[i], &remarks[i]);
        r = csv_finish(&csv);
        if (r == 0)
                r = put_all(session, remarks, csv.row.n);
        return r ? r : submit_flush(session);
}

const struct verb verb_remark_set = {
        .name = "remark set",
        .group = GROUP_SUPERVISOR,
        .arguments = "TASK WORD",
        .words_min = 2,
        .words_max = 2,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "评定备注:有序推进 已达“双过半” 推进缓慢 已完成",
        .en = "the office's remark: orderly over_half slow completed",
        .example = "duban remark set 72 推进缓慢 --reason 仅完成8场",
        .options = SET_OPTIONS,
        .run = run_set,
};

const struct verb verb_remark_import = {
        .name = "remark import",
        .group = GROUP_SUPERVISOR,
        .arguments = "FILE.csv",
        .words_min = 1,
        .words_max = 1,
        .formats = OUTPUT_TEXT | OUTPUT_JSON,
        .zh = "成批导入备注",
        .en = "bring in many remarks",
        .example = "duban remark import remarks.csv",
        .more_zh =
                "表头:task_no remark(以上必填)data_date reason。remark 可写中文或 orderly over_half slow completed。",
        .more_en =
                "Columns: task_no remark (needed) data_date reason. A remark is orderly, over_half, slow or completed, "
                "or its Chinese word.",
        .run = run_import,
};
