/* bus_guard.c - the ZAP handler: one thread that says yes or no to every handshake (ZeroMQ RFC 27).
 *
 * Whatever is not a well-formed CURVE request is refused. The reply's User-Id is the key in hexadecimal: the only
 * thing about a peer that the service believes. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/bus/bus_inside.h"

struct bus_guard {
        struct bus *bus;
        void *handle;
        int stop_fd;
        pthread_t thread;
        bus_may_enter *may_enter;
        void *context;
};

enum frame { VERSION, REQUEST_ID, DOMAIN, ADDRESS, IDENTITY, MECHANISM, CREDENTIALS, FRAMES };

struct request {
        zmq_msg_t frame[FRAMES];
        int frames; /* as many as came, also beyond FRAMES */
};

static struct bytes frame_bytes(struct request *request, enum frame i)
{
        return bytes_of(zmq_msg_data(&request->frame[i]), zmq_msg_size(&request->frame[i]));
}

/* 0 or the errno that ended it. */
static int receive(void *handle, struct request *request)
{
        int more = 1;

        for (request->frames = 0; more; request->frames++) {
                zmq_msg_t *frame = &request->frame[request->frames < FRAMES ? request->frames : FRAMES - 1];

                if (zmq_msg_recv(frame, handle, request->frames == 0 ? ZMQ_DONTWAIT : 0) < 0)
                        return errno;
                more = zmq_msg_more(frame);
        }
        return 0;
}

static bool is_welcome(const struct bus_guard *guard, struct request *request)
{
        const struct bytes key = frame_bytes(request, CREDENTIALS);
        const struct bytes domain = frame_bytes(request, DOMAIN);
        char door[BUS_DOOR_MAX] = {0};

        if (request->frames != FRAMES || !bytes_is(frame_bytes(request, VERSION), "1.0") ||
            !bytes_is(frame_bytes(request, MECHANISM), "CURVE") || key.len != BUS_KEY_SIZE || domain.len == 0 ||
            domain.len >= sizeof door)
                return false;
        memcpy(door, domain.at, domain.len);
        return guard->may_enter(guard->context, key.at, door);
}

static void answer(void *handle, struct request *request, bool welcome)
{
        char user[2 * BUS_KEY_SIZE + 1] = "";
        struct bytes reply[] = {
                bytes_str("1.0"),
                frame_bytes(request, REQUEST_ID),
                bytes_str(welcome ? "200" : "400"),
                bytes_str(""),
                bytes_str(""),
                bytes_str(""),
        };

        if (welcome) {
                hex_put(user, frame_bytes(request, CREDENTIALS).at, BUS_KEY_SIZE);
                reply[4] = bytes_str(user);
        }
        for (size_t i = 0; i < COUNT_OF(reply); i++)
                if (zmq_send(handle, reply[i].at, reply[i].len, i + 1 < COUNT_OF(reply) ? ZMQ_SNDMORE : 0) < 0)
                        return; /* going down: an unanswered handshake is refused */
}

/* False when the context is going down. */
static bool serve_one(const struct bus_guard *guard)
{
        struct request request;
        int r;

        for (int i = 0; i < FRAMES; i++)
                zmq_msg_init(&request.frame[i]);
        r = receive(guard->handle, &request);
        if (r == 0)
                answer(guard->handle, &request, is_welcome(guard, &request));
        for (int i = 0; i < FRAMES; i++)
                zmq_msg_close(&request.frame[i]);
        return r == 0 || r == EAGAIN || r == EINTR;
}

static void *stand(void *argument)
{
        const struct bus_guard *guard = argument;
        zmq_pollitem_t items[] = {
                {.socket = guard->handle, .events = ZMQ_POLLIN},
                {.fd = guard->stop_fd, .events = ZMQ_POLLIN},
        };

        while (!items[1].revents) {
                if (zmq_poll(items, COUNT_OF(items), -1) < 0) {
                        if (errno == EINTR)
                                continue;
                        break;
                }
                if (items[0].revents && !serve_one(guard))
                        break;
        }
        return NULL;
}

static void release(struct bus_guard *guard)
{
        bus_socket_drop(guard->bus, guard->handle);
        if (guard->stop_fd >= 0)
                close(guard->stop_fd);
        free(guard);
}

int bus_guard_start(struct bus *bus, bus_may_enter *may_enter, void *context)
{
        struct bus_guard *guard = calloc(1, sizeof *guard);
        const int no_linger = 0;
        bool up;

        invariant(!bus->guard && may_enter);
        if (!guard)
                return err_fail("out of memory: guard");
        *guard = (struct bus_guard){.bus = bus, .may_enter = may_enter, .context = context};
        guard->stop_fd = eventfd(0, EFD_CLOEXEC);
        guard->handle = bus_socket_take(bus, ZMQ_REP);
        up = guard->handle && guard->stop_fd >= 0 &&
             zmq_setsockopt(guard->handle, ZMQ_LINGER, &no_linger, sizeof no_linger) == 0 &&
             zmq_bind(guard->handle, "inproc://zeromq.zap.01") == 0 &&
             pthread_create(&guard->thread, NULL, stand, guard) == 0;
        if (!up) {
                release(guard);
                return err_fail("cannot start the guard: %s", zmq_strerror(errno));
        }
        bus->guard = guard;
        return 0;
}

void bus_guard_stop(struct bus *bus)
{
        const uint64_t one = 1;

        if (!bus->guard)
                return;
        invariant(write(bus->guard->stop_fd, &one, sizeof one) == sizeof one);
        pthread_join(bus->guard->thread, NULL);
        release(bus->guard);
        bus->guard = NULL;
}
