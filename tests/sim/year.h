/* year.h - one simulated year: who is there, what the weather is like, and what came of it. */
#ifndef DUBAN_SIM_YEAR_H
#define DUBAN_SIM_YEAR_H

#include "tests/sim/past.h"
#include "tests/sim/postroom.h"
#include "tests/sim/watcher.h"

enum {
        YEAR_DAYS = 365,
        YEAR_SUPERVISOR = CITY_DEPARTMENTS, /* index of the first; departments come before */
        YEAR_SUPERVISORS = 3,
        YEAR_OPERATOR = CITY_DEPARTMENTS + YEAR_SUPERVISORS,
        YEAR_SENDERS = YEAR_OPERATOR + 1,
        YEAR_WATCHERS = 3,
        YEAR_SPARED_DAYS = 14,
        YEAR_ROUNDS = 6, /* of a day: 8, 10, 12, 14, 16 and 18 o'clock */
};

struct weather {
        uint64_t seed;
        const char *dir; /* where the year has its directory; empty before, and after year_run */
        int days;
        uint32_t tasks;
        enum mood mood;
        bool backfill; /* the first plan is imported history */
        bool virtual_clock; /* the operator opens the days */
        bool comparable; /* nothing whose outcome depends on who of two is first */
        int spared_from; /* day of the year: for two weeks nobody loses his link or decides anything; 0 = no */
        int outage_from; /* day of the year; 0 = no outage of ours beside the usual mishaps */
        int outage_hours;
};

struct year_alerts { /* open at the end of a day on which everything was judged */
        bool known;
        LIST(struct ledger_alert) open;
};

struct year_outcome {
        uint64_t records;
        struct ledger_count count;
        uint8_t trace[HASH_SIZE]; /* the journal's chain: the whole year in one hash */
        struct year_alerts day[YEAR_DAYS];
        struct clerk_cycles cycles;
};

struct year {
        struct weather weather;
        struct city city;
        struct law law;
        struct ledger ledger;
        struct postroom postroom;
        struct office office;
        struct sender sender[YEAR_SENDERS];
        struct watcher watcher[YEAR_WATCHERS];
        struct past_notes past;
        struct arena *arena; /* of one letter */
        int day; /* of the year, from 0 */
        uint32_t laws; /* plan and policy as they were in the round before */
        int down_until; /* minute of the year; while the service is down */
};

void year_run(const struct weather *, struct year_outcome *ret_outcome);
void year_outcome_done(struct year_outcome *);

static inline struct day year_today(const struct year *year)
{
        return day_plus(year->city.first_day, year->day);
}

/* No mischief, no mishaps, nothing unusual is said. */
static inline bool year_is_calm(const struct year *year)
{
        return year->weather.mood != MOOD_EVENTFUL;
}

static inline bool year_is_spared(const struct year *year)
{
        const int from = year->weather.spared_from;

        return from && year->day >= from && year->day < from + YEAR_SPARED_DAYS;
}

/* letters.c: what everybody writes on this day, into the spools. */
void letters_of_day(struct year *);
/* Into the spool of that sender, today. */
void letters_say(struct year *, uint32_t who, struct letter, const struct event *);
/* Of the plan in force. */
uint32_t letters_some_task(const struct year *, struct dice *);
/* The report of that task on the figures of that day, in year->arena. */
void letters_report(struct year *, uint32_t task, struct day data_date, struct report *ret_report);
/* A correction is written when it is sent: only then is the record known that it replaces. */
void letters_write_correction(struct year *, struct sender *, struct letter *);
/* letters_wrong.c: something that must be refused. */
void letters_wrong(struct year *, struct sender *, struct dice *);
/* letters_alerts.c: signings and answers; extensions. */
void letters_about_alerts(struct year *);
void letters_for_time(struct year *);
/* letters_countersign.c: what other leads say to reports. */
void letters_countersign(struct year *);
/* letters_office.c: the operator's, the supervisors'. */
void letters_of_operator(struct year *);
void letters_of_supervisor(struct year *, struct sender *);
/* letters_decisions.c: what a supervisor decides about what departments said; a proposal, of anybody who may. */
void letters_of_desk(struct year *, const struct sender *);
void letters_propose(struct year *, uint32_t who, struct dice *);

/* delivery.c: one round of batches from everybody who is there, the operator included if `all`. */
void delivery_round(struct year *, int round, bool all);
bool delivery_is_away(const struct year *, const struct sender *);

#endif
