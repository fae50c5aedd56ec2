/* policy_fields.c - one row a threshold. */
#include "client/cli/policy_fields.h"

#include <inttypes.h>
#include <stddef.h>

enum {
        POINTS_MOST = 10000, /* a thousand points, in tenths */
        SHARE_MOST = 10000, /* the whole, in basis points */
        DAYS_MOST = 366,
        CYCLES_MOST = 60,
        APPROVALS_MOST = 9,
};

#define ROW(member, zh, en, unit, least, most)                                                                         \
        {                                                                                                              \
#member, zh, en, unit, least, most, offsetof(struct policy, member)                                    \
        }

const struct policy_field policy_fields[POLICY_FIELDS] = {
        ROW(ahead_above_tenths, "高于此进度差为超序时(点)", "ahead above (points)", POLICY_TENTHS, 0, POINTS_MOST),
        ROW(behind_below_tenths, "低于此进度差为滞后(点)", "behind below (points)", POLICY_TENTHS_BELOW, 0,
            POINTS_MOST),
        ROW(serious_below_tenths, "低于此进度差为严重滞后(点)", "seriously behind below (points)", POLICY_TENTHS_BELOW,
            0, POINTS_MOST),
        ROW(clear_from_tenths, "预警解除的进度差(点)", "alerts clear from (points)", POLICY_TENTHS_BELOW, 0,
            POINTS_MOST),
        ROW(level_cap_bp, "水平指标容差上限(%)", "level tolerance at most (%)", POLICY_BASIS_POINTS, 0, SHARE_MOST),
        ROW(level_slope_bp, "水平指标容差系数(%)", "level tolerance slope (%)", POLICY_BASIS_POINTS, 0, SHARE_MOST),
        ROW(level_serious_bp, "水平指标严重滞后(%)", "level seriously behind beyond (%)", POLICY_BASIS_POINTS, 0,
            SHARE_MOST),
        ROW(grace_days, "填报宽限(工作日)", "reporting grace (working days)", POLICY_PLAIN, 0, DAYS_MOST),
        ROW(grace_statistics_days, "统计数据宽限(工作日)", "grace for statistics (working days)", POLICY_PLAIN, 0,
            DAYS_MOST),
        ROW(not_started_months, "未启动月数", "not started after (months)", POLICY_PLAIN, 1, CYCLES_MOST),
        ROW(orange_overdue_days, "逾期转红(工作日)", "overdue turns red after (working days)", POLICY_PLAIN, 0,
            DAYS_MOST),
        ROW(approvals_needed, "变更所需批准数", "approvals a change needs", POLICY_PLAIN, 1, APPROVALS_MOST),
        ROW(excuse_free_cycles, "说明免认可周期数", "cycles an excuse holds unaccepted", POLICY_PLAIN, 0, CYCLES_MOST),
        ROW(letter_days, "拟提示函(工作日)", "reminder letter after (working days)", POLICY_PLAIN, 1, DAYS_MOST),
        ROW(letter_cycles, "拟提示函(周期)", "reminder letter at (bad cycles)", POLICY_PLAIN, 1, CYCLES_MOST),
        ROW(supervision_days, "拟督办函(工作日)", "supervision letter after (working days)", POLICY_PLAIN, 1,
            DAYS_MOST),
        ROW(supervision_cycles, "拟督办函(周期)", "supervision letter at (bad cycles)", POLICY_PLAIN, 1, CYCLES_MOST),
        ROW(half_year_month, "双过半截止月份", "over half is asked in month", POLICY_PLAIN, 1, 12),
};

uint32_t policy_fields_value(const struct policy_field *field, const struct policy *policy)
{
        uint32_t value;

        memcpy(&value, (const char *)policy + field->offset, sizeof value);
        return value;
}

void policy_fields_set(const struct policy_field *field, struct policy *policy, uint32_t value)
{
        memcpy((char *)policy + field->offset, &value, sizeof value);
}

const char *policy_fields_text(struct page *page, const struct policy_field *field, uint32_t value)
{
        switch (field->unit) {
        case POLICY_TENTHS:
        case POLICY_TENTHS_BELOW:
                return page_text(page, "%s%" PRIu32 ".%" PRIu32, field->unit == POLICY_TENTHS_BELOW && value ? "-" : "",
                                 value / 10, value % 10);
        case POLICY_BASIS_POINTS:
                return page_text(page, "%" PRIu32 ".%02" PRIu32, value / 100, value % 100);
        default:
                return page_text(page, "%" PRIu32, value);
        }
}

const struct policy_field *policy_fields_find(struct bytes id)
{
        for (size_t i = 0; i < POLICY_FIELDS; i++) {
                if (bytes_is(id, policy_fields[i].id))
                        return &policy_fields[i];
        }
        return NULL;
}
