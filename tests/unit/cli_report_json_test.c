/* cli_report_json_test.c - reports as JSON: strict, and told where. */
#include "client/cli/report_json.h"
#include "tests/unit/cli_fixture.h"

#define HEAD "{\"task\":72,\"data_date\":\"2023-06-30\""

static const struct {
        const char *text;
        const char *said;
} BAD[] = {
        {"", "in.json holds no report"},
        {"  \n", "in.json holds no report"},
        {"[]", "in.json:1: -: should be an object\nduban: in.json: problems: 1;"}, /* and nothing about its keys */
        {"{\"task\":\"x\",\"data_date\":\"2023-6-30\"}", "in.json: problems: 2;"},
        {"{\"task\":0,\"data_date\":null}", "in.json: problems: 2;"},
        {"{", "in.json:1: -: is no JSON:"},
        {HEAD "}\n" HEAD ",", "in.json:2: -: is no JSON:"},
        {"{\"data_date\":\"2023-06-30\"}", "in.json:1: task: the task's number is missing"},
        {"{\"task\":72}", "in.json:1: data_date: the data date is missing"},
        {"{\"task\":\"72\",\"data_date\":\"2023-06-30\"}", "in.json:1: task: should be a whole number from 0"},
        {"{\"task\":-1,\"data_date\":\"2023-06-30\"}", "in.json:1: task: should be a whole number from 0"},
        {"{\"task\":4294967296,\"data_date\":\"2023-06-30\"}", "in.json:1: task: should be a whole number from 0"},
        {"{\"task\":72,\"data_date\":20230630}", "in.json:1: data_date: should be a date"},
        {"{\"task\":72,\"data_date\":\"2023-06-31\"}", "in.json:1: data_date: should be a date"},
        {HEAD ",\"colour\":1}", "in.json:1: colour: there is no such key"},
        {HEAD "}\n\n" HEAD ",\"colour\":1}", "in.json:3: colour: there is no such key"},
        {"{\n\"task\":72,\n\"data_date\":\"2023-06-30\"}\n" HEAD ",\"colour\":1}", "in.json:4: colour: there is no"},
        {HEAD ",\"\\u001b[2J\":1}", "in.json:1: \\x1b[2J: there is no such key"},
        {HEAD ",\"task\":73}", "in.json:1: -: is no JSON:"},
        {HEAD ",\"lines\":{}}", "in.json:1: lines: should be an array"},
        {HEAD ",\"lines\":[1]}", "in.json:1: lines[0]: should be an object"},
        {HEAD ",\"lines\":[{\"value\":\"1\"}]}", "in.json:1: lines[0].part: the part's number is missing"},
        {HEAD ",\"lines\":[{\"part\":1},{\"part\":2,\"value\":34.7}]}", "in.json:1: lines[1].value: should be a whole"},
        {HEAD ",\"lines\":[{\"part\":1,\"value\":\"\"}]}", "in.json:1: lines[0].value: should be a whole"},
        {HEAD ",\"lines\":[{\"part\":1,\"state\":\"sleeping\"}]}",
         "in.json:1: lines[0].state: should be one of: not_started, planned, in_progress, done, blocked"},
        {HEAD ",\"lines\":[{\"part\":1,\"promise\":[]}]}", "in.json:1: lines[0].promise: should be an object"},
        {HEAD ",\"lines\":[{\"part\":1,\"pipeline\":[{\"stage\":\"x\"}]}]}",
         "lines[0].pipeline[0].stage: should be one of: surveyed"},
        {HEAD ",\"progress\":\"text\"}", "in.json:1: progress: should be an array of texts"},
        {HEAD ",\"progress\":[1]}", "in.json:1: progress: should be an array of texts"},
        {HEAD ",\"source_hash\":\"abc\"}", "in.json:1: source_hash: should be 64 hexadecimal digits"},
};

