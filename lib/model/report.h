/* report.h - what a department says about one task. Mirrors proto/report.proto. Plain data; lives in
 * the arena it was decoded into. Pure. */
#ifndef DUBAN_MODEL_REPORT_H
#define DUBAN_MODEL_REPORT_H

#include "lib/model/day.h"
#include "lib/model/number.h"
#include "lib/model/plan.h"

enum approximation { APPROXIMATION_UNSPECIFIED, APPROXIMATION_MORE_THAN, APPROXIMATION_ABOUT, APPROXIMATION_NEARLY };

enum evidence {
        EVIDENCE_UNSPECIFIED, /* as measured */
        EVIDENCE_MEASURED,
        EVIDENCE_PROXY,
        EVIDENCE_INFERRED,
        EVIDENCE_PROMISED,
        EVIDENCE_NARRATIVE,
        EVIDENCE_DERIVED,
};

enum milestone_state {
        STATE_UNSPECIFIED,
        STATE_NOT_STARTED,
        STATE_PLANNED,
        STATE_IN_PROGRESS,
        STATE_DONE,
        STATE_BLOCKED
};

enum stage {
        STAGE_UNSPECIFIED,
        STAGE_SURVEYED,
        STAGE_PREPARED,
        STAGE_SETTLED,
        STAGE_ELIGIBLE,
        STAGE_APPLIED,
        STAGE_RECOMMENDED,
        STAGE_CONSTRUCTION,
        STAGE_CERTIFIED,
};

struct pipeline {
        enum stage stage;
        uint32_t count;
};

struct promise {
        struct bytes what;
        struct day date;
};

struct line {
        uint32_t part;
        struct number value;
        struct bytes unit;
        struct bytes as_written;
        enum approximation approximate;
        enum evidence evidence;
        enum milestone_state state;
        enum stage stage;
        LIST(struct pipeline) pipeline;
        struct number forecast;
        const struct promise *promise; /* NULL = none */
        struct number target_understood;
        struct bytes waiting_for;
};

struct attachment {
        struct bytes name;
        struct bytes hash;
};

struct mention {
        struct bytes name;
        struct number value;
        struct bytes unit;
        enum approximation approximate;
        enum milestone_state state;
        const struct promise *promise;
};

struct report {
        struct task_ref task;
        struct day data_date;
        uint64_t sent_at; /* UTC ms by the sender's clock */
        LIST(struct line) line;
        LIST(struct bytes) progress;
        struct bytes problems;
        struct bytes next_steps;
        struct bytes to_coordinate;
        struct bytes waiting_for;
        LIST(struct attachment) attachment;
        struct bytes on_behalf_of;
        struct bytes source_hash;
        LIST(struct mention) mention;
};

struct correction {
        uint64_t replaces_seq;
        struct bytes reason;
        const struct report *report; /* never NULL once decoded and validated */
};

/* The line about that part, or NULL. */
const struct line *report_line(const struct report *, uint32_t part);
/* The figure of the line (NULL = none) that can be compared with the part's target (rule 7); may be unknown. */
struct number report_figure(const struct line *, const struct part *);
/* Is what the line says no measured figure (rule 9)? */
bool report_is_unmeasured(const struct line *);
/* Does the line (NULL = none) say that the part has begun: by a figure, a pipeline or a node under way (rule 12)? */
bool report_begins(const struct line *, const struct part *);

#endif
