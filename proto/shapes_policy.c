/* shapes_policy.c - proto/policy.proto. */
#include "lib/model/policy.h"
#include "policy.pb-c.h"
#include "proto/rows.h"

static const struct row POLICY[] = {
        {U32(policy, version), NEEDED},
        {TEXT(policy, title)},
        {U32(policy, ahead_above_tenths)},
        {U32(policy, behind_below_tenths)},
        {U32(policy, serious_below_tenths)},
        {U32(policy, level_cap_bp)},
        {U32(policy, level_slope_bp)},
        {U32(policy, level_serious_bp)},
        {U32(policy, clear_from_tenths)},
        {U32(policy, grace_days)},
        {U32(policy, grace_statistics_days)},
        {U32(policy, not_started_months)},
        {U32(policy, orange_overdue_days)},
        {U32(policy, approvals_needed)},
        {U32(policy, excuse_free_cycles)},
        {U32(policy, letter_days)},
        {U32(policy, supervision_days)},
        {U32(policy, letter_cycles)},
        {U32(policy, supervision_cycles)},
        {U32(policy, half_year_month)},
        {DAYS_AS("holiday", policy, calendar.holiday)},
        {DAYS_AS("makeup_day", policy, calendar.makeup)},
        {U32(policy, link_down_days)},
};
const struct shape shape_policy = {SHAPE(policy, policy, POLICY)};
