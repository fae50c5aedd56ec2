/* ask.h - questions and answers as plain structs. Mirrors proto/query.proto. */
#ifndef DUBAN_PROTO_ASK_H
#define DUBAN_PROTO_ASK_H

#include "lib/model/event.h"
#include "proto/wire.h"

enum ask {
        ASK_UNSPECIFIED,
        ASK_WHOAMI,
        ASK_STATUS,
        ASK_TASK,
        ASK_HISTORY,
        ASK_ALERTS,
        ASK_RECORDS,
        ASK_PLAN,
        ASK_ROSTER,
        ASK_POLICY,
        ASK_HEALTH,
        ASK_CLOCK,
        ASK_CURSOR,
        ASK_DUE,
        ASK_COUNT,
};

struct query {
        uint64_t id;
        enum ask ask;
        struct task_ref task;
        struct bytes department;
        uint64_t from_seq;
        uint32_t limit;
        uint32_t from_no;
        bool alerts_only;
        bool open_only;
        uint64_t at_least;
        uint64_t as_of;
        struct day for_date;
        struct bytes name;
        bool with_texts;
        uint32_t timeout_ms;
        struct bytes stream;
        uint64_t kinds; /* bit n = records of kind n; 0 = all */
};

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
};

struct whoami {
        struct bytes member;
        struct bytes department;
        enum role role;
        uint64_t key_id;
        LIST(struct receipt) mark;
        LIST(struct bytes) may;
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

struct last_seen {
        struct bytes member;
        uint64_t at;
        uint64_t seq;
};

struct health {
        uint64_t head;
        uint64_t applied;
        uint64_t judged;
        uint32_t epoch;
        uint64_t journal_bytes;
        uint64_t state_bytes;
        uint64_t disk_free_bytes;
        uint64_t map_bytes;
        struct day today;
        bool virtual_clock;
        bool clock_held;
        LIST(struct last_seen) last_seen;
        struct bytes head_hash;
        struct bytes software;
};

struct answer {
        uint64_t id;
        uint64_t through_seq;
        uint64_t judged_through;
        uint32_t epoch;
        const struct refusal *refusal;
        uint32_t next_no;
        uint64_t next_seq;
        LIST(struct task_view) task;
        LIST(struct record_view) record;
        LIST(struct alert_view) alert;
        const struct whoami *whoami;
        const struct plan_view *plan;
        const struct roster_view *roster;
        const struct policy *policy;
        const struct health *health;
        const struct cursor *cursor;
};

#endif
