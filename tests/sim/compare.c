/* compare.c - lives two years and lays their alerts side by side. */
#include "tests/sim/compare.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/model/policy.h"
#include "lib/model/words.h"
#include "tests/sim/fail.h"
#include "tests/sim/salts.h"

enum { WHO_OUTAGE = 900000, OUTAGE_HOURS = 48, WORKING_DAYS = 10 };

static int by_identity(const void *left, const void *right)
{
        const struct ledger_alert *a = left;
        const struct ledger_alert *b = right;

        if (a->task != b->task)
                return a->task < b->task ? -1 : 1;
        if (a->department != b->department)
                return a->department < b->department ? -1 : 1;
        if (a->part != b->part)
                return a->part < b->part ? -1 : 1;
        return (int)a->kind - (int)b->kind;
}

static void tell(const char *which, const struct ledger_alert *alert)
{
        fprintf(stderr, "  %s: task %u, part %u, %s, %s\n", which, alert->task, alert->part,
                word_of(&WORDS_ALERT_KIND, (int)alert->kind)->id, word_of(&WORDS_SEVERITY, (int)alert->severity)->id);
}

/* How many alerts the days differ by; each is told. */
static int differences(struct year_alerts *plain, struct year_alerts *disturbed)
{
        size_t a = 0;
        size_t b = 0;
        int n = 0;

        qsort(plain->open.at, plain->open.n, sizeof *plain->open.at, by_identity);
        qsort(disturbed->open.at, disturbed->open.n, sizeof *disturbed->open.at, by_identity);
        while (a < plain->open.n || b < disturbed->open.n) {
                const int order = a == plain->open.n       ? 1
                                  : b == disturbed->open.n ? -1
                                                           : by_identity(&plain->open.at[a], &disturbed->open.at[b]);
                const bool same = order == 0 && plain->open.at[a].severity == disturbed->open.at[b].severity;

                if (!same && order <= 0)
                        tell("without the outage", &plain->open.at[a]);
                if (!same && order >= 0)
                        tell("with the outage   ", &disturbed->open.at[b]);
                n += !same;
                a += order <= 0;
                b += order >= 0;
        }
        return n;
}

static void live(const struct weather *weather, struct year_outcome **ret_outcome)
{
        *ret_outcome = calloc(1, sizeof **ret_outcome);
        EXPECT(*ret_outcome, "out of memory");
        salts_from(weather->seed);
        year_run(weather, *ret_outcome);
}

/* A cycle that was missing once, if only until its report came; so also every alert of a missing report. A deadline that
 * the outage moves may leave a suspension behind in which it would have passed unseen. */
static void check_missing(const struct clerk_cycles *plain, const struct clerk_cycles *disturbed)
{
        for (uint32_t no = 1; no <= CITY_NUMBERS; no++)
                for (int i = 0; i < ROLL_CYCLES; i++)
                        EXPECT(!disturbed->missing[no][i] || plain->missing[no][i] || plain->excused[no][i],
                               "task %u: its cycle %d is missing only because of our outage", no, i);
}

void compare_outage(const struct weather *of_seed)
{
        struct dice dice = dice_of(of_seed->seed, WHO_OUTAGE, 0);
        struct weather weather = *of_seed;
        struct year_outcome *plain;
        struct year_outcome *disturbed;
        struct day calm;
        int first;

        weather.comparable = true;
        weather.virtual_clock = false;
        weather.spared_from = (int)dice_between(&dice, 5, (uint32_t)weather.days - 4);
        live(&weather, &plain);
        weather.outage_from = weather.spared_from;
        weather.outage_hours = OUTAGE_HOURS;
        live(&weather, &disturbed);
        calm = day_plus_working(day_plus(day_of(2023, 1, 1), weather.outage_from + 2), WORKING_DAYS,
                                &policy_default()->calendar);
        first = calm.n - day_of(2023, 1, 1).n;
        check_missing(&plain->cycles, &disturbed->cycles);
        for (int i = first; i < weather.days; i++) {
                fail_day(day_plus(day_of(2023, 1, 1), i));
                if (plain->day[i].known && disturbed->day[i].known)
                        EXPECT(differences(&plain->day[i], &disturbed->day[i]) == 0,
                               "the outage from day %d on has changed what is open", weather.outage_from);
        }
        printf("seed %llu: 48 hours of outage from day %d on made no difference from day %d on\n",
               (unsigned long long)of_seed->seed, weather.outage_from, first);
        year_outcome_done(plain);
        year_outcome_done(disturbed);
        free(plain);
        free(disturbed);
}
