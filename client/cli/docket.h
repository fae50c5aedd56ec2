/* docket.h - what was asked for, granted and taken back about one plan, folded from the journal's records.
 *
 * A request (an extension, a proposal) is open until somebody says no or an amendment of the service names it: that it
 * is in force is the service's to say, who said yes is only shown. The other entries hold as they are recorded.
 * Lives in the arena given; one thread. */
#ifndef DUBAN_CLI_DOCKET_H
#define DUBAN_CLI_DOCKET_H

#include "client/cli/records.h"

/* The kinds of record that requests and their fate are made of; and all entries. */
#define DOCKET_REQUESTS                                                                                                \
        (RECORDS_KIND(EVENT_PROPOSAL) | RECORDS_KIND(EVENT_EXTENSION) | RECORDS_KIND(EVENT_APPROVAL) |                 \
         RECORDS_KIND(EVENT_AMENDMENT))
#define DOCKET_KINDS                                                                                                   \
        (DOCKET_REQUESTS | RECORDS_KIND(EVENT_CORRECTION) | RECORDS_KIND(EVENT_RETURN) | RECORDS_KIND(EVENT_ACCEPT) |  \
         RECORDS_KIND(EVENT_SUSPENSION) | RECORDS_KIND(EVENT_WITHDRAWAL))

enum docket_state { DOCKET_HOLDS, DOCKET_OPEN, DOCKET_REJECTED };

struct docket_entry {
        uint64_t seq;
        uint64_t at; /* UTC ms */
        enum event_kind kind; /* extension, proposal, correction, return, accept, suspension, withdrawal */
        enum docket_state state;
        uint32_t task;
        uint32_t part; /* 0 = the task as a whole */
        struct number target; /* asked for by a proposal */
        struct day until; /* the date asked for, or the end of it */
        struct bytes author;
        struct bytes department;
        struct bytes reason;
        LIST(struct bytes) approver; /* each once, never the author */
        size_t approver_room;
};

struct docket {
        struct arena *arena; /* borrowed */
        struct bytes plan; /* whose records count */
        LIST(struct docket_entry) entry; /* by sequence */
        size_t room;
        size_t withheld; /* records that the asker may not read */
};

/* Takes a record in, in the order of sequences; `plan` as in records.h. 0, or negative when the arena is spent. */
int docket_add(struct docket *, const struct record_view *, const struct event *, struct bytes plan) CHECKED;
/* NULL when no entry stands there. */
const struct docket_entry *docket_find(const struct docket *, uint64_t seq);

/* Folds the records of `kinds`, a part of DOCKET_KINDS, up to `through_seq`. → outcomes of ask.h */
int docket_read(struct session *, struct bytes plan, uint64_t kinds, uint64_t through_seq,
                struct docket *ret_docket) CHECKED;

#endif
