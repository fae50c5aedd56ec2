/* ask.h - questions and answers as plain structs. Mirrors proto/query.proto. */
#ifndef DUBAN_PROTO_ASK_H
#define DUBAN_PROTO_ASK_H

#include "proto/view.h"
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
        ASK_COUNTERSIGN,
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

struct whoami {
        struct bytes member;
        struct bytes department;
        enum role role;
        uint64_t key_id;
        LIST(struct receipt) mark;
        LIST(struct bytes) may;
};

struct last_seen {
        struct bytes member;
        uint64_t at;
        uint64_t seq;
        enum link_state link; /* unspecified = it never kept one */
        struct day link_since;
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
