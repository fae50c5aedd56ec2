/* chain_test.c - no byte of a record can be changed, removed, moved or added without being found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <lmdb.h>

#include "lib/store/record.h"
#include "proto/ids.h"
#include "tests/contract/store_kit.h"

enum { RECORDS = 60, PAYLOAD = 300, VALUE = RECORD_OVERHEAD + PAYLOAD, FLIPS = 2000, KEY_BYTES = 8 };

static int verify(struct journal *journal, uint64_t *ret_seq)
{
        struct journal_flaw flaw = {0};
        const int r = journal_verify(journal, 0, 0, NULL, NULL, &flaw);

        *ret_seq = flaw.seq;
        return r;
}

/* Where the value of each record stands in the file: its random payload is found there once. */
static void find_values(const struct kit *kit, struct journal *journal, off_t ret_at[RECORDS])
{
        struct journal_reader *reader = NULL;
        struct record record;
        const int fd = open(kit->data, O_RDONLY);
        const off_t size = lseek(fd, 0, SEEK_END);
        uint8_t *file = malloc((size_t)size);

        assert_non_null(file);
        assert_int_equal(pread(fd, file, (size_t)size, 0), size);
        assert_int_equal(journal_reader_new(journal, &reader), 0);
        assert_int_equal(journal_read_begin(reader), 0);
        for (uint64_t seq = 1; seq <= RECORDS; seq++) {
                const uint8_t *found;

                assert_int_equal(journal_read(reader, seq, &record), 0);
                found = memmem(file, (size_t)size, record.payload.at, record.payload.len);
                assert_non_null(found);
                ret_at[seq - 1] = found - file - RECORD_OVERHEAD;
        }
        journal_reader_free(reader);
        free(file);
        close(fd);
}

static void flip(int fd, off_t at, unsigned bit)
{
        uint8_t byte;

        assert_int_equal(pread(fd, &byte, 1, at), 1);
        byte ^= (uint8_t)(1u << bit);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
}

static void read_is_refused(struct journal *journal, uint64_t seq)
{
        struct journal_reader *reader = NULL;
        struct record record;

        assert_int_equal(journal_reader_new(journal, &reader), 0);
        assert_int_equal(journal_read_begin(reader), 0);
        assert_int_equal(journal_read(reader, seq, &record), JOURNAL_DAMAGED);
        journal_reader_free(reader);
}

/* The map shows what is written to the file, so the journal need not be opened again for each flip. */
static void every_flipped_bit_is_found(void **state)
{
        const struct kit *kit = *state;
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        off_t values[RECORDS];
        uint64_t seed = 1;
        uint64_t found;
        int fd;

        kit_append(journal, RECORDS, PAYLOAD);
        find_values(kit, journal, values);
        fd = open(kit->data, O_RDWR);
        for (int i = 0; i < FLIPS; i++) {
                const uint64_t seq = 1 + kit_below(&seed, RECORDS);
                const off_t at = values[seq - 1] + (off_t)kit_below(&seed, VALUE);
                const unsigned bit = (unsigned)kit_below(&seed, 8);

                flip(fd, at, bit);
                assert_int_equal(verify(journal, &found), JOURNAL_DAMAGED);
                assert_int_equal(found, seq);
                read_is_refused(journal, seq);
                flip(fd, at, bit);
        }
        assert_int_equal(verify(journal, &found), 0);
        close(fd);
        journal_close(journal);
}

static int follow(struct journal *journal, uint64_t seq)
{
        struct journal_reader *reader = NULL;
        struct record record;
        int r;

        assert_int_equal(journal_reader_new(journal, &reader), 0);
        assert_int_equal(journal_read_begin(reader), 0);
        r = journal_follow(reader, seq, &record);
        journal_reader_free(reader);
        return r;
}

/* Only what this very process wrote, and only a moment ago, is believed as it stands. */
static void a_follower_verifies_what_is_not_its_own_or_old(void **state)
{
        enum { OLD = 30, FRESH = RECORDS };
        const struct kit *kit = *state;
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        off_t values[RECORDS];
        int fd;

        kit_append(journal, RECORDS, PAYLOAD);
        find_values(kit, journal, values);
        fd = open(kit->data, O_RDWR);
        flip(fd, values[OLD - 1] + VALUE - 1, 0);
        flip(fd, values[FRESH - 1] + VALUE - 1, 0);
        close(fd);
        assert_int_equal(follow(journal, OLD), 0);
        read_is_refused(journal, OLD);
        kit_append(journal, JOURNAL_FRESH - (RECORDS - OLD), 0);
        assert_int_equal(follow(journal, OLD), JOURNAL_DAMAGED);
        assert_int_equal(follow(journal, FRESH), 0);
        assert_int_equal(follow(journal, kit_head(journal) + 1), JOURNAL_MISSING);
        journal_close(journal);
        for (enum journal_mode mode = JOURNAL_READ; mode <= JOURNAL_WRITE; mode++) {
                journal = kit_open(kit, mode);
                assert_int_equal(follow(journal, FRESH), JOURNAL_DAMAGED);
                journal_close(journal);
        }
}

