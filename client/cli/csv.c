/* csv.c - libcsv fed line by line, so that every row knows where it stands. */
#include "client/cli/csv.h"

#include <csv.h>
#include <stdarg.h>

#include "client/cli/grow.h"
#include "client/cli/source.h"
#include "lib/base/text.h"

enum { COLUMNS_MAX = 256 };

struct reading {
        struct csv *csv;
        struct bytes cells[COLUMNS_MAX];
        size_t n;
        unsigned start; /* line of the row that is being read */
        bool open; /* a row has begun and not ended */
        bool too_wide;
        bool failed;
};

/* Without the apostrophe that our own output (output_csv.c) and office spreadsheets put before what would run
 * as a formula: a key may begin with `=`. */
static struct bytes plain(const uint8_t *at, size_t len)
{
        const bool is_guarded = len > 1 && at[0] == '\'' && strchr("=+-@\t\r", at[1]) && at[1] != '\0';

        return is_guarded ? bytes_of(at + 1, len - 1) : bytes_of(at, len);
}

static void on_cell(void *at, size_t len, void *context)
{
        struct reading *reading = context;
        struct bytes cell = arena_copy(reading->csv->session->arena, plain(at, len));

        reading->failed = reading->failed || !cell.at;
        if (reading->n == COLUMNS_MAX)
                reading->too_wide = true;
        else
                reading->cells[reading->n++] = cell;
}

static bool push_row(struct csv *csv, struct csv_row row)
{
        csv->row.at = grow(csv->session->arena, csv->row.at, csv->row.n, 1, &csv->room, sizeof row);
        if (!csv->row.at)
                return false;
        csv->row.at[csv->row.n++] = row;
        return true;
}

static bool is_empty(const struct csv_row *row)
{
        for (size_t i = 0; i < row->cell.n; i++) {
                if (row->cell.at[i].len)
                        return false;
        }
        return true;
}

static void on_row(int end UNUSED, void *context)
{
        struct reading *reading = context;
        struct csv *csv = reading->csv;
        struct csv_row row = {.line = reading->start};

        row.cell.n = reading->n;
        row.cell.at = arena_array(csv->session->arena, reading->n, sizeof *row.cell.at);
        if (!row.cell.at) {
                reading->failed = true;
                return;
        }
        memcpy(row.cell.at, reading->cells, reading->n * sizeof *row.cell.at);
        reading->n = 0;
        reading->open = false;
        if (reading->too_wide)
                csv_problem(csv, row.line, "-", "超过 %d 列", "more than %d columns", COLUMNS_MAX);
        reading->too_wide = false;
        if (csv->header.cell.n == 0)
                csv->header = row;
        else if (!is_empty(&row))
                reading->failed = !push_row(csv, row) || reading->failed;
}

static bool is_blank(struct bytes line)
{
        for (size_t i = 0; i < line.len; i++) {
                if (!strchr(" \t\r\n", line.at[i]) || line.at[i] == '\0')
                        return false;
        }
        return true;
}

static void complain_syntax(struct csv *csv, unsigned line)
{
        csv_problem(csv, line, "-", "引号不成对", "a quotation mark without its partner");
}

/* Stops at the first line that is no CSV. */
static void feed(struct csv_parser *parser, struct reading *reading, struct bytes text)
{
        unsigned number = 0;

        while (text.len) {
                const uint8_t *feed_at = memchr(text.at, '\n', text.len);
                const struct bytes line = bytes_of(text.at, feed_at ? (size_t)(feed_at - text.at) + 1 : text.len);

                number++;
                if (!reading->open)
                        reading->start = number;
                reading->open = reading->open || !is_blank(line);
                if (csv_parse(parser, line.at, line.len, on_cell, on_row, reading) != line.len) {
                        complain_syntax(reading->csv, number);
                        return;
                }
                text = bytes_of(text.at + line.len, text.len - line.len);
        }
        if (csv_fini(parser, on_cell, on_row, reading) != 0)
                complain_syntax(reading->csv, reading->start);
}

