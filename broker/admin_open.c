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

/* Back from the head to the collector's newest own record; a day apart at most on a journal that lives. */
int admin_own_stream(struct journal *journal, uint64_t *ret_next, uint64_t *ret_previous)
{
        struct journal_reader *reader = NULL;
        struct record record = {0};
        int r = journal_reader_new(journal, &reader);

        if (r == 0)
                r = journal_read_begin(reader);
        for (uint64_t seq = r ? 0 : journal_read_head(reader); seq > 0 && r == 0; seq--) {
                r = journal_read(reader, seq, &record);
                if (r == 0 && record.agent == ID_COLLECTOR)
                        break;
        }
        journal_reader_free(reader);
        if (r || record.agent != ID_COLLECTOR)
                return r ? r : err_fail("the journal has no record of its own service");
        *ret_next = record.number + 1;
        *ret_previous = record.seq;
        return 0;
}
