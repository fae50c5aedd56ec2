/* policy.c - policy version 1, the defaults of docs/RULES.md. */
#include "lib/model/policy.h"

/* Count of days from 1970-01-01, as a constant expression; good for 1901 to 2099. */
#define DAY(y, m, d)                                                                                                   \
        {                                                                                                              \
                367 * (y)-7 * ((y) + ((m) + 9) / 12) / 4 + 275 * (m) / 9 + (d)-719574                                  \
        }

/* General Office of the State Council, 国办发明电〔2022〕16号 (8 December 2022): the days off of 2023 that are
 * no weekends, and the weekend days worked instead. New Year's Day 2024 stands here because the grace of the
 * cycles that end with 2023 runs across it. Never written to; struct calendar's lists are not const. */
static struct day holidays[] = {
        DAY(2023, 1, 2), /* 元旦 */
        DAY(2023, 1, 23), DAY(2023, 1, 24), DAY(2023, 1, 25), DAY(2023, 1, 26), DAY(2023, 1, 27), /* 春节 */
        DAY(2023, 4, 5), /* 清明节 */
        DAY(2023, 5, 1),  DAY(2023, 5, 2),  DAY(2023, 5, 3), /* 劳动节 */
        DAY(2023, 6, 22), DAY(2023, 6, 23), /* 端午节 */
        DAY(2023, 9, 29), DAY(2023, 10, 2), DAY(2023, 10, 3), DAY(2023, 10, 4), DAY(2023, 10, 5), /* 中秋节、国庆节 */
        DAY(2023, 10, 6), DAY(2024, 1, 1),
};

static struct day makeup_days[] = {
        DAY(2023, 1, 28), DAY(2023, 1, 29), /* 春节 */
        DAY(2023, 4, 23), DAY(2023, 5, 6), /* 劳动节 */
        DAY(2023, 6, 25), /* 端午节 */
        DAY(2023, 10, 7), DAY(2023, 10, 8), /* 中秋节、国庆节 */
};

static const struct policy DEFAULT = {
        .version = 1,
        .title = {(const uint8_t *)"督查规则第一版", sizeof "督查规则第一版" - 1},
        .ahead_above_tenths = 100,
        .behind_below_tenths = 100,
        .serious_below_tenths = 300,
        .level_cap_bp = 1000,
        .level_slope_bp = 2000,
        .level_serious_bp = 2500,
        .clear_from_tenths = 50,
        .grace_days = 5,
        .grace_statistics_days = 15,
        .not_started_months = 3,
        .orange_overdue_days = 10,
        .approvals_needed = 1,
        .excuse_free_cycles = 1,
        .letter_days = 10,
        .supervision_days = 20,
        .letter_cycles = 2,
        .supervision_cycles = 3,
        .half_year_month = 6,
        .link_down_days = 2,
        .calendar = {.holiday = {holidays, COUNT_OF(holidays)}, .makeup = {makeup_days, COUNT_OF(makeup_days)}},
};

const struct policy *policy_default(void)
{
        return &DEFAULT;
}

/* A policy may ask for any number of days; a year of working days is as good as never, and bounds the walk. */
int policy_working_days(uint32_t days)
{
        enum { WORKING_DAYS_MAX = 366 };

        return days < WORKING_DAYS_MAX ? (int)days : WORKING_DAYS_MAX;
}

struct day policy_deadline(const struct policy *policy, struct day cycle_end, bool statistics)
{
        const uint32_t grace = statistics ? policy->grace_statistics_days : policy->grace_days;

        return day_plus_working(cycle_end, policy_working_days(grace), &policy->calendar);
}
