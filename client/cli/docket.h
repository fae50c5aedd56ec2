/* docket.h - what was asked for, granted and taken back, folded from the journal's records.
 *
 * Extensions and proposals wait until an amendment names them or somebody says no; the other entries hold as they are.
 * Entries stand in the order of sequences; texts are copied into the arena. One thread. */
#ifndef DUBAN_CLI_DOCKET_H
#define DUBAN_CLI_DOCKET_H

#include "client/cli/session.h"
#include "proto/ask.h"

struct docket_entry {
        uint64_t seq;
        enum event_kind kind; /* correction, return, accept, suspension, withdrawal, extension, proposal */
        uint32_t task;
        uint32_t part; /* 0 = the task as a whole */
        struct bytes author;
        struct bytes department;
        struct bytes reason;
        struct number target; /* of a proposal */
        struct day until; /* the end of it, or the date asked for */
        uint32_t approvals;
        bool rejected;
        bool in_force; /* an extension or proposal: granted */
};

struct docket {
        struct bytes plan; /* whose records count; a record that names none is about the plan in force */
        LIST(struct docket_entry) entry;
        size_t room;
        size_t withheld; /* records that the asker may not read */
};

/* The kinds of record that a docket is made of, as Query.kinds takes them. */
uint64_t docket_kinds(void);
/* Takes a record in. 0, or negative when the arena is spent. */
int docket_add(struct docket *, struct arena *, const struct record_view *, const struct event *) CHECKED;
/* Asked for, and neither granted nor refused. */
bool docket_waits(const struct docket_entry *);

/* All records of the journal, or those up to --as-of. An outcome of session.h after a complaint, or negative. */
int docket_read(struct session *, struct bytes plan, struct docket *ret_docket) CHECKED;

#endif
