/* journal_private.h - what the files of the journal share. Nobody else includes it. */
#ifndef DUBAN_STORE_JOURNAL_PRIVATE_H
#define DUBAN_STORE_JOURNAL_PRIVATE_H

#include <pthread.h>

#include "lib/store/journal.h"
#include "lib/store/record.h"
#include "lib/store/snapshot.h"

enum { JOURNAL_KEY_SIZE = 8, SALT_POOL_SIZE = 256 * RECORD_SALT_SIZE };

struct salts { /* one system call for many records */
        uint8_t pool[SALT_POOL_SIZE];
        size_t used;
};

struct journal {
        struct env env;
        enum journal_mode mode;
        MDB_txn *txn; /* the open batch; NULL = none */
        MDB_cursor *cursor; /* of txn, and ends with it */
        struct instant now; /* when the batch was opened */
        struct journal_head draft; /* newest record of the batch */
        struct salts salts;
        uint64_t own; /* the first record that this process may append itself */
        pthread_mutex_t lock; /* guards durable: any thread may ask for the head */
        struct journal_head durable;
};

/* What journal_read found wrong, as static text. */
int journal_read_flaw(struct journal_reader *, uint64_t seq, struct record *ret_record, const char **ret_what) CHECKED;
/* Entries in the snapshot that are not records 1..head. */
uint64_t journal_read_strays(struct journal_reader *);

#endif
