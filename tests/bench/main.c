/* main.c - duban-bench VERB --dir DIR …: one figure of a running service. tools/bench calls it. */
#include "proto/ids.h"
#include "tests/bench/bench.h"
#include "tests/bench/city.h"

struct verb {
        const char *name;
        int (*run)(const struct run *);
        const char *help;
};

static const struct verb VERBS[] = {
        {"setup", bench_setup, "put roster and plan in force"},
        {"ingest", bench_ingest, "reports a second until judged"},
        {"disk", bench_disk, "bytes a report takes"},
        {"ack", bench_ack, "report to receipt, one at a time"},
        {"alert", bench_alert, "report to alert on the bell, one at a time"},
        {"query-rate", bench_query_rate, "answers a second"},
        {"query", bench_query, "question to answer, one at a time"},
        {"plan", bench_plan, "the plan again, and what an agent notices of it"},
        {"deadline", bench_deadline, "a deadline of all tasks, and what an agent notices of it"},
        {"startup", bench_startup, "kill -9 to ready; no service may run"},
};

static int usage(void)
{
        fprintf(stderr, "usage: duban-bench VERB --dir DIR --figure NAME [--suffix TEXT] [--tasks N] [--agents N] "
                        "[--window N] [--batch N]\n"
                        "                   [--seconds N] [--duband PATH] [--plain]\n\n");
        for (size_t i = 0; i < COUNT_OF(VERBS); i++)
                fprintf(stderr, "  %-11s %s\n", VERBS[i].name, VERBS[i].help);
        return 2;
}

static bool read_number(const char *text, long least, long most, int *ret_number)
{
        char *end;
        const long number = strtol(text, &end, 10);

        *ret_number = (int)number;
        return *text != '\0' && *end == '\0' && number >= least && number <= most;
}

static bool read_option(struct run *run, const char *name, const char *value)
{
        int tasks;

        if (strcmp(name, "--dir") == 0)
                run->dir = value;
        else if (strcmp(name, "--figure") == 0)
                run->figure = value;
        else if (strcmp(name, "--suffix") == 0)
                run->suffix = value;
        else if (strcmp(name, "--duband") == 0)
                run->duband = value;
        else if (strcmp(name, "--agents") == 0)
                return read_number(value, 1, CITY_AGENTS, &run->agents);
        else if (strcmp(name, "--window") == 0)
                return read_number(value, 1, 4096, &run->window);
        else if (strcmp(name, "--batch") == 0)
                return read_number(value, 1, 256, &run->batch);
        else if (strcmp(name, "--seconds") == 0)
                return read_number(value, 1, 3600, &run->seconds);
        else if (strcmp(name, "--tasks") == 0 && read_number(value, CITY_AGENTS, 10000000, &tasks))
                run->tasks = (uint32_t)tasks;
        else
                return false;
        return true;
}

int main(int argc, char **argv)
{
        struct run run = {.figure = "",
                          .suffix = "",
                          .tasks = 110,
                          .agents = CITY_AGENTS,
                          .window = 64,
                          .batch = 1,
                          .seconds = 10};

        for (int i = 2; i < argc; i++) {
                if (strcmp(argv[i], "--plain") == 0)
                        run.plain = true;
                else if (i + 1 >= argc || !read_option(&run, argv[i], argv[i + 1]))
                        return usage();
                else
                        i++;
        }
        if (argc < 2 || !run.dir || ids_start())
                return usage();
        for (size_t i = 0; i < COUNT_OF(VERBS); i++)
                if (strcmp(argv[1], VERBS[i].name) == 0)
                        return VERBS[i].run(&run) ? 1 : 0;
        return usage();
}
