/* journal_read.c - the readers' side: nothing is served whose hash does not follow. */
#include <stdlib.h>

#include "lib/store/journal_private.h"

struct journal_reader {
        const struct journal *journal;
        struct snapshot snapshot;
        uint64_t head;
        uint64_t verified; /* the record last verified, and its hash: the next one's predecessor */
        uint8_t verified_hash[HASH_SIZE];
};

int journal_reader_new(struct journal *journal, struct journal_reader **ret_reader)
{
        struct journal_reader *reader = calloc(1, sizeof *reader);

        if (!reader)
                return err_fail("out of memory: journal reader");
        reader->journal = journal;
        reader->snapshot.env = &journal->env;
        *ret_reader = reader;
        return 0;
}

struct journal_reader *journal_reader_free(struct journal_reader *reader)
{
        if (reader)
                snapshot_done(&reader->snapshot);
        free(reader);
        return NULL;
}

int journal_read_begin(struct journal_reader *reader)
{
        struct bytes key;
        struct bytes value;
        int r = snapshot_begin(&reader->snapshot);

        if (r)
                return err_trace(r);
        r = snapshot_last(&reader->snapshot, &key, &value);
        if (r) {
                snapshot_end(&reader->snapshot);
                return err_fail("the journal has no newest entry");
        }
        reader->head = key.len == JOURNAL_KEY_SIZE ? be64_get(key.at) : 0; /* else only the format row is there */
        return 0;
}

void journal_read_end(struct journal_reader *reader)
{
        snapshot_end(&reader->snapshot);
}

uint64_t journal_read_head(const struct journal_reader *reader)
{
        return reader->head;
}

static int find(struct journal_reader *reader, uint64_t seq, struct bytes *ret_value)
{
        uint8_t key[JOURNAL_KEY_SIZE];

        be64_put(key, seq);
        return snapshot_get(&reader->snapshot, bytes_of(key, sizeof key), ret_value);
}

/* NULL, or what is wrong with the shape of the value under `seq`. */
static const char *look(struct journal_reader *reader, uint64_t seq, struct bytes *ret_value, struct record *ret_record)
{
        switch (find(reader, seq, ret_value)) {
        case 0:
                break;
        case SNAPSHOT_MISSING:
                return "the record is missing";
        default:
                return "the database cannot find its way to the record";
        }
        if (!record_get(*ret_value, ret_record))
                return "the bytes have not the shape of a record";
        return ret_record->seq == seq ? NULL : "another record stands here";
}

static const char *predecessor(struct journal_reader *reader, uint64_t seq, uint8_t ret_hash[HASH_SIZE])
{
        struct record before = {0};
        struct bytes value;
        const char *what = NULL;

        if (seq > 1 && reader->verified == seq - 1) {
                memcpy(ret_hash, reader->verified_hash, HASH_SIZE);
                return NULL;
        }
        if (seq > 1)
                what = look(reader, seq - 1, &value, &before);
        memcpy(ret_hash, before.hash, HASH_SIZE); /* the first record follows 32 zero bytes */
        return what ? "its predecessor cannot be read" : NULL;
}

int journal_read_flaw(struct journal_reader *reader, uint64_t seq, struct record *ret_record, const char **ret_what)
{
        uint8_t previous[HASH_SIZE];
        struct record record;
        struct bytes value;
        const char *what;

        if (seq == 0 || seq > reader->head)
                return JOURNAL_MISSING;
        what = predecessor(reader, seq, previous);
        if (!what)
                what = look(reader, seq, &value, &record);
        if (!what && !record_follows(value, previous))
                what = "its hash does not follow from its bytes and its predecessor";
        if (what) {
                *ret_what = what;
                return JOURNAL_DAMAGED;
        }
        reader->verified = seq;
        memcpy(reader->verified_hash, record.hash, HASH_SIZE);
        *ret_record = record;
        return 0;
}

int journal_read(struct journal_reader *reader, uint64_t seq, struct record *ret_record)
{
        const char *what;

        return journal_read_flaw(reader, seq, ret_record, &what);
}

/* Only the exclusive writer adds records, and it is this process: it hashed these very bytes. */
static bool is_own_and_fresh(const struct journal_reader *reader, uint64_t seq)
{
        return seq >= reader->journal->own && seq <= reader->head && reader->head - seq < JOURNAL_FRESH;
}

int journal_follow(struct journal_reader *reader, uint64_t seq, struct record *ret_record)
{
        return is_own_and_fresh(reader, seq) ? journal_peek(reader, seq, ret_record)
                                             : journal_read(reader, seq, ret_record);
}

int journal_peek(struct journal_reader *reader, uint64_t seq, struct record *ret_record)
{
        struct record record;
        struct bytes value;

        if (seq == 0 || seq > reader->head)
                return JOURNAL_MISSING;
        if (look(reader, seq, &value, &record))
                return JOURNAL_DAMAGED;
        *ret_record = record;
        return 0;
}

uint64_t journal_read_strays(struct journal_reader *reader)
{
        return snapshot_count(&reader->snapshot) - (reader->head + 1); /* one entry is the format row */
}
