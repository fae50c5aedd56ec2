/* power_store.h - journal and state of an image: there, sound, and usable again. Ends the process where they are not. */
#ifndef DUBAN_TESTS_POWER_STORE_H
#define DUBAN_TESTS_POWER_STORE_H

#include "lib/store/applier.h"

/* IMAGE/journal, its chain walked. `known`: somebody was told of a record; only before that it may be refused, which
 * gives NULL. */
struct journal *power_store_journal(const char *image, enum journal_mode, bool known);
/* Brings IMAGE/state up to the journal and compares it with one that is made afresh beside it. */
void power_store_state(struct journal *, const char *image, bool known);

/* Also for workloads. */
struct state *power_store_open_state(const char *directory);
void power_store_step(struct journal *, struct state *, uint32_t limit);

#endif
