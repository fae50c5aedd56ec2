/* dirty.h - the rows one transaction of the applier has touched: each is read once and written once.
 * Inside lib/store only.
 *
 * A thousand reports on one task cost one read and one write of its row. Rows are written in key order, so
 * neighbours share their page. A returned row holds until the next call. 0, ENV_FULL, negative. */
#ifndef DUBAN_STORE_DIRTY_H
#define DUBAN_STORE_DIRTY_H

#include "lib/store/change.h"

struct dirty;

struct dirty *dirty_new(void); /* NULL when out of memory */
struct dirty *dirty_free(struct dirty *);

/* The row as it now is, all zero but its identity when new; it will be written. */
int dirty_task(struct dirty *, struct change *, uint64_t task, struct task_state **ret_row) CHECKED;
int dirty_stream(struct dirty *, struct change *, uint64_t agent, const uint8_t stream[STREAM_SIZE],
                 struct stream_state **ret_row) CHECKED;
int dirty_agent(struct dirty *, struct change *, uint64_t agent, struct agent_state **ret_row) CHECKED;
/* An alert that was never raised has raised_seq 0, and is only written once it has one. */
int dirty_alert(struct dirty *, struct change *, const struct alert_state *identity,
                struct alert_state **ret_row) CHECKED;

/* Write everything and forget it. */
int dirty_flush(struct dirty *, struct change *) CHECKED;
void dirty_forget(struct dirty *);

#endif
