/* power.c - records, cuts, looks. */
#include "tests/fault/power.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <sys/wait.h>

#include "lib/base/arena.h"
#include "lib/base/file.h"
#include "proto/ids.h"

enum { SEEDS = 1 }; /* images by chance for each moment, of either size of pieces */
#ifdef __SANITIZE_ADDRESS__
enum { THINNED = 7 }; /* a fork is slow here, and it is memory that is looked at: every so many-th moment */
#else
enum { THINNED = 1 };
#endif

static const char WORKLOAD[] = "workload"; /* the name that the program has then */

/* -- places -- */

static int remove_one(const char *path, const struct stat *status UNUSED, int type UNUSED, struct FTW *at UNUSED)
{
        return remove(path);
}

static void make_empty(const char *directory)
{
        nftw(directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        assert_int_equal(mkdir(directory, 0700), 0);
}

/* The disk is a simulated one, so memory will do. */
int power_setup(void **state)
{
        static const char MEMORY[] = "/dev/shm";
        const char *temporary = getenv("TMPDIR");
        const char *base = access(MEMORY, W_OK) == 0 ? MEMORY : temporary ? temporary : "/tmp";
        struct power *power = calloc(1, sizeof *power);

        assert_non_null(power);
        assert_int_equal(ids_start(), 0);
        snprintf(power->base, sizeof power->base, "%s/duban-power-XXXXXX", base);
        assert_non_null(mkdtemp(power->base));
        snprintf(power->recorded, sizeof power->recorded, "%s/recorded", power->base);
        snprintf(power->image, sizeof power->image, "%s/image", power->base);
        snprintf(power->tape, sizeof power->tape, "%s/tape", power->base);
        *state = power;
        return 0;
}

int power_teardown(void **state)
{
        struct power *power = *state;

        nftw(power->base, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        free(power);
        return 0;
}

void power_must(bool ok, const char *file, int line, const char *what)
{
        if (ok)
                return;
        fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
        _exit(1);
}

/* -- recording -- */

int power_main(int argc, char **argv, power_work *work, int (*tests)(void))
{
        if (strcmp(argv[0], WORKLOAD) != 0)
                return tests();
        POWER_MUST(argc == 2 && ids_start() == 0);
        work(argv[1]);
        return 0;
}

void power_begin(const struct power *power)
{
        make_empty(power->recorded);
        unlink(power->tape);
}

static void set(const char *name, const char *value)
{
        POWER_MUST(setenv(name, value, 1) == 0);
}

_Noreturn static void become_workload(const struct power *power, const char *fault)
{
        const char *build = getenv("BUILD");
        const char *sanitizer = getenv("ASAN_OPTIONS");
        char recorder[PATH_MAX];
        char options[1024];
        char *argv[] = {(char *)(uintptr_t)WORKLOAD, (char *)(uintptr_t)power->recorded, NULL};

        POWER_MUST(build);
        snprintf(recorder, sizeof recorder, "%s/tests/recorder.so", build);
        POWER_MUST(access(recorder, R_OK) == 0);
        /* the sanitizer wants to be the first library; the recorder asks nothing of it */
        snprintf(options, sizeof options, "%s:verify_asan_link_order=0", sanitizer ? sanitizer : "");
        set("ASAN_OPTIONS", options);
        set("LD_PRELOAD", recorder);
        set(TAPE_FILE, power->tape);
        set(TAPE_BELOW, power->recorded);
        set(TAPE_PROGRAM, WORKLOAD);
        if (fault)
                set(TAPE_FAULT, fault);
        execv("/proc/self/exe", argv);
        _exit(127);
}

int power_run(const struct power *power, const char *fault)
{
        const pid_t child = fork();
        int status;

        assert_true(child >= 0);
        if (child == 0)
                become_workload(power, fault);
        assert_int_equal(waitpid(child, &status, 0), child);
        return status;
}

/* -- is the tape all of it? nftw has no context -- */

static const char *here, *there;

static bool is_mapped(const char *path)
{
        static const char *const NAMES[] = {"/lock.mdb", "/marks"};

        for (size_t i = 0; i < COUNT_OF(NAMES); i++)
                if (strlen(path) > strlen(NAMES[i]) && strcmp(path + strlen(path) - strlen(NAMES[i]), NAMES[i]) == 0)
                        return true;
        return false;
}

static int compare_one(const char *path, const struct stat *status UNUSED, int type, struct FTW *at UNUSED)
{
        ARENA struct arena *arena = arena_new(0);
        char other[PATH_MAX];
        struct bytes a, b;

        snprintf(other, sizeof other, "%s%s", there, path + strlen(here));
        if (type == FTW_D)
                return access(other, F_OK);
        if (type != FTW_F || !S_ISREG(status->st_mode) || is_mapped(path))
                return 0;
        if (file_read(path, SIZE_MAX, arena, &a) || file_read(other, SIZE_MAX, arena, &b) || !bytes_equal(a, b)) {
                print_error("the tape knows another %s\n", path);
                return 1;
        }
        return 0;
}

static void compare(const char *from, const char *with)
{
        here = from;
        there = with;
        assert_int_equal(nftw(from, compare_one, 16, FTW_PHYS), 0);
}

static bool has_fault(const struct tape *tape)
{
        for (size_t i = 0; i < tape->n; i++)
                if (tape->entry[i].kind == TAPE_FAULTED)
                        return true;
        return false;
}

struct tape *power_tape(const struct power *power)
{
        struct tape *tape = tape_load(power->tape);
        struct medium *medium = medium_new(MEDIUM_HONEST);

        if (!has_fault(tape)) {
                for (size_t i = 0; i < tape->n; i++)
                        medium_play(medium, &tape->entry[i]);
                make_empty(power->image);
                medium_image(medium, MEDIUM_ALL, 1, power->image);
                compare(power->recorded, power->image);
                compare(power->image, power->recorded);
        }
        medium_free(medium);
        return tape;
}

const struct tape_entry *power_last_said(const struct tape *tape, size_t cut)
{
        while (cut-- > 0)
                if (tape->entry[cut].kind == TAPE_SAY)
                        return &tape->entry[cut];
        return NULL;
}

/* -- images -- */

struct moment {
        const struct power *power;
        const struct power_check *check;
        const struct medium *medium;
        size_t cut;
        struct power_found *found;
};

/* What fails in this process ends it; it must not go on as a second test runner. */
static void leave_cmocka(void)
{
        static const int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS, SIGABRT};

        for (size_t i = 0; i < COUNT_OF(SIGNALS); i++)
                signal(SIGNALS[i], SIG_DFL);
        set("CMOCKA_TEST_ABORT", "1");
}

_Noreturn static void look(const struct moment *moment, const char *log)
{
        const int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        leave_cmocka();
        POWER_MUST(fd >= 0 && dup2(fd, STDERR_FILENO) >= 0);
        moment->check->look(moment->power->image, moment->check->tape, moment->cut);
        _exit(0);
}

static void tell(const struct moment *moment, enum medium_rest rest, uint64_t seed, int status, const char *log)
{
        ARENA struct arena *arena = arena_new(0);
        struct bytes text = {NULL, 0};

        if (file_read(log, SIZE_MAX, arena, &text) == 0)
                print_error("%.*s", BYTES_ARG(text));
        print_error("power lost after %zu of %zu calls, rest %d, seed %llu: %s %d\n", moment->cut,
                    moment->check->tape->n, (int)rest, (unsigned long long)seed,
                    WIFSIGNALED(status) ? "killed by" : "exit",
                    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

static void try(const struct moment *moment, enum medium_rest rest, uint64_t seed)
{
        char log[POWER_PATH + 16];
        int status;
        pid_t child;

        make_empty(moment->power->image);
        medium_image(moment->medium, rest, seed, moment->power->image);
        snprintf(log, sizeof log, "%s/log", moment->power->base);
        child = fork();
        assert_true(child >= 0);
        if (child == 0)
                look(moment, log);
        assert_int_equal(waitpid(child, &status, 0), child);
        moment->found->images++;
        if (status == 0)
                return;
        if (moment->found->bad++ == 0 && moment->check->lie == MEDIUM_HONEST)
                tell(moment, rest, seed, status, log);
}

/* 0 = nobody asked for more than a quick look. */
static unsigned seeds_wanted(void)
{
        const char *wish = getenv("POWER_SEEDS");

        return wish ? (unsigned)strtoul(wish, NULL, 10) : 0;
}

static void try_all(const struct moment *moment)
{
        const enum medium_rest pieces = moment->check->lie == MEDIUM_TORN_SECTORS ? MEDIUM_BYTES : MEDIUM_SECTORS;
        const unsigned seeds = seeds_wanted() ? seeds_wanted() : SEEDS;

        if (!medium_waits(moment->medium)) {
                try(moment, MEDIUM_NONE, moment->cut);
                return;
        }
        for (enum medium_rest rest = MEDIUM_NONE; rest < MEDIUM_PAGES; rest++)
                try(moment, rest, moment->cut);
        for (unsigned i = 0; i < seeds; i++) {
                try(moment, MEDIUM_PAGES, moment->cut * 1000 + i);
                try(moment, pieces, moment->cut * 1000 + i);
        }
}

static bool is_said(const struct tape *tape, size_t i)
{
        return i < tape->n && tape->entry[i].kind == TAPE_SAY;
}

static bool is_wanted(const struct power_check *check, size_t cut)
{
        if (cut < check->from || (check->lie == MEDIUM_HONEST && cut % THINNED != 0))
                return false;
        if (check->stride == 0 || seeds_wanted() > 0 || (cut - check->from) % check->stride == 0)
                return true;
        return is_said(check->tape, cut - 1) && !is_said(check->tape, cut);
}

struct power_found power_images(const struct power *power, const struct power_check *check)
{
        struct power_found found = {0, 0};
        struct medium *medium = medium_new(check->lie);
        struct moment moment = {power, check, medium, 0, &found};

        for (moment.cut = 0; moment.cut <= check->tape->n && !(found.bad && check->lie); moment.cut++) {
                if (moment.cut > 0)
                        medium_play(medium, &check->tape->entry[moment.cut - 1]);
                if (is_wanted(check, moment.cut))
                        try_all(&moment);
        }
        medium_free(medium);
        return found;
}
