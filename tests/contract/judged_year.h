/* judged_year.h - the journal of a very small office, with what a notifier wrote beside it; or a forged one.
 *
 * Plan "p", two tasks with one hard part each: 1200 from January to December, reported every month's end from
 * January to June. Task 1 is on pace but at the end of March (13 points behind), task 2 is short of a point then
 * and from May on 35 points behind. A month has three ticks: its first, its 15th, its last day. The same bytes in
 * every run. */
#ifndef DUBAN_TESTS_JUDGED_YEAR_H
#define DUBAN_TESTS_JUDGED_YEAR_H

#include "lib/model/policy.h"
#include "tests/contract/store_kit.h"

struct judged_year {
        const struct policy *judge; /* in force for the notifier, though the journal does not say so; NULL = none */
        const struct policy *later; /* comes into force on 15 April; NULL = none */
        size_t lag; /* so many inputs come between a cause and what is derived from it */
        size_t lost; /* this derived event is not in the journal, counted from 1; 0 = none */
        size_t forged; /* this one says something else */
        size_t renumbered; /* this one has another ordinal in its header */
        size_t repeated; /* this one stands there twice */
        size_t most; /* the notifier stopped after so many and what its task still had; 0 = never */
        bool stray; /* at the end stands one whose cause is no input */
        bool leaves; /* a plan without task 1 comes into force on 1 April */
};

/* Makes it in kit->journal_dir, which must not be there. How many events were derived. */
size_t judged_year_make(const struct kit *, const struct judged_year *);

#endif
