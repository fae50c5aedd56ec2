/* applier_compare.c - two states side by side: what rebuild --check asks. */
#include "lib/store/applier.h"
#include "lib/store/state_private.h"

enum { KEY_SHOWN = 64 };

struct side {
        struct state_reader *reader;
        struct bytes key;
        struct bytes value;
        bool ended;
};

static int note_end(struct side *side, int r)
{
        side->ended = r == SNAPSHOT_MISSING;
        return r == 0 || side->ended ? 0 : err_fail("the state cannot be read: rebuild it");
}

static int first(struct side *side, struct state *state)
{
        static const uint8_t LOWEST[] = {0};
        int r = state_reader_new(state, &side->reader);

        if (r == 0)
                r = state_read_begin(side->reader);
        if (r)
                return err_trace(r);
        return note_end(side, snapshot_walk(&side->reader->snapshot, bytes_of(LOWEST, sizeof LOWEST), &side->key,
                                            &side->value));
}

static int next(struct side *side)
{
        return note_end(side, snapshot_next(&side->reader->snapshot, &side->key, &side->value));
}

static int differ(struct bytes key, const char *how, char *ret_where, size_t size)
{
        char hex[2 * KEY_SHOWN + 1];

        hex_put(hex, key.at, key.len < KEY_SHOWN ? key.len : KEY_SHOWN);
        snprintf(ret_where, size, "table %s, key %s: %s", keys_table_name(key), hex, how);
        return APPLIER_DIFFERENT;
}

static int compare(struct side *a, struct side *b, char *ret_where, size_t size)
{
        while (!a->ended || !b->ended) {
                const int order = a->ended ? 1 : b->ended ? -1 : bytes_compare(a->key, b->key);
                int r;

                if (order < 0)
                        return differ(a->key, "only in the first", ret_where, size);
                if (order > 0)
                        return differ(b->key, "only in the second", ret_where, size);
                if (!bytes_equal(a->value, b->value))
                        return differ(a->key, "values differ", ret_where, size);
                r = next(a);
                if (r == 0)
                        r = next(b);
                if (r)
                        return err_trace(r);
        }
        return 0;
}

int applier_compare(struct state *first_state, struct state *second_state, char *ret_where, size_t size)
{
        struct side a = {0};
        struct side b = {0};
        int r = first(&a, first_state);

        if (r == 0)
                r = first(&b, second_state);
        if (r == 0)
                r = compare(&a, &b, ret_where, size);
        state_reader_free(a.reader);
        state_reader_free(b.reader);
        return r;
}
