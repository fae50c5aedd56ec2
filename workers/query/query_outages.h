/* query_outages.h - our own outages, which move deadlines (rule 12), as of a snapshot of the state.
 *
 * Kept between answers; only what is new since then is read from the journal. Owner: the archive; one thread. */
#ifndef DUBAN_QUERY_OUTAGES_H
#define DUBAN_QUERY_OUTAGES_H

#include "workers/query/query_archive.h"

int query_outages_new(struct query_outages **ret_outages) CHECKED;
struct query_outages *query_outages_free(struct query_outages *);

/* Those told by the sequence that the answer speaks of, oldest first; they hold until the next call. → QUERY_DAMAGED */
int query_outages_known(struct query_archive *, struct outages *ret_outages) CHECKED;

#endif
