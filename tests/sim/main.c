/* main.c - simulated years: one process a seed, so that a year that breaks takes no other with it.
 *
 * usage: duban-sim [--from SEED] [--seeds N] [--jobs N] [--days D] [--tasks N] [--outage] [-v]
 * Every seed is a year; every fifth one (with --outage every one) is lived twice more, with and without 48 hours
 * of our own outage, and the two are compared. Exit status 1 when a promise was broken, 2 for wrong usage. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/model/words.h"
#include "proto/ids.h"
#include "tests/sim/compare.h"
#include "tests/sim/fail.h"
#include "tests/sim/folder.h"
#include "tests/sim/salts.h"

enum { JOBS_MAX = 64, OUTAGE_EVERY = 5, VIRTUAL_EVERY = 4, BACKFILL_EVERY = 9 };
#ifdef __SANITIZE_ADDRESS__
enum { YEAR_MS = 60000 };
#else
enum { YEAR_MS = 5000 }; /* a year that takes longer would not be lived often enough */
#endif

struct options {
        uint64_t from;
        uint64_t seeds;
        uint64_t jobs;
        uint64_t days;
        uint64_t tasks;
        bool outage;
        bool verbose;
};

/* -- one seed -- */

static struct weather weather_of(const struct options *options, uint64_t seed, const char *dir)
{
        return (struct weather){
                .seed = seed,
                .dir = dir,
                .days = (int)options->days,
                .tasks = (uint32_t)options->tasks,
                .backfill = seed % BACKFILL_EVERY == 7,
                .virtual_clock = seed % VIRTUAL_EVERY == 0,
        };
}

/* What this process has used of a processor, which a busy machine hardly stretches. */
static unsigned long long milliseconds(void)
{
        struct timespec t;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
        return (unsigned long long)t.tv_sec * 1000 + (unsigned long long)t.tv_nsec / 1000000;
}

static void print_outcome(uint64_t seed, const struct year_outcome *outcome, unsigned long long took)
{
        const struct ledger_count *count = &outcome->count;
        char trace[2 * 8 + 1];
        uint32_t withdrawn = 0;

        for (int kind = 0; kind < ALERT_KIND_COUNT; kind++)
                withdrawn += count->told[kind][ALERT_WITHDRAWN];
        hex_put(trace, outcome->trace, 8);
        printf("seed %llu: records %llu, reports %llu, refused %llu, verdict changes %llu, alerts raised %llu, "
               "amendments %llu, withdrawn %u, messages %llu, restarts %llu, trace %s, %llu ms\n",
               (unsigned long long)seed, (unsigned long long)outcome->records, (unsigned long long)count->reports,
               (unsigned long long)count->refusals, (unsigned long long)count->verdicts,
               (unsigned long long)count->raised, (unsigned long long)count->amendments, withdrawn,
               (unsigned long long)count->messages, (unsigned long long)count->restarts, trace, took);
}

static void print_tenths(const char *what, unsigned long long n, unsigned long long of)
{
        printf(", %llu.%llu %s", n / of, n * 10 / of % 10, what);
}

/* By kind: raised, and told of after that. */
static void print_kinds(const struct ledger_count *count)
{
        for (int kind = 1; kind < ALERT_KIND_COUNT; kind++) {
                uint32_t all = 0;

                for (int change = 0; change < ALERT_CHANGE_COUNT; change++)
                        all += count->told[kind][change];
                if (all)
                        printf("; %s %u raised, %u worse, %u climbed, %u lapsed, %u cleared",
                               word_of(&WORDS_ALERT_KIND, kind)->id, count->told[kind][ALERT_RAISED],
                               count->told[kind][ALERT_WORSENED], count->told[kind][ALERT_ESCALATED],
                               count->told[kind][ALERT_LAPSED], count->told[kind][ALERT_CLEARED]);
        }
}

/* What everybody hears in a year in which nothing breaks: a supervisor all of it, a department what is about the tasks
 * that it leads. */
static void calm_year(const struct options *options, enum mood mood, const char *dir)
{
        struct weather weather = weather_of(options, options->from, dir);
        struct year_outcome *outcome = calloc(1, sizeof *outcome);
        uint32_t most = 0;

        EXPECT(outcome, "out of memory");
        weather.mood = mood;
        weather.backfill = weather.virtual_clock = false;
        year_run(&weather, outcome);
        for (int i = 0; i < CITY_DEPARTMENTS; i++)
                most = outcome->count.department[i] > most ? outcome->count.department[i] : most;
        printf("%s year (seed %llu): %llu messages", mood == MOOD_QUIET ? "quiet" : "normal",
               (unsigned long long)options->from, (unsigned long long)outcome->count.messages);
        print_tenths("per department person and year", outcome->count.messages, CITY_DEPARTMENTS);
        printf(" (most %u)", most);
        print_tenths("per supervisor and week", outcome->count.messages, 52);
        printf(" (most on a day %u)", outcome->count.day);
        print_kinds(&outcome->count);
        putchar('\n');
        year_outcome_done(outcome);
        free(outcome);
}

