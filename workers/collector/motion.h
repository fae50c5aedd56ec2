/* motion.h - a proposal or an extension in one shape: what is asked to change, and what that would change.
 *
 * An extension may be about every part of its task, and never makes a date earlier. Collector's thread. */
#ifndef DUBAN_COLLECTOR_MOTION_H
#define DUBAN_COLLECTOR_MOTION_H

#include "workers/collector/book.h"

struct motion {
        uint64_t seq; /* its record */
        uint64_t author; /* the key that asked */
        bool is_extension;
        uint32_t part; /* 0 = every part */
        struct number target; /* unknown = stays */
        struct day due; /* no day = stays */
};

/* The event is one of the two. */
struct motion motion_of(const struct record *, const struct event *);
/* Is it about that part? */
bool motion_concerns(const struct motion *, const struct book_part *);
/* Would the part, as it is in force, get another target or date by it? */
bool motion_moves_target(const struct motion *, const struct book_task *, const struct book_part *);
bool motion_moves_due(const struct motion *, const struct book *, const struct book_task *, const struct book_part *);

#endif
