/* dirty.c - an array of rows with an index by key, sorted when it is written. */
#include "lib/store/dirty.h"

#include <stdlib.h>

#include "lib/base/map.h"
#include "lib/store/rows.h"

enum { DIRTY_KEY_SIZE = 25, FIRST_ROWS = 256, KEPT_ROWS = 4096 };

struct dirty_row {
        uint8_t key[DIRTY_KEY_SIZE]; /* zero behind its end */
        uint8_t key_len;
        union {
                struct task_state task;
                struct stream_state stream;
                struct agent_state agent;
                struct alert_state alert;
        } as;
};

struct dirty {
        struct dirty_row *row;
        size_t rows;
        size_t room;
        struct map *index; /* key → place in row; NULL until a row is touched */
};

struct dirty *dirty_new(void)
{
        return calloc(1, sizeof(struct dirty));
}

struct dirty *dirty_free(struct dirty *dirty)
{
        if (!dirty)
                return NULL;
        map_free(dirty->index);
        free(dirty->row);
        free(dirty);
        return NULL;
}

static const struct row_shape *shape_of(const struct dirty_row *row)
{
        switch (row->key[0]) {
        case TABLE_TASK:
                return &ROWS_TASK;
        case TABLE_STREAM:
                return &ROWS_STREAM;
        case TABLE_AGENT:
                return &ROWS_AGENT;
        default:
                return &ROWS_ALERT;
        }
}

static int make_index(struct dirty *dirty)
{
        if (!dirty->index)
                dirty->index = map_new(DIRTY_KEY_SIZE);
        return dirty->index ? 0 : err_fail("out of memory: index of changed rows");
}

static int make_room(struct dirty *dirty)
{
        const size_t room = dirty->room ? dirty->room * 2 : FIRST_ROWS;
        struct dirty_row *row;

        if (dirty->rows < dirty->room)
                return 0;
        row = realloc(dirty->row, room * sizeof *row);
        if (!row)
                return err_fail("out of memory: %zu changed rows", room);
        dirty->row = row;
        dirty->room = room;
        return 0;
}

/* The row as it stands in the database, or zero. */
static int load(struct change *change, const struct row_key *key, struct dirty_row *row)
{
        struct bytes value;
        const int r = change_get(change, key, &value);

        if (r == CHANGE_MISSING)
                return 0;
        if (r)
                return r;
        return rows_get(shape_of(row), value, &row->as) ? 0 : err_fail("a row of another size in state");
}

static int find(struct dirty *dirty, struct change *change, const struct row_key *key, struct dirty_row **ret_row)
{
        struct dirty_row row;
        const uint64_t *place;
        int r;

        memset(&row, 0, sizeof row);
        row.key_len = (uint8_t)key->len;
        memcpy(row.key, key->at, key->len);
        r = make_index(dirty);
        if (r)
                return r;
        place = map_get(dirty->index, row.key);
        if (place) {
                *ret_row = &dirty->row[*place];
                return 0;
        }
        r = load(change, key, &row);
        if (r == 0)
                r = make_room(dirty);
        if (r == 0)
                r = map_put(dirty->index, row.key, dirty->rows);
        if (r)
                return r;
        dirty->row[dirty->rows] = row;
        *ret_row = &dirty->row[dirty->rows++];
        return 0;
}

int dirty_task(struct dirty *dirty, struct change *change, uint64_t task, struct task_state **ret_row)
{
        const struct row_key key = keys_id(TABLE_TASK, task);
        struct dirty_row *row;
        const int r = find(dirty, change, &key, &row);

        if (r == 0)
                *ret_row = &row->as.task;
        return r;
}

int dirty_stream(struct dirty *dirty, struct change *change, uint64_t agent, const uint8_t stream[STREAM_SIZE],
                 struct stream_state **ret_row)
{
        const struct row_key key = keys_stream(TABLE_STREAM, agent, stream);
        struct dirty_row *row;
        const int r = find(dirty, change, &key, &row);

        if (r)
                return r;
        row->as.stream.agent = agent;
        memcpy(row->as.stream.stream, stream, STREAM_SIZE);
        *ret_row = &row->as.stream;
        return 0;
}

int dirty_agent(struct dirty *dirty, struct change *change, uint64_t agent, struct agent_state **ret_row)
{
        const struct row_key key = keys_id(TABLE_AGENT, agent);
        struct dirty_row *row;
        const int r = find(dirty, change, &key, &row);

        if (r)
                return r;
        row->as.agent.agent = agent;
        *ret_row = &row->as.agent;
        return 0;
}

int dirty_alert(struct dirty *dirty, struct change *change, const struct alert_state *identity,
                struct alert_state **ret_row)
{
        const struct row_key key =
                keys_alert(TABLE_ALERT, identity->cause, identity->task, identity->part, identity->kind);
        struct dirty_row *row;
        const int r = find(dirty, change, &key, &row);

        if (r)
                return r;
        row->as.alert.cause = identity->cause;
        row->as.alert.task = identity->task;
        row->as.alert.part = identity->part;
        row->as.alert.kind = identity->kind;
        *ret_row = &row->as.alert;
        return 0;
}

static int by_key(const void *a, const void *b)
{
        const struct dirty_row *x = a;
        const struct dirty_row *y = b;

        return memcmp(x->key, y->key, DIRTY_KEY_SIZE);
}

/* Open alerts are listed by their own keys: the closed ones of ten years are not walked past. */
static int list_alert(struct change *change, const struct alert_state *alert)
{
        const struct row_key key = keys_alert(TABLE_OPEN_ALERT, alert->cause, alert->task, alert->part, alert->kind);

        return alert->open ? change_put(change, &key, bytes_of("", 0)) : change_delete(change, &key);
}

static int write_row(struct change *change, const struct dirty_row *row)
{
        uint8_t value[ROWS_SIZE_MAX];
        struct row_key key = {.len = row->key_len};
        int r;

        if (row->key[0] == TABLE_ALERT && row->as.alert.raised_seq == 0)
                return 0;
        memcpy(key.at, row->key, row->key_len);
        r = change_put(change, &key, bytes_of(value, rows_put(shape_of(row), &row->as, value)));
        if (r == 0 && row->key[0] == TABLE_ALERT)
                r = list_alert(change, &row->as.alert);
        return r;
}

int dirty_flush(struct dirty *dirty, struct change *change)
{
        int r = 0;

        if (dirty->rows > 1)
                qsort(dirty->row, dirty->rows, sizeof *dirty->row, by_key);
        for (size_t i = 0; r == 0 && i < dirty->rows; i++)
                r = write_row(change, &dirty->row[i]);
        dirty_forget(dirty);
        return r;
}

void dirty_forget(struct dirty *dirty)
{
        dirty->rows = 0;
        if (dirty->room <= KEPT_ROWS) {
                if (dirty->index)
                        map_clear(dirty->index);
                return;
        }
        /* After a flood: clearing the grown index would cost more than the next few changes. */
        free(dirty->row);
        dirty->row = NULL;
        dirty->room = 0;
        dirty->index = map_free(dirty->index);
}
