/* cli_rows_test.c - `status --format json` from an answer made by hand: the promised keys, words and figures. */
#include "client/cli/alert_rows.h"
#include "client/cli/rules.h"
#include "client/cli/task_rows.h"
#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }

static struct part PARTS[] = {
        {.no = 1, .name = TEXT("场馆"), .name_en = TEXT("Halls")},
        {.no = 2, .name = TEXT("活动")},
};
static struct task TASKS[] = {{.no = 72, .part = {PARTS, 2}}};
static struct plan_view PLAN = {.task = {TASKS, 1}};

static struct part_verdict JUDGED[] = {
        {.part = 1, .verdict = VERDICT_ON_PACE},
        {.part = 2,
         .verdict = VERDICT_BEHIND,
         .rule = 3,
         .actual = {8, 0, true},
         .target = {26, 0, true},
         .attainment = {4, 13},
         .planned = {1, 2},
         .gap = {-5, 26}},
};
static struct verdict VERDICT = {
        .verdict = VERDICT_ON_PACE,
        .raw_verdict = VERDICT_BEHIND,
        .governing = 2,
        .part = {JUDGED, 2},
};
static const struct excuse_view EXCUSE = {.kind = EXCUSE_FORECAST, .part = 2, .text = TEXT("年底可达30")};

static json_t *printed(struct fixture *fixture, const struct task_view *view)
{
        json_t *root;
        struct page page;

        fixture->session.output = &output_json;
        fixture_page(fixture, &page);
        task_rows_status(&page, view, 1, &PLAN);
        page_fact(&page, "through_seq", "", "", cell_count(&page, 120));
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
        root = json_loads(fixture_printed(fixture), 0, NULL);
        assert_non_null(root);
        return root;
}

static const char *string_of(const json_t *row, const char *key)
{
        const char *text = json_string_value(json_object_get(row, key));

        return text ? text : "-";
}

static void test_excused(void **state)
{
        const struct task_view view = {
                .task = {.no = 72},
                .title = TEXT("文体"),
                .verdict = &VERDICT,
                .excuse = &EXCUSE,
                .remark = REMARK_SLOW,
        };
        json_t *root = printed(*state, &view);
        const json_t *row = json_array_get(json_object_get(root, "tasks"), 0);
        const json_t *excuse = json_object_get(row, "excuse");

        assert_int_equal(json_integer_value(json_object_get(row, "no")), 72);
        assert_string_equal(string_of(row, "verdict"), "on_pace");
        assert_string_equal(string_of(row, "raw_verdict"), "behind");
        assert_true(json_is_null(json_object_get(row, "why")));
        assert_string_equal(string_of(row, "governing"), "活动");
        assert_true(json_is_null(json_object_get(row, "distance_pct")));
        assert_string_equal(string_of(row, "remark"), "slow");
        assert_string_equal(string_of(excuse, "kind"), "forecast");
        assert_int_equal(json_integer_value(json_object_get(excuse, "part")), 2);
        assert_string_equal(string_of(excuse, "text"), "年底可达30");
        assert_true(json_is_false(json_object_get(excuse, "accepted")));
        assert_non_null(strstr(fixture_printed(*state), "\"gap_points\": -19.2,"));
        json_decref(root);
}

/* Until when an excuse is accepted, a reader of the table sees; what else hangs on the row stands at its end. */
static void test_accepted(void **state)
{
        struct fixture *fixture = *state;
        const struct excuse_view accepted = {
                .kind = EXCUSE_PLAN, .part = 2, .accepted = true, .until = day_of(2023, 9, 30)};
        const struct task_view view = {.task = {.no = 72},
                                       .title = TEXT("文体"),
                                       .verdict = &VERDICT,
                                       .excuse = &accepted,
                                       .returned_seq = 80};
        struct page page;

        fixture->session.language = LANGUAGE_ZH;
        fixture_page(fixture, &page);
        task_rows_status(&page, &view, 1, &PLAN);
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
        assert_non_null(strstr(fixture_printed(fixture), "达序时(说明已认可至2023-09-30)"));
        assert_non_null(strstr(fixture_printed(fixture), "已退回\n"));
}

/* A task of which nothing is known yet still has every key. */
static void test_empty(void **state)
{
        static const char *const KEYS[] = {"verdict",   "why",        "raw_verdict",  "excuse",
                                           "governing", "gap_points", "distance_pct", "remark"};
        const struct task_view view = {.task = {.no = 99}};
        json_t *root = printed(*state, &view);
        const json_t *row = json_array_get(json_object_get(root, "tasks"), 0);

        for (size_t i = 0; i < COUNT_OF(KEYS); i++)
                assert_true(json_is_null(json_object_get(row, KEYS[i])));
        assert_int_equal(json_integer_value(json_object_get(root, "through_seq")), 120);
        json_decref(root);
}

