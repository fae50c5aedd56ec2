/* output_text.c - a page for a terminal: columns aligned by the width of East Asian characters, long texts
 * broken into lines, nothing printed that could steer the terminal. */
#include "client/cli/output.h"
#include "lib/base/text.h"

enum { GAP = 2, WRAP_WIDTH = 48, CELL_WIDTH = 40, LABEL_WIDTH = 16, LINE_WIDTH = 96, HEADING_WIDTH = 120 };

static struct bytes safe(struct page *page, struct bytes text)
{
        struct bytes escaped = text_escape(page->arena, text);

        page->failed = page->failed || !escaped.at;
        return escaped;
}

static void spaces(FILE *file, size_t n)
{
        fprintf(file, "%*s", (int)n, "");
}

static void print_padded(FILE *file, struct bytes text, size_t width)
{
        const size_t wide = text_width(text);

        fprintf(file, "%.*s", BYTES_ARG(text));
        spaces(file, wide < width ? width - wide : 0);
}

static bool is_graphic(uint8_t byte)
{
        return byte > ' ' && byte < 0x7f;
}

/* Where a line may end at `at` or before: not inside a figure or a word, and no mark stands alone in front. */
static size_t fair_end(struct bytes text, size_t at)
{
        static const char MARKS[] = "，。；：、）》”’！？";
        size_t end = at;

        for (size_t i = 0; i + 3 < sizeof MARKS; i += 3) { /* each of them is three bytes */
                if (text.len - at >= 3 && memcmp(text.at + at, MARKS + i, 3) == 0)
                        end--;
        }
        while (end < at && end > 0 && (text.at[end] & 0xc0) == 0x80)
                end--;
        while (end > 0 && is_graphic(text.at[end]) && is_graphic(text.at[end - 1]))
                end--;
        return end > at / 2 ? end : at;
}

/* Takes the next line of at most `width` columns off *rest; a space or line feed is the better place. */
static struct bytes next_line(struct bytes *rest, size_t width)
{
        struct bytes line = text_cut(*rest, width);
        const uint8_t *feed = line.len ? memchr(line.at, '\n', line.len) : NULL;
        size_t used;

        if (feed)
                line.len = (size_t)(feed - line.at);
        else if (line.len < rest->len) {
                const uint8_t *blank = line.len ? memrchr(line.at, ' ', line.len) : NULL;

                if (blank && blank > line.at)
                        line.len = (size_t)(blank - line.at);
                else
                        line.len = fair_end(*rest, line.len);
        }
        if (line.len == 0 && !feed)
                line.len = rest->len; /* not one character fits */
        used = line.len;
        if (used < rest->len && (rest->at[used] == '\n' || rest->at[used] == ' '))
                used++;
        *rest = bytes_of(rest->at + used, rest->len - used);
        return line;
}

static int heading(FILE *file, struct page *page, const struct block *block)
{
        struct bytes rest = bytes_str(block->text);

        while (rest.len) {
                struct bytes line = safe(page, next_line(&rest, HEADING_WIDTH));

                fprintf(file, "%.*s\n", BYTES_ARG(line));
        }
        fputc('\n', file);
        return 0;
}

static int paragraph(FILE *file, struct page *page, const struct block *block)
{
        struct bytes rest = bytes_str(block->text);

        while (rest.len) {
                struct bytes line = safe(page, next_line(&rest, LINE_WIDTH));
                const size_t wide = text_width(line);

                if (block->place == PLACE_RIGHT)
                        spaces(file, wide < LINE_WIDTH ? LINE_WIDTH - wide : 0);
                fprintf(file, "%.*s\n", BYTES_ARG(line));
        }
        fputc('\n', file);
        return 0;
}

