/* csv.h - a CSV file from an office spreadsheet: UTF-8 (with or without BOM) or GB18030, a header line, rows;
 * commas, or semicolons or tabs where the header has no comma.
 *
 * Everything lives in the session's arena. What is wrong is collected with line and column, and printed all at
 * once, so that a clerk can mend the file in one go. */
#ifndef DUBAN_CLI_CSV_H
#define DUBAN_CLI_CSV_H

#include "client/cli/session.h"

enum { CSV_FILE_BYTES_MAX = 64 * 1024 * 1024, CSV_PROBLEMS_SHOWN = 100 };

struct csv_row {
        unsigned line; /* where it begins, from 1 */
        LIST(struct bytes) cell;
};

struct csv {
        struct session *session; /* borrowed */
        const char *path; /* as given; for messages */
        struct csv_row header;
        LIST(struct csv_row) row;
        size_t room;
        size_t problems;
};

/* Reads the file. → CLI_USAGE after a complaint when it cannot be read at all. */
int csv_read(struct session *, const char *path, struct csv *ret_csv) CHECKED;
/* The column with that header, or -1. */
int csv_column(const struct csv *, const char *name);
/* The cell of a row, trimmed; empty when the column is -1 or the row is short. */
struct bytes csv_cell(const struct csv_row *, int column);
/* Notes a problem, "file:line: column: reason", and prints it (the first CSV_PROBLEMS_SHOWN). */
void csv_problem(struct csv *, unsigned line, const char *column, const char *zh, const char *en, ...)
        __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
/* Headers that are not among the n names are problems; a name that must be there is one when missing: then the
 * rows are left out, for each of them would be wrong for the same reason. */
void csv_check_header(struct csv *, const char *const *names, size_t n, size_t n_needed);
/* 0 when there was no problem, else CLI_USAGE after a closing line. */
int csv_finish(const struct csv *) CHECKED;

#endif