static void test_alert_line(void **state)
{
        struct fixture *fixture = *state;
        const struct alert alert = {
                .alert = {.task = {.no = 72}, .part = 2, .kind = ALERT_BEHIND},
                .change = ALERT_RAISED,
                .severity = SEVERITY_YELLOW,
                .day = day_of(2023, 7, 1),
                .arithmetic = &JUDGED[1],
                .verdict = VERDICT_BEHIND,
        };
        const struct alert_view row = {
                .last_seq = 431, .alert = &alert, .title = TEXT("文体"), .part_name = TEXT("活动")};
        struct page page;

        fixture->session.language = LANGUAGE_ZH;
        fixture_page(fixture, &page);
        assert_string_equal(alert_rows_line(&page, &row),
                            "2023-07-01 #431 触发 黄 进度滞后 72 文体 活动 8/26 进度差 -19.2 点 (滞后)");
        page_close(&page);
}

/* Why an alert comes now, where its change alone does not say it. */
static void test_why_now(void **state)
{
        static const struct {
                struct alert alert;
                bool muted;
                const char *tail;
        } CASES[] = {
                {{.change = ALERT_RAISED}, false, "()"},
                {{.change = ALERT_ESCALATED, .rung = RUNG_LETTER, .cycles = 1}, false, "();无有效反馈,升级为提示函"},
                {{.change = ALERT_ESCALATED, .rung = RUNG_SUPERVISION, .cycles = 3},
                 false,
                 "();无有效反馈,升级为督办函;至今连续3期"},
                {{.change = ALERT_LAPSED, .rung = RUNG_REMINDER},
                 false,
                 "();整改反馈的期限已过而未好转,督办等级(现为提醒)从原处继续计算"},
                {{.change = ALERT_LAPSED, .rung = RUNG_LETTER},
                 false,
                 "();整改反馈的期限已过而未好转,督办等级(现为提示函)从原处继续计算"},
                {{.change = ALERT_WITHDRAWN, .unfounded = true}, false, "();填报更正,更正后的数字本不会触发,撤销"},
                {{.change = ALERT_CLEARED}, false, "()"},
                {{.change = ALERT_CLEARED, .unfounded = true},
                 false,
                 "();更正后的数字本不会触发,解除,待督查员确认撤销"},
                {{.change = ALERT_RAISED}, true, "();不单独提示"},
        };
        struct fixture *fixture = *state;
        struct page page;

        fixture->session.language = LANGUAGE_ZH;
        fixture_page(fixture, &page);
        for (size_t i = 0; i < COUNT_OF(CASES); i++) {
                const struct alert_view view = {.alert = &CASES[i].alert, .muted = CASES[i].muted};
                const char *line = alert_rows_line(&page, &view);

                assert_string_equal(strchr(line, '('), CASES[i].tail);
        }
        page_close(&page);
}

/* An objection is no answer that somebody may wait for. */
static void test_objection(void **state)
{
        const struct alert alert = {.change = ALERT_RAISED};
        const struct alert_view plain = {.alert = &alert, .open = true, .objection_seq = 8};
        const struct alert_view dated = {.alert = &alert,
                                         .open = true,
                                         .answered_seq = 7,
                                         .objection_seq = 8,
                                         .answer_date = day_of(2023, 9, 30)};
        const struct alert_view over = {.objection_seq = 8};
        const struct alert_view anew = {.alert = &alert, .open = true, .answered_seq = 9, .objection_seq = 8};
        struct page page;

        fixture_page(*state, &page);
        assert_string_equal(alert_rows_marks(&page, &plain), "objected to");
        assert_string_equal(alert_rows_marks(&page, &dated), "objected to; answered, until 2023-09-30");
        assert_true(alert_rows_is_objected(&plain));
        assert_false(alert_rows_is_objected(&over));
        assert_false(alert_rows_is_objected(&anew));
        assert_string_equal(alert_rows_marks(&page, &anew), "answered");
        page_close(&page);
}

/* What a program reads: the promised keys of an alert. */
static void test_alert_json(void **state)
{
        const struct alert alert = {.alert = {.task = {.no = 72}, .part = 2, .kind = ALERT_BEHIND},
                                    .change = ALERT_ESCALATED,
                                    .rung = RUNG_LETTER,
                                    .cycles = 2};
        struct alert_view view = {.alert = &alert,
                                  .last_seq = 431,
                                  .raised_seq = 400,
                                  .answered_seq = 425,
                                  .muted = true,
                                  .letter_seq = 420,
                                  .letter_rung = RUNG_LETTER,
                                  .letter_number = TEXT("督1号"),
                                  .answer_date = day_of(2023, 9, 30)};
        struct fixture *fixture = *state;
        struct page page;
        json_t *row;

        fixture_page(fixture, &page);
        alert_rows_table(&page);
        alert_rows_add(&page, &view);
        row = output_row(page.last, 0);
        assert_int_equal(json_integer_value(json_object_get(row, "seq")), 431);
        assert_int_equal(json_integer_value(json_object_get(row, "rung")), 2);
        assert_string_equal(string_of(row, "rung_word"), "letter");
        assert_int_equal(json_integer_value(json_object_get(row, "cycles")), 2);
        assert_true(json_is_true(json_object_get(row, "muted")));
        assert_false(json_is_true(json_object_get(row, "unfounded")));
        assert_string_equal(string_of(row, "answer_date"), "2023-09-30");
        assert_string_equal(string_of(row, "letter_number"), "督1号");
        assert_null(json_object_get(row, "marks"));
        assert_string_equal(alert_rows_marks(&page, &view), "muted; answered, until 2023-09-30; reminder letter 督1号");
        assert_true(json_is_false(json_object_get(row, "answer_lapsed")));
        json_decref(row);
        view.answer_lapsed = true;
        alert_rows_add(&page, &view);
        row = output_row(page.last, 1);
        assert_true(json_is_true(json_object_get(row, "answer_lapsed")));
        assert_string_equal(alert_rows_marks(&page, &view),
                            "muted; answer lapsed, it held until 2023-09-30; reminder letter 督1号");
        json_decref(row);
        page_close(&page);
}

