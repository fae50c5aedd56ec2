/* cli_docket_test.c - requests and what becomes of them; what holds as it is recorded. */
#include "client/cli/docket.h"

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
        {24, "c", "p", {.kind = EVENT_SUSPENSION, .suspension = {.task = {.no = 4}, .until = {19662}}}},
        {25, "c", "p", {.kind = EVENT_SUSPENSION, .suspension = {.task = {.no = 4}, .lifted = true}}},
        {26, "c", "p", {.kind = EVENT_ACCEPT, .accept = {.task = {.no = 5}, .part = 1}}},
        {27, "c", "other", {.kind = EVENT_ACCEPT, .accept = {.task = {.no = 5}, .part = 1}}},
        {28, "c", "p", {.kind = EVENT_RETURN, .return_report = {.task = {.no = 6}, .reason = TEXT("empty")}}},
        {29, "c", "p", {.kind = EVENT_WITHDRAWAL, .withdrawal = {.alert = {.task = {.no = 7}, .part = 3}}}},
};

static void fold(struct fixture *fixture, struct docket *docket)
{
        *docket = (struct docket){.arena = fixture->session.arena, .plan = TEXT("p")};
        for (size_t i = 0; i < COUNT_OF(RECORDS); i++) {
                const struct record_view record = {
                        .seq = RECORDS[i].seq, .author = bytes_str(RECORDS[i].author), .department = TEXT("某局")};

                assert_int_equal(docket_add(docket, &record, &RECORDS[i].event, bytes_str(RECORDS[i].plan)), 0);
        }
}

static void test_requests(void **state)
{
        const struct docket_entry *entry;
        struct docket docket;

        fold(*state, &docket);
        entry = docket_find(&docket, 10);
        assert_int_equal(entry->state, DOCKET_OPEN);
        assert_int_equal(entry->approver.n, 1); /* not the author, and nobody twice */
        assert_true(bytes_is(entry->approver.at[0], "c"));
        assert_int_equal(entry->target.unscaled, 20);
        assert_true(bytes_is(entry->department, "某局"));
        entry = docket_find(&docket, 11);
        assert_int_equal(entry->state, DOCKET_REJECTED);
        assert_int_equal(entry->approver.n, 0);
        assert_int_equal(entry->until.n, 19662);
        entry = docket_find(&docket, 13);
        assert_int_equal(entry->state, DOCKET_HOLDS);
        assert_true(bytes_is(entry->reason, "why"));
}

/* Decisions, what is lifted, other kinds and other plans are no entries; the rest holds from its record on. */
static void test_entries(void **state)
{
        static const struct {
                uint64_t seq;
                enum event_kind kind;
                uint32_t task;
                uint32_t part;
        } WANTED[] = {
                {10, EVENT_PROPOSAL, 1, 2},   {11, EVENT_EXTENSION, 2, 0}, {13, EVENT_PROPOSAL, 3, 1},
                {24, EVENT_SUSPENSION, 4, 0}, {26, EVENT_ACCEPT, 5, 1},    {28, EVENT_RETURN, 6, 0},
                {29, EVENT_WITHDRAWAL, 7, 3},
        };
        struct docket docket;

        fold(*state, &docket);
        assert_int_equal(docket.entry.n, COUNT_OF(WANTED));
        for (size_t i = 0; i < COUNT_OF(WANTED); i++) {
                const struct docket_entry *entry = &docket.entry.at[i];

                assert_int_equal(entry->seq, WANTED[i].seq);
                assert_int_equal(entry->kind, WANTED[i].kind);
                assert_int_equal(entry->task, WANTED[i].task);
                assert_int_equal(entry->part, WANTED[i].part);
                assert_true(entry->state == DOCKET_HOLDS || entry->seq < 12);
                assert_true(DOCKET_KINDS & RECORDS_KIND(entry->kind));
        }
        assert_null(docket_find(&docket, 12));
        assert_null(docket_find(&docket, 30));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(test_requests, fixture_start, fixture_end),
                cmocka_unit_test_setup_teardown(test_entries, fixture_start, fixture_end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
