/* forecast.c - rule 13: earned schedule on the plan curve. */
#include "lib/model/forecast.h"

#include "lib/model/judge.h"

enum { FORECAST_DAYS_MAX = 36525 };

struct schedule {
        const struct part *part;
        const struct plan *plan;
        struct day eve; /* of the start: day 0 */
        int32_t days; /* from the start to the due date, both included */
};

static struct ratio ratio_of(int64_t num, int64_t den)
{
        return ratio_make(num, den);
}

static struct ratio times(struct ratio a, struct ratio b)
{
        return ratio_make((__int128)a.num * b.num, (__int128)a.den * b.den);
}

static struct ratio divided(struct ratio a, struct ratio b)
{
        return ratio_make((__int128)a.num * b.den, (__int128)a.den * b.num);
}

static struct ratio planned(const struct schedule *schedule, int32_t day)
{
        return judge_planned(schedule->part, schedule->plan, day_plus(schedule->eve, day));
}

/* The first day on which at least so much is planned, or with `more`, more than that; the day after the due date
 * when there is none. */
static int32_t first_day(const struct schedule *schedule, struct ratio share, bool more)
{
        int32_t low = 0;
        int32_t high = schedule->days + 1;

        while (low < high) {
                const int32_t middle = low + (high - low) / 2;

                if (ratio_compare(planned(schedule, middle), share) >= (more ? 1 : 0))
                        high = middle;
                else
                        low = middle + 1;
        }
        return low;
}

/* The day on which the plan stands at that share: between two days in proportion; where the plan stands still,
 * the day of those that is nearest to `at`; past the whole, as share_after() goes on. */
static struct ratio earned_days(const struct schedule *schedule, struct ratio share, int32_t at)
{
        const int32_t first = first_day(schedule, share, false);
        const int32_t last = first_day(schedule, share, true) - 1;
        struct ratio below;
        struct ratio step;

        if (share.num < 0)
                return ratio_of(0, 1);
        if (first > schedule->days)
                return times(share, ratio_of(schedule->days, 1));
        if (first <= last)
                return ratio_of(at < first ? first : at < last ? at : last, 1);
        below = planned(schedule, first - 1);
        step = ratio_minus(planned(schedule, first), below);
        if (step.num <= 0) /* a table of shares that go down says nothing in between */
                return ratio_of(first, 1);
        return ratio_plus(ratio_of(first - 1, 1), divided(ratio_minus(share, below), step));
}

/* What is planned after so many days and parts of days; past the end the plan goes on at its mean pace. */
static struct ratio share_after(const struct schedule *schedule, struct ratio days)
{
        const struct ratio all = ratio_of(schedule->days, 1);
        int32_t whole;
        struct ratio from;

        if (ratio_compare(days, all) >= 0)
                return divided(days, all);
        whole = (int32_t)(days.num / days.den);
        from = planned(schedule, whole);
        return ratio_plus(
                from, times(ratio_minus(days, ratio_of(whole, 1)), ratio_minus(planned(schedule, whole + 1), from)));
}

static struct day finish_of(const struct schedule *schedule, struct ratio pace)
{
        struct ratio days;

        if (pace.num <= 0)
                return (struct day){0};
        days = divided(ratio_of(schedule->days, 1), pace);
        if (days.num / days.den >= FORECAST_DAYS_MAX)
                return (struct day){0};
        return day_plus(schedule->eve, (int32_t)(days.num / days.den) + (days.num % days.den != 0));
}

static struct ratio value_at(const struct part_verdict *verdict, enum part_kind kind, struct ratio share)
{
        const bool from_baseline = kind == PART_STOCK || kind == PART_STAGE;
        const __int128 whole = number_scaled((struct number){1, 0, true}, NUMBER_SCALE_MAX);
        const __int128 start = from_baseline ? number_scaled(verdict->baseline, NUMBER_SCALE_MAX) : 0;
        const __int128 way = number_scaled(verdict->target, NUMBER_SCALE_MAX) - start;

        return ratio_plus(ratio_make(start, whole), times(ratio_make(way, whole), share));
}

static struct ratio catch_up_of(struct ratio done, struct ratio planned_now)
{
        const struct ratio whole = {1, 1};
        const struct ratio left = ratio_minus(whole, done);
        const struct ratio plan_left = ratio_minus(whole, planned_now);

        if (done.num <= 0 || planned_now.num <= 0 || plan_left.num <= 0)
                return (struct ratio){0};
        return left.num <= 0 ? (struct ratio){0, 1} : divided(divided(left, plan_left), divided(done, planned_now));
}

/* A count to be reached, a stock or a stage; on a ceiling no pace is to be kept up. */
static bool has_way(const struct part *part, const struct part_verdict *verdict)
{
        return ratio_is_set(verdict->attainment) && verdict->target.known &&
               (part->direction != DIRECTION_AT_MOST || part->kind == PART_STOCK || part->kind == PART_STAGE);
}

int forecast_of(const struct part *part, const struct plan *plan, const struct part_verdict *verdict, struct day at,
                unsigned figures, struct forecast *ret_forecast)
{
        const struct day start = plan_part_start(part, plan);
        const struct schedule schedule = {part, plan, day_plus(start, -1), plan_part_due(part, plan).n - start.n + 1};
        const int32_t passed = at.n - schedule.eve.n;
        struct forecast forecast = {0};
        struct ratio pace;

        if (figures < FORECAST_REPORTS || !has_way(part, verdict) || schedule.days < 1 || passed < 1 ||
            passed >= schedule.days)
                return FORECAST_NONE;
        forecast.earned = earned_days(&schedule, verdict->attainment, passed);
        pace = divided(forecast.earned, ratio_of(passed, 1));
        forecast.finish = verdict->attainment.num >= verdict->attainment.den ? at : finish_of(&schedule, pace);
        forecast.share = share_after(&schedule, times(pace, ratio_of(schedule.days, 1)));
        if (ratio_compare(forecast.share, verdict->attainment) < 0)
                forecast.share = verdict->attainment;
        forecast.value = value_at(verdict, part->kind, forecast.share);
        forecast.catch_up = catch_up_of(verdict->attainment, verdict->planned);
        forecast.misses = forecast.share.num < forecast.share.den;
        *ret_forecast = forecast;
        return 0;
}
