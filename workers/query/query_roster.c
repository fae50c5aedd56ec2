/* query_roster.c - who a key is. */
#include "workers/query/query_roster.h"

#include <stdlib.h>

#include "lib/base/arena.h"
#include "lib/base/map.h"
#include "lib/store/state_walk.h"
#include "proto/codec.h"
#include "proto/ids.h"

/* Past this many new records reading the roster anew is cheaper than looking through them. */
enum { FOLLOW_MAX = 4096 };

struct query_roster {
        struct arena *arena;
        struct map *members; /* id → struct roster_member */
        struct map *keys; /* id → struct roster_key, valid or not */
        struct roster_member *first;
        struct roster_member **end;
        uint64_t through; /* 0 = nothing read yet */
};

int query_roster_new(struct query_roster **ret_roster)
{
        struct query_roster *roster = calloc(1, sizeof *roster);

        if (!roster)
                return err_fail("out of memory");
        roster->arena = arena_new(0);
        roster->members = map_new(sizeof(uint64_t));
        roster->keys = map_new(sizeof(uint64_t));
        if (!roster->arena || !roster->members || !roster->keys) {
                query_roster_free(roster);
                return err_fail("out of memory");
        }
        *ret_roster = roster;
        return 0;
}

struct query_roster *query_roster_free(struct query_roster *roster)
{
        if (roster) {
                arena_free(roster->arena);
                map_free(roster->members);
                map_free(roster->keys);
                free(roster);
        }
        return NULL;
}

static void *found(const struct map *map, uint64_t id)
{
        const uint64_t *value = map_get(map, &id);

        return value ? (void *)(uintptr_t)*value : NULL;
}

static int put(struct map *map, uint64_t id, const void *row)
{
        return map_put(map, &id, (uint64_t)(uintptr_t)row);
}

static int add_member(void *context, uint64_t id, struct bytes encoded)
{
        struct query_roster *roster = context;
        struct roster_member *row = arena_take(roster->arena, sizeof *row);
        struct flaw flaw;

        if (!row)
                return err_fail("out of memory");
        if (codec_member(encoded, roster->arena, &row->member, &flaw))
                return err_fail("state: the row of member %016llx cannot be read", (unsigned long long)id);
        row->id = id;
        *roster->end = row;
        roster->end = &row->next;
        return put(roster->members, id, row);
}

static int add_key(void *context, uint64_t id, struct bytes encoded)
{
        struct query_roster *roster = context;
        struct roster_key *row = arena_take(roster->arena, sizeof *row);
        struct roster_member *owner;
        struct flaw flaw;

        if (!row)
                return err_fail("out of memory");
        if (codec_key(encoded, roster->arena, &row->key, &flaw))
                return err_fail("state: the row of key %016llx cannot be read", (unsigned long long)id);
        owner = found(roster->members, ids_of_name(row->key.member));
        if (!owner) /* a key of nobody opens nothing */
                return 0;
        row->owner = owner;
        row->next = owner->keys;
        owner->keys = row;
        return put(roster->keys, id, row);
}

static int load(struct query_roster *roster, struct state_reader *state)
{
        int r;

        roster->through = 0;
        arena_reset(roster->arena);
        map_clear(roster->members);
        map_clear(roster->keys);
        roster->first = NULL;
        roster->end = &roster->first;
        r = state_members(state, add_member, roster);
        if (r)
                return err_trace(r);
        r = state_keys(state, add_key, roster);
        return r ? err_trace(r) : 0;
}

/* The state does not say when its roster last changed, the journal does. A record that cannot be read might
 * have been a change. */
static bool changed(const struct query_roster *roster, struct journal_reader *journal, uint64_t applied)
{
        struct record record;

        if (!roster->through || applied < roster->through || applied - roster->through > FOLLOW_MAX)
                return true;
        for (uint64_t seq = roster->through + 1; seq <= applied; seq++)
                if (journal_read(journal, seq, &record) || record.kind == EVENT_ROSTER_CHANGE)
                        return true;
        return false;
}

int query_roster_follow(struct query_roster *roster, struct state_reader *state, struct journal_reader *journal,
                        uint64_t applied)
{
        int r;

        if (applied != roster->through && changed(roster, journal, applied)) {
                r = load(roster, state);
                if (r)
                        return err_trace(r);
        }
        roster->through = applied;
        return 0;
}

const struct roster_member *query_roster_asker(const struct query_roster *roster, uint64_t key_id, struct day today)
{
        const struct roster_key *key = found(roster->keys, key_id);

        return key && !key->owner->member.retired && roster_key_valid(&key->key, today) ? key->owner : NULL;
}

const struct roster_member *query_roster_author(const struct query_roster *roster, uint64_t key_id, uint64_t member_id)
{
        const struct roster_key *key = found(roster->keys, key_id);

        return key ? key->owner : query_roster_member(roster, member_id);
}

const struct roster_member *query_roster_member(const struct query_roster *roster, uint64_t member_id)
{
        return found(roster->members, member_id);
}

static bool has_key(const struct roster_member *member, struct day today)
{
        for (const struct roster_key *key = member->keys; key; key = key->next)
                if (roster_key_valid(&key->key, today))
                        return true;
        return false;
}

bool query_roster_speaks(const struct query_roster *roster, struct bytes department, struct day today)
{
        for (const struct roster_member *row = roster->first; row; row = row->next)
                if (row->member.role == ROLE_AGENT && !row->member.retired &&
                    bytes_equal(row->member.department, department) && has_key(row, today))
                        return true;
        return false;
}

const struct roster_member *query_roster_first(const struct query_roster *roster)
{
        return roster->first;
}
