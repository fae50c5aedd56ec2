/* report_json.c - tables of keys, one for each object; a walk that knows where it is. */
#include "client/cli/report_json.h"

#include <jansson.h>
#include <stddef.h>

#include "client/cli/grow.h"
#include "client/cli/source.h"
#include "proto/limits.h"

enum shape { TEXT, TEXTS, NUMBER, DAY, COUNT, WORD, HASH, OBJECT, OBJECTS };

struct json_key {
        const char *name;
        enum shape shape;
        size_t offset;
        const struct word_list *words; /* WORD */
        const struct json_key *keys; /* OBJECT, OBJECTS: those of the object; the table ends with a NULL name */
        size_t size; /* OBJECT, OBJECTS: of its struct */
};

#define PLAIN(name, shape, type, member)                                                                               \
        {                                                                                                              \
                name, shape, offsetof(struct type, member), NULL, NULL, 0                                              \
        }
#define WORDY(name, type, member, words)                                                                               \
        {                                                                                                              \
                name, WORD, offsetof(struct type, member), &words, NULL, 0                                             \
        }
#define INNER(name, shape, type, member, keys, inner)                                                                  \
        {                                                                                                              \
                name, shape, offsetof(struct type, member), NULL, keys, sizeof(struct inner)                           \
        }
#define END                                                                                                            \
        {                                                                                                              \
                NULL, TEXT, 0, NULL, NULL, 0                                                                           \
        }

static const struct json_key PROMISE[] = {
        PLAIN("what", TEXT, promise, what),
        PLAIN("date", DAY, promise, date),
        END,
};

static const struct json_key PIPELINE[] = {
        WORDY("stage", pipeline, stage, WORDS_STAGE),
        PLAIN("count", COUNT, pipeline, count),
        END,
};

static const struct json_key LINE[] = {
        PLAIN("part", COUNT, line, part),
        PLAIN("value", NUMBER, line, value),
        PLAIN("unit", TEXT, line, unit),
        PLAIN("as_written", TEXT, line, as_written),
        WORDY("approximate", line, approximate, WORDS_APPROXIMATION),
        WORDY("evidence", line, evidence, WORDS_EVIDENCE),
        WORDY("state", line, state, WORDS_STATE),
        WORDY("stage", line, stage, WORDS_STAGE),
        INNER("pipeline", OBJECTS, line, pipeline, PIPELINE, pipeline),
        PLAIN("forecast", NUMBER, line, forecast),
        INNER("promise", OBJECT, line, promise, PROMISE, promise),
        PLAIN("target_understood", NUMBER, line, target_understood),
        PLAIN("waiting_for", TEXT, line, waiting_for),
        END,
};

static const struct json_key MENTION[] = {
        PLAIN("name", TEXT, mention, name),
        PLAIN("value", NUMBER, mention, value),
        PLAIN("unit", TEXT, mention, unit),
        WORDY("approximate", mention, approximate, WORDS_APPROXIMATION),
        WORDY("state", mention, state, WORDS_STATE),
        INNER("promise", OBJECT, mention, promise, PROMISE, promise),
        END,
};

static const struct json_key ATTACHMENT[] = {
        PLAIN("name", TEXT, attachment, name),
        PLAIN("hash", HASH, attachment, hash),
        END,
};

static const struct json_key REPORT[] = {
        PLAIN("plan", TEXT, report, task.plan),
        PLAIN("task", COUNT, report, task.no),
        PLAIN("data_date", DAY, report, data_date),
        INNER("lines", OBJECTS, report, line, LINE, line),
        PLAIN("progress", TEXTS, report, progress),
        PLAIN("problems", TEXT, report, problems),
        PLAIN("next_steps", TEXT, report, next_steps),
        PLAIN("to_coordinate", TEXT, report, to_coordinate),
        PLAIN("waiting_for", TEXT, report, waiting_for),
        INNER("attachments", OBJECTS, report, attachment, ATTACHMENT, attachment),
        PLAIN("on_behalf_of", TEXT, report, on_behalf_of),
        PLAIN("source_hash", HASH, report, source_hash),
        INNER("mentions", OBJECTS, report, mention, MENTION, mention),
        END,
};

