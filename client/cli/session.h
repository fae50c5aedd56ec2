/* session.h - one run of `duban`: the common options, the connection, and how it talks to the person.
 *
 * Made by main, handed to the verb; one thread. Everything a verb keeps lives in the session's arena. */
#ifndef DUBAN_CLI_SESSION_H
#define DUBAN_CLI_SESSION_H

#include <stdarg.h>
#include <stdio.h>

#include "client/cli/args.h"
#include "client/cli/output.h"
#include "client/lib/duban.h"

enum outcome { /* also the exit codes */
               CLI_FINE = 0,
               CLI_FOUND = 1, /* something is behind schedule, or found wrong */
               CLI_USAGE = 2, /* wrong usage, a bad file, no home */
               CLI_NO_ANSWER = 3, /* the service did not answer, or this machine failed */
               CLI_REFUSED = 4,
};

struct session {
        struct arena *arena;
        enum language language;
        const struct output *output;
        const char *home; /* as given; NULL = libduban's default */
        const char *service;
        uint64_t at_least;
        uint64_t as_of; /* 0 = as it is now */
        struct day for_date; /* no day = figures of all days */
        struct bytes plan; /* empty = the plan in force */
        struct duban_client *client; /* opened when first needed */
        const char *done; /* what the records being sent do, said once they are taken; NULL = nothing */
        FILE *out;
};

/* zh or en by LC_ALL, LC_MESSAGES, LANG. */
enum language session_language(void);
/* Reads the common options. CLI_USAGE after a complaint. */
int session_start(struct session *, const struct args *) CHECKED;
void session_end(struct session *);

/* The connection, opened on the first call. CLI_USAGE when the home is no home. */
int session_client(struct session *, struct duban_client **ret_client) CHECKED;
/* The home directory: --home, $DUBAN_HOME, ~/.duban. NULL when there is none of these. */
const char *session_home(struct session *);

const char *session_say(const struct session *, const char *zh, const char *en);
/* One line on standard error, after "duban: ": what is wrong and what to do. Both formats take the same arguments.
 * Escaped, and kept short: it may quote what others wrote. Returns `outcome`. */
int session_complain(const struct session *, int outcome, const char *zh, const char *en, ...)
        __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
/* The same about a place in what was handed in: "plan.csv:3: due: is no date". */
void session_problem(const struct session *, const char *place, const char *zh, const char *en, ...)
        __attribute__((format(printf, 3, 5), format(printf, 4, 5)));
void session_problem_list(const struct session *, const char *place, const char *zh, const char *en, va_list)
        __attribute__((format(printf, 3, 0), format(printf, 4, 0)));
/* A progress line on standard error when that is a terminal; total 0 = not known. Ends when done == total. */
void session_progress(const struct session *, const char *zh, const char *en, uint64_t done, uint64_t total);

/* Option and word values. `ret_x` keeps its value when the text is NULL. CLI_USAGE after a complaint. */
int session_count(const struct session *, const char *what, const char *text, uint64_t most,
                  uint64_t *ret_count) CHECKED;
int session_day(const struct session *, const char *what, const char *text, struct day *ret_day) CHECKED;
int session_word(const struct session *, const char *what, const char *text, const struct word_list *,
                 int *ret_value) CHECKED;
/* The words of a list in one line, for a message: "done, blocked"; in Chinese each with its id. */
const char *session_words(const struct session *, const struct word_list *);
/* A task number, 1 or more. */
int session_task(const struct session *, const char *text, struct task_ref *ret_task) CHECKED;

/* Print the page in the chosen format and close it. Returns `outcome`, or negative. */
int session_print(struct session *, struct page *, int outcome) CHECKED;

#endif
