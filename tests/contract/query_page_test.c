/* query_page_test.c - long answers of the query role come in pages, and nothing twice or never. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tests/contract/query_office.h"

enum { MANY = 300 };

static void a_watcher_catches_up(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        struct query query = {.ask = ASK_RECORDS, .alerts_only = true, .limit = 1, .from_seq = 1};
        const uint64_t expected[] = {at.raised, at.missing, at.cleared};

        for (size_t i = 0; i < COUNT_OF(expected); i++) {
                const struct answer *answer = office_hear(office, OBSERVER, query);

                assert_int_equal(answer->record.n, 1);
                assert_int_equal(answer->record.at[0].seq, expected[i]);
                assert_int_equal(answer->record.at[0].hash.len, HASH_SIZE);
                query.from_seq = answer->next_seq;
        }
        assert_int_equal(query.from_seq, 0); /* all told */
        assert_int_equal(office->answer.through_seq, office->head);
}

static void history_pages_back(void **state)
{
        struct office *office = *state;
        struct sequences at = office_fill(office);
        struct query query = {.ask = ASK_HISTORY, .task.no = 2, .limit = 2};
        const struct answer *answer = office_hear(office, SUPERVISOR, query);

        assert_int_equal(answer->record.at[0].seq, at.cleared);
        assert_int_equal(answer->record.at[1].seq, at.raised);
        assert_int_equal(answer->next_seq, at.promise);
        query.from_seq = answer->next_seq;
        answer = office_hear(office, SUPERVISOR, query);
        assert_int_equal(answer->record.n, 1);
        assert_int_equal(answer->record.at[0].seq, at.promise);
        assert_int_equal(answer->next_seq, 0);
}

/* -- pages -- */

static void fill_many(struct office *office)
{
        struct task *tasks = arena_array(office->arena, MANY, sizeof *tasks);

        for (uint32_t i = 0; i < MANY; i++)
                tasks[i] = office_task(office, i + 1, i % 2 ? "乙局" : "甲局", NULL);
        office_plan(office, tasks, MANY);
        office_tick(office, day_of(2023, 6, 30));
}

/* Asks on until all is told; every task must come once, in order. */
static size_t page_tasks(struct office *office, struct query query, size_t step, size_t *ret_pages)
{
        size_t told = 0;

        *ret_pages = 0;
        do {
                const struct answer *answer = office_hear(office, SUPERVISOR, query);
                size_t n = query.ask == ASK_PLAN ? answer->plan->task.n : answer->task.n;

                assert_int_equal(office_refusal(answer), CODE_NONE);
                for (size_t i = 0; i < n; i++, told++) {
                        uint32_t no = query.ask == ASK_PLAN ? answer->plan->task.at[i].no : answer->task.at[i].task.no;

                        assert_int_equal(no, told * step + 1);
                }
                query.from_no = answer->next_no;
                ++*ret_pages;
                assert_in_range(*ret_pages, 1, MANY);
        } while (query.from_no);
        return told;
}

static void pages_tell_everything_once(void **state)
{
        struct office *office = *state;
        size_t pages;

        fill_many(office);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_STATUS}, 1, &pages), MANY);
        assert_int_equal(pages, 2);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_STATUS, .limit = 7}, 1, &pages), MANY);
        assert_int_equal(pages, 43);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_PLAN}, 1, &pages), MANY);
        assert_int_equal(pages, 2);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_DUE, .limit = 100}, 1, &pages), MANY);
        assert_int_equal(pages, 3);
        assert_int_equal(page_tasks(office,
                                    (struct query){.ask = ASK_STATUS, .department = bytes_str("甲局"), .limit = 50}, 2,
                                    &pages),
                         MANY / 2);
}

static void long_texts_end_a_page(void **state)
{
        struct office *office = *state;
        char *words = arena_take(office->arena, 15001);
        size_t pages;

        memset(words, 'x', 15000);
        fill_many(office);
        for (uint32_t no = 1; no <= 20; no++)
                office_report(office, SUPERVISOR, no, 50, 0, words);
        office_settle(office);
        assert_int_equal(page_tasks(office, (struct query){.ask = ASK_STATUS, .with_texts = true}, 1, &pages), MANY);
        assert_in_range(pages, 4, 6); /* 300 KB of text, 96 KB an answer */
}

static void alerts_of_one_cause_are_paged(void **state)
{
        struct office *office = *state;
        struct query query = {.ask = ASK_ALERTS, .open_only = true, .limit = 90};
        uint64_t last = 0;
        size_t told = 0;

        fill_many(office);
        for (uint32_t no = 1; no <= MANY; no++)
                office_alert(office, 2, no, ALERT_NO_REPORT, ALERT_RAISED);
        office_settle(office);
        do {
                const struct answer *answer = office_hear(office, OBSERVER, query);

                for (size_t i = 0; i < answer->alert.n; i++, told++) {
                        assert_true(answer->alert.at[i].raised_seq > last);
                        last = answer->alert.at[i].raised_seq;
                }
                query.from_seq = answer->next_seq;
        } while (query.from_seq);
        assert_int_equal(told, MANY);
}

