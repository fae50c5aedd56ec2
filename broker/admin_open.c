/* admin_open.c - the journal, for verbs that only read it. */
#include <stdio.h>
#include <sysexits.h>

#include "broker/admin.h"

int admin_open_journal(const char *dir, struct journal **ret_journal)
{
        char path[4096];
        const struct journal_options options = {.dir = path, .mode = JOURNAL_READ};
        int r;

        snprintf(path, sizeof path, "%s/journal", dir);
        r = journal_open(&options, ret_journal);
        if (r == JOURNAL_ABSENT)
                fprintf(stderr, "duband: %s: there is no journal; make one with `duband init DIR`\n", dir);
        return r == JOURNAL_ABSENT ? EX_NOINPUT : r ? EX_IOERR : 0;
}
