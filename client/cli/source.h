/* source.h - a file, or standard input for "-", as text in the session's arena. */
#ifndef DUBAN_CLI_SOURCE_H
#define DUBAN_CLI_SOURCE_H

#include "client/cli/session.h"

/* UTF-8 without its BOM; GB18030 is turned into UTF-8. → CLI_USAGE after a complaint: not readable, longer than
 * `most` bytes, neither encoding, an office workbook, no text. */
int source_read_text(struct session *, const char *path, size_t most, struct bytes *ret_text) CHECKED;

#endif
