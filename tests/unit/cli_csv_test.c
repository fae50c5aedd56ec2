/* cli_csv_test.c - plan files: what a clerk may write, and what is said about what may not be. */
#include <stdlib.h>
#include <unistd.h>

#include "client/cli/plan_csv.h"
#include "client/cli/plan_curve.h"
#include "tests/unit/cli_fixture.h"

#define HEADER "task_no,title,lead,part_no,name,kind,target,due,soft,same_as\n"

#define CURVED "task_no,title,lead,name,target,curve\n1,甲,乙,产量,5,"

/* Reads a plan out of a file of its own. */
static int read_plan(struct fixture *fixture, const char *content, size_t len, struct plan_csv *plan)
{
        char path[] = "/tmp/duban-plan.XXXXXX";
        const int fd = mkstemp(path);
        int r;

        assert_true(fd >= 0);
        assert_int_equal(write(fd, content, len), len);
        close(fd);
        r = plan_csv_read(&fixture->session, path, plan);
        unlink(path);
        return r;
}

struct bad {
        const char *content;
        const char *said; /* behind the file's name */
};

static const struct bad BAD[] = {
        {"", ":1: -: the file has no header line"},
        {HEADER, ":1: -: there are no tasks"},
        {"title,lead\n甲,乙\n", ":1: task_no: this column is missing"},
        {"task_no,title,lead,colour\n1,甲,乙,red\n", ":1: colour: no such column"},
        {"task_no,title,lead,\033[2J\n1,甲,乙,red\n", ":1: \\x1b[2J: no such column"},
        {"task_no,title,lead,title\n1,甲,乙,丙\n", ":1: title: the column stands twice"},
        {HEADER "x,甲,乙,,,,,,,\n", ":2: task_no: \"x\" is not a whole number from 1"},
        {HEADER "0,甲,乙,,,,,,,\n", ":2: task_no: \"0\" is not a whole number from 1"},
        {HEADER "1,,乙,,,,,,,\n", ":2: title: task 1 has no title"},
        {HEADER "1,甲,,,,,,,,\n", ":2: lead: task 1 has no lead department"},
        {HEADER "1,甲,乙||丙,,,,,,,\n", ":2: lead: \"乙||丙\" is not names separated by |"},
        {HEADER ",甲,乙,1,产量,,5,,,\n", ":2: task_no: the task's number is missing"},
        {HEADER "1,甲,乙,1,产量,,五,,,\n", ":2: target: \"五\" is not a number such as 34.7"},
        {HEADER "1,甲,乙,1,产量,,,,,\n", ":2: target: this kind needs a target"},
        {HEADER "1,甲,乙,1,,,5,,,\n", ":2: name: the part has no name"},
        {HEADER "1,甲,乙,1,产量,many,5,,,\n", ":2: kind: \"many\" is not one of the known words"},
        {HEADER "1,甲,乙,1,产量,,5,2023-02-30,,\n", ":2: due: \"2023-02-30\" is not a date such as 2023-06-30"},
        {HEADER "1,甲,乙,1,产量,,5,,maybe,\n", ":2: soft: \"maybe\" is not 1 or 0"},
        {HEADER "1,甲,乙,1,产量,,5,,,79\n", ":2: same_as: \"79\" is not task.part such as 81.1"},
        {CURVED "rising\n", ":2: curve: \"rising\" is not a curve such as table|"},
        {CURVED "linear|2023-06-30=40\n", ":2: curve: \"linear|"},
        {CURVED "table\n", ":2: curve: \"table\""},
        {CURVED "table|2023-06-31=40\n", ":2: curve: \"table|"},
        {CURVED "table|2023-06-30\n", ":2: curve: \"table|"},
        {CURVED "table|2023-06-30=40.125\n", ":2: curve: \"table|"},
        {CURVED "table|2023-06-30=100.1\n", ":2: curve: \"table|"},
        {CURVED "table|2023-06-30=-1\n", ":2: curve: \"table|"},
        {CURVED "table|2023-06-30=40|2023-06-30=50\n", ":2: curve: \"table|"},
        {CURVED "table|2023-06-30=40|2023-09-30=39.99\n", ":2: curve: \"table|"},
        {HEADER "1,甲,乙,1,产量,,5,,,\n,,,1,产值,,6,,,\n", ":3: part_no: task 1 has part 1 twice"},
        {HEADER "1,甲,乙,,,,,,,\n2,丙,丁,,,,,,,\n1,甲,乙,,,,,,,\n",
         ":4: task_no: the rows of task 1 must stand together"},
        {HEADER "1,\"甲,乙,,,,,,,\n", ":2: -: a quotation mark without its partner"},
        {HEADER "1,\"甲\n\n乙\",丙,,,,,,,\n2,,丁,,,,,,,\n", ":5: title: task 2 has no title"},
        {HEADER "x,\"甲\n\n乙\",丙,,,,,,,\n", ":2: task_no: \"x\" is not"},
        {HEADER "1,甲\001,乙,,,,,,,\n", ":2: title: has control characters"},
        {"PK\003\004workbook", " is a workbook"},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1workbook", " is a workbook"},
        {"\xff\xff\xff", " is neither UTF-8 nor GB18030"},
};

static void test_bad(void **state)
{
        struct fixture *fixture = *state;

        for (size_t i = 0; i < COUNT_OF(BAD); i++) {
                const size_t before = strlen(fixture_said(fixture));
                struct plan_csv plan = {.parts = 0};

                assert_int_equal(read_plan(fixture, BAD[i].content, strlen(BAD[i].content), &plan), CLI_USAGE);
                if (!strstr(fixture_said(fixture) + before, BAD[i].said))
                        fail_msg("%zu: said \"%s\", not \"%s\"", i, fixture_said(fixture) + before, BAD[i].said);
                assert_int_equal(plan.task.n, 0);
        }
}