static void run_seed(const struct options *options, uint64_t seed, const char *dir)
{
        const struct weather weather = weather_of(options, seed, dir);
        const unsigned long long began = milliseconds();
        unsigned long long took;
        struct year_outcome *outcome = calloc(1, sizeof *outcome);

        EXPECT(outcome, "out of memory");
        log_set_level(options->verbose ? LOG_INFO : LOG_ERROR);
        salts_from(seed);
        MUST(ids_start());
        year_run(&weather, outcome);
        took = milliseconds() - began;
        print_outcome(seed, outcome, took);
        EXPECT(took < YEAR_MS, "the year took %llu ms of a processor, more than %d", took, YEAR_MS);
        year_outcome_done(outcome);
        free(outcome);
        if (options->outage || seed % OUTAGE_EVERY == 0)
                compare_outage(&weather);
        if (seed == options->from) {
                calm_year(options, MOOD_QUIET, dir);
                calm_year(options, MOOD_NORMAL, dir);
        }
        fflush(stdout);
}

/* -- all of them -- */

struct job { /* the process of one seed */
        pid_t pid;
        uint64_t seed;
        char dir[FOLDER_PATH_SIZE];
};

struct crowd {
        struct job job[JOBS_MAX];
        size_t running;
        uint64_t done;
        uint64_t broken; /* the lowest seed that broke */
        bool any_broken;
};

static void start_seed(struct crowd *crowd, const struct options *options, uint64_t seed)
{
        struct job *job = &crowd->job[crowd->running++];

        job->seed = seed;
        folder_make(job->dir);
        job->pid = fork();
        EXPECT(job->pid >= 0, "no further process");
        if (job->pid == 0) {
                run_seed(options, seed, job->dir);
                exit(0);
        }
}

static void end_job(struct crowd *crowd, const struct options *options, struct job *job, int status)
{
        if (status != 0 && (!crowd->any_broken || job->seed < crowd->broken)) {
                crowd->broken = job->seed;
                crowd->any_broken = true;
        }
        if (status != 0 && options->verbose)
                fprintf(stderr, "kept: %s\n", job->dir);
        else
                folder_remove(job->dir);
        *job = crowd->job[--crowd->running];
        crowd->done++;
}

static void wait_for_one(struct crowd *crowd, const struct options *options)
{
        int status = 0;
        const pid_t pid = wait(&status);

        for (size_t i = 0; i < crowd->running; i++)
                if (crowd->job[i].pid == pid) {
                        end_job(crowd, options, &crowd->job[i], status);
                        return;
                }
}

static void show_progress(const struct crowd *crowd, const struct options *options)
{
        if (isatty(STDERR_FILENO))
                fprintf(stderr, "\rsimulate: %llu of %llu years%s", (unsigned long long)crowd->done,
                        (unsigned long long)options->seeds, crowd->done == options->seeds ? "\n" : "");
}

static int run_all(const struct options *options)
{
        struct crowd crowd = {0};
        uint64_t next = options->from;

        while (crowd.running || (next < options->from + options->seeds && !crowd.any_broken)) {
                if (next < options->from + options->seeds && crowd.running < options->jobs && !crowd.any_broken) {
                        start_seed(&crowd, options, next++);
                        continue;
                }
                wait_for_one(&crowd, options);
                show_progress(&crowd, options);
        }
        if (!crowd.any_broken) {
                printf("%llu years, no promise broken\n", (unsigned long long)crowd.done);
                return 0;
        }
        printf("broken: repeat with\n  tools/simulate --from %llu --seeds 1 --days %llu --tasks %llu%s -v\n",
               (unsigned long long)crowd.broken, (unsigned long long)options->days, (unsigned long long)options->tasks,
               options->outage ? " --outage" : "");
        return 1;
}

/* -- options -- */

static bool number_of(const char *text, uint64_t low, uint64_t high, uint64_t *ret_number)
{
        char *end;
        const unsigned long long number = strtoull(text, &end, 10);

        if (end == text || *end || number < low || number > high)
                return false;
        *ret_number = number;
        return true;
}

static int usage(void)
{
        fprintf(stderr, "usage: duban-sim [--from SEED] [--seeds N] [--jobs 1..64] [--days 20..365] [--tasks 5..110] "
                        "[--outage] [-v]\n");
        return 2;
}

int main(int argc, char **argv)
{
        static const struct option LONG[] = {
                {"from", required_argument, NULL, 'f'},
                {"seeds", required_argument, NULL, 'n'},
                {"jobs", required_argument, NULL, 'j'},
                {"days", required_argument, NULL, 'd'},
                {"tasks", required_argument, NULL, 't'},
                {"outage", no_argument, NULL, 'o'},
                {NULL, 0, NULL, 0},
        };
        struct options options = {.from = 1, .seeds = 1, .jobs = 2, .days = YEAR_DAYS, .tasks = CITY_TASKS};
        bool ok = true;
        int c;

        while (ok && (c = getopt_long(argc, argv, "v", LONG, NULL)) != -1) {
                ok = c == 'f'   ? number_of(optarg, 0, UINT32_MAX, &options.from)
                     : c == 'n' ? number_of(optarg, 1, UINT32_MAX, &options.seeds)
                     : c == 'j' ? number_of(optarg, 1, JOBS_MAX, &options.jobs)
                     : c == 'd' ? number_of(optarg, 20, YEAR_DAYS, &options.days)
                     : c == 't' ? number_of(optarg, 5, CITY_TASKS, &options.tasks)
                                : c == 'o' || c == 'v';
                options.outage |= c == 'o';
                options.verbose |= c == 'v';
        }
        return ok && optind == argc ? run_all(&options) : usage();
}
