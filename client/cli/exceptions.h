/* exceptions.h - what was greened or moved by exception, and what went wrong besides, counted per lead department.
 *
 * Each task counts for its first lead. Made of a docket and the status rows; pure but for the arena. One thread. */
#ifndef DUBAN_CLI_EXCEPTIONS_H
#define DUBAN_CLI_EXCEPTIONS_H

#include "client/cli/docket.h"

enum exception {
        EXCEPTION_EXTENDED, /* granted */
        EXCEPTION_AMENDED, /* a target or date changed by a proposal */
        EXCEPTION_SUSPENDED,
        EXCEPTION_ACCEPTED,
        EXCEPTION_WITHDRAWN,
        EXCEPTION_GREENED_END, /* those before it are exceptions proper */
        EXCEPTION_CORRECTED = EXCEPTION_GREENED_END,
        EXCEPTION_RETURNED,
        EXCEPTION_LATE,
        EXCEPTION_MISSING,
        EXCEPTION_BROKEN,
        EXCEPTION_COUNT,
};

struct exceptions_row {
        struct bytes department;
        uint64_t count[EXCEPTION_COUNT];
};

struct exceptions {
        LIST(struct exceptions_row) row; /* in plan order, those with anything to count */
};

/* 0, or negative when the arena is spent. */
int exceptions_count(const struct docket *, const struct plan_view *, const struct answer *status, struct arena *,
                     struct exceptions *ret_exceptions) CHECKED;
/* The table `departments`, its sum last; `department` empty = all. */
void exceptions_page(struct page *, const struct exceptions *, struct bytes department);

#endif
