/* records.h - the journal's records of some kinds, in order, decoded one after the other. */
#ifndef DUBAN_CLI_RECORDS_H
#define DUBAN_CLI_RECORDS_H

#include "client/cli/ask.h"

#define RECORDS_KIND(kind) (UINT64_C(1) << (kind))

/* `event` is NULL when the asker may not read it. `plan` is the one the event's task belongs to: a sender may leave the
 * plan in force unnamed, and here alone it is told which one that was. What is handed in lives until the call returns.
 * 0, or negative. */
typedef int records_each(void *context, const struct record_view *, const struct event *, struct bytes plan);

/* All records of the kinds (a set of RECORDS_KIND) up to `through_seq`. → outcomes of ask.h */
int records_walk(struct session *, uint64_t kinds, uint64_t through_seq, records_each *, void *context) CHECKED;
/* One record, its event in the session's arena. → CLI_REFUSED when there is none, or it may not be read */
int records_one(struct session *, uint64_t seq, struct record_view *ret_record, struct event *ret_event) CHECKED;
/* The same where it may be missing: then the event is of EVENT_NONE. */
int records_try(struct session *, uint64_t seq, struct record_view *ret_record, struct event *ret_event) CHECKED;

#endif
