/* output_html.c - a page as one HTML file in the layout of an official document (after GB/T 9704): A4, title in
 * size 2, text in size 3 on a fixed line, appendices on landscape pages with their heading row repeated.
 *
 * Nothing is fetched from anywhere: the style stands in the file, and fonts are named, not loaded. What came from
 * others is text and never markup. */
#include "client/cli/output.h"
#include "lib/base/text.h"

#define SONG "SimSun,'宋体','Noto Serif CJK SC',serif"
#define FANG_SONG "FangSong,'仿宋'," SONG
#define XIAO_BIAO_SONG "'FZXiaoBiaoSong-B05S','方正小标宋简体',STZhongsong," SONG
#define HEI "SimHei,'黑体','Noto Sans CJK SC',sans-serif"

/* Lengths in points and borders on each cell as well as on the table: office suites read no more than that. */
static const char STYLE[] =
        "@page{size:A4 portrait;margin:37mm 26mm 35mm 28mm;"
        "@bottom-center{content:'— ' counter(page) ' —';font:14pt " SONG "}}\n"
        "@page appendix{size:A4 landscape;margin:22mm 20mm 20mm 20mm}\n"
        "body{margin:0;color:#000;background:#fff;font:16pt/28pt " FANG_SONG ";overflow-wrap:break-word}\n"
        "h1{margin:0 0 28pt;font:22pt/34pt " XIAO_BIAO_SONG ";text-align:center}\n"
        "h2{margin:0;font:16pt/28pt " HEI ";text-indent:32pt;break-after:avoid}\n"
        "p{margin:0;font:16pt/28pt " FANG_SONG ";text-indent:32pt;text-align:justify;orphans:2;widows:2}\n"
        "p.flush{text-indent:0}\n"
        "p.right{text-indent:0;text-align:right;padding-right:64pt;break-before:avoid}\n"
        "table{width:100%;border-collapse:collapse;margin:0 0 14pt}\n"
        "thead{display:table-header-group}\n"
        "tr{break-inside:avoid}\n"
        "th,td{border:0.5pt solid #000;padding:2pt 4pt;font:10.5pt/15pt " SONG
        ";vertical-align:middle;text-align:left}\n"
        "thead th{font-family:" HEI ";text-align:center}\n"
        "th.figure,td.figure{text-align:center;white-space:nowrap}\n"
        "table.facts{width:60%;margin:0 auto 28pt}\n"
        "table.facts th,table.facts td{font-size:12pt;line-height:18pt}\n"
        "table.facts th{white-space:nowrap;width:7em}\n"
        ".appendix{page:appendix;break-before:page}\n"
        ".appendix h1{margin-bottom:14pt}\n"
        "svg{display:block;width:100%;margin:0 0 14pt;break-inside:avoid}\n"
        "@media screen{body{max-width:156mm;margin:20mm auto;padding:0 8mm}"
        ".appendix{width:257mm;max-width:94vw;margin:20mm 0 0 50%;transform:translateX(-50%)}}\n";

/* Escaped line by line: line feeds become `feed`, control characters and characters that reverse the direction
 * of reading become visible. */
void output_html_text(FILE *file, struct page *page, const char *text, const char *feed)
{
        while (*text) {
                const size_t len = strcspn(text, "\n");
                const struct bytes line = text_escape(page->arena, bytes_of(text, len));

                page->failed = page->failed || !line.at;
                for (size_t i = 0; i < line.len; i++) {
                        const char *entity = line.at[i] == '&'   ? "&amp;"
                                             : line.at[i] == '<' ? "&lt;"
                                             : line.at[i] == '>' ? "&gt;"
                                             : line.at[i] == '"' ? "&quot;"
                                                                 : NULL;

                        if (entity)
                                fputs(entity, file);
                        else
                                fputc(line.at[i], file);
                }
                text += len;
                if (*text) {
                        fputs(feed, file);
                        text++;
                }
        }
}

static void put_element(FILE *file, struct page *page, const char *name, const char *class, const char *text)
{
        fprintf(file, "<%s", name);
        if (*class)
                fprintf(file, " class=\"%s\"", class);
        fputc('>', file);
        output_html_text(file, page, text, "<br>");
        fprintf(file, "</%s>", name);
}

