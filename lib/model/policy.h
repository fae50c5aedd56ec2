/* policy.h - thresholds as data (RULES.md section 3). Mirrors proto/policy.proto. Pure. */
#ifndef DUBAN_MODEL_POLICY_H
#define DUBAN_MODEL_POLICY_H

#include "lib/model/day.h"

struct policy {
        uint32_t version;
        struct bytes title;
        uint32_t ahead_above_tenths; /* tenths of a point */
        uint32_t behind_below_tenths;
        uint32_t serious_below_tenths;
        uint32_t level_cap_bp; /* 1/10000 */
        uint32_t level_slope_bp;
        uint32_t level_serious_bp;
        uint32_t clear_from_tenths;
        uint32_t grace_days; /* working days */
        uint32_t grace_statistics_days;
        uint32_t not_started_months;
        uint32_t orange_overdue_days;
        uint32_t approvals_needed;
        uint32_t excuse_free_cycles;
        uint32_t letter_days;
        uint32_t supervision_days;
        uint32_t letter_cycles;
        uint32_t supervision_cycles;
        uint32_t half_year_month;
        uint32_t link_down_days; /* working days; 0 = never told */
        struct calendar calendar;
};

/* Version 1, the defaults of RULES.md; the 2023 calendar of public holidays and make-up days. */
const struct policy *policy_default(void);
/* A policy's count of working days, cut to at most a year's. */
int policy_working_days(uint32_t days);
/* The last day on which a report on a cycle with that end is in time (rule 12). */
struct day policy_deadline(const struct policy *, struct day cycle_end, bool statistics);

#endif
