/* query_roster.h - who a key is, as of a snapshot of the state.
 *
 * Kept between answers and read anew whenever the journal has a roster change since. Owner: the archive;
 * one thread. What it hands out lives until the next query_roster_follow. */
#ifndef DUBAN_QUERY_ROSTER_H
#define DUBAN_QUERY_ROSTER_H

#include "lib/model/roster.h"
#include "lib/store/journal.h"
#include "lib/store/state.h"

struct roster_member;

struct roster_key {
        struct key key;
        const struct roster_member *owner;
        struct roster_key *next; /* of the same owner */
};

struct roster_member {
        struct member member;
        uint64_t id;
        struct roster_key *keys;
        struct roster_member *next; /* by id */
};

struct query_roster;

int query_roster_new(struct query_roster **ret_roster) CHECKED;
struct query_roster *query_roster_free(struct query_roster *);
/* Be the roster as of `applied`, the sequence of both open snapshots' common past. */
int query_roster_follow(struct query_roster *, struct state_reader *, struct journal_reader *,
                        uint64_t applied) CHECKED;

/* The member a key may speak for on that day; NULL when the key is unknown, revoked, out of its time or its
 * member retired. */
const struct roster_member *query_roster_asker(const struct query_roster *, uint64_t key_id, struct day today);
/* Who wrote a record, valid today or not; NULL for the service itself and for the unknown. */
const struct roster_member *query_roster_author(const struct query_roster *, uint64_t key_id, uint64_t member_id);
const struct roster_member *query_roster_member(const struct query_roster *, uint64_t member_id);
/* May anybody send for the department on that day? A collective has no key. */
bool query_roster_speaks(const struct query_roster *, struct bytes department, struct day today);
const struct roster_member *query_roster_first(const struct query_roster *);

#endif
