/* plan_diff.h - what a file would change in the plan in force. Tasks and parts are the same when their numbers are.
 *
 * Targets and dates that are promised change only by proposal and approval, so they are kept apart: what an import
 * may send has them as they stand. A part without a date of its own is due at the plan's end, and that is a date,
 * too. A file that repeats what was imported before a change was approved does not ask to undo it.
 * Lives in the arena; views point into plan and file. Pure. */
#ifndef DUBAN_CLI_PLAN_DIFF_H
#define DUBAN_CLI_PLAN_DIFF_H

#include "client/cli/plan_csv.h"
#include "client/cli/plan_fields.h"
#include "client/cli/plan_read.h"

enum plan_change_kind { PLAN_ADDED, PLAN_REMOVED, PLAN_CHANGED };

struct plan_change {
        enum plan_change_kind kind;
        uint32_t task; /* 0 = the plan itself */
        uint32_t part; /* 0 = the task itself */
        struct bytes name; /* of part or task */
        const struct plan_field *field; /* PLAN_CHANGED; else NULL */
        const void *was; /* struct plan, task or part; NULL = added */
        const void *now; /* NULL = removed */
        bool proposed; /* an import leaves it as it is: it has to be proposed */
};

struct plan_diff {
        LIST(struct plan_change) change; /* in the order of the file, then what is removed */
        LIST(struct proposal) proposal; /* what would have to be proposed; no reason yet */
        LIST(struct task) task; /* the file's tasks as an import may send them */
};

/* `header` NULL = the file says nothing about the plan itself. Negative when the arena is spent. */
int plan_diff(struct arena *, const struct plan_in_force *, const struct plan *header, const struct plan_csv *,
              struct plan_diff *ret_diff) CHECKED;
/* Is there anything that an import would do? */
bool plan_diff_imports(const struct plan_diff *);
bool plan_diff_moves_plan(const struct plan_diff *); /* its first or last day */
void plan_diff_page(struct page *, const struct plan_diff *);

#endif
