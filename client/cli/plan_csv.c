/* plan_csv.c - the table of plan_fields.h says for each column where it goes; then the rows become tasks and parts. */
#include "client/cli/plan_csv.h"

#include "client/cli/grow.h"
#include "client/cli/plan_curve.h"
#include "client/cli/plan_fields.h"
#include "lib/base/map.h"
#include "lib/base/text.h"
#include "proto/limits.h"

const char plan_csv_columns_zh[] =
        "表头(次序不限):task_no title lead(以上必填)title_en content responsible sponsor person contact cadence\n"
        "part_no name name_en kind soft final unit direction strict baseline target upper start due owner goal\n"
        "statistics same_as addends curve。多个名称用 | 隔开;同一任务的后续行可不重复任务列;无指标的任务分项列留空。\n"
        "curve 为序时计划:linear(默认)、table、step 或 seasonal,加各日累计占比%,如 "
        "table|2023-03-31=10|2023-06-30=40。\n"
        "编码为 UTF-8 或 GB18030,以逗号、分号或制表符分隔。kind 为空即 cumulative;是否类填 1 或空。";
const char plan_csv_columns_en[] =
        "Columns in any order: task_no title lead (these are needed) title_en content responsible sponsor person\n"
        "contact cadence part_no name name_en kind soft final unit direction strict baseline target upper start due\n"
        "owner goal statistics same_as addends curve. Names are separated by |; further rows of a task may leave its\n"
        "columns empty; a task without parts has empty part columns. UTF-8 or GB18030;\n"
        "commas, semicolons or tabs. No kind is cumulative; yes is 1, no is 0 or empty.\n"
        "A curve is linear (the default), table, step or seasonal with the shares in % that are to be reached by "
        "then:\n"
        "table|2023-03-31=10|2023-06-30=40.";

struct import {
        struct csv csv;
        int column[PLAN_FIELDS];
        struct plan_csv plan;
        size_t part_room; /* of the last task */
        struct map *seen; /* task numbers */
        bool failed; /* out of memory */
};

static bool read_count(struct bytes text, uint32_t *ret_count)
{
        uint64_t count = 0;

        for (size_t i = 0; i < text.len; i++) {
                if (text.at[i] < '0' || text.at[i] > '9' || count > UINT32_MAX)
                        return false;
                count = count * 10 + (uint64_t)(text.at[i] - '0');
        }
        *ret_count = (uint32_t)count;
        return text.len > 0 && count > 0 && count <= UINT32_MAX;
}

static bool read_yes(struct bytes text, bool *ret_yes)
{
        static const char *const YES_WORDS[] = {"1", "yes", "true", "是"};
        static const char *const NO_WORDS[] = {"0", "no", "false", "否"};

        for (size_t i = 0; i < COUNT_OF(YES_WORDS); i++) {
                if (bytes_is(text, YES_WORDS[i]) || bytes_is(text, NO_WORDS[i])) {
                        *ret_yes = bytes_is(text, YES_WORDS[i]);
                        return true;
                }
        }
        return false;
}

/* "a|b|c"; empty pieces are no names. */
static bool read_texts(struct import *import, struct bytes text, void *into)
{
        LIST(struct bytes) list = {.n = 0};
        size_t most = 1;

        for (size_t i = 0; i < text.len; i++)
                most += text.at[i] == '|';
        list.at = arena_array(import->csv.session->arena, most, sizeof *list.at);
        if (!list.at) {
                import->failed = true;
                return true;
        }
        while (list.n < most) {
                const uint8_t *bar = text.len ? memchr(text.at, '|', text.len) : NULL;
                const size_t len = bar ? (size_t)(bar - text.at) : text.len;

                if (len == 0)
                        return false;
                list.at[list.n++] = bytes_of(text.at, len);
                text = bytes_of(text.at + len + (bar != NULL), text.len - len - (bar != NULL));
        }
        memcpy(into, &list, sizeof list);
        return true;
}

/* "81.1": task 81, part 1. */
static bool read_same_as(struct import *import, struct bytes text, void *into)
{
        const uint8_t *dot = memchr(text.at, '.', text.len);
        struct same_as *same = arena_take(import->csv.session->arena, sizeof *same);
        size_t len;

        if (!same) {
                import->failed = true;
                return true;
        }
        if (!dot)
                return false;
        len = (size_t)(dot - text.at);
        memcpy(into, &same, sizeof same);
        return read_count(bytes_of(text.at, len), &same->task_no) &&
               read_count(bytes_of(dot + 1, text.len - len - 1), &same->part);
}

