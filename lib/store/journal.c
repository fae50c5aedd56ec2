/* journal.c - the writer's side: records go straight into the open LMDB transaction.
 *
 * A batch is one transaction, so it is durable as a whole or not at all. A record is built in the page it
 * will stand in (MDB_RESERVE), behind the last one (MDB_APPEND): no allocation, no copy but the payload's. */
/*~ Third stop: the truth. journal_add() builds the record where it will stand, journal_commit() is what every
 * receipt waits for; journal_read.c is why nothing damaged is ever served. Next: workers/notifier/notifier.c. */
#include "lib/store/journal.h"

#include <stdlib.h>

#include "lib/store/journal_private.h"
#include "proto/ids.h"

static int outcome(int r)
{
        switch (r) {
        case ENV_FULL:
                return JOURNAL_FULL;
        case ENV_ABSENT:
                return JOURNAL_ABSENT;
        case ENV_BUSY:
                return JOURNAL_BUSY;
        case ENV_FOREIGN:
                return JOURNAL_FOREIGN;
        default:
                return r;
        }
}

/* The newest record, verified, as of now. */
static int newest(struct journal *journal, struct journal_head *ret_head)
{
        struct journal_reader *reader = NULL;
        struct journal_head head = {0};
        struct record record;
        int r = journal_reader_new(journal, &reader);

        if (r)
                return err_trace(r);
        r = journal_read_begin(reader);
        if (r == 0 && journal_read_head(reader) > 0) {
                r = journal_read(reader, journal_read_head(reader), &record);
                if (r == 0) {
                        head = (struct journal_head){.seq = record.seq, .epoch = record.epoch, .at = record.at};
                        memcpy(head.hash, record.hash, HASH_SIZE);
                }
        }
        journal_reader_free(reader);
        if (r == 0)
                *ret_head = head;
        return r;
}

int journal_open(const struct journal_options *options, struct journal **ret_journal)
{
        const struct env_options place = {
                .dir = options->dir,
                .write = options->mode == JOURNAL_WRITE,
                .create = options->create,
                .map_size = options->map_size,
                .magic = "dubanjnl",
                .format = JOURNAL_FORMAT,
        };
        struct journal *journal = calloc(1, sizeof *journal);
        int r;

        if (!journal)
                return err_fail("out of memory: journal");
        pthread_mutex_init(&journal->lock, NULL);
        journal->mode = options->mode;
        journal->salts.used = SALT_POOL_SIZE;
        journal->own = UINT64_MAX;
        r = env_open(&place, &journal->env);
        if (r) {
                pthread_mutex_destroy(&journal->lock);
                free(journal);
                return outcome(r);
        }
        if (journal->mode == JOURNAL_WRITE) {
                r = newest(journal, &journal->durable);
                if (r) {
                        journal_close(journal);
                        return r;
                }
                journal->own = journal->durable.seq + 1;
        }
        *ret_journal = journal;
        return 0;
}

struct journal *journal_close(struct journal *journal)
{
        if (!journal)
                return NULL;
        journal_discard(journal);
        env_close(&journal->env);
        pthread_mutex_destroy(&journal->lock);
        free(journal);
        return NULL;
}

static int batch_open(struct journal *journal)
{
        MDB_txn *txn;
        int rc = mdb_txn_begin(journal->env.mdb, NULL, 0, &txn);

        if (rc)
                return env_error(rc, "begin batch");
        rc = mdb_cursor_open(txn, journal->env.dbi, &journal->cursor);
        if (rc) {
                mdb_txn_abort(txn);
                return env_error(rc, "begin batch");
        }
        journal->txn = txn;
        journal->now = clock_now();
        journal->draft = journal->durable;
        return 0;
}

static const uint8_t *next_salt(struct salts *salts)
{
        if (salts->used == SALT_POOL_SIZE) {
                ids_random(salts->pool, SALT_POOL_SIZE);
                salts->used = 0;
        }
        salts->used += RECORD_SALT_SIZE;
        return salts->pool + salts->used - RECORD_SALT_SIZE;
}

static struct instant latest(struct instant a, struct instant b)
{
        return a.ms > b.ms ? a : b;
}

static int reserve(struct journal *journal, uint64_t seq, size_t size, uint8_t **ret_at)
{
        uint8_t key[JOURNAL_KEY_SIZE];
        MDB_val at = {sizeof key, key};
        MDB_val value = {size, NULL};
        int rc;

        be64_put(key, seq);
        rc = mdb_cursor_put(journal->cursor, &at, &value, MDB_APPEND | MDB_RESERVE);
        if (rc)
                return outcome(env_error(rc, "append"));
        *ret_at = value.mv_data;
        return 0;
}

int journal_add(struct journal *journal, struct record *record)
{
        struct journal_head *draft = &journal->draft;
        uint8_t *at = NULL;
        int r = 0;

        invariant(journal->mode == JOURNAL_WRITE);
        invariant(record->payload.len <= JOURNAL_PAYLOAD_MAX);
        if (!journal->txn)
                r = outcome(batch_open(journal));
        if (r == 0)
                r = reserve(journal, draft->seq + 1, record_size(record), &at);
        if (r) {
                journal_discard(journal);
                return r;
        }
        record->seq = draft->seq + 1;
        record->at = latest(record->at, latest(draft->at, journal->now));
        record_put(record, next_salt(&journal->salts), draft->hash, at, record->hash);
        draft->seq = record->seq;
        draft->at = record->at;
        draft->epoch = record->epoch;
        memcpy(draft->hash, record->hash, HASH_SIZE);
        return 0;
}

int journal_commit(struct journal *journal)
{
        MDB_txn *txn = journal->txn;
        int r;

        if (!txn)
                return 0;
        journal->txn = NULL;
        journal->cursor = NULL;
        r = outcome(env_commit(&journal->env, txn));
        if (r)
                return r;
        pthread_mutex_lock(&journal->lock);
        journal->durable = journal->draft;
        pthread_mutex_unlock(&journal->lock);
        return 0;
}

void journal_discard(struct journal *journal)
{
        if (journal->txn)
                mdb_txn_abort(journal->txn);
        journal->txn = NULL;
        journal->cursor = NULL;
}

int journal_head(struct journal *journal, struct journal_head *ret_head)
{
        if (journal->mode == JOURNAL_READ)
                return newest(journal, ret_head);
        pthread_mutex_lock(&journal->lock);
        *ret_head = journal->durable;
        pthread_mutex_unlock(&journal->lock);
        return 0;
}

int journal_size(struct journal *journal, struct journal_size *ret_size)
{
        struct env_size size;
        const int r = env_size(&journal->env, &size);

        if (r)
                return err_trace(r);
        *ret_size = (struct journal_size){size.used_bytes, size.map_bytes, size.disk_free_bytes};
        return 0;
}

void journal_tidy(struct journal *journal)
{
        env_tidy(&journal->env);
}
