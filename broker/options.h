/* options.h - the options of a verb as a table: each takes a value or is a flag, each at most once.
 * Values point into argv. */
#ifndef DUBAN_BROKER_OPTIONS_H
#define DUBAN_BROKER_OPTIONS_H

#include "broker/admin.h"
#include "lib/base/bytes.h"

struct option_row {
        const char *name; /* "--dir"; NULL = the positional argument */
        const char **value; /* takes a value … */
        bool *flag; /* … or is a flag */
};

/* 0; OPTIONS_HELP when --help was asked for; OPTIONS_BAD with the reason told. */
enum { OPTIONS_BAD = 1, OPTIONS_HELP };
int options_parse(const struct admin_verb *, const struct option_row *rows, size_t n, int argc, char **argv);
/* "123" within a u64. → OPTIONS_BAD with the reason told. */
int options_number(const char *name, const char *text, uint64_t *ret_number);

#endif
