/* cycle_test.c - R12: to which cycle a day belongs, which is the first one owed, until when a report is in time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/model/cycle.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers" /* a row says only what matters for it */

static struct day on(uint32_t yyyymmdd)
{
        struct day d = {0};

        assert_int_equal(day_from_number(yyyymmdd, &d), 0);
        return d;
}

static struct duty duty_of(enum cadence cadence, bool statistics, bool backfill, uint32_t end, struct outages *outages)
{
        const struct plan plan = {
                .start = on(20230101), .end = on(end ? end : 20231231), .cadence = cadence, .backfill = backfill};
        struct part parts[] = {{.no = 1}, {.no = 2, .statistics = statistics}};
        const struct task task = {.no = 1, .part = {parts, COUNT_OF(parts)}};

        return cycle_duty(&task, &plan, policy_default(), outages);
}

static const struct number_row {
        enum cadence cadence;
        uint32_t a, b;
        int distance;
} NUMBERS[] = {
        {CADENCE_WEEKLY, 20230101, 20230102, 1}, /* Sunday, Monday */
        {CADENCE_WEEKLY, 20230102, 20230108, 0},       {CADENCE_WEEKLY, 20221226, 20230109, 2},
        {CADENCE_WEEKLY, 19691228, 19691229, 1},       {CADENCE_MONTHLY, 20230131, 20230201, 1},
        {CADENCE_MONTHLY, 20221231, 20230101, 1},      {CADENCE_MONTHLY, 20230601, 20230630, 0},
        {CADENCE_UNSPECIFIED, 20230101, 20231231, 11}, {CADENCE_QUARTERLY, 20230331, 20230401, 1},
        {CADENCE_QUARTERLY, 20230401, 20230630, 0},    {CADENCE_HALF_YEARLY, 20230630, 20230701, 1},
        {CADENCE_HALF_YEARLY, 20230101, 20231231, 1},  {CADENCE_ON_CALL, 20230101, 20230104, 3},
};

static void numbers(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(NUMBERS); i++)
                assert_int_equal(cycle_number(NUMBERS[i].cadence, on(NUMBERS[i].b)) -
                                         cycle_number(NUMBERS[i].cadence, on(NUMBERS[i].a)),
                                 NUMBERS[i].distance);
}

static void eves(void **state UNUSED)
{
        assert_int_equal(cycle_eve(CADENCE_WEEKLY, on(20230709)).n, on(20230702).n);
        assert_int_equal(cycle_eve(CADENCE_WEEKLY, on(20230703)).n, on(20230702).n);
        assert_int_equal(cycle_eve(CADENCE_MONTHLY, on(20230701)).n, on(20230630).n);
        assert_int_equal(cycle_eve(CADENCE_UNSPECIFIED, on(20230131)).n, on(20221231).n);
        assert_int_equal(cycle_eve(CADENCE_QUARTERLY, on(20230630)).n, on(20230331).n);
        assert_int_equal(cycle_eve(CADENCE_HALF_YEARLY, on(20231231)).n, on(20230630).n);
        assert_int_equal(cycle_eve(CADENCE_ON_CALL, on(20230709)).n, on(20230708).n);
}

static const struct first_row {
        const char *name;
        enum cadence cadence;
        uint32_t in_force;
        uint32_t first; /* 0 = none */
        uint32_t end;
        bool backfill;
} FIRSTS[] = {
        {"in the middle of a month", CADENCE_MONTHLY, 20230315, 20230331},
        {"on a month's last day: that cycle does not end after it", CADENCE_MONTHLY, 20230331, 20230430},
        {"the day before", CADENCE_MONTHLY, 20230330, 20230331},
        {"before the plan begins", CADENCE_MONTHLY, 20221101, 20230131},
        {"weekly, on a Saturday", CADENCE_WEEKLY, 20230107, 20230108},
        {"quarterly", CADENCE_QUARTERLY, 20230331, 20230630},
        {"half-yearly", CADENCE_HALF_YEARLY, 20230401, 20230630},
        {"the plan's end ends the last cycle", CADENCE_QUARTERLY, 20231001, 20231115, 20231115},
        {"on the plan's last day", CADENCE_MONTHLY, 20231231, 0},
        {"on call owes nothing", CADENCE_ON_CALL, 20230315, 0},
        {"imported history owes nothing", CADENCE_MONTHLY, 20230315, 0, .backfill = true},
};

static void firsts(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(FIRSTS); i++) {
                const struct first_row *row = &FIRSTS[i];
                const struct duty duty = duty_of(row->cadence, false, row->backfill, row->end, NULL);

                print_message("%s\n", row->name);
                assert_int_equal(day_to_number(cycle_first_after(&duty, on(row->in_force))), row->first);
        }
}

static const struct deadline_row {
        const char *name;
        uint32_t end;
        uint32_t deadline;
        bool statistics;
        uint32_t outage[2][2];
        bool moved;
        enum cadence cadence; /* monthly unless said */
} DEADLINES[] = {
        {"five working days", 20230630, 20230707},
        {"across the holiday of October", 20230930, 20231011},
        {"fifteen for the statistics office", 20230630, 20230721, .statistics = true},
        {"an outage that ends the day before", 20230630, 20230707, .outage = {{20230703, 20230706}}},
        {"an outage on the day itself", 20230630, 20230711, .outage = {{20230707, 20230707}}, .moved = true},
        {"an outage over the weekend", 20230630, 20230712, .outage = {{20230707, 20230710}}, .moved = true},
        {"an outage from the day after", 20230630, 20230707, .outage = {{20230708, 20230720}}},
        {"moved into the next outage", 20230630, 20230717, .outage = {{20230706, 20230708}, {20230711, 20230713}},
         .moved = true},
        {"a week", 20230709, 20230714, .cadence = CADENCE_WEEKLY},
        {"not before that of the week before", 20230709, 20230717, .cadence = CADENCE_WEEKLY,
         .outage = {{20230707, 20230713}}, .moved = true},
        {"the plan's first waits for none", 20230101, 20230109, .cadence = CADENCE_WEEKLY,
         .outage = {{20221230, 20230108}}},
        {"on call no day waits for the day before", 20230709, 20230714, .cadence = CADENCE_ON_CALL,
         .outage = {{20230713, 20230713}}},
};

static void deadlines(void **state UNUSED)
{
        for (size_t i = 0; i < COUNT_OF(DEADLINES); i++) {
                const struct deadline_row *row = &DEADLINES[i];
                struct outage list[COUNT_OF(row->outage)];
                struct outages outages = {{list, 0}};
                const struct duty duty = duty_of(row->cadence, row->statistics, false, 0, &outages);
                bool moved;

                while (outages.outage.n < COUNT_OF(list) && row->outage[outages.outage.n][0]) {
                        const uint32_t *days = row->outage[outages.outage.n];

                        list[outages.outage.n++] = (struct outage){on(days[0]), on(days[1])};
                }
                print_message("%s\n", row->name);
                assert_int_equal(day_to_number(cycle_deadline(&duty, on(row->end), &moved)), row->deadline);
                assert_int_equal(moved, row->moved);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(numbers),
                cmocka_unit_test(eves),
                cmocka_unit_test(firsts),
                cmocka_unit_test(deadlines),
        };

        return cmocka_run_group_tests_name("cycle", tests, NULL, NULL);
}
