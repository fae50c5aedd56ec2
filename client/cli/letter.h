/* letter.h - a 提示函, 督办函 or what is proposed beyond: one letter for all open alerts of a department.
 *
 * A draft until it is signed: it says so, and leaves number and signature blank. Views point into the answers. One
 * thread. */
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
        uint32_t rung; /* the highest of the alerts that nothing else speaks for */
        struct bytes signed_number; /* the letter that was signed for all of them; empty = none at that rung */
};

/* Who has to answer the alert: the part's owner, else the task's first lead; empty when nobody is named. */
struct bytes letter_addressee(const struct plan_view *, const struct alert_view *);
/* Takes the open alerts that `department` has to answer. 0, or negative when the arena is spent. */
int letter_collect(struct letter *, const struct answer *alerts, struct arena *) CHECKED;
void letter_page(struct page *, const struct letter *);
/* Which letter it is: the rung it is signed for, RUNG_LETTER at least. */
uint32_t letter_rung(const struct letter *);
/* Does the alert wait for a letter that nobody has signed yet? While an answer holds, it does not. */
bool letter_waits(const struct alert_view *, struct day today);

#endif
