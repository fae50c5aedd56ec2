/* cli_args_test.c - the option parser, line by line. */
#include "client/cli/args.h"
#include "tests/unit/cli_fixture.h"

static const struct args_option COMMON[] = {
        {"format", "FORMAT", "", "", false},
        {"help", NULL, "", "", false},
        {NULL, NULL, NULL, NULL, false},
};

static const struct args_option OWN[] = {
        {"line", "LINE", "", "", true},
        {NULL, NULL, NULL, NULL, false},
};

struct example {
        const char *argv[8];
        int result;
        const char *culprit;
        size_t words;
        const char *format; /* NULL = not given */
        size_t lines;
};

static const struct example EXAMPLES[] = {
        {{NULL}, 0, NULL, 0, NULL, 0},
        {{"a", "b"}, 0, NULL, 2, NULL, 0},
        {{"--format", "json", "a"}, 0, NULL, 1, "json", 0},
        {{"--format=json", "a"}, 0, NULL, 1, "json", 0},
        {{"--format="}, 0, NULL, 0, "", 0},
        {{"a", "-"}, 0, NULL, 2, NULL, 0},
        {{"--", "--format", "-x"}, 0, NULL, 2, NULL, 0},
        {{"--line", "1=2", "--line=2=3", "--help"}, 0, NULL, 0, NULL, 2},
        {{"--formats", "json"}, ARGS_UNKNOWN, "--formats", 0, NULL, 0},
        {{"--form", "json"}, ARGS_UNKNOWN, "--form", 0, NULL, 0},
        {{"-f", "json"}, ARGS_UNKNOWN, "-f", 0, NULL, 0},
        {{"a", "--format"}, ARGS_NO_VALUE, "--format", 0, NULL, 0},
        {{"--format", "--help"}, ARGS_NO_VALUE, "--format", 0, NULL, 0},
        {{"--format=--help"}, 0, NULL, 0, "--help", 0},
        {{"--format", "-"}, 0, NULL, 0, "-", 0},
        {{"--help=1"}, ARGS_VALUE_ON_SWITCH, "--help=1", 0, NULL, 0},
        {{"--format", "a", "--format", "b"}, ARGS_TWICE, "--format", 0, NULL, 0},
};

static void test_examples(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(EXAMPLES); i++) {
                const struct example *example = &EXAMPLES[i];
                const struct args_option *const tables[] = {COMMON, OWN};
                const char *culprit = NULL;
                char *argv[8] = {NULL};
                char *copies[8] = {NULL};
                struct args args = {.words = 0};
                size_t position = 0;
                size_t lines = 0;
                int argc = 0;

                for (; argc < 8 && example->argv[argc]; argc++)
                        argv[argc] = copies[argc] = strdup(example->argv[argc]);
                assert_int_equal(args_parse(argc, argv, tables, 2, &args, &culprit), example->result);
                if (example->result) {
                        assert_string_equal(culprit, example->culprit);
                } else {
                        assert_int_equal(args.words, example->words);
                        if (example->format)
                                assert_string_equal(args_get(&args, "format"), example->format);
                        else
                                assert_null(args_get(&args, "format"));
                        while (args_next(&args, "line", &position))
                                lines++;
                        assert_int_equal(lines, example->lines);
                }
                for (int a = 0; a < argc; a++)
                        free(copies[a]);
        }
}

static void test_too_many_words(void **state UNUSED)
{
        const struct args_option *const tables[] = {COMMON};
        char word[] = "w";
        char *argv[ARGS_WORDS_MAX + 1];
        const char *culprit = NULL;
        struct args args;

        for (size_t i = 0; i < COUNT_OF(argv); i++)
                argv[i] = word;
        assert_int_equal(args_parse(ARGS_WORDS_MAX, argv, tables, 1, &args, &culprit), 0);
        assert_int_equal(args_parse(ARGS_WORDS_MAX + 1, argv, tables, 1, &args, &culprit), ARGS_TOO_MANY);
}

static void test_counts(void **state)
{
        struct fixture *fixture = *state;
        uint64_t count = 7;

        assert_int_equal(session_count(&fixture->session, "--from", NULL, 10, &count), 0);
        assert_int_equal(count, 7);
        assert_int_equal(session_count(&fixture->session, "--from", "10", 10, &count), 0);
        assert_int_equal(count, 10);
        assert_int_equal(session_count(&fixture->session, "--from", "18446744073709551615", UINT64_MAX, &count), 0);
        assert_true(count == UINT64_MAX);
        for (const char *const *bad = (const char *const[]){"", "-1", "1x", "11", "99999999999999999999999", NULL};
             *bad; bad++)
                assert_int_equal(session_count(&fixture->session, "--from", *bad, 10, &count), CLI_USAGE);
        assert_int_equal(session_count(&fixture->session, "--from", "18446744073709551616", UINT64_MAX, &count),
                         CLI_USAGE);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_examples),
                cmocka_unit_test(test_too_many_words),
                cmocka_unit_test_setup_teardown(test_counts, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
