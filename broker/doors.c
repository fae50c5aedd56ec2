/* doors.c - bind, test, announce. */
#include "broker/doors.h"

#include <stdio.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/base/log.h"

enum { KNOCK_MS = 3000, HOST_NAME_SIZE = 256 };

#ifdef DUBAN_PLAIN
/* "tcp" or "ipc" when the doors are to be without CURVE, else empty. */
static const char *plain(const struct service *s)
{
        return config_text(s->config, "plain");
}
#else
static const char *plain(UNUSED const struct service *s)
{
        return "";
}
#endif

static int open_door(struct service *s, enum bus_kind kind, const char *door, const char *port, struct bus_socket **ret)
{
        char endpoint[SERVICE_PATH + 16];
        const struct bus_options options = {
                .kind = kind,
                .endpoint = endpoint,
                .bind = true,
                .door = *plain(s) ? NULL : door,
                .keys = &s->keys,
        };
        const uint64_t number = config_number(s->config, port);
        int r;

        if (strcmp(plain(s), "ipc") == 0)
                snprintf(endpoint, sizeof endpoint, "ipc://%s/run/%s", s->dir, door);
        else
                snprintf(endpoint, sizeof endpoint, "tcp://%s:%llu", config_text(s->config, "listen"),
                         (unsigned long long)number);
        r = bus_open(s->bus, &options, ret);
        if (r == BUS_IN_USE)
                return err_fail("%s is in use: stop what listens there, or set %s in duban.conf", endpoint, port);
        if (r > 0)
                return err_fail("cannot listen on %s: set listen and %s in duban.conf", endpoint, port);
        return r;
}

int doors_open(struct service *s, struct doors *ret_doors)
{
        struct doors doors = {0};
        int r = open_door(s, BUS_ROUTER, "reports", "reports_port", &doors.reports);

        if (r == 0)
                r = open_door(s, BUS_ROUTER, "queries", "queries_port", &doors.queries);
        if (r == 0)
                r = open_door(s, BUS_PUBLISHER, "bell", "bell_port", &doors.bell);
        if (r) {
                doors_close(&doors);
                return r;
        }
        *ret_doors = doors;
        return 0;
}

void doors_close(struct doors *doors)
{
        doors->reports = bus_close(doors->reports);
        doors->queries = bus_close(doors->queries);
        doors->bell = bus_close(doors->bell);
}

int doors_test(struct service *s, const struct doors *doors)
{
        struct bus_socket *const sockets[] = {doors->reports, doors->queries};
        struct bus_keypair stranger;
        int r = bus_keypair_new(&stranger);

        if (*plain(s))
                return 0;
        for (size_t i = 0; i < COUNT_OF(sockets) && r == 0; i++) {
                r = bus_knock(s->bus, bus_endpoint(sockets[i]), &stranger, s->keys.public_key, KNOCK_MS);
                r = r == BUS_REFUSED ? 0
                    : r == 0         ? err_fail("%s let a stranger in", bus_endpoint(sockets[i]))
                                     : err_fail("%s does not answer to a knock", bus_endpoint(sockets[i]));
        }
        return r;
}

/* What clients are told: the host as configured and the port as it came out. A wildcard is of no use to them, so
 * this machine's name stands for it. */
static void print_endpoint(FILE *out, const struct service *s, const char *name, const struct bus_socket *socket)
{
        const char *host = config_text(s->config, "listen");
        const char *port = strrchr(bus_endpoint(socket), ':');
        const bool is_ipc = strncmp(bus_endpoint(socket), "ipc", 3) == 0;
        char own_name[HOST_NAME_SIZE] = "localhost";

        if (strcmp(host, "*") == 0 && gethostname(own_name, sizeof own_name - 1) == 0)
                host = own_name;
        if (is_ipc)
                fprintf(out, "%s = %s\n", name, bus_endpoint(socket));
        else
                fprintf(out, "%s = tcp://%s%s\n", name, host, port);
}

int doors_announce(struct service *s, const struct doors *doors)
{
        char card[2048] = "";
        char key[BUS_Z85_SIZE];
        FILE *out = fmemopen(card, sizeof card, "w");
        int r;

        if (!out)
                return err_fail("out of memory");
        bus_z85(s->keys.public_key, key);
        print_endpoint(out, s, "reports", doors->reports);
        print_endpoint(out, s, "queries", doors->queries);
        print_endpoint(out, s, "bell", doors->bell);
        fprintf(out, "server_key = %s\n", key);
        fclose(out);
        r = file_write(service_path(s, "run/service"), bytes_str(card), 0644, FILE_REPLACE);
        if (r)
                return err_fail("%s: %s", s->path, file_reason(r));
        log_info("listening", "reports=%s queries=%s bell=%s", bus_endpoint(doors->reports),
                 bus_endpoint(doors->queries), bus_endpoint(doors->bell));
        return 0;
}
