/* alert_rows.h - alerts as rows, for `alerts` and `watch`; and the alert a person names by its sequence. */
#ifndef DUBAN_CLI_ALERT_ROWS_H
#define DUBAN_CLI_ALERT_ROWS_H

#include "client/cli/ask.h"

struct alert_row {
        uint64_t seq; /* the record that said so */
        uint64_t raised_seq; /* 0 = not known here */
        const struct alert *alert;
        struct bytes title;
        struct bytes title_en;
        struct bytes part_name;
        struct bytes part_name_en;
        struct bytes unit;
        uint64_t signed_seq;
        uint64_t answered_seq;
        bool open;
        const struct bytes *lead;
        size_t n_lead;
};

/* Begins the table `alerts`; rows follow. */
void alert_rows_table(struct page *);
void alert_rows_add(struct page *, const struct alert_row *);
/* One alert in one line of text, in the page's arena. */
const char *alert_rows_line(struct page *, const struct alert_row *);

/* The alert that was raised by the record `text`, of the asker's own alerts. CLI_REFUSED when there is none. */
int alert_rows_find(struct session *, const char *text, struct alert_ref *ret_alert) CHECKED;

#endif
