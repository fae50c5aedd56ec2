/* alert.h - which alert a part or a task calls for when its history is known (rules 12 to 14, RULES.md section 4).
 *
 * judge_alert() says what the newest report calls for; this adds what takes more than one. A part calls for one
 * alert at a time; another that is open stays open until alert_stays() says no, and until then it is either told on
 * beside it or muted. Pure; any thread. */
#ifndef DUBAN_MODEL_ALERT_H
#define DUBAN_MODEL_ALERT_H

#include "lib/model/forecast.h"
#include "lib/model/judge.h"

struct alert_facts {
        const struct policy *policy;
        struct day today;
        const struct history_part *history; /* NULL = none */
        const struct forecast *forecast; /* NULL = none */
        bool endless; /* the part goes on, and is never done: a duty, a statement */
        enum alert_kind open_kind; /* as for judge_alert(): `behind`, where it is open */
        enum severity open;
};

struct alert_wish alert_for_part(const struct part_verdict *, const struct alert_facts *);
/* Does an open alert of that kind, `facts->open_kind`, stay open? */
bool alert_stays(const struct part_verdict *, const struct alert_facts *);
/* Bad cycles in a row, as the alert is; 0 = not one that counts cycles, or none is running. `part`: NULL = the task. */
unsigned alert_cycles(enum alert_kind, const struct history *, const struct part_verdict *part);
/* Does it climb the ladder? A forecast is a reminder and no more, nor is a link that is down. */
bool alert_climbs(enum alert_kind);
/* Missing reports; `open` is the severity of its open alert of that kind. */
struct alert_wish alert_for_task(const struct history *, enum severity open);
/* The first day on which a department is told to be out of reach, heard last on that day; no day = never. */
struct day alert_link_day(const struct policy *, const struct outages *, struct day heard);
/* While an alert of the first kind is open, one of the second and of that severity stays listed but is not told. */
bool alert_mutes(enum alert_kind loud, enum alert_kind quiet, enum severity);

#endif
