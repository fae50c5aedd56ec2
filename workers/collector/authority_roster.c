/* authority_roster.c - does a change leave a roster that can be worked with? */
#include "proto/ids.h"
#include "workers/collector/authority_checks.h"

static const struct member *member_in(const struct roster_change *change, uint64_t member)
{
        const struct member *found = NULL;

        for (size_t i = 0; i < change->member.n; i++)
                if (ids_of_name(change->member.at[i].name) == member)
                        found = &change->member.at[i]; /* said twice: the last one holds */
        return found;
}

static const struct key *key_in(const struct roster_change *change, uint64_t key)
{
        const struct key *found = NULL;

        for (size_t i = 0; i < change->key.n; i++)
                if (ids_of_key(change->key.at[i].public_key.at) == key)
                        found = &change->key.at[i];
        return found;
}

static int check_member(const struct member *member, struct flaw *flaw)
{
        if (member->name.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "roster_change.member.name");
        if (member->role == ROLE_UNSPECIFIED)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "roster_change.member.role");
        if (member->role == ROLE_AGENT && member->department.len == 0)
                return authority_refuse(flaw, CODE_MISSING_FIELD, "roster_change.member.department");
        return 0;
}

static int check_key(const struct book *book, const struct roster_change *change, const struct key *key,
                     struct flaw *flaw)
{
        const uint64_t member = ids_of_name(key->member);
        const uint64_t id = ids_of_key(key->public_key.at);
        const uint64_t *known = map_get(book->key_index, &id);

        if (!book_member(book, member) && !member_in(change, member))
                return authority_refuse(flaw, CODE_UNKNOWN_MEMBER, "roster_change.key.member");
        if (known && memcmp(book->keys.at[*known].public_key, key->public_key.at, KEY_SIZE) != 0)
                return authority_refuse(flaw, CODE_COLLISION, "roster_change.key.public_key");
        if (known && book->keys.at[*known].member != member)
                return authority_refuse(flaw, CODE_COLLISION, "roster_change.key.member");
        return 0;
}

/* -- somebody must be left who can mend the roster over the network -- */

static bool is_operator_after(const struct book *book, const struct roster_change *change, uint64_t member)
{
        const struct member *changed = member_in(change, member);
        const struct book_member *known = book_member(book, member);

        if (changed)
                return !changed->retired && changed->role == ROLE_OPERATOR;
        return known && !known->retired && known->role == ROLE_OPERATOR;
}

static bool is_valid_on(struct day today, struct day not_before, struct day not_after)
{
        return !(day_is_set(not_before) && day_before(today, not_before)) &&
               !(day_is_set(not_after) && day_before(not_after, today));
}

/* Keys that the change names count as it leaves them, the others as they are; today's dates decide. */
static bool operator_remains(const struct book *book, const struct roster_change *change)
{
        for (size_t i = 0; i < book->keys.n; i++) {
                const struct book_key *key = &book->keys.at[i];

                if (!key_in(change, key->id) && !key->revoked &&
                    is_valid_on(book->today, key->not_before, key->not_after) &&
                    is_operator_after(book, change, key->member))
                        return true;
        }
        for (size_t i = 0; i < change->key.n; i++) {
                const struct key *key = key_in(change, ids_of_key(change->key.at[i].public_key.at));

                if (!key->revoked && is_valid_on(book->today, key->not_before, key->not_after) &&
                    is_operator_after(book, change, ids_of_name(key->member)))
                        return true;
        }
        return false;
}

int authority_check_roster(const struct authority_case *c, struct flaw *flaw)
{
        const struct roster_change *change = &c->event->roster_change;
        int r = 0;

        for (size_t i = 0; i < change->member.n && r == 0; i++)
                r = check_member(&change->member.at[i], flaw);
        for (size_t i = 0; i < change->key.n && r == 0; i++)
                r = check_key(c->book, change, &change->key.at[i], flaw);
        if (r == 0 && !operator_remains(c->book, change))
                r = authority_refuse(flaw, CODE_LAST_OPERATOR, "roster_change");
        return r;
}
