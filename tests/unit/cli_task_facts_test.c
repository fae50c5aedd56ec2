/* cli_task_facts_test.c - what hangs on a task: marks, forecast, amendments, findings; and all that the judge was given. */
#include "client/cli/task_facts.h"

#include "client/cli/countersign_rows.h"
#include "client/cli/explain_inputs.h"
#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }

static struct curve_point POINTS[] = {{{19450}, 2500}, {{19600}, 10000}};
static const struct curve CURVE = {.kind = CURVE_STEP, .point = {POINTS, 2}};
static struct part PARTS[] = {{.no = 1,
                               .name = TEXT("场馆"),
                               .kind = PART_STOCK,
                               .unit = TEXT("座"),
                               .baseline = {2, 0, true},
                               .target = {30, 0, true},
                               .curve = &CURVE},
                              {.no = 2, .name = TEXT("节点"), .kind = PART_MILESTONE, .final = true}};
static const struct task TASK = {.no = 72, .part = {PARTS, 2}};
static const struct plan HEADER = {.start = {19358}, .end = {19722}, .cadence = CADENCE_MONTHLY};

static struct part_verdict JUDGED[] = {{.part = 1, .verdict = VERDICT_BEHIND, .broken = 1}, {.part = 2, .broken = 1}};
static const struct verdict VERDICT = {.verdict = VERDICT_BEHIND, .part = {JUDGED, 2}, .late = 1, .missing = 2};
static struct forecast_view FORECASTS[] = {
        {.part = 1, .finish = {19814}, .share = {4, 5}, .value = {49, 2}, .catch_up = {3, 2}, .misses = true}};
static struct part_change CHANGES[] = {
        {.part = 1, .target = {26, 0, true}, .was_target = {30, 0, true}, .was_due = {19722}, .proposal_seq = 40}};
static const struct amendment AMENDMENT = {.change = {CHANGES, 1}};
static struct intake_finding FINDINGS[] = {
        {.flag = INTAKE_FELL, .part = 1, .reported = {8, 0, true}, .other = {9, 0, true}},
        {.flag = INTAKE_TWO_VALUES,
         .part = 1,
         .reported = {8, 0, true},
         .other = {7, 0, true},
         .twin_task = 79,
         .twin_part = 2},
        {.flag = INTAKE_WRONG_SHARE, .reported = {6958, 2, true}, .other = {6968, 2, true}}};
static const struct intake INTAKE = {.cause = 50, .finding = {FINDINGS, COUNT_OF(FINDINGS)}};
static const struct promise PROMISE = {.date = {19650}};
static struct pipeline UNITS[] = {{STAGE_APPLIED, 66}};
static struct line LINES[] = {{.part = 1,
                               .value = {347, 1, true},
                               .unit = TEXT("座"),
                               .evidence = EVIDENCE_PROXY,
                               .pipeline = {UNITS, 1},
                               .promise = &PROMISE}};
static const struct report REPORT = {.line = {LINES, 1}};

static struct countersign_view WORDS[] = {
        {.department = TEXT("市卫健委"), .seq = 60, .objection = true, .text = TEXT("未含我委数据"), .by = TEXT("甲")},
        {.department = TEXT("市司法局"), .seq = 61},
        {.department = TEXT("市文联")},
        {.department = TEXT("有关乡镇办场"), .keyless = true},
};

static const struct task_view WHOLE = {
        .task = {.no = 72},
        .verdict = &VERDICT,
        .plan_entry = &TASK,
        .report = &REPORT,
        .data_date = {19538},
        .forecast = {FORECASTS, 1},
        .amendment = &AMENDMENT,
        .intake = &INTAKE,
        .returned_seq = 80,
        .closed_seq = 90,
        .suspended_until = {19722},
        .adopted_seq = 85,
        .owes_report = true,
        .due_by = {19550},
        .due_moved = true,
        .countersign = {WORDS, 4},
};

static void print(struct fixture *fixture, const struct task_view *view)
{
        struct page page;

        fixture_page(fixture, &page);
        task_facts_standing(&page, view);
        task_facts_forecast(&page, view);
        task_facts_amendment(&page, view);
        task_facts_findings(&page, view);
        task_facts_adopted(&page, view);
        countersign_rows_task(&page, view);
        explain_inputs(&page, view, &HEADER, policy_default());
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
}

static json_t *printed(struct fixture *fixture, const struct task_view *view)
{
        json_t *root;

        fixture->session.output = &output_json;
        print(fixture, view);
        root = json_loads(fixture_printed(fixture), 0, NULL);
        assert_non_null(root);
        return root;
}

static void test_marks(void **state)
{
        const struct task_view nothing = {.task = {.no = 1}};
        struct fixture *fixture = *state;
        struct page page;

        fixture->session.language = LANGUAGE_ZH;
        fixture_page(fixture, &page);
        assert_string_equal(task_facts_marks(&page, &nothing), "");
        assert_string_equal(
                task_facts_marks(&page, &WHOLE),
                "已销号;已退回;中止至2023-12-31;目标或期限已变更;存疑 3;会签异议 1;漏报 2;迟报 1;承诺未兑现 2");
        page_close(&page);
}

static void test_text(void **state)
{
        static const char *const LINES_OF[] = {"预测(1项)", "追赶倍数",        "24.5",       "1.5",
                                               "80.0",      "2024-04-01",      "原目标值",   "累计数下降",
                                               "79.2",      "已退回,日志序号", "2023-07-12", "顺延(服务中断)"};
        struct fixture *fixture = *state;

        fixture->session.language = LANGUAGE_ZH;
        print(fixture, &WHOLE);
        for (size_t i = 0; i < COUNT_OF(LINES_OF); i++) {
                if (!strstr(fixture_printed(fixture), LINES_OF[i]))
                        fail_msg("no %s in %s", LINES_OF[i], fixture_printed(fixture));
        }
}

