/* query_cycle_test.c - who owes a report. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "workers/query/query_cycle.h"

struct row {
        enum cadence cadence;
        const char *today;
        const char *reported; /* "" = never */
        bool owes;
};

/* The plan runs from 2023-01-01, a Sunday, to 2023-12-15. */
static const struct row ROWS[] = {
        {CADENCE_MONTHLY, "2023-06-29", "2023-05-31", false}, /* June still runs */
        {CADENCE_MONTHLY, "2023-06-30", "2023-05-31", true},
        {CADENCE_MONTHLY, "2023-06-30", "2023-06-01", false},
        {CADENCE_MONTHLY, "2023-07-30", "2023-06-01", false},
        {CADENCE_MONTHLY, "2023-07-30", "2023-05-31", true},
        {CADENCE_MONTHLY, "2023-07-30", "2023-07-02", false}, /* a later one counts as well */
        {CADENCE_MONTHLY, "2023-07-30", "", true},
        {CADENCE_MONTHLY, "2023-01-30", "", false}, /* nothing has ended since the plan began */
        {CADENCE_MONTHLY, "2023-01-31", "", true},
        {CADENCE_UNSPECIFIED, "2023-01-31", "", true},
        {CADENCE_WEEKLY, "2023-07-01", "2023-06-25", false}, /* a Saturday; the week ended on the Sunday before */
        {CADENCE_WEEKLY, "2023-07-02", "2023-06-25", true},
        {CADENCE_WEEKLY, "2023-07-02", "2023-06-26", false},
        {CADENCE_QUARTERLY, "2023-06-30", "2023-03-31", true},
        {CADENCE_QUARTERLY, "2023-06-30", "2023-04-01", false},
        {CADENCE_QUARTERLY, "2023-09-29", "2023-04-01", false},
        {CADENCE_HALF_YEARLY, "2023-06-29", "", false},
        {CADENCE_HALF_YEARLY, "2023-06-30", "", true},
        {CADENCE_HALF_YEARLY, "2023-12-14", "2023-06-30", false},
        {CADENCE_HALF_YEARLY, "2023-12-15", "2023-06-30", true}, /* the plan's last day */
        {CADENCE_HALF_YEARLY, "2024-03-01", "2023-12-15", false},
        {CADENCE_HALF_YEARLY, "2024-03-01", "2023-07-01", false},
        {CADENCE_MONTHLY, "2024-03-01", "2023-11-30", true},
        {CADENCE_ON_CALL, "2023-12-31", "", false},
        {CADENCE_WEEKLY, "2022-12-31", "", false}, /* before the plan */
        {CADENCE_WEEKLY, "2023-01-01", "", true},
        {CADENCE_MONTHLY, "", "", false},
};

static struct day day_in(const char *text)
{
        struct day day = {0};

        if (*text)
                assert_int_equal(day_from_text(bytes_str(text), &day), 0);
        return day;
}

static void each_row_owes_or_not(void **state)
{
        const struct plan plan = {.start = day_of(2023, 1, 1), .end = day_of(2023, 12, 15)};
        const struct policy *policy = policy_default();

        (void)state;
        for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
                const struct row *row = &ROWS[i];
                const struct task task = {.cadence = row->cadence};
                const struct duty duty = cycle_duty(&task, &plan, policy, NULL);
                const struct day end = query_cycle_ended(&duty, day_in(row->today));

                if ((day_is_set(end) && !query_cycle_reported(&duty, end, day_in(row->reported))) != row->owes)
                        fail_msg("row %zu: %s, reported %s", i, row->today, row->reported);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {cmocka_unit_test(each_row_owes_or_not)};

        return cmocka_run_group_tests_name("query_cycle", tests, NULL, NULL);
}
