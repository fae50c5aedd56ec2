/* policy_json.c - a table of keys, and every problem named. */
#include "client/cli/policy_json.h"

#include <inttypes.h>
#include <jansson.h>

#include "client/cli/policy_calendar.h"
#include "client/cli/policy_fields.h"
#include "client/cli/source.h"
#include "proto/limits.h"

enum { FILE_BYTES_MAX = 262144 };

struct reading {
        struct session *session;
        const char *path;
        struct policy policy;
        bool seen[POLICY_FIELDS];
        size_t problems;
        bool failed; /* out of memory */
};

static void problem(struct reading *, const char *key, const char *zh, const char *en, ...)
        __attribute__((format(printf, 3, 5), format(printf, 4, 5)));

static void problem(struct reading *reading, const char *key, const char *zh, const char *en, ...)
{
        va_list args;

        reading->problems++;
        fprintf(stderr, "%s: %s: ", reading->path, key);
        va_start(args, en);
        vfprintf(stderr, session_say(reading->session, zh, en), args);
        va_end(args);
        fputc('\n', stderr);
}

static bool read_count(const json_t *value, uint32_t *ret_count)
{
        const json_int_t count = json_is_integer(value) ? json_integer_value(value) : -1;

        if (count < 0 || count > UINT32_MAX)
                return false;
        *ret_count = (uint32_t)count;
        return true;
}

static void read_version(struct reading *reading, const char *key, const json_t *value)
{
        if (!read_count(value, &reading->policy.version) || reading->policy.version == 0)
                problem(reading, key, "应为不小于 1 的整数", "a whole number from 1 is expected");
}

static void read_title(struct reading *reading, const char *key, const json_t *value)
{
        const struct bytes text = bytes_of(json_string_value(value), json_string_length(value));

        if (json_is_null(value))
                return;
        if (!json_is_string(value) || text.len > LIMIT_TEXT_BYTES) {
                problem(reading, key, "应为文字", "a text is expected");
                return;
        }
        reading->policy.title = arena_copy(reading->session->arena, text);
        reading->failed = reading->failed || !reading->policy.title.at;
}

/* One row of the table: {"name": …, "stored": …}. */
static void read_threshold(struct reading *reading, const char *key, const json_t *row)
{
        const json_t *name = json_object_get(row, "name");
        const struct policy_field *field =
                policy_fields_find(bytes_of(json_string_value(name), json_string_length(name)));
        uint32_t value = 0;

        if (!field || json_object_size(row) != 2) {
                problem(reading, key, "应为 {\"name\": 已知的参数名, \"stored\": 值}",
                        "{\"name\": a known threshold, \"stored\": its value} is expected");
                return;
        }
        if (reading->seen[field - policy_fields])
                problem(reading, field->id, "重复", "stands twice");
        reading->seen[field - policy_fields] = true;
        if (!read_count(json_object_get(row, "stored"), &value) || value < field->least || value > field->most)
                problem(reading, field->id, "应为 %" PRIu32 " 至 %" PRIu32 " 的整数",
                        "a whole number from %" PRIu32 " to %" PRIu32 " is expected", field->least, field->most);
        else
                policy_fields_set(field, &reading->policy, value);
}

static void read_thresholds(struct reading *reading, const char *key, const json_t *value)
{
        if (!json_is_array(value)) {
                problem(reading, key, "应为数组", "an array is expected");
                return;
        }
        for (size_t i = 0; i < json_array_size(value); i++) {
                const char *place = arena_print(reading->session->arena, "%s[%zu]", key, i);

                read_threshold(reading, place ? place : key, json_array_get(value, i));
        }
}

static void read_days(struct reading *reading, const char *key, const json_t *value, bool weekend,
                      struct day **ret_days, size_t *ret_n)
{
        const size_t n = json_array_size(value);
        struct day *days = arena_array(reading->session->arena, n, sizeof *days);
        struct policy_calendar_flaw flaw;
        char text[DAY_TEXT_SIZE];

