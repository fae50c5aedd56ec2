/* cli_exceptions_test.c - what was granted and what went wrong, counted per lead department. */
#include "client/cli/exceptions.h"

#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }
#define TASK(number)                                                                                                   \
        {                                                                                                              \
                TEXT("p"), number                                                                                      \
        }

static struct bytes LEADS[] = {TEXT("甲局"), TEXT("乙局"), TEXT("丙局")};
static struct task TASKS[] = {
        {.no = 1, .lead = {LEADS, 2}}, {.no = 2, .lead = {LEADS + 1, 1}}, {.no = 3, .lead = {LEADS + 2, 1}}};
static const struct plan_view PLAN = {.task = {TASKS, 3}};

static const struct {
        uint64_t seq;
        struct event event;
} RECORDS[] = {
        {10, {.kind = EVENT_EXTENSION, .extension = {.task = TASK(1), .part = 1, .new_due = {19700}}}},
        {11, {.kind = EVENT_EXTENSION, .extension = {.task = TASK(1), .part = 2, .new_due = {19700}}}},
        {12, {.kind = EVENT_PROPOSAL, .proposal = {.task = TASK(2), .part = 1, .target = {9, 0, true}}}},
        {13, {.kind = EVENT_PROPOSAL, .proposal = {.task = TASK(2), .part = 1, .target = {8, 0, true}}}},
        {14, {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 10, .approved = true, .task = TASK(1)}}},
        {15, {.kind = EVENT_AMENDMENT, .amendment = {.task = TASK(1), .proposal_seq = 10}}},
        {16, {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 12, .approved = false, .task = TASK(2)}}},
        {17, {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 13, .approved = true, .task = TASK(2)}}},
        {18, {.kind = EVENT_SUSPENSION, .suspension = {.task = TASK(2)}}},
        {19, {.kind = EVENT_SUSPENSION, .suspension = {.task = TASK(2), .lifted = true}}},
        {20, {.kind = EVENT_ACCEPT, .accept = {.task = TASK(1), .part = 1}}},
        {21, {.kind = EVENT_ACCEPT, .accept = {.task = {TEXT("old"), 1}, .part = 1}}},
        {22, {.kind = EVENT_WITHDRAWAL, .withdrawal = {.alert = {.cause = 5, .task = TASK(2)}}}},
        {23, {.kind = EVENT_RETURN, .return_report = {.report_seq = 7, .task = TASK(1)}}},
};

static struct docket fold(struct fixture *fixture)
{
        struct docket docket = {.arena = fixture->session.arena, .plan = TEXT("p")};

        for (size_t i = 0; i < COUNT_OF(RECORDS); i++) {
                const struct record_view record = {.seq = RECORDS[i].seq};
                const struct event *event = &RECORDS[i].event;

                assert_int_equal(docket_add(&docket, &record, event, event_task(event)->plan), 0);
        }
        return docket;
}

static void count(struct fixture *fixture, const char *department)
{
        struct part_verdict parts[] = {{.part = 1, .broken = 1}, {.part = 2, .broken = 2}};
        const struct verdict verdict = {.part = {parts, 2}, .late = 3, .missing = 4};
        struct task_view views[] = {{.task = TASK(1)}, {.task = TASK(2), .verdict = &verdict}};
        const struct answer status = {.task = {views, 2}};
        const struct docket docket = fold(fixture);
        struct exceptions exceptions;
        struct page page;

        assert_int_equal(exceptions_count(&docket, &PLAN, &status, fixture->session.arena, &exceptions), 0);
        fixture->session.output = &output_csv;
        fixture_page(fixture, &page);
        exceptions_page(&page, &exceptions, bytes_str(department));
        assert_int_equal(session_print(&fixture->session, &page, 0), 0);
}

/* A department with nothing to count is not listed; neither what was only asked for nor another plan's counts. */
static void test_count(void **state)
{
        count(*state, "");
        assert_string_equal(fixture_printed(*state),
                            "department,extended,amended,suspended,accepted,withdrawn,exceptions,corrected,returned,"
                            "late,missing,broken_promises\r\n"
                            "甲局,1,0,0,1,0,2,0,1,0,0,0\r\n"
                            "乙局,0,0,1,0,1,2,0,0,3,4,3\r\n"
                            "Sum,1,0,1,1,1,4,0,1,3,4,3\r\n");
}

static void test_department(void **state)
{
        count(*state, "乙局");
        assert_non_null(strstr(fixture_printed(*state), "\r\n乙局,0,0,1,0,1,2,0,0,3,4,3\r\n"));
        assert_null(strstr(fixture_printed(*state), "甲局"));
        assert_null(strstr(fixture_printed(*state), "Sum"));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_count, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_department, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
