/* promises.h - the ledger of promises (承诺): who said what would be done by when, and what became of it.
 *
 * Promises stand in reports (about a part, or in a mention) and in answers to alerts. Those of a report that was
 * corrected, sent back, or followed by another with the same data date are gone; the same said again is one promise.
 * Folded from the journal's records, twice: first what of them is void, then the rest, in order.
 *
 *   kept     by a report with a data date up to the promise's: its part reached the target in force or was done (by
 *            figures as measured or derived), or its mention was done; an alert was cleared by that day
 *   broken   that day passed with the part behind or worse, or with one more promise of it counted broken by the judge;
 *            with the alert still open. A late report about that day still makes it kept
 *   open     the day has not passed
 *   unknown  it has, and nothing of this can be said; the alert was withdrawn, or ended by suspension or closing
 *
 * What is kept in memory: the promises, and a word for each part of the plan. Lives in the arena given; one thread. */
#ifndef DUBAN_CLI_PROMISES_H
#define DUBAN_CLI_PROMISES_H

#include "client/cli/page.h"
#include "client/cli/records.h"

enum promise_state { PROMISE_UNSPECIFIED, PROMISE_OPEN, PROMISE_KEPT, PROMISE_BROKEN, PROMISE_UNKNOWN, PROMISE_COUNT };

enum promise_source { PROMISED_NOWHERE, PROMISED_IN_REPORT, PROMISED_IN_MENTION, PROMISED_IN_ANSWER };

struct promises_entry {
        struct promises_entry *next; /* of the same task */
        uint64_t seq; /* where it was made */
        enum promise_source source;
        uint32_t task;
        uint32_t part; /* 0 = none */
        struct bytes name; /* of a mention */
        struct alert_ref alert; /* that was answered */
        struct bytes department;
        struct bytes what;
        struct day date;
        struct day data_date; /* of its report */
        bool gone;
        enum promise_state state;
        uint64_t evidence; /* the record that decided it; 0 = none */
};

struct promises_part { /* as last told */
        struct number target;
        enum verdict_word word;
        uint32_t broken;
        uint64_t seq; /* of the verdict */
};

struct promises_task {
        struct promises_part *part; /* as many as the plan has, in its order */
        struct promises_entry *entry; /* newest first */
        uint64_t exempted_by; /* newest suspension or closing */
};

struct promises {
        struct arena *arena; /* borrowed */
        const struct plan_view *plan; /* borrowed; sorted by number */
        struct promises_task *task; /* as many as the plan has */
        LIST(uint64_t) withdrawn; /* reports replaced or sent back */
        size_t withdrawn_room;
        LIST(struct promises_entry *) entry; /* by sequence */
        size_t entry_room;
        struct day today;
        uint64_t withheld; /* records that the asker may not read */
};

#define PROMISES_VOID_KINDS (RECORDS_KIND(EVENT_CORRECTION) | RECORDS_KIND(EVENT_RETURN))
#define PROMISES_KINDS                                                                                                 \
        (RECORDS_KIND(EVENT_GENESIS) | RECORDS_KIND(EVENT_TICK) | RECORDS_KIND(EVENT_REPORT) |                         \
         RECORDS_KIND(EVENT_CORRECTION) | RECORDS_KIND(EVENT_ALERT_ANSWER) | RECORDS_KIND(EVENT_SUSPENSION) |          \
         RECORDS_KIND(EVENT_CLOSE) | RECORDS_KIND(EVENT_AMENDMENT) | RECORDS_KIND(EVENT_VERDICT) |                     \
         RECORDS_KIND(EVENT_ALERT))

/* Begins it. 0, or negative when the arena is spent; so are the others. */
int promises_open(struct promises *, struct arena *, const struct plan_view *) CHECKED;
/* First every record of PROMISES_VOID_KINDS, then promises_sort. */
int promises_void(struct promises *, const struct event *, struct bytes plan) CHECKED;
void promises_sort(struct promises *);
/* Then every record of PROMISES_KINDS, in order; an event of NULL may not be read by the asker. */
int promises_add(struct promises *, const struct record_view *, const struct event *, struct bytes plan) CHECKED;
/* At last: what the day has to say. */
void promises_end(struct promises *);

struct promises_filter {
        struct bytes department; /* empty = all */
        bool due_within; /* only those that are open and due in so many days from today */
        uint32_t days;
};

/* The promises, then what each department kept and broke. How many of those shown are broken. */
size_t promises_page(struct page *, const struct promises *, const struct promises_filter *);

#endif