/* A writer does not build on a damaged newest record; a reader may still look at the rest. */
static void damaged_head_is_not_extended(void **state)
{
        const struct kit *kit = *state;
        const struct journal_options options = {kit->journal_dir, JOURNAL_WRITE, false, KIT_MAP_SIZE};
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        struct journal *again = NULL;
        off_t values[RECORDS];
        int fd;

        kit_append(journal, RECORDS, PAYLOAD);
        find_values(kit, journal, values);
        journal_close(journal);
        fd = open(kit->data, O_RDWR);
        flip(fd, values[RECORDS - 1] + VALUE - 1, 0);
        close(fd);
        assert_int_equal(journal_open(&options, &again), JOURNAL_DAMAGED);
        journal_close(kit_open(kit, JOURNAL_READ));
}

/* -- edits with LMDB itself, as somebody with the disk and the manual would make them -- */

struct raw {
        MDB_env *env;
        MDB_txn *txn;
        MDB_dbi dbi;
};

static struct raw raw_begin(const struct kit *kit)
{
        struct raw raw;

        assert_int_equal(mdb_env_create(&raw.env), 0);
        assert_int_equal(mdb_env_set_mapsize(raw.env, KIT_MAP_SIZE), 0);
        assert_int_equal(mdb_env_open(raw.env, kit->journal_dir, 0, 0600), 0);
        assert_int_equal(mdb_txn_begin(raw.env, NULL, 0, &raw.txn), 0);
        assert_int_equal(mdb_dbi_open(raw.txn, NULL, 0, &raw.dbi), 0);
        return raw;
}

static void raw_end(struct raw *raw)
{
        assert_int_equal(mdb_txn_commit(raw->txn), 0);
        mdb_env_close(raw->env);
}

static size_t raw_get(struct raw *raw, uint64_t seq, uint8_t copy[VALUE])
{
        uint8_t key[KEY_BYTES];
        MDB_val at = {sizeof key, key};
        MDB_val value;

        be64_put(key, seq);
        assert_int_equal(mdb_get(raw->txn, raw->dbi, &at, &value), 0);
        memcpy(copy, value.mv_data, value.mv_size);
        return value.mv_size;
}

static void raw_put(struct raw *raw, uint64_t seq, uint8_t copy[VALUE], size_t size)
{
        uint8_t key[KEY_BYTES];
        MDB_val at = {sizeof key, key};
        MDB_val value = {size, copy};

        be64_put(key, seq);
        assert_int_equal(mdb_put(raw->txn, raw->dbi, &at, &value, 0), 0);
}

static void raw_delete(struct raw *raw, uint64_t seq)
{
        uint8_t key[KEY_BYTES];
        MDB_val at = {sizeof key, key};

        be64_put(key, seq);
        assert_int_equal(mdb_del(raw->txn, raw->dbi, &at, NULL), 0);
}

static void edit_remove(struct raw *raw)
{
        raw_delete(raw, 30);
}

static void edit_remove_first(struct raw *raw)
{
        raw_delete(raw, 1);
}

static void edit_close_the_gap(struct raw *raw)
{
        uint8_t value[VALUE];

        for (uint64_t seq = 30; seq < RECORDS; seq++)
                raw_put(raw, seq, value, raw_get(raw, seq + 1, value));
        raw_delete(raw, RECORDS);
}

static void edit_swap(struct raw *raw)
{
        uint8_t a[VALUE];
        uint8_t b[VALUE];

        raw_get(raw, 30, a);
        raw_get(raw, 31, b);
        raw_put(raw, 30, b, VALUE);
        raw_put(raw, 31, a, VALUE);
}

/* The swap of somebody who also knows where the sequence stands. */
static void edit_swap_renumbered(struct raw *raw)
{
        uint8_t a[VALUE];
        uint8_t b[VALUE];

        raw_get(raw, 30, a);
        raw_get(raw, 31, b);
        be64_put(a + 8, 31);
        be64_put(b + 8, 30);
        raw_put(raw, 30, b, VALUE);
        raw_put(raw, 31, a, VALUE);
}

