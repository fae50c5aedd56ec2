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
                query.from_no = answer->next_no;
        } while (query.from_seq);
        assert_int_equal(told, MANY);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                IN_OFFICE(a_watcher_catches_up),          IN_OFFICE(history_pages_back),
                IN_OFFICE(pages_tell_everything_once),    IN_OFFICE(long_texts_end_a_page),
                IN_OFFICE(alerts_of_one_cause_are_paged),
        };

        return cmocka_run_group_tests_name("query_page", tests, NULL, NULL);
}
