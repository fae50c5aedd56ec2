/* clerk.h - keeps the books of the notifier by hand: stands at the cause of each derived event, and checks what is derived
 * there against what was decided, who reported, and what every open alert has been through.
 *
 * Inputs are folded up to a cause before what follows from it is looked at: how far the notifier lags makes no
 * difference. Owner: the ledger. */
#ifndef DUBAN_SIM_CLERK_H
#define DUBAN_SIM_CLERK_H

#include "lib/store/journal.h"
#include "tests/sim/roll_call.h"

struct clerk_alert { /* open */
        struct alert_ref alert; /* its plan's name is not kept */
        enum severity severity;
        uint32_t rung;
        unsigned cycles; /* in a row, when it was raised */
        struct day since; /* days without an answer count from here; to come while an answer holds */
        int waited; /* working days before that */
        bool answered; /* and it was not said yet that the answer lapsed */
};

struct clerk_part {
        enum verdict_word raw; /* as written last */
        bool proxy;
        enum excuse_kind excuse;
        bool claimed; /* since it was well */
        int claimed_cycle; /* the first of these */
        struct day accepted_until;
};

struct clerk_task {
        bool told; /* a verdict was written */
        uint32_t late;
        uint32_t missing;
        struct clerk_part part[CITY_PARTS];
};

struct clerk_input { /* the newest one folded */
        uint64_t seq;
        enum event_kind kind;
        uint64_t corrects_from; /* a correction of the current report: where that began */
        struct alert_ref withdraws;
};

struct clerk_cycles { /* once, if only until the report came */
        bool missing[CITY_NUMBERS + 1][ROLL_CYCLES];
        bool excused[CITY_NUMBERS + 1][ROLL_CYCLES];
};

struct clerk_link { /* of a department */
        enum link_state state;
        struct day since; /* down: heard last on that day */
        uint64_t told; /* cause of its open `link_down`; 0 = none */
        struct day back_on; /* when the last one was cleared */
};

struct clerk {
        struct docket docket;
        struct roll_call roll;
        struct clerk_cycles cycles;
        uint32_t letter_days; /* of the policy */
        uint32_t supervision_days;
        uint32_t letter_cycles;
        uint32_t supervision_cycles;
        uint32_t free_cycles;
        uint32_t link_days;
        uint32_t link_days_of_tick; /* as they were when the day was opened */
        struct clerk_link link[CITY_DEPARTMENTS];
        uint64_t read; /* inputs are folded up to here */
        struct clerk_input input;
        struct clerk_task task[CITY_NUMBERS + 1];
        LIST(struct clerk_alert) open;
        uint64_t unfounded; /* cleared by a correction, so far */
        uint64_t withdrawn;
};

void clerk_begin(struct clerk *, const struct docket *empty);
void clerk_done(struct clerk *);
/* Fold the inputs up to that record. */
void clerk_read(struct clerk *, struct journal_reader *, uint64_t seq);
/* A derived event whose cause was read last. */
void clerk_verdict(struct clerk *, const struct verdict *);
void clerk_alert(struct clerk *, const struct alert *);
/* Everything was judged: nothing that should have been said is missing. */
void clerk_check(const struct clerk *);

/* clerk_alerts.c */
void clerk_answered(struct clerk *, const struct alert_answer *);
void clerk_check_alerts(const struct clerk *);

/* clerk_links.c */
void clerk_link(struct clerk *, const struct link *);
void clerk_link_alert(struct clerk *, const struct alert *);
/* Is the department that owes this task's report out of reach; was it until today? */
bool clerk_is_cut_off(const struct clerk *, uint32_t task);
bool clerk_came_back_today(const struct clerk *, uint32_t task);
void clerk_check_links(const struct clerk *);

#endif
