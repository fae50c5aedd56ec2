/* day.c - civil days by arithmetic: no tables of the C library, no time zone data. */
#include "lib/model/day.h"

#include <stdio.h>

enum { MS_PER_MINUTE = 60000, MS_PER_DAY = 86400000 };
enum { YEAR_FIRST = 1900, YEAR_LAST = 2999 };

/* Days of 400 years, after which the calendar repeats; and from 0000-03-01 to 1970-01-01. */
enum { DAYS_OF_ERA = 146097, DAYS_TO_1970 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
        return a / b - (a % b < 0);
}

/* The year is taken to begin in March: the leap day is then its last, and months have a regular pattern. */
struct day day_of(int year, int month, int day)
{
        const int y = month <= 2 ? year - 1 : year;
        const int months_since_march = (month + 9) % 12;
        const int day_of_year = (153 * months_since_march + 2) / 5 + day - 1;

        return (struct day){365 * y + y / 4 - y / 100 + y / 400 + day_of_year - DAYS_TO_1970};
}

struct date day_date(struct day d)
{
        const int64_t since = (int64_t)d.n + DAYS_TO_1970;
        const int64_t era = floor_div(since, DAYS_OF_ERA);
        const int day_of_era = (int)(since - era * DAYS_OF_ERA);
        const int year_of_era =
                (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_OF_ERA - 1)) / 365;
        const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        const int months_since_march = (5 * day_of_year + 2) / 153;
        const int month = months_since_march < 10 ? months_since_march + 3 : months_since_march - 9;

        return (struct date){
                .year = (int)(era * 400) + year_of_era + (month <= 2),
                .month = month,
                .day = day_of_year - (153 * months_since_march + 2) / 5 + 1,
        };
}

int day_days_in_month(int year, int month)
{
        const struct day first = day_of(year, month, 1);
        const struct day next = month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1);

        return next.n - first.n;
}

bool day_is_weekend(struct day d)
{
        const int64_t weekday = (int64_t)d.n + 3; /* 1970-01-01 was a Thursday; Monday is 0 */

        return weekday - 7 * floor_div(weekday, 7) >= 5;
}

struct day day_month_end(struct day d)
{
        const struct date date = day_date(d);

        return day_of(date.year, date.month, day_days_in_month(date.year, date.month));
}

bool day_is_month_end(struct day d)
{
        return day_month_end(d).n == d.n;
}

static int from_date(struct date date, struct day *ret_day)
{
        struct day d;

        if (date.year < YEAR_FIRST || date.year > YEAR_LAST || date.month < 1 || date.month > 12 || date.day < 1 ||
            date.day > day_days_in_month(date.year, date.month))
                return DAY_BAD;
        d = day_of(date.year, date.month, date.day);
        if (!day_is_set(d)) /* 1970-01-01 itself stands for "no day" */
                return DAY_BAD;
        *ret_day = d;
        return 0;
}

int day_from_number(uint32_t yyyymmdd, struct day *ret_day)
{
        if (yyyymmdd == 0) {
                *ret_day = (struct day){0};
                return 0;
        }
        return from_date((struct date){(int)(yyyymmdd / 10000), (int)(yyyymmdd / 100 % 100), (int)(yyyymmdd % 100)},
                         ret_day);
}

uint32_t day_to_number(struct day d)
{
        const struct date date = day_date(d);

        return day_is_set(d) ? (uint32_t)(date.year * 10000 + date.month * 100 + date.day) : 0;
}

/* The number that `len` digits make, or -1. */
static int digits(const uint8_t *at, size_t len)
{
        int value = 0;

        for (size_t i = 0; i < len; i++) {
                if (at[i] < '0' || at[i] > '9')
                        return -1;
                value = value * 10 + (at[i] - '0');
        }
        return value;
}

int day_from_text(struct bytes text, struct day *ret_day)
{
        if (text.len != DAY_TEXT_SIZE - 1 || text.at[4] != '-' || text.at[7] != '-')
                return DAY_BAD;
        return from_date((struct date){digits(text.at, 4), digits(text.at + 5, 2), digits(text.at + 8, 2)}, ret_day);
}

const char *day_text(struct day d, char *out)
{
        const uint32_t number = day_to_number(d);

        if (number == 0)
                out[0] = '\0';
        else
                snprintf(out, DAY_TEXT_SIZE, "%04u-%02u-%02u", number / 10000 % 10000, number / 100 % 100,
                         number % 100);
        return out;
}

/* An instant beyond the years this calendar speaks of gives the first or last day of them. */
struct day day_of_instant(int64_t utc_ms, int utc_offset_minutes)
{
        const int64_t first = day_of(YEAR_FIRST, 1, 1).n;
        const int64_t last = day_of(YEAR_LAST, 12, 31).n;
        int64_t local;
        int64_t n;

        if (__builtin_add_overflow(utc_ms, (int64_t)utc_offset_minutes * MS_PER_MINUTE, &local))
                local = utc_ms;
        n = floor_div(local, MS_PER_DAY);
        return (struct day){(int32_t)(n < first ? first : n > last ? last : n)};
}

int64_t day_first_instant(struct day d, int utc_offset_minutes)
{
        return (int64_t)d.n * MS_PER_DAY - (int64_t)utc_offset_minutes * MS_PER_MINUTE;
}

bool day_is_among(struct day d, const struct day *days, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (days[i].n == d.n)
                        return true;
        return false;
}

bool day_is_working(struct day d, const struct calendar *calendar)
{
        if (day_is_weekend(d))
                return day_is_among(d, calendar->makeup.at, calendar->makeup.n);
        return !day_is_among(d, calendar->holiday.at, calendar->holiday.n);
}

struct day day_plus_working(struct day d, int n, const struct calendar *calendar)
{
        while (n > 0) {
                d = day_plus(d, 1);
                n -= day_is_working(d, calendar);
        }
        return d;
}

int day_working_between(struct day from, struct day to, const struct calendar *calendar)
{
        int n = 0;

        while (day_before(from, to)) {
                from = day_plus(from, 1);
                n += day_is_working(from, calendar);
        }
        return n;
}
