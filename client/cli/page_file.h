/* page_file.h - a page into a file of a given name, whole or not at all. */
#ifndef DUBAN_CLI_PAGE_FILE_H
#define DUBAN_CLI_PAGE_FILE_H

#include "client/cli/session.h"

/* As session_print, into the file `path`, or NULL = to standard output. An older file is replaced once the new one is
 * on the disk. What only programs can read is kept from terminals. → CLI_USAGE, CLI_NO_ANSWER after a complaint */
int page_file_print(struct session *, struct page *, const char *path, int outcome) CHECKED;

#endif
