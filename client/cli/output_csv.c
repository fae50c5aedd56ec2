/* output_csv.c - the tables of a page as CSV (RFC 4180, UTF-8); facts and paragraphs are left to the others. */
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

static int table(FILE *file, struct page *page, const struct block *block)
{
        for (size_t i = 0; i < block->n_columns; i++) {
                fputs(i ? "," : "", file);
                print_cell(file, block->columns[i].id);
        }
        fputs("\r\n", file);
        for (size_t row = 0; row < block->rows; row++) {
                for (size_t i = 0; i < block->n_columns; i++) {
                        fputs(i ? "," : "", file);
                        print_cell(file, block->cells[row * block->n_columns + i].text);
                }
                fputs("\r\n", file);
        }
        (void)page;
        return 0;
}

const struct output output_csv = {.name = "csv", .format = OUTPUT_CSV, .table = table};
