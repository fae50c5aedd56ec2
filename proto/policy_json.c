/* policy_json.c - a table of the keys; each value read by its own function, flaws collected on the way. */
#include "proto/policy_json.h"

#include <inttypes.h>
#include <jansson.h>

#include "lib/base/text.h"
#include "lib/model/policy_field.h"
#include "proto/limits.h"

enum { FLAWS_MAX = 64 }; /* a file that is wrong throughout needs no longer list */

struct reading {
        struct arena *arena;
        struct policy policy;
        struct policy_json_flaws flaws; /* room for FLAWS_MAX */
        uint64_t stated; /* thresholds by their index */
        bool failed; /* out of memory */
};

static void flaw(struct reading *reading, const char *path, const char *zh, const char *en)
{
        reading->failed = reading->failed || !path || !zh || !en;
        if (reading->flaws.flaw.n < FLAWS_MAX)
                reading->flaws.flaw.at[reading->flaws.flaw.n++] = (struct policy_json_flaw){path, zh, en};
}

static bool read_whole(const json_t *value, uint32_t *ret_whole)
{
        const json_int_t whole = json_is_integer(value) ? json_integer_value(value) : -1;

        if (whole < 0 || whole > UINT32_MAX)
                return false;
        *ret_whole = (uint32_t)whole;
        return true;
}

static struct bytes text_of(const json_t *value)
{
        return bytes_of(json_string_value(value), json_string_length(value));
}

/* -- the keys -- */

static void read_version(struct reading *reading, const json_t *value)
{
        if (!read_whole(value, &reading->policy.version) || reading->policy.version == 0)
                flaw(reading, "version", "应为不小于 1 的整数", "should be a whole number from 1");
}

static void read_title(struct reading *reading, const json_t *value)
{
        const struct bytes title = text_of(value);

        if (json_is_null(value))
                return;
        if (!json_is_string(value) || title.len > LIMIT_TEXT_BYTES || !text_is_plain(title, TEXT_LINES)) {
                flaw(reading, "title", "应为文字,至多 16384 字节", "should be a text of at most 16384 bytes");
                return;
        }
        reading->policy.title = arena_copy(reading->arena, title);
        reading->failed = reading->failed || !reading->policy.title.at;
}

struct days { /* laid out like the lists of struct calendar */
        struct day *at;
        size_t n;
};

/* Holidays are days that would be worked; days worked instead are weekend days. */
static void read_one_day(struct reading *reading, const char *place, const json_t *item, bool weekend,
                         struct days *days)
{
        struct day day = {0};

        if (!json_is_string(item) || day_from_text(text_of(item), &day) != 0 || !day_is_set(day))
                flaw(reading, place, "应为日期,如 \"2023-06-30\"", "should be a date as \"2023-06-30\"");
        else if (day_is_among(day, days->at, days->n))
                flaw(reading, place, "出现两次", "is stated twice");
        else if (weekend && !day_is_weekend(day))
                flaw(reading, place, "不是周末,本就上班", "is no weekend day, so it is worked anyway");
        else if (!weekend && day_is_weekend(day))
                flaw(reading, place, "是周末,本就休息", "is a weekend day, so it is off anyway");
        days->at[days->n++] = day;
}

static struct days read_days(struct reading *reading, const char *key, const json_t *value, bool weekend)
{
        struct days days = {.n = 0};

        if (!json_is_array(value) || json_array_size(value) > LIMIT_LIST_ITEMS) {
                flaw(reading, key, "应为日期的数组,至多 512 项", "should be an array of dates, at most 512");
                return days;
        }
        days.at = arena_array(reading->arena, json_array_size(value), sizeof *days.at);
        reading->failed = reading->failed || !days.at;
        for (size_t i = 0; days.at && i < json_array_size(value); i++)
                read_one_day(reading, arena_print(reading->arena, "%s[%zu]", key, i), json_array_get(value, i), weekend,
                             &days);
        return days;
}

static void read_holidays(struct reading *reading, const json_t *value)
{
        const struct days days = read_days(reading, "holidays", value, false);

        reading->policy.calendar.holiday.at = days.at;
        reading->policy.calendar.holiday.n = days.n;
}

static void read_makeup_days(struct reading *reading, const json_t *value)
{
        const struct days days = read_days(reading, "makeup_days", value, true);

        reading->policy.calendar.makeup.at = days.at;
        reading->policy.calendar.makeup.n = days.n;
}

static size_t index_of(const struct policy_field *field)
{
        return (size_t)(field - policy_field_at(0));
}

static void flaw_of_field(struct reading *reading, const struct policy_field *field, const char *zh, const char *en)
{
        flaw(reading, arena_print(reading->arena, "thresholds.%s", field->id), zh, en);
}

static void flaw_of_range(struct reading *reading, const struct policy_field *field)
{
        flaw_of_field(reading, field,
                      arena_print(reading->arena, "应为 %" PRIu32 " 至 %" PRIu32 " 的整数", field->min, field->max),
                      arena_print(reading->arena, "should be a whole number from %" PRIu32 " to %" PRIu32, field->min,
                                  field->max));
}

