/* report.c - finding things in a report. */
#include "lib/model/report.h"

const struct line *report_line(const struct report *report, uint32_t part)
{
        for (size_t i = 0; i < report->line.n; i++)
                if (report->line.at[i].part == part)
                        return &report->line.at[i];
        return NULL;
}

/* R7: comparable is a figure in the registered unit that is not a mere promise. */
struct number report_figure(const struct line *line, const struct part *part)
{
        if (!line || line->evidence == EVIDENCE_PROMISED)
                return (struct number){0};
        if (line->unit.len && part->unit.len && !bytes_equal(line->unit, part->unit))
                return (struct number){0};
        return line->value;
}

bool report_is_unmeasured(const struct line *line)
{
        return line->evidence == EVIDENCE_PROXY || line->evidence == EVIDENCE_INFERRED ||
               line->evidence == EVIDENCE_NARRATIVE;
}

bool report_begins(const struct line *line, const struct part *part)
{
        if (!line)
                return false;
        return report_figure(line, part).known || line->pipeline.n > 0 || line->stage != STAGE_UNSPECIFIED ||
               (line->state != STATE_UNSPECIFIED && line->state != STATE_NOT_STARTED);
}
