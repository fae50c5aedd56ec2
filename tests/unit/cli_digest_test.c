/* cli_digest_test.c - what is new, worse, cleared and due since a sequence; one line when it is nothing. */
#include "client/cli/digest.h"

#include "lib/model/ladder.h"
#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }

static struct part PARTS[] = {{.no = 1, .name = TEXT("节点")}};
static struct bytes LEADS[] = {TEXT("甲局")};
static struct task TASKS[] = {
        {.no = 1, .sponsor = TEXT("张"), .lead = {LEADS, 1}, .part = {PARTS, 1}},
        {.no = 2, .sponsor = TEXT("李"), .part = {PARTS, 1}},
};
static const struct plan_view PLAN = {.task = {TASKS, 2}};

static const struct alert ALERTS[] = {
        {.alert = {.task = {.no = 1}}},
        {.alert = {.task = {.no = 2}}, .rung = RUNG_LETTER},
        {.alert = {.task = {.no = 2}}, .change = ALERT_CLEARED, .unfounded = true},
};

static struct alert_view VIEWS[] = {
        {.alert = &ALERTS[0], .raised_seq = 10, .last_seq = 10, .open = true},
        {.alert = &ALERTS[0], .raised_seq = 5, .last_seq = 12, .open = true},
        {.alert = &ALERTS[2], .raised_seq = 5, .last_seq = 11, .open = false},
        {.alert = &ALERTS[1], .raised_seq = 8, .last_seq = 8, .open = true, .lead = {LEADS, 1}},
        {.alert = &ALERTS[1], .raised_seq = 8, .last_seq = 8, .open = true, .lead = {LEADS, 1}},
        {.alert = &ALERTS[1], .raised_seq = 7, .last_seq = 8, .open = true, .muted = true},
        {.alert = &ALERTS[1], .raised_seq = 7, .last_seq = 8, .open = true, .answer_date = {19700}},
        {.alert = &ALERTS[1], .raised_seq = 7, .last_seq = 8, .open = true, .letter_rung = RUNG_LETTER},
        {.alert = &ALERTS[0], .raised_seq = 7, .last_seq = 8, .open = true, .objection_seq = 9},
        {.alert = &ALERTS[0], .raised_seq = 7, .last_seq = 8, .objection_seq = 9},
};
static const struct answer ANSWER = {.alert = {VIEWS, COUNT_OF(VIEWS)}};

static struct docket_entry ENTRIES[] = {
        {.seq = 9,
         .kind = EVENT_EXTENSION,
         .state = DOCKET_OPEN,
         .task = 1,
         .part = 1,
         .until = {19700},
         .reason = TEXT("流标")},
        {.seq = 10, .kind = EVENT_PROPOSAL, .task = 1},
        {.seq = 11, .kind = EVENT_EXTENSION, .state = DOCKET_REJECTED, .task = 2},
        {.seq = 12, .kind = EVENT_SUSPENSION, .task = 2},
};
static const struct docket DOCKET = {.entry = {ENTRIES, COUNT_OF(ENTRIES)}};

static void test_lists(void **state UNUSED)
{
        static const struct {
                uint64_t since;
                const char *sponsor;
                size_t view;
                enum digest_list list;
        } CASES[] = {
                {9, "", 0, DIGEST_NEW},    {9, "", 1, DIGEST_WORSE},   {9, "", 2, DIGEST_CLEARED},
                {9, "", 3, DIGEST_LISTS},  {10, "", 0, DIGEST_LISTS},  {4, "", 1, DIGEST_NEW},
                {9, "张", 0, DIGEST_NEW},  {9, "李", 0, DIGEST_LISTS}, {9, "李", 2, DIGEST_CLEARED},
                {12, "", 1, DIGEST_LISTS}, {0, "", 3, DIGEST_NEW},
        };

        for (size_t i = 0; i < COUNT_OF(CASES); i++) {
                const struct digest digest = {
                        .sponsor = bytes_str(CASES[i].sponsor), .since = CASES[i].since, .plan = &PLAN};

                assert_int_equal(digest_list_of(&digest, &VIEWS[CASES[i].view]), CASES[i].list);
        }
}

