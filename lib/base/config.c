/* config.c - lines of `name = value` against a table. The types are in config_value.c. */
#include "lib/base/config.h"

#include <stdarg.h>
#include <stdlib.h>

#include "lib/base/config_value.h"
#include "lib/base/text.h"

struct config {
        const struct config_row *rows;
        size_t n;
        struct config_value *values; /* one a row */
        int *lines; /* where each was set by the file being parsed; 0 = nowhere */
};

/* Where complaints go, and about which line. */
struct reader {
        struct config *config;
        config_complain *complain;
        void *context;
        int line;
        int outcome;
};

static void complain(struct reader *reader, const char *format, ...) PRINTF(2, 3);

static void complain(struct reader *reader, const char *format, ...)
{
        char sentence[512];
        va_list args;

        va_start(args, format);
        vsnprintf(sentence, sizeof sentence, format, args);
        va_end(args);
        reader->complain(reader->context, reader->line, sentence);
        reader->outcome = CONFIG_BAD;
}

struct config *config_free(struct config *config)
{
        if (!config)
                return NULL;
        for (size_t i = 0; config->values && i < config->n; i++)
                free(config->values[i].text);
        free(config->values);
        free(config->lines);
        free(config);
        return NULL;
}

struct config *config_new(const struct config_row *rows, size_t n)
{
        struct config *config = calloc(1, sizeof *config);
        int r;

        if (!config)
                return NULL;
        *config = (struct config){.rows = rows, .n = n};
        config->values = calloc(n, sizeof *config->values);
        config->lines = calloc(n, sizeof *config->lines);
        if (!config->values || !config->lines)
                return config_free(config);
        for (size_t i = 0; i < n; i++) {
                r = config_value_read(&rows[i], bytes_str(rows[i].preset), &config->values[i]);
                invariant(r <= 0);
                if (r)
                        return config_free(config);
        }
        return config;
}

/* The row's index, or n. */
static size_t find(const struct config *config, struct bytes name)
{
        size_t i = 0;

        while (i < config->n && !bytes_is(name, config->rows[i].name))
                i++;
        return i;
}

static int set(struct reader *reader, struct bytes name, struct bytes text)
{
        struct config *config = reader->config;
        const size_t i = find(config, name);
        char rule[CONFIG_RULE_SIZE];
        struct config_value value;
        int r;

        if (i == config->n) {
                complain(reader, "there is no setting \"%.*s\"; config --print shows them all", BYTES_ARG(name));
                return 0;
        }
        if (reader->line > 0 && config->lines[i] > 0) {
                complain(reader, "%s is set already in line %d; delete one of the two", config->rows[i].name,
                         config->lines[i]);
                return 0;
        }
        r = config_value_read(&config->rows[i], text, &value);
        if (r < 0)
                return err_trace(r);
        if (r == CONFIG_BAD) {
                config_value_rule(&config->rows[i], rule);
                complain(reader, "%s = %.*s is not possible; write %s", config->rows[i].name, BYTES_ARG(text), rule);
                return 0;
        }
        free(config->values[i].text);
        config->values[i] = value;
        config->lines[i] = reader->line;
        return 0;
}

int config_set(struct config *config, struct bytes name, struct bytes value, config_complain *say, void *context)
{
        struct reader reader = {.config = config, .complain = say, .context = context};
        const int r = set(&reader, name, value);

        return r ? err_trace(r) : reader.outcome;
}

static bool is_blank(uint8_t c)
{
        return c == ' ' || c == '\t' || c == '\r';
}

static struct bytes trim(struct bytes text)
{
        while (text.len > 0 && is_blank(text.at[0]))
                text = bytes_of(text.at + 1, text.len - 1);
        while (text.len > 0 && is_blank(text.at[text.len - 1]))
                text.len--;
        return text;
}

static struct bytes without_comment(struct bytes line)
{
        for (size_t i = 0; i < line.len; i++)
                if (line.at[i] == '#' && (i == 0 || is_blank(line.at[i - 1])))
                        return bytes_of(line.at, i);
        return line;
}

static int read_line(struct reader *reader, struct bytes line)
{
        const struct bytes text = trim(without_comment(line));
        const uint8_t *equals = text.len > 0 ? memchr(text.at, '=', text.len) : NULL;
        size_t len;

        if (text.len == 0)
                return 0;
        if (!equals) {
                complain(reader, "\"%.*s\" is not a setting; write name = value", BYTES_ARG(text));
                return 0;
        }
        len = (size_t)(equals - text.at);
        return set(reader, trim(bytes_of(text.at, len)), trim(bytes_of(equals + 1, text.len - len - 1)));
}

int config_parse(struct config *config, struct bytes content, config_complain *say, void *context)
{
        struct reader reader = {.config = config, .complain = say, .context = context};
        struct bytes rest = text_without_mark(content);
        struct bytes line;
        int r = 0;

        memset(config->lines, 0, config->n * sizeof *config->lines);
        while (r == 0 && text_next_line(&rest, &line)) {
                reader.line++;
                r = read_line(&reader, line);
        }
        return r ? err_trace(r) : reader.outcome;
}

static size_t index_of(const struct config *config, const char *name)
{
        const size_t i = find(config, bytes_str(name));

        invariant(i < config->n);
        return i;
}

const char *config_text(const struct config *config, const char *name)
{
        return config->values[index_of(config, name)].text;
}

uint64_t config_number(const struct config *config, const char *name)
{
        const size_t i = index_of(config, name);

        invariant(config->rows[i].type >= CONFIG_NUMBER);
        return config->values[i].number;
}

static void print_row(const struct config_row *row, const char *mark, const char *text, FILE *out)
{
        char rule[CONFIG_RULE_SIZE];

        config_value_rule(row, rule);
        fprintf(out, "# %s\n# %s; default %s; read by: %s\n%s%s = %s\n\n", row->help, rule,
                row->preset[0] ? row->preset : "empty", row->roles ? row->roles : "all", mark, row->name, text);
}

void config_print(const struct config *config, FILE *out)
{
        for (size_t i = 0; i < config->n; i++)
                print_row(&config->rows[i], "", config->values[i].text, out);
}

void config_print_presets(const struct config_row *rows, size_t n, FILE *out)
{
        for (size_t i = 0; i < n; i++)
                print_row(&rows[i], "#", rows[i].preset, out);
}