static void read_threshold(struct reading *reading, size_t i, json_t *item)
{
        const json_t *name = json_object_get(item, "name");
        const json_t *stored = json_object_get(item, "stored");
        const struct policy_field *field = json_is_string(name) ? policy_field_find(text_of(name)) : NULL;
        uint32_t value = 0;

        if (!name || !stored || json_object_size(item) != 2) {
                flaw(reading, arena_print(reading->arena, "thresholds[%zu]", i), "应为含 name 与 stored 的对象",
                     "should be an object of name and stored");
        } else if (!field) {
                flaw(reading, arena_print(reading->arena, "thresholds[%zu].name", i), "没有这个参数",
                     "there is no such threshold");
        } else if (reading->stated & (uint64_t)1 << index_of(field)) {
                flaw_of_field(reading, field, "出现两次", "is stated twice");
        } else {
                reading->stated |= (uint64_t)1 << index_of(field);
                if (read_whole(stored, &value))
                        policy_field_put(field, value, &reading->policy);
                if (!json_is_integer(stored) || json_integer_value(stored) != value ||
                    !policy_field_in_range(field, &reading->policy))
                        flaw_of_range(reading, field);
        }
}

static void read_thresholds(struct reading *reading, const json_t *value)
{
        const size_t n = json_array_size(value);

        if (!json_is_array(value) || n > LIMIT_LIST_ITEMS)
                flaw(reading, "thresholds", "应为数组,至多 512 项", "should be an array of at most 512");
        for (size_t i = 0; n <= LIMIT_LIST_ITEMS && i < n; i++)
                read_threshold(reading, i, json_array_get(value, i));
}

/* What the page says beside the policy. */
static void pass_over(struct reading *reading UNUSED, const json_t *value UNUSED)
{
}

static const struct {
        const char *name;
        bool needed;
        void (*read)(struct reading *, const json_t *);
} KEYS[] = {
        {"version", false, read_version},        {"title", false, read_title},
        {"thresholds", true, read_thresholds},   {"holidays", true, read_holidays},
        {"makeup_days", true, read_makeup_days}, {"through_seq", false, pass_over},
        {"judged_through", false, pass_over},
};

/* -- the whole -- */

static bool is_known(const char *name)
{
        for (size_t i = 0; i < COUNT_OF(KEYS); i++)
                if (strcmp(KEYS[i].name, name) == 0)
                        return true;
        return false;
}

/* A key may hold anything; what is printed of it should be short. */
static const char *shown(struct reading *reading, const char *name)
{
        const struct bytes whole = text_escape(reading->arena, bytes_str(name));

        return arena_string(reading->arena, text_cut(whole, 40));
}

/* Order is asked of sound values only: one slip, one flaw. */
static void check_stated(struct reading *reading)
{
        const bool sound = reading->flaws.flaw.n == 0;
        const struct policy_field *field;

        for (size_t i = 0; (field = policy_field_at(i)); i++) {
                if (!(reading->stated & (uint64_t)1 << i))
                        flaw_of_field(reading, field, "缺少此参数", "is missing");
                else if (sound && !policy_field_in_order(field, &reading->policy))
                        flaw_of_field(reading, field, arena_print(reading->arena, "不能小于 %s", field->not_below),
                                      arena_print(reading->arena, "may not be less than %s", field->not_below));
        }
}

static void read_policy(struct reading *reading, json_t *object)
{
        const char *name;
        json_t *value;

        if (!json_is_object(object)) {
                flaw(reading, "-", "应为对象", "should be an object");
                return;
        }
        json_object_foreach(object, name, value)
        {
                if (!is_known(name))
                        flaw(reading, shown(reading, name), "不认识的字段", "there is no such key");
        }
        for (size_t i = 0; i < COUNT_OF(KEYS); i++) {
                value = json_object_get(object, KEYS[i].name);
                if (value)
                        KEYS[i].read(reading, value);
                else if (KEYS[i].needed)
                        flaw(reading, KEYS[i].name, "缺少此字段", "is missing");
        }
        if (json_object_get(object, "thresholds"))
                check_stated(reading);
}

static void flaw_of_syntax(struct reading *reading, const json_error_t *error)
{
        const char *what = shown(reading, error->text);

        flaw(reading, arena_print(reading->arena, "%d:%d", error->line, error->column),
             arena_print(reading->arena, "不是 JSON:%s", what ? what : ""),
             arena_print(reading->arena, "is no JSON: %s", what ? what : ""));
}

int policy_json_read(struct bytes text, struct arena *arena, struct policy *ret_policy,
                     struct policy_json_flaws *ret_flaws)
{
        struct reading reading = {.arena = arena};
        json_error_t error;
        json_t *object;

        reading.flaws.flaw.at = arena_array(arena, FLAWS_MAX, sizeof *reading.flaws.flaw.at);
        if (!reading.flaws.flaw.at)
                return err_fail("out of memory");
        if (text.len > POLICY_JSON_BYTES_MAX) {
                flaw(&reading, "-", "超过 262144 字节", "is longer than 262144 bytes");
        } else {
                text = text_without_mark(text);
                object = json_loadb((const char *)text.at, text.len, JSON_REJECT_DUPLICATES, &error);
                if (object)
                        read_policy(&reading, object);
                else
                        flaw_of_syntax(&reading, &error);
                json_decref(object);
        }
        if (reading.failed)
                return err_fail("out of memory");
        if (reading.flaws.flaw.n) {
                *ret_flaws = reading.flaws;
                return POLICY_JSON_BAD;
        }
        *ret_policy = reading.policy;
        return 0;
}
