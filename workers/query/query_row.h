/* query_row.h - one task as it stands: judged as of this answer, with remark, excuse and texts. */
#ifndef DUBAN_QUERY_ROW_H
#define DUBAN_QUERY_ROW_H

#include "workers/query/query_inquiry.h"

enum row_detail {
        ROW_VERDICT, /* what everybody sees of every task */
        ROW_TEXTS, /* and the progress paragraphs, where the asker may read them */
        ROW_WHOLE, /* and plan entry, forecasts and report; the report where the asker may read it */
};

/* `task` lives as long as the answer. Everything in the row lives in the answer's arena; clears the scratch
 * arena. → QUERY_REFUSED, QUERY_DAMAGED */
int query_row(struct inquiry *, const struct plan *, const struct task *, enum row_detail,
              struct task_view *ret_view) CHECKED;

#endif
