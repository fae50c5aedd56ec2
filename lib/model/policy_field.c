/* policy_field.c - the table of thresholds. */
#include "lib/model/policy_field.h"

#include <stddef.h>

/* Ranges keep out what could only be a slip of the pen, not what is merely strict or lenient. */
enum {
        POINTS_MOST = 10000, /* a thousand points, in tenths */
        SHARE_MOST = 10000, /* the whole, in basis points */
        DAYS_MOST = 366,
        CYCLES_MOST = 60,
        APPROVALS_MOST = 9,
};

static const struct policy_field FIELDS[] = {
#define FIELD(member, zh, en, unit, min, max, not_below)                                                               \
        {                                                                                                              \
#member, zh, en, unit, offsetof(struct policy, member), min, max, not_below                            \
        }
        FIELD(ahead_above_tenths, "高于此进度差为超序时(点)", "ahead above (points)", POLICY_TENTHS, 0, POINTS_MOST,
              NULL),
        FIELD(behind_below_tenths, "低于此进度差为滞后(点)", "behind below (points)", POLICY_TENTHS_BELOW, 0,
              POINTS_MOST, "clear_from_tenths"),
        FIELD(serious_below_tenths, "低于此进度差为严重滞后(点)", "seriously behind below (points)",
              POLICY_TENTHS_BELOW, 0, POINTS_MOST, "behind_below_tenths"),
        FIELD(clear_from_tenths, "预警解除的进度差(点)", "alerts clear from (points)", POLICY_TENTHS_BELOW, 0,
              POINTS_MOST, NULL),
        FIELD(level_cap_bp, "水平指标容差上限(%)", "level tolerance at most (%)", POLICY_BASIS_POINTS, 0, SHARE_MOST,
              NULL),
        FIELD(level_slope_bp, "水平指标容差系数(%)", "level tolerance slope (%)", POLICY_BASIS_POINTS, 0, SHARE_MOST,
              NULL),
        FIELD(level_serious_bp, "水平指标严重滞后(%)", "level seriously behind beyond (%)", POLICY_BASIS_POINTS, 0,
              SHARE_MOST, NULL),
        FIELD(grace_days, "填报宽限(工作日)", "reporting grace (working days)", POLICY_COUNT, 0, DAYS_MOST, NULL),
        FIELD(grace_statistics_days, "统计数据宽限(工作日)", "grace for statistics (working days)", POLICY_COUNT, 0,
              DAYS_MOST, NULL),
        FIELD(not_started_months, "未启动月数", "not started after (months)", POLICY_COUNT, 1, CYCLES_MOST, NULL),
        FIELD(orange_overdue_days, "逾期转红(工作日)", "overdue turns red after (working days)", POLICY_COUNT, 0,
              DAYS_MOST, NULL),
        FIELD(approvals_needed, "变更所需批准数", "approvals a change needs", POLICY_COUNT, 1, APPROVALS_MOST, NULL),
        FIELD(excuse_free_cycles, "说明免认可周期数", "cycles an excuse holds unaccepted", POLICY_COUNT, 0, CYCLES_MOST,
              NULL),
        FIELD(letter_days, "拟提示函(工作日)", "reminder letter after (working days)", POLICY_COUNT, 1, DAYS_MOST,
              NULL),
        FIELD(letter_cycles, "拟提示函(周期)", "reminder letter at (bad cycles)", POLICY_COUNT, 1, CYCLES_MOST, NULL),
        FIELD(supervision_days, "拟督办函(工作日)", "supervision letter after (working days)", POLICY_COUNT, 1,
              DAYS_MOST, NULL),
        FIELD(supervision_cycles, "拟督办函(周期)", "supervision letter at (bad cycles)", POLICY_COUNT, 1, CYCLES_MOST,
              NULL),
        FIELD(half_year_month, "双过半截止月份", "over half is asked in month", POLICY_COUNT, 1, 12, NULL),
        FIELD(link_down_days, "失联预警(工作日)", "link down after (working days)", POLICY_COUNT, 0, DAYS_MOST, NULL),
#undef FIELD
};

const struct policy_field *policy_field_at(size_t index)
{
        return index < COUNT_OF(FIELDS) ? &FIELDS[index] : NULL;
}

const struct policy_field *policy_field_find(struct bytes id)
{
        for (size_t i = 0; i < COUNT_OF(FIELDS); i++)
                if (bytes_is(id, FIELDS[i].id))
                        return &FIELDS[i];
        return NULL;
}

uint32_t policy_field_value(const struct policy_field *field, const struct policy *policy)
{
        uint32_t value;

        memcpy(&value, (const char *)policy + field->offset, sizeof value);
        return value;
}

void policy_field_put(const struct policy_field *field, uint32_t value, struct policy *policy)
{
        memcpy((char *)policy + field->offset, &value, sizeof value);
}

bool policy_field_in_range(const struct policy_field *field, const struct policy *policy)
{
        const uint32_t value = policy_field_value(field, policy);

        return value >= field->min && value <= field->max;
}

bool policy_field_in_order(const struct policy_field *field, const struct policy *policy)
{
        const struct policy_field *other = field->not_below ? policy_field_find(bytes_str(field->not_below)) : NULL;

        return !other || policy_field_value(field, policy) >= policy_field_value(other, policy);
}
