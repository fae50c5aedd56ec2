/* admin.h - the verbs of duband, one file each; they work on the stopped (or, where said, running) host.
 * Each takes its own arguments and returns an exit status: 0, 1 = found something wrong, 2 = usage,
 * 70-78 as in sysexits. */
#ifndef DUBAN_BROKER_ADMIN_H
#define DUBAN_BROKER_ADMIN_H

#include "lib/store/journal.h"

struct admin_verb {
        const char *name;
        const char *arguments;
        const char *help;
        const char *example;
        int (*run)(const struct admin_verb *, int argc, char **argv);
};

int admin_run(const struct admin_verb *, int argc, char **argv);
int admin_init(const struct admin_verb *, int argc, char **argv);
int admin_verify(const struct admin_verb *, int argc, char **argv);
int admin_rebuild(const struct admin_verb *, int argc, char **argv);
int admin_rejudge(const struct admin_verb *, int argc, char **argv);
int admin_backup(const struct admin_verb *, int argc, char **argv);
int admin_restore(const struct admin_verb *, int argc, char **argv);
int admin_config(const struct admin_verb *, int argc, char **argv);

/* The journal of DIR for reading. 0, or the exit status with the reason told. */
int admin_open_journal(const char *dir, struct journal **ret_journal);

/* state/ of DIR anew from its journal; one that is there is moved aside. 0, or the exit status. */
int admin_make_state(const char *dir);
/* The number after the service's own newest one, and that record. 0 or negative. */
int admin_own_stream(struct journal *, uint64_t *ret_next, uint64_t *ret_previous);

/* For --help and for wrong usage: prints the verb's page to standard output (0) or error (2). */
int admin_usage(const struct admin_verb *, int status);

#endif
