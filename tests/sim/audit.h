/* audit.h - the great checks of a year: whatever the journal says must be what its beginning leads to. */
#ifndef DUBAN_SIM_AUDIT_H
#define DUBAN_SIM_AUDIT_H

#include "tests/sim/ledger.h"
#include "tests/sim/office.h"

/* The service is up and settled for all of these. */
/* What the notifier derived, with all its restarts, is what it derives in one go from the start. */
void audit_replay(struct office *);
/* The state is the one that a rebuild from the journal gives, key by key. */
void audit_state(struct office *);
/* Every letter that was acknowledged or consumed is in the journal; the chain holds. */
void audit_journal(struct office *, const struct ledger *);
/* What the query role says about every task: its counts done again by hand, and its word against the recorded one
 * and against the open alerts. */
void audit_status(struct office *, const struct ledger *, uint64_t key_id);

#endif