/* A department that cannot be reached matters to whoever waits for a task that it leads. */
static void test_department(void **state UNUSED)
{
        static const struct {
                const char *sponsor;
                const char *department;
                enum digest_list list;
        } CASES[] = {
                {"", "甲局", DIGEST_NEW}, {"张", "甲局", DIGEST_NEW},   {"李", "甲局", DIGEST_LISTS},
                {"", "丁局", DIGEST_NEW}, {"张", "丁局", DIGEST_LISTS},
        };

        for (size_t i = 0; i < COUNT_OF(CASES); i++) {
                const struct alert alert = {
                        .alert = {.kind = ALERT_LINK_DOWN, .department = bytes_str(CASES[i].department)}};
                const struct alert_view view = {.alert = &alert, .raised_seq = 10, .last_seq = 10, .open = true};
                const struct digest digest = {.sponsor = bytes_str(CASES[i].sponsor), .since = 9, .plan = &PLAN};

                assert_int_equal(digest_list_of(&digest, &view), CASES[i].list);
        }
}

/* Two tasks with a part due on `due`, the second done; printed, whether it is news. */
static bool print(struct fixture *fixture, uint64_t since, struct day due)
{
        static const struct excuse_view EXCUSE = {.kind = EXCUSE_PLAN};
        static struct countersign_view words[] = {
                {.department = {(const uint8_t *)"乙局", 6},
                 .seq = 5,
                 .objection = true,
                 .text = {(const uint8_t *)"缺数", 6}},
                {.department = {(const uint8_t *)"丙局", 6}, .seq = 6},
        };
        struct part_verdict open = {.part = 1, .verdict = VERDICT_ON_PACE, .due = due};
        struct part_verdict done = {.part = 1, .verdict = VERDICT_COMPLETED, .due = due};
        const struct verdict verdicts[] = {{.verdict = VERDICT_ON_PACE, .part = {&open, 1}},
                                           {.verdict = VERDICT_UNKNOWN, .why = WHY_NO_TARGET, .part = {&done, 1}}};
        struct part_change changes[] = {{.part = 1, .due = due, .was_due = {19500}}};
        const struct amendment extended = {.change = {changes, 1}};
        struct task_view views[] = {
                {.task = {.no = 1}, .verdict = &verdicts[0], .excuse = &EXCUSE, .amendment = &extended},
                {.task = {.no = 2}, .verdict = &verdicts[1], .remark = REMARK_SLOW, .countersign = {words, 2}}};
        const struct answer status = {.task = {views, 2}, .through_seq = 12};
        const struct digest digest = {.since = since,
                                      .today = day_of(2023, 7, 1),
                                      .plan = &PLAN,
                                      .status = &status,
                                      .alerts = &ANSWER,
                                      .docket = &DOCKET};
        struct page page;
        bool news;

        fixture_page(fixture, &page);
        news = digest_page(&page, &digest);
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
        return news;
}

static void test_nothing_new(void **state)
{
        struct fixture *fixture = *state;

        fixture->session.language = LANGUAGE_ZH;
        assert_false(print(fixture, 12, day_of(2023, 7, 16)));
        assert_string_equal(fixture_printed(fixture), "2023-07-01督办摘要(日志12之后至12):无新情况,待决7项。\n\n");
}

static void test_due(void **state)
{
        struct fixture *fixture = *state;

        assert_true(print(fixture, 12, day_of(2023, 7, 15)));
        assert_non_null(strstr(fixture_printed(fixture), "Due within 14 days (1)"));
        assert_non_null(strstr(fixture_printed(fixture), "2023-07-15"));
        assert_non_null(strstr(fixture_printed(fixture), "2023-05-23")); /* as imported */
        assert_non_null(strstr(fixture_printed(fixture), "Claimed excuses (1)"));
        assert_non_null(strstr(fixture_printed(fixture), "Requests to decide (1)"));
        assert_non_null(strstr(fixture_printed(fixture), "流标"));
        assert_non_null(strstr(fixture_printed(fixture), "Letters to sign (1)"));
        assert_non_null(strstr(fixture_printed(fixture), "Objections (1)"));
        assert_non_null(strstr(fixture_printed(fixture), "Alerts to withdraw (1)"));
        assert_non_null(strstr(fixture_printed(fixture), "Objections of other leads (1)"));
        assert_non_null(strstr(fixture_printed(fixture), "缺数"));
}

