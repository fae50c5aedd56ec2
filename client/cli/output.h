/* output.h - the ways to print a page: one vtable, six fillings. */
#ifndef DUBAN_CLI_OUTPUT_H
#define DUBAN_CLI_OUTPUT_H

#include <stdio.h>

#include "client/cli/page.h"

enum output_format {
        OUTPUT_TEXT = 1,
        OUTPUT_JSON = 2,
        OUTPUT_CSV = 4,
        OUTPUT_MD = 8,
        OUTPUT_HTML = 16,
        OUTPUT_XLSX = 32
}; /* bits of a set */

struct output {
        const char *name; /* as in --format */
        enum output_format format;
        int (*heading)(FILE *, struct page *, const struct block *); /* of an appendix, too */
        int (*paragraph)(FILE *, struct page *, const struct block *);
        int (*fact)(FILE *, struct page *, const struct block *);
        int (*table)(FILE *, struct page *, const struct block *);
        int (*whole)(FILE *, struct page *); /* prints the page at once, instead of the four above */
};

extern const struct output output_text;
extern const struct output output_json;
extern const struct output output_csv;
extern const struct output output_md;
extern const struct output output_html;
extern const struct output output_xlsx;

/* NULL when there is no such format. */
const struct output *output_find(const char *name);
const struct output *output_of(enum output_format);

/* Print the page and flush. 0, or negative when the page is broken or the file cannot be written. */
int output_page(const struct output *, FILE *, struct page *) CHECKED;

/* Does something else than a fact follow this one, for people? */
bool output_ends_facts(const struct block *fact);
/* One row as a JSON object, keyed by the columns' ids; the caller owns it. NULL when out of memory. */
json_t *output_row(const struct block *table, size_t row);
/* A JSON value and a line feed, on one line or indented. */
int output_value(FILE *, const json_t *, bool indented) CHECKED;

/* The font of tables and drawings in HTML. */
#define OUTPUT_HTML_SONG "SimSun,'宋体','Noto Serif CJK SC',serif"
/* Text as HTML: escaped, line feeds as `feed`. */
void output_html_text(FILE *, struct page *, const char *text, const char *feed);
/* A drawing for the middle of an HTML page. */
void output_svg_chart(FILE *, struct page *, const struct chart *);

/* Texts as one line of CSV, flushed. */
int output_csv_line(FILE *, const char *const *cells, size_t n) CHECKED;

#endif
