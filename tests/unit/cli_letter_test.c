/* cli_letter_test.c - one letter a department: whose alerts it collects, which letter it is, what it says. */
#include "client/cli/letter.h"
#include "lib/model/ladder.h"

#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }

static struct part PARTS[] = {{.no = 1}, {.no = 2, .owner = TEXT("丙局")}};
static struct bytes LEADS[] = {TEXT("甲局"), TEXT("乙局")};
static struct task TASKS[] = {{.no = 7, .lead = {LEADS, 2}, .part = {PARTS, 2}}};
static const struct plan HEADER = {.title = TEXT("计划"), .issuer = TEXT("办公室")};
static const struct plan_view PLAN = {.header = &HEADER, .task = {TASKS, 1}};

static const struct part_verdict SUM = {
        .actual = {8, 0, true}, .target = {26, 0, true}, .attainment = {4, 13}, .planned = {1, 2}, .gap = {-5, 26}};
static uint64_t EVIDENCE[] = {505, 4};

static const struct alert ALERTS[] = {
        {.alert = {.task = {.no = 7}, .part = 1},
         .severity = SEVERITY_YELLOW,
         .verdict = VERDICT_BEHIND,
         .arithmetic = &SUM,
         .evidence = {EVIDENCE, 2}},
        {.alert = {.task = {.no = 7}, .part = 0}, .why = WHY_NO_REPORT, .rung = RUNG_SUPERVISION},
        {.alert = {.task = {.no = 7}, .part = 2}},
        {.alert = {.task = {.no = 7}, .part = 1}},
        {.alert = {.kind = ALERT_LINK_DOWN, .department = TEXT("甲局")}},
};
static struct alert_view VIEWS[] = {
        {.alert = &ALERTS[0], .raised_seq = 511, .open = true, .lead = {LEADS, 2}, .unit = TEXT("场")},
        {.alert = &ALERTS[1], .raised_seq = 512, .open = true, .lead = {LEADS, 2}},
        {.alert = &ALERTS[2], .raised_seq = 513, .open = true, .lead = {LEADS, 2}},
        {.alert = &ALERTS[3], .raised_seq = 514, .open = false, .lead = {LEADS, 2}},
        {.alert = &ALERTS[4], .raised_seq = 515, .open = true, .lead = {LEADS, 1}}, /* asks for no answer */
};

static struct letter collect(struct fixture *fixture, const char *department, size_t n)
{
        const struct answer answer = {.alert = {VIEWS, n}};
        struct letter letter = {
                .department = bytes_str(department),
                .plan = &PLAN,
                .today = day_of(2023, 7, 1),
                .answer_by = day_of(2023, 7, 14),
        };

        assert_int_equal(letter_collect(&letter, &answer, fixture->session.arena), 0);
        return letter;
}

static void test_addressee(void **state)
{
        assert_int_equal(collect(*state, "甲局", COUNT_OF(VIEWS)).alert.n, 2);
        assert_int_equal(collect(*state, "乙局", COUNT_OF(VIEWS)).alert.n, 0);
        assert_int_equal(collect(*state, "丙局", COUNT_OF(VIEWS)).alert.n, 1);
}

static const char *print(struct fixture *fixture, const struct letter *letter)
{
        struct page page;

        fixture->session.language = LANGUAGE_ZH;
        fixture_page(fixture, &page);
        letter_page(&page, letter);
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
        return fixture_printed(fixture);
}

static void test_reminder(void **state)
{
        const struct letter letter = collect(*state, "甲局", 1);
        const char *text;

        ((struct fixture *)*state)->session.output = &output_md;
        text = print(*state, &letter);
        assert_non_null(strstr(text, "# 提示函\n"));
        assert_non_null(strstr(text, "草稿"));
        assert_non_null(strstr(text, "实际8场，目标26场，完成率30.8%，序时进度50.0%，进度差-19.2点 | 505, 4 |"));
        assert_non_null(strstr(text, "2023年7月14日"));
        assert_non_null(strstr(text, "抄送：乙局"));
        assert_non_null(strstr(text, "签发人"));
}

static void test_baseline(void **state)
{
        const struct part_verdict stock = {.actual = {3200, 0, true},
                                           .baseline = {3000, 0, true},
                                           .target = {5000, 0, true},
                                           .attainment = {1, 10},
                                           .planned = {1, 4},
                                           .gap = {-15, 100}};
        const struct alert alert = {.alert = {.task = {.no = 7}, .part = 1}, .arithmetic = &stock};
        const struct alert_view view = {.alert = &alert, .open = true, .lead = {LEADS, 2}, .unit = TEXT("个")};
        struct letter letter = collect(*state, "甲局", 1);

        letter.alert.at[0] = &view;
        ((struct fixture *)*state)->session.output = &output_md;
        assert_non_null(strstr(print(*state, &letter), "实际3200个，期初3000个，目标5000个，完成率10.0%"));
}

/* One alert at that rung makes the whole letter a 督办函. */
static void test_supervision(void **state)
{
        const struct letter letter = collect(*state, "甲局", COUNT_OF(VIEWS));

        assert_int_equal(letter.rung, RUNG_SUPERVISION);
        assert_non_null(strstr(print(*state, &letter), "督办函\n"));
        assert_non_null(strstr(print(*state, &letter), "未填报"));
        /* a missing report is no part: alerts are counted */
        assert_non_null(
                strstr(fixture_printed(*state), "《计划》中由你单位负责的事项有下列2件预警，截至2023年7月1日尚未解除"));
}

