/* report_args.h - one report from the options of `push` and `correct`.
 *
 * What is given is laid over `base`: a line replaces the line of its part, paragraphs of progress replace all there
 * were. Lives in the session's arena; views point into argv and the base. */
#ifndef DUBAN_CLI_REPORT_ARGS_H
#define DUBAN_CLI_REPORT_ARGS_H

#include "client/cli/session.h"
#include "lib/model/report.h"

/* The rows of the option table that both verbs take. */
#define REPORT_ARGS_OPTIONS                                                                                            \
        {"line", "PART=VALUE[UNIT]", "一个分项的数字,如 1=8场,或状态,如 2=done;可多次给出",                            \
         "a part's figure, such as 1=8场, or its state, such as 2=done; may be repeated", true},                       \
                {"progress", "TEXT", "一段进展情况;可多次给出", "a paragraph of progress; may be repeated", true},     \
        {                                                                                                              \
                "on-behalf-of", "NAME", "代报:所代表的单位", "the department this speaks for", false                   \
        }

/* Reads --date, --line, --progress and --on-behalf-of. CLI_USAGE after a complaint, also when there is no date. */
int report_args_read(struct session *, const struct args *, const struct report *base,
                     struct report *ret_report) CHECKED;
/* Is a --line about that part? Of options that were read. */
bool report_args_names(const struct args *, uint32_t part);

#endif
