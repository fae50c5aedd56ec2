/* cli_verb_test.c - every verb is found by its name, says what it does, and has an example that it would take. */
#include "client/cli/verb.h"

#include "client/cli/help.h"
#include "tests/unit/cli_fixture.h"

enum { WORDS_MAX = 32, LETTERS_MAX = 256 };

struct words {
        char *at[WORDS_MAX];
        int n;
        char letters[LETTERS_MAX];
};

/* As a shell does, as far as the examples go: blanks part words, '…' keeps them, > sends the output elsewhere. */
static void split(const char *line, struct words *ret_words)
{
        struct words *words = ret_words;
        char *to = words->letters;
        bool quoted = false;
        bool open = false;

        words->n = 0;
        assert_true(strlen(line) + 1 < LETTERS_MAX);
        for (; *line && (quoted || *line != '>'); line++) {
                if (!quoted && *line == ' ') {
                        *to = '\0';
                        to += open;
                        open = false;
                        continue;
                }
                if (!open) {
                        assert_true(words->n < WORDS_MAX);
                        words->at[words->n++] = to;
                        open = true;
                }
                if (*line == '\'')
                        quoted = !quoted;
                else
                        *to++ = *line;
        }
        *to = '\0';
        assert_false(quoted);
}

static void take(const struct verb *verb, const char *example)
{
        const struct args_option *tables[VERB_OPTIONS];
        const char *culprit = "";
        const char *format;
        struct words words;
        struct args args;
        int own = 0;

        split(example, &words);
        assert_string_equal(words.at[0], "duban");
        assert_ptr_equal(verb_find(words.n - 1, words.at + 1, &own), verb);
        verb_options(verb, tables);
        if (args_parse(words.n - 1 - own, words.at + 1 + own, tables, VERB_OPTIONS, &args, &culprit) != 0)
                fail_msg("%s: %s", example, culprit);
        assert_in_range(args.words, verb->words_min, verb->words_max);
        format = args_get(&args, "format");
        if (format)
                assert_true(verb->formats & output_find(format)->format);
}

static void test_examples(void **state UNUSED)
{
        for (size_t i = 0; verb_table[i]; i++)
                take(verb_table[i], verb_table[i]->example);
}

/* The helps that list the roles list all of them. */
static void test_roles(void **state UNUSED)
{
        const char *at = VERB_ROLES;

        for (int role = 1; role < WORDS_ROLE.n; role++) {
                const char *id = word_of(&WORDS_ROLE, role)->id;

                assert_int_equal(strncmp(at, id, strlen(id)), 0);
                at += strlen(id) + (role + 1 < WORDS_ROLE.n);
        }
        assert_string_equal(at, "");
}

static void test_rows(void **state UNUSED)
{
        for (size_t i = 0; verb_table[i]; i++) {
                const struct verb *verb = verb_table[i];

                assert_true(verb->group < GROUP_COUNT);
                assert_true(i == 0 || verb_table[i - 1]->group <= verb->group); /* the table reads like the help */
                assert_true(*verb->zh && *verb->en && verb->run);
                assert_true(!verb->more_zh == !verb->more_en);
                assert_true((*verb->arguments == '\0') <= (verb->words_max == 0));
                assert_true(verb->words_min <= verb->words_max && verb->words_max <= ARGS_WORDS_MAX);
                for (size_t k = 0; k < i; k++)
                        assert_string_not_equal(verb_table[k]->name, verb->name);
        }
}

static void test_find(void **state UNUSED)
{
        static const struct {
                const char *line;
                const struct verb *verb;
                int words;
        } CASES[] = {
                {"letter", &verb_letter, 1},
                {"letter sign 甲局", &verb_letter_sign, 2},
                {"letter signed", &verb_letter, 1},
                {"plan show", &verb_plan_show, 2},
                {"plan", NULL, 0},
                {"plans show", NULL, 0},
                {"remark --accept-proposed", &verb_remark_proposed, 2},
                {"remark --import", NULL, 0},
                {"bulletin close", &verb_bulletin_close, 2},
                {"", NULL, 0},
        };

        for (size_t i = 0; i < COUNT_OF(CASES); i++) {
                struct words words;
                int own;

                split(CASES[i].line, &words);
                assert_ptr_equal(verb_find(words.n, words.at, &own), CASES[i].verb);
                assert_int_equal(own, CASES[i].words);
        }
}

/* Everybody's verbs under their own heading, once; and each verb's own page. */
static void test_help(void **state)
{
        static const char *const HEADINGS[] = {"\nDepartments\n", "\nSupervisors\n", "\nLeaders\n", "\nOperators\n",
                                               "\nEveryone\n"};
        struct fixture *fixture = *state;
        const char *at;

        assert_int_equal(help_all(&fixture->session, true), CLI_FINE);
        at = fixture_printed(fixture);
        for (size_t i = 0; i < COUNT_OF(HEADINGS); i++) {
                at = strstr(at, HEADINGS[i]);
                assert_non_null(at);
        }
        for (size_t i = 0; verb_table[i]; i++) {
                assert_int_equal(help_verb(&fixture->session, verb_table[i]), CLI_FINE);
                assert_non_null(strstr(fixture_printed(fixture), verb_table[i]->example));
        }
        assert_non_null(strstr(fixture_printed(fixture), "one of: text, json, md, html\n")); /* the letter's */
        assert_null(strstr(fixture_printed(fixture), " \n"));
        assert_int_equal(help_family(&fixture->session, "plan", true), CLI_FINE);
        assert_int_equal(help_family(&fixture->session, "plans", true), CLI_USAGE);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_examples),
                cmocka_unit_test(test_roles),
                cmocka_unit_test(test_rows),
                cmocka_unit_test(test_find),
                cmocka_unit_test_setup_teardown(test_help, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
