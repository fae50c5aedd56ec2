/* confirm.h - asking before something is done that cannot be undone. */
#ifndef DUBAN_CLI_CONFIRM_H
#define DUBAN_CLI_CONFIRM_H

#include "client/cli/session.h"

/* The option that answers for a script. */
#define CONFIRM_OPTION                                                                                                 \
        {                                                                                                              \
                "yes", NULL, "不再询问", "do not ask", false                                                           \
        }

/* With --yes, yes. Else the question is put on the terminal; CLI_USAGE after a complaint when there is none. A no is
 * told on standard error. */
int confirm_ask(struct session *, const struct args *, const char *zh, const char *en, bool *ret_yes) CHECKED;

#endif
