/* amendment.h - how a target or a date of a plan in force changes: proposed, approved, in force.
 *
 * An amendment lists all that now differs from the imported task, so the newest one of a task is all that is
 * needed. Mirrors proto/plan.proto. Pure; any thread. */
#ifndef DUBAN_MODEL_AMENDMENT_H
#define DUBAN_MODEL_AMENDMENT_H

#include "lib/base/arena.h"
#include "lib/model/plan.h"

struct proposal {
        struct task_ref task;
        uint32_t part;
        struct number target;
        struct day due;
        struct bytes reason;
};

struct approval {
        uint64_t proposal_seq; /* of a proposal or an extension */
        bool approved;
        struct bytes reason;
        struct task_ref task;
};

struct part_change {
        uint32_t part;
        struct number target; /* unknown = as imported */
        struct day due; /* no day = as imported */
        struct number was_target; /* as imported */
        struct day was_due;
        uint64_t proposal_seq; /* what asked for it last */
};

struct amendment {
        struct task_ref task;
        uint64_t proposal_seq;
        LIST(struct part_change) change;
};

/* The change of that part, or NULL. */
const struct part_change *amendment_of(const struct amendment *, uint32_t part);
/* The part as amended, whether or not it is so already; an amendment of NULL gives the part as it is. */
struct part amendment_part(const struct amendment *, const struct part *);
/* The task as amended: the part list is copied into the arena, all else stays shared. An amendment of NULL gives the
 * task as it is. A change of a part that the task does not have is passed over. Negative when the arena is spent. */
int amendment_apply(const struct amendment *, const struct task *, struct arena *, struct task *ret_task) CHECKED;

#endif
