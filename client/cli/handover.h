/* handover.h - hands one alert to a program: an SMS gateway, an office chat.
 *
 * No shell: the program is started with the arguments that the person gave, and what came from others reaches it only
 * as data, the alert as one JSON object on its standard input and each of its values as DUBAN_ALERT_… in its
 * environment. What it prints goes to standard error. It has a process group of its own, so that Ctrl-C does not cut
 * it off: it is left a while to finish, then asked to end, then made to. One thread. */
#ifndef DUBAN_CLI_HANDOVER_H
#define DUBAN_CLI_HANDOVER_H

#include <jansson.h>

#include "client/cli/session.h"

struct handover {
        char **argv; /* the program's path, its arguments, NULL; argv NULL = nobody to hand to */
        int signals; /* of signals_open(): a wish to stop is heard while the program runs */
};

/* Finds the program, in the PATH when its name has no slash, and copies its arguments into the arena; `signals` is the
 * caller's to set. CLI_USAGE after a complaint: there is no such program. */
int handover_open(const struct session *, const char *program, const struct args *, struct arena *,
                  struct handover *ret_handover) CHECKED;

enum { HANDOVER_FAILED = 1 };

/* Runs it once and waits for its end. `alert` is an object; `line` becomes DUBAN_ALERT_TEXT. → HANDOVER_FAILED: it
 * could not be started, or ended otherwise than with 0; `ret_why` then says how. `ret_stopped` is set, whatever is
 * returned but a negative, when meanwhile somebody asked us to stop. */
int handover_run(const struct handover *, struct arena *, json_t *alert, const char *line, const char **ret_why,
                 bool *ret_stopped) CHECKED;

#endif