/* What each lead has said, and who is not waited for; what waits names those alone. */
static void test_countersign(void **state)
{
        static const char *const WORD_IDS[] = {"objection", "consent", "waiting", "keyless"};
        struct fixture *fixture = *state;
        struct task_view view = WHOLE;
        const struct answer answer = {.task = {&view, 1}};
        struct page page;
        json_t *root = printed(fixture, &WHOLE);
        const json_t *list = json_object_get(root, "countersign");

        assert_int_equal(json_array_size(list), COUNT_OF(WORD_IDS));
        for (size_t i = 0; i < COUNT_OF(WORD_IDS); i++)
                assert_string_equal(json_string_value(json_object_get(json_array_get(list, i), "word")), WORD_IDS[i]);
        assert_string_equal(json_string_value(json_object_get(json_array_get(list, 0), "text")), "未含我委数据");
        json_decref(root);
        fixture->session.output = &output_text;
        fixture->session.language = LANGUAGE_ZH;
        fixture_page(fixture, &page);
        countersign_rows_waiting(&page, &answer, bytes_str(""));
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
        assert_non_null(strstr(fixture_printed(fixture), "待会签(1项)"));
        assert_non_null(strstr(fixture_printed(fixture), " 市文联 "));
}

static const json_t *at(const json_t *root, const char *list, size_t i)
{
        return json_array_get(json_object_get(root, list), i);
}

static void test_json(void **state)
{
        json_t *root = printed(*state, &WHOLE);
        const json_t *forecast = at(root, "forecast", 0);
        const json_t *change = at(root, "amendment", 0);

        assert_int_equal(json_integer_value(json_object_get(json_object_get(forecast, "catch_up"), "num")), 3);
        assert_true(json_is_true(json_object_get(forecast, "misses")));
        assert_int_equal(json_integer_value(json_object_get(change, "was_target")), 30);
        assert_int_equal(json_integer_value(json_object_get(change, "target")), 26);
        assert_string_equal(json_string_value(json_object_get(change, "due")),
                            "2023-12-31"); /* only the target moved */
        assert_string_equal(json_string_value(json_object_get(at(root, "findings", 1), "flag")), "two_values");
        assert_int_equal(json_integer_value(json_object_get(root, "returned_seq")), 80);
        assert_int_equal(json_integer_value(json_object_get(root, "missing")), 2);
        assert_string_equal(json_string_value(json_object_get(root, "due_by")), "2023-07-12");
        assert_true(json_is_true(json_object_get(root, "due_moved")));
        json_decref(root);
}

/* A share is compared with a share. */
static void test_share(void **state)
{
        struct fixture *fixture = *state;

        fixture->session.output = &output_md;
        print(fixture, &WHOLE);
        assert_non_null(strstr(fixture_printed(fixture), "| 69.58% | 69.68% |"));
}

/* Enough to judge again: the target in force, the curve, the plan's days, what was reported, the thresholds. */
static void test_inputs(void **state)
{
        json_t *root = printed(*state, &WHOLE);
        const json_t *inputs = json_object_get(root, "inputs");
        const json_t *part = at(inputs, "parts", 0);
        const json_t *curve = json_object_get(part, "curve");
        const json_t *reported = json_object_get(part, "reported");

        assert_int_equal(json_integer_value(json_object_get(part, "target")), 26);
        assert_int_equal(json_integer_value(json_object_get(part, "baseline")), 2);
        assert_string_equal(json_string_value(json_object_get(part, "kind")), "stock");
        assert_string_equal(json_string_value(json_object_get(part, "start")), "2023-01-01");
        assert_string_equal(json_string_value(json_object_get(part, "due")), "2023-12-31");
        assert_string_equal(json_string_value(json_object_get(curve, "kind")), "step");
        assert_int_equal(json_integer_value(json_object_get(at(curve, "points", 0), "share_bp")), 2500);
        assert_non_null(strstr(fixture_printed(*state), "\"value\": 34.7,"));
        assert_string_equal(json_string_value(json_object_get(reported, "evidence")), "proxy");
        assert_int_equal(json_integer_value(json_object_get(at(reported, "pipeline", 0), "count")), 66);
        assert_string_equal(json_string_value(json_object_get(reported, "promise_date")), "2023-10-20");
        assert_true(json_is_null(json_object_get(at(inputs, "parts", 1), "reported")));
        assert_true(json_is_true(json_object_get(at(inputs, "parts", 1), "final")));
        assert_string_equal(json_string_value(json_object_get(inputs, "data_date")), "2023-06-30");
        assert_int_equal(json_integer_value(json_object_get(json_object_get(root, "policy"), "behind_below_tenths")),
                         100);
        json_decref(root);
}

/* Every key is there for a task of which nothing is known. */
static void test_empty(void **state)
{
        const struct task_view view = {.task = {.no = 1}};
        json_t *root = printed(*state, &view);

        assert_int_equal(json_array_size(json_object_get(root, "forecast")), 0);
        assert_true(json_is_array(json_object_get(root, "findings")));
        assert_true(json_is_null(json_object_get(root, "inputs")));
        assert_true(json_is_null(json_object_get(root, "closed_seq")));
        assert_true(json_is_null(json_object_get(root, "due_by")));
        assert_true(json_is_false(json_object_get(root, "due_moved")));
        json_decref(root);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_marks, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_text, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_countersign, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_json, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_share, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_inputs, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_empty, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
