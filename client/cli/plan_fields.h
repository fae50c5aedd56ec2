/* plan_fields.h - the columns of a plan as CSV: what each is called, where its value stands, how it reads.
 *
 * One table for reading a file (plan_csv.c), comparing two plans (plan_diff.c) and printing. Pure but for the page. */
#ifndef DUBAN_CLI_PLAN_FIELDS_H
#define DUBAN_CLI_PLAN_FIELDS_H

#include "client/cli/page.h"
#include "lib/model/plan.h"

enum plan_place { PLAN_HEADER, PLAN_TASK, PLAN_PART }; /* struct plan, task, part */

enum plan_shape {
        PLAN_TEXT,
        PLAN_TEXTS,
        PLAN_NUMBER,
        PLAN_DAY,
        PLAN_YES,
        PLAN_COUNT,
        PLAN_WORD,
        PLAN_SAME_AS,
        PLAN_CURVE,
};

enum plan_topic { /* what a change of the field is about */
                  PLAN_IDENTITY, /* the number itself: never changes */
                  PLAN_NAMES,
                  PLAN_OWNERS,
                  PLAN_PROMISED, /* targets and dates: changed by proposal and approval only */
                  PLAN_OTHER,
};

struct plan_field {
        const char *name; /* the column; also the key in JSON */
        const char *zh;
        const char *en;
        enum plan_place place;
        enum plan_shape shape;
        enum plan_topic topic;
        size_t offset;
        const struct word_list *words; /* PLAN_WORD */
};

enum { PLAN_FIELDS_NEEDED = 3, PLAN_FIELDS = 30, PLAN_HEADER_FIELDS = 8 }; /* the first ones must be in a file */

extern const struct plan_field plan_fields[PLAN_FIELDS];
extern const struct plan_field plan_fields_header[PLAN_HEADER_FIELDS];

/* The value of the field in one entry (a struct of its place). */
struct cell plan_fields_cell(struct page *, const struct plan_field *, const void *entry);
/* Do two entries say the same there? 26 and 26.0 do. */
bool plan_fields_same(const struct plan_field *, const void *one, const void *other);

#endif
