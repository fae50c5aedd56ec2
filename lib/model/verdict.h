/* verdict.h - the machine's word, its arithmetic, and alerts. Mirrors proto/event.proto. Pure. */
#ifndef DUBAN_MODEL_VERDICT_H
#define DUBAN_MODEL_VERDICT_H

#include "lib/model/day.h"
#include "lib/model/number.h"
#include "lib/model/plan.h"

enum verdict_word { /* numbers as on the wire; rank with verdict_rank() */
                    VERDICT_UNSPECIFIED,
                    VERDICT_SUSPENDED,
                    VERDICT_OVERDUE,
                    VERDICT_SERIOUSLY_BEHIND,
                    VERDICT_BEHIND,
                    VERDICT_UNKNOWN,
                    VERDICT_ON_PACE,
                    VERDICT_AHEAD,
                    VERDICT_OVER_HALF,
                    VERDICT_COMPLETED,
                    VERDICT_COUNT,
};

enum why { WHY_UNSPECIFIED, WHY_NO_TARGET, WHY_NO_FIGURE, WHY_NO_REPORT, WHY_COUNT };

enum excuse_kind { EXCUSE_UNSPECIFIED, EXCUSE_FORECAST, EXCUSE_PLAN, EXCUSE_PIPELINE };

enum remark_word { REMARK_UNSPECIFIED, REMARK_ORDERLY, REMARK_OVER_HALF, REMARK_SLOW, REMARK_COMPLETED, REMARK_COUNT };

struct part_verdict {
        uint32_t part;
        enum verdict_word verdict;
        enum verdict_word raw_verdict;
        enum why why;
        uint32_t rule;
        struct number actual;
        struct number target;
        struct number baseline;
        struct ratio attainment;
        struct ratio planned;
        struct ratio gap;
        struct ratio distance;
        enum excuse_kind excuse;
        bool proxy;
        bool blocked;
        bool soft;
        struct day due;
        struct ratio tolerance;
        struct day accepted_until; /* the excuse, by a supervisor */
        uint32_t broken; /* promises so far that were not kept */
        bool paced; /* figures enough for a forecast */
        bool done_before; /* a node: done by an earlier report, and this one says nothing of it */
};

struct verdict {
        struct task_ref task;
        uint64_t cause;
        uint32_t ordinal;
        uint32_t judge_version;
        uint32_t policy_version;
        struct day day;
        enum verdict_word verdict;
        enum verdict_word raw_verdict;
        enum why why;
        enum verdict_word was;
        uint32_t governing; /* part number, 0 = none */
        uint64_t report_seq;
        LIST(struct part_verdict) part;
        LIST(uint64_t) evidence;
        uint32_t late; /* 迟报: cycles so far */
        uint32_t missing; /* 漏报 */
};

enum alert_kind {
        ALERT_UNSPECIFIED,
        ALERT_BEHIND,
        ALERT_OVERDUE,
        ALERT_NO_FIGURE,
        ALERT_HOLD_ZERO,
        ALERT_NO_REPORT,
        ALERT_FORECAST,
        ALERT_UNSTABLE,
        ALERT_LINK_DOWN,
        ALERT_CLOCK,
        ALERT_KIND_COUNT,
};

enum severity { SEVERITY_UNSPECIFIED, SEVERITY_YELLOW, SEVERITY_ORANGE, SEVERITY_RED, SEVERITY_COUNT };

enum alert_change {
        ALERT_CHANGE_UNSPECIFIED,
        ALERT_RAISED,
        ALERT_WORSENED,
        ALERT_ESCALATED,
        ALERT_CLEARED,
        ALERT_WITHDRAWN,
        ALERT_LAPSED,
        ALERT_CHANGE_COUNT,
};

struct alert_ref { /* an alert's identity */
        uint64_t cause;
        struct task_ref task;
        uint32_t part; /* 0 = the task as a whole */
        enum alert_kind kind;
        struct bytes department; /* of link_down, which has no task; else empty */
};

struct alert {
        struct alert_ref alert;
        enum alert_change change;
        enum severity severity;
        enum severity was;
        uint64_t cause;
        uint32_t ordinal;
        uint32_t judge_version;
        uint32_t policy_version;
        struct day day;
        uint32_t rung;
        const struct part_verdict *arithmetic; /* NULL = none */
        LIST(uint64_t) evidence;
        enum verdict_word verdict;
        enum why why;
        uint32_t cycles; /* bad ones in a row, this one included */
        bool unfounded; /* cleared: corrected figures would not have raised it */
};

/* Worst first: suspended 0, overdue 1, seriously_behind 2, behind 3, unknown 4, on_pace 5, ahead 6,
 * over_half 7, completed 8 (RULES.md rule 6). */
int verdict_rank(enum verdict_word);
/* behind, seriously_behind or overdue? */
bool verdict_is_bad(enum verdict_word);

#endif
