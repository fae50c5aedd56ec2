/* help.h - what --help prints, made from the tables of verbs and options. */
#ifndef DUBAN_CLI_HELP_H
#define DUBAN_CLI_HELP_H

#include "client/cli/verb.h"

/* All verbs, grouped by who uses them; to standard output when asked for, else to standard error as usage.
 * Returns CLI_FINE or CLI_USAGE. */
int help_all(const struct session *, bool asked);
/* `duban plan`: the verbs that begin with this word, or a complaint when there are none. CLI_FINE when they were
 * asked for and there are some, else CLI_USAGE. */
int help_family(const struct session *, const char *word, bool asked);
/* One verb: arguments, options, an example. CLI_FINE. */
int help_verb(const struct session *, const struct verb *);

#endif
