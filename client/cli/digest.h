/* digest.h - one page for a leader: what is new, worse or cleared since a sequence, what is due soon, what waits for a
 * decision.
 *
 * Views point into the answers. Pure; one thread. */
#ifndef DUBAN_CLI_DIGEST_H
#define DUBAN_CLI_DIGEST_H

#include "client/cli/docket.h"
#include "client/cli/page.h"
#include "proto/ask.h"

enum { DIGEST_ROWS = 12 }; /* of one list, for people: a page of a few lists */

enum digest_list { DIGEST_NEW, DIGEST_WORSE, DIGEST_CLEARED, DIGEST_LISTS };

struct digest {
        struct bytes sponsor; /* empty = all tasks */
        uint64_t since;
        struct day today;
        const struct plan_view *plan; /* tasks sorted by number */
        const struct answer *status;
        const struct answer *alerts;
        const struct docket *docket;
};

/* What waits for a decision of the office. */
struct digest_waiting {
        size_t excuses;
        size_t no_target;
        size_t no_remark;
        size_t letters; /* one a department */
        size_t requests; /* extensions and proposals */
        size_t withdrawals;
        size_t objections; /* of departments, to alerts */
        size_t lead_objections; /* of other leads, to reports */
};

/* Is the task among those the digest is about? */
bool digest_covers(const struct digest *, uint32_t task_no);
/* Where an alert belongs, or DIGEST_LISTS when nothing happened to it since. */
enum digest_list digest_list_of(const struct digest *, const struct alert_view *);
/* Returns whether there was anything to tell besides the decisions that wait. */
bool digest_page(struct page *, const struct digest *);

/* -- digest_waiting.c -- */

struct digest_waiting digest_waiting_count(const struct digest *);
/* All of it in a sentence, and as the lists `requests`, `letters`, `objections`, `withdrawals`, `lead_objections` and
 * `claimed_excuses`. */
const char *digest_waiting_text(struct page *, const struct digest_waiting *);
void digest_waiting_lists(struct page *, const struct digest *, const struct digest_waiting *);
/* How much of it somebody has to decide: all but the remarks, which have their cycle. */
size_t digest_waiting_sum(const struct digest_waiting *);

#endif
