/* link.c - a run: the kind byte, then items. All numbers are big-endian.
 *
 *   item = key id (8) | delimiter 0 or 1 (1) | route length (1) | route | body length (4) | body */
#include "lib/bus/link.h"

#include <stdlib.h>

enum { HEAD_SIZE = 10, LENGTH_SIZE = 4, FIRST_CAPACITY = 65536 };

struct link_run {
        uint8_t *at;
        size_t len;
        size_t capacity;
};

struct link_run *link_run_new(void)
{
        struct link_run *run = calloc(1, sizeof *run);

        if (!run)
                return NULL;
        run->capacity = FIRST_CAPACITY;
        run->at = malloc(run->capacity);
        if (!run->at) {
                free(run);
                return NULL;
        }
        run->at[0] = LINK_RUN;
        run->len = 1;
        return run;
}

struct link_run *link_run_free(struct link_run *run)
{
        if (run)
                free(run->at);
        free(run);
        return NULL;
}

void link_run_reset(struct link_run *run)
{
        run->len = 1;
}

bool link_run_empty(const struct link_run *run)
{
        return run->len == 1;
}

size_t link_run_size(const struct link_run *run)
{
        return run->len;
}

struct bytes link_run_bytes(const struct link_run *run)
{
        return bytes_of(run->at, run->len);
}

static int make_room(struct link_run *run, size_t size)
{
        size_t capacity = run->capacity;
        uint8_t *at;

        while (capacity - run->len < size)
                capacity *= 2;
        if (capacity == run->capacity)
                return 0;
        at = realloc(run->at, capacity);
        if (!at)
                return err_fail("out of memory: run of %zu", capacity);
        run->at = at;
        run->capacity = capacity;
        return 0;
}

static void put(struct link_run *run, const void *at, size_t len)
{
        if (len > 0)
                memcpy(run->at + run->len, at, len);
        run->len += len;
}

int link_run_add(struct link_run *run, const struct link_request *request)
{
        const size_t size = request->body.len + request->route.len + HEAD_SIZE + LENGTH_SIZE;
        uint8_t head[HEAD_SIZE];
        uint8_t length[LENGTH_SIZE];
        int r;

        invariant(request->route.len <= BUS_ROUTE_MAX);
        if (request->body.len > BUS_BODY_MAX)
                return LINK_BAD;
        if (size > BUS_RUN_MAX - run->len)
                return LINK_FULL;
        r = make_room(run, size);
        if (r)
                return err_trace(r);
        be64_put(head, request->key_id);
        head[8] = request->route.delimiter;
        head[9] = request->route.len;
        be32_put(length, (uint32_t)request->body.len);
        put(run, head, sizeof head);
        put(run, request->route.at, request->route.len);
        put(run, length, sizeof length);
        put(run, request->body.at, request->body.len);
        return 0;
}

/* The next `len` bytes, or NULL when there are fewer. */
static const uint8_t *get(struct bytes *rest, size_t len)
{
        const uint8_t *at = rest->at;

        if (rest->len < len)
                return NULL;
        *rest = bytes_of(at + len, rest->len - len);
        return at;
}

int link_run_next(struct bytes *rest, struct link_request *ret_request)
{
        struct link_request request = {.key_id = 0};
        struct bytes left = *rest;
        const uint8_t *head;
        const uint8_t *route;
        const uint8_t *length;

        if (left.len == 0)
                return LINK_END;
        head = get(&left, HEAD_SIZE);
        if (!head || head[8] > 1 || head[9] > BUS_ROUTE_MAX)
                return LINK_BAD;
        request.key_id = be64_get(head);
        request.route.delimiter = head[8];
        request.route.len = head[9];
        route = get(&left, request.route.len);
        length = route ? get(&left, LENGTH_SIZE) : NULL;
        request.body.len = length ? be32_get(length) : 0;
        request.body.at = length ? get(&left, request.body.len) : NULL;
        if (!request.body.at || request.body.len > BUS_BODY_MAX)
                return LINK_BAD;
        memcpy(request.route.at, route, request.route.len);
        *rest = left;
        *ret_request = request;
        return 0;
}
