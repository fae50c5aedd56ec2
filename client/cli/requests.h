/* requests.h - what was asked of a plan in force: proposals and extensions, and what became of them.
 *
 * Folded from records of the kinds REQUESTS_KINDS, in order. That a request is in force is the service's to say, by
 * its amendment; who said yes is only shown. Lives in the arena given; one thread. */
#ifndef DUBAN_CLI_REQUESTS_H
#define DUBAN_CLI_REQUESTS_H

#include "client/cli/records.h"

#define REQUESTS_KINDS                                                                                                 \
        (RECORDS_KIND(EVENT_PROPOSAL) | RECORDS_KIND(EVENT_EXTENSION) | RECORDS_KIND(EVENT_APPROVAL) |                 \
         RECORDS_KIND(EVENT_AMENDMENT))

enum request_state { REQUEST_OPEN, REQUEST_IN_FORCE, REQUEST_REJECTED };

struct request {
        uint64_t seq;
        uint64_t at; /* UTC ms */
        enum event_kind kind; /* proposal or extension */
        uint32_t task;
        uint32_t part; /* 0 = every part with a date */
        struct number target;
        struct day due;
        struct bytes reason;
        struct bytes author;
        struct bytes department;
        enum request_state state;
        LIST(struct bytes) approver; /* each once, never the author */
        size_t approver_room;
};

struct requests {
        struct arena *arena; /* borrowed */
        struct bytes plan; /* only what is asked of this one */
        LIST(struct request) request; /* by sequence */
        size_t room;
};

/* 0, or negative when the arena is spent. */
int requests_add(struct requests *, const struct record_view *, const struct event *, struct bytes plan) CHECKED;
/* NULL when nothing was asked there. */
const struct request *requests_find(const struct requests *, uint64_t seq);

#endif
