/* state_walk.h - walks over rows of the derived state, in key order. Part of lib/store/state.h, whose conventions hold.
 *
 * The callback returns 0 to go on, anything else to stop with that code; it may read single rows with the same reader,
 * but not start another walk with it. What it is given holds until it returns. */
#ifndef DUBAN_STORE_STATE_WALK_H
#define DUBAN_STORE_STATE_WALK_H

#include "lib/store/state.h"

struct alert_range { /* which alerts a walk comes to, by cause, task, part and kind */
        bool open_only;
        bool of_task; /* only those of `task`; 0: of no task, as the service's own */
        uint64_t task;
        uint64_t as_of; /* those raised by this record, as they stood behind it; 0 = all, as they stand */
        const struct alert_state *from; /* where it begins: at this identity or the next; NULL = at the first */
};

typedef int state_each_bytes(void *context, uint64_t id, struct bytes encoded);
typedef int state_each_stream(void *context, const struct stream_state *);
typedef int state_each_alert(void *context, const struct alert_state *);
typedef int state_each_chunk(void *context, struct bytes import_id, uint32_t index, uint64_t seq);
typedef int state_each_agent(void *context, const struct agent_state *);
int state_members(struct state_reader *, state_each_bytes *, void *context) CHECKED; /* encoded Member */
int state_keys(struct state_reader *, state_each_bytes *, void *context) CHECKED; /* encoded Key */
/* Encoded Tasks of the plan in force, from task number `from_no` on, by number. */
int state_plan_entries(struct state_reader *, uint32_t from_no, state_each_bytes *, void *context) CHECKED;
int state_streams(struct state_reader *, uint64_t agent, state_each_stream *, void *context) CHECKED; /* 0 = all */
int state_chunks(struct state_reader *, state_each_chunk *, void *context) CHECKED; /* of every import */
int state_alerts(struct state_reader *, const struct alert_range *, state_each_alert *, void *context) CHECKED;
int state_agents(struct state_reader *, state_each_agent *, void *context) CHECKED;

#endif
