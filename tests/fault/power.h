/* power.h - pulls the plug: runs a workload with everything recorded, then looks at the disk as it could be at any
 * moment of it.
 *
 * A test program is its own workload: main() gives way to power_main(), which runs it when it was started for that.
 * One test at a time; failures are cmocka's. `POWER_SEEDS=N` in the environment takes N images by chance for each
 * moment instead of a few. */
#ifndef DUBAN_TESTS_POWER_H
#define DUBAN_TESTS_POWER_H

#include "tests/fault/medium.h"

enum { POWER_PATH = 256 };

struct power {
        char base[POWER_PATH]; /* private, in memory if possible; removed at the end */
        char recorded[POWER_PATH + 16]; /* where the workload writes */
        char image[POWER_PATH + 16];
        char tape[POWER_PATH + 16];
};

int power_setup(void **state);
int power_teardown(void **state);

typedef void power_work(const char *directory); /* exits by itself when it has to end early */
/* The workload named in the arguments, or `tests`. */
int power_main(int argc, char **argv, power_work *, int (*tests)(void));

/* Runs the workload on; its tape continues. `fault` as TAPE_FAULT, or NULL. Returns the wait status. */
int power_run(const struct power *, const char *fault);
/* Empties recorded directory and tape. */
void power_begin(const struct power *);
/* The tape; when it ends without a fault, the files are compared with what it says. */
struct tape *power_tape(const struct power *);
/* What did the tape say up to `cut`? NULL = nothing yet. */
const struct tape_entry *power_last_said(const struct tape *, size_t cut);

struct power_check {
        const struct tape *tape;
        enum medium_lie lie;
        size_t from; /* the first moment: so many entries of the tape have happened */
        /* Not all moments: every so many-th, and each right after something was said. 0 = all, as with POWER_SEEDS. */
        size_t stride;
        /* Looks at an image in a process of its own, which it ends unless all is well. */
        void (*look)(const char *image, const struct tape *, size_t cut);
};
struct power_found {
        unsigned images;
        unsigned bad;
};
/* Every moment from `from` on. The first bad image is told; with a liar it is the end of the search. */
struct power_found power_images(const struct power *, const struct power_check *);

/* In a look or a workload no test runner is there to come back to. */
#define POWER_MUST(what) power_must((what), __FILE__, __LINE__, #what)
void power_must(bool ok, const char *file, int line, const char *what);

#endif