/* A task that is closed or suspended has nothing coming. */
static void test_not_due(void **state)
{
        struct part_verdict part = {.part = 1, .verdict = VERDICT_ON_PACE, .due = day_of(2023, 7, 10)};
        const struct verdict running = {.verdict = VERDICT_ON_PACE, .part = {&part, 1}};
        const struct verdict suspended = {.verdict = VERDICT_SUSPENDED, .part = {&part, 1}};
        struct task_view views[] = {{.task = {.no = 1}, .verdict = &running, .closed_seq = 11},
                                    {.task = {.no = 2}, .verdict = &suspended}};
        const struct answer status = {.task = {views, 2}, .through_seq = 12};
        const struct answer none = {.through_seq = 12};
        const struct docket docket = {.entry = {ENTRIES, 0}};
        const struct digest digest = {.since = 12,
                                      .today = day_of(2023, 7, 1),
                                      .plan = &PLAN,
                                      .status = &status,
                                      .alerts = &none,
                                      .docket = &docket};
        struct fixture *fixture = *state;
        struct page page;

        fixture_page(fixture, &page);
        assert_false(digest_page(&page, &digest));
        page_close(&page);
}

static void test_json(void **state)
{
        struct fixture *fixture = *state;

        fixture->session.output = &output_json;
        assert_true(print(fixture, 9, (struct day){0}));
        assert_non_null(strstr(fixture_printed(fixture), "\"due\": [],"));
        assert_non_null(strstr(fixture_printed(fixture),
                               "\"counts\": {\n  \"new\": 1,\n  \"worse\": 1,\n"
                               "  \"cleared\": 1,\n  \"due\": 0,\n"
                               "  \"claimed_excuses\": 1,\n  \"no_target\": 1,\n"
                               "  \"no_remark\": 1,\n  \"letters\": 1,\n"
                               "  \"requests\": 1,\n  \"withdrawals\": 1,\n  \"objections\": 1,\n"
                               "  \"lead_objections\": 1\n }"));
        assert_non_null(strstr(fixture_printed(fixture), "\"until\": \"2023-12-09\""));
}

/* One more new alert than people get to see, the gravest last. */
static const char *print_long(struct fixture *fixture)
{
        static const struct part_verdict sum = {.gap = {-5, 26}};
        static const struct alert slight = {
                .alert = {.task = {.no = 1}}, .severity = SEVERITY_YELLOW, .arithmetic = &sum};
        static const struct alert grave = {.alert = {.task = {.no = 1}}, .severity = SEVERITY_RED};
        struct alert_view views[DIGEST_ROWS + 1];
        const struct answer alerts = {.alert = {views, COUNT_OF(views)}};
        const struct answer status = {.through_seq = 12};
        const struct docket docket = {.entry = {ENTRIES, 0}};
        const struct digest digest = {.plan = &PLAN, .status = &status, .alerts = &alerts, .docket = &docket};
        struct page page;

        for (size_t i = 0; i < COUNT_OF(views); i++)
                views[i] = (struct alert_view){
                        .alert = i < DIGEST_ROWS ? &slight : &grave, .raised_seq = 5, .last_seq = 5, .open = true};
        fixture_page(fixture, &page);
        assert_true(digest_page(&page, &digest));
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
        return fixture_printed(fixture);
}

/* People get the worst rows of a long list and a line about the others, programs get all. */
static void test_long(void **state)
{
        const char *text = print_long(*state);
        size_t slight = 0;

        for (const char *at = text; (at = strstr(at, "yellow")); at++)
                slight++;
        assert_int_equal(slight, DIGEST_ROWS - 1);
        assert_non_null(strstr(text, "New alerts (13)"));
        assert_non_null(strstr(text, "and 1 more: duban alerts --open"));
        assert_non_null(strstr(text, "red"));
        assert_non_null(strstr(text, "-19.2 points"));
}

static void test_long_json(void **state)
{
        struct fixture *fixture = *state;
        json_t *root;

        fixture->session.output = &output_json;
        root = json_loads(print_long(fixture), 0, NULL);
        assert_int_equal(json_array_size(json_object_get(root, "new")), DIGEST_ROWS + 1);
        json_decref(root);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(test_lists),
                cmocka_unit_test(test_department),
                cmocka_unit_test_setup_teardown(test_nothing_new, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_due, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_not_due, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_json, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_long, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_long_json, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
