/* output_csv.c - the tables of a page as CSV (RFC 4180, UTF-8); facts and paragraphs are left to the others.
 * A further table follows after an empty line. */
#include "client/cli/output.h"

/* Office spreadsheets run a cell that begins with one of these as a formula; a leading apostrophe stops
 * that. Figures such as -19.2 stay figures. */
static bool is_formula(const char *text)
{
        return strchr("=+@\t\r", text[0]) || (text[0] == '-' && strspn(text + 1, "0123456789.") != strlen(text + 1));
}

static void print_cell(FILE *file, const char *text)
{
        const bool formula = *text && is_formula(text);

        if (!formula && text[strcspn(text, "\",\r\n")] == '\0') {
                fputs(text, file);
                return;
        }
        fputs(formula ? "\"'" : "\"", file);
        for (; *text; text++) {
                if (*text == '"')
                        fputc('"', file);
                fputc(*text, file);
        }
        fputc('"', file);
}

int output_csv_line(FILE *file, const char *const *cells, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                fputs(i ? "," : "", file);
                print_cell(file, cells[i]);
        }
        fputs("\r\n", file);
        return fflush(file) != 0 || ferror(file) ? err_fail("cannot write the output") : 0;
}

static bool is_first_table(const struct page *page, const struct block *table)
{
        const struct block *first = page->first;

        while (first->kind != BLOCK_TABLE)
                first = first->next;
        return first == table;
}

/* The headings when there are no cells. */
static void print_row(FILE *file, const struct page *page, const struct block *table, const struct cell *cells)
{
        const char *between = "";

        for (size_t i = 0; i < table->n_columns; i++) {
                const struct column *column = &table->columns[i];
                const char *name = page->sheet ? page_say(page, column->zh, column->en) : column->id;

                if (column->flags & COLUMN_PEOPLE)
                        continue;
                fputs(between, file);
                print_cell(file, cells ? cells[i].text : name);
                between = ",";
        }
        fputs("\r\n", file);
}

static int table(FILE *file, struct page *page, const struct block *block)
{
        if (!is_first_table(page, block))
                fputs("\r\n", file);
        else if (page->sheet)
                fputs("\xef\xbb\xbf", file);
        print_row(file, page, block, NULL);
        for (size_t row = 0; row < block->rows; row++)
                print_row(file, page, block, block->cells + row * block->n_columns);
        return 0;
}

const struct output output_csv = {.name = "csv", .format = OUTPUT_CSV, .table = table};