/* Some spreadsheet programs save a "CSV" with semicolons or tabs; a header of ours without any comma is such a one. */
static uint8_t delimiter_of(struct bytes text)
{
        const uint8_t *end = text.len ? memchr(text.at, '\n', text.len) : NULL;
        const size_t len = end ? (size_t)(end - text.at) : text.len;
        uint8_t delimiter = CSV_COMMA;

        for (size_t i = 0; i < len; i++) {
                if (text.at[i] == CSV_COMMA)
                        return CSV_COMMA;
                if (delimiter == CSV_COMMA && (text.at[i] == ';' || text.at[i] == CSV_TAB))
                        delimiter = text.at[i];
        }
        return delimiter;
}

int csv_read(struct session *session, const char *path, struct csv *ret_csv)
{
        struct csv csv = {.session = session, .path = path};
        struct reading *reading = arena_take(session->arena, sizeof *reading);
        struct csv_parser parser;
        struct bytes text;
        int r;

        r = source_read_text(session, path, CSV_FILE_BYTES_MAX, &text);
        if (r)
                return r;
        if (!reading || csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
                return err_fail("out of memory");
        reading->csv = &csv;
        csv_set_delim(&parser, delimiter_of(text));
        feed(&parser, reading, text);
        csv_free(&parser);
        if (reading->failed)
                return err_fail("out of memory");
        if (csv.header.cell.n == 0)
                csv_problem(&csv, 1, "-", "文件没有表头", "the file has no header line");
        *ret_csv = csv;
        return 0;
}

int csv_column(const struct csv *csv, const char *name)
{
        for (size_t i = 0; i < csv->header.cell.n; i++) {
                if (bytes_is(csv->header.cell.at[i], name))
                        return (int)i;
        }
        return -1;
}

struct bytes csv_cell(const struct csv_row *row, int column)
{
        return column >= 0 && (size_t)column < row->cell.n ? row->cell.at[column] : (struct bytes){NULL, 0};
}

void csv_problem(struct csv *csv, unsigned line, const char *column, const char *zh, const char *en, ...)
{
        const char *place;
        va_list args;

        if (csv->problems++ >= CSV_PROBLEMS_SHOWN)
                return;
        place = arena_print(csv->session->arena, "%s:%u: %s", csv->path, line, column);
        va_start(args, en);
        session_problem_list(csv->session, place ? place : csv->path, zh, en, args);
        va_end(args);
}

static bool is_among(struct bytes name, const char *const *names, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                if (bytes_is(name, names[i]))
                        return true;
        }
        return false;
}

void csv_check_header(struct csv *csv, const char *const *names, size_t n, size_t n_needed)
{
        for (size_t i = 0; i < csv->header.cell.n; i++) {
                const struct bytes name = csv->header.cell.at[i];
                const char *shown = arena_print(csv->session->arena, "%.*s", BYTES_ARG(name));

                if (!is_among(name, names, n))
                        csv_problem(csv, csv->header.line, shown ? shown : "?", "不认识的表头", "no such column");
                else if (csv_column(csv, shown ? shown : "") != (int)i)
                        csv_problem(csv, csv->header.line, shown ? shown : "?", "表头重复", "the column stands twice");
        }
        for (size_t i = 0; i < n_needed; i++) {
                if (csv->header.cell.n == 0 || csv_column(csv, names[i]) >= 0)
                        continue;
                csv_problem(csv, csv->header.line, names[i], "缺少这一列", "this column is missing");
                csv->row.n = 0;
        }
}

int csv_finish(const struct csv *csv)
{
        if (csv->problems == 0)
                return 0;
        return session_complain(csv->session, CLI_USAGE, "%s 有 %zu 处问题,什么都没有导入",
                                "%s: problems: %zu; nothing was taken in", csv->path, csv->problems);
}
