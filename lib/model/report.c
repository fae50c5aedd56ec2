/* report.c - finding things in a report. */
#include "lib/model/report.h"

const struct line *report_line(const struct report *report, uint32_t part)
{
        for (size_t i = 0; i < report->line.n; i++)
                if (report->line.at[i].part == part)
                        return &report->line.at[i];
        return NULL;
}
