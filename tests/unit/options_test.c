/* options_test.c - the options of a verb. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "broker/options.h"

enum { MAX = 6 };

static const struct row {
        const char *words[MAX];
        int r;
        const char *dir;
        const char *name;
        bool check;
} ROWS[] = {
        {{"verb"}, 0, NULL, NULL, false},
        {{"verb", "--dir", "D"}, 0, "D", NULL, false},
        {{"verb", "N", "--check", "--dir", "D"}, 0, "D", "N", true},
        {{"verb", "--help"}, OPTIONS_HELP, NULL, NULL, false},
        {{"verb", "--dir"}, OPTIONS_BAD, NULL, NULL, false},
        {{"verb", "--dir", "D", "--dir", "E"}, OPTIONS_BAD, NULL, NULL, false},
        {{"verb", "N", "M"}, OPTIONS_BAD, NULL, NULL, false},
        {{"verb", "--what"}, OPTIONS_BAD, NULL, NULL, false},
};

static void table(void **state)
{
        static const struct admin_verb VERB = {.name = "verb", .arguments = "", .example = ""};

        (void)state;
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const char *dir = NULL;
                const char *name = NULL;
                bool check = false;
                const struct option_row rows[] = {
                        {NULL, &name, NULL}, {"--dir", &dir, NULL}, {"--check", NULL, &check}};
                char words[MAX][16] = {""};
                char *argv[MAX + 1] = {NULL};
                int argc = 0;

                for (; argc < MAX && ROWS[i].words[argc]; argc++) {
                        memcpy(words[argc], ROWS[i].words[argc], strlen(ROWS[i].words[argc]) + 1);
                        argv[argc] = words[argc];
                }
                assert_int_equal(options_parse(&VERB, rows, COUNT_OF(rows), argc, argv), ROWS[i].r);
                if (ROWS[i].r)
                        continue;
                assert_int_equal(check, ROWS[i].check);
                assert_int_equal(dir != NULL, ROWS[i].dir != NULL);
                assert_int_equal(name != NULL, ROWS[i].name != NULL);
                if (dir)
                        assert_string_equal(dir, ROWS[i].dir);
                if (name)
                        assert_string_equal(name, ROWS[i].name);
        }
}

static void numbers(void **state)
{
        static const struct {
                const char *text;
                int r;
                uint64_t number;
        } TABLE[] = {
                {"0", 0, 0},
                {"18446744073709551615", 0, UINT64_MAX},
                {"", OPTIONS_BAD, 0},
                {"18446744073709551616", OPTIONS_BAD, 0},
                {"-1", OPTIONS_BAD, 0},
                {"1x", OPTIONS_BAD, 0},
                {" 1", OPTIONS_BAD, 0},
        };

        (void)state;
        for (size_t i = 0; i < COUNT_OF(TABLE); i++) {
                uint64_t number = 0;

                assert_int_equal(options_number("--n", TABLE[i].text, &number), TABLE[i].r);
                assert_true(number == TABLE[i].number);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(table), cmocka_unit_test(numbers)};

        return cmocka_run_group_tests(tests, NULL, NULL);
}
