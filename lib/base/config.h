/* config.h - a configuration as a table: names, types, ranges, defaults and words to explain them.
 *
 * The caller owns the table and its strings; they outlive the config. From it come the parser of `name = value`
 * lines, the printed configuration and the commented file that `init` writes. A `#` at the start of a line or
 * after a blank begins a comment. One thread while reading in; afterwards it is only read, by any. */
#ifndef DUBAN_BASE_CONFIG_H
#define DUBAN_BASE_CONFIG_H

#include <stdio.h>

#include "lib/base/bytes.h"
#include "lib/base/error.h"

enum config_type {
        CONFIG_TEXT, /* printable UTF-8; min and max count its bytes */
        CONFIG_PATH, /* the same, not empty */
        CONFIG_ENDPOINT, /* tcp://host:port, ipc://path or inproc://name; or empty when min is 0 */
        CONFIG_NUMBER, /* decimal */
        CONFIG_DURATION, /* number and unit: ms s min h d; kept in ms */
        CONFIG_BYTES, /* number and unit: B KiB MiB GiB TiB; kept in bytes */
        CONFIG_BOOL, /* yes or no */
};

struct config_row {
        const char *name;
        enum config_type type;
        const char *unit; /* what a CONFIG_NUMBER counts; NULL = nothing to say */
        uint64_t min;
        uint64_t max; /* 0 = no limit */
        const char *preset; /* the default, as it would be written in the file */
        const char *roles; /* who reads it: "broker collector"; NULL = all */
        const char *help; /* one line */
};

enum { CONFIG_BAD = 1 };

struct config;

/* Told once for each line that is wrong: what is wrong and what would be right. `line` 0: not from a file. */
typedef void config_complain(void *context, int line, const char *sentence);

/* With every default set. A default that its own row forbids is a broken promise. NULL when out of memory. */
struct config *config_new(const struct config_row *rows, size_t n);
struct config *config_free(struct config *); /* accepts NULL, returns NULL */

/* A file's content. Goes on after an error, so that all of them are told. → CONFIG_BAD: at least one. */
int config_parse(struct config *, struct bytes content, config_complain *, void *context) CHECKED;
/* One value, as from a command line. → CONFIG_BAD. */
int config_set(struct config *, struct bytes name, struct bytes value, config_complain *, void *context) CHECKED;

/* By a name of the table, of a suitable type. Texts live until the next set. Bool is 0 or 1. */
const char *config_text(const struct config *, const char *name);
uint64_t config_number(const struct config *, const char *name);

/* Every value with its unit, default and help, in a form that config_parse takes again. */
void config_print(const struct config *, FILE *);
/* The same with every line commented out: what `init` writes. */
void config_print_presets(const struct config_row *rows, size_t n, FILE *);

#endif
