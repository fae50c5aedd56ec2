/* cli_html_test.c - a page as HTML: nothing of strangers becomes markup, nothing is fetched. */
#include <stdlib.h>

#include "tests/unit/cli_fixture.h"

static char *print(struct fixture *fixture, const char *text)
{
        static const struct column COLUMNS[] = {{"text", "文字", "Text", COLUMN_WRAP},
                                                {"data", "数", "Data", COLUMN_DATA}};
        struct page page;
        char *html = NULL;
        size_t len = 0;
        FILE *file = open_memstream(&html, &len);

        assert_non_null(file);
        fixture_page(fixture, &page);
        page_heading(&page, text);
        page_fact(&page, "fact", "项", "Fact", cell_string(&page, text));
        page_item(&page, text, text);
        page_line(&page, text, PLACE_RIGHT);
        page_appendix(&page, text, text);
        page_table(&page, "t", COLUMNS, COUNT_OF(COLUMNS));
        page_row(&page, (struct cell[]){cell_string(&page, text), cell_string(&page, "hidden")});
        assert_int_equal(output_page(&output_html, file, &page), 0);
        page_close(&page);
        assert_int_equal(fclose(file), 0);
        return html;
}

static size_t times(const char *text, const char *what)
{
        size_t n = 0;

        for (; (text = strstr(text, what)); text += strlen(what))
                n++;
        return n;
}

static void test_escaping(void **state)
{
        static const struct {
                const char *text;
                const char *html;
        } TEXTS[] = {
                {"<script>", "&lt;script&gt;"}, {"a & b", "a &amp; b"},    {"\"'\"", "&quot;'&quot;"},
                {"\x1b[31m", "\\x1b[31m"},      {"a\u202eb", "a\\u202eb"},
        };

        for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
                char *html = print(*state, TEXTS[i].text);

                assert_int_equal(times(html, TEXTS[i].html), 9); /* title, heading, fact, item, line, appendix, cell */
                assert_int_equal(times(html, TEXTS[i].text), 0);
                free(html);
        }
}

/* Heading row, appendix pages, no data column, no address. */
static void test_layout(void **state)
{
        char *html = print(*state, "一\n二");

        assert_int_equal(times(html, "<title>一二</title>"), 1);
        assert_int_equal(times(html, "<h1 style=\"page-break-before:auto\">一<br>二</h1>"), 1);
        assert_int_equal(times(html, "<p><span class=\"lead\">一<br>二</span> 一<br>二</p>"), 1);
        assert_int_equal(times(html, "<p class=\"sign\">一<br>二</p>"), 1);
        assert_int_equal(times(html, "<p class=\"mark\">一<br>二</p>\n<h1>一<br>二</h1>"), 1);
        assert_int_equal(times(html, "@page :left"), 1); /* only of what has an appendix, as here */
        assert_int_equal(times(html, "<section class=\"appendix\">"), 1);
        assert_int_equal(times(html, "<thead><tr><th width=\"100%\">Text</th></tr>"), 1);
        assert_int_equal(times(html, "hidden"), 0);
        assert_int_equal(times(html, "http"), 0);
        assert_int_equal(times(html, "url("), 0);
        assert_int_equal(times(html, "<table"), times(html, "</table>"));
        assert_int_equal(times(html, "<section"), times(html, "</section>"));
        free(html);
}

static char *print_chart(struct fixture *fixture, const struct output *output, const struct chart *chart)
{
        struct page page;
        char *text = NULL;
        size_t len = 0;
        FILE *file = open_memstream(&text, &len);

        assert_non_null(file);
        fixture_page(fixture, &page);
        page_chart(&page, chart);
        assert_int_equal(output_page(output, file, &page), 0);
        page_close(&page);
        assert_int_equal(fclose(file), 0);
        return text;
}

/* The drawing in the image's address. */
static char *drawing_of(const char *html)
{
        static const char ADDRESS[] = "src=\"data:image/svg+xml,";
        const char *from = strstr(html, ADDRESS);
        char *drawing = strdup(html);
        char *to = drawing;

        assert_non_null(from);
        for (from += strlen(ADDRESS); *from != '"'; from++) {
                unsigned byte = (unsigned char)*from;

                if (byte == '%') {
                        assert_int_equal(sscanf(from + 1, "%2x", &byte), 1);
                        from += 2;
                }
                assert_true(byte != 0 && (unsigned char)*from < 0x80);
                *to++ = (char)byte;
        }
        assert_int_equal(strncmp(from, "\">\n", 3), 0);
        *to = '\0';
        return drawing;
}

/* What is beyond the axis ends at its end; words are escaped; other outputs have the figures in their tables. */
static void test_chart(void **state)
{
        static int32_t dots[] = {-2000, 0, INT32_MAX};
        static struct chart_row rows[] = {
                {.label = "<b>", .text = "&", .has_bar = true, .bar = 500, .tick = 250},
                {.label = "far", .text = "", .has_bar = true, .bar = INT32_MAX, .tick = INT32_MIN},
                {.label = "dots", .text = "", .dot = {dots, COUNT_OF(dots)}},
        };
        const struct chart chart = {
                .caption = "\"c\"", .from = 0, .to = 1000, .step = 500, .row = {rows, COUNT_OF(rows)}};
        char *html = print_chart(*state, &output_html, &chart);
        char *text = print_chart(*state, &output_text, &chart);
        char *drawing = drawing_of(html);

        assert_int_equal(times(html, "<h2>&quot;c&quot;</h2>"), 1);
        assert_int_equal(times(html, "alt=\"&quot;c&quot;\""), 1);
        assert_int_equal(times(html, "<svg") + times(html, "<text") + times(html, "@page :left"), 0);
        assert_int_equal(times(drawing, ">&lt;b&gt;<"), 1);
        assert_int_equal(times(drawing, ">&amp;<"), 1);
        assert_int_equal(times(drawing, "<b>"), 0);
        assert_int_equal(times(drawing, "<rect x='300' y='27' width='240'"), 1);
        assert_int_equal(times(drawing, "<rect x='300' y='46' width='480'"), 1);
        assert_int_equal(times(drawing, "<line x1='420'"), 1);
        assert_int_equal(times(drawing, "<circle cx='300'"), 2);
        assert_int_equal(times(drawing, "<circle cx='780'"), 1);
        assert_int_equal(times(drawing, "<svg"), times(drawing, "</svg>"));
        assert_int_equal(times(drawing, "<script") + times(html, "http") - times(html, "http://www.w3.org/2000/svg"),
                         0);
        assert_string_equal(text, "");
        free(drawing);
        free(html);
        free(text);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_escaping, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_chart, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_layout, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
