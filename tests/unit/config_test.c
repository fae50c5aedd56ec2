/* config_test.c - a table of settings, good files and bad ones. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "lib/base/config.h"

static const struct config_row ROWS[] = {
        {"name", CONFIG_TEXT, NULL, 0, 20, "督查室", NULL, "Who signs."},
        {"home", CONFIG_PATH, NULL, 0, 0, "/var/lib/duban", "collector query", "Where the journal is."},
        {"reports", CONFIG_ENDPOINT, NULL, 1, 0, "tcp://*:7610", "broker", "Where reports come in."},
        {"bell", CONFIG_ENDPOINT, NULL, 0, 0, "", "broker", "Where alerts are rung; empty = nowhere."},
        {"window", CONFIG_NUMBER, "records", 1, 512, "64", "broker", "How many may be on the way."},
        {"grace", CONFIG_DURATION, NULL, 1000, 3600000, "90 s", NULL, "How long to wait."},
        {"map", CONFIG_BYTES, NULL, 1048576, 0, "1 TiB", "collector", "Address space."},
        {"virtual", CONFIG_BOOL, NULL, 0, 0, "no", "collector", "A clock that is set by hand."},
};

/* What was complained about: "line:sentence" one after the other. */
struct complaints {
        char text[2000];
        int count;
};

static void note(void *context, int line, const char *sentence)
{
        struct complaints *complaints = context;
        const size_t used = strlen(complaints->text);

        snprintf(complaints->text + used, sizeof complaints->text - used, "%d:%s\n", line, sentence);
        complaints->count++;
}

static struct config *parsed(const char *content)
{
        struct config *config = config_new(ROWS, COUNT_OF(ROWS));
        struct complaints complaints = {.count = 0};

        if (config_parse(config, bytes_str(content), note, &complaints) != 0)
                fail_msg("%s", complaints.text);
        return config;
}

static void test_presets(UNUSED void **state)
{
        struct config *config = parsed("");

        assert_string_equal(config_text(config, "name"), "督查室");
        assert_string_equal(config_text(config, "reports"), "tcp://*:7610");
        assert_string_equal(config_text(config, "bell"), "");
        assert_int_equal(config_number(config, "window"), 64);
        assert_int_equal(config_number(config, "grace"), 90000);
        assert_int_equal(config_number(config, "map"), 1ull << 40);
        assert_int_equal(config_number(config, "virtual"), 0);
        config_free(config);
        assert_null(config_free(NULL));
}

static void test_file(UNUSED void **state)
{
        struct config *config = parsed("\xef\xbb\xbf# a spreadsheet user's file\r\n"
                                       "\r\n"
                                       "  name =  督办 科   # with a blank inside\r\n"
                                       "home=/data#1\n"
                                       "window = 512\n"
                                       "grace = 2min\n"
                                       "map = 64 MiB\n"
                                       "bell = ipc:///run/duban/bell\n"
                                       "virtual = yes");

        assert_string_equal(config_text(config, "name"), "督办 科");
        assert_string_equal(config_text(config, "home"), "/data#1");
        assert_int_equal(config_number(config, "window"), 512);
        assert_int_equal(config_number(config, "grace"), 120000);
        assert_int_equal(config_number(config, "map"), 64 << 20);
        assert_string_equal(config_text(config, "bell"), "ipc:///run/duban/bell");
        assert_int_equal(config_number(config, "virtual"), 1);
        config_free(config);
}

