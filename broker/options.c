/* options.c - walks argv against the table. */
#include "broker/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static int complain(const struct admin_verb *verb, const char *what, const char *which)
{
        fprintf(stderr, "duband %s: %s `%s`; try `duband %s --help`\n", verb->name, what, which, verb->name);
        return OPTIONS_BAD;
}

static const struct option_row *find(const struct option_row *rows, size_t n, const char *name)
{
        for (size_t i = 0; i < n; i++)
                if (name ? rows[i].name && strcmp(rows[i].name, name) == 0 : !rows[i].name)
                        return &rows[i];
        return NULL;
}

int options_parse(const struct admin_verb *verb, const struct option_row *rows, size_t n, int argc, char **argv)
{
        for (int i = 1; i < argc; i++) {
                const bool is_option = strncmp(argv[i], "--", 2) == 0;
                const struct option_row *row = find(rows, n, is_option ? argv[i] : NULL);

                if (strcmp(argv[i], "--help") == 0)
                        return OPTIONS_HELP;
                if (!row)
                        return complain(verb, is_option ? "there is no option" : "what is", argv[i]);
                if (row->flag) {
                        *row->flag = true;
                        continue;
                }
                if (*row->value)
                        return complain(verb, "given twice:", argv[i]);
                if (is_option && i + 1 == argc)
                        return complain(verb, "a value must follow", argv[i]);
                *row->value = is_option ? argv[++i] : argv[i];
        }
        return 0;
}

int options_number(const char *name, const char *text, uint64_t *ret_number)
{
        char *end;
        unsigned long long value;

        errno = 0;
        value = strtoull(text, &end, 10);
        if (errno || *end || *text < '0' || *text > '9') { /* strtoull would take blanks and a minus */
                fprintf(stderr, "duband: %s takes a whole number, not `%s`\n", name, text);
                return OPTIONS_BAD;
        }
        *ret_number = value;
        return 0;
}