static bool read_word(const struct word_list *words, struct bytes text, void *into)
{
        const int value = word_find(words, text);

        if (value <= 0)
                return false;
        memcpy(into, &value, sizeof value);
        return true;
}

static bool read_curve(struct import *import, struct bytes text, void *into)
{
        const struct curve *curve = NULL;
        const int r = plan_curve_read(import->csv.session->arena, text, &curve);

        import->failed = import->failed || r < 0;
        memcpy(into, &curve, sizeof curve);
        return r <= 0;
}

static bool read_value(struct import *import, const struct plan_field *field, struct bytes text, void *into)
{
        switch (field->shape) {
        case PLAN_TEXT:
                memcpy(into, &text, sizeof text);
                return true;
        case PLAN_TEXTS:
                return read_texts(import, text, into);
        case PLAN_NUMBER:
                return number_from_text(text, into) == 0;
        case PLAN_DAY:
                return day_from_text(text, into) == 0;
        case PLAN_YES:
                return read_yes(text, into);
        case PLAN_COUNT:
                return read_count(text, into);
        case PLAN_WORD:
                return read_word(field->words, text, into);
        case PLAN_SAME_AS:
                return read_same_as(import, text, into);
        case PLAN_CURVE:
                return read_curve(import, text, into);
        }
        return false;
}

static const char *expected(const struct session *session, const struct plan_field *field)
{
        static const struct {
                const char *zh;
                const char *en;
        } SHAPES[] = {
                [PLAN_TEXT] = {"文字", "a text"},
                [PLAN_TEXTS] = {"用 | 隔开的名称", "names separated by |"},
                [PLAN_NUMBER] = {"数字,如 34.7", "a number such as 34.7"},
                [PLAN_DAY] = {"日期,如 2023-06-30", "a date such as 2023-06-30"},
                [PLAN_YES] = {"1 或 0", "1 or 0"},
                [PLAN_COUNT] = {"不小于 1 的整数", "a whole number from 1"},
                [PLAN_SAME_AS] = {"任务.分项,如 81.1", "task.part such as 81.1"},
                [PLAN_CURVE] =
                        {"序时计划,如 step|2023-03-31=10|2023-09-30=60(日期递增,累计占比%不减)",
                         "a curve such as step|2023-03-31=10|2023-09-30=60 (days ascend, shares in % do not fall)"},
        };

        if (field->shape == PLAN_WORD)
                return session_words(session, field->words);
        return session_say(session, SHAPES[field->shape].zh, SHAPES[field->shape].en);
}

/* The fields of one place from one row into `into`; empty cells leave it as it is. */
static void read_fields(struct import *import, const struct csv_row *row, enum plan_place place, void *into)
{
        for (size_t i = 0; i < PLAN_FIELDS; i++) {
                const struct bytes text = csv_cell(row, import->column[i]);

                if (plan_fields[i].place != place || text.len == 0)
                        continue;
                if (text.len > LIMIT_TEXT_BYTES)
                        csv_problem(&import->csv, row->line, plan_fields[i].name, "超过 %d 字节",
                                    "longer than %d bytes", LIMIT_TEXT_BYTES);
                else if (text_has_control(text))
                        csv_problem(&import->csv, row->line, plan_fields[i].name, "含有控制字符",
                                    "has control characters");
                else if (!read_value(import, &plan_fields[i], text, (char *)into + plan_fields[i].offset))
                        csv_problem(&import->csv, row->line, plan_fields[i].name, "“%.*s”不对,应为%s",
                                    "\"%.*s\" is not %s", BYTES_ARG(text),
                                    expected(import->csv.session, &plan_fields[i]));
        }
}

static bool has_part(const struct import *import, const struct csv_row *row)
{
        for (size_t i = 0; i < PLAN_FIELDS; i++) {
                if (plan_fields[i].place == PLAN_PART && csv_cell(row, import->column[i]).len)
                        return true;
        }
        return false;
}

static struct task *add_task(struct import *import, const struct csv_row *row, const struct task *task)
{
        struct task *added = &import->plan.task.at[import->plan.task.n];

        if (map_get(import->seen, &task->no))
                csv_problem(&import->csv, row->line, "task_no", "任务 %u 的各行须连在一起",
                            "the rows of task %u must stand together", task->no);
        if (task->title.len == 0)
                csv_problem(&import->csv, row->line, "title", "任务 %u 缺少名称", "task %u has no title", task->no);
        if (task->lead.n == 0)
                csv_problem(&import->csv, row->line, "lead", "任务 %u 缺少牵头单位", "task %u has no lead department",
                            task->no);
        if (map_put(import->seen, &task->no, 1) != 0)
                import->failed = true;
        *added = *task;
        import->plan.task.n++;
        import->part_room = 0;
        return added;
}

