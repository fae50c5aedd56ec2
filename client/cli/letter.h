/* letter.h - the draft of a 提示函 or 督办函: one letter for all open alerts of a department.
 *
 * Only a draft: it says so, and leaves the signature blank. Views point into the answers. One thread. */
#ifndef DUBAN_CLI_LETTER_H
#define DUBAN_CLI_LETTER_H

#include "client/cli/page.h"
#include "proto/ask.h"

struct letter {
        struct bytes department;
        struct bytes number; /* empty = left blank */
        const struct plan_view *plan; /* tasks sorted by number */
        struct day today;
        struct day answer_by;
        LIST(const struct alert_view *) alert;
        uint32_t rung; /* the highest of the alerts */
};

/* Who has to answer the alert: the part's owner, else the task's first lead; empty when nobody is named. */
struct bytes letter_addressee(const struct plan_view *, const struct alert_view *);
/* Takes the open alerts that `department` has to answer. 0, or negative when the arena is spent. */
int letter_collect(struct letter *, const struct answer *alerts, struct arena *) CHECKED;
void letter_page(struct page *, const struct letter *);

#endif
