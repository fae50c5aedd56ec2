/* rejudge_report.h - how a rehearsal is told, while it runs: as text for people, or as one JSON object.
 * A table of forms; each prints to `out` and keeps nothing. */
#ifndef DUBAN_BROKER_REJUDGE_REPORT_H
#define DUBAN_BROKER_REJUDGE_REPORT_H

#include <stdio.h>

#include "lib/model/words.h"
#include "workers/notifier/rehearse.h"

struct rejudge_report {
        FILE *out;
        enum language language;
        const struct policy *policy; /* the one that is tried */
        struct day from; /* no day = from the start */
        uint64_t told; /* lines of differences so far */
};

struct rejudge_form {
        const char *name; /* of --format */
        void (*begin)(struct rejudge_report *);
        void (*verdict)(struct rejudge_report *, const struct rehearse_verdict *);
        void (*alert)(struct rejudge_report *, const struct rehearse_alert *);
        void (*end)(struct rejudge_report *, const struct rehearse_totals *);
};

extern const struct rejudge_form rejudge_text;
extern const struct rejudge_form rejudge_json;

#endif