/* How wide a column wants to be, compared with the others. */
static unsigned weight_of(const struct column *column)
{
        if (column->flags & COLUMN_DATA)
                return 0;
        if (column->flags & COLUMN_RIGHT)
                return 2;
        if (column->flags & COLUMN_WIDE)
                return 12;
        return column->flags & COLUMN_WRAP ? 6 : 5;
}

static void put_widths(FILE *file, const struct block *table)
{
        unsigned total = 0;

        for (size_t i = 0; i < table->n_columns; i++)
                total += weight_of(&table->columns[i]);
        for (size_t i = 0; i < table->n_columns; i++) {
                const unsigned weight = weight_of(&table->columns[i]);

                if (weight)
                        fprintf(file, "<col width=\"%u%%\">", 100 * weight / total);
        }
        fputc('\n', file);
}

static void put_row(FILE *file, struct page *page, const struct block *table, const struct cell *cells)
{
        fputs("<tr>", file);
        for (size_t i = 0; i < table->n_columns; i++) {
                const struct column *column = &table->columns[i];

                if (column->flags & COLUMN_DATA)
                        continue;
                put_element(file, page, cells ? "td" : "th", column->flags & COLUMN_RIGHT ? "figure" : "",
                            cells ? cells[i].text : page_say(page, column->zh, column->en));
        }
        fputs("</tr>\n", file);
}

static void put_table(FILE *file, struct page *page, const struct block *table)
{
        fputs("<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" width=\"100%\">\n", file);
        put_widths(file, table);
        fputs("<thead>", file);
        put_row(file, page, table, NULL);
        fputs("</thead>\n<tbody>\n", file);
        for (size_t row = 0; row < table->rows; row++)
                put_row(file, page, table, table->cells + row * table->n_columns);
        fputs("</tbody>\n</table>\n", file);
}

static const char FACTS[] = "<table class=\"facts\" border=\"1\" cellspacing=\"0\" cellpadding=\"4\" width=\"60%\">\n";

static bool shown(const struct block *block)
{
        return block->kind != BLOCK_FACT || *block->text;
}

static void put_fact(FILE *file, struct page *page, const struct block *fact)
{
        fputs("<tr>", file);
        put_element(file, page, "th", "", fact->text);
        put_element(file, page, "td", "", fact->cell.text);
        fputs("</tr>\n", file);
}

static void put_block(FILE *file, struct page *page, const struct block *block)
{
        static const char *const PLACES[] = {[PLACE_BODY] = "", [PLACE_FLUSH] = "flush", [PLACE_RIGHT] = "right"};

        switch (block->kind) {
        case BLOCK_HEADING:
                put_element(file, page, block == page->first ? "h1" : "h2", "", block->text);
                fputc('\n', file);
                break;
        case BLOCK_APPENDIX:
                fputs("</section>\n<section class=\"appendix\">\n", file);
                put_element(file, page, "h1", "", block->text);
                fputc('\n', file);
                break;
        case BLOCK_PARAGRAPH:
                put_element(file, page, "p", PLACES[block->place], block->text);
                fputc('\n', file);
                break;
        case BLOCK_FACT:
                put_fact(file, page, block);
                break;
        case BLOCK_TABLE:
                put_table(file, page, block);
                break;
        case BLOCK_CHART:
                put_element(file, page, "h2", "", block->chart->caption);
                fputc('\n', file);
                output_svg_chart(file, page, block->chart);
                break;
        }
}

static const char *title_of(const struct page *page)
{
        return page->first && page->first->kind == BLOCK_HEADING ? page->first->text : "";
}

/* Facts that follow one another share a table. */
static int whole(FILE *file, struct page *page)
{
        bool in_facts = false;

        fprintf(file, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                page_say(page, "zh-CN", "en"));
        fputs("<title>", file);
        output_html_text(file, page, title_of(page), "");
        fprintf(file, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<section>\n", STYLE);
        for (const struct block *b = page->first; b; b = b->next) {
                if (!shown(b))
                        continue;
                if ((b->kind == BLOCK_FACT) != in_facts)
                        fputs(in_facts ? "</table>\n" : FACTS, file);
                in_facts = b->kind == BLOCK_FACT;
                put_block(file, page, b);
        }
        fputs(in_facts ? "</table>\n" : "", file);
        fputs("</section>\n</body>\n</html>\n", file);
        return 0;
}

const struct output output_html = {.name = "html", .format = OUTPUT_HTML, .whole = whole};
