/* query_excuse.h - what a department puts forward for a part that is behind, and whether that was accepted. */
#ifndef DUBAN_QUERY_EXCUSE_H
#define DUBAN_QUERY_EXCUSE_H

#include "workers/query/query_inquiry.h"

/* The excuse by which the verdict holds a part, in the words of the report (NULL: without words), in the answer's
 * arena. Leaves `ret_excuse` alone when there is none. */
int query_excuse(struct inquiry *, const struct verdict *, const struct report *,
                 const struct excuse_view **ret_excuse) CHECKED;

#endif
