/* applier.c - records from the journal, in transactions, into the state. */
#include "lib/store/applier.h"

#include <stdlib.h>

#include "lib/store/applier_private.h"
#include "lib/store/rows.h"
#include "lib/store/state_private.h"
#include "proto/limits.h"

enum {
        TRANSACTION_RECORDS = 65536, /* LMDB keeps at most 131072 changed pages in memory */
        SNAPSHOT_RECORDS = 256, /* an older journal snapshot would hold back pages */
};

static int load_meta(struct applier *applier)
{
        struct state_reader *reader = NULL;
        int r = state_reader_new(applier->state, &reader);

        if (r)
                return err_trace(r);
        r = state_read_begin(reader);
        if (r == 0)
                r = state_meta(reader, &applier->durable);
        state_reader_free(reader);
        return r;
}

int applier_new(struct journal *journal, struct state *state, struct applier **ret_applier)
{
        struct applier *applier = calloc(1, sizeof *applier);
        int r;

        invariant(state->write);
        if (!applier)
                return err_fail("out of memory: applier");
        applier->journal = journal;
        applier->state = state;
        applier->apply.change.env = &state->env;
        applier->apply.dirty = dirty_new();
        applier->apply.arena = arena_new(LIMIT_ARENA_BYTES);
        applier->apply.scratch = arena_new(LIMIT_ARENA_BYTES);
        if (!applier->apply.dirty || !applier->apply.arena || !applier->apply.scratch)
                r = err_fail("out of memory: applier");
        else
                r = journal_reader_new(journal, &applier->apply.reader);
        if (r == 0)
                r = load_meta(applier);
        if (r) {
                applier_free(applier);
                return r;
        }
        *ret_applier = applier;
        return 0;
}

struct applier *applier_free(struct applier *applier)
{
        if (!applier)
                return NULL;
        change_abort(&applier->apply.change);
        journal_reader_free(applier->apply.reader);
        arena_free(applier->apply.scratch);
        arena_free(applier->apply.arena);
        dirty_free(applier->apply.dirty);
        free(applier);
        return NULL;
}

/* Is the state made from this journal? Once, on an open snapshot: the hash of the last applied record says. */
static int check_origin(struct applier *applier)
{
        struct record record;
        int r = 0;

        if (applier->origin_checked)
                return 0;
        if (applier->durable.applied > 0) {
                r = journal_peek(applier->apply.reader, applier->durable.applied, &record);
                if (r < 0)
                        return err_trace(r);
                if (r == JOURNAL_MISSING || (r == 0 && memcmp(record.hash, applier->durable.hash, HASH_SIZE) != 0))
                        return APPLIER_FOREIGN;
                if (r)
                        return APPLIER_DAMAGED;
        }
        applier->origin_checked = true;
        return 0;
}

static int outcome(int r)
{
        switch (r) {
        case APPLY_FULL:
                return APPLIER_FULL;
        case APPLY_DAMAGED:
                return APPLIER_DAMAGED;
        default:
                return r;
        }
}

/* Records up to `last` into the open change. A damaged one ends it early: what stands before it is good. */
static int apply_range(struct apply *apply, uint64_t last, int *ret_damage)
{
        struct record record;
        int r = 0;

        *ret_damage = 0;
        for (uint32_t n = 1; r == 0 && apply->meta.applied < last; n++) {
                r = journal_follow(apply->reader, apply->meta.applied + 1, &record);
                if (r > 0) {
                        *ret_damage = APPLIER_DAMAGED;
                        return 0;
                }
                if (r == 0)
                        r = outcome(apply_record(apply, &record));
                if (r == 0 && n % SNAPSHOT_RECORDS == 0)
                        r = journal_read_begin(apply->reader);
        }
        return r;
}

static int write_meta(struct apply *apply)
{
        const struct row_key key = keys_table(TABLE_META);
        uint8_t row[ROWS_SIZE_MAX];

        return change_put(&apply->change, &key, bytes_of(row, rows_put(&ROWS_META, &apply->meta, row)));
}

static int apply_transaction(struct applier *applier, uint64_t last)
{
        struct apply *apply = &applier->apply;
        int damage = 0;
        int r = outcome(change_begin(&apply->change));

        if (r)
                return r;
        apply->meta = applier->durable;
        r = apply_range(apply, last, &damage);
        if (r == 0)
                r = outcome(dirty_flush(apply->dirty, &apply->change));
        if (r == 0)
                r = outcome(write_meta(apply));
        if (r == 0)
                r = outcome(change_commit(&apply->change));
        if (r) {
                change_abort(&apply->change);
                dirty_forget(apply->dirty);
                return r;
        }
        applier->durable = apply->meta;
        return damage;
}

static int apply_all(struct applier *applier, uint64_t last)
{
        int r = 0;

        while (r == 0 && applier->durable.applied < last) {
                const uint64_t waiting = last - applier->durable.applied;

                r = apply_transaction(
                        applier, waiting > TRANSACTION_RECORDS ? applier->durable.applied + TRANSACTION_RECORDS : last);
        }
        return r;
}

int applier_step(struct applier *applier, uint32_t limit, uint64_t *ret_applied)
{
        struct journal_reader *reader = applier->apply.reader;
        uint64_t last;
        int r = journal_read_begin(reader);

        if (r)
                return err_trace(r);
        last = journal_read_head(reader);
        r = check_origin(applier);
        if (r == 0 && limit && last > applier->durable.applied + limit)
                last = applier->durable.applied + limit;
        if (r == 0)
                r = apply_all(applier, last);
        journal_read_end(reader);
        if (r == 0)
                *ret_applied = applier->durable.applied;
        return r;
}
