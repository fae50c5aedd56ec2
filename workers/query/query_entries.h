/* query_entries.h - the tasks of a plan, as of the answer.
 *
 * The state has the tasks of the newest import of each plan. Those of an import that is no longer in force are
 * read from its chunks in the journal, by an index of where each stands; the index of the import asked about last
 * is kept (in the archive's `entries`; in its `eve` that of the import by which duties had begun). Owner: the archive; one thread. 0, QUERY_DAMAGED, negative. */
#ifndef DUBAN_QUERY_ENTRIES_H
#define DUBAN_QUERY_ENTRIES_H

#include "workers/query/query_archive.h"

int query_entries_new(struct query_entries **ret_entries) CHECKED;
struct query_entries *query_entries_free(struct query_entries *);

/* A task by its id. → QUERY_MISSING */
int query_entries_task(struct query_archive *, uint64_t task, struct arena *, struct task *ret_task) CHECKED;
/* Every task of the plan in force, encoded, from that number on, by number. What the callback returns apart from 0
 * ends the walk. */
int query_entries_each(struct query_archive *, uint32_t from_no, state_each_bytes *, void *context) CHECKED;
/* Had the duty to report begun when the cycle with that last day ended: was the task, at the cadence it has now, in the
 * plan in force on the eve? Imported history begins none. */
int query_entries_begun(struct query_archive *, const struct plan *, const struct task *, struct day end,
                        bool *ret_begun) CHECKED;
int query_entries_decode(struct query_archive *, struct bytes encoded, struct arena *, struct task *ret_task) CHECKED;

#endif
