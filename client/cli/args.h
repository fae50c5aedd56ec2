/* args.h - the words and options of a command line, read by tables.
 *
 * A table ends with a row whose name is NULL. `--name value`, `--name=value` (also of a value that begins with
 * `--`), `--` ends the options; an option is given once unless its row says otherwise. Values point into argv. Pure. */
#ifndef DUBAN_CLI_ARGS_H
#define DUBAN_CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/error.h"

struct args_option {
        const char *name; /* without the dashes */
        const char *value; /* what to write for its value in the help; NULL = a switch */
        const char *zh;
        const char *en;
        bool repeats;
};

enum { ARGS_WORDS_MAX = 16, ARGS_CHOSEN_MAX = 256 };

struct args_chosen {
        const char *name;
        const char *value; /* "" for a switch */
};

struct args {
        const char *word[ARGS_WORDS_MAX];
        size_t words;
        struct args_chosen chosen[ARGS_CHOSEN_MAX];
        size_t n_chosen;
};

enum { ARGS_UNKNOWN = 1, ARGS_NO_VALUE, ARGS_VALUE_ON_SWITCH, ARGS_TWICE, ARGS_TOO_MANY };

/* Reads argv[0..argc) against the tables. → ARGS_*, `*ret_culprit` is then the argument at fault. */
int args_parse(int argc, char **argv, const struct args_option *const *tables, size_t n_tables, struct args *ret_args,
               const char **ret_culprit) CHECKED;

/* The option's value, or NULL when it was not given. */
const char *args_get(const struct args *, const char *name);
bool args_has(const struct args *, const char *name);
/* The next value of a repeated option from *position on, or NULL. Start with 0. */
const char *args_next(const struct args *, const char *name, size_t *position);

#endif
