/* admin_backup.c - `duband backup` and `duband restore`.
 *
 * A backup is a directory with the journal, the server's key and the configuration: all that is not derived. It
 * is verified record by record before the command says that it is there. A restored journal goes on in a new
 * epoch, told by a `restored` record; what was acknowledged after the backup is on the agents' disks and comes
 * back when they are told where their streams stand now. */
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "broker/admin.h"
#include "broker/options.h"
#include "lib/base/file.h"
#include "proto/codec.h"
#include "proto/ids.h"

enum { PATH_SIZE = 4096, FILE_CAP = 65536 };

static const char *const SMALL_FILES[] = {"server.key", "duban.conf"};

static int say(int status, const char *path, const char *sentence)
{
        fprintf(stderr, "duband: %s: %s\n", path, sentence);
        return status;
}

static int copy_small_file(const char *from, const char *to, const char *name)
{
        ARENA struct arena *arena = arena_new(0);
        char path[PATH_SIZE];
        struct bytes content;
        int r;

        if (!arena)
                return EX_OSERR;
        snprintf(path, sizeof path, "%s/%s", from, name);
        r = file_read(path, FILE_CAP, arena, &content);
        if (r == FILE_MISSING)
                return 0;
        snprintf(path, sizeof path, "%s/%s", to, name);
        if (r == 0)
                r = file_write(path, content, 0600, FILE_KEEP);
        return r > 0 ? say(EX_CANTCREAT, path, file_reason(r)) : r ? EX_IOERR : 0;
}

static int copy_small_files(const char *from, const char *to)
{
        int status = 0;

        for (size_t i = 0; i < COUNT_OF(SMALL_FILES) && status == 0; i++)
                status = copy_small_file(from, to, SMALL_FILES[i]);
        return status;
}

/* The journal of `from` into `to`/journal. */
static int copy_journal(const char *from, const char *to)
{
        struct journal *journal = NULL;
        char path[PATH_SIZE];
        int status = admin_open_journal(from, &journal);
        int r = 0;

        snprintf(path, sizeof path, "%s/journal", to);
        if (status == 0)
                r = journal_copy(journal, path);
        journal_close(journal);
        if (r == JOURNAL_BUSY)
                return say(EX_CANTCREAT, path, "there is a journal already; choose another directory");
        if (r == JOURNAL_FULL)
                return say(EX_TEMPFAIL, path, "the disk is full");
        return r ? EX_IOERR : status;
}

/* Every record of the copy. `ret_head` is where it ends. */
static int verify_copy(const char *dir, struct journal_head *ret_head)
{
        struct journal *journal = NULL;
        struct journal_flaw flaw;
        int status = admin_open_journal(dir, &journal);
        int r = status ? 0 : journal_head(journal, ret_head);

        if (status == 0 && r == 0)
                r = journal_verify(journal, 1, 0, NULL, NULL, &flaw);
        journal_close(journal);
        if (r == JOURNAL_DAMAGED)
                printf("DAMAGED at record %llu: %s\n", (unsigned long long)flaw.seq, flaw.what);
        return r == JOURNAL_DAMAGED ? 1 : r ? EX_IOERR : status;
}

static int make_directory(const char *dir)
{
        const int r = file_make_private_directory(dir);

        return r ? say(EX_CANTCREAT, dir, r > 0 ? file_reason(r) : "it cannot be made") : 0;
}

int admin_backup(const struct admin_verb *verb, int argc, char **argv)
{
        const char *dir = NULL;
        const char *to = NULL;
        const struct option_row rows[] = {{"--dir", &dir, NULL}, {"--to", &to, NULL}};
        struct journal_head head;
        int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return admin_usage(verb, 0);
        if (status || !dir || !to)
                return admin_usage(verb, 2);
        if (ids_start())
                return EX_OSERR;
        status = make_directory(to);
        if (status == 0)
                status = copy_journal(dir, to);
        if (status == 0)
                status = copy_small_files(dir, to);
        if (status == 0)
                status = verify_copy(to, &head);
        if (status == 0)
                printf("backed up and verified through record %llu: %s\n", (unsigned long long)head.seq, to);
        return status;
}

/* -- restore -- */

static int append_restored(const char *dir, const struct journal_head *head, uint64_t old_head, const char *reason)
{
        ARENA struct arena *arena = arena_new(0);
        char path[PATH_SIZE];
        const struct journal_options options = {.dir = path, .mode = JOURNAL_WRITE};
        struct event event = {.kind = EVENT_RESTORED};
        struct record record = {
                .epoch = head->epoch + 1,
                .kind = EVENT_RESTORED,
                .at = clock_now(),
                .author = ID_COLLECTOR,
                .agent = ID_COLLECTOR,
        };
        struct journal *journal = NULL;
        int r;

        snprintf(path, sizeof path, "%s/journal", dir);
        event.restored = (struct restored){head->epoch + 1, old_head, bytes_str(reason)};
        r = arena ? codec_put_event(&event, arena, &record.payload) : -1;
        if (r == 0)
                r = journal_open(&options, &journal);
        if (r == 0)
                r = admin_own_stream(journal, &record.number, &record.prev_of_stream);
        if (r == 0)
                r = journal_add(journal, &record);
        if (r == 0)
                r = journal_commit(journal);
        journal_close(journal);
        return r ? EX_IOERR : 0;
}

int admin_restore(const struct admin_verb *verb, int argc, char **argv)
{
        const char *dir = NULL;
        const char *from = NULL;
        const char *reason = NULL;
        const char *old_head_text = NULL;
        const struct option_row rows[] = {{"--dir", &dir, NULL},
                                          {"--from", &from, NULL},
                                          {"--reason", &reason, NULL},
                                          {"--old-head", &old_head_text, NULL}};
        struct journal_head head = {0};
        uint64_t old_head = 0;
        int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return admin_usage(verb, 0);
        if (status || !dir || !from || !reason ||
            (old_head_text && options_number("--old-head", old_head_text, &old_head)))
                return admin_usage(verb, 2);
        if (ids_start())
                return EX_OSERR;
        status = verify_copy(from, &head);
        if (status == 0)
                status = make_directory(dir);
        if (status == 0)
                status = copy_journal(from, dir);
        if (status == 0)
                status = copy_small_files(from, dir);
        if (status == 0)
                status = append_restored(dir, &head, old_head, reason);
        if (status == 0)
                status = admin_make_state(dir); /* every role finds what it reads at its start */
        if (status == 0)
                printf("restored through record %llu, epoch %u; next: duband run --dir %s\n",
                       (unsigned long long)head.seq, head.epoch + 1, dir);
        return status;
}