/* Label, value; a long value goes on under itself. */
static int fact(FILE *file, struct page *page, const struct block *block)
{
        struct bytes rest = bytes_str(block->cell.text);
        bool first = true;

        if (!*block->text)
                return 0;
        print_padded(file, safe(page, bytes_str(block->text)), LABEL_WIDTH);
        while (rest.len) {
                struct bytes line = safe(page, next_line(&rest, LINE_WIDTH - LABEL_WIDTH));

                spaces(file, first ? GAP : GAP + LABEL_WIDTH);
                fprintf(file, "%.*s\n", BYTES_ARG(line));
                first = false;
        }
        if (first)
                fputs("  -\n", file);
        if (output_ends_facts(block))
                fputc('\n', file);
        return 0;
}

static bool shown(const struct column *column)
{
        return !(column->flags & COLUMN_DATA);
}

static size_t limit_of(const struct column *column)
{
        return column->flags & COLUMN_WRAP ? WRAP_WIDTH : CELL_WIDTH;
}

static void measure(struct page *page, const struct block *block, size_t *widths)
{
        for (size_t i = 0; i < block->n_columns; i++) {
                const struct column *column = &block->columns[i];

                widths[i] = text_width(bytes_str(page_say(page, column->zh, column->en)));
                for (size_t row = 0; row < page_shown(block) && widths[i] < limit_of(column); row++) {
                        const size_t wide = text_width(bytes_str(block->cells[row * block->n_columns + i].text));

                        if (wide > widths[i])
                                widths[i] = wide < limit_of(column) ? wide : limit_of(column);
                }
        }
}

/* One line of a row: takes from each cell what fits; false when nothing was left in any of them. */
static bool print_line(FILE *file, struct page *page, const struct block *block, const size_t *widths,
                       struct bytes *rests)
{
        bool any = false;
        size_t pending = 0; /* spaces due before the next text: no line ends in blanks */

        for (size_t i = 0; i < block->n_columns; i++)
                any = any || (shown(&block->columns[i]) && rests[i].len);
        for (size_t i = 0; any && i < block->n_columns; i++) {
                const bool right = block->columns[i].flags & COLUMN_RIGHT;
                struct bytes line;
                size_t wide;

                if (!shown(&block->columns[i]))
                        continue;
                line = rests[i].len ? safe(page, next_line(&rests[i], widths[i])) : rests[i];
                wide = text_width(line);
                if (wide) {
                        spaces(file, pending + (right && wide < widths[i] ? widths[i] - wide : 0));
                        fprintf(file, "%.*s", BYTES_ARG(line));
                        pending = right || wide > widths[i] ? 0 : widths[i] - wide;
                } else {
                        pending += widths[i];
                }
                pending += GAP;
        }
        if (any)
                fputc('\n', file);
        return any;
}

static void print_rule(FILE *file, const struct block *block, const size_t *widths)
{
        size_t total = 0;

        for (size_t i = 0; i < block->n_columns; i++)
                total += shown(&block->columns[i]) ? widths[i] + GAP : 0;
        for (size_t i = GAP; i < total; i++)
                fputc('-', file);
        fputc('\n', file);
}

static int table(FILE *file, struct page *page, const struct block *block)
{
        size_t *widths = arena_array(page->arena, block->n_columns, sizeof *widths);
        struct bytes *rests = arena_array(page->arena, block->n_columns, sizeof *rests);

        if (!widths || !rests)
                return err_fail("out of memory");
        measure(page, block, widths);
        for (size_t i = 0; i < block->n_columns; i++)
                rests[i] = bytes_str(page_say(page, block->columns[i].zh, block->columns[i].en));
        while (print_line(file, page, block, widths, rests))
                ;
        print_rule(file, block, widths);
        for (size_t row = 0; row < page_shown(block); row++) {
                for (size_t i = 0; i < block->n_columns; i++)
                        rests[i] = bytes_str(block->cells[row * block->n_columns + i].text);
                while (print_line(file, page, block, widths, rests))
                        ;
        }
        fputc('\n', file);
        return 0;
}

const struct output output_text = {
        .name = "text",
        .format = OUTPUT_TEXT,
        .heading = heading,
        .paragraph = paragraph,
        .fact = fact,
        .table = table,
};
