/* args.c - one pass over argv. */
#include "client/cli/args.h"

#include <string.h>

static const struct args_option *find(const struct args_option *const *tables, size_t n_tables, const char *name,
                                      size_t len)
{
        for (size_t t = 0; t < n_tables; t++) {
                for (const struct args_option *row = tables[t]; row && row->name; row++) {
                        if (strlen(row->name) == len && memcmp(row->name, name, len) == 0)
                                return row;
                }
        }
        return NULL;
}

static int choose(struct args *args, const struct args_option *row, const char *value)
{
        if (!row->repeats && args_has(args, row->name))
                return ARGS_TWICE;
        if (args->n_chosen == ARGS_CHOSEN_MAX)
                return ARGS_TOO_MANY;
        args->chosen[args->n_chosen++] = (struct args_chosen){row->name, value};
        return 0;
}

/* One `--name`, with `next` as the argument behind it (NULL at the end). */
static int take_option(struct args *args, const struct args_option *const *tables, size_t n_tables, const char *text,
                       const char *next, bool *ret_took_next)
{
        const char *equals = strchr(text, '=');
        const size_t len = equals ? (size_t)(equals - text) : strlen(text);
        const struct args_option *row = find(tables, n_tables, text, len);

        if (!row)
                return ARGS_UNKNOWN;
        if (!row->value)
                return equals ? ARGS_VALUE_ON_SWITCH : choose(args, row, "");
        if (equals)
                return choose(args, row, equals + 1);
        if (!next || strncmp(next, "--", 2) == 0)
                return ARGS_NO_VALUE;
        *ret_took_next = true;
        return choose(args, row, next);
}

static int take_word(struct args *args, const char *word)
{
        if (args->words == ARGS_WORDS_MAX)
                return ARGS_TOO_MANY;
        args->word[args->words++] = word;
        return 0;
}

int args_parse(int argc, char **argv, const struct args_option *const *tables, size_t n_tables, struct args *ret_args,
               const char **ret_culprit)
{
        struct args args = {.words = 0};
        bool options_over = false;

        for (int i = 0; i < argc; i++) {
                const char *next = i + 1 < argc ? argv[i + 1] : NULL;
                bool took_next = false;
                int r;

                if (!options_over && strcmp(argv[i], "--") == 0) {
                        options_over = true;
                        continue;
                }
                if (!options_over && argv[i][0] == '-' && argv[i][1] == '-')
                        r = take_option(&args, tables, n_tables, argv[i] + 2, next, &took_next);
                else if (!options_over && argv[i][0] == '-' && argv[i][1] != '\0')
                        r = ARGS_UNKNOWN; /* there are no short options; a lone "-" is standard input */
                else
                        r = take_word(&args, argv[i]);
                if (r) {
                        *ret_culprit = argv[i];
                        return r;
                }
                i += took_next;
        }
        *ret_args = args;
        return 0;
}

const char *args_next(const struct args *args, const char *name, size_t *position)
{
        for (size_t i = *position; i < args->n_chosen; i++) {
                if (strcmp(args->chosen[i].name, name) == 0) {
                        *position = i + 1;
                        return args->chosen[i].value;
                }
        }
        return NULL;
}

const char *args_get(const struct args *args, const char *name)
{
        size_t position = 0;

        return args_next(args, name, &position);
}

bool args_has(const struct args *args, const char *name)
{
        return args_get(args, name) != NULL;
}
