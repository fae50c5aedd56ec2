/* forecast.h - where a part will end at its own pace (rule 13).
 *
 * Earned schedule: the day on which the plan curve stands where the part stands now, against the day it is. Days
 * count from the part's start. Only for counts to be reached, stocks and stages, measured by a share of their way.
 * Exact; pure; any thread. */
#ifndef DUBAN_MODEL_FORECAST_H
#define DUBAN_MODEL_FORECAST_H

#include "lib/model/plan.h"
#include "lib/model/verdict.h"

enum { FORECAST_REPORTS = 3 }; /* with fewer figures there is no pace to speak of */

struct forecast {
        struct ratio earned; /* days of the plan that are done */
        struct day finish; /* expected; no day = not within a century */
        struct ratio share; /* expected attainment at the due date */
        struct ratio value; /* expected figure at the due date */
        struct ratio catch_up; /* 追赶倍数: pace needed from now on ÷ pace so far, both in plan; not set when nothing
                                  is done, or no time is left */
        bool misses; /* 预计不达标: less than the target at the due date */
};

enum { FORECAST_NONE = 1 };

/* At the data date `at`, from as many reported figures. → FORECAST_NONE when there is nothing to forecast from. */
int forecast_of(const struct part *, const struct plan *, const struct part_verdict *, struct day at, unsigned figures,
                struct forecast *ret_forecast) CHECKED;

#endif
