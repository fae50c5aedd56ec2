/* output_xlsx.c - a page as a workbook for an office suite: the text on a sheet of its own, a sheet for each table, with
 * the columns of the CSV, landscape A4, its heading row frozen and repeated on each printed page.
 *
 * What came from others is text and never a formula; figures are numbers as long as a spreadsheet holds them exactly.
 * The library works through files: they lie in a private directory that is gone when the page is printed. It looks
 * at no error while it fills its intermediate files, so the room for them is claimed first. The same page gives the
 * same bytes: the library dates everything in the archive alike, and `created` is the page's day. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "client/cli/output.h"
#include "lib/base/file.h"
#include "lib/base/text.h"

enum {
        SHEET_NAME_SIZE = 32, /* characters, the end included; the widest are of three bytes */
        CELL_UNITS_MAX = 32767, /* UTF-16 */
        DIGITS_MAX = 15, /* that a spreadsheet's number holds exactly */
        PAPER_A4 = 9,
        TEXT_WIDTH = 72, /* of the text sheet's one column, in characters of the default font */
        TITLE_HEIGHT = 36, /* points */
        ROW_HEIGHT_MAX = 409, /* the tallest that spreadsheets know */
        BOOK_BYTES_MAX = 1 << 28,
        BYTES_PER_CELL = 256, /* markup, generously */
};

#define SONG "宋体"
#define FANG_SONG "仿宋"
#define HEI "黑体"

enum style_name { TITLE, HEADING, BODY, RIGHT, TABLE_TITLE, HEAD, TEXT, QUOTED, FIGURE, TENTHS, STYLE_COUNT };

static const struct style {
        const char *font;
        double size;
        enum lxw_format_alignments align;
        bool bold;
        bool bordered;
        const char *number_format;
} STYLES[STYLE_COUNT] = {
        [TITLE] = {SONG, 22, LXW_ALIGN_CENTER, true, false, NULL},
        [HEADING] = {HEI, 16, LXW_ALIGN_LEFT, false, false, NULL},
        [BODY] = {FANG_SONG, 16, LXW_ALIGN_LEFT, false, false, NULL},
        [RIGHT] = {FANG_SONG, 16, LXW_ALIGN_RIGHT, false, false, NULL},
        [TABLE_TITLE] = {SONG, 16, LXW_ALIGN_CENTER, true, false, NULL},
        [HEAD] = {HEI, 10.5, LXW_ALIGN_CENTER, false, true, NULL},
        [TEXT] = {SONG, 10.5, LXW_ALIGN_LEFT, false, true, NULL},
        [QUOTED] = {SONG, 10.5, LXW_ALIGN_LEFT, false, true, "@"}, /* stays text when somebody edits it */
        [FIGURE] = {SONG, 10.5, LXW_ALIGN_CENTER, false, true, NULL},
        [TENTHS] = {SONG, 10.5, LXW_ALIGN_CENTER, false, true, "0.0"},
};

struct book {
        struct page *page;
        lxw_workbook *workbook;
        lxw_format *format[STYLE_COUNT];
        lxw_worksheet *text; /* the first sheet */
        lxw_row_t row; /* its next one */
        lxw_error error; /* the first */
};

static void note(struct book *book, lxw_error error)
{
        if (book->error == LXW_NO_ERROR)
                book->error = error;
}

/* -- texts -- */

/* Control characters and what reverses the direction of reading become visible; line feeds stay. */
static const char *safe(struct page *page, const char *text)
{
        char *copy = NULL;
        size_t len = 0;
        FILE *file = open_memstream(&copy, &len);
        const char *result;

        if (!file) {
                page->failed = true;
                return "";
        }
        for (const char *line = text; *line; line += *line == '\n') {
                const size_t n = strcspn(line, "\n");
                const struct bytes escaped = text_escape(page->arena, bytes_of(line, n));

                page->failed = page->failed || !escaped.at;
                fprintf(file, "%s%.*s", line == text ? "" : "\n", BYTES_ARG(escaped));
                line += n;
        }
        page->failed = fclose(file) != 0 || page->failed;
        result = copy ? page_text(page, "%s", copy) : "";
        free(copy);
        return result;
}

/* How many bytes of the text a cell has room for. */
static size_t room_for(const char *text, size_t units)
{
        size_t at = 0;
        size_t end;

        for (;;) {
                const unsigned char lead = (unsigned char)text[at];
                const size_t wide = lead >= 0xf0 ? 2 : 1;

                if (lead == '\0' || units < wide)
                        return at;
                for (end = at + 1; ((unsigned char)text[end] & 0xc0) == 0x80;)
                        end++;
                units -= wide;
                at = end;
        }
}