struct any_list { /* laid out like every LIST(T) */
        void *at;
        size_t n;
};

struct walk {
        struct session *session;
        const char *name; /* of the file */
        unsigned line; /* where the report begins */
        size_t problems;
        bool failed;
};

static void problem(struct walk *walk, const char *path, const char *zh, const char *en)
{
        const char *place = arena_print(walk->session->arena, "%s:%u: %s", walk->name, walk->line, path);

        walk->problems++;
        session_problem(walk->session, place ? place : walk->name, "%s", "%s", session_say(walk->session, zh, en));
}

static void problem_of_word(struct walk *walk, const char *path, const struct word_list *words)
{
        const char *text =
                arena_print(walk->session->arena, session_say(walk->session, "应为以下之一:%s", "should be one of: %s"),
                            session_words(walk->session, words));

        walk->failed = walk->failed || !text;
        problem(walk, path, text ? text : "", text ? text : "");
}

static void *take(struct walk *walk, size_t n, size_t size)
{
        void *at = arena_array(walk->session->arena, n, size);

        walk->failed = walk->failed || !at;
        return at;
}

static const char *path_of(struct walk *walk, const char *path, const char *name, size_t index)
{
        const char *longer = index == SIZE_MAX
                                     ? arena_print(walk->session->arena, "%s%s%s", path, *path ? "." : "", name)
                                     : arena_print(walk->session->arena, "%s[%zu]", path, index);

        walk->failed = walk->failed || !longer;
        return longer ? longer : path;
}

static struct bytes text_of(struct walk *walk, const json_t *value)
{
        struct bytes text =
                arena_copy(walk->session->arena, bytes_of(json_string_value(value), json_string_length(value)));

        walk->failed = walk->failed || !text.at;
        return text;
}

static bool read_number(const json_t *value, struct number *into)
{
        char text[NUMBER_TEXT_SIZE];

        if (json_is_integer(value)) {
                snprintf(text, sizeof text, "%lld", (long long)json_integer_value(value));
                return number_from_text(bytes_str(text), into) == 0;
        }
        return json_is_string(value) && json_string_length(value) > 0 &&
               number_from_text(bytes_of(json_string_value(value), json_string_length(value)), into) == 0;
}

static bool read_hash(struct walk *walk, const json_t *value, struct bytes *into)
{
        uint8_t *hash = take(walk, 1, HASH_SIZE);

        if (!hash || !json_is_string(value) || hex_get(bytes_str(json_string_value(value)), hash, HASH_SIZE) != 0)
                return false;
        *into = bytes_of(hash, HASH_SIZE);
        return true;
}

static bool read_word(const struct word_list *words, const json_t *value, void *into)
{
        const int word = json_is_string(value) ? word_find(words, bytes_str(json_string_value(value))) : -1;

        if (word <= 0)
                return false;
        memcpy(into, &word, sizeof word);
        return true;
}

static bool read_count(const json_t *value, uint32_t *into)
{
        const json_int_t count = json_is_integer(value) ? json_integer_value(value) : -1;

        if (count < 0 || count > UINT32_MAX)
                return false;
        *into = (uint32_t)count;
        return true;
}

static bool read_texts(struct walk *walk, const json_t *value, void *into)
{
        LIST(struct bytes) list = {.n = 0};

        if (!json_is_array(value) || json_array_size(value) > LIMIT_LIST_ITEMS)
                return false;
        list.at = take(walk, json_array_size(value), sizeof *list.at);
        for (; list.at && list.n < json_array_size(value); list.n++) {
                const json_t *item = json_array_get(value, list.n);

                if (!json_is_string(item))
                        return false;
                list.at[list.n] = text_of(walk, item);
        }
        memcpy(into, &list, sizeof list);
        return true;
}

