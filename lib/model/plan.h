/* plan.h - what was promised: plan, tasks, parts. Mirrors proto/plan.proto; see RULES.md 1 and 2.
 *
 * Plain data. Views and lists live in the arena the struct was decoded into. 0, empty and unknown mean
 * "not stated"; plan_part_* give what then holds. Pure; any thread. */
#ifndef DUBAN_MODEL_PLAN_H
#define DUBAN_MODEL_PLAN_H

#include "lib/base/bytes.h"
#include "lib/model/day.h"
#include "lib/model/number.h"

enum part_kind { /* numbers as in plan.proto */
                 PART_UNSPECIFIED,
                 PART_CUMULATIVE,
                 PART_STOCK,
                 PART_LEVEL,
                 PART_GROWTH,
                 PART_STAGE,
                 PART_AWARD,
                 PART_MILESTONE,
                 PART_HOLD_ZERO,
                 PART_DUTY,
                 PART_STATEMENT,
                 PART_KIND_COUNT,
};

enum direction { DIRECTION_UNSPECIFIED, DIRECTION_AT_LEAST, DIRECTION_AT_MOST, DIRECTION_HOLD };

enum curve_kind { CURVE_UNSPECIFIED, CURVE_LINEAR, CURVE_TABLE, CURVE_STEP, CURVE_SEASONAL };

enum cadence {
        CADENCE_UNSPECIFIED,
        CADENCE_WEEKLY,
        CADENCE_MONTHLY,
        CADENCE_QUARTERLY,
        CADENCE_HALF_YEARLY,
        CADENCE_ON_CALL,
};

struct task_ref { /* 任务: (plan, number) */
        struct bytes plan; /* empty in a query: the plan in force */
        uint32_t no; /* 0 = no task */
};

struct curve_point {
        struct day day;
        uint32_t share_bp; /* 1/10000 */
};

struct curve {
        enum curve_kind kind;
        LIST(struct curve_point) point;
};

struct same_as {
        uint32_t task_no;
        uint32_t part;
};

struct part { /* 分解事项 */
        uint32_t no;
        struct bytes name;
        struct bytes name_en;
        enum part_kind kind;
        bool soft;
        bool final;
        struct bytes unit;
        enum direction direction;
        bool strict;
        struct number baseline;
        struct number target;
        struct number upper;
        struct day start;
        struct day due;
        const struct curve *curve; /* NULL = linear */
        struct bytes owner;
        const struct same_as *same_as; /* NULL = none */
        struct bytes goal;
        bool statistics;
        LIST(struct bytes) addend;
};

struct task { /* 重点任务 */
        uint32_t no;
        struct bytes title;
        struct bytes title_en;
        struct bytes content;
        LIST(struct bytes) lead;
        LIST(struct bytes) responsible;
        struct bytes sponsor;
        struct bytes person;
        struct bytes contact;
        enum cadence cadence;
        LIST(struct part) part;
};

struct plan_chunk {
        struct bytes plan;
        struct bytes import_id; /* 16 bytes */
        uint32_t index;
        LIST(struct bytes) task; /* encoded tasks */
};

struct plan { /* the header of a plan in force (PlanInForce) */
        struct bytes id;
        struct bytes import_id;
        uint32_t chunks;
        uint32_t tasks;
        struct bytes hash;
        struct bytes title;
        struct day start;
        struct day end;
        enum cadence cadence;
        struct bytes issuer;
        struct bytes inspector;
        struct bytes document_no;
        bool backfill;
};

/* The part with that number, or NULL. */
const struct part *plan_part(const struct task *, uint32_t no);
struct day plan_part_start(const struct part *, const struct plan *);
struct day plan_part_due(const struct part *, const struct plan *);
/* The owning department: the part's own, else the task's first lead; empty when there is neither. */
struct bytes plan_part_owner(const struct part *, const struct task *);
/* The task's own, else the plan's, else monthly. */
enum cadence plan_cadence(const struct task *, const struct plan *);
/* The last day of the reporting cycle that contains the day; on call, the day itself. */
struct day plan_cycle_end(enum cadence, struct day);
/* Is the department lead of the task? Or lead, responsible unit or owner of a part? No department has no duty. */
bool plan_is_lead(const struct task *, struct bytes department);
bool plan_has_duty(const struct task *, struct bytes department);

#endif
