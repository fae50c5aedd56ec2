/* plan_csv.c - one table says for each column where it goes; then the rows become tasks and parts. */
#include "client/cli/plan_csv.h"

#include <stddef.h>

#include "lib/base/map.h"
#include "lib/base/text.h"
#include "proto/limits.h"

enum place { OF_TASK, OF_PART };
enum shape { TEXT, TEXTS, NUMBER, DAY, YES, COUNT, WORD, SAME_AS };

struct field {
        const char *name;
        enum place place;
        enum shape shape;
        size_t offset;
        const struct word_list *words;
};

#define TASK(name, shape, member)                                                                                      \
        {                                                                                                              \
                name, OF_TASK, shape, offsetof(struct task, member), NULL                                              \
        }
#define PART(name, shape, member)                                                                                      \
        {                                                                                                              \
                name, OF_PART, shape, offsetof(struct part, member), NULL                                              \
        }
#define WORDY(name, place, type, member, words)                                                                        \
        {                                                                                                              \
                name, place, WORD, offsetof(struct type, member), &words                                               \
        }

enum { NEEDED = 3 }; /* the first so many columns must be there */

static const struct field FIELDS[] = {
        TASK("task_no", COUNT, no),
        TASK("title", TEXT, title),
        TASK("lead", TEXTS, lead),
        TASK("title_en", TEXT, title_en),
        TASK("content", TEXT, content),
        TASK("responsible", TEXTS, responsible),
        TASK("sponsor", TEXT, sponsor),
        TASK("person", TEXT, person),
        TASK("contact", TEXT, contact),
        WORDY("cadence", OF_TASK, task, cadence, WORDS_CADENCE),
        PART("part_no", COUNT, no),
        PART("name", TEXT, name),
        PART("name_en", TEXT, name_en),
        WORDY("kind", OF_PART, part, kind, WORDS_PART_KIND),
        PART("soft", YES, soft),
        PART("final", YES, final),
        PART("unit", TEXT, unit),
        WORDY("direction", OF_PART, part, direction, WORDS_DIRECTION),
        PART("strict", YES, strict),
        PART("baseline", NUMBER, baseline),
        PART("target", NUMBER, target),
        PART("upper", NUMBER, upper),
        PART("start", DAY, start),
        PART("due", DAY, due),
        PART("owner", TEXT, owner),
        PART("goal", TEXT, goal),
        PART("statistics", YES, statistics),
        PART("same_as", SAME_AS, same_as),
        PART("addends", TEXTS, addend),
};

enum { FIELD_COUNT = COUNT_OF(FIELDS) };

struct import {
        struct csv csv;
        int column[FIELD_COUNT];
        struct plan_csv plan;
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

static bool read_value(struct import *import, const struct field *field, struct bytes text, void *into)
{
        switch (field->shape) {
        case TEXT:
                memcpy(into, &text, sizeof text);
                return true;
        case TEXTS:
                return read_texts(import, text, into);
        case NUMBER:
                return number_from_text(text, into) == 0;
        case DAY:
                return day_from_text(text, into) == 0;
        case YES:
                return read_yes(text, into);
        case COUNT:
                return read_count(text, into);
        case WORD:
                return read_word(field->words, text, into);
        case SAME_AS:
                return read_same_as(import, text, into);
        }
        return false;
}

static const char *expected(const struct session *session, enum shape shape)
{
        static const struct {
                const char *zh;
                const char *en;
        } SHAPES[] = {
                [TEXT] = {"文字", "a text"},
                [TEXTS] = {"用 | 隔开的名称", "names separated by |"},
                [NUMBER] = {"数字,如 34.7", "a number such as 34.7"},
                [DAY] = {"日期,如 2023-06-30", "a date such as 2023-06-30"},
                [YES] = {"1 或 0", "1 or 0"},
                [COUNT] = {"不小于 1 的整数", "a whole number from 1"},
                [WORD] = {"规定的词", "one of the known words"},
                [SAME_AS] = {"任务.分项,如 81.1", "task.part such as 81.1"},
        };

        return session_say(session, SHAPES[shape].zh, SHAPES[shape].en);
}

/* The fields of one place from one row into `into`; empty cells leave it as it is. */
static void read_fields(struct import *import, const struct csv_row *row, enum place place, void *into)
{
        for (size_t i = 0; i < FIELD_COUNT; i++) {
                const struct bytes text = csv_cell(row, import->column[i]);

                if (FIELDS[i].place != place || text.len == 0)
                        continue;
                if (text.len > LIMIT_TEXT_BYTES)
                        csv_problem(&import->csv, row->line, FIELDS[i].name, "超过 %d 字节", "longer than %d bytes",
                                    LIMIT_TEXT_BYTES);
                else if (text_has_control(text))
                        csv_problem(&import->csv, row->line, FIELDS[i].name, "含有控制字符", "has control characters");
                else if (!read_value(import, &FIELDS[i], text, (char *)into + FIELDS[i].offset))
                        csv_problem(&import->csv, row->line, FIELDS[i].name, "“%.*s”不对,应为%s", "\"%.*s\" is not %s",
                                    BYTES_ARG(text), expected(import->csv.session, FIELDS[i].shape));
        }
}

static bool has_part(const struct import *import, const struct csv_row *row)
{
        for (size_t i = 0; i < FIELD_COUNT; i++) {
                if (FIELDS[i].place == OF_PART && csv_cell(row, import->column[i]).len)
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
        struct part *parts = task->part.at;

        read_fields(import, row, OF_PART, &part);
        check_part(import, row, task, &part);
        if (task->part.n == LIMIT_PARTS) {
                csv_problem(&import->csv, row->line, "part_no", "一项任务最多 %d 个分项", "at most %d parts a task",
                            LIMIT_PARTS);
                return;
        }
        if ((task->part.n & (task->part.n - 1)) == 0) { /* 0, 1, 2, 4, 8 ...: the room doubles */
                parts = arena_array(import->csv.session->arena, task->part.n ? 2 * task->part.n : 1, sizeof *parts);
                if (!parts) {
                        import->failed = true;
                        return;
                }
                if (task->part.n)
                        memcpy(parts, task->part.at, task->part.n * sizeof *parts);
        }
        parts[task->part.n] = part;
        task->part.at = parts;
        task->part.n++;
        import->plan.parts++;
}

/* A row continues the task above when it names it again or names none. */
static void read_row(struct import *import, const struct csv_row *row)
{
        struct task *current = import->plan.task.n ? &import->plan.task.at[import->plan.task.n - 1] : NULL;
        struct task task = {.no = 0};
        const size_t problems = import->csv.problems;

        read_fields(import, row, OF_TASK, &task);
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
        const char *names[FIELD_COUNT];

        for (size_t i = 0; i < FIELD_COUNT; i++) {
                names[i] = FIELDS[i].name;
                import->column[i] = csv_column(&import->csv, names[i]);
        }
        csv_check_header(&import->csv, names, FIELD_COUNT, NEEDED);
        import->seen = map_new(sizeof(uint32_t));
        import->plan.task.at = arena_array(import->csv.session->arena, import->csv.row.n, sizeof *import->plan.task.at);
        if (!import->seen || !import->plan.task.at)
                return err_fail("out of memory");
        for (size_t i = 0; i < import->csv.row.n; i++)
                read_row(import, &import->csv.row.at[i]);
        if (import->csv.row.n == 0)
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
