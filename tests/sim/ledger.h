/* ledger.h - reads the journal record by record as it grows, and checks each against everything before it: numbers,
 * order, who may write what, and the life of alerts. What it gathers is the checker's own picture of the world.
 *
 * Owner: the year. */
#ifndef DUBAN_SIM_LEDGER_H
#define DUBAN_SIM_LEDGER_H

#include "lib/store/journal.h"
#include "tests/sim/city.h"
#include "tests/sim/clerk.h"
#include "tests/sim/links.h"
#include "tests/sim/sender.h"

struct ledger_alert { /* open now */
        uint64_t cause;
        uint32_t task; /* number; 0 = about none */
        uint64_t department; /* whose link it is about: id of the name; 0 = about none */
        uint32_t part;
        enum alert_kind kind;
        enum severity severity;
        uint32_t rung;
};

struct ledger_words { /* of a verdict; the arithmetic follows from the report */
        enum verdict_word verdict;
        enum verdict_word raw;
        enum why why;
        uint32_t governing;
        uint32_t late;
        uint32_t missing;
        struct part_verdict part[CITY_PARTS]; /* their words only */
};

struct ledger_task {
        struct number value[CITY_PARTS + 1]; /* by part: what the current report says and may be compared */
        uint64_t verdict_seq; /* 0 = none written yet */
        struct ledger_words words; /* as written last */
};

struct ledger_count {
        uint64_t reports;
        uint64_t refusals;
        uint64_t verdicts;
        uint64_t raised;
        uint64_t messages; /* every alert record: what a listener is told */
        uint32_t told[ALERT_KIND_COUNT][ALERT_CHANGE_COUNT]; /* of these */
        uint32_t department[CITY_DEPARTMENTS]; /* that leads the task */
        uint32_t day; /* most on one day */
        uint32_t today;
        uint64_t sent[EVENT_KIND_END]; /* accepted, by kind */
        uint64_t restarts;
        uint64_t amendments;
        uint64_t refused_sums;
};

struct ledger {
        const struct city *city;
        struct sender *senders;
        uint32_t n_senders;
        uint64_t head;
        uint64_t own_number; /* of the collector's stream */
        uint64_t derived_cause;
        uint32_t derived_ordinal;
        struct day today;
        struct docket docket; /* as decided so far */
        struct links links; /* who was heard when, and what was recorded of it */
        struct clerk clerk; /* the same at the newest cause, and what follows from it */
        struct part_change due[CITY_PARTS]; /* the amendment that must come next */
        size_t due_n;
        uint64_t due_motion; /* 0 = none must */
        struct journal_reader *reader; /* while records are read */
        LIST(struct ledger_alert) open;
        LIST(uint64_t) alerts; /* sequence of every alert record */
        struct ledger_task task[CITY_NUMBERS + 1]; /* by number */
        struct ledger_count count;
};

/* Everything that is durable and was not read yet. */
void ledger_follow(struct ledger *, struct journal_reader *);
/* Everything is judged: nothing is missing. */
void ledger_settled(struct ledger *, struct journal_reader *);
void ledger_begin(struct ledger *, const struct city *, struct sender *, uint32_t n);
void ledger_done(struct ledger *);
/* The open one of that name, or NULL; by task, part and kind where it is about a task. */
const struct ledger_alert *ledger_alert_of(const struct ledger *, const struct alert_ref *);
const struct ledger_alert *ledger_alert(const struct ledger *, uint32_t task, uint32_t part, enum alert_kind);

#endif
