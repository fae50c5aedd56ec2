/* query_inquiry.h - one question on its way to its answer: who asks, what is told so far, what was refused.
 *
 * Owner: the worker, which keeps one and uses it for every question in turn. One thread. */
#ifndef DUBAN_QUERY_INQUIRY_H
#define DUBAN_QUERY_INQUIRY_H

#include "proto/ask.h"
#include "workers/query/query_archive.h"

struct inquiry {
        struct query_archive *archive;
        struct arena *arena; /* what the answer is made of */
        struct arena *scratch; /* what one row is worked out with; empty again for the next */
        struct query query;
        uint64_t key_id;
        const struct roster_member *asker;
        struct answer answer;
        struct refusal refusal;
        size_t told; /* bytes of the rows so far */
};

int query_inquiry_new(const struct query_options *, struct inquiry **ret_inquiry) CHECKED;
struct inquiry *query_inquiry_free(struct inquiry *);

/* Write the refusal down. `field` is static or lives in the arena. Returns QUERY_REFUSED. */
int query_inquiry_refuse(struct inquiry *, enum code, const char *field);

/* Zeroed memory of the answer. Negative when its budget is spent. */
int query_inquiry_take(struct inquiry *, size_t count, size_t size, void *ret_memory) CHECKED;

/* How many rows this answer may have: what was asked for, else `usual`; never more than QUERY_ROWS_MAX. */
uint32_t query_inquiry_rows(const struct inquiry *, uint32_t usual);
/* Does the answer still take this row (an answer that holds nothing else)? The first one always; it is
 * counted when it does. Clears the scratch arena. */
int query_inquiry_fits(struct inquiry *, const struct answer *row, bool *ret_fits) CHECKED;
/* Is the memory of this answer so far used that the rest belongs on the next page? */
bool query_inquiry_spent(const struct inquiry *);

/* The plan in force, when the question means that one: its plan is empty or has the name. Refuses with
 * NOT_FOUND else. */
int query_inquiry_plan(struct inquiry *, const struct plan **ret_plan) CHECKED;
/* The task that the question names: of the plan it names, be that an earlier one, else of the plan in force; 0 = it
 * names none. Refuses as above. */
int query_inquiry_task(struct inquiry *, uint64_t *ret_task) CHECKED;
/* May the asker read what departments wrote about this task? */
bool query_inquiry_reads(const struct inquiry *, const struct task *);
/* May the asker know whether a department can be reached? */
bool query_inquiry_reads_link(const struct inquiry *, struct bytes department);
/* May the asker see public keys, quotas and contacts of others? */
bool query_inquiry_reads_keys(const struct inquiry *);

#endif
