/* applier.h - follows the journal and keeps state/ up to date. The only writer of state/.
 *
 * One thread. A step applies what is waiting in one transaction, one write per touched key, and stores the
 * sequence it has come to; after a crash it follows on from there. Deterministic: state after sequence n
 * depends on the journal alone (that is what rebuild --check compares). */
#ifndef DUBAN_STORE_APPLIER_H
#define DUBAN_STORE_APPLIER_H

#include "lib/store/journal.h"
#include "lib/store/marks.h"
#include "lib/store/state.h"

enum { APPLIER_FULL = 1, APPLIER_DAMAGED, APPLIER_FOREIGN };

struct applier;

/* The state is open for writing; both outlive the applier. */
int applier_new(struct journal *, struct state *, struct applier **ret_applier) CHECKED;
struct applier *applier_free(struct applier *);
/* Apply up to `limit` records (0 = all there are). `ret_applied`: the sequence now applied.
 * → APPLIER_FULL: disk full, nothing of the last transaction is applied, try again later; APPLIER_DAMAGED:
 * a record fails its hash, and nothing behind it is applied; APPLIER_FOREIGN: the state was made from another
 * journal or from records this one no longer has, rebuild it. */
int applier_step(struct applier *, uint32_t limit, uint64_t *ret_applied) CHECKED;
/* Step whenever MARK_HEAD moves, paced under load, raising MARK_APPLIED, until `*stop` (set it, then
 * marks_release). A full disk is waited out. → APPLIER_DAMAGED, APPLIER_FOREIGN */
int applier_run(struct applier *, struct marks *, const volatile int *stop) CHECKED;

/* Compare two states key by key, as of now. → APPLIER_DIFFERENT: the first difference is written to
 * `ret_where` (terminated). */
enum { APPLIER_DIFFERENT = 1 };
int applier_compare(struct state *, struct state *, char *ret_where, size_t size) CHECKED;

#endif
