/* admin_rebuild.c - `duband rebuild`: state/ from the journal alone, to replace the live one or to be
 * compared with it key by key. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "broker/admin.h"
#include "broker/options.h"
#include "lib/store/applier.h"
#include "proto/ids.h"

enum { PATH_SIZE = 4096, STEP = 65536 };

struct rebuild {
        const char *dir;
        char live_path[PATH_SIZE];
        char fresh_path[PATH_SIZE];
        struct journal *journal;
        struct state *live;
        struct state *fresh;
};

/* Everything up to `through`; the journal may go on growing beside. */
static int fill(struct rebuild *rebuild, uint64_t through)
{
        struct applier *applier = NULL;
        uint64_t applied = 0;
        int r = applier_new(rebuild->journal, rebuild->fresh, &applier);

        while (r == 0 && applied < through) {
                const uint64_t left = through - applied;

                r = applier_step(applier, (uint32_t)(left < STEP ? left : STEP), &applied);
                if (isatty(STDERR_FILENO))
                        fprintf(stderr, "\rrebuild: %llu of %llu%s", (unsigned long long)applied,
                                (unsigned long long)through, applied >= through ? "\n" : "");
        }
        applier_free(applier);
        return r;
}

static void remove_fresh(const struct rebuild *rebuild)
{
        static const char *const FILES[] = {"data.mdb", "lock.mdb", "writer.lock", ""};
        char path[PATH_SIZE + 16];

        for (size_t i = 0; i < COUNT_OF(FILES); i++) {
                snprintf(path, sizeof path, "%s/%s", rebuild->fresh_path, FILES[i]);
                if (FILES[i][0] ? unlink(path) : rmdir(path))
                        if (errno != ENOENT)
                                fprintf(stderr, "duband rebuild: %s is left behind\n", path);
        }
}

static int live_applied(struct rebuild *rebuild, uint64_t *ret_applied)
{
        struct state_reader *reader = NULL;
        struct state_meta meta;
        int r = state_reader_new(rebuild->live, &reader);

        if (r == 0)
                r = state_read_begin(reader);
        if (r == 0)
                r = state_meta(reader, &meta);
        if (r == 0)
                *ret_applied = meta.applied;
        state_reader_free(reader);
        return r;
}

static int open_fresh(struct rebuild *rebuild)
{
        const struct state_options options = {.dir = rebuild->fresh_path, .write = true};

        snprintf(rebuild->fresh_path, sizeof rebuild->fresh_path, "%s/state.new", rebuild->dir);
        remove_fresh(rebuild); /* of an attempt that was cut off */
        return state_open(&options, &rebuild->fresh);
}

static int check(struct rebuild *rebuild)
{
        const struct state_options options = {.dir = rebuild->live_path};
        char where[256] = "";
        uint64_t applied = 0;
        int r = state_open(&options, &rebuild->live);

        if (r == 0)
                r = live_applied(rebuild, &applied);
        if (r == 0)
                r = open_fresh(rebuild);
        if (r == 0)
                r = fill(rebuild, applied);
        if (r == 0)
                r = applier_compare(rebuild->live, rebuild->fresh, where, sizeof where);
        else
                r = EX_IOERR;
        if (r == APPLIER_DIFFERENT)
                printf("DIFFERENT at record %llu: %s\n", (unsigned long long)applied, where);
        else if (r == 0)
                printf("identical at record %llu\n", (unsigned long long)applied);
        return r;
}

/* The live state is moved aside, never deleted. */
static int replace(struct rebuild *rebuild)
{
        char old_path[PATH_SIZE + 8];
        struct journal_head head;
        bool had_one;
        int r = open_fresh(rebuild);

        if (r == 0)
                r = journal_head(rebuild->journal, &head);
        if (r == 0)
                r = fill(rebuild, head.seq);
        rebuild->fresh = state_close(rebuild->fresh);
        if (r)
                return EX_IOERR;
        snprintf(old_path, sizeof old_path, "%s.old", rebuild->live_path);
        had_one = rename(rebuild->live_path, old_path) == 0;
        if (!had_one && errno != ENOENT) {
                fprintf(stderr, "duband rebuild: move %s away first\n", old_path);
                return EX_CANTCREAT;
        }
        if (rename(rebuild->fresh_path, rebuild->live_path))
                return EX_CANTCREAT;
        printf("state rebuilt through record %llu%s%s\n", (unsigned long long)head.seq,
               had_one ? "; the old one is " : "", had_one ? old_path : "");
        return 0;
}

int admin_make_state(const char *dir)
{
        struct rebuild rebuild = {.dir = dir};
        int status = admin_open_journal(dir, &rebuild.journal);

        snprintf(rebuild.live_path, sizeof rebuild.live_path, "%s/state", dir);
        if (status == 0)
                status = replace(&rebuild);
        state_close(rebuild.fresh);
        journal_close(rebuild.journal);
        return status;
}

int admin_rebuild(const struct admin_verb *verb, int argc, char **argv)
{
        struct rebuild rebuild = {0};
        bool only_check = false;
        const struct option_row rows[] = {{"--dir", &rebuild.dir, NULL}, {"--check", NULL, &only_check}};
        int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return admin_usage(verb, 0);
        if (status || !rebuild.dir)
                return admin_usage(verb, 2);
        snprintf(rebuild.live_path, sizeof rebuild.live_path, "%s/state", rebuild.dir);
        if (ids_start())
                return EX_OSERR;
        status = admin_open_journal(rebuild.dir, &rebuild.journal);
        if (status == 0)
                status = only_check ? check(&rebuild) : replace(&rebuild);
        state_close(rebuild.live);
        state_close(rebuild.fresh);
        if (rebuild.fresh_path[0] && only_check)
                remove_fresh(&rebuild);
        journal_close(rebuild.journal);
        return status;
}
