/* report_json.h - reports as JSON (client/cli/README.md has the format): one object, several in a row, or one a
 * line. Strict: an unknown key or a wrong type is an error with file, line and path. */
#ifndef DUBAN_CLI_REPORT_JSON_H
#define DUBAN_CLI_REPORT_JSON_H

#include "client/cli/session.h"
#include "lib/model/report.h"

enum { REPORT_JSON_BYTES_MAX = 64 * 1024 * 1024 };

struct report_json {
        LIST(struct report) report;
        size_t room;
};

/* All reports of a file, or none: every problem is told. → CLI_USAGE. `path` may be "-". */
int report_json_read(struct session *, const char *path, struct report_json *ret_reports) CHECKED;
/* The same of a text; `name` stands in the messages. */
int report_json_parse(struct session *, const char *name, struct bytes text, struct report_json *ret_reports) CHECKED;

#endif
