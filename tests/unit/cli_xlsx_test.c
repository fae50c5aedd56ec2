/* cli_xlsx_test.c - a page as a workbook: the same bytes whenever it is printed, and a file whole or not at all.
 * What stands in the cells, tests/system/workbook.sh reads with a program of its own. */
#include <dirent.h>
#include <stdlib.h>

#include "client/cli/page_file.h"
#include "tests/unit/cli_fixture.h"

/* In place of the C library's, for whoever looks at the clock: each look is a minute later. */
time_t time(time_t *ret_time)
{
        static time_t now = 1700000000;

        now += 60;
        if (ret_time)
                *ret_time = now;
        return now;
}

static const struct column COLUMNS[] = {{"no", "序号", "No.", COLUMN_RIGHT},
                                        {"text", "文字", "Text", COLUMN_WRAP},
                                        {"data", "数", "Data", COLUMN_DATA}};

static void fill(struct page *page)
{
        page->dated = day_of(2023, 7, 20);
        page_heading(page, "通报");
        page_fact(page, "fact", "项", "Fact", cell_string(page, "值"));
        page_paragraph(page, "一段。");
        page_appendix(page, "附件", "表[1]");
        page_table(page, "t", COLUMNS, COUNT_OF(COLUMNS));
        page_row(page, (struct cell[]){cell_count(page, 1), cell_string(page, "=1+1\n\x1b[2J"), cell_none()});
}

/* The caller frees it. */
static char *print(struct fixture *fixture, size_t *ret_len)
{
        struct page page;
        char *book = NULL;
        FILE *file = open_memstream(&book, ret_len);

        assert_non_null(file);
        fixture_page(fixture, &page);
        fill(&page);
        assert_int_equal(output_page(&output_xlsx, file, &page), 0);
        page_close(&page);
        assert_int_equal(fclose(file), 0);
        return book;
}

static void test_same_bytes(void **state)
{
        size_t len;
        size_t again_len;
        char *book = print(*state, &len);
        char *again = print(*state, &again_len);

        assert_true(len > 4 && memcmp(book, "PK", 2) == 0);
        assert_int_equal(len, again_len);
        assert_memory_equal(book, again, len);
        free(book);
        free(again);
}

static size_t files_in(const char *path)
{
        DIR *dir = opendir(path);
        size_t n = 0;

        assert_non_null(dir);
        while (readdir(dir))
                n++;
        closedir(dir);
        return n - 2; /* itself and its parent */
}

static int print_to(struct fixture *fixture, const char *path)
{
        struct page page;

        fixture->session.output = &output_xlsx;
        fixture_page(fixture, &page);
        fill(&page);
        return page_file_print(&fixture->session, &page, path, CLI_FINE);
}

/* Under its name or not at all, and nothing left beside it or among the temporary files. */
static void test_file(void **state)
{
        struct fixture *fixture = *state;
        char dir[] = "/tmp/duban-xlsx.XXXXXX";
        char name[64];

        assert_non_null(mkdtemp(dir));
        assert_int_equal(setenv("TMPDIR", dir, 1), 0);
        snprintf(name, sizeof name, "%s/b.xlsx", dir);
        assert_int_equal(print_to(fixture, name), CLI_FINE);
        assert_int_equal(print_to(fixture, name), CLI_FINE); /* the older one is replaced */
        assert_int_equal(files_in(dir), 1);
        assert_int_equal(print_to(fixture, dir), CLI_NO_ANSWER);
        assert_non_null(strstr(fixture_said(fixture), "cannot write"));
        assert_int_equal(unlink(name), 0);
        assert_int_equal(files_in(dir), 0);
        assert_int_equal(rmdir(dir), 0);
        assert_true(print_to(fixture, "never.xlsx") < 0); /* no place for temporary files any more */
        assert_int_equal(access("never.xlsx", F_OK), -1);
        assert_int_equal(unsetenv("TMPDIR"), 0);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_same_bytes, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_file, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
