/* intake.h - what looks wrong in a report (rule 16): flagged for a person, never a reason to refuse it.
 *
 * Looked at before the report is folded into the history. The list lives in the arena. Pure; any thread. */
#ifndef DUBAN_MODEL_INTAKE_H
#define DUBAN_MODEL_INTAKE_H

#include "lib/base/arena.h"
#include "lib/model/history.h"

enum { INTAKE_FINDINGS = 256 }; /* of one report: so many fit into a record, and nobody reads more */

enum intake_flag {
        INTAKE_UNSPECIFIED,
        INTAKE_FELL, /* a cumulative count is lower than it was; other: as it was */
        INTAKE_JUMPED, /* a step far beyond the usual; other: as it was */
        INTAKE_OTHER_UNIT, /* not the registered one */
        INTAKE_LOWER_TARGET, /* the department understands less; reported: that, other: the registered target */
        INTAKE_TOO_FEW_LEFT, /* done and all that is left fall short; reported: their sum, other: the target */
        INTAKE_TWO_VALUES, /* one fact in two places; other: the other value */
        INTAKE_WRONG_SHARE, /* reported: the printed %; other: the % that its figures give, rounded to two decimals */
        INTAKE_FLAG_COUNT,
};

struct intake_finding {
        enum intake_flag flag;
        uint32_t part; /* 0 = a figure that no part holds */
        struct number reported;
        struct number other;
        uint32_t twin_task; /* INTAKE_TWO_VALUES: where the other value stands */
        uint32_t twin_part;
};

struct intake_findings {
        LIST(struct intake_finding) finding;
};

struct intake { /* what the notifier writes down of them */
        struct task_ref task;
        uint64_t cause; /* the report */
        uint32_t ordinal;
        uint32_t judge_version;
        LIST(struct intake_finding) finding;
};

struct intake_twin { /* newest figure of a part of another task that is the same fact as a part of this one */
        uint32_t own; /* that part of this one */
        uint32_t task_no;
        uint32_t part;
        struct day day; /* its data date */
        struct number figure;
};

struct intake_facts {
        const struct task *task;
        const struct report *report;
        const struct history *history; /* before this report; NULL = none */
        bool replaces; /* a correction of the newest report */
        LIST(struct intake_twin) twin;
};

/* In the order of the plan's parts, then of the text; the first INTAKE_FINDINGS of them. 0, or negative when the arena
 * is spent. */
int intake_check(const struct intake_facts *, struct arena *, struct intake_findings *ret_findings) CHECKED;

#endif
