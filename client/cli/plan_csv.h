/* plan_csv.h - a plan as a CSV table: one row a part, the task's columns repeated or left empty below it. */
#ifndef DUBAN_CLI_PLAN_CSV_H
#define DUBAN_CLI_PLAN_CSV_H

#include "client/cli/csv.h"
#include "lib/model/plan.h"

struct plan_csv {
        LIST(struct task) task; /* in the order of the file */
        size_t parts;
        size_t room;
};

/* Reads and checks the whole file; every problem is told. → CLI_USAGE: nothing of it may be used. */
int plan_csv_read(struct session *, const char *path, struct plan_csv *ret_plan) CHECKED;

/* What a file looks like, for --help. */
extern const char plan_csv_columns_zh[];
extern const char plan_csv_columns_en[];

#endif
