/* judge_curve.c - rule 1: how much of a part should be done by the close of a day. */
#include "lib/model/judge.h"

enum { WHOLE_BP = 10000 };

/* The same day of the month `months` later; the month's last day where it has no such day. */
static struct day months_later(struct day from, int months)
{
        const struct date date = day_date(from);
        const int month = date.month - 1 + months;
        const int year = date.year + month / 12;
        const int length = day_days_in_month(year, month % 12 + 1);

        return day_of(year, month % 12 + 1, date.day < length ? date.day : length);
}

/* Months from the morning of `from` to the evening of `to`: whole ones, and the days into the one that runs. */
static struct ratio months_between(struct day from, struct day to)
{
        const struct day morning_after = day_plus(to, 1);
        const struct date a = day_date(from);
        const struct date b = day_date(morning_after);
        int whole = (b.year - a.year) * 12 + b.month - a.month;

        if (day_before(morning_after, months_later(from, whole)))
                whole--;

        const struct day begun = months_later(from, whole);
        const int length = months_later(from, whole + 1).n - begun.n;

        return ratio_make((__int128)whole * length + (morning_after.n - begun.n), length);
}

static struct ratio by_month(struct day start, struct day due, struct day at)
{
        const struct ratio passed = months_between(start, at);
        const struct ratio all = months_between(start, due);

        return ratio_make((__int128)passed.num * all.den, (__int128)passed.den * all.num);
}

static struct curve_point capped(struct curve_point point)
{
        if (point.share_bp > WHOLE_BP)
                point.share_bp = WHOLE_BP;
        return point;
}

/* Between the last point passed and the next: nothing before the start, everything at the due date. */
static struct ratio by_points(const struct curve *curve, struct day start, struct day due, struct day at)
{
        struct curve_point from = {day_plus(start, -1), 0};
        struct curve_point to = {due, WHOLE_BP};

        for (size_t i = 0; i < curve->point.n; i++) {
                const struct curve_point point = capped(curve->point.at[i]);

                if (day_before(at, point.day)) {
                        if (day_before(point.day, due))
                                to = point;
                        break;
                }
                from = point;
        }
        if (curve->kind == CURVE_STEP)
                return ratio_make(from.share_bp, WHOLE_BP);

        const __int128 days = to.day.n - from.day.n;
        const __int128 rise = (__int128)to.share_bp - from.share_bp;

        return ratio_make(from.share_bp * days + rise * (at.n - from.day.n), WHOLE_BP * days);
}

struct ratio judge_planned(const struct part *part, const struct plan *plan, struct day at)
{
        const struct day start = plan_part_start(part, plan);
        const struct day due = plan_part_due(part, plan);

        if (!day_before(at, due))
                return (struct ratio){1, 1};
        if (day_before(at, start))
                return (struct ratio){0, 1};
        if (!part->curve || part->curve->kind == CURVE_UNSPECIFIED || part->curve->kind == CURVE_LINEAR)
                return by_month(start, due, at);
        return by_points(part->curve, start, due, at);
}

/* The first day at whose close something is planned. */
static struct day first_planned(const struct part *part, const struct plan *plan)
{
        struct day first = plan_part_start(part, plan);
        const struct day due = plan_part_due(part, plan);

        if (!part->curve || part->curve->kind == CURVE_UNSPECIFIED || part->curve->kind == CURVE_LINEAR)
                return first;
        for (size_t i = 0; i < part->curve->point.n; i++) {
                const struct curve_point *point = &part->curve->point.at[i];

                if (point->share_bp > 0)
                        return part->curve->kind == CURVE_STEP && day_before(first, point->day) ? point->day : first;
                if (!day_before(point->day, first))
                        first = day_plus(point->day, 1);
        }
        return part->curve->kind == CURVE_STEP || day_before(due, first) ? due : first;
}

struct day judge_begun_for(const struct part *part, const struct plan *plan, uint32_t months)
{
        enum { MONTHS_MAX = 1200 };

        return months_later(first_planned(part, plan), months < MONTHS_MAX ? (int)months : MONTHS_MAX);
}