/* A cell's text; one that is too long ends by saying so. */
static const char *cell_text(struct page *page, const char *text)
{
        const char *whole = safe(page, text);
        const char *mark = page_say(page, "……(过长,其余见其他格式)", "… (too long; the rest is in other formats)");

        if (whole[room_for(whole, CELL_UNITS_MAX)] == '\0')
                return whole;
        return page_text(page, "%.*s%s", (int)room_for(whole, CELL_UNITS_MAX - strlen(mark)), whole, mark);
}

static void put(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                enum style_name style)
{
        text = cell_text(book->page, text);
        note(book, *text ? worksheet_write_string(sheet, row, column, text, book->format[style])
                         : worksheet_write_blank(sheet, row, column, book->format[style]));
}

/* -- heights: not every office suite finds them by itself -- */

/* How many lines a wrapped text takes in a column of so many characters of the default font. */
static size_t lines_of(const char *text, double column_width, double size)
{
        static const double POINTS_PER_CHARACTER = 5.25;
        const double fits = column_width * POINTS_PER_CHARACTER / (size / 2) - 2; /* a wide character may not fit in */
        size_t lines = 1;

        for (;; text++) {
                const size_t n = strcspn(text, "\n");
                const double width = (double)text_width(bytes_of(text, n));

                lines += width > fits ? (size_t)(width / fits) : 0;
                text += n;
                if (!*text)
                        return lines;
                lines++;
        }
}

static void set_height(struct book *book, lxw_worksheet *sheet, lxw_row_t row, size_t lines, double size)
{
        const double height = (double)lines * size * 1.4 + 4;

        note(book, worksheet_set_row(sheet, row, height < ROW_HEIGHT_MAX ? height : ROW_HEIGHT_MAX, NULL));
}

/* -- sheets -- */

/* The heading up to the first character that a sheet's name may not have, or that begins what only explains it. */
static const char *sheet_name(struct book *book, const char *heading)
{
        static const char *const ENDS[] = {"：", "（", ":", " (", "[", "]", "*", "?", "/", "\\", "'", "\n"};
        size_t len = room_for(heading, SHEET_NAME_SIZE - 1);
        const char *name;

        for (size_t i = 0; i < COUNT_OF(ENDS); i++) {
                const char *end = strstr(heading, ENDS[i]);

                if (end && (size_t)(end - heading) < len)
                        len = (size_t)(end - heading);
        }
        name = page_text(book->page, "%.*s", (int)len, heading);
        return *name && workbook_validate_sheet_name(book->workbook, name) == LXW_NO_ERROR ? name : NULL;
}

/* A name of NULL leaves it to the library. */
static lxw_worksheet *add_sheet(struct book *book, const char *name)
{
        lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);

        if (!sheet) {
                note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
                return NULL;
        }
        worksheet_set_paper(sheet, PAPER_A4);
        worksheet_fit_to_pages(sheet, 1, 0);
        note(book, worksheet_set_footer(sheet, "&C— &P —"));
        return sheet;
}

static void begin_text(struct book *book)
{
        book->text = add_sheet(book, page_say(book->page, "正文", "Text"));
        if (!book->text)
                return;
        worksheet_set_portrait(book->text);
        worksheet_set_margins(book->text, 0.6, 0.6, 1.46, 1.38); /* inches; above and below after GB/T 9704 */
        worksheet_center_horizontally(book->text);
        note(book, worksheet_set_column(book->text, 0, 0, TEXT_WIDTH, NULL));
}

static void add_line(struct book *book, const char *text, enum style_name style)
{
        set_height(book, book->text, book->row, lines_of(text, TEXT_WIDTH, STYLES[style].size), STYLES[style].size);
        put(book, book->text, book->row++, 0, text, style);
}

/* -- tables: the title, the headings, the rows -- */

enum { HEAD_ROW = 1, FIRST_ROW };

static double width_of(const struct column *column)
{
        if (column->flags & COLUMN_RIGHT)
                return 8;
        if (column->flags & COLUMN_WIDE)
                return 60;
        return column->flags & COLUMN_WRAP ? 24 : 14;
}

/* Office suites run a text that begins with one of these as a formula once somebody has edited it. */
static bool is_formula(const char *text)
{
        return *text && strchr("=+-@", *text);
}

