/* submit.h - records to the service: into the spool first, then sent until they are answered.
 *
 * Each function returns 0, an outcome of session.h after a complaint, or negative. */
#ifndef DUBAN_CLI_SUBMIT_H
#define DUBAN_CLI_SUBMIT_H

#include "client/cli/session.h"
#include "lib/model/event.h"

/* Into the spool, synced. */
int submit_put(struct session *, const struct event *) CHECKED;
/* Send what the spool holds, print receipts and refusals. CLI_REFUSED, CLI_NO_ANSWER. */
int submit_flush(struct session *) CHECKED;
/* Both, for a single record. */
int submit_event(struct session *, const struct event *) CHECKED;

#endif
