/* day.h - civil days. No clock, no time zone: which day it is now is told by the journal's ticks.
 *
 * A day is a count from 1970-01-01 in the proleptic Gregorian calendar; n == 0 means "no day" (no
 * plan of ours speaks of 1970-01-01). On the wire and in files a day is the decimal number YYYYMMDD
 * or the text YYYY-MM-DD. Pure; any thread. */
#ifndef DUBAN_MODEL_DAY_H
#define DUBAN_MODEL_DAY_H

#include "lib/base/bytes.h"
#include "lib/base/error.h"

struct day {
        int32_t n;
};

struct date {
        int year;
        int month; /* 1..12 */
        int day; /* 1..31 */
};

enum { DAY_BAD = 1 };

static inline bool day_is_set(struct day d)
{
        return d.n != 0;
}

static inline bool day_before(struct day a, struct day b)
{
        return a.n < b.n;
}

static inline struct day day_plus(struct day d, int days)
{
        return (struct day){d.n + days};
}

struct day day_of(int year, int month, int day); /* the caller vouches for the date */
struct date day_date(struct day);
int day_days_in_month(int year, int month);
bool day_is_weekend(struct day);
bool day_is_month_end(struct day);
struct day day_month_end(struct day);

/* 19000101..29991231. 0 gives "no day". → DAY_BAD for anything that is no date. */
int day_from_number(uint32_t yyyymmdd, struct day *ret_day) CHECKED;
uint32_t day_to_number(struct day); /* 0 for no day */
/* "2023-06-30". → DAY_BAD. */
int day_from_text(struct bytes text, struct day *ret_day) CHECKED;
enum { DAY_TEXT_SIZE = 11 };
/* Writes YYYY-MM-DD, or "" for no day; returns `out` (DAY_TEXT_SIZE bytes). */
const char *day_text(struct day, char *out);

/* The civil day of an instant (UTC ms) in a zone of fixed offset. */
struct day day_of_instant(int64_t utc_ms, int utc_offset_minutes);
/* The first instant of the day in that zone. */
int64_t day_first_instant(struct day, int utc_offset_minutes);

/* Working days: weekends and `holidays` are off, `makeup` days (weekend days that are worked) are on. */
struct calendar {
        LIST(struct day) holiday;
        LIST(struct day) makeup;
};
bool day_is_working(struct day, const struct calendar *);
bool day_is_among(struct day, const struct day *days, size_t n);
/* The n-th working day after `d` (n >= 0; 0 gives d itself). */
struct day day_plus_working(struct day d, int n, const struct calendar *);
/* Working days in (from, to]. */
int day_working_between(struct day from, struct day to, const struct calendar *);

#endif
