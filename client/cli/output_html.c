/* output_html.c - a page as one HTML file in the layout of an official document (after GB/T 9704): A4, title in
 * size 2, text in size 3 on 22 lines a page, appendices on landscape pages with their heading row repeated.
 *
 * Nothing is fetched from anywhere: the style stands in the file, and fonts are named, not loaded. What came from
 * others is text and never markup. */
#include "client/cli/output.h"
#include "lib/base/text.h"

#define SONG OUTPUT_HTML_SONG
#define FANG_SONG "FangSong,'仿宋'," SONG
#define KAI "KaiTi,'楷体'," SONG
#define XIAO_BIAO_SONG "'FZXiaoBiaoSong-B05S','方正小标宋简体',STZhongsong," SONG
#define HEI "SimHei,'黑体','Noto Sans CJK SC',sans-serif"

/* Lengths in points, zero too, and borders on each cell as well as on the table: office suites read no more than
 * that. LibreOffice stops reading a page at what it does not know, so the page number has a rule of its own; and it
 * adds an empty line below a paragraph that has nothing below. */
static const char STYLE[] =
        "@page{size:A4 portrait;margin:37mm 26mm 35mm 28mm}\n"
        "@page{@bottom-center{content:'— ' counter(page) ' —';font:14pt " SONG "}}\n"
        "@page appendix{size:A4 landscape;margin:22mm 20mm 20mm 20mm}\n"
        "body{margin:0;color:#000;background:#fff;font:16pt/28.95pt " FANG_SONG ";overflow-wrap:break-word}\n"
        "h1{margin:0pt 0pt 28pt 0pt;font:22pt/34pt " XIAO_BIAO_SONG ";text-align:center}\n"
        "h2{margin:0pt 0pt 0.1pt 0pt;font:16pt/28.95pt " HEI ";text-indent:32pt;break-after:avoid}\n"
        "p{margin:0pt 0pt 0.1pt 0pt;font:16pt/28.95pt " FANG_SONG
        ";text-indent:32pt;text-align:justify;orphans:2;widows:2}\n"
        "p.flush{text-indent:0pt}\n"
        "p.apart{margin:28.95pt 0pt 0.1pt 0pt}\n"
        "p.right{margin:0pt 64pt 0.1pt 0pt;text-indent:0pt;text-align:right;break-before:avoid}\n"
        "p.sign{margin:28.95pt 64pt 0.1pt 0pt;text-indent:0pt;text-align:right;break-before:avoid}\n"
        "p.mark{text-indent:0pt;font-family:" HEI ";break-after:avoid}\n"
        "span.lead{font-family:" KAI "}\n"
        "table{width:100%;border-collapse:collapse;margin:0 0 14pt}\n"
        "thead{display:table-header-group}\n"
        "tr{break-inside:avoid}\n"
        "th,td{margin:0pt;border:0.5pt solid #000;padding:2pt 4pt;font:10.5pt/15pt " SONG
        ";text-indent:0pt;vertical-align:middle;text-align:left}\n"
        "th{font-family:" HEI ";text-align:center}\n"
        "th.figure,td.figure{text-align:center;white-space:nowrap}\n"
        "table.facts{width:60%;margin:0 auto 14pt}\n"
        "table.facts th,table.facts td{font:12pt/18pt " SONG ";text-align:left}\n"
        "table.facts th{white-space:nowrap;width:7em}\n"
        ".appendix{page:appendix;break-before:page}\n"
        ".appendix h1{margin-bottom:14pt}\n"
        ".chart{display:block;width:100%;height:auto;margin:0 0 14pt;break-inside:avoid}\n"
        "@media screen{body{max-width:156mm;margin:20mm auto;padding:0 8mm}"
        ".appendix{width:257mm;max-width:94vw;margin:20mm 0 0 50%;transform:translateX(-50%)}}\n";

/* For LibreOffice: browsers leave out a sheet for a medium that they are not, it reads each. Of a justified paragraph
 * it loses the mark that hangs behind a line. */
static const char OFFICE_STYLE[] = "p{text-align:left}\n";
/* It knows no named pages. Its landscape pages are those for the left and for the right, entered by a break before a
 * left one; a document with right pages would begin on one, unless its first heading asks for no page. */
static const char OFFICE_APPENDIX[] = "@page :left{size:297mm 210mm;margin:22mm 20mm 20mm 20mm}\n"
                                      "@page :right{size:297mm 210mm;margin:22mm 20mm 20mm 20mm}\n"
                                      "p.mark{page-break-before:left}\n";
static const char OFFICE_FIRST[] = " style=\"page-break-before:auto\"";

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

/* The widths stand on the headings, where LibreOffice reads them too. */
static void put_head(FILE *file, struct page *page, const struct block *table)
{
        unsigned total = 0;

        for (size_t i = 0; i < table->n_columns; i++)
                total += weight_of(&table->columns[i]);
        fputs("<thead><tr>", file);
        for (size_t i = 0; i < table->n_columns; i++) {
                const struct column *column = &table->columns[i];
                const unsigned weight = weight_of(column);

                if (!weight)
                        continue;
                fprintf(file, "<th%s width=\"%u%%\">", column->flags & COLUMN_RIGHT ? " class=\"figure\"" : "",
                        100 * weight / total);
                output_html_text(file, page, page_say(page, column->zh, column->en), "<br>");
                fputs("</th>", file);
        }
        fputs("</tr></thead>\n", file);
}