static bool read_plain(struct walk *walk, const struct json_key *key, const json_t *value, void *into)
{
        struct bytes text;

        switch (key->shape) {
        case TEXT:
                if (!json_is_string(value))
                        return false;
                text = text_of(walk, value);
                memcpy(into, &text, sizeof text);
                return true;
        case TEXTS:
                return read_texts(walk, value, into);
        case NUMBER:
                return read_number(value, into);
        case DAY:
                return json_is_string(value) && day_from_text(bytes_str(json_string_value(value)), into) == 0;
        case COUNT:
                return read_count(value, into);
        case WORD:
                return read_word(key->words, value, into);
        case HASH:
                return read_hash(walk, value, into);
        default:
                return false;
        }
}

static void read_object(struct walk *walk, const char *path, const struct json_key *keys, json_t *object, void *into);

static void read_inner(struct walk *walk, const char *path, const struct json_key *key, json_t *value, void *into)
{
        void *at = take(walk, 1, key->size);

        if (!at)
                return;
        read_object(walk, path, key->keys, value, at);
        memcpy(into, &at, sizeof at);
}

static void read_list(struct walk *walk, const char *path, const struct json_key *key, json_t *value, void *into)
{
        struct any_list list = {.n = json_array_size(value)};

        if (!json_is_array(value) || list.n > LIMIT_LIST_ITEMS) {
                problem(walk, path, "应为数组,至多 512 项", "should be an array of at most 512");
                return;
        }
        list.at = take(walk, list.n, key->size);
        for (size_t i = 0; list.at && i < list.n; i++)
                read_object(walk, path_of(walk, path, "", i), key->keys, json_array_get(value, i),
                            (char *)list.at + i * key->size);
        memcpy(into, &list, sizeof list);
}

static void read_value(struct walk *walk, const char *path, const struct json_key *key, json_t *value, void *into)
{
        static const struct {
                const char *zh;
                const char *en;
        } EXPECTED[] = {
                [TEXT] = {"应为文字", "should be a text"},
                [TEXTS] = {"应为文字的数组", "should be an array of texts"},
                [NUMBER] = {"应为整数或带引号的数字,如 \"34.7\"",
                            "should be a whole number, or a quoted one as \"34.7\""},
                [DAY] = {"应为日期,如 \"2023-06-30\"", "should be a date as \"2023-06-30\""},
                [COUNT] = {"应为不小于 0 的整数", "should be a whole number from 0"},
                [HASH] = {"应为 64 位十六进制", "should be 64 hexadecimal digits"},
        };

        if (key->shape == OBJECT)
                read_inner(walk, path, key, value, into);
        else if (key->shape == OBJECTS)
                read_list(walk, path, key, value, into);
        else if (read_plain(walk, key, value, into))
                return;
        else if (key->shape == WORD)
                problem_of_word(walk, path, key->words);
        else
                problem(walk, path, EXPECTED[key->shape].zh, EXPECTED[key->shape].en);
}

static void read_object(struct walk *walk, const char *path, const struct json_key *keys, json_t *object, void *into)
{
        const char *name;
        json_t *value;

        if (!json_is_object(object)) {
                problem(walk, *path ? path : "-", "应为对象", "should be an object");
                return;
        }
        json_object_foreach(object, name, value)
        {
                const struct json_key *key = keys;
                const char *longer = path_of(walk, path, name, SIZE_MAX);

                while (key->name && strcmp(key->name, name) != 0)
                        key++;
                if (!key->name)
                        problem(walk, longer, "不认识的字段", "there is no such key");
                else if (!json_is_null(value))
                        read_value(walk, longer, key, value, (char *)into + key->offset);
        }
}

