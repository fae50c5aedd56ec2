/* roster.c - which key is good, which role may what. */
#include "lib/model/roster.h"

bool roster_key_valid(const struct key *key, struct day today)
{
        if (key->revoked)
                return false;
        if (day_is_set(key->not_before) && day_before(today, key->not_before))
                return false;
        return !day_is_set(key->not_after) || !day_before(key->not_after, today);
}

static bool sees_all_departments(enum role role)
{
        return role == ROLE_SUPERVISOR || role == ROLE_OPERATOR || role == ROLE_OBSERVER;
}

bool roster_may_listen(enum role role)
{
        return sees_all_departments(role);
}

bool roster_reads_texts(enum role role)
{
        return sees_all_departments(role);
}
