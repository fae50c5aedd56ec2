/* policy_calendar.c - lines of a calendar, and days as text. */
#include "client/cli/policy_calendar.h"

#include <stdlib.h>

#include "client/cli/source.h"
#include "lib/base/text.h"
#include "proto/limits.h"

enum { FILE_BYTES_MAX = 65536, RANGE_DAYS_MAX = 62 };

struct days {
        struct day at[LIMIT_LIST_ITEMS];
        size_t n;
};

struct reading {
        struct session *session;
        const char *path;
        struct days off;
        struct days work;
        unsigned line;
        size_t problems;
};

static void problem(struct reading *reading, const char *zh, const char *en)
{
        const char *place = arena_print(reading->session->arena, "%s:%u", reading->path, reading->line);

        reading->problems++;
        session_problem(reading->session, place ? place : reading->path, "%s", "%s",
                        session_say(reading->session, zh, en));
}

/* -- reading -- */

/* Takes the next word off the line. */
static struct bytes word_of_line(struct bytes *rest)
{
        struct bytes word;
        size_t len = 0;

        while (rest->len && (*rest->at == ' ' || *rest->at == '\t'))
                *rest = bytes_of(rest->at + 1, rest->len - 1);
        while (len < rest->len && rest->at[len] != ' ' && rest->at[len] != '\t')
                len++;
        word = bytes_of(rest->at, len);
        *rest = bytes_of(rest->at + len, rest->len - len);
        return word;
}

/* "2024-02-10" or "2024-02-10..2024-02-17" */
static bool read_range(struct bytes text, struct day *ret_first, struct day *ret_last)
{
        enum { DAY_LEN = DAY_TEXT_SIZE - 1, DOTS = 2 };
        const bool is_range = text.len == 2 * DAY_LEN + DOTS && memcmp(text.at + DAY_LEN, "..", DOTS) == 0;
        const struct bytes first = is_range ? bytes_of(text.at, DAY_LEN) : text;
        const struct bytes last = is_range ? bytes_of(text.at + DAY_LEN + DOTS, DAY_LEN) : text;

        return day_from_text(first, ret_first) == 0 && day_from_text(last, ret_last) == 0 && day_is_set(*ret_first) &&
               !day_before(*ret_last, *ret_first) && ret_last->n - ret_first->n < RANGE_DAYS_MAX;
}

static bool is_word(struct bytes word, const char *const *words, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                if (bytes_is(word, words[i]))
                        return true;
        }
        return false;
}

static void add_days(struct reading *reading, struct day first, struct day last, bool work)
{
        struct days *days = work ? &reading->work : &reading->off;

        for (struct day day = first; !day_before(last, day); day = day_plus(day, 1)) {
                if (!work && day_is_weekend(day))
                        continue;
                if (day_is_among(day, reading->off.at, reading->off.n) ||
                    day_is_among(day, reading->work.at, reading->work.n))
                        problem(reading, "有一天重复", "a day stands twice");
                else if (work && !day_is_weekend(day))
                        problem(reading, "不是周末,本就上班", "is no weekend day, so it is worked anyway");
                else if (days->n == LIMIT_LIST_ITEMS)
                        problem(reading, "日期过多", "too many days");
                else
                        days->at[days->n++] = day;
        }
}

static void read_line(struct reading *reading, struct bytes line)
{
        static const char *const OFF[] = {"休", "放假", "off"};
        static const char *const WORK[] = {"班", "上班", "work"};
        struct bytes rest = line;
        const struct bytes range = word_of_line(&rest);
        const struct bytes word = word_of_line(&rest);
        const bool work = is_word(word, WORK, COUNT_OF(WORK));
        struct day first;
        struct day last;

        if (range.len == 0 || *range.at == '#')
                return;
        if (!read_range(range, &first, &last))
                problem(reading, "应为日期或日期段,如 2024-02-10..2024-02-17(至多 62 天)",
                        "a day or a range such as 2024-02-10..2024-02-17 is expected, of at most 62 days");
        else if (!work && !is_word(word, OFF, COUNT_OF(OFF)))
                problem(reading, "日期之后应为 休 或 班", "after the day, off or work is expected");
        else
                add_days(reading, first, last, work);
}