static void put_row(FILE *file, struct page *page, const struct block *table, const struct cell *cells)
{
        fputs("<tr>", file);
        for (size_t i = 0; i < table->n_columns; i++) {
                const struct column *column = &table->columns[i];

                if (!(column->flags & COLUMN_DATA))
                        put_element(file, page, "td", column->flags & COLUMN_RIGHT ? "figure" : "", cells[i].text);
        }
        fputs("</tr>\n", file);
}

static void put_table(FILE *file, struct page *page, const struct block *table)
{
        fputs("<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\" width=\"100%\">\n", file);
        put_head(file, page, table);
        fputs("<tbody>\n", file);
        for (size_t row = 0; row < page_shown(table); row++)
                put_row(file, page, table, table->cells + row * table->n_columns);
        fputs("</tbody>\n</table>", file);
}

static const char FACTS[] =
        "<table class=\"facts\" align=\"center\" border=\"1\" cellspacing=\"0\" cellpadding=\"4\" width=\"60%\">\n";

static bool shown(const struct block *block)
{
        return block->kind != BLOCK_FACT || *block->text;
}

static void put_fact(FILE *file, struct page *page, const struct block *fact)
{
        fputs("<tr><th nowrap>", file);
        output_html_text(file, page, fact->text, "<br>");
        fputs("</th>", file);
        put_element(file, page, "td", "", fact->cell.text);
        fputs("</tr>", file);
}

static bool is_right(const struct block *block)
{
        return block && block->kind == BLOCK_PARAGRAPH && block->place == PLACE_RIGHT;
}

/* The first line of a signature stands apart from the text. */
static const char *class_of(const struct block *block, const struct block *before)
{
        static const char *const PLACES[] = {
                [PLACE_BODY] = "", [PLACE_FLUSH] = "flush", [PLACE_RIGHT] = "right", [PLACE_APART] = "apart"};
        const bool first = is_right(block) && before && before->kind == BLOCK_PARAGRAPH && !is_right(before);

        return first ? "sign" : PLACES[block->place];
}

static void put_paragraph(FILE *file, struct page *page, const struct block *block, const struct block *before)
{
        if (!block->lead) {
                put_element(file, page, "p", class_of(block, before), block->text);
                return;
        }
        fputs("<p>", file);
        put_element(file, page, "span", "lead", block->lead);
        fputs(page_say(page, "", " "), file);
        output_html_text(file, page, block->rest, "<br>");
        fputs("</p>", file);
}

static bool has_appendix(const struct page *page)
{
        for (const struct block *b = page->first; b; b = b->next)
                if (b->kind == BLOCK_APPENDIX)
                        return true;
        return false;
}

static void put_heading(FILE *file, struct page *page, const struct block *block)
{
        if (block != page->first) {
                put_element(file, page, "h2", "", block->text);
                return;
        }
        fprintf(file, "<h1%s>", has_appendix(page) ? OFFICE_FIRST : "");
        output_html_text(file, page, block->text, "<br>");
        fputs("</h1>", file);
}

static void put_appendix(FILE *file, struct page *page, const struct block *block)
{
        fputs("</section>\n<section class=\"appendix\">\n", file);
        put_element(file, page, "p", "mark", block->lead);
        fputc('\n', file);
        put_element(file, page, "h1", "", block->rest);
}

static void put_block(FILE *file, struct page *page, const struct block *block, const struct block *before)
{
        switch (block->kind) {
        case BLOCK_HEADING:
                put_heading(file, page, block);
                break;
        case BLOCK_APPENDIX:
                put_appendix(file, page, block);
                break;
        case BLOCK_PARAGRAPH:
                put_paragraph(file, page, block, before);
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
        fputc('\n', file);
}

static const char *title_of(const struct page *page)
{
        return page->first && page->first->kind == BLOCK_HEADING ? page->first->text : "";
}

static void put_document_head(FILE *file, struct page *page)
{
        fprintf(file, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
                page_say(page, "zh-CN", "en"));
        output_html_text(file, page, title_of(page), "");
        fprintf(file, "</title>\n<style>\n%s</style>\n<style media=\"office\">\n%s%s</style>\n</head>\n", STYLE,
                OFFICE_STYLE, has_appendix(page) ? OFFICE_APPENDIX : "");
}

/* Facts that follow one another share a table. */
static int whole(FILE *file, struct page *page)
{
        const struct block *before = NULL;
        bool in_facts = false;

        put_document_head(file, page);
        fputs("<body>\n<section>\n", file);
        for (const struct block *b = page->first; b; b = b->next) {
                if (!shown(b))
                        continue;
                if ((b->kind == BLOCK_FACT) != in_facts)
                        fputs(in_facts ? "</table>\n" : FACTS, file);
                in_facts = b->kind == BLOCK_FACT;
                put_block(file, page, b, before);
                before = b;
        }
        fputs(in_facts ? "</table>\n" : "", file);
        fputs("</section>\n</body>\n</html>\n", file);
        return 0;
}

const struct output output_html = {.name = "html", .format = OUTPUT_HTML, .whole = whole};