static void test_every_problem_is_told(void **state)
{
        struct fixture *fixture = *state;
        struct plan_csv plan;

        assert_int_equal(read_plan(fixture, HEADER "1,,,1,产量,,x,,,\n2,,,,,,,,,\n",
                                   strlen(HEADER "1,,,1,产量,,x,,,\n2,,,,,,,,,\n"), &plan),
                         CLI_USAGE);
        assert_non_null(strstr(fixture_said(fixture), "has 5 problems"));
}

static void check_good(const struct plan_csv *plan)
{
        const struct task *first = &plan->task.at[0];

        assert_int_equal(plan->task.n, 2);
        assert_int_equal(plan->parts, 3);
        assert_int_equal(first->no, 72);
        assert_true(bytes_is(first->title, "乡村,建设"));
        assert_int_equal(first->lead.n, 2);
        assert_true(bytes_is(first->lead.at[1], "乙局"));
        assert_int_equal(first->part.n, 3);
        assert_int_equal(first->part.at[0].kind, PART_CUMULATIVE);
        assert_int_equal(first->part.at[0].target.unscaled, 347);
        assert_int_equal(first->part.at[0].target.scale, 1);
        assert_int_equal(first->part.at[1].kind, PART_MILESTONE);
        assert_int_equal(day_to_number(first->part.at[1].due), 20230930);
        assert_true(first->part.at[1].soft);
        assert_int_equal(first->part.at[2].no, 6);
        assert_int_equal(first->part.at[2].same_as->task_no, 81);
        assert_int_equal(plan->task.at[1].part.n, 0);
}

#define GOOD                                                                                                           \
        HEADER "72,\"乡村,建设\",甲局|乙局,1,场馆,,34.7,,,\n"                                                \
               "72,\"乡村,建设\",甲局|乙局,2,开工,milestone,,2023-09-30,1,\n"                                \
               ",,,6,覆盖率,level,45,,,81.1\n\n"                                                                    \
               "73,教育,丙局,,,,,,,\n"

static void test_good(void **state)
{
        static const char BOM[] = "\xef\xbb\xbf" GOOD;
        struct plan_csv plan;

        assert_int_equal(read_plan(*state, GOOD, strlen(GOOD), &plan), 0);
        check_good(&plan);
        assert_int_equal(read_plan(*state, BOM, strlen(BOM), &plan), 0);
        check_good(&plan);
}

static void test_office_line_ends(void **state)
{
        struct plan_csv plan;
        char text[2 * sizeof GOOD];
        size_t len = 0;

        for (const char *at = GOOD; *at; at++) {
                if (*at == '\n')
                        text[len++] = '\r';
                text[len++] = *at;
        }
        assert_int_equal(read_plan(*state, text, len, &plan), 0);
        check_good(&plan);
}

/* `"乡村,建设"` is quoted, and keeps its comma. */
static void test_other_separators(void **state)
{
        static const char SEPARATORS[] = ";\t";

        for (const char *separator = SEPARATORS; *separator; separator++) {
                char text[] = GOOD;
                struct plan_csv plan;
                bool quoted = false;

                for (char *at = text; *at; at++) {
                        quoted ^= *at == '"';
                        *at = *at == ',' && !quoted ? *separator : *at;
                }
                assert_int_equal(read_plan(*state, text, strlen(text), &plan), 0);
                check_good(&plan);
        }
}

/* A curve is read, and written as it was read. */
static void test_curve(void **state)
{
        static const char TEXT[] = CURVED "seasonal|2023-06-30=0|2023-09-30=12.5|2023-10-31=100\n";
        struct fixture *fixture = *state;
        const struct curve *curve;
        struct plan_csv plan;
        struct cell cell;
        struct page page;

        assert_int_equal(read_plan(fixture, TEXT, strlen(TEXT), &plan), 0);
        curve = plan.task.at[0].part.at[0].curve;
        assert_non_null(curve);
        assert_int_equal(curve->kind, CURVE_SEASONAL);
        assert_int_equal(curve->point.n, 3);
        assert_int_equal(day_to_number(curve->point.at[1].day), 20230930);
        assert_int_equal(curve->point.at[1].share_bp, 1250);
        assert_int_equal(curve->point.at[2].share_bp, 10000);
        page_open(&page, fixture->session.arena, LANGUAGE_EN);
        cell = plan_curve_cell(&page, curve);
        assert_string_equal(cell.text, "seasonal|2023-06-30=0.00|2023-09-30=12.50|2023-10-31=100.00");
        page_fact(&page, "curve", "", "", cell); /* which owns it from here on */
        page_close(&page);
        assert_true(plan_curve_same(curve, curve));
        assert_false(plan_curve_same(curve, NULL));
}

static void test_gb18030(void **state)
{
        static const char GB[] = "task_no,title,lead\n1,\xb2\xe2\xca\xd4,\xbc\xd7\xbe\xd6\n";
        struct plan_csv plan;

        assert_int_equal(read_plan(*state, GB, strlen(GB), &plan), 0);
        assert_true(bytes_is(plan.task.at[0].title, "测试"));
        assert_true(bytes_is(plan.task.at[0].lead.at[0], "甲局"));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_bad, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_every_problem_is_told, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_good, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_office_line_ends, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_other_separators, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_curve, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_gb18030, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