static void read_lines(struct reading *reading, struct bytes text)
{
        struct bytes line;

        while (text_next_line(&text, &line)) {
                reading->line++;
                read_line(reading, line);
        }
}

/* -- putting it into the calendar -- */

static bool names_year(const struct days *days, int year)
{
        for (size_t i = 0; i < days->n; i++) {
                if (day_date(days->at[i]).year == year)
                        return true;
        }
        return false;
}

static int by_day(const void *a, const void *b)
{
        const struct day *left = a;
        const struct day *right = b;

        return (left->n > right->n) - (left->n < right->n);
}

/* The days of other years, then the file's. NULL when the arena is spent. */
static struct day *merged(const struct reading *reading, const struct day *old, size_t n_old, const struct days *news,
                          size_t *ret_n)
{
        struct day *days = arena_array(reading->session->arena, n_old + news->n, sizeof *days);
        size_t n = 0;

        for (size_t i = 0; days && i < n_old; i++) {
                const int year = day_date(old[i]).year;

                if (!names_year(&reading->off, year) && !names_year(&reading->work, year))
                        days[n++] = old[i];
        }
        for (size_t i = 0; days && i < news->n; i++)
                days[n++] = news->at[i];
        if (n)
                qsort(days, n, sizeof *days, by_day);
        *ret_n = n;
        return days;
}

static int put(const struct reading *reading, struct calendar *calendar)
{
        struct calendar changed;

        changed.holiday.at =
                merged(reading, calendar->holiday.at, calendar->holiday.n, &reading->off, &changed.holiday.n);
        changed.makeup.at = merged(reading, calendar->makeup.at, calendar->makeup.n, &reading->work, &changed.makeup.n);
        if (!changed.holiday.at || !changed.makeup.at)
                return err_fail("out of memory");
        if (changed.holiday.n > LIMIT_LIST_ITEMS || changed.makeup.n > LIMIT_LIST_ITEMS)
                return session_complain(reading->session, CLI_USAGE, "日历超过 %d 天,请在规则文件中删去旧的年份",
                                        "the calendar has more than %d days; drop old years in the policy's file",
                                        LIMIT_LIST_ITEMS);
        *calendar = changed;
        return 0;
}

int policy_calendar_read(struct session *session, const char *path, struct calendar *calendar)
{
        struct reading *reading = arena_take(session->arena, sizeof *reading);
        struct bytes text;
        int r = reading ? source_read_text(session, path, FILE_BYTES_MAX, &text) : err_fail("out of memory");

        if (r)
                return r;
        reading->session = session;
        reading->path = path;
        read_lines(reading, text);
        if (reading->problems == 0 && reading->off.n + reading->work.n == 0)
                problem(reading, "没有日期", "there are no days");
        if (reading->problems)
                return session_complain(session, CLI_USAGE, "%s 有 %zu 处问题", "%s: problems: %zu", path,
                                        reading->problems);
        return put(reading, calendar);
}

/* -- as text -- */

/* Days that follow one another but for weekends are one range. */
static bool follows(struct day before, struct day day)
{
        do
                before = day_plus(before, 1);
        while (day_before(before, day) && day_is_weekend(before));
        return before.n == day.n;
}

struct cell policy_calendar_cell(struct page *page, const struct day *days, size_t n)
{
        json_t *json = json_array();
        const char *text = "";
        char first[DAY_TEXT_SIZE];
        char last[DAY_TEXT_SIZE];
        size_t begin = 0;

        for (size_t i = 0; i < n; i++) {
                day_text(days[i], last);
                json_array_append_new(json, json_string(last));
                if (i + 1 < n && follows(days[i], days[i + 1]))
                        continue;
                day_text(days[begin], first);
                text = page_text(page, "%s%s%s%s%s", text, *text ? page_say(page, "、", ", ") : "", first,
                                 begin < i ? ".." : "", begin < i ? last : "");
                begin = i + 1;
        }
        return cell_pair(text, json);
}
