/* plan_read.h - the plan in force: each task as it was imported, and as approved changes left it.
 *
 * Lives in the session's arena; views point into the answers. One thread. */
#ifndef DUBAN_CLI_PLAN_READ_H
#define DUBAN_CLI_PLAN_READ_H

#include "client/cli/ask.h"

struct plan_row {
        struct task imported;
        struct task now;
        const struct amendment *amendment; /* NULL = nothing has been changed */
};

struct plan_in_force {
        const struct plan *header;
        uint64_t seq;
        LIST(struct plan_row) row; /* by number */
};

/* → outcomes of ask.h */
int plan_read(struct session *, struct plan_in_force *ret_plan) CHECKED;
/* From tasks sorted by number and any task views, of which only the amendments are looked at. Negative when the
 * arena is spent. */
int plan_read_join(struct arena *, const struct plan_view *, const struct task_view *views, size_t n,
                   struct plan_in_force *ret_plan) CHECKED;
/* NULL when there is no such task. */
const struct plan_row *plan_read_find(const struct plan_in_force *, uint32_t no);

#endif
