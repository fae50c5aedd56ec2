/* output_md.c - a page as Markdown. */
#include "client/cli/output.h"

/* Text of strangers must not become markup: characters that begin something are escaped. */
static void print_text(FILE *file, const char *text)
{
        for (; *text; text++) {
                if (*text == '\n') {
                        fputs("<br>", file);
                        continue;
                }
                if (strchr("\\`*_[]<>|#", *text))
                        fputc('\\', file);
                fputc(*text, file);
        }
}

static int heading(FILE *file, struct page *page, const struct block *block)
{
        fputs(block == page->first ? "# " : "## ", file);
        print_text(file, block->text);
        fputs("\n\n", file);
        return 0;
}

static int paragraph(FILE *file, struct page *page UNUSED, const struct block *block)
{
        print_text(file, block->text);
        fputs("\n\n", file);
        return 0;
}

/* A list item; the last one of a run is followed by an empty line. */
static int fact(FILE *file, struct page *page UNUSED, const struct block *block)
{
        if (!*block->text)
                return 0;
        fputs("- **", file);
        print_text(file, block->text);
        fputs("**: ", file);
        print_text(file, block->cell.text);
        fputs(output_ends_facts(block) ? "\n\n" : "\n", file);
        return 0;
}

static void print_line(FILE *file, struct page *page, const struct block *block, const struct cell *cells)
{
        fputc('|', file);
        for (size_t i = 0; i < block->n_columns; i++) {
                const struct column *column = &block->columns[i];

                if (column->flags & COLUMN_DATA)
                        continue;
                fputc(' ', file);
                print_text(file, cells ? cells[i].text : page_say(page, column->zh, column->en));
                fputs(" |", file);
        }
        fputc('\n', file);
}

static void print_rule(FILE *file, const struct block *block)
{
        fputc('|', file);
        for (size_t i = 0; i < block->n_columns; i++) {
                if (!(block->columns[i].flags & COLUMN_DATA))
                        fputs(block->columns[i].flags & COLUMN_RIGHT ? "---:|" : "---|", file);
        }
        fputc('\n', file);
}

static int table(FILE *file, struct page *page, const struct block *block)
{
        print_line(file, page, block, NULL);
        print_rule(file, block);
        for (size_t row = 0; row < page_shown(block); row++)
                print_line(file, page, block, block->cells + row * block->n_columns);
        fputc('\n', file);
        return 0;
}

const struct output output_md = {
        .name = "md",
        .format = OUTPUT_MD,
        .heading = heading,
        .paragraph = paragraph,
        .fact = fact,
        .table = table,
};