static bool is_exact(const char *text)
{
        size_t digits = 0;

        for (; *text; text++)
                digits += *text >= '0' && *text <= '9';
        return digits <= DIGITS_MAX;
}

/* "50.0" stays 50.0 beside 19.2; other figures show as many decimals as they have. */
static bool is_tenths(const char *text)
{
        const char *point = strchr(text, '.');

        return point && strlen(point) == 2;
}

static void put_cell(struct book *book, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const struct cell *cell,
                     bool right)
{
        if (json_is_number(cell->json) && is_exact(cell->text)) {
                lxw_format *format = book->format[is_tenths(cell->text) ? TENTHS : FIGURE];

                note(book, worksheet_write_number(sheet, row, column, json_number_value(cell->json), format));
        } else if (is_formula(cell->text)) {
                put(book, sheet, row, column, cell->text, QUOTED);
        } else {
                put(book, sheet, row, column, cell->text, right ? FIGURE : TEXT);
        }
}

static bool has_text(const struct block *table, size_t column)
{
        for (size_t row = 0; row < table->rows; row++) {
                if (*table->cells[row * table->n_columns + column].text)
                        return true;
        }
        return false;
}

/* Columns for machines keep their place, but are hidden as long as nothing stands in them. */
static void put_column(struct book *book, lxw_worksheet *sheet, lxw_col_t at, const struct block *table, size_t column)
{
        const struct column *head = &table->columns[column];
        lxw_row_col_options options = {.hidden = head->flags & COLUMN_DATA && !has_text(table, column)};

        note(book, worksheet_set_column_opt(sheet, at, at, width_of(head), NULL, &options));
        put(book, sheet, HEAD_ROW, at, page_say(book->page, head->zh, head->en), HEAD);
        for (size_t row = 0; row < table->rows; row++)
                put_cell(book, sheet, (lxw_row_t)(row + FIRST_ROW), at, &table->cells[row * table->n_columns + column],
                         head->flags & COLUMN_RIGHT);
}

static void set_heights(struct book *book, lxw_worksheet *sheet, const struct block *table)
{
        for (size_t row = 0; row < table->rows; row++) {
                size_t most = 1;

                for (size_t i = 0; i < table->n_columns; i++) {
                        const char *text = table->cells[row * table->n_columns + i].text;
                        const size_t lines = lines_of(text, width_of(&table->columns[i]), STYLES[TEXT].size);

                        if (!(table->columns[i].flags & COLUMN_PEOPLE) && lines > most)
                                most = lines;
                }
                set_height(book, sheet, (lxw_row_t)(row + FIRST_ROW), most, STYLES[TEXT].size);
        }
}

static void add_table(struct book *book, const char *title, const struct block *table)
{
        lxw_worksheet *sheet = add_sheet(book, sheet_name(book, title));
        lxw_col_t columns = 0;

        if (!sheet)
                return;
        worksheet_set_landscape(sheet);
        worksheet_set_margins(sheet, 0.79, 0.79, 0.87, 0.79);
        worksheet_freeze_panes(sheet, FIRST_ROW, 0);
        note(book, worksheet_repeat_rows(sheet, HEAD_ROW, HEAD_ROW));
        note(book, worksheet_set_row(sheet, 0, TITLE_HEIGHT, NULL));
        set_heights(book, sheet, table);
        for (size_t i = 0; i < table->n_columns; i++) {
                if (!(table->columns[i].flags & COLUMN_PEOPLE))
                        put_column(book, sheet, columns++, table, i);
        }
        if (columns > 1)
                note(book, worksheet_merge_range(sheet, 0, 0, 0, (lxw_col_t)(columns - 1), cell_text(book->page, title),
                                                 book->format[TABLE_TITLE]));
        else
                put(book, sheet, 0, 0, title, TABLE_TITLE);
}

/* -- the page -- */

static bool is_heading(const struct block *block)
{
        return block && (block->kind == BLOCK_HEADING || block->kind == BLOCK_APPENDIX);
}

static bool is_indented(enum line_place place)
{
        return place == PLACE_BODY || place == PLACE_APART;
}

