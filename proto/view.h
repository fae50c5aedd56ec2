/* view.h - what an answer shows, a row each: a task as it stands, a record, an alert; a plan, the roster.
 * Mirrors proto/query.proto. */
#ifndef DUBAN_PROTO_VIEW_H
#define DUBAN_PROTO_VIEW_H

#include "lib/model/event.h"

struct excuse_view {
        enum excuse_kind kind;
        uint32_t part;
        struct bytes text;
        bool accepted;
        struct day until;
};

struct forecast_view { /* of one part */
        uint32_t part;
        struct day finish;
        struct ratio share;
        struct ratio value;
        struct ratio catch_up;
        bool misses;
};

struct countersign_view { /* of a lead that did not make the report */
        struct bytes department;
        uint64_t seq; /* its newest word to the report; 0 = none yet */
        uint64_t at;
        struct bytes by;
        bool objection;
        struct bytes text;
        bool keyless; /* nobody of it may send: it is not waited for */
};

struct task_view {
        struct task_ref task;
        struct bytes title;
        struct bytes title_en;
        LIST(struct bytes) lead;
        LIST(struct bytes) responsible;
        const struct verdict *verdict;
        uint64_t verdict_seq;
        const struct excuse_view *excuse; /* NULL = none */
        enum remark_word remark;
        uint64_t remark_seq;
        uint64_t report_seq;
        struct day data_date;
        uint64_t reported_at;
        struct bytes reported_by;
        LIST(struct bytes) progress;
        uint64_t head_seq;
        const struct task *plan_entry;
        const struct report *report;
        enum remark_word proposed;
        uint32_t reports;
        bool owes_report;
        uint64_t closed_seq;
        uint64_t returned_seq;
        LIST(struct forecast_view) forecast;
        const struct intake *intake; /* NULL = nothing looks wrong */
        const struct amendment *amendment; /* NULL = as imported */
        LIST(struct bytes) adopted;
        uint64_t adopted_seq;
        struct day suspended_until;
        struct day due_by;
        bool due_moved;
        LIST(struct countersign_view) countersign;
};

struct record_view {
        uint64_t seq;
        uint64_t at;
        uint32_t kind;
        struct bytes author;
        struct bytes department;
        struct bytes hash;
        struct bytes event;
        uint32_t epoch;
};

struct alert_view {
        const struct alert *alert;
        uint64_t raised_seq;
        uint64_t last_seq;
        bool open;
        struct bytes title;
        struct bytes title_en;
        LIST(struct bytes) lead;
        uint64_t signed_seq;
        uint64_t answered_seq;
        struct bytes part_name;
        struct bytes part_name_en;
        struct bytes unit;
        bool muted;
        uint64_t letter_seq;
        uint32_t letter_rung;
        struct bytes letter_number;
        struct day answer_date;
        bool answer_lapsed;
        uint64_t objection_seq; /* newest; 0 = none */
};

struct plan_view {
        const struct plan *header;
        uint64_t seq;
        LIST(struct task) task;
};

struct roster_view {
        LIST(struct member) member;
        LIST(struct key) key;
};

#endif