/* Muted and answered ones are listed and marked; a muted one makes no letter graver. */
static void test_marks(void **state)
{
        const struct alert grave = {
                .alert = {.task = {.no = 7}, .part = 1}, .rung = RUNG_SUPERVISION, .cycles = 3, .arithmetic = &SUM};
        struct alert_view views[] = {{.alert = &grave,
                                      .open = true,
                                      .muted = true,
                                      .answered_seq = 9,
                                      .answer_date = {19700},
                                      .lead = {LEADS, 2}},
                                     VIEWS[0]};
        const struct answer answer = {.alert = {views, 2}};
        struct letter letter = {.department = TEXT("甲局"), .plan = &PLAN, .today = {19600}, .answer_by = {19610}};
        struct fixture *fixture = *state;

        assert_int_equal(letter_collect(&letter, &answer, fixture->session.arena), 0);
        fixture->session.output = &output_md;
        assert_non_null(strstr(print(fixture, &letter), "# 提示函\n"));
        assert_non_null(strstr(print(fixture, &letter), "；连续3期；不单独提示;反馈期限2023-12-09"));
}

/* A date that was approved later never stands without the one that was imported. */
static void test_extended(void **state)
{
        static const struct plan until = {.end = {19722}};
        static const struct plan_view plan = {.header = &until, .task = {TASKS, 1}};
        struct part_verdict sum = SUM;
        const struct part_verdict node = {.due = {19600}};
        const struct alert alerts[] = {{.alert = {.task = {.no = 7}, .part = 1}, .arithmetic = &sum},
                                       {.alert = {.task = {.no = 7}, .part = 1}, .arithmetic = &node}};
        struct alert_view views[] = {{.alert = &alerts[0], .open = true, .lead = {LEADS, 1}},
                                     {.alert = &alerts[1], .open = true, .lead = {LEADS, 1}}};
        const struct answer answer = {.alert = {views, 2}};
        struct letter letter = {.department = TEXT("甲局"), .plan = &plan, .today = {19600}, .answer_by = {19610}};
        struct fixture *fixture = *state;

        assert_int_equal(letter_collect(&letter, &answer, fixture->session.arena), 0);
        fixture->session.output = &output_md;
        sum.due = (struct day){19722};
        assert_null(strstr(print(fixture, &letter), "进度差-19.2点，期限"));
        assert_non_null(strstr(fixture_printed(fixture), "期限2023-08-31（原期限2023-12-31）"));
        sum.due = (struct day){19813};
        assert_non_null(strstr(print(fixture, &letter), "进度差-19.2点，期限2024-03-31（原期限2023-12-31）"));
}

/* Signed for all at the letter's rung: it has its number and is no draft. One that lacks it makes a new draft. */
static void test_signed(void **state)
{
        const struct alert alert = {.alert = {.task = {.no = 7}, .part = 1}, .rung = RUNG_LETTER};
        struct alert_view views[] = {
                {.alert = &alert,
                 .open = true,
                 .letter_rung = RUNG_LETTER,
                 .letter_seq = 60,
                 .letter_number = TEXT("督1号"),
                 .lead = {LEADS, 1}},
                {.alert = &alert,
                 .open = true,
                 .letter_rung = RUNG_LETTER,
                 .letter_seq = 60,
                 .letter_number = TEXT("督1号"),
                 .lead = {LEADS, 1}},
        };
        const struct answer answer = {.alert = {views, 2}};
        struct letter letter = {.department = TEXT("甲局"), .plan = &PLAN, .today = {19600}, .answer_by = {19610}};
        struct letter again = letter;
        struct fixture *fixture = *state;

        assert_int_equal(letter_collect(&letter, &answer, fixture->session.arena), 0);
        assert_true(bytes_is(letter.signed_number, "督1号"));
        assert_non_null(strstr(print(fixture, &letter), "督1号"));
        assert_null(strstr(fixture_printed(fixture), "草稿"));
        assert_null(strstr(strstr(fixture_printed(fixture), "督1号") + 1, "督1号")); /* once, at its head */
        views[1].letter_rung = RUNG_NONE;
        assert_int_equal(letter_collect(&again, &answer, fixture->session.arena), 0);
        assert_int_equal(again.signed_number.len, 0);
        assert_non_null(strstr(print(fixture, &again), "草稿"));
}

static void test_waits(void **state UNUSED)
{
        const struct alert letter = {.rung = RUNG_LETTER};
        const struct alert reminder = {.rung = RUNG_REMINDER};
        const struct {
                struct alert_view view;
                bool waits;
        } cases[] = {
                {{.alert = &letter, .open = true}, true},
                {{.alert = &letter, .open = false}, false},
                {{.alert = &reminder, .open = true}, false},
                {{.alert = &letter, .open = true, .muted = true}, false},
                {{.alert = &letter, .open = true, .letter_rung = RUNG_LETTER}, false},
                {{.alert = &letter, .open = true, .answer_date = {19600}}, false},
                {{.alert = &letter, .open = true, .answer_date = {19599}}, true},
        };

        for (size_t i = 0; i < COUNT_OF(cases); i++)
                assert_int_equal(letter_waits(&cases[i].view, (struct day){19600}), cases[i].waits);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_addressee, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_reminder, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_baseline, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_supervision, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_marks, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_extended, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_signed, fixture_start, fixture_end),
                cmocka_unit_test(test_waits),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