static bool needs_target(enum part_kind kind)
{
        return kind != PART_AWARD && kind != PART_MILESTONE && kind != PART_HOLD_ZERO && kind != PART_DUTY &&
               kind != PART_STATEMENT;
}

/* The legal minimum: kind (cumulative when empty), name, and a target where the kind is measured by one. */
static void check_part(struct import *import, const struct csv_row *row, const struct task *task, struct part *part)
{
        if (part->kind == PART_UNSPECIFIED)
                part->kind = PART_CUMULATIVE;
        if (part->no == 0)
                part->no = task->part.n ? task->part.at[task->part.n - 1].no + 1 : 1;
        if (plan_part(task, part->no))
                csv_problem(&import->csv, row->line, "part_no", "任务 %u 的分项 %u 重复", "task %u has part %u twice",
                            task->no, part->no);
        if (part->name.len == 0)
                csv_problem(&import->csv, row->line, "name", "分项缺少名称", "the part has no name");
        if (needs_target(part->kind) && csv_cell(row, csv_column(&import->csv, "target")).len == 0)
                csv_problem(&import->csv, row->line, "target", "此类指标须有目标值", "this kind needs a target");
        if (day_is_set(part->start) && day_is_set(part->due) && !day_before(part->start, part->due))
                csv_problem(&import->csv, row->line, "due", "期限须晚于起始日", "the due date must be after the start");
}

static void add_part(struct import *import, const struct csv_row *row, struct task *task)
{
        struct part part = {.no = 0};

        read_fields(import, row, PLAN_PART, &part);
        check_part(import, row, task, &part);
        if (task->part.n == LIMIT_PARTS) {
                csv_problem(&import->csv, row->line, "part_no", "一项任务最多 %d 个分项", "at most %d parts a task",
                            LIMIT_PARTS);
                return;
        }
        task->part.at =
                grow(import->csv.session->arena, task->part.at, task->part.n, 1, &import->part_room, sizeof part);
        if (!task->part.at) {
                task->part.n = 0;
                import->failed = true;
                return;
        }
        task->part.at[task->part.n++] = part;
        import->plan.parts++;
}

/* A row continues the task above when it names it again or names none. */
static void read_row(struct import *import, const struct csv_row *row)
{
        struct task *current = import->plan.task.n ? &import->plan.task.at[import->plan.task.n - 1] : NULL;
        struct task task = {.no = 0};
        const size_t problems = import->csv.problems;

        read_fields(import, row, PLAN_TASK, &task);
        if (task.no == 0 && !current && import->csv.problems == problems)
                csv_problem(&import->csv, row->line, "task_no", "缺少任务序号", "the task's number is missing");
        if (task.no == 0 && !current)
                return;
        if (task.no && (!current || current->no != task.no))
                current = add_task(import, row, &task);
        if (has_part(import, row))
                add_part(import, row, current);
}

static int read_rows(struct import *import)
{
        const char *names[PLAN_FIELDS];

        for (size_t i = 0; i < PLAN_FIELDS; i++) {
                names[i] = plan_fields[i].name;
                import->column[i] = csv_column(&import->csv, names[i]);
        }
        csv_check_header(&import->csv, names, PLAN_FIELDS, PLAN_FIELDS_NEEDED);
        import->seen = map_new(sizeof(uint32_t));
        import->plan.task.at = arena_array(import->csv.session->arena, import->csv.row.n, sizeof *import->plan.task.at);
        if (!import->seen || !import->plan.task.at)
                return err_fail("out of memory");
        for (size_t i = 0; i < import->csv.row.n; i++)
                read_row(import, &import->csv.row.at[i]);
        if (import->csv.row.n == 0 && import->csv.problems == 0)
                csv_problem(&import->csv, 1, "-", "没有任务", "there are no tasks");
        return import->failed ? err_fail("out of memory") : 0;
}

int plan_csv_read(struct session *session, const char *path, struct plan_csv *ret_plan)
{
        struct import import = {.failed = false};
        int r;

        r = csv_read(session, path, &import.csv);
        if (r)
                return r;
        r = read_rows(&import);
        map_free(import.seen);
        if (r)
                return err_trace(r);
        r = csv_finish(&import.csv);
        if (r == 0)
                *ret_plan = import.plan;
        return r;
}
