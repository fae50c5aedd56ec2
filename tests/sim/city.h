/* city.h - what is true in the simulated city: departments, plans, and how the work really goes.
 *
 * A plan has tasks with parts of every kind. There are two: the one imported in January and the amended one
 * that replaces it later (tasks dropped and added, first targets given, parts dropped). How the work goes is a function
 * of (seed, task, part, day) and of nothing else. Owner: the year. */
#ifndef DUBAN_SIM_CITY_H
#define DUBAN_SIM_CITY_H

#include "lib/model/plan.h"
#include "lib/model/report.h"
#include "tests/sim/dice.h"

enum {
        CITY_DEPARTMENTS = 60,
        CITY_TASKS = 110, /* of a plan */
        CITY_NUMBERS = CITY_TASKS + 4, /* task numbers go from 1 to this, over both plans */
        CITY_PARTS = 4,
        CITY_PLANS = 2,
        CITY_NAME_SIZE = 24,
        CITY_NOBODY = UINT32_MAX,
};

struct city_part { /* how it goes */
        uint32_t pace; /* done for each 1000 planned */
        int stalls_from; /* no work on these days of the year */
        int stalls_to;
        int done_on; /* a node: day of the year */
        char name[CITY_NAME_SIZE];
        struct curve curve;
        struct curve_point point[3];
};

struct city_task {
        bool in_plan;
        struct task task;
        struct part part[CITY_PARTS];
        struct city_part truth[CITY_PARTS];
        struct bytes lead[2];
        struct bytes responsible[2];
        uint32_t lead_department;
        uint32_t co_department; /* the other lead, or CITY_NOBODY */
        uint32_t other_department; /* responsible unit, or CITY_NOBODY */
        char title[CITY_NAME_SIZE];
};

struct city_plan {
        struct plan plan;
        uint8_t import_id[16];
        struct city_task task[CITY_NUMBERS]; /* task number - 1 */
};

enum mood { /* of a year */
            MOOD_EVENTFUL, /* everything happens */
            MOOD_NORMAL, /* most work goes as planned, most reports come in time, alerts are answered; no mischief */
            MOOD_QUIET, /* everybody works as planned and reports in time */
};

struct city {
        uint64_t seed;
        enum mood mood;
        struct day first_day;
        char department[CITY_DEPARTMENTS][CITY_NAME_SIZE];
        struct city_plan plan[CITY_PLANS];
        const struct city_plan *now; /* in force; NULL = none yet */
};

void city_make(struct city *, uint64_t seed, enum mood, uint32_t tasks);
/* The task of the plan in force, or NULL. */
const struct city_task *city_task(const struct city *, uint32_t no);
bool city_concerns(const struct city_task *, uint32_t department);
bool city_leads(const struct city_task *, uint32_t department);
/* What can truly be said about the part at the end of that day; texts are static, a promise is put into `promise`. */
void city_line(const struct city *, const struct city_task *, uint32_t part_no, struct day, struct promise *promise,
               struct line *ret_line);

#endif
