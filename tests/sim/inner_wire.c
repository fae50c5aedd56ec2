/* inner_wire.c - the sockets of one process, as far as notifier and collector use them. */
#include "tests/sim/inner_wire.h"

#include <stdlib.h>

#include "lib/bus/link.h"
#include "proto/codec.h"
#include "tests/sim/fail.h"
#include "tests/sim/notifier_fiber.h"
#include "workers/notifier/notifier.h"

struct bus_socket { /* an end of the wire, with what waits to be received there */
        struct bus_socket *other;
        uint8_t *at;
        size_t len;
        bool waiting;
        uint8_t *held; /* what was received last: its reader still looks at it */
};

static struct bus_socket notifier_end;
static struct bus_socket collector_end = {.other = &notifier_end};
static struct bus_socket notifier_end = {.other = &collector_end};

static bool answer_is_lost;

static void drop(struct bus_socket *end)
{
        free(end->at);
        free(end->held);
        end->at = end->held = NULL;
        end->waiting = false;
}

int bus_open(struct bus *bus UNUSED, const struct bus_options *options UNUSED, struct bus_socket **ret_socket)
{
        *ret_socket = &notifier_end;
        return 0;
}

struct bus_socket *bus_close(struct bus_socket *end)
{
        if (end)
                drop(end);
        return NULL;
}

int bus_send(struct bus_socket *end, const struct bus_route *route UNUSED, struct bytes body)
{
        struct bus_socket *to = end->other;

        if (to == &notifier_end && answer_is_lost) {
                answer_is_lost = false;
                return 0;
        }
        free(to->at);
        to->at = malloc(body.len);
        if (!to->at)
                return err_fail("out of memory");
        memcpy(to->at, body.at, body.len);
        to->len = body.len;
        to->waiting = true;
        return 0;
}

int bus_receive(struct bus_socket *end, struct bus_message *ret_message)
{
        if (!end->waiting)
                return BUS_AGAIN;
        free(end->held);
        end->held = end->at;
        end->at = NULL;
        end->waiting = false;
        *ret_message = (struct bus_message){.body = bytes_of(end->held, end->len)};
        return 0;
}

/* Only the notifier waits: the others go on, and come back when it is worth while. */
int bus_poll(struct bus_socket *const *sockets, int n, int wake_fd UNUSED, int timeout_ms UNUSED, bool *ret_ready)
{
        invariant(n == 1 && sockets[0] == &notifier_end);
        if (!notifier_end.waiting)
                notifier_fiber_yield(false);
        ret_ready[0] = notifier_end.waiting;
        return 0;
}

struct bus_socket *inner_wire_collector_end(void)
{
        return &collector_end;
}

bool inner_wire_is_waiting(void)
{
        return collector_end.waiting;
}

/* Which task and cause an item is about: items of one of them stay together. */
static uint64_t group_of(const struct link_request *item, struct arena *arena)
{
        struct event event;
        struct flaw flaw;

        arena_reset(arena);
        MUST(codec_event(item->body, arena, &event, &flaw));
        return notifier_number(&event).cause << 32 | event_task(&event)->no;
}

void inner_wire_cut(uint32_t keep_per_mille)
{
        ARENA struct arena *arena = arena_new(0);
        struct bytes rest = bytes_of(collector_end.at + 1, collector_end.len - 1);
        const size_t keep = rest.len * keep_per_mille / 1000;
        struct link_run *run = link_run_new();
        struct link_request item;
        uint64_t group = 0;

        while (link_run_next(&rest, &item) == 0) {
                const uint64_t next = group_of(&item, arena);

                if (next != group && link_run_size(run) > keep)
                        break;
                group = next;
                MUST(link_run_add(run, &item));
        }
        MUST(bus_send(&notifier_end, NULL, link_run_bytes(run)));
        link_run_free(run);
}

void inner_wire_lose_answer(void)
{
        answer_is_lost = true;
}

void inner_wire_reset(void)
{
        answer_is_lost = false;
        drop(&notifier_end);
        drop(&collector_end);
}
