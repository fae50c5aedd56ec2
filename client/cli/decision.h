/* decision.h - what the verbs share by which a person decides about a task: which part, why, and is it meant?
 *
 * What cannot be undone is first shown as a page and only sent with --yes. Each function that returns an int gives
 * 0, an outcome of session.h after a complaint, or negative. */
#ifndef DUBAN_CLI_DECISION_H
#define DUBAN_CLI_DECISION_H

#include "client/cli/ask.h"

/* "72" or "72.2"; without a part `ret_part` is 0. */
int decision_target(const struct session *, const char *text, struct task_ref *ret_task, uint32_t *ret_part) CHECKED;
/* --reason, which has to be given; the day of an option such as "--until", which has to be given too. */
int decision_reason(const struct session *, const struct args *, struct bytes *ret_reason) CHECKED;
int decision_day(const struct session *, const struct args *, const char *option, struct day *ret_day) CHECKED;
/* The task that the text names, as it stands once all that this home has sent is judged (or as of --at-least).
 * CLI_REFUSED when the plan has no such task or part. */
int decision_look(struct session *, const char *text, uint32_t *ret_part, const struct task_view **ret_view) CHECKED;
/* The same where there are no parts: naming one is CLI_USAGE. */
int decision_look_whole(struct session *, const char *text, const struct task_view **ret_view) CHECKED;

/* The report of the task that counts, and is the one of --report if that is given. CLI_REFUSED when there is none, it was
 * returned, or it is another. */
int decision_report(const struct session *, const struct args *, const struct task_view *) CHECKED;

/* A sentence for standard output once the service has taken what is sent next, and not when it refuses it or does not
 * answer; in text format only: JSON has the receipts and nothing else. */
void decision_say(struct session *, const char *zh, const char *en, ...)
        __attribute__((format(printf, 2, 4), format(printf, 3, 4)));
/* "72" or "72.2". */
const char *decision_name(struct session *, struct task_ref, uint32_t part);

/* Ends the page of what would be done, and prints it: nothing was sent. CLI_FINE. */
int decision_preview(struct session *, struct page *) CHECKED;

#endif
