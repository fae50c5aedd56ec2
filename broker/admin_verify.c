/* admin_verify.c - `duband verify`: walk the chain, name the first bad record. */
#include <stdio.h>
#include <sysexits.h>

#include "broker/admin.h"
#include "broker/options.h"
#include "broker/progress.h"
#include "lib/store/journal.h"
#include "proto/ids.h"

static void show(void *context, uint64_t seq, uint64_t head)
{
        progress_show(context, seq, head);
}

static int walk(struct journal *journal, uint64_t from, uint64_t to)
{
        struct progress progress = progress_start("verify");
        struct journal_flaw flaw = {0};
        struct journal_head head;
        char hash[2 * HASH_SIZE + 1];
        int r = journal_head(journal, &head);

        if (r == 0)
                r = journal_verify(journal, from, to, show, &progress, &flaw);
        progress_clear(&progress);
        if (r == JOURNAL_DAMAGED) {
                printf("DAMAGED at record %llu: %s\n", (unsigned long long)flaw.seq, flaw.what);
                return 1;
        }
        if (r)
                return EX_IOERR;
        hex_put(hash, head.hash, HASH_SIZE);
        printf("clean: records %llu to %llu, head %s\n", (unsigned long long)from,
               (unsigned long long)(to ? to : head.seq), hash);
        return 0;
}

int admin_verify(const struct admin_verb *verb, int argc, char **argv)
{
        const char *dir = NULL;
        const char *from_text = NULL;
        const char *to_text = NULL;
        const struct option_row rows[] = {
                {"--dir", &dir, NULL}, {"--from", &from_text, NULL}, {"--to", &to_text, NULL}};
        struct journal *journal = NULL;
        uint64_t from = 1;
        uint64_t to = 0;
        int status = options_parse(verb, rows, COUNT_OF(rows), argc, argv);

        if (status == OPTIONS_HELP)
                return admin_usage(verb, 0);
        if (status || !dir || (from_text && options_number("--from", from_text, &from)) ||
            (to_text && options_number("--to", to_text, &to)))
                return admin_usage(verb, 2);
        if (ids_start())
                return EX_OSERR;
        status = admin_open_journal(dir, &journal);
        if (status == 0)
                status = walk(journal, from, to);
        journal_close(journal);
        return status;
}
