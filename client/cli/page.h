/* page.h - what a verb has to show: blocks in order, each with words for people and values for machines.
 *
 * A verb only fills a page; an output (output.h) prints it as text, JSON, CSV or Markdown. Text lives in the
 * page's arena. The page remembers the first failure (out of memory), later calls do nothing, and
 * output_page reports it: a verb looks once, at the end. One thread. */
#ifndef DUBAN_CLI_PAGE_H
#define DUBAN_CLI_PAGE_H

#include <jansson.h>

#include "lib/base/arena.h"
#include "lib/model/words.h"

struct cell {
        const char *text; /* for people; "" = nothing */
        json_t *json; /* for machines; owned by the cell until it is put on a page, which then owns it */
};

enum column_flags {
        COLUMN_RIGHT = 1, /* figures stand right */
        COLUMN_DATA = 2, /* in JSON and CSV only */
        COLUMN_PEOPLE = 4, /* in text, Markdown and HTML only */
        COLUMN_WRAP = 8, /* long texts: broken into lines in text output */
        COLUMN_WIDE = 16, /* the longest of all: gets the room that there is */
};

struct column {
        const char *id;
        const char *zh;
        const char *en;
        unsigned flags;
};

enum block_kind { BLOCK_HEADING, BLOCK_APPENDIX, BLOCK_PARAGRAPH, BLOCK_FACT, BLOCK_TABLE, BLOCK_CHART };

/* Of a paragraph: indented, not indented, a signature, indented after an empty line. */
enum line_place { PLACE_BODY, PLACE_FLUSH, PLACE_RIGHT, PLACE_APART };

struct chart_row { /* values are tenths of a percent or point */
        const char *label;
        const char *text; /* the exact figures */
        bool has_bar;
        int32_t bar; /* how far it has come */
        int32_t tick; /* how far it should be */
        LIST(int32_t) dot;
};

struct chart { /* drawn where there is a drawing: in HTML */
        const char *caption;
        int32_t from; /* what the ends of the axis stand for */
        int32_t to;
        int32_t step;
        LIST(struct chart_row) row;
};

struct block {
        struct block *next;
        enum block_kind kind;
        enum line_place place; /* paragraph */
        const char *id; /* fact, table */
        const char *text; /* heading, appendix, paragraph; label of a fact */
        const char *
                lead; /* how the text begins: the mark of an appendix, the heading that opens a paragraph; NULL = none */
        const char *rest; /* the text behind that */
        struct cell cell; /* fact */
        const struct column *columns; /* table */
        size_t n_columns;
        struct cell *cells; /* row after row; malloc, grows */
        size_t rows;
        size_t room;
        size_t few; /* so many rows are for people, the rest for machines only; 0 = all */
        const struct chart *chart;
};

struct page {
        struct arena *arena; /* borrowed */
        enum language language;
        struct block *first;
        struct block *last;
        bool sheet; /* its CSV is for the spreadsheet of an office: byte order mark, headings in words */
        struct day dated; /* the day that stands on it, for files that carry one */
        bool failed;
};

void page_open(struct page *, struct arena *, enum language);
/* Frees what the page owns; the arena stays. */
void page_close(struct page *);

/* printf into the page's arena; "" after a failure. */
const char *page_text(struct page *, const char *format, ...) PRINTF(2, 3);
/* zh or en, by the page's language. */
const char *page_say(const struct page *, const char *zh, const char *en);

/* "2023年6月30日", or as machines write it. */
const char *page_date(struct page *, struct day);
/* Two texts with a semicolon between them; either may be "". */
const char *page_join(struct page *, const char *text, const char *more);

void page_heading(struct page *, const char *text);
/* A heading that begins an appendix, "附件1" and its title: wide pages of its own where there are pages. */
void page_appendix(struct page *, const char *mark, const char *title);
void page_paragraph(struct page *, const char *text);
void page_line(struct page *, const char *text, enum line_place);
/* A paragraph that opens with a heading of its own: "（一）限期整改。" and what is said under it. */
void page_item(struct page *, const char *lead, const char *rest);
/* A fact whose label is "" is for machines only. */
void page_fact(struct page *, const char *id, const char *zh, const char *en, struct cell);
/* Begins a table; `columns` must outlive the page (they are static tables). */
void page_table(struct page *, const char *id, const struct column *columns, size_t n_columns);
/* The chart and its rows must live as long as the page's arena. */
void page_chart(struct page *, const struct chart *);
/* Adds a row of n_columns cells to the table begun last; takes the cells over. */
void page_row(struct page *, const struct cell *cells);

/* Of the table begun last people see the first rows only, where there are more than `most`, and a line that says how many
 * more there are and which command lists them. */
void page_few(struct page *, size_t most, const char *command);
/* How many rows of a table people see. */
size_t page_shown(const struct block *);

/* Cells. Nothing known gives empty text and null. */
struct cell cell_none(void);
struct cell cell_string(struct page *, const char *text); /* NULL = none; text is not copied */
struct cell cell_bytes(struct page *, struct bytes text); /* empty = none */
struct cell cell_count(struct page *, uint64_t);
struct cell cell_nonzero(struct page *, uint64_t); /* 0 = none */
struct cell cell_place(struct page *, uint32_t task, uint32_t part); /* "72.2"; task 0 = none */
struct cell cell_yes(struct page *, bool);
struct cell cell_word(struct page *, const struct word_list *, int value); /* unspecified = none */
struct cell cell_day(struct page *, struct day);
struct cell cell_instant(struct page *, uint64_t utc_ms); /* 0 = none */
struct cell cell_number(struct page *, struct number);
struct cell cell_percent(struct page *, struct ratio); /* one decimal, from the exact ratio */
struct cell cell_names(struct page *, const struct bytes *names, size_t n);
struct cell cell_paragraphs(struct page *, const struct bytes *paragraphs, size_t n); /* a line each */
struct cell cell_sequences(struct page *, const uint64_t *sequences, size_t n);
struct cell cell_hex(struct page *, struct bytes);
/* Own text beside own JSON, which is taken over. */
struct cell cell_pair(const char *text, json_t *json);

#endif
