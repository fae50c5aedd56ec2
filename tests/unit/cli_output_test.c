/* cli_output_test.c - the same page in all formats; columns hold together with Chinese in them. */
#include "tests/unit/cli_fixture.h"

static const struct column COLUMNS[] = {
        {"no", "序号", "No.", COLUMN_RIGHT},       {"title", "任务", "Task", COLUMN_WRAP},
        {"gap", "进度差", "Gap", COLUMN_RIGHT},    {"seq", "序", "Seq", COLUMN_DATA},
        {"shown", "显示", "Shown", COLUMN_PEOPLE},
};

static void add(struct page *page, uint64_t no, const char *title, struct ratio gap)
{
        const struct cell cells[] = {
                cell_count(page, no), cell_string(page, title), cell_percent(page, gap),
                cell_count(page, 9),  cell_string(page, "x"),
        };

        page_row(page, cells);
}

static void fill(struct page *page)
{
        page_heading(page, "标题");
        page_table(page, "tasks", COLUMNS, COUNT_OF(COLUMNS));
        add(page, 7, "引汉灌区", (struct ratio){-1, 10});
        add(page, 72, "a|b", (struct ratio){0, 0});
        page_fact(page, "through_seq", "截至", "Through", cell_count(page, 120));
        page_fact(page, "hidden", "", "", cell_none());
}

static const char *print(struct fixture *fixture, const struct output *output, enum language language)
{
        struct page page;

        fixture->session.language = language;
        fixture->session.output = output;
        fixture_page(fixture, &page);
        fill(&page);
        assert_int_equal(session_print(&fixture->session, &page, CLI_FOUND), CLI_FOUND);
        return fixture_printed(fixture);
}

static void test_text(void **state)
{
        assert_string_equal(print(*state, &output_text, LANGUAGE_ZH), "标题\n\n"
                                                                      "序号  任务      进度差  显示\n"
                                                                      "----------------------------\n"
                                                                      "   7  引汉灌区   -10.0  x\n"
                                                                      "  72  a|b               x\n\n"
                                                                      "截至              120\n");
}

/* A table may have as many columns as it likes. */
static void test_wide(void **state)
{
        struct column columns[200];
        struct cell cells[COUNT_OF(columns)];
        struct fixture *fixture = *state;
        struct page page;

        fixture->session.output = &output_text;
        fixture_page(fixture, &page);
        for (size_t i = 0; i < COUNT_OF(columns); i++) {
                columns[i] = (struct column){"x", "列", "Column", i < 199 ? COLUMN_DATA : 0};
                cells[i] = cell_count(&page, i);
        }
        page_table(&page, "wide", columns, COUNT_OF(columns));
        page_row(&page, cells);
        assert_int_equal(session_print(&fixture->session, &page, CLI_FINE), CLI_FINE);
        assert_non_null(strstr(fixture_printed(fixture), "\n199"));
}

static void test_json(void **state)
{
        assert_string_equal(print(*state, &output_json, LANGUAGE_EN), "{\n"
                                                                      " \"tasks\": [\n"
                                                                      "  {\n"
                                                                      "   \"no\": 7,\n"
                                                                      "   \"title\": \"引汉灌区\",\n"
                                                                      "   \"gap\": -10.0,\n"
                                                                      "   \"seq\": 9\n"
                                                                      "  },\n"
                                                                      "  {\n"
                                                                      "   \"no\": 72,\n"
                                                                      "   \"title\": \"a|b\",\n"
                                                                      "   \"gap\": null,\n"
                                                                      "   \"seq\": 9\n"
                                                                      "  }\n"
                                                                      " ],\n"
                                                                      " \"through_seq\": 120,\n"
                                                                      " \"hidden\": null\n"
                                                                      "}\n");
}

static void test_csv(void **state)
{
        assert_string_equal(print(*state, &output_csv, LANGUAGE_EN), "no,title,gap,seq\r\n"
                                                                     "7,引汉灌区,-10.0,9\r\n"
                                                                     "72,a|b,,9\r\n");
}

static void test_md(void **state)
{
        assert_string_equal(print(*state, &output_md, LANGUAGE_EN), "# 标题\n\n"
                                                                    "| No. | Task | Gap | Shown |\n"
                                                                    "|---:|---|---:|---|\n"
                                                                    "| 7 | 引汉灌区 | -10.0 | x |\n"
                                                                    "| 72 | a\\|b |  | x |\n\n"
                                                                    "- **Through**: 120\n");
}

/* Long texts go on in the next line of their column; strangers' control characters never reach the terminal. */
static void test_wrap_and_escape(void **state)
{
        static const struct column ONE[] = {{"text", "文字", "Text", COLUMN_WRAP}, {"end", "尾", "End", 0}};
        struct fixture *fixture = *state;
        struct page page;
        const char *text;
        const char *ten = "一二三四五六七八九十";

        fixture_page(fixture, &page);
        page_table(&page, "t", ONE, COUNT_OF(ONE));
        page_row(&page, (struct cell[]){cell_string(&page, page_text(&page, "%s%s%s", ten, ten, ten)),
                                        cell_string(&page, "\033[31mred")});
        assert_int_equal(session_print(&fixture->session, &page, CLI_FINE), CLI_FINE);
        text = fixture_printed(fixture);
        assert_null(strchr(text, '\033'));
        assert_non_null(strstr(text, "一二三四五六七八九十一二三四五六七八九十一二三四  \\x1b[31mred\n五六七八九十\n"));
}

static void test_csv_cells(void **state)
{
        static const struct {
                const char *text;
                const char *line;
        } CELLS[] = {
                {"a", "a\r\n"},
                {"a,b", "\"a,b\"\r\n"},
                {"a\"b", "\"a\"\"b\"\r\n"},
                {"=1+1", "\"'=1+1\"\r\n"},
                {"-19.2", "-19.2\r\n"},
                {"-cmd", "\"'-cmd\"\r\n"},
                {"a\nb", "\"a\nb\"\r\n"},
                {"", "\r\n"},
        };
        struct fixture *fixture = *state;

        for (size_t i = 0; i < COUNT_OF(CELLS); i++) {
                const size_t before = strlen(fixture_printed(fixture));

                assert_int_equal(output_csv_line(fixture->session.out, &CELLS[i].text, 1), 0);
                assert_string_equal(fixture_printed(fixture) + before, CELLS[i].line);
        }
}

/* Figures as they were written, whatever binary fractions would make of them. */
static void test_figures(void **state)
{
        static const char *const FIGURES[] = {"-19.2", "34.7", "0.1", "1000", "0.7783", "80.5", "123456789.123456"};
        struct fixture *fixture = *state;

        for (size_t i = 0; i < COUNT_OF(FIGURES); i++) {
                struct number number = {.known = false};
                const size_t before = strlen(fixture_printed(fixture));
                char expected[64];
                struct cell cell;
                struct page page;

                fixture_page(fixture, &page);
                assert_int_equal(number_from_text(bytes_str(FIGURES[i]), &number), 0);
                cell = cell_number(&page, number);
                assert_int_equal(output_value(fixture->session.out, cell.json, false), 0);
                snprintf(expected, sizeof expected, "%s\n", FIGURES[i]);
                assert_string_equal(fixture_printed(fixture) + before, expected);
                json_decref(cell.json);
                page_close(&page);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_text, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_wide, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_json, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_csv, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_md, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_wrap_and_escape, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_csv_cells, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_figures, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
