/* decision.h - what people say and decide about a task, an alert, a bulletin, the clock. Mirrors proto/event.proto. */
#ifndef DUBAN_MODEL_DECISION_H
#define DUBAN_MODEL_DECISION_H

#include "lib/model/report.h"
#include "lib/model/verdict.h"

struct return_report {
        uint64_t report_seq;
        struct bytes reason;
        struct task_ref task;
};

struct accept {
        struct task_ref task;
        uint32_t part;
        uint64_t report_seq;
        struct day until;
        struct bytes reason;
};

struct remark {
        struct task_ref task;
        enum remark_word word;
        struct bytes reason;
        struct day data_date;
};

struct signing {
        struct alert_ref alert;
};

struct alert_answer {
        struct alert_ref alert;
        struct bytes plan;
        struct day date;
        bool objection;
};

struct extension {
        struct task_ref task;
        uint32_t part;
        struct day new_due;
        struct bytes reason;
};

struct suspension {
        struct task_ref task;
        struct day until;
        struct bytes reason;
        bool lifted;
};

struct close {
        struct task_ref task;
        struct bytes reason;
        LIST(struct attachment) evidence;
        bool reopened;
};

struct plan_text {
        struct task_ref task;
        LIST(struct bytes) progress;
        struct day data_date;
};

struct letter_signed {
        struct alert_ref alert;
        uint32_t rung;
        struct bytes number;
};

struct bulletin_closed {
        struct bytes plan;
        struct day data_date;
        uint64_t through_seq;
        struct bytes hash; /* of the public edition as text */
        struct day issued; /* what was printed on it */
        struct bytes index_no;
        struct bytes number;
        struct bytes title;
};

struct withdrawal {
        struct alert_ref alert;
        struct bytes reason;
};

struct countersign {
        struct task_ref task;
        uint64_t report_seq;
        bool objection;
        struct bytes text;
};

struct clock_advance {
        struct day to;
};

struct clock_confirm {
        struct bytes reason;
};

struct cursor {
        struct bytes name;
        uint32_t epoch;
        uint64_t seq;
};

#endif