/* What was told may be over before the next page is asked for: that one does not skip what was not told. */
static void alerts_that_clear_between_pages(void **state)
{
        struct office *office = *state;
        struct query query = {.ask = ASK_ALERTS, .open_only = true, .limit = 1};
        const struct answer *answer;

        fill_many(office);
        for (uint32_t no = 1; no <= 5; no++)
                office_alert(office, 2, no, ALERT_NO_REPORT, ALERT_RAISED);
        office_settle(office);
        for (uint32_t no = 1; no <= 5; no++) {
                answer = office_hear(office, OBSERVER, query);
                assert_int_equal(answer->alert.n, 1);
                assert_int_equal(answer->alert.at[0].alert->alert.task.no, no);
                query.from_seq = answer->next_seq;
                office_alert(office, 2, no, ALERT_NO_REPORT, ALERT_CLEARED);
                if (no == 2)
                        office_alert(office, 2, 3, ALERT_NO_REPORT, ALERT_WORSENED);
                office_settle(office);
        }
        assert_int_equal(query.from_seq, 0);
        query.from_seq = 1; /* no alert */
        assert_int_equal(office_refusal(office_hear(office, OBSERVER, query)), CODE_BAD_QUERY);
        query.from_seq = office->head + 1;
        assert_int_equal(office_refusal(office_hear(office, OBSERVER, query)), CODE_BAD_QUERY);
}

/* However few of them are a department's, a page looks at so many and no more. */
static void a_page_of_alerts_is_bounded(void **state)
{
        enum { CAUSES = 45000, LOOKED_AT = 20000 };
        struct office *office = *state;
        struct query queries[] = {
                {.ask = ASK_ALERTS, .department = bytes_str("丙局")},
                {.ask = ASK_ALERTS, .open_only = true},
        };
        uint64_t first;

        fill_many(office);
        first = office->head + 1;
        for (uint64_t i = 0; i < CAUSES; i++)
                office_alert(office, 2 + i, 1, ALERT_NO_REPORT, ALERT_RAISED);
        queries[1].as_of = office->head + CAUSES;
        for (uint64_t i = 0; i < CAUSES; i++)
                office_alert(office, 2 + i, 1, ALERT_NO_REPORT, ALERT_CLEARED);
        office_tick(office, day_of(2023, 7, 1));
        office_settle(office);
        for (size_t i = 0; i < COUNT_OF(queries); i++) {
                size_t pages = 0;

                do {
                        queries[i].from_seq = office_hear(office, OBSERVER, queries[i])->next_seq;
                        assert_int_equal(office_refusal(&office->answer), CODE_NONE);
                        assert_int_equal(office->answer.alert.n, 0);
                        pages++;
                        if (queries[i].from_seq)
                                assert_int_equal(queries[i].from_seq, first + pages * LOOKED_AT);
                } while (queries[i].from_seq);
                assert_int_equal(pages, 3);
        }
}

/* -- records of some kinds -- */

#define KIND(kind) (UINT64_C(1) << (kind))

static const struct kinds_row {
        const char *what;
        uint64_t kinds;
        bool alerts_only;
        size_t records; /* of those of office_fill */
} KINDS[] = {
        {"all", 0, false, 12},
        {"reports", KIND(EVENT_REPORT), false, 2},
        {"reports and alerts", KIND(EVENT_REPORT) | KIND(EVENT_ALERT), false, 5},
        {"alerts only", 0, true, 3},
        {"alerts only, whatever else is asked for", KIND(EVENT_REPORT), true, 3},
        {"no kind at all", KIND(EVENT_NONE), false, 0},
        {"kinds that are none", UINT64_MAX << EVENT_KIND_END, false, 0},
        {"the last bit", KIND(63), false, 0},
        {"every bit", UINT64_MAX, false, 12},
};

static void a_mask_picks_kinds(void **state)
{
        struct office *office = *state;

        office_fill(office);
        for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
                const struct query query = {
                        .ask = ASK_RECORDS, .kinds = KINDS[i].kinds, .alerts_only = KINDS[i].alerts_only};
                const struct answer *answer = office_hear(office, SECURITY, query);

                assert_int_equal(office_refusal(answer), CODE_NONE);
                if (answer->record.n != KINDS[i].records)
                        fail_msg("%s: %zu records", KINDS[i].what, answer->record.n);
                assert_int_equal(answer->next_seq, 0);
                assert_int_equal(answer->through_seq, office->head);
        }
}

/* However rare what is asked for, a page looks at so many records and no more, and says where it stopped. */
static void a_page_of_kinds_is_bounded(void **state)
{
        enum { TOLD = 45000, LOOKED_AT = 20000 };
        static const uint64_t MASKS[] = {KIND(EVENT_GENESIS), KIND(EVENT_NONE), KIND(63), KIND(EVENT_PLAN_IN_FORCE)};
        const struct event cursor = {.kind = EVENT_CURSOR, .cursor = {bytes_str("wall"), 1, 1}};
        struct office *office = *state;

        for (unsigned i = 0; i < TOLD; i++)
                office_say(office, &cursor, OBSERVER);
        office_settle(office);
        for (size_t i = 0; i < COUNT_OF(MASKS); i++) {
                struct query query = {.ask = ASK_RECORDS, .kinds = MASKS[i], .as_of = office->head - 1};
                uint64_t from = 1;
                size_t pages = 0;

                for (; from; pages++) {
                        query.from_seq = from;
                        from = office_hear(office, OBSERVER, query)->next_seq;
                        assert_true(!from || from == query.from_seq + LOOKED_AT);
                        assert_int_equal(office->answer.through_seq, query.as_of);
                        assert_in_range(pages, 0, 2);
                }
                assert_int_equal(pages, 3);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(a_watcher_catches_up),          IN_OFFICE(history_pages_back),
                IN_OFFICE(pages_tell_everything_once),    IN_OFFICE(long_texts_end_a_page),
                IN_OFFICE(alerts_of_one_cause_are_paged), IN_OFFICE(a_mask_picks_kinds),
                IN_OFFICE(a_page_of_kinds_is_bounded),    IN_OFFICE(alerts_that_clear_between_pages),
                IN_OFFICE(a_page_of_alerts_is_bounded),
        };

        return cmocka_run_group_tests_name("query_page", tests, NULL, NULL);
}