/* Is the key not there at all, or nothing? One that is there and wrong was told already. */
static bool is_left_out(const json_t *value, const char *key)
{
        const json_t *found = json_object_get(value, key);

        return !found || json_is_null(found) || (json_is_integer(found) && json_integer_value(found) == 0);
}

static void check_report(struct walk *walk, const json_t *value, const struct report *report)
{
        if (!json_is_object(value))
                return;
        if (report->task.no == 0 && is_left_out(value, "task"))
                problem(walk, "task", "缺少任务序号", "the task's number is missing");
        if (!day_is_set(report->data_date) && is_left_out(value, "data_date"))
                problem(walk, "data_date", "缺少数据日期", "the data date is missing");
        for (size_t i = 0; i < report->line.n; i++) {
                if (report->line.at[i].part == 0)
                        problem(walk, path_of(walk, path_of(walk, "lines", "", i), "part", SIZE_MAX), "缺少分项号",
                                "the part's number is missing");
        }
}

static bool add(struct walk *walk, struct report_json *reports, struct report report)
{
        reports->report.at =
                grow(walk->session->arena, reports->report.at, reports->report.n, 1, &reports->room, sizeof report);
        walk->failed = walk->failed || !reports->report.at;
        if (reports->report.at)
                reports->report.at[reports->report.n++] = report;
        return reports->report.at;
}

static struct bytes skip_blanks(struct bytes text, unsigned *line)
{
        while (text.len && strchr(" \t\r\n", text.at[0]) && text.at[0]) {
                *line += text.at[0] == '\n';
                text = bytes_of(text.at + 1, text.len - 1);
        }
        return text;
}

static unsigned count_lines(struct bytes text)
{
        unsigned n = 0;

        for (size_t i = 0; i < text.len; i++)
                n += text.at[i] == '\n';
        return n;
}

/* One JSON value from the front of the text; how much it took, or 0 after a complaint. */
static size_t read_one(struct walk *walk, struct bytes text, struct report_json *reports)
{
        struct report report = {.task = {.no = 0}};
        const char *syntax;
        json_error_t error;
        json_t *value =
                json_loadb((const char *)text.at, text.len, JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &error);

        if (!value) {
                walk->line += error.line > 0 ? (unsigned)error.line - 1 : 0;
                syntax = arena_print(walk->session->arena, session_say(walk->session, "不是 JSON:%s", "is no JSON: %s"),
                                     error.text);
                problem(walk, "-", syntax ? syntax : "", syntax ? syntax : "");
                return 0;
        }
        read_object(walk, "", REPORT, value, &report);
        check_report(walk, value, &report);
        json_decref(value);
        if (!add(walk, reports, report))
                return 0;
        return (size_t)error.position;
}

int report_json_parse(struct session *session, const char *name, struct bytes text, struct report_json *ret_reports)
{
        struct walk walk = {.session = session, .name = name, .line = 1};
        struct report_json reports = {.room = 0};
        size_t used = 1;

        for (text = skip_blanks(text, &walk.line); text.len && used; text = skip_blanks(text, &walk.line)) {
                used = read_one(&walk, text, &reports);
                if (used == 0)
                        break;
                walk.line += count_lines(bytes_of(text.at, used));
                text = bytes_of(text.at + used, text.len - used);
        }
        if (walk.failed)
                return err_fail("out of memory");
        if (walk.problems)
                return session_complain(session, CLI_USAGE, "%s 有 %zu 处问题,什么都没有报送",
                                        "%s: problems: %zu; nothing was sent", name, walk.problems);
        if (reports.report.n == 0)
                return session_complain(session, CLI_USAGE, "%s 中没有填报", "%s holds no report", name);
        *ret_reports = reports;
        return 0;
}

int report_json_read(struct session *session, const char *path, struct report_json *ret_reports)
{
        struct bytes text;
        int r = source_read_text(session, path, REPORT_JSON_BYTES_MAX, &text);

        return r ? r : report_json_parse(session, path, text, ret_reports);
}
