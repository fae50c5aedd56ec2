/* cli_fixture.h - a session without a service, its output and its complaints in memory. */
#ifndef DUBAN_TESTS_CLI_FIXTURE_H
#define DUBAN_TESTS_CLI_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "client/cli/session.h"

struct fixture {
        struct session session;
        char *text; /* what was printed */
        size_t len;
        char *said; /* what was complained */
        size_t said_len;
        FILE *standard_error;
};

/* cmocka set-up and tear-down; *state is the fixture. English. */
int fixture_start(void **state);
int fixture_end(void **state);

/* What was printed or complained so far, terminated. */
const char *fixture_printed(struct fixture *);
const char *fixture_said(struct fixture *);

/* A page begun for the session. */
void fixture_page(struct fixture *, struct page *);

#endif
