/* policy_calendar.h - days off and days worked instead, as an office writes them: one line each.
 *
 *      # 国办发明电〔2023〕7号
 *      2024-02-10..2024-02-17 休 春节
 *      2024-02-04 班
 *
 * A day or a range of days, then 休 (off) or 班 (work), then anything. Weekend days in a range that is off are off
 * anyway and are left out. The file states the whole of the years that it names; other years stay as they are. */
#ifndef DUBAN_CLI_POLICY_CALENDAR_H
#define DUBAN_CLI_POLICY_CALENDAR_H

#include "client/cli/session.h"
#include "lib/model/day.h"

enum { POLICY_CALENDAR_LINES_SHOWN = 100 };

/* Changes the calendar by the file; every problem is told with its line. → CLI_USAGE: nothing was changed */
int policy_calendar_read(struct session *, const char *path, struct calendar *) CHECKED;
/* "2024-02-12..2024-02-16、2024-04-04", in order, as text and as a JSON array of days. */
struct cell policy_calendar_cell(struct page *, const struct day *days, size_t n);

#endif
