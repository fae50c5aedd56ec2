/* query_cycle.c - reporting cycles. */
#include "workers/query/query_cycle.h"

struct day query_cycle_ended(const struct duty *duty, struct day today)
{
        const struct day last = day_before(duty->end, today) ? duty->end : today;
        struct day end;

        if (duty->none || !day_is_set(today))
                return (struct day){0};
        end = cycle_end(duty, last);
        if (day_before(today, end))
                end = cycle_end(duty, cycle_eve(duty->cadence, last));
        return day_before(end, duty->start) ? (struct day){0} : end;
}

bool query_cycle_reported(const struct duty *duty, struct day end, struct day reported)
{
        return day_is_set(reported) && !day_before(cycle_end(duty, reported), end);
}