        if (!json_is_array(value) || n > LIMIT_LIST_ITEMS) {
                problem(reading, key, "应为日期的数组,至多 %d 项", "an array of at most %d days is expected",
                        LIMIT_LIST_ITEMS);
                return;
        }
        reading->failed = reading->failed || !days;
        for (size_t i = 0; days && i < n; i++) {
                const char *day = json_string_value(json_array_get(value, i));

                if (!day || day_from_text(bytes_str(day), &days[i]) != 0 || !day_is_set(days[i])) {
                        problem(reading, key, "第 %zu 项不是日期", "item %zu is no date", i + 1);
                        return;
                }
        }
        if (days && !policy_calendar_is_sound(days, n, weekend, &flaw))
                problem(reading, key, "%s %s", "%s %s", day_text(flaw.day, text),
                        session_say(reading->session, flaw.zh, flaw.en));
        *ret_days = days;
        *ret_n = n;
}

static void read_holidays(struct reading *reading, const char *key, const json_t *value)
{
        struct calendar *calendar = &reading->policy.calendar;

        read_days(reading, key, value, false, &calendar->holiday.at, &calendar->holiday.n);
}

static void read_makeup_days(struct reading *reading, const char *key, const json_t *value)
{
        struct calendar *calendar = &reading->policy.calendar;

        read_days(reading, key, value, true, &calendar->makeup.at, &calendar->makeup.n);
}

/* What `policy show` prints about the answer and not about the policy. */
static void pass_over(struct reading *reading UNUSED, const char *key UNUSED, const json_t *value UNUSED)
{
}

static const struct {
        const char *key;
        bool needed;
        void (*read)(struct reading *, const char *key, const json_t *);
} KEYS[] = {
        {"version", false, read_version},        {"title", false, read_title},
        {"thresholds", true, read_thresholds},   {"holidays", true, read_holidays},
        {"makeup_days", true, read_makeup_days}, {"through_seq", false, pass_over},
        {"judged_through", false, pass_over},
};

static void read_keys(struct reading *reading, json_t *object)
{
        const char *key;
        json_t *value;

        json_object_foreach(object, key, value)
        {
                size_t i = 0;

                while (i < COUNT_OF(KEYS) && strcmp(KEYS[i].key, key) != 0)
                        i++;
                if (i < COUNT_OF(KEYS))
                        KEYS[i].read(reading, key, value);
                else
                        problem(reading, key, "没有这个键", "there is no such key");
        }
        for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
                if (KEYS[i].needed && !json_object_get(object, KEYS[i].key))
                        problem(reading, KEYS[i].key, "缺少", "is missing");
        }
        for (size_t i = 0; i < POLICY_FIELDS && json_object_get(object, "thresholds"); i++) {
                if (!reading->seen[i])
                        problem(reading, policy_fields[i].id, "缺少", "is missing");
        }
}

/* Thresholds that only make sense in order. */
static void check_order(struct reading *reading)
{
        const struct policy *policy = &reading->policy;

        if (policy->serious_below_tenths < policy->behind_below_tenths)
                problem(reading, "serious_below_tenths", "不得小于 behind_below_tenths",
                        "must not be less than behind_below_tenths");
        if (policy->clear_from_tenths > policy->behind_below_tenths)
                problem(reading, "clear_from_tenths", "不得大于 behind_below_tenths",
                        "must not be more than behind_below_tenths");
}

int policy_json_read(struct session *session, const char *path, struct policy *ret_policy)
{
        struct reading reading = {.session = session, .path = path};
        struct bytes text;
        json_error_t error;
        json_t *object;
        int r = source_read_text(session, path, FILE_BYTES_MAX, &text);

        if (r)
                return r;
        object = json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, &error);
        if (!json_is_object(object)) {
                json_decref(object);
                return session_complain(session, CLI_USAGE, "%s:%d: 不是一个 JSON 对象(%s)",
                                        "%s:%d: is no JSON object (%s)", path, object ? 1 : error.line,
                                        object ? "-" : error.text);
        }
        read_keys(&reading, object);
        json_decref(object);
        if (reading.failed)
                return err_fail("out of memory");
        if (reading.problems == 0)
                check_order(&reading);
        if (reading.problems)
                return session_complain(session, CLI_USAGE, "%s 有 %zu 处问题", "%s has %zu problems", path,
                                        reading.problems);
        *ret_policy = reading.policy;
        return 0;
}
