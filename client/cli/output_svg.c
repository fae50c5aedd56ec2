/* output_svg.c - a chart as SVG inside an HTML page: a row each, label, bar and mark or dots, exact figures as text.
 *
 * Greys only, so that it says the same on paper; no script, nothing fetched. It is an image with its whole drawing in
 * its address: of a drawing in the text LibreOffice would print the words and leave out the bars. */
#include <inttypes.h>
#include <stdlib.h>

#include "client/cli/output.h"
#include "lib/base/text.h"

/* In units of the drawing: a landscape page is 1000 wide. */
enum {
        WIDTH = 1000,
        LABEL_END = 290,
        PLOT = 300,
        PLOT_WIDTH = 480,
        FIGURES = 790,
        ROW_HEIGHT = 19,
        AXIS_HEIGHT = 22,
        BAR_HEIGHT = 9,
        LABEL_COLUMNS = 40, /* of a terminal: half a Chinese character */
        WIDTH_PX = 970, /* a landscape page between its margins */
};

static int32_t place_of(const struct chart *chart, int32_t value)
{
        const int32_t within = value < chart->from ? chart->from : value > chart->to ? chart->to : value;

        return PLOT + (int32_t)((int64_t)(within - chart->from) * PLOT_WIDTH / (chart->to - chart->from));
}

static void put_words(FILE *file, struct page *page, int x, int y, const char *anchor, const char *text)
{
        fprintf(file, "<text x='%d' y='%d' text-anchor='%s'>", x, y, anchor);
        output_html_text(file, page, text, " ");
        fputs("</text>", file);
}

static void put_line(FILE *file, int32_t x, int from, int to, const char *stroke, int width)
{
        fprintf(file, "<line x1='%" PRId32 "' y1='%d' x2='%" PRId32 "' y2='%d' stroke='%s' stroke-width='%d'/>", x,
                from, x, to, stroke, width);
}

static void put_axis(FILE *file, struct page *page, const struct chart *chart, int height)
{
        for (int32_t value = chart->from; value <= chart->to; value += chart->step) {
                put_line(file, place_of(chart, value), AXIS_HEIGHT - 4, height, value ? "#ccc" : "#666", 1);
                put_words(file, page, place_of(chart, value), AXIS_HEIGHT - 8, "middle",
                          page_text(page, "%" PRId32, value / 10));
        }
        fputc('\n', file);
}

static void put_row(FILE *file, struct page *page, const struct chart *chart, const struct chart_row *row, int top)
{
        const int base = top + ROW_HEIGHT - 5;
        struct bytes label = bytes_str(row->label);

        if (text_width(label) > LABEL_COLUMNS)
                label = text_fit(page->arena, label, LABEL_COLUMNS, TEXT_LEFT);
        page->failed = page->failed || !label.at;
        put_words(file, page, LABEL_END, base, "end", page_text(page, "%.*s", BYTES_ARG(label)));
        if (row->has_bar) {
                const int32_t zero = place_of(chart, 0);

                fprintf(file, "<rect x='%" PRId32 "' y='%d' width='%" PRId32 "' height='%d' fill='#999'/>", zero,
                        top + (ROW_HEIGHT - BAR_HEIGHT) / 2, place_of(chart, row->bar) - zero, BAR_HEIGHT);
                put_line(file, place_of(chart, row->tick), top + 2, top + ROW_HEIGHT - 2, "#000", 2);
        }
        for (size_t i = 0; i < row->dot.n; i++)
                fprintf(file, "<circle cx='%" PRId32 "' cy='%d' r='4' fill='#999' stroke='#000'/>",
                        place_of(chart, row->dot.at[i]), top + ROW_HEIGHT / 2);
        put_words(file, page, FIGURES, base, "start", row->text);
        fputc('\n', file);
}

static void put_drawing(FILE *file, struct page *page, const struct chart *chart, int height)
{
        fprintf(file,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d' font-size='13' "
                "font-family=\"" OUTPUT_HTML_SONG "\">\n",
                WIDTH, height, WIDTH, height);
        put_axis(file, page, chart, height);
        for (size_t i = 0; i < chart->row.n; i++)
                put_row(file, page, chart, &chart->row.at[i], AXIS_HEIGHT + ROW_HEIGHT * (int)i);
        fputs("</svg>\n", file);
}

/* As a part of an address in double quotes. */
static void put_encoded(FILE *file, const char *text, size_t len)
{
        static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_.,:;/=()'";

        for (size_t i = 0; i < len; i++) {
                if (strchr(PLAIN, text[i]))
                        fputc(text[i], file);
                else
                        fprintf(file, "%%%02X", (unsigned char)text[i]);
        }
}

void output_svg_chart(FILE *file, struct page *page, const struct chart *chart)
{
        const int height = AXIS_HEIGHT + ROW_HEIGHT * (int)chart->row.n + 4;
        char *drawing = NULL;
        size_t len = 0;
        FILE *memory = open_memstream(&drawing, &len);

        if (memory)
                put_drawing(memory, page, chart, height);
        if (!memory || fclose(memory) != 0) {
                page->failed = true;
                free(drawing);
                return;
        }
        fprintf(file, "<img class=\"chart\" width=\"%d\" height=\"%d\" alt=\"", WIDTH_PX, height * WIDTH_PX / WIDTH);
        output_html_text(file, page, chart->caption, " ");
        fputs("\" src=\"data:image/svg+xml,", file);
        put_encoded(file, drawing, len);
        fputs("\">", file);
        free(drawing);
}