static void test_bad_lines(UNUSED void **state)
{
        static const struct {
                const char *line;
                const char *complaint;
        } BAD[] = {
                {"windwo = 5", "there is no setting \"windwo\""},
                {"= 5", "there is no setting \"\""},
                {"window", "write name = value"},
                {"window =", "a number of records, from 1 to 512"},
                {"window = 0", "from 1 to 512"},
                {"window = 513", "from 1 to 512"},
                {"window = -1", "from 1 to 512"},
                {"window = 5x", "from 1 to 512"},
                {"window = 18446744073709551617", "from 1 to 512"},
                {"grace = 5", "a duration (ms, s, min, h, d), from 1 s to 1 h"},
                {"grace = 999 ms", "from 1 s to 1 h"},
                {"grace = 2 h", "from 1 s to 1 h"},
                {"grace = 300000000000000 d", "from 1 s to 1 h"},
                {"map = 1 MB", "a size (B, KiB, MiB, GiB, TiB), from 1 MiB to any"},
                {"map = 1048575 B", "from 1 MiB to any"},
                {"virtual = true", "yes or no"},
                {"home =", "a path"},
                {"reports = udp://1:1", "tcp://host:port"},
                {"reports =", "tcp://host:port"},
                {"bell = tcp://", "tcp://host:port"},
                {"name = 0123456789012345678901", "a text"},
                {"name = a\x1b[2J", "a text"},
                {"name = \xce\xb1\xbc", "a text"},
        };
        struct config *config = config_new(ROWS, COUNT_OF(ROWS));

        for (size_t i = 0; i < COUNT_OF(BAD); i++) {
                struct complaints complaints = {.count = 0};
                char content[100];

                snprintf(content, sizeof content, "# one\n%s\nhome = /x\n", BAD[i].line);
                assert_int_equal(config_parse(config, bytes_str(content), note, &complaints), CONFIG_BAD);
                assert_int_equal(complaints.count, 1);
                if (strncmp(complaints.text, "2:", 2) != 0 || !strstr(complaints.text, BAD[i].complaint))
                        fail_msg("%s: %s", BAD[i].line, complaints.text);
        }
        assert_int_equal(config_number(config, "window"), 64);
        assert_string_equal(config_text(config, "home"), "/x");
        config_free(config);
}

static void test_all_errors_are_told(UNUSED void **state)
{
        struct config *config = config_new(ROWS, COUNT_OF(ROWS));
        struct complaints complaints = {.count = 0};

        assert_int_equal(config_parse(config, bytes_str("a=1\nwindow=2\nwindow=3\n\0=4\n"), note, &complaints),
                         CONFIG_BAD);
        assert_int_equal(complaints.count, 2);
        assert_non_null(strstr(complaints.text, "3:window is set already in line 2"));
        assert_int_equal(config_number(config, "window"), 2);
        complaints.count = 0;
        assert_int_equal(config_set(config, bytes_str("window"), bytes_str("7"), note, &complaints), 0);
        assert_int_equal(config_set(config, bytes_str("window"), bytes_str("8"), note, &complaints), 0);
        assert_int_equal(config_number(config, "window"), 8);
        assert_int_equal(config_set(config, bytes_str("name"), bytes_str("a\nb"), note, &complaints), CONFIG_BAD);
        assert_int_equal(complaints.count, 1);
        config_free(config);
}

/* What is printed is read again as the same; what init writes changes nothing until a line is uncommented. */
static void test_print(UNUSED void **state)
{
        struct config *config = parsed("name = 市委督查室\ngrace = 5 min\nbell = inproc://bell\n");
        struct config *again;
        char *printed = NULL;
        size_t len = 0;
        FILE *out = open_memstream(&printed, &len);

        config_print(config, out);
        fclose(out);
        again = parsed(printed);
        for (size_t i = 0; i < COUNT_OF(ROWS); i++)
                assert_string_equal(config_text(again, ROWS[i].name), config_text(config, ROWS[i].name));
        assert_non_null(strstr(printed, "# How long to wait.\n"
                                        "# a duration (ms, s, min, h, d), from 1 s to 1 h; default 90 s; read by: all\n"
                                        "grace = 5 min\n"));
        free(printed);
        config_free(again);

        out = open_memstream(&printed, &len);
        config_print_presets(ROWS, COUNT_OF(ROWS), out);
        fclose(out);
        assert_non_null(strstr(printed, "\n#window = 64\n"));
        again = parsed(printed);
        assert_string_equal(config_text(again, "name"), "督查室");
        free(printed);
        config_free(again);
        config_free(config);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_presets),   cmocka_unit_test(test_file),
                cmocka_unit_test(test_bad_lines), cmocka_unit_test(test_all_errors_are_told),
                cmocka_unit_test(test_print),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
