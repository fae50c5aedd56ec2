/* config_value.c - numbers with units, paths, endpoints: what a value may be and how that is said. */
#include "lib/base/config_value.h"

#include <stdlib.h>

#include "lib/base/text.h"

struct unit {
        const char *name;
        uint64_t size;
};

static const struct unit NO_UNITS[] = {{"", 1}, {NULL, 0}};
/* The largest first, so that a value is said in the largest that fits. */
static const struct unit TIME_UNITS[] = {
        {"d", 86400000}, {"h", 3600000}, {"min", 60000}, {"s", 1000}, {"ms", 1}, {NULL, 0},
};
static const struct unit SIZE_UNITS[] = {
        {"TiB", 1ull << 40}, {"GiB", 1ull << 30}, {"MiB", 1ull << 20}, {"KiB", 1ull << 10}, {"B", 1}, {NULL, 0},
};

static const struct {
        const char *words;
        const struct unit *units; /* NULL: not a number */
} TYPES[] = {
        [CONFIG_TEXT] = {"a text", NULL},
        [CONFIG_PATH] = {"a path", NULL},
        [CONFIG_ENDPOINT] = {"tcp://host:port, ipc://path or inproc://name", NULL},
        [CONFIG_NUMBER] = {"a number", NO_UNITS},
        [CONFIG_DURATION] = {"a duration (ms, s, min, h, d)", TIME_UNITS},
        [CONFIG_BYTES] = {"a size (B, KiB, MiB, GiB, TiB)", SIZE_UNITS},
        [CONFIG_BOOL] = {"yes or no", NULL},
};

/* Digits, blanks, a unit. */
static bool read_number(struct bytes text, const struct unit *units, uint64_t *ret_number)
{
        uint64_t number = 0;
        size_t i = 0;

        for (; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++)
                if (__builtin_mul_overflow(number, 10, &number) ||
                    __builtin_add_overflow(number, text.at[i] - '0', &number))
                        return false;
        if (i == 0)
                return false;
        while (i < text.len && text.at[i] == ' ')
                i++;
        while (units->name && !bytes_is(bytes_of(text.at + i, text.len - i), units->name))
                units++;
        if (!units->name || __builtin_mul_overflow(number, units->size, &number))
                return false;
        *ret_number = number;
        return true;
}

static bool in_range(const struct config_row *row, uint64_t number)
{
        return number >= row->min && (row->max == 0 || number <= row->max);
}

static bool is_endpoint(struct bytes text)
{
        static const char *const SCHEMES[] = {"tcp://", "ipc://", "inproc://"};

        for (size_t i = 0; i < COUNT_OF(SCHEMES); i++)
                if (text.len > strlen(SCHEMES[i]) && memcmp(text.at, SCHEMES[i], strlen(SCHEMES[i])) == 0)
                        return true;
        return false;
}

static bool is_allowed(const struct config_row *row, struct bytes text, uint64_t *ret_number)
{
        if (!text_valid_utf8(text) || text_has_control(text) || memchr(text.at, '\n', text.len))
                return false;
        if (TYPES[row->type].units)
                return read_number(text, TYPES[row->type].units, ret_number) && in_range(row, *ret_number);
        switch (row->type) {
        case CONFIG_BOOL:
                *ret_number = bytes_is(text, "yes");
                return *ret_number || bytes_is(text, "no");
        case CONFIG_ENDPOINT:
                return is_endpoint(text) || (text.len == 0 && row->min == 0);
        case CONFIG_PATH:
                return text.len > 0 && in_range(row, text.len);
        default:
                return in_range(row, text.len);
        }
}

int config_value_read(const struct config_row *row, struct bytes text, struct config_value *ret_value)
{
        struct config_value value = {.number = 0};

        if (!is_allowed(row, text, &value.number))
                return CONFIG_BAD;
        value.text = strndup(text.len > 0 ? (const char *)text.at : "", text.len);
        if (!value.text)
                return err_fail("out of memory: %s", row->name);
        *ret_value = value;
        return 0;
}

/* "90 s": in the largest unit that divides it. */
static int say_number(const struct unit *units, uint64_t number, char *out, size_t size)
{
        while (units[1].name && (number == 0 || number % units->size != 0))
                units++;
        return snprintf(out, size, "%llu%s%s", (unsigned long long)(number / units->size), units->name[0] ? " " : "",
                        units->name);
}

void config_value_rule(const struct config_row *row, char out[CONFIG_RULE_SIZE])
{
        const struct unit *units = TYPES[row->type].units;
        char least[32];
        char most[32] = "any";

        if (!units) {
                snprintf(out, CONFIG_RULE_SIZE, "%s", TYPES[row->type].words);
                return;
        }
        say_number(units, row->min, least, sizeof least);
        if (row->max > 0)
                say_number(units, row->max, most, sizeof most);
        snprintf(out, CONFIG_RULE_SIZE, "%s%s%s, from %s to %s", TYPES[row->type].words, row->unit ? " of " : "",
                 row->unit ? row->unit : "", least, most);
}
