/* roles.c - the table of roles. */
#include "broker/roles.h"

static const struct role_row ROLES[] = {
        {"all", "every role as threads of this process (the default)", NEED_WRITER | NEED_STATE | NEED_DOORS, role_all},
        {"broker", "the front desk: client sockets, keys, quotas", NEED_DOORS, role_broker},
        {"collector", "the one writer of journal and state", NEED_WRITER, role_collector},
        {"notifier", "judges the journal, raises alerts", NEED_JOURNAL, role_notifier},
        {"query", "answers questions", NEED_JOURNAL | NEED_STATE, role_query},
};

const struct role_row *role_at(size_t i)
{
        return i < COUNT_OF(ROLES) ? &ROLES[i] : NULL;
}

const struct role_row *role_find(const char *name)
{
        for (size_t i = 0; i < COUNT_OF(ROLES); i++)
                if (strcmp(ROLES[i].name, name) == 0)
                        return &ROLES[i];
        return NULL;
}
