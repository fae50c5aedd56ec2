/* watch.h - what the two files of `duban watch` share: verb_watch.c reads on and keeps the cursor, watch_tell.c tells
 * an alert. One thread. */
#ifndef DUBAN_CLI_WATCH_H
#define DUBAN_CLI_WATCH_H

#include "client/cli/ask.h"
#include "client/cli/handover.h"
#include "lib/base/clock.h"

enum { WATCH_LATER = 16 }; /* beside enum outcome: the alert at hand was not taken; the cursor stands before it */

struct watch {
        struct session *session;
        struct bytes name; /* empty = the cursor is not kept */
        uint64_t cursor; /* everything up to here was printed */
        uint32_t epoch;
        uint64_t printed;
        uint64_t stored; /* how many were printed when the service last got the cursor */
        uint64_t count; /* 0 = without end */
        struct mono asked_at;
        struct mono stored_at;
        struct handover handover; /* argv NULL = none */
        int signals;
        bool stopped; /* somebody asked us to end */
        int pause_ms; /* the program failed: for so long; 0 = it did not */
};

/* What else is known of the tasks that alerts are about; kept for one round only, so a new plan is seen. */
struct watch_known {
        const struct task_view *task;
        struct answer alerts; /* of the task, as they stand */
};

struct watch_names {
        struct watch_known *known;
        size_t n;
};

/* Room for the tasks of so many records, in the session's arena. 0, or negative. */
int watch_tell_names(const struct watch *, size_t records, struct watch_names *ret_names) CHECKED;
/* Hands it to the program, if there is one, and prints it. → WATCH_LATER: the program did not take it, which was said;
 * CLI_NO_ANSWER. */
int watch_tell_alert(struct watch *, struct watch_names *, uint64_t seq, const struct alert *) CHECKED;

#endif
