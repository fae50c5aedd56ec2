/* query.h - the query role: answers questions from state/ (pointers) and journal/ (records). Never writes.
 *
 * Owner: the composition root, which keeps journal, state and marks open for as long as the worker lives.
 * Threads: the one that calls the service. Every question gets exactly one answer; a question that names
 * `at_least` (or an `as_of` that is not applied yet) waits inside, the caller never does: for QUERY_TIMEOUT_MS unless it says otherwise, never
 * longer than QUERY_TIMEOUT_MAX_MS. Map of the files:
 *   query_run.c      takes, parks, sends                    query_tasks.c    status, task, due, plan
 *   query_answer.c   one question in, one answer out        query_row.c      one task judged as of the answer
 *   query_inquiry.c  refusals, rights, the size of a page   query_excuse.c   what is put forward for it
 *   query_archive.c  snapshots, now and of the past         query_standing.c what was decided about it, what it owes
 *   query_entries.c  the tasks of a plan                    query_cycle.c    cycles that have ended
 *   query_outages.c  our own, which move deadlines          query_records.c  history, records onward
 *   query_roster.c   who a key is                           query_alerts.c   alerts as they stand, or stood
 *   query_members.c  the roster                             query_muting.c   which another one speaks for
 *                                                           query_admin.c    whoami, policy, health, cursor */
#ifndef DUBAN_QUERY_H
#define DUBAN_QUERY_H

#include "lib/bus/link.h"
#include "lib/model/policy.h"
#include "lib/store/journal.h"
#include "lib/store/marks.h"
#include "lib/store/state.h"

enum {
        QUERY_BYTES_MAX = 4096, /* one question */
        QUERY_ROWS_MAX = 256, /* rows of one answer: keeps its snapshot short */
        QUERY_PARKED_MAX = 1024, /* questions waiting for `at_least`; more are BUSY */
        QUERY_PARKED_PER_KEY = 64, /* of these, by one key */
        QUERY_TIMEOUT_MS = 5000,
        QUERY_TIMEOUT_MAX_MS = 30000,
        QUERY_PATIENCE_MS = 2, /* between two looks at the marks while something is parked */
};

struct query_worker;

struct query_options { /* all borrowed */
        struct journal *journal;
        struct state *state;
        const struct marks *marks;
        const struct policy *default_policy; /* until the journal has one; NULL = policy_default() */
};

int query_new(const struct query_options *, struct query_worker **ret_worker) CHECKED;
struct query_worker *query_free(struct query_worker *);
struct link_service query_service(struct query_worker *);

#endif
