/* alert_rows.h - alerts as rows, for `alerts`, `watch` and whoever lists some; and the alert a person names by its
 * sequence. A view of an alert just heard has as much filled in as is known. */
#ifndef DUBAN_CLI_ALERT_ROWS_H
#define DUBAN_CLI_ALERT_ROWS_H

#include "client/cli/ask.h"

/* Begins the table `alerts`; rows follow. */
void alert_rows_table(struct page *);
void alert_rows_add(struct page *, const struct alert_view *);
/* One alert in one line of text, in the page's arena. */
const char *alert_rows_line(struct page *, const struct alert_view *);
/* Its task's title, or the department whose link it is about. */
struct cell alert_rows_title(struct page *, const struct alert_view *);
/* Why its newest change comes now: "" when there is nothing to say. */
const char *alert_rows_why_now(struct page *, const struct alert_view *);
/* What else there is to know at a glance: muted, signed for, answered until or lapsed, the letter's number. */
const char *alert_rows_marks(struct page *, const struct alert_view *);

/* Does anybody sign for it, answer it, get a letter about it? A link that is down clears when it is up again. */
bool alert_rows_is_answered(const struct alert_view *);
/* Open, and the newest word of the department is an objection (申辩). */
bool alert_rows_is_objected(const struct alert_view *);
/* The columns and a row of the list of them. */
extern const struct column alert_rows_objections[];
enum { ALERT_ROWS_OBJECTIONS = 6 };
void alert_rows_add_objection(struct page *, const struct alert_view *);
/* Cleared, and the corrected figures would not have raised it: a supervisor may withdraw it (rule 15). */
bool alert_rows_is_unfounded(const struct alert_view *);
/* The alert that was raised by the record `text`, of the asker's own alerts. CLI_REFUSED when there is none. */
int alert_rows_find(struct session *, const char *text, const struct alert_view **ret_view) CHECKED;

#endif
