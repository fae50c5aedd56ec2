/* journal_verify.c - the whole chain, record by record, beside a running writer.
 *
 * Snapshots are short, so that the writer's freed pages are not held back. */
#include "lib/store/journal_private.h"

enum { VERIFY_STRIDE = 256 };

/* Verify seq..last inside one snapshot. */
static int verify_stride(struct journal_reader *reader, uint64_t seq, uint64_t last, struct journal_flaw *ret_flaw)
{
        struct record record;
        const char *what = NULL;

        for (; seq <= last; seq++) {
                switch (journal_read_flaw(reader, seq, &record, &what)) {
                case 0:
                        continue;
                case JOURNAL_MISSING:
                        what = "the journal ends before this record";
                }
                *ret_flaw = (struct journal_flaw){seq, what};
                return JOURNAL_DAMAGED;
        }
        return 0;
}

static int verify_range(struct journal_reader *reader, uint64_t from, uint64_t to, journal_progress *progress,
                        void *context, struct journal_flaw *ret_flaw)
{
        int r = journal_read_begin(reader);

        if (to == 0)
                to = journal_read_head(reader);
        for (uint64_t seq = from ? from : 1; r == 0 && seq <= to; seq += VERIFY_STRIDE) {
                const uint64_t last = to - seq < VERIFY_STRIDE ? to : seq + VERIFY_STRIDE - 1;

                r = verify_stride(reader, seq, last, ret_flaw);
                if (r == 0 && progress)
                        progress(context, last, to);
                if (r == 0)
                        r = journal_read_begin(reader);
        }
        if (r)
                return r;
        if (journal_read_strays(reader) == 0)
                return 0;
        *ret_flaw = (struct journal_flaw){journal_read_head(reader), "there are entries that are no records"};
        return JOURNAL_DAMAGED;
}

int journal_verify(struct journal *journal, uint64_t from, uint64_t to, journal_progress *progress, void *context,
                   struct journal_flaw *ret_flaw)
{
        struct journal_reader *reader = NULL;
        int r = journal_reader_new(journal, &reader);

        if (r)
                return err_trace(r);
        r = verify_range(reader, from, to, progress, context, ret_flaw);
        journal_reader_free(reader);
        return r;
}
