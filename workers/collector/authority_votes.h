/* authority_votes.h - what an approval is about, and what has been said about that before.
 *
 * Inside the collector's authority only; both read the journal. As authority_check(). */
#ifndef DUBAN_COLLECTOR_AUTHORITY_VOTES_H
#define DUBAN_COLLECTOR_AUTHORITY_VOTES_H

#include "workers/collector/authority.h"
#include "workers/collector/motion.h"

/* The proposal or extension of this task that the approval names. */
int authority_motion(const struct authority_case *, const struct book_task *, struct flaw *,
                     struct motion *ret_motion) CHECKED;
/* How many keys have approved it so far. Refused when it is decided, or this key has spoken already. */
int authority_votes(const struct authority_case *, const struct book_task *, struct flaw *,
                    uint32_t *ret_votes) CHECKED;

#endif
