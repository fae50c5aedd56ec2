/* cli_requests_test.c - proposals and extensions, and what becomes of them. */
#include "client/cli/requests.h"

#include "tests/unit/cli_fixture.h"

#define TEXT(s)                                                                                                        \
        {                                                                                                              \
                (const uint8_t *)(s), sizeof(s) - 1                                                                    \
        }

static const struct {
        uint64_t seq;
        const char *author;
        const char *plan;
        struct event event;
} RECORDS[] = {
        {10, "a", "p", {.kind = EVENT_PROPOSAL, .proposal = {.task = {.no = 1}, .part = 2, .target = {20, 0, true}}}},
        {11, "b", "p", {.kind = EVENT_EXTENSION, .extension = {.task = {.no = 2}, .new_due = {19662}}}},
        {12, "a", "other", {.kind = EVENT_PROPOSAL, .proposal = {.task = {.no = 1}, .part = 1}}},
        {13, "a", "p", {.kind = EVENT_PROPOSAL, .proposal = {.task = {.no = 3}, .part = 1, .reason = TEXT("why")}}},
        {14, "a", "p", {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 10, .approved = true}}},
        {15, "c", "p", {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 10, .approved = true}}},
        {16, "c", "p", {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 10, .approved = true}}},
        {17, "c", "p", {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 11}}},
        {18, "d", "p", {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 11, .approved = true}}},
        {19, "c", "p", {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 13, .approved = true}}},
        {20, "", "p", {.kind = EVENT_AMENDMENT, .amendment = {.proposal_seq = 13}}},
        {21, "c", "p", {.kind = EVENT_APPROVAL, .approval = {.proposal_seq = 12, .approved = true}}},
        {22, "", "p", {.kind = EVENT_AMENDMENT, .amendment = {.proposal_seq = 99}}},
        {23, "c", "p", {.kind = EVENT_REMARK}},
};

static void test_fold(void **state)
{
        struct fixture *fixture = *state;
        struct requests requests = {.arena = fixture->session.arena, .plan = TEXT("p")};
        const struct request *request;

        for (size_t i = 0; i < COUNT_OF(RECORDS); i++) {
                const struct record_view record = {.seq = RECORDS[i].seq, .author = bytes_str(RECORDS[i].author)};

                assert_int_equal(requests_add(&requests, &record, &RECORDS[i].event, bytes_str(RECORDS[i].plan)), 0);
        }
        assert_int_equal(requests.request.n, 3);
        request = requests_find(&requests, 10);
        assert_int_equal(request->state, REQUEST_OPEN);
        assert_int_equal(request->approver.n, 1); /* not the author, and nobody twice */
        assert_true(bytes_is(request->approver.at[0], "c"));
        assert_int_equal(request->target.unscaled, 20);
        request = requests_find(&requests, 11);
        assert_int_equal(request->state, REQUEST_REJECTED);
        assert_int_equal(request->approver.n, 0);
        assert_int_equal(request->due.n, 19662);
        request = requests_find(&requests, 13);
        assert_int_equal(request->state, REQUEST_IN_FORCE);
        assert_true(bytes_is(request->reason, "why"));
        assert_null(requests_find(&requests, 12));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_fold, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
