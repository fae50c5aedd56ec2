/* doors.h - the three client-facing endpoints: bound, tried with a stranger's key, announced on the address
 * card. */
#ifndef DUBAN_BROKER_DOORS_H
#define DUBAN_BROKER_DOORS_H

#include "broker/service.h"

struct doors {
        struct bus_socket *reports;
        struct bus_socket *queries;
        struct bus_socket *bell;
};

/* Bind all three. 0, or negative with the reason told. */
int doors_open(struct service *, struct doors *ret_doors) CHECKED;
void doors_close(struct doors *); /* after the fronts have ended; what is NULL is skipped */
/* A fresh key must be turned away; a service that lets it in must not run. */
int doors_test(struct service *, const struct doors *) CHECKED;
/* Write DIR/run/service. */
int doors_announce(struct service *, const struct doors *) CHECKED;

#endif
