/* roles.h - what a duband process can be: one role, or all of them as threads of one process. */
#ifndef DUBAN_BROKER_ROLES_H
#define DUBAN_BROKER_ROLES_H

#include "broker/service.h"

struct role_row {
        const char *name; /* "all", "broker", … */
        const char *help;
        unsigned needs;
        int (*run)(struct service *); /* until service->stop; 0 or negative */
};

/* NULL when there is no such role. */
const struct role_row *role_find(const char *name);
const struct role_row *role_at(size_t i); /* NULL past the end */

/* The roles, one file each. */
int role_all(struct service *) CHECKED;
int role_broker(struct service *) CHECKED;
int role_collector(struct service *) CHECKED;
int role_notifier(struct service *) CHECKED;
int role_query(struct service *) CHECKED;

#endif
