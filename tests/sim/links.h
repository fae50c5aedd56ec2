/* links.h - who keeps a link, from the senders' own side: when each was heard, and what the collector must make of it,
 * record by record.
 *
 * Written apart from workers/collector/collector_link.c: days that are opened together are recognized in the journal, by
 * ticks that follow each other at one instant. Owner: the ledger. */
#ifndef DUBAN_SIM_LINKS_H
#define DUBAN_SIM_LINKS_H

#include "lib/store/journal.h"
#include "tests/sim/sender.h"

enum { LINKS_MEMBERS = 80 };

struct links_member { /* by the sender's index */
        enum link_state state; /* as recorded */
        struct day heard; /* last */
        bool has_called; /* since links_check() */
        bool must_fall; /* its being down has to be recorded next */
};

struct links {
        struct links_member member[LINKS_MEMBERS];
        struct day today;
        uint64_t opening; /* the newest record of a day that was just opened; 0 = something else came since */
        struct instant opened_at;
        struct instant resumed_at; /* a start; days that it opens are of that instant */
        bool is_starting;
};

/* The service has taken a message that keeps this sender's link, on that day. */
void links_heard(struct links *, const struct sender *, struct day today);
/* The next record of the journal. */
void links_read(struct links *, const struct sender *, uint32_t senders, const struct record *, const struct event *);
/* Everything taken is in the journal: whoever called is up. */
void links_check(struct links *, const struct sender *, uint32_t senders);
/* The service died; who calls again calls anew. */
void links_forget(struct links *);

#endif