static void test_bad(void **state)
{
        struct fixture *fixture = *state;

        for (size_t i = 0; i < COUNT_OF(BAD); i++) {
                const size_t before = strlen(fixture_said(fixture));
                struct report_json reports = {.room = 0};

                assert_int_equal(report_json_parse(&fixture->session, "in.json", bytes_str(BAD[i].text), &reports),
                                 CLI_USAGE);
                if (!strstr(fixture_said(fixture) + before, BAD[i].said))
                        fail_msg("%zu: said \"%s\", not \"%s\"", i, fixture_said(fixture) + before, BAD[i].said);
                assert_int_equal(reports.report.n, 0);
        }
}

#define WHOLE                                                                                                          \
        "{\"plan\":\"tianmen-2023\",\"task\":72,\"data_date\":\"2023-06-30\",\"lines\":[{\"part\":1,\"value\":\"34."   \
        "70\","                                                                                                        \
        "\"unit\":\"家\",\"evidence\":\"proxy\",\"approximate\":\"about\",\"state\":\"done\",\"stage\":\"applied\","  \
        "\"pipeline\":[{\"stage\":\"applied\",\"count\":66},{\"stage\":\"construction\",\"count\":2}],"                \
        "\"forecast\":\"80.5\",\"promise\":{\"what\":\"完工\",\"date\":\"2023-09-30\"},\"as_written\":\"约34.70\"," \
        "\"target_understood\":100,\"waiting_for\":null},{\"part\":2,\"value\":-8}],\"progress\":[\"一\",\"二\"],"   \
        "\"problems\":\"无\",\"on_behalf_of\":\"市教育局\",\"mentions\":[{\"name\":\"别的\",\"value\":\"1\"}]}"

static void test_whole(void **state)
{
        struct fixture *fixture = *state;
        struct report_json reports = {.room = 0};
        const struct report *report;
        const struct line *line;

        assert_int_equal(report_json_parse(&fixture->session, "in.json", bytes_str(WHOLE), &reports), 0);
        assert_int_equal(reports.report.n, 1);
        report = &reports.report.at[0];
        assert_true(bytes_is(report->task.plan, "tianmen-2023"));
        assert_int_equal(day_to_number(report->data_date), 20230630);
        assert_int_equal(report->line.n, 2);
        line = &report->line.at[0];
        assert_int_equal(line->value.unscaled, 3470);
        assert_int_equal(line->value.scale, 2);
        assert_true(bytes_is(line->unit, "家"));
        assert_int_equal(line->evidence, EVIDENCE_PROXY);
        assert_int_equal(line->approximate, APPROXIMATION_ABOUT);
        assert_int_equal(line->state, STATE_DONE);
        assert_int_equal(line->stage, STAGE_APPLIED);
        assert_int_equal(line->pipeline.n, 2);
        assert_int_equal(line->pipeline.at[1].count, 2);
        assert_int_equal(day_to_number(line->promise->date), 20230930);
        assert_int_equal(line->target_understood.unscaled, 100);
        assert_int_equal(line->waiting_for.len, 0);
        assert_int_equal(report->line.at[1].value.unscaled, -8);
        assert_int_equal(report->progress.n, 2);
        assert_true(bytes_is(report->progress.at[1], "二"));
        assert_true(bytes_is(report->on_behalf_of, "市教育局"));
        assert_int_equal(report->mention.n, 1);
        assert_null(report->mention.at[0].promise);
}

/* More than the first room for reports, one a line and not. */
static void test_several(void **state)
{
        struct fixture *fixture = *state;
        struct report_json reports = {.room = 0};
        char text[4096] = "";
        size_t len = 0;

        for (int i = 1; i <= 20; i++)
                len += (size_t)snprintf(text + len, sizeof text - len, "{\"task\":%d,\n\"data_date\":\"2023-06-30\"}%s",
                                        i, i % 2 ? "\n" : " ");
        assert_int_equal(report_json_parse(&fixture->session, "in.json", bytes_str(text), &reports), 0);
        assert_int_equal(reports.report.n, 20);
        for (uint32_t i = 0; i < 20; i++)
                assert_int_equal(reports.report.at[i].task.no, i + 1);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_bad, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_whole, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_several, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