/* A table takes the heading right before it onto its own sheet. */
static void add_block(struct book *book, const struct block *block, const struct block *before)
{
        const char *indent = page_say(book->page, "　　", "");

        switch (block->kind) {
        case BLOCK_HEADING:
        case BLOCK_APPENDIX:
                if (!block->next || block->next->kind != BLOCK_TABLE)
                        add_line(book, block->text, before ? HEADING : TITLE);
                break;
        case BLOCK_PARAGRAPH:
                add_line(book, page_text(book->page, "%s%s", is_indented(block->place) ? indent : "", block->text),
                         block->place == PLACE_RIGHT ? RIGHT : BODY);
                break;
        case BLOCK_FACT:
                if (*block->text)
                        add_line(book,
                                 page_text(book->page, page_say(book->page, "%s：%s", "%s: %s"), block->text,
                                           block->cell.text),
                                 BODY);
                break;
        case BLOCK_TABLE:
                add_table(book, is_heading(before) ? before->text : block->id, block);
                break;
        case BLOCK_CHART: /* drawn where there is a drawing */
                break;
        }
}

static void set_styles(struct book *book)
{
        for (size_t i = 0; i < STYLE_COUNT; i++) {
                const struct style *style = &STYLES[i];
                lxw_format *format = workbook_add_format(book->workbook);

                book->format[i] = format;
                if (!format) {
                        note(book, LXW_ERROR_MEMORY_MALLOC_FAILED);
                        return;
                }
                format_set_font_name(format, style->font);
                format_set_font_size(format, style->size);
                format_set_align(format, (uint8_t)style->align);
                format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
                format_set_text_wrap(format);
                if (style->bold)
                        format_set_bold(format);
                if (style->bordered)
                        format_set_border(format, LXW_BORDER_THIN);
                if (style->number_format)
                        format_set_num_format(format, style->number_format);
        }
}

static void fill(struct book *book)
{
        lxw_doc_properties properties = {.created = (time_t)book->page->dated.n * 24 * 60 * 60};
        const struct block *before = NULL;

        note(book, workbook_set_properties(book->workbook, &properties));
        set_styles(book);
        begin_text(book);
        for (const struct block *b = book->page->first; b && book->error == LXW_NO_ERROR; b = b->next) {
                add_block(book, b, before);
                before = b;
        }
}

/* -- files -- */

/* More than the library's intermediate files and the book will take together. */
static off_t room_needed(const struct page *page)
{
        size_t bytes = 1 << 20;

        for (const struct block *b = page->first; b; b = b->next) {
                bytes += BYTES_PER_CELL + 4 * strlen(b->text ? b->text : "");
                for (size_t i = 0; i < b->rows * b->n_columns; i++)
                        bytes += BYTES_PER_CELL + 4 * strlen(b->cells[i].text);
        }
        return (off_t)bytes;
}

static int claim_room(const char *path, const struct page *page)
{
        const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        const int r = fd < 0 ? errno : posix_fallocate(fd, 0, room_needed(page));

        if (fd >= 0) {
                close(fd);
                unlink(path);
        }
        return r ? err_fail("no room for the intermediate files of a workbook at %s: %s", path, strerror(r)) : 0;
}

static int make_book(struct page *page, char *dir, const char *path)
{
        lxw_workbook_options options = {.tmpdir = dir};
        struct book book = {.page = page, .workbook = workbook_new_opt(path, &options)};
        lxw_error error;

        if (!book.workbook)
                return err_fail("out of memory");
        fill(&book);
        error = workbook_close(book.workbook);
        note(&book, error);
        return book.error ? err_fail("cannot make the workbook: %s", lxw_strerror(book.error)) : 0;
}

static int copy_out(const char *path, FILE *file)
{
        ARENA struct arena *arena = arena_new(0);
        struct bytes content;
        int r = arena ? file_read(path, BOOK_BYTES_MAX, arena, &content) : err_fail("out of memory");

        if (r)
                return r < 0 ? err_trace(r) : err_fail("cannot read %s: %s", path, file_reason(r));
        fwrite(content.at, 1, content.len, file); /* output_page looks at the file's errors */
        return 0;
}

static int whole(FILE *file, struct page *page)
{
        const char *place = getenv("TMPDIR");
        char dir[4096];
        char path[4096 + 16];
        int r;

        if (snprintf(dir, sizeof dir, "%s/duban.XXXXXX", place && *place ? place : "/tmp") >= (int)sizeof dir)
                return err_fail("TMPDIR is too long");
        if (!mkdtemp(dir))
                return err_fail("cannot make a directory %s: %s", dir, strerror(errno));
        snprintf(path, sizeof path, "%s/book.xlsx", dir);
        r = claim_room(path, page);
        if (r == 0)
                r = make_book(page, dir, path);
        if (r == 0)
                r = copy_out(path, file);
        unlink(path);
        rmdir(dir);
        return r;
}

const struct output output_xlsx = {.name = "xlsx", .format = OUTPUT_XLSX, .whole = whole};