static void edit_shorten(struct raw *raw)
{
        uint8_t value[VALUE];

        raw_get(raw, 30, value);
        raw_put(raw, 30, value, VALUE - 1);
}

static void edit_empty(struct raw *raw)
{
        uint8_t value[VALUE];

        raw_put(raw, 30, value, 0);
}

/* Another payload with its own hash made right: the next record does not follow any more. */
static void edit_rehash(struct raw *raw)
{
        uint8_t value[VALUE];
        uint8_t before[VALUE];
        uint8_t hash[HASH_SIZE];
        uint8_t salt[RECORD_SALT_SIZE];
        struct record record;
        struct record previous;

        raw_get(raw, 29, before);
        raw_get(raw, 30, value);
        assert_true(record_get(bytes_of(before, VALUE), &previous));
        assert_true(record_get(bytes_of(value, VALUE), &record));
        record.payload.len--;
        ids_random(salt, sizeof salt);
        record_put(&record, salt, previous.hash, value, hash);
        raw_put(raw, 30, value, VALUE - 1);
}

static void edit_insert(struct raw *raw)
{
        uint8_t value[VALUE];
        uint8_t key[KEY_BYTES + 1] = {0};
        MDB_val at = {sizeof key, key};
        MDB_val stray = {VALUE, value};

        raw_get(raw, 30, value);
        be64_put(key, 30);
        assert_int_equal(mdb_put(raw->txn, raw->dbi, &at, &stray, 0), 0);
}

static void every_edit_is_found(void **state)
{
        static const struct {
                void (*edit)(struct raw *);
                uint64_t first_bad;
        } EDITS[] = {
                {edit_remove, 30}, {edit_remove_first, 1},     {edit_close_the_gap, 30},
                {edit_swap, 30},   {edit_swap_renumbered, 30}, {edit_shorten, 30},
                {edit_empty, 30},  {edit_rehash, 31},          {edit_insert, RECORDS},
        };
        (void)state;

        for (size_t i = 0; i < COUNT_OF(EDITS); i++) {
                void *own = NULL;
                struct journal *journal;
                struct raw raw;
                uint64_t found;

                kit_setup(&own);
                journal = kit_open(own, JOURNAL_WRITE);
                kit_append(journal, RECORDS, PAYLOAD);
                journal_close(journal);
                raw = raw_begin(own);
                EDITS[i].edit(&raw);
                raw_end(&raw);
                journal = kit_open(own, JOURNAL_READ);
                assert_int_equal(verify(journal, &found), JOURNAL_DAMAGED);
                assert_int_equal(found, EDITS[i].first_bad);
                journal_close(journal);
                kit_teardown(&own);
        }
}

/* A cut end leaves a shorter journal that is sound in itself: who knows an older head finds it. */
static void cut_end_is_found_by_its_anchor(void **state)
{
        const struct kit *kit = *state;
        struct journal *journal = kit_open(kit, JOURNAL_WRITE);
        struct journal_flaw flaw;
        struct raw raw;

        kit_append(journal, RECORDS, PAYLOAD);
        journal_close(journal);
        raw = raw_begin(kit);
        raw_delete(&raw, RECORDS);
        raw_delete(&raw, RECORDS - 1);
        raw_end(&raw);
        journal = kit_open(kit, JOURNAL_READ);
        assert_int_equal(journal_verify(journal, 0, 0, NULL, NULL, &flaw), 0);
        assert_int_equal(journal_verify(journal, 0, RECORDS, NULL, NULL, &flaw), JOURNAL_DAMAGED);
        assert_int_equal(flaw.seq, RECORDS - 1);
        journal_close(journal);
}

/* The same payload twice must not show: the salt makes the values differ. */
static void equal_payloads_hash_differently(void **state)
{
        struct journal *journal = kit_open(*state, JOURNAL_WRITE);
        const uint8_t text[] = "the same words";
        struct record a = {.kind = EVENT_REPORT, .payload = {text, sizeof text}};
        struct record b = a;

        assert_int_equal(journal_add(journal, &a), 0);
        journal_discard(journal);
        assert_int_equal(journal_add(journal, &b), 0);
        assert_int_equal(a.seq, b.seq);
        assert_memory_not_equal(a.hash, b.hash, HASH_SIZE);
        journal_close(journal);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, kit_setup, kit_teardown)
        const struct CMUnitTest tests[] = {
                TEST(every_flipped_bit_is_found),     TEST(a_follower_verifies_what_is_not_its_own_or_old),
                TEST(damaged_head_is_not_extended),   cmocka_unit_test(every_edit_is_found),
                TEST(cut_end_is_found_by_its_anchor), TEST(equal_payloads_hash_differently),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
