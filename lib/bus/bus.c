/* bus.c - the context and waiting. */
#include "lib/bus/bus.h"

#include <errno.h>
#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/bus/bus_inside.h"

struct bus *bus_new(void)
{
        struct bus *bus = calloc(1, sizeof *bus);

        if (!bus)
                return NULL;
        bus->context = zmq_ctx_new();
        if (!bus->context) {
                free(bus);
                return NULL;
        }
        return bus;
}

void bus_end(struct bus *bus)
{
        zmq_ctx_shutdown(bus->context);
}

struct bus *bus_free(struct bus *bus)
{
        if (!bus)
                return NULL;
        bus_guard_stop(bus);
        invariant(atomic_load(&bus->sockets) == 0);
        while (zmq_ctx_term(bus->context) < 0 && errno == EINTR)
                continue;
        free(bus);
        return NULL;
}

/* What is left of `timeout_ms` (-1 = for ever) since `start`. */
static long time_left(struct mono start, int timeout_ms)
{
        const int64_t left = timeout_ms - mono_since_us(start) / 1000;

        if (timeout_ms < 0)
                return -1;
        return left > 0 ? (long)left : 0;
}

int bus_poll(struct bus_socket *const *sockets, int n, int wake_fd, int timeout_ms, bool *ret_ready)
{
        zmq_pollitem_t items[BUS_POLL_MAX + 1];
        const struct mono start = clock_mono();
        int count = n;
        int r;

        invariant(n >= 0 && n <= BUS_POLL_MAX);
        for (int i = 0; i < n; i++)
                items[i] = (zmq_pollitem_t){.socket = sockets[i]->handle, .events = ZMQ_POLLIN};
        if (wake_fd >= 0)
                items[count++] = (zmq_pollitem_t){.fd = wake_fd, .events = ZMQ_POLLIN};
        do
                r = zmq_poll(items, count, time_left(start, timeout_ms));
        while (r < 0 && errno == EINTR);
        if (r < 0 && errno == ETERM)
                return BUS_ENDED;
        if (r < 0)
                return err_fail("zmq_poll of %d: %s", count, zmq_strerror(errno));
        for (int i = 0; i < n; i++)
                ret_ready[i] = (items[i].revents & ZMQ_POLLIN) != 0;
        return 0;
}
