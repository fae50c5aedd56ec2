/* digest.h - one page for a leader: what is new, worse or cleared since a sequence, what is due soon, what waits for a
 * decision.
 *
 * Views point into the answers. Pure; one thread. */
#ifndef DUBAN_CLI_DIGEST_H
#define DUBAN_CLI_DIGEST_H

#include "client/cli/page.h"
#include "proto/ask.h"

enum digest_list { DIGEST_NEW, DIGEST_WORSE, DIGEST_CLEARED, DIGEST_LISTS };

struct digest {
        struct bytes sponsor; /* empty = all tasks */
        uint64_t since;
        struct day today;
        const struct plan_view *plan; /* tasks sorted by number */
        const struct answer *status;
        const struct answer *alerts;
};

/* Is the task among those the digest is about? */
bool digest_covers(const struct digest *, uint32_t task_no);
/* Where an alert belongs, or DIGEST_LISTS when nothing happened to it since. */
enum digest_list digest_list_of(const struct digest *, const struct alert_view *);
/* Returns whether there was anything to tell besides the decisions that wait. */
bool digest_page(struct page *, const struct digest *);

#endif