/* About a department, and no task. */
static void test_department(void **state)
{
        const struct alert alert = {.alert = {.kind = ALERT_LINK_DOWN, .department = TEXT("市水利局")},
                                    .change = ALERT_RAISED,
                                    .severity = SEVERITY_YELLOW,
                                    .day = day_of(2023, 7, 8)};
        const struct alert_view view = {.alert = &alert, .last_seq = 431, .raised_seq = 431, .open = true};
        struct fixture *fixture = *state;
        struct page page;
        json_t *row;

        fixture_page(fixture, &page);
        alert_rows_table(&page);
        alert_rows_add(&page, &view);
        row = output_row(page.last, 0);
        assert_string_equal(string_of(row, "kind"), "link_down");
        assert_string_equal(string_of(row, "title"), "市水利局");
        assert_true(json_is_null(json_object_get(row, "task")));
        assert_string_equal(alert_rows_line(&page, &view),
                            "2023-07-08 #431 raised yellow department link down 市水利局");
        page.language = LANGUAGE_ZH;
        assert_string_equal(alert_rows_line(&page, &view), "2023-07-08 #431 触发 黄 单位失联 市水利局");
        json_decref(row);
        page_close(&page);
}

static void test_rules(void **state)
{
        struct fixture *fixture = *state;
        struct policy policy = *policy_default();
        struct page page;

        fixture_page(fixture, &page);
        assert_string_equal(rules_sentence(&page, 0, &policy), "");
        assert_string_equal(rules_sentence(&page, 1000, &policy), "");
        for (uint32_t rule = 1; rule <= 16; rule++) {
                assert_true(*rules_sentence(&page, rule, &policy));
                assert_null(strpbrk(rules_sentence(&page, rule, &policy), "{?}"));
        }
        assert_non_null(strstr(rules_sentence(&page, 3, &policy), "from -10.0 points on pace, below -10.0 behind"));
        policy.behind_below_tenths = 150;
        assert_non_null(strstr(rules_sentence(&page, 3, &policy), "from -15.0 points on pace, below -15.0 behind"));
        page_close(&page);
        fixture_page(fixture, &page);
        page.language = LANGUAGE_ZH;
        for (uint32_t rule = 1; rule <= 16; rule++) {
                assert_true(*rules_sentence(&page, rule, &policy));
                assert_null(strpbrk(rules_sentence(&page, rule, &policy), "{?}"));
        }
        assert_non_null(strstr(rules_sentence(&page, 3, &policy), "低于-15.0点为滞后"));
        page_close(&page);
}

/* What a clerk redoes by hand: with what was there before, and the other way round under a ceiling. */
static void test_sum(void **state)
{
        const struct part_verdict stock = {.actual = {3200, 0, true},
                                           .baseline = {3000, 0, true},
                                           .target = {5000, 0, true},
                                           .attainment = {1, 10},
                                           .planned = {1, 4},
                                           .gap = {-15, 100}};
        const struct part_verdict ceiling = {.actual = {30, 0, true},
                                             .target = {40, 0, true},
                                             .attainment = {3, 4},
                                             .planned = {1, 2},
                                             .gap = {-1, 4}};
        const struct part_verdict none = {.actual = {30, 0, true}};
        struct page page;

        fixture_page(*state, &page);
        assert_string_equal(rules_sum(&page, PART_STOCK, &stock),
                            "Sum: (3200 - 3000) / (5000 - 3000) = 10.0 %; 10.0 % - 25.0 % = -15.0 points");
        assert_string_equal(rules_sum(&page, PART_CUMULATIVE, &ceiling),
                            "Sum: 30 / 40 = 75.0 %; 50.0 % - 75.0 % = -25.0 points");
        assert_string_equal(rules_sum(&page, PART_LEVEL, &none), "");
        page_close(&page);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_excused, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_accepted, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_empty, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_alert_line, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_why_now, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_objection, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_alert_json, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_sum, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_rules, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_department, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
